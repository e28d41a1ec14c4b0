#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

#include <numbers>

namespace thalweg::objectives {
namespace {

struct Easom {
  auto operator()(auto x, auto y) const {
    constexpr double pi = std::numbers::pi;
    return -(cos(x) * cos(y)) * exp(-(square(x - pi) + square(y - pi)));
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {0, 6.5, 0, 6.5},
            .starts = {{1.9, 4.1}, {4.4, 2.2}, {1, 1}},
            .rate = 0.1,
            .scale = ColorScale::Linear,
            .landmarks = {globalMinimum({3.141593, 3.141593}), localMinimum({1.30494, 1.30494}),
                          localMinimum({1.30494, 4.97824}), localMinimum({4.97824, 1.30494}),
                          localMinimum({4.97824, 4.97824})}};
  }
};

}  // namespace

ObjectiveCard easom() {
  return planarCard<Easom>({
      .id = "easom",
      .label = "Easom",
      .family = "Two dimensions",
      .summary = "One deep narrow hole in a plain that is flat to the last digit.",
      .formula = "f(x, y) = -cos(x)*cos(y)*exp(-(x - pi)^2 - (y - pi)^2)",
      .typeset = R"(f(x, y) = -\cos x \cos y\; e^{-(x - \pi)^2 - (y - \pi)^2})",
      .advice = "A gradient sees nothing until it is almost there: outside about three units from (π, π) "
                "no gradient method moves.",
      .reference = "Easom (1990); Jamil & Yang (2013), A literature survey of benchmark functions, no. 40",
      .options = {},
  });
}

}  // namespace thalweg::objectives
