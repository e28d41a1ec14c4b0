#include "core/contracts/objective.h"
#include "core/objectives/chain.h"
#include "core/objectives/separable.h"

#include <cmath>
#include <numbers>

namespace thalweg::objectives {
namespace {

struct Michalewicz {
  static constexpr const char* planar = R"(-\sin x\,\sin^{2m}\tfrac{x^2}{\pi} - \sin y\,\sin^{2m}\tfrac{2y^2}{\pi})";
  int m = 10;

  auto own(auto x, Lanes i) const {
    return -(sin(x) * power(square(sin((i + 1.0) * square(x) / std::numbers::pi)), m));
  }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    Facts facts{.view = {0, std::numbers::pi, 0, std::numbers::pi},
                .starts = {std::vector<double>(size, 1.9), std::vector<double>(size, 1.2)},
                .rate = 0.04 / static_cast<double>(n * n),
                .scale = ColorScale::Linear};
    if (m < 2 || n > 1000) return facts;
    // In each coordinate the valleys are near x² = π²(k + ½)/i; the deepest is next to π/2.
    Landmark best = globalMinimum(std::vector<double>(size));
    for (Index i = 0; i < n; ++i) {
      CriticalPoint lowest{0, 1};
      const double middle = static_cast<double>(i + 1) / 4;
      for (double k = std::max(0.0, std::floor(middle) - 1); k <= middle + 1; ++k) {
        const double guess = std::numbers::pi * std::sqrt((k + 0.5) / static_cast<double>(i + 1));
        const CriticalPoint valley = criticalPoint(*this, guess, i);
        if (valley.value < lowest.value) lowest = valley;
      }
      best.point[static_cast<std::size_t>(i)] = lowest.at;
      best.value += lowest.value;
    }
    facts.landmarks = {best};
    return facts;
  }
};

}  // namespace

ObjectiveCard michalewicz() {
  return chainCard<Michalewicz>({
      .id = "michalewicz",
      .label = "Michalewicz",
      .family = "Any dimension",
      .summary = "Flat terraces cut by narrow valleys; the minimum lies where the valleys cross.",
      .formula = "f(x) = -sum of sin(x_i)*sin(i*x_i^2/pi)^(2*m)",
      .typeset = R"(f(x) = -\sum_{i=1}^{n} \sin(x_i)\,\sin^{2m}\left(\frac{i\,x_i^2}{\pi}\right))",
      .advice = "Each coordinate has i valleys. A larger m makes them narrower and the terraces between "
                "them flatter.",
      .reference = "Michalewicz (1992), Genetic Algorithms + Data Structures = Evolution Programs; "
                   "Surjanovic & Bingham, Virtual Library of Simulation Experiments",
      .options = {option("m", &Michalewicz::m)
                      .named("narrowness m")
                      .explained("Half the exponent: how narrow the valleys are.")
                      .within(1, 100)
                      .slide(1, 20, Scale::Integer)},
  });
}

}  // namespace thalweg::objectives
