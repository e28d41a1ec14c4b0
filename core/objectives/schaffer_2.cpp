#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Schaffer2 {
  // Over one denominator, so that nothing cancels near 0.
  auto operator()(auto x, auto y) const {
    const auto q = 0.001 * (square(x) + square(y));
    return (square(sin(square(x) - square(y))) + 0.5 * (q * (2 + q))) / square(1 + q);
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-4, 4, -4, 4},
            .starts = {{2.1, 1.4}, {-3, 2.2}, {0.3, 1.1}},
            .rate = 0.02,
            .scale = ColorScale::Linear,
            .landmarks = {globalMinimum({0, 0})}};
  }
};

}  // namespace

ObjectiveCard schaffer2() {
  return planarCard<Schaffer2>({
      .id = "schaffer_2",
      .label = "Schaffer 2",
      .family = "Two dimensions",
      .summary = "Rings that get finer outwards around a centre that is lowest.",
      .formula = "f(x, y) = 0.5 + (sin(x^2 - y^2)^2 - 0.5)/(1 + 0.001*(x^2 + y^2))^2",
      .typeset = R"(f(x, y) = \frac12 + \frac{\sin^2(x^2 - y^2) - \frac12}{\left(1 + 0.001\,(x^2 + y^2)\right)^2})",
      .advice = "The diagonals are valleys that lead to the centre, but the ripples beside them are "
                "steep: small rates, then patience.",
      .reference = "Jamil & Yang (2013), A literature survey of benchmark functions, no. 113",
      .options = {},
  });
}

}  // namespace thalweg::objectives
