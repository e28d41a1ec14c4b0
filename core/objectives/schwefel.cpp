#include "core/contracts/objective.h"
#include "core/objectives/chain.h"
#include "core/objectives/separable.h"

namespace thalweg::objectives {
namespace {

struct Schwefel {
  auto own(auto x, Lanes /*i*/) const { return 418.9828872724338 - x * sin(sqrt(abs(x))); }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    return {.view = {-500, 500, -500, 500},
            .starts = {std::vector<double>(size, 320.0), std::vector<double>(size, -60.0)},
            .rate = 1,
            .landmarks =
                separableLandmarks(*this, n, {420.968746, -302.524936, 203.814253, -124.829356, 65.547865}, {299.6})};
  }
};

}  // namespace

ObjectiveCard schwefel() {
  return chainCard<Schwefel>({
      .id = "schwefel",
      .label = "Schwefel",
      .family = "Any dimension",
      .summary = "Deep ripples that grow outwards, with the best of them near a corner, far from the "
                 "second best.",
      .formula = "f(x) = 418.9828872724338*n - sum of x_i*sin(sqrt(|x_i|))",
      .typeset = R"(f(x) = 418.9828872724338\,n - \sum_{i=1}^{n} x_i \sin\sqrt{\lvert x_i \rvert})",
      .advice = "Deceptive: the general trend leads away from the global minimum. Coordinates are in "
                "hundreds, so rates are large.",
      .reference = "Schwefel (1981), Numerical Optimization of Computer Models; Surjanovic & Bingham, "
                   "Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
