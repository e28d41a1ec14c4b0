#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Booth {
  auto operator()(auto x, auto y) const { return square(x + 2 * y - 7) + square(2 * x + y - 5); }

  [[nodiscard]] Facts facts() const {
    return {.view = {-10, 10, -10, 10},
            .starts = {{-8, -6}, {8, -8}},
            .rate = 0.05,
            .scale = ColorScale::Log,
            .landmarks = {globalMinimum({1, 3})}};
  }
};

}  // namespace

ObjectiveCard booth() {
  return planarCard<Booth>({
      .id = "booth",
      .label = "Booth",
      .family = "Two dimensions",
      .summary = "A tilted elliptic bowl with condition number 9: a quadratic that is not aligned with "
                 "the axes.",
      .formula = "f(x, y) = (x + 2*y - 7)^2 + (2*x + y - 5)^2",
      .typeset = "f(x, y) = (x + 2y - 7)^2 + (2x + y - 5)^2",
      .advice = "Easy for everyone; the tilt shows what per-coordinate rates cannot do. Plain descent is "
                "stable below 1/9.",
      .reference = "Jamil & Yang (2013), A literature survey of benchmark functions, no. 17",
      .options = {},
  });
}

}  // namespace thalweg::objectives
