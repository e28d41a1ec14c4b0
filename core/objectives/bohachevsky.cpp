#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

#include <numbers>

namespace thalweg::objectives {
namespace {

struct Bohachevsky {
  // 1 − cos 2a as 2 sin² a, without cancellation.
  auto operator()(auto x, auto y) const {
    constexpr double pi = std::numbers::pi;
    return square(x) + 2 * square(y) + 0.6 * square(sin((1.5 * pi) * x)) + 0.8 * square(sin((2 * pi) * y));
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-2, 2, -2, 2},
            .starts = {{-1.8, 1.5}, {1.6, 1.1}, {0.9, -1.8}},
            .rate = 0.005,
            .landmarks = {globalMinimum({0, 0}), localMinimum({0.618612, 0}), localMinimum({-0.618612, 0}),
                          localMinimum({0, 0.469528}), localMinimum({0, -0.469528}), localMinimum({0.618612, 0.469528}),
                          localMinimum({-0.618612, 0.469528}), localMinimum({0.618612, -0.469528}),
                          localMinimum({-0.618612, -0.469528}), localMinimum({1.222495, 0}),
                          localMinimum({-1.222495, 0}), saddlePoint({0.360708, 0}), saddlePoint({-0.360708, 0}),
                          saddlePoint({0, 0.26704}), saddlePoint({0, -0.26704})}};
  }
};

}  // namespace

ObjectiveCard bohachevsky() {
  return planarCard<Bohachevsky>({
      .id = "bohachevsky",
      .label = "Bohachevsky",
      .family = "Two dimensions",
      .summary = "A bowl with a fine regular pattern of dents.",
      .formula = "f(x, y) = x^2 + 2*y^2 - 0.3*cos(3*pi*x) - 0.4*cos(4*pi*y) + 0.7",
      .typeset = R"(f(x, y) = x^2 + 2y^2 - 0.3\cos 3\pi x - 0.4\cos 4\pi y + 0.7)",
      .advice = "Far out it is a plain bowl; only near the centre do the dents catch small steps. Zoom "
                "out to see both.",
      .reference = "Jamil & Yang (2013), A literature survey of benchmark functions, no. 18; Surjanovic & "
                   "Bingham, Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
