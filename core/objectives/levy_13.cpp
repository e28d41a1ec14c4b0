#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

#include <numbers>

namespace thalweg::objectives {
namespace {

struct Levy13 {
  // In distances from the minimum at (1, 1), where the sines have whole periods: nothing is lost near it.
  auto operator()(auto x, auto y) const {
    constexpr double pi = std::numbers::pi;
    const auto u = x - 1;
    const auto v = y - 1;
    return square(sin((3 * pi) * u)) + square(u) * (1 + square(sin((3 * pi) * v))) +
           square(v) * (1 + square(sin((2 * pi) * v)));
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-3, 5, -3, 5},
            .starts = {{-2.4, 3.6}, {4.2, -1.7}, {0.4, 0.2}},
            .rate = 0.0008,
            .landmarks = {globalMinimum({1, 1}), localMinimum({0.670381, 1}), localMinimum({1.329619, 1}),
                          localMinimum({0.340779, 1}), localMinimum({1.659221, 1}), saddlePoint({0.831435, 1}),
                          saddlePoint({1.168565, 1})}};
  }
};

}  // namespace

ObjectiveCard levy13() {
  return planarCard<Levy13>({
      .id = "levy_13",
      .label = "Lévy 13",
      .family = "Two dimensions",
      .summary = "A bowl crossed by waves, fast along x and slow along y.",
      .formula = "f(x, y) = sin(3*pi*x)^2 + (x - 1)^2*(1 + sin(3*pi*y)^2) + (y - 1)^2*(1 + sin(2*pi*y)^2)",
      .typeset = R"(f(x, y) = \sin^2 3\pi x + (x - 1)^2 (1 + \sin^2 3\pi y) + (y - 1)^2 (1 + \sin^2 2\pi y))",
      .advice = "Walls every third of a unit: along y descent gets far, along x it stops at once unless "
                "its steps are longer than the waves.",
      .reference = "Jamil & Yang (2013), A literature survey of benchmark functions, no. 74; Surjanovic & "
                   "Bingham, Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
