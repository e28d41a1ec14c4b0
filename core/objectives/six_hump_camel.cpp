#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct SixHumpCamel {
  auto operator()(auto x, auto y) const {
    const auto s = square(x);
    const auto t = square(y);
    return s * (4 - s * (2.1 - s / 3)) + x * y + t * (4 * t - 4);
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-2, 2, -1.2, 1.2},
            .starts = {{-1.9, -0.1}, {0.02, 0.03}, {1.2, 0.9}},
            .rate = 0.01,
            .landmarks = {globalMinimum({-0.089842, 0.712656}), globalMinimum({0.089842, -0.712656}),
                          localMinimum({-1.703607, 0.796084}), localMinimum({1.703607, -0.796084}),
                          localMinimum({-1.607105, -0.568651}), localMinimum({1.607105, 0.568651}), saddlePoint({0, 0}),
                          saddlePoint({-1.109205, 0.768268}), saddlePoint({1.109205, -0.768268}),
                          saddlePoint({-1.638068, -0.228674}), saddlePoint({1.638068, 0.228674}),
                          saddlePoint({-1.29607, -0.605084}), saddlePoint({1.29607, 0.605084})}};
  }
};

}  // namespace

ObjectiveCard sixHumpCamel() {
  return planarCard<SixHumpCamel>({
      .id = "six_hump_camel",
      .label = "Six-hump camel",
      .family = "Two dimensions",
      .summary = "Six minima in three pairs; the two deepest face each other across the centre.",
      .formula = "f(x, y) = (4 - 2.1*x^2 + x^4/3)*x^2 + x*y + (-4 + 4*y^2)*y^2",
      .typeset = R"(f(x, y) = \left(4 - 2.1\,x^2 + \tfrac13 x^4\right) x^2 + xy + (4y^2 - 4)\,y^2)",
      .advice = "The centre is a saddle: starts beside it fall to one side or the other. Good for basin "
                "maps.",
      .reference = "Dixon & Szegö (1978), Towards Global Optimisation 2; Jamil & Yang (2013), A literature "
                   "survey of benchmark functions, no. 30",
      .options = {},
  });
}

}  // namespace thalweg::objectives
