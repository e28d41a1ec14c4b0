#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Matyas {
  // The same without cancellation along the diagonal.
  auto operator()(auto x, auto y) const { return 0.24 * square(x - y) + 0.02 * (square(x) + square(y)); }

  [[nodiscard]] Facts facts() const {
    return {.view = {-10, 10, -10, 10},
            .starts = {{-8.5, 3}, {9, 7}},
            .rate = 0.5,
            .scale = ColorScale::Log,
            .landmarks = {globalMinimum({0, 0})}};
  }
};

}  // namespace

ObjectiveCard matyas() {
  return planarCard<Matyas>({
      .id = "matyas",
      .label = "Matyas",
      .family = "Two dimensions",
      .summary = "A long shallow trough along the diagonal, with condition number 25.",
      .formula = "f(x, y) = 0.26*(x^2 + y^2) - 0.48*x*y",
      .typeset = R"(f(x, y) = 0.26\,(x^2 + y^2) - 0.48\,xy)",
      .advice = "The trough lies exactly between the axes, so methods that scale each coordinate alone "
                "gain nothing here.",
      .reference = "Jamil & Yang (2013), A literature survey of benchmark functions, no. 71",
      .options = {},
  });
}

}  // namespace thalweg::objectives
