#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Eggholder {
  auto operator()(auto x, auto y) const {
    const auto u = y + 47;
    return -(u * sin(sqrt(abs(0.5 * x + u)))) - x * sin(sqrt(abs(x - u)));
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-512, 512, -512, 512},
            .starts = {{460, 350}, {-100, 100}, {0, -400}},
            .rate = 0.3,
            .landmarks = {onEdge(globalMinimum({512, 404.231805113757811}))}};
  }
};

}  // namespace

ObjectiveCard eggholder() {
  return planarCard<Eggholder>({
      .id = "eggholder",
      .label = "Eggholder",
      .family = "Two dimensions",
      .summary = "A landscape of deep ripples whose lowest point lies on the edge of the box.",
      .formula = "f(x, y) = -(y + 47)*sin(sqrt(|x/2 + y + 47|)) - x*sin(sqrt(|x - (y + 47)|))",
      .typeset =
          R"(f(x, y) = -(y + 47)\sin\sqrt{\left\lvert \tfrac{x}{2} + y + 47 \right\rvert} - x \sin\sqrt{\lvert x - (y + 47) \rvert})",
      .advice = "Hopeless for a single descent, which makes it a test of restarts. Where a root vanishes "
                "its derivative is taken as 0.",
      .reference = "Jamil & Yang (2013), A literature survey of benchmark functions, no. 54; Surjanovic & "
                   "Bingham, Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
