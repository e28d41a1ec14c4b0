#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Ravine {
  double steepness = 5;

  auto operator()(auto x, auto y) const { return square(x) / 20 + steepness * square(y - sin(x)); }

  [[nodiscard]] Facts facts() const {
    Facts facts{.view = {-7, 7, -3.5, 3.5}, .starts = {{-6, 1.5}, {5.5, 2}}, .rate = 0.04};
    if (steepness > 0) facts.landmarks = {globalMinimum({0, 0})};
    return facts;
  }
};

}  // namespace

ObjectiveCard ravine() {
  return planarCard<Ravine>({
      .id = "ravine",
      .label = "Ravine",
      .family = "Two dimensions",
      .summary = "A winding ravine: across it the loss is steep, along it almost flat.",
      .formula = "f(x, y) = x^2/20 + k*(y - sin(x))^2",
      .typeset = R"(f(x, y) = \tfrac{1}{20} x^2 + k\,(y - \sin x)^2)",
      .advice = "Plain descent jumps from wall to wall; momentum cancels the jumps and adds up the way "
                "along the bottom, until a bend throws it out.",
      .reference = "Made for this program, after Sutton (1986), Two problems with backpropagation",
      .options = {option("steepness", &Ravine::steepness)
                      .named("steepness k")
                      .as("k")
                      .explained("How steep the walls are.")
                      .atLeast(0)
                      .slide(0.5, 100, Scale::Log)},
  });
}

}  // namespace thalweg::objectives
