#include "core/contracts/objective.h"
#include "core/objectives/lane_objective.h"

#include <cmath>

namespace thalweg::objectives {
namespace {

struct Griewank {
  static constexpr const char* planar = R"(\tfrac{x^2 + y^2}{4000} - \cos x\,\cos\tfrac{y}{\sqrt2} + 1)";
  template <class S>
  S value(const auto& x) const {
    auto sum = constant<S>(0);
    // 1 − Π cos as it grows: q ← q + (1 − q)(1 − cos), without cancellation.
    auto lost = constant<S>(0);
    for (Index i = 0; i < x.size(); ++i) {
      sum = sum + square(x[i]);
      lost = lost + (1 - lost) * (2 * square(sin(0.5 * scaled(x[i], i))));
    }
    return sum / 4000 + lost;
  }

  template <class S>
  void gradient(const auto& x, auto& g) const {
    // The product of all other cosines: first of those before, then times those after.
    auto before = constant<S>(1);
    for (Index i = 0; i < x.size(); ++i) {
      g.set(i, before);
      before = before * cos(scaled(x[i], i));
    }
    auto after = constant<S>(1);
    for (Index i = x.size() - 1; i >= 0; --i) {
      const S t = scaled(x[i], i);
      g.set(i, x[i] / 2000 + sin(t) * (g.get(i) * after) / root(i));
      after = after * cos(t);
    }
  }

  static double root(Index i) { return std::sqrt(static_cast<double>(i + 1)); }
  static auto scaled(auto x, Index i) { return x / root(i); }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    return {.view = {-10, 10, -10, 10},
            .starts = {std::vector<double>(size, 7.5), std::vector<double>(size, -4.0)},
            .rate = 0.5,
            .landmarks = {globalMinimum(std::vector<double>(size, 0.0))}};
  }
};

}  // namespace

ObjectiveCard griewank() {
  return laneCard<Griewank>({
      .id = "griewank",
      .label = "Griewank",
      .family = "Any dimension",
      .summary = "A very wide bowl with ripples that are the product of cosines, one a coordinate.",
      .formula = "f(x) = sum of x_i^2/4000 - product of cos(x_i/sqrt(i)) + 1",
      .typeset = R"(f(x) = \sum_{i=1}^{n} \frac{x_i^2}{4000} - \prod_{i=1}^{n} \cos\frac{x_i}{\sqrt{i}} + 1)",
      .advice = "Seen from afar a smooth bowl, from near all ripples; with more coordinates the ripples "
                "fade. Zoom out to ±600.",
      .reference = "Griewank (1981), Journal of Optimization Theory and Applications 34; Surjanovic & "
                   "Bingham, Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
