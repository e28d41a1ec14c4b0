#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Schaffer4 {
  // The bars are left out: sin is odd and cos even, so that the function is smooth.
  auto operator()(auto x, auto y) const {
    const auto r2 = square(x) + square(y);
    return 0.5 + (square(cos(sin(square(x) - square(y)))) - 0.5) / square(1 + 0.001 * r2);
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-4, 4, -4, 4},
            .starts = {{0.5, 0.6}, {-2.5, 1}, {2, 3}},
            .rate = 0.05,
            .scale = ColorScale::Linear,
            .landmarks = {globalMinimum({0, 1.253132}), globalMinimum({0, -1.253132}), globalMinimum({1.253132, 0}),
                          globalMinimum({-1.253132, 0})}};
  }
};

}  // namespace

ObjectiveCard schaffer4() {
  return planarCard<Schaffer4>({
      .id = "schaffer_4",
      .label = "Schaffer 4",
      .family = "Two dimensions",
      .summary = "The rings of Schaffer 2 seen through a cosine: four minima on the axes around a low "
                 "hill.",
      .formula = "f(x, y) = 0.5 + (cos(sin(|x^2 - y^2|))^2 - 0.5)/(1 + 0.001*(x^2 + y^2))^2",
      .typeset =
          R"(f(x, y) = \frac12 + \frac{\cos^2\left(\sin\lvert x^2 - y^2\rvert\right) - \frac12}{\left(1 + 0.001\,(x^2 + y^2)\right)^2})",
      .advice = "The four minima are part of long curved valleys with almost the same depth, so "
                "convergence is slow to decide.",
      .reference = "Jamil & Yang (2013), A literature survey of benchmark functions, no. 115, with cos(sin) "
                   "squared",
      .options = {},
  });
}

}  // namespace thalweg::objectives
