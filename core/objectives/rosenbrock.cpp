#include "core/contracts/objective.h"
#include "core/objectives/chain.h"

#include <cmath>

namespace thalweg::objectives {
namespace {

struct Rosenbrock {
  static constexpr const char* planar = R"((a - x)^2 + b\,(y - x^2)^2)";
  double a = 1;
  double b = 100;

  auto link(auto x, auto y, Lanes /*i*/) const { return b * square(y - square(x)) + square(a - x); }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    Facts facts{.view = {-2, 2, -1, 3}, .starts = {std::vector<double>(size, 1.0)}, .rate = 0.001};
    for (std::size_t i = 0; i < size; i += 2) facts.starts[0][i] = -1.2;
    facts.starts.push_back(std::vector<double>(size, 0.0));
    facts.scale = ColorScale::Log;
    // Beyond two dimensions all terms vanish at once only where a = a²; two variables have (a, a²) for any a.
    if (n == 2)
      facts.landmarks = {globalMinimum({a, a * a}, 0)};
    else if (a == 1 || a == 0)
      facts.landmarks = {globalMinimum(std::vector<double>(size, a), 0)};
    return facts;
  }
};

}  // namespace

ObjectiveCard rosenbrock() {
  return chainCard<Rosenbrock>(
      {
          .id = "rosenbrock",
          .label = "Rosenbrock",
          .family = "Any dimension",
          .summary = "A curved valley with steep walls: its floor is reached at once, but followed only slowly.",
          .formula = "f(x) = sum of b*(x_(i+1) - x_i^2)^2 + (a - x_i)^2",
          .typeset = R"(f(x) = \sum_{i=1}^{n-1} b\,(x_{i+1} - x_i^2)^2 + (a - x_i)^2)",
          .advice =
              "Shows what momentum and curvature are worth: with b = 100 plain descent needs tens of thousands of "
              "steps along the floor. A smaller b widens the valley.",
          .reference = "Rosenbrock (1960), The Computer Journal 3(3); any dimension: De Jong (1975), function 2",
          .options =
              {
                  option("a", &Rosenbrock::a)
                      .named("minimum a")
                      .explained("In two dimensions the minimum lies at (a, a²).")
                      .slide(-2, 2),
                  option("b", &Rosenbrock::b)
                      .named("steepness b")
                      .explained("How steep the valley's walls are, and so how badly conditioned its floor.")
                      .atLeast(0)
                      .slide(0.1, 1000, Scale::Log),
              },
      },
      2);
}

}  // namespace thalweg::objectives
