#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct AbsoluteValue {
  auto operator()(auto x) const { return abs(x); }

  [[nodiscard]] Facts facts() const {
    return {.view = {-3, 3, 0, 0},
            .starts = {{2.35}, {-1.7}},
            .rate = 0.1,
            .scale = ColorScale::Linear,
            .landmarks = {kinked(globalMinimum({0}))}};
  }
};

}  // namespace

ObjectiveCard absoluteValue() {
  return planarCard<AbsoluteValue, 1>({
      .id = "absolute_value",
      .label = "Absolute value",
      .family = "One dimension",
      .summary = "A kink at the minimum: the slope never gets smaller, so constant steps never come to rest.",
      .formula = "f(x) = |x|",
      .typeset = R"(f(x) = \lvert x \rvert)",
      .advice = "Only a falling rate (or an average of the iterates) settles. The derivative at 0 is taken as 0.",
      .reference = "Boyd, Xiao & Mutapcic (2003), Subgradient Methods",
      .options = {},
  });
}

}  // namespace thalweg::objectives
