#include "core/contracts/objective.h"
#include "core/objectives/chain.h"

#include <cmath>

namespace thalweg::objectives {
namespace {

struct DixonPrice {
  static constexpr const char* planar = R"((x - 1)^2 + 2\,(2y^2 - x)^2)";
  auto first(auto x) const { return square(x - 1); }
  auto link(auto x, auto y, Lanes i) const { return (i + 2.0) * square(2 * square(y) - x); }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    std::vector<double> best(size);
    for (std::size_t i = 0; i < size; ++i) best[i] = std::exp2(-1 + std::exp2(-static_cast<double>(i)));
    Facts facts{
        .view = {-3, 3, -3, 3}, .starts = {std::vector<double>(size, 2.0)}, .rate = 0.004 / static_cast<double>(n)};
    facts.starts.push_back(std::vector<double>(size, 2.5));
    facts.starts[1].back() = -2;
    facts.scale = ColorScale::Log;
    facts.landmarks = {globalMinimum(best)};
    if (n >= 2) {
      best.back() = -best.back();
      facts.landmarks.push_back(globalMinimum(best));
    }
    if (n == 2) facts.landmarks.push_back({Landmark::Kind::Saddle, {1.0 / 3, 0}, 2.0 / 3});
    return facts;
  }
};

}  // namespace

ObjectiveCard dixonPrice() {
  return chainCard<DixonPrice>({
      .id = "dixon_price",
      .label = "Dixon–Price",
      .family = "Any dimension",
      .summary = "A curved valley like Rosenbrock's, steeper with every coordinate, with minima on two "
                 "sides.",
      .formula = "f(x) = (x_1 - 1)^2 + sum i=2..n of i*(2*x_i^2 - x_(i-1))^2",
      .typeset = R"(f(x) = (x_1 - 1)^2 + \sum_{i=2}^{n} i\left(2x_i^2 - x_{i-1}\right)^2)",
      .advice = "The last coordinate may have either sign: two global minima with a saddle between them.",
      .reference = "Dixon & Price (1989), Journal of Optimization Theory and Applications 60; Surjanovic & "
                   "Bingham, Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
