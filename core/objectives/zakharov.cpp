#include "core/contracts/objective.h"
#include "core/objectives/composite.h"

namespace thalweg::objectives {
namespace {

struct Zakharov {
  static constexpr const char* planar = R"(x^2 + y^2 + s^2 + s^4,\; s = \tfrac12 x + y)";
  auto inner(auto x, Lanes i) const { return std::pair{square(x), (0.5 * (i + 1.0)) * x}; }
  auto outer(auto s, auto t) const { return s + square(t) + square(square(t)); }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    // Starts at which s is 6 and −3; across the trough the curvature is there 434 times Σ(i/2)².
    const auto d = static_cast<double>(n);
    const double start = std::min(8.0, 24 / (d * (d + 1)));
    Facts facts{.view = {-5, 10, -5, 10},
                .starts = {std::vector<double>(size, start), std::vector<double>(size, -0.5 * start)},
                .rate = 0.5 / (434 * d * (d + 1) * (2 * d + 1) / 24)};
    facts.scale = ColorScale::Log;
    facts.landmarks = {globalMinimum(std::vector<double>(size, 0.0))};
    return facts;
  }
};

}  // namespace

ObjectiveCard zakharov() {
  return compositeCard<Zakharov>({
      .id = "zakharov",
      .label = "Zakharov",
      .family = "Any dimension",
      .summary = "A flat-bottomed trough whose walls rise with the fourth power.",
      .formula = "f(x) = sum of x_i^2 + s^2 + s^4, s = sum of 0.5*i*x_i",
      .typeset = R"(f(x) = \sum_{i=1}^{n} x_i^2 + s^2 + s^4,\quad s = \sum_{i=1}^{n} \tfrac12\,i\,x_i)",
      .advice = "One direction is enormously steep: in high dimensions any fixed rate either explodes "
                "there or crawls everywhere else.",
      .reference = "Surjanovic & Bingham, Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
