#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

#include <numbers>

namespace thalweg::objectives {
namespace {

struct GramacyLee {
  auto operator()(auto x) const { return sin((10 * std::numbers::pi) * x) * inverse(2 * x) + square(square(x - 1)); }

  [[nodiscard]] Facts facts() const {
    return {.view = {0.5, 2.5, 0, 0},
            .starts = {{2.3}, {1.6}, {0.9}},
            .rate = 0.002,
            .scale = ColorScale::Linear,
            .landmarks = {globalMinimum({0.548563}), localMinimum({0.748866}), localMinimum({0.948934}),
                          localMinimum({1.149088}), localMinimum({1.348785}), localMinimum({1.547288}),
                          localMinimum({1.743}), localMinimum({1.935})}};
  }
};

}  // namespace

ObjectiveCard gramacyLee() {
  return planarCard<GramacyLee, 1>({
      .id = "gramacy_lee",
      .label = "Gramacy–Lee",
      .family = "One dimension",
      .summary = "Fast oscillations that grow towards the left, on a curve that falls towards the middle.",
      .formula = "f(x) = sin(10*pi*x)/(2*x) + (x - 1)^4",
      .typeset = R"(f(x) = \frac{\sin 10\pi x}{2x} + (x - 1)^4)",
      .advice =
          "The deepest minimum is the first on the left, behind eight others: only a restart or much noise finds it. "
          "Undefined at x = 0.",
      .reference = "Gramacy & Lee (2012), Cases for the nugget in modeling computer experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
