#include "core/contracts/objective.h"
#include "core/objectives/chain.h"

namespace thalweg::objectives {
namespace {

struct Sphere {
  static constexpr const char* planar = R"(x^2 + y^2)";
  auto own(auto x, Lanes /*i*/) const { return square(x); }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    return {.view = {-5.12, 5.12, -5.12, 5.12},
            .starts = {std::vector<double>(size, 4.0), std::vector<double>(size, -2.5)},
            .rate = 0.1,
            .landmarks = {globalMinimum(std::vector<double>(size, 0.0), 0)}};
  }
};

}  // namespace

ObjectiveCard sphere() {
  return chainCard<Sphere>({
      .id = "sphere",
      .label = "Sphere",
      .family = "Any dimension",
      .summary = "A round bowl: every direction is equally steep, so the gradient points straight at the minimum.",
      .formula = "f(x) = sum of x_i^2",
      .typeset = R"(f(x) = \sum_{i=1}^{n} x_i^2)",
      .advice = "The baseline: any rate below 1 converges for plain descent, and 1/2 gets there in a single step.",
      .reference = "De Jong (1975), function 1; Surjanovic & Bingham, Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
