#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct GoldsteinPrice {
  auto operator()(auto x, auto y) const {
    const auto u = x + y;
    const auto v = 2 * x - 3 * y;
    const auto first = 1 + square(u + 1) * (19 - 14 * u + 3 * square(u));
    const auto second = 30 + square(v) * (18 - 16 * v + 3 * square(v));
    return first * second;
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-2, 2, -2, 2},
            .starts = {{-1.5, 0.4}, {1.5, 1}, {0.4, -1.6}},
            .rate = 0.00001,
            .scale = ColorScale::Log,
            .landmarks = {globalMinimum({0, -1}), localMinimum({-0.6, -0.4}), localMinimum({1.8, 0.2}),
                          localMinimum({1.2, 0.8}), saddlePoint({-0.4, -0.6}), saddlePoint({1.2, -0.2}),
                          saddlePoint({1.4, 0.6}), saddlePoint({0.6, 0.4})}};
  }
};

}  // namespace

ObjectiveCard goldsteinPrice() {
  return planarCard<GoldsteinPrice>({
      .id = "goldstein_price",
      .label = "Goldstein–Price",
      .family = "Two dimensions",
      .summary = "Four minima on a surface whose values span six decades.",
      .formula = "f(x, y) = (1 + (x + y + 1)^2*(19 - 14*x + 3*x^2 - 14*y + 6*x*y + 3*y^2)) * (30 + (2*x - "
                 "3*y)^2*(18 - 32*x + 12*x^2 + 48*y - 36*x*y + 27*y^2))",
      .typeset =
          R"(f(x, y) = \left(1 + (x + y + 1)^2 (19 - 14x + 3x^2 - 14y + 6xy + 3y^2)\right)\left(30 + (2x - 3y)^2 (18 - 32x + 12x^2 + 48y - 36xy + 27y^2)\right))",
      .advice = "Rates that suit the floor explode on the slopes; clipping or a method that ignores the "
                "size of the gradient helps.",
      .reference = "Goldstein & Price (1971), Mathematics of Computation 25; Jamil & Yang (2013), A "
                   "literature survey of benchmark functions, no. 50",
      .options = {},
  });
}

}  // namespace thalweg::objectives
