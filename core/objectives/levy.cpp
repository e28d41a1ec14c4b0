#include "core/contracts/objective.h"
#include "core/objectives/chain.h"

#include <numbers>

namespace thalweg::objectives {
namespace {

struct Levy {
  // In v = w − 1, where the sines have whole periods: nothing is lost near the minimum.
  static auto scaled(auto x) { return 0.25 * (x - 1); }
  auto first(auto x) const { return square(sin(std::numbers::pi * scaled(x))); }
  auto link(auto x, auto /*y*/, Lanes /*i*/) const {
    const auto v = scaled(x);
    return square(v) * (1 + 10 * square(sin(std::numbers::pi * v + 1)));
  }
  auto last(auto x) const {
    const auto v = scaled(x);
    return square(v) * (1 + square(sin((2 * std::numbers::pi) * v)));
  }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    return {.view = {-10, 10, -10, 10},
            .starts = {std::vector<double>(size, -7.0), std::vector<double>(size, 6.0)},
            .rate = 0.05,
            .landmarks = {globalMinimum(std::vector<double>(size, 1.0))}};
  }
};

}  // namespace

ObjectiveCard levy() {
  return chainCard<Levy>({
      .id = "levy",
      .label = "Lévy",
      .family = "Any dimension",
      .summary = "A wavy valley floor: long ripples along every axis, with the minimum at (1, …, 1).",
      .formula = "f(x) = sin(pi*w_1)^2 + sum i<n of (w_i - 1)^2*(1 + 10*sin(pi*w_i + 1)^2) + (w_n - "
                 "1)^2*(1 + sin(2*pi*w_n)^2), w = 1 + (x - 1)/4",
      .typeset =
          R"(f(x) = \sin^2 \pi w_1 + \sum_{i=1}^{n-1} (w_i - 1)^2 \left(1 + 10\sin^2(\pi w_i + 1)\right) + (w_n - 1)^2 \left(1 + \sin^2 2\pi w_n\right),\quad w_i = 1 + \tfrac{x_i - 1}{4})",
      .advice = "The ripples are wide, so momentum can carry a path over some of them.",
      .reference = "Surjanovic & Bingham, Virtual Library of Simulation Experiments; Levy & Montalvo "
                   "(1985), SIAM Journal on Scientific and Statistical Computing 6",
      .options = {},
  });
}

}  // namespace thalweg::objectives
