#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct SpiralValley {
  double winding = 1.5;

  auto operator()(auto x, auto y) const {
    const auto r2 = square(x) + square(y);
    const auto angle = winding * sqrt(1 + r2);
    return 0.02 * r2 + square(y * cos(angle) - x * sin(angle));
  }

  [[nodiscard]] Facts facts() const {
    return {
        .view = {-5, 5, -5, 5}, .starts = {{3.8, -2}, {-4, 0.5}}, .rate = 0.02, .landmarks = {globalMinimum({0, 0})}};
  }
};

}  // namespace

ObjectiveCard spiralValley() {
  return planarCard<SpiralValley>({
      .id = "spiral_valley",
      .label = "Spiral valley",
      .family = "Two dimensions",
      .summary = "Two arms of a spiral valley wind down to the centre.",
      .formula = "f(x, y) = 0.02*(x^2 + y^2) + (y*cos(a) - x*sin(a))^2, a = turns*sqrt(1 + x^2 + y^2)",
      .typeset = R"(f(x, y) = 0.02\,(x^2 + y^2) + (y\cos a - x\sin a)^2,\quad a = w\sqrt{1 + x^2 + y^2})",
      .advice = "The way down always bends to the same side, so momentum is carried out of the valley at "
                "every turn.",
      .reference = "Made for this program",
      .options = {option("winding", &SpiralValley::winding)
                      .named("winding w")
                      .as("w")
                      .explained("How far the valley turns for each unit outwards.")
                      .slide(0, 3)},
  });
}

}  // namespace thalweg::objectives
