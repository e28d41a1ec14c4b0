#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Cliff {
  double height = 1.5;

  // 1 − tanh 8x as twice a sigmoid, without cancellation.
  auto operator()(auto x, auto y) const { return 0.1 * (square(x - 2) + square(y)) + (2 * height) * sigmoid(-16 * x); }

  [[nodiscard]] Facts facts() const {
    return {
        .view = {-4, 5, -4, 4}, .starts = {{-3.2, 2.5}, {-2, -1}}, .rate = 0.5, .landmarks = {globalMinimum({2, 0})}};
  }
};

}  // namespace

ObjectiveCard cliff() {
  return planarCard<Cliff>({
      .id = "cliff",
      .label = "Cliff",
      .family = "Two dimensions",
      .summary = "A gentle slope that breaks off at a steep step: one step too far there, and the path is "
                 "thrown away.",
      .formula = "f(x, y) = 0.1*((x - 2)^2 + y^2) + h*(1 - tanh(8*x))",
      .typeset = R"(f(x, y) = 0.1\left((x - 2)^2 + y^2\right) + h\,(1 - \tanh 8x))",
      .advice = "At x = 0 the gradient is some thirty times larger than on either side. Clipping by norm "
                "turns the leap into a step; a rate that suits the slope does not suit the cliff.",
      .reference = "After Pascanu, Mikolov & Bengio (2013), On the difficulty of training recurrent neural "
                   "networks, section 3.2",
      .options = {option("height", &Cliff::height)
                      .named("height h")
                      .as("h")
                      .explained("Half the height of the step.")
                      .atLeast(0)
                      .slide(0, 5)},
  });
}

}  // namespace thalweg::objectives
