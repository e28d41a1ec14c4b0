#include "core/contracts/objective.h"
#include "core/objectives/chain.h"

namespace thalweg::objectives {
namespace {

struct Trid {
  static constexpr const char* planar = R"((x - 1)^2 + (y - 1)^2 - xy)";
  auto own(auto x, Lanes /*i*/) const { return square(x - 1); }
  auto link(auto x, auto y, Lanes /*i*/) const { return -(x * y); }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    const auto d = static_cast<double>(n);
    std::vector<double> best(size);
    for (std::size_t i = 0; i < size; ++i) best[i] = static_cast<double>(i + 1) * (d - static_cast<double>(i));
    const double side = std::max(4.0, d * d);
    return {.view = {-side, side, -side, side},
            .starts = {std::vector<double>(size, -0.5 * side), std::vector<double>(size, 0.0)},
            .rate = 0.2,
            .landmarks = {globalMinimum(best, -d * (d + 4) * (d - 1) / 6)}};
  }
};

}  // namespace

ObjectiveCard trid() {
  return chainCard<Trid>({
      .id = "trid",
      .label = "Trid",
      .family = "Any dimension",
      .summary = "A long bowl without separate coordinates: every one is tied to its neighbours.",
      .formula = "f(x) = sum of (x_i - 1)^2 - sum i=2..n of x_i*x_(i-1)",
      .typeset = R"(f(x) = \sum_{i=1}^{n} (x_i - 1)^2 - \sum_{i=2}^{n} x_i\,x_{i-1})",
      .advice = "A quadratic whose condition number grows with n², as in discretised differential "
                "equations. The home ground of conjugate gradients.",
      .reference = "Neumaier (2004); Surjanovic & Bingham, Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
