#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

#include <numbers>

namespace thalweg::objectives {
namespace {

struct DoubleWell {
  double tilt = 0.3;

  auto operator()(auto x) const { return square(square(x) - 1) + tilt * x; }

  [[nodiscard]] Facts facts() const {
    Facts facts{.view = {-1.9, 1.9, 0, 0}, .starts = {{1.7}, {-1.8}}, .rate = 0.02, .scale = ColorScale::Linear};
    // The roots of 4x³ − 4x + tilt, by Viète's formula; one alone is left where the tilt fills the other well.
    const double ratio = 3 * std::numbers::sqrt3 / 8 * tilt;
    if (std::abs(ratio) < 1) {
      const double third = std::acos(-ratio) / 3;
      const double scale = 2 / std::numbers::sqrt3;
      const double right = scale * std::cos(third);
      const double left = -scale * std::cos(std::numbers::pi / 3 - third);
      if (tilt == 0)
        facts.landmarks = {globalMinimum({-1}), globalMinimum({1})};
      else
        facts.landmarks = {globalMinimum({tilt > 0 ? left : right}), localMinimum({tilt > 0 ? right : left})};
    } else {
      const double angle = std::acosh(std::max(1.0, std::abs(ratio))) / 3;
      facts.landmarks = {globalMinimum({-std::copysign(2 / std::numbers::sqrt3, tilt) * std::cosh(angle)})};
    }
    return facts;
  }
};

}  // namespace

ObjectiveCard doubleWell() {
  return planarCard<DoubleWell, 1>({
      .id = "double_well",
      .label = "Double well",
      .family = "One dimension",
      .summary = "Two valleys of different depth: the start and the momentum decide between local and global minimum.",
      .formula = "f(x) = (x^2 - 1)^2 + tilt*x",
      .typeset = R"(f(x) = (x^2 - 1)^2 + c\,x)",
      .advice =
          "Starting on the right, find the least momentum that carries the ball over the hill. Tilts beyond ±1.54 "
          "leave one valley only.",
      .reference = "Strogatz (2015), Nonlinear Dynamics and Chaos, section 3.6",
      .options = {option("tilt", &DoubleWell::tilt)
                      .named("tilt")
                      .as("c")
                      .explained("How much deeper the left valley is than the right one; 0: not at all.")
                      .slide(-1.5, 1.5)},
  });
}

}  // namespace thalweg::objectives
