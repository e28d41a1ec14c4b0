#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Beale {
  auto operator()(auto x, auto y) const {
    const auto y2 = square(y);
    // 1.5 − x + xy as 1.5 − x(1 − y), and so on: fewer roundings, the same function.
    return square(1.5 - x * (1 - y)) + square(2.25 - x * (1 - y2)) + square(2.625 - x * (1 - y2 * y));
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-4.5, 4.5, -4.5, 4.5},
            .starts = {{-2, 1.8}, {1, 1.5}, {0.5, -1.5}},
            .rate = 0.005,
            .scale = ColorScale::Log,
            .landmarks = {
                globalMinimum({3, 0.5}, 0),
                saddlePoint({0.100537937324158359, -2.64451358502312497}, 9.86451228475556017),
                saddlePoint({0, 1}, 14.203125),
            }};
  }
};

}  // namespace

ObjectiveCard beale() {
  return planarCard<Beale>({
      .id = "beale",
      .label = "Beale",
      .family = "Two dimensions",
      .summary = "A wide flat floor between very steep corners: gradients differ by many orders of magnitude.",
      .formula = "f(x, y) = (1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
      .typeset = R"(f(x, y) = (1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2)",
      .advice =
          "A rate that is safe in the corners crawls on the floor, which is what adaptive methods are for. From the "
          "left side paths run along y = 1 first.",
      .reference = "Beale (1958), On an iterative method for finding a local minimum; Jamil & Yang (2013), no. 10",
      .options = {},
  });
}

}  // namespace thalweg::objectives
