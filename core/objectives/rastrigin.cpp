#include "core/contracts/objective.h"
#include "core/objectives/chain.h"
#include "core/objectives/separable.h"

#include <numbers>

namespace thalweg::objectives {
namespace {

struct Rastrigin {
  static constexpr const char* planar = R"(20 + x^2 + y^2 - 10\,(\cos 2\pi x + \cos 2\pi y))";
  // 1 − cos 2a as 2 sin² a, without cancellation.
  auto own(auto x, Lanes /*i*/) const { return square(x) + 20 * square(sin(std::numbers::pi * x)); }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    return {.view = {-5.12, 5.12, -5.12, 5.12},
            .starts = {std::vector<double>(size, 3.3), std::vector<double>(size, -1.6)},
            .rate = 0.002,
            .landmarks = separableLandmarks(*this, n, {0, 0.994959, -0.994959}, {0.502546, -0.502546})};
  }
};

}  // namespace

ObjectiveCard rastrigin() {
  return chainCard<Rastrigin>({
      .id = "rastrigin",
      .label = "Rastrigin",
      .family = "Any dimension",
      .summary = "A bowl with an egg-box pressed into it: a local minimum near every point with whole "
                 "coordinates.",
      .formula = "f(x) = 10*n + sum of x_i^2 - 10*cos(2*pi*x_i)",
      .typeset = R"(f(x) = 10\,n + \sum_{i=1}^{n} \left(x_i^2 - 10\cos 2\pi x_i\right))",
      .advice = "Every method that only follows slopes stops in the next dent. Long steps and falling "
                "rates, restarts or noise get further.",
      .reference = "Rastrigin (1974); Mühlenbein, Schomisch & Born (1991), Parallel Computing 17; "
                   "Surjanovic & Bingham, Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
