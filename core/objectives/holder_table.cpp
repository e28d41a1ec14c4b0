#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

#include <numbers>

namespace thalweg::objectives {
namespace {

struct HolderTable {
  auto operator()(auto x, auto y) const {
    return -(abs(sin(x) * cos(y)) * exp(abs(1 - sqrt(square(x) + square(y)) / std::numbers::pi)));
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-10, 10, -10, 10},
            .starts = {{6.5, 8}, {-7, 8.5}, {3, 3}},
            .rate = 0.02,
            .landmarks = {globalMinimum({8.055023, 9.66459}), globalMinimum({-8.055023, 9.66459}),
                          globalMinimum({-8.055023, -9.66459}), globalMinimum({8.055023, -9.66459})}};
  }
};

}  // namespace

ObjectiveCard holderTable() {
  return planarCard<HolderTable>({
      .id = "holder_table",
      .label = "Hölder table",
      .family = "Two dimensions",
      .summary = "A table with many hollows and its four deepest ones at the corners.",
      .formula = "f(x, y) = -|sin(x)*cos(y)*exp(|1 - sqrt(x^2 + y^2)/pi|)|",
      .typeset =
          R"(f(x, y) = -\left\lvert \sin x \cos y\; e^{\left\lvert 1 - \sqrt{x^2 + y^2}/\pi \right\rvert}\right\rvert)",
      .advice = "The deepest hollows lie far from the usual start in the middle. Kinks on a circle of "
                "radius π and on the grid lines, where the derivative is taken as 0.",
      .reference = "Jamil & Yang (2013), A literature survey of benchmark functions, no. 146; Mishra (2006)",
      .options = {},
  });
}

}  // namespace thalweg::objectives
