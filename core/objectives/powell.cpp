#include "core/contracts/objective.h"
#include "core/objectives/lane_objective.h"

#include <array>

namespace thalweg::objectives {
namespace {

struct Powell {
  template <class S>
  S value(const auto& x) const {
    auto sum = constant<S>(0);
    for (Index i = 0; i < x.size(); i += 4) {
      const S a = x[i], b = x[i + 1], c = x[i + 2], d = x[i + 3];
      sum = sum + (square(a + 10 * b) + 5 * square(c - d) + square(square(b - 2 * c)) + 10 * square(square(a - d)));
    }
    return sum;
  }

  template <class S>
  void gradient(const auto& x, auto& g) const {
    for (Index i = 0; i < x.size(); i += 4) {
      const S a = x[i], b = x[i + 1], c = x[i + 2], d = x[i + 3];
      const S first = 2 * (a + 10 * b);
      const S second = 10 * (c - d);
      const S third = 4 * (square(b - 2 * c) * (b - 2 * c));
      const S fourth = 40 * (square(a - d) * (a - d));
      g.set(i, first + fourth);
      g.set(i + 1, 10 * first + third);
      g.set(i + 2, second - 2 * third);
      g.set(i + 3, -second - fourth);
    }
  }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    std::vector<double> start(size);
    for (std::size_t i = 0; i < size; ++i) start[i] = std::array{3.0, -1.0, 0.0, 1.0}[i % 4];
    return {.view = {-4, 5, -4, 5},
            .starts = {start, std::vector<double>(size, 2.0)},
            .rate = 0.002,
            .scale = ColorScale::Log,
            .landmarks = {globalMinimum(std::vector<double>(size, 0.0))}};
  }
};

}  // namespace

ObjectiveCard powell() {
  return laneCard<Powell>(
      {
          .id = "powell",
          .label = "Powell",
          .family = "Any dimension",
          .summary = "A valley floor without curvature: at the minimum two of every four eigenvalues of the "
                     "Hessian vanish.",
          .formula = "f(x) = sum over fours of (a + 10*b)^2 + 5*(c - d)^2 + (b - 2*c)^4 + 10*(a - d)^4",
          .typeset = R"(f(x) = \sum_{(a,b,c,d)} (a + 10b)^2 + 5(c - d)^2 + (b - 2c)^4 + 10(a - d)^4)",
          .advice = "Newton's method loses its quadratic convergence here, and every first-order method "
                    "slows down more and more.",
          .reference = "Powell (1962), The Computer Journal 5(2); Surjanovic & Bingham, Virtual Library of "
                       "Simulation Experiments",
          .options = {},
      },
      {.min = 4, .max = 0, .step = 4});
}

}  // namespace thalweg::objectives
