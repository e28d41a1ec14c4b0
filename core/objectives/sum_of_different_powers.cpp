#include "core/contracts/objective.h"
#include "core/objectives/chain.h"

namespace thalweg::objectives {
namespace {

/// |x|ᵖ for p ≥ 2.
Lanes absolutePower(Lanes a, Lanes p) { return pow(abs(a), p); }
auto absolutePower(const AnyJet auto& u, Lanes p) {
  const Lanes a = abs(u.f);
  return compose(u, pow(a, p), p * pow(a, p - 1.0) * sign(u.f), p * (p - 1.0) * pow(a, p - 2.0));
}

struct SumOfDifferentPowers {
  static constexpr const char* planar = R"(x^2 + \lvert y \rvert^3)";
  auto own(auto x, Lanes i) const { return absolutePower(x, i + 2.0); }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    return {.view = {-1, 1, -1, 1},
            .starts = {std::vector<double>(size, 0.9), std::vector<double>(size, -0.7)},
            .rate = 0.1,
            .landmarks = {globalMinimum(std::vector<double>(size, 0.0))}};
  }
};

}  // namespace

ObjectiveCard sumOfDifferentPowers() {
  return chainCard<SumOfDifferentPowers>({
      .id = "sum_of_different_powers",
      .label = "Sum of different powers",
      .family = "Any dimension",
      .summary = "A bowl that is flatter with every coordinate: x₁ counts squared, xₙ to the power n + 1.",
      .formula = "f(x) = sum of |x_i|^(i + 1)",
      .typeset = R"(f(x) = \sum_{i=1}^{n} \lvert x_i \rvert^{i+1})",
      .advice = "Near the minimum the higher coordinates have hardly any slope and converge slower than "
                "any geometric rate.",
      .reference = "Surjanovic & Bingham, Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
