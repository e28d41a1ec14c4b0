#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

#include <cmath>

namespace thalweg::objectives {
namespace {

struct Saddle {
  double bound = 0;

  auto operator()(auto x, auto y) const { return square(x) - square(y) + (0.5 * bound) * square(square(y)); }

  [[nodiscard]] Facts facts() const {
    Facts facts{.view = {-1.5, 1.5, -2.2, 2.2}, .starts = {{1.2, 0.02}, {0.8, -0.01}}, .rate = 0.05};
    if (bound > 0) {
      const double y = 1 / std::sqrt(bound);
      facts.landmarks = {globalMinimum({0, -y}, -0.5 / bound), globalMinimum({0, y}, -0.5 / bound)};
    }
    facts.landmarks.push_back(saddlePoint({0, 0}, 0));
    return facts;
  }
};

}  // namespace

ObjectiveCard saddle() {
  return planarCard<Saddle>({
      .id = "saddle",
      .label = "Saddle",
      .family = "Two dimensions",
      .summary = "Up along x, down along y: the gradient vanishes at the centre, yet that is no minimum.",
      .formula = "f(x, y) = x^2 - y^2 + bound*y^4/2",
      .typeset = R"(f(x, y) = x^2 - y^2 + \tfrac12\,c\,y^4)",
      .advice = "Start almost on the ridge y = 0 and see who leaves first. With bound 0 the loss falls without end; a "
                "small bound closes the way out with minima at y = ±1/√bound.",
      .reference = "Dauphin et al. (2014), Identifying and attacking the saddle point problem",
      .options =
          {
              option("bound", &Saddle::bound)
                  .named("bound")
                  .as("c")
                  .explained("Bends the falling direction up again, so that an escape ends within sight; 0: never.")
                  .atLeast(0)
                  .slide(0, 1),
          },
  });
}

}  // namespace thalweg::objectives
