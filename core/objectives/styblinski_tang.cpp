#include "core/contracts/objective.h"
#include "core/objectives/chain.h"
#include "core/objectives/separable.h"

namespace thalweg::objectives {
namespace {

struct StyblinskiTang {
  static constexpr const char* planar = R"(\tfrac12 (x^4 - 16\,x^2 + 5\,x + y^4 - 16\,y^2 + 5\,y))";
  auto own(auto x, Lanes /*i*/) const { return 0.5 * (square(x) * (square(x) - 16) + 5 * x); }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    return {.view = {-5, 5, -5, 5},
            .starts = {std::vector<double>(size, 0.4), std::vector<double>(size, 4.5)},
            .rate = 0.02,
            .landmarks = separableLandmarks(*this, n, {-2.903534, 2.746803}, {0.156731})};
  }
};

}  // namespace

ObjectiveCard styblinskiTang() {
  return chainCard<StyblinskiTang>({
      .id = "styblinski_tang",
      .label = "Styblinski–Tang",
      .family = "Any dimension",
      .summary = "Two wells along every axis, one a little deeper: 2ⁿ minima, of which one is the best.",
      .formula = "f(x) = sum of (x_i^4 - 16*x_i^2 + 5*x_i)/2",
      .typeset = R"(f(x) = \tfrac12 \sum_{i=1}^{n} \left(x_i^4 - 16\,x_i^2 + 5\,x_i\right))",
      .advice =
          "Each coordinate decides for itself, so a wrong choice costs 14.1 a coordinate. Momentum can carry a path "
          "over the low hill between two wells.",
      .reference = "Styblinski & Tang (1990), Neural Networks 3(4); Surjanovic & Bingham",
      .options = {},
  });
}

}  // namespace thalweg::objectives
