#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct RidgeSaddle {
  auto operator()(auto x, auto y) const {
    const auto across = square(x + 0.5);
    const auto peak = [&](double y0) { return 3 * exp((across + square(y - y0)) / -0.8); };
    return 0.1 * (square(x - 2) + square(y)) + peak(1.1) + peak(-1.1);
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-4, 4, -3.5, 3.5},
            .starts = {{-0.6, 0.3}, {-3, 0.05}, {-0.9, 1.3}},
            .rate = 0.05,
            .landmarks = {globalMinimum({2.015284, 0}), localMinimum({-1.648638, 0}), saddlePoint({-0.667113, 0}),
                          saddlePoint({-1.809089, -1.675666}), saddlePoint({-1.809089, 1.675666})}};
  }
};

}  // namespace

ObjectiveCard ridgeSaddle() {
  return planarCard<RidgeSaddle>({
      .id = "ridge_saddle",
      .label = "Pass between ridges",
      .family = "Two dimensions",
      .summary = "A narrow pass between two peaks, beyond which a gently sloping basin opens.",
      .formula = "f(x, y) = 0.1*((x - 2)^2 + y^2) + 3*exp(-((x + 0.5)^2 + (y - 1.1)^2)/0.8) + 3*exp(-((x "
                 "+ 0.5)^2 + (y + 1.1)^2)/0.8)",
      .typeset =
          R"(f(x, y) = 0.1\left((x - 2)^2 + y^2\right) + 3\sum_{s = \pm 1} \exp\left(-\frac{(x + 0.5)^2 + (y - 1.1\,s)^2}{0.8}\right))",
      .advice = "Steep walls first, hardly any slope afterwards: one rate must do for both. Starts "
                "behind the peaks show who finds a way round or over the pass.",
      .reference = "Made for this program",
      .options = {},
  });
}

}  // namespace thalweg::objectives
