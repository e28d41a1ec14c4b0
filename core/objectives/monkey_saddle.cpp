#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct MonkeySaddle {
  auto operator()(auto x, auto y) const { return x * (square(x) - 3 * square(y)); }

  [[nodiscard]] Facts facts() const {
    return {.view = {-2, 2, -2, 2},
            .starts = {{1.5, 0.02}, {1.2, -0.1}},
            .rate = 0.005,
            .landmarks = {saddlePoint({0, 0})}};
  }
};

}  // namespace

ObjectiveCard monkeySaddle() {
  return planarCard<MonkeySaddle>({
      .id = "monkey_saddle",
      .label = "Monkey saddle",
      .family = "Two dimensions",
      .summary = "Three ways down and three up, and a centre without any curvature: the hardest kind of "
                 "saddle to leave.",
      .formula = "f(x, y) = x^3 - 3*x*y^2",
      .typeset = R"(f(x, y) = x^3 - 3\,x y^2)",
      .advice = "Gradient and Hessian both vanish at the centre, so curvature gives no hint of the way "
                "out. The loss falls without end.",
      .reference = "Hilbert & Cohn-Vossen (1952), Geometry and the Imagination, section 29",
      .options = {},
  });
}

}  // namespace thalweg::objectives
