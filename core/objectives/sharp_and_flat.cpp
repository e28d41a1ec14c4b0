#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct SharpAndFlat {
  double sharpness = 20;

  // Half the harmonic mean of two bowls, which keeps each one's curvature at its own bottom.
  auto operator()(auto x, auto y) const {
    const auto sharp = sharpness * (square(x + 1.5) + square(y));
    const auto flat = 0.5 * (square(x - 1.5) + square(y));
    return sharp * flat / (sharp + flat);
  }

  [[nodiscard]] Facts facts() const {
    Facts facts{.view = {-3.5, 4.5, -3, 3}, .starts = {{-1.9, 1.5}, {-2.6, -1.2}, {2.5, 2}}, .rate = 0.03};
    facts.landmarks = {globalMinimum({-1.5, 0}), globalMinimum({1.5, 0}),
                       saddlePoint({-1.5 + 3 / (1 + std::cbrt(2 * sharpness)), 0})};
    return facts;
  }
};

}  // namespace

ObjectiveCard sharpAndFlat() {
  return planarCard<SharpAndFlat>({
      .id = "sharp_and_flat",
      .label = "Sharp and flat",
      .family = "For one lesson",
      .summary = "Two minima of equal depth, one sharp, one flat: a fair choice for the loss, not for "
                 "what follows.",
      .formula = "f(x, y) = p*q/(p + q), p = k*((x + 1.5)^2 + y^2), q = ((x - 1.5)^2 + y^2)/2",
      .typeset =
          R"(f(x, y) = \frac{p\,q}{p + q},\quad p = k\left((x + 1.5)^2 + y^2\right),\quad q = \tfrac12\left((x - 1.5)^2 + y^2\right))",
      .advice = "Both minima are exactly 0. SAM, large rates and gradient noise leave the sharp one for "
                "the flat one; small steps stay where they fall.",
      .reference = "Made for this program, for Foret et al. (2021), Sharpness-aware minimization",
      .options = {option("sharpness", &SharpAndFlat::sharpness)
                      .named("sharpness k")
                      .as("k")
                      .explained("Half the curvature of the sharp minimum; the flat one has 1/2.")
                      .above(0)
                      .slide(0.5, 100, Scale::Log)},
  });
}

}  // namespace thalweg::objectives
