#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Mccormick {
  auto operator()(auto x, auto y) const { return sin(x + y) + square(x - y) - 1.5 * x + 2.5 * y + 1; }

  [[nodiscard]] Facts facts() const {
    return {.view = {-1.5, 4, -3, 4},
            .starts = {{3.5, 3.6}, {-1, 3}, {1.4, 0.6}},
            .rate = 0.1,
            .landmarks = {globalMinimum({-0.547198, -1.547198}), localMinimum({2.594395, 1.594395}),
                          saddlePoint({1.547198, 0.547198})}};
  }
};

}  // namespace

ObjectiveCard mccormick() {
  return planarCard<Mccormick>({
      .id = "mccormick",
      .label = "McCormick",
      .family = "Two dimensions",
      .summary = "A wavy slope: parallel valleys, each a step lower than the last.",
      .formula = "f(x, y) = sin(x + y) + (x - y)^2 - 1.5*x + 2.5*y + 1",
      .typeset = R"(f(x, y) = \sin(x + y) + (x - y)^2 - 1.5\,x + 2.5\,y + 1)",
      .advice = "The lowest valley in view is global only there: the staircase goes on beyond the lower "
                "left corner, one step of π each.",
      .reference = "McCormick (1976), Mathematical Programming 10; Jamil & Yang (2013), A literature survey "
                   "of benchmark functions, no. 73",
      .options = {},
  });
}

}  // namespace thalweg::objectives
