#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct RippledBowl {
  double ripple = 0.5;

  // 1 − cos 4x as 2 sin² 2x, without cancellation.
  auto operator()(auto x) const { return 0.1 * square(x) + (2 * ripple) * square(sin(2 * x)); }

  [[nodiscard]] Facts facts() const {
    return {
        .view = {-5, 5, 0, 0},
        .starts = {{4.4}, {-3.4}},
        .rate = 0.05,
        .scale = ColorScale::Linear,
        .landmarks = {globalMinimum({0}), localMinimum({1.53234}), localMinimum({-1.53234}), localMinimum({3.06375}),
                      localMinimum({-3.06375}), localMinimum({4.5928}), localMinimum({-4.5928})}};
  }
};

}  // namespace

ObjectiveCard rippledBowl() {
  return planarCard<RippledBowl, 1>({
      .id = "rippled_bowl",
      .label = "Rippled bowl",
      .family = "One dimension",
      .summary = "A wide bowl covered with ripples: each is a trap for small steps, and none for the right speed.",
      .formula = "f(x) = 0.1*x^2 + ripple*(1 - cos(4*x))",
      .typeset = R"(f(x) = 0.1\,x^2 + r\,(1 - \cos 4x))",
      .advice =
          "Large rates or noise leap over the ripples, and a schedule that lowers them later settles in the deepest. "
          "With ripple 0 the plain bowl is left.",
      .reference = "Made for this program; Rastrigin's function in one variable with another scale",
      .options = {option("ripple", &RippledBowl::ripple)
                      .named("ripple")
                      .as("r")
                      .explained("Half the height of the ripples.")
                      .atLeast(0)
                      .slide(0, 1.5)},
  });
}

}  // namespace thalweg::objectives
