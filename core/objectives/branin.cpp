#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

#include <numbers>

namespace thalweg::objectives {
namespace {

struct Branin {
  auto operator()(auto x, auto y) const {
    constexpr double pi = std::numbers::pi;
    return square(y - (5.1 / (4 * pi * pi)) * square(x) + (5 / pi) * x - 6) + (10 - 10 / (8 * pi)) * cos(x) + 10;
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-5, 10, 0, 15},
            .starts = {{-4, 3}, {6.5, 12}, {0.2, 6.3}},
            .rate = 0.02,
            .landmarks = {globalMinimum({-3.141593, 12.275}), globalMinimum({3.141593, 2.275}),
                          globalMinimum({9.424778, 2.475}), saddlePoint({0, 6}), saddlePoint({6.283185, 1.1})}};
  }
};

}  // namespace

ObjectiveCard branin() {
  return planarCard<Branin>({
      .id = "branin",
      .label = "Branin",
      .family = "Two dimensions",
      .summary = "Three equally deep minima along a bent valley.",
      .formula = "f(x, y) = (y - 5.1/(4*pi^2)*x^2 + 5/pi*x - 6)^2 + 10*(1 - 1/(8*pi))*cos(x) + 10",
      .typeset =
          R"(f(x, y) = \left(y - \tfrac{5.1}{4\pi^2} x^2 + \tfrac5\pi x - 6\right)^2 + 10\left(1 - \tfrac{1}{8\pi}\right)\cos x + 10)",
      .advice = "All three minima are equally good, so only the start decides. The standard test of "
                "Bayesian optimisation.",
      .reference = "Branin (1972), IBM Journal of Research and Development 16(5); Surjanovic & Bingham, "
                   "Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
