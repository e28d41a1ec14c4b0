#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct ThreeHumpCamel {
  auto operator()(auto x, auto y) const {
    const auto s = square(x);
    return s * (2 - s * (1.05 - s / 6)) + x * y + square(y);
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-2.5, 2.5, -2.5, 2.5},
            .starts = {{-2.2, 1.9}, {2.2, 2}, {-1, -2}},
            .rate = 0.03,
            .landmarks = {globalMinimum({0, 0}), localMinimum({-1.74755, 0.87378}), localMinimum({1.74755, -0.87378}),
                          saddlePoint({-1.07054, 0.53527}), saddlePoint({1.07054, -0.53527})}};
  }
};

}  // namespace

ObjectiveCard threeHumpCamel() {
  return planarCard<ThreeHumpCamel>({
      .id = "three_hump_camel",
      .label = "Three-hump camel",
      .family = "Two dimensions",
      .summary = "Three minima in a row, the middle one deepest.",
      .formula = "f(x, y) = 2*x^2 - 1.05*x^4 + x^6/6 + x*y + y^2",
      .typeset = R"(f(x, y) = 2x^2 - 1.05\,x^4 + \tfrac16 x^6 + xy + y^2)",
      .advice = "A small picture of being trapped: from the side, descent stops in the first well; some "
                "momentum crosses the low saddle.",
      .reference = "Jamil & Yang (2013), A literature survey of benchmark functions, no. 111",
      .options = {},
  });
}

}  // namespace thalweg::objectives
