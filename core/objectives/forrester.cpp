#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Forrester {
  auto operator()(auto x) const { return square(6 * x - 2) * sin(12 * x - 4); }

  [[nodiscard]] Facts facts() const {
    return {.view = {0, 1, 0, 0},
            .starts = {{0.55}, {0.4}, {0.02}},
            .rate = 0.001,
            .scale = ColorScale::Linear,
            .landmarks = {globalMinimum({0.757249}), localMinimum({0.142589})}};
  }
};

}  // namespace

ObjectiveCard forrester() {
  return planarCard<Forrester, 1>({
      .id = "forrester",
      .label = "Forrester",
      .family = "One dimension",
      .summary = "A shallow local minimum, an inflection, and a deep narrow global minimum near the right edge.",
      .formula = "f(x) = (6*x - 2)^2 * sin(12*x - 4)",
      .typeset = R"(f(x) = (6x - 2)^2 \sin(12x - 4))",
      .advice = "From the left half, descent ends at x = 0.14; the step at 1/3 is almost flat, so paths pause there.",
      .reference = "Forrester, Sóbester & Keane (2008), Engineering Design via Surrogate Modelling",
      .options = {},
  });
}

}  // namespace thalweg::objectives
