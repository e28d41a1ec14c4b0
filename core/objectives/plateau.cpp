#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Plateau {
  double width = 0.8;

  auto operator()(auto x, auto y) const { return -expm1((square(x) + square(y)) * (-0.5 / (width * width))); }

  [[nodiscard]] Facts facts() const {
    return {.view = {-4, 4, -4, 4},
            .starts = {{-2.3, 1.4}, {3, 1.5}},
            .rate = 0.2,
            .scale = ColorScale::Linear,
            .landmarks = {globalMinimum({0, 0})}};
  }
};

}  // namespace

ObjectiveCard plateau() {
  return planarCard<Plateau>({
      .id = "plateau",
      .label = "Plateau",
      .family = "Two dimensions",
      .summary = "A round hole in a plain: outside there is almost no slope, and near the centre plenty.",
      .formula = "f(x, y) = 1 - exp(-(x^2 + y^2)/(2*width^2))",
      .typeset = R"(f(x, y) = 1 - \exp\left(-\frac{x^2 + y^2}{2 w^2}\right))",
      .advice = "The gradient out there is tiny but points the right way: methods that divide by its "
                "size walk in, plain descent waits. A larger width gives a gentler slope.",
      .reference = "Made for this program",
      .options = {option("width", &Plateau::width)
                      .named("width")
                      .as("w")
                      .explained("How far the hole reaches.")
                      .above(0)
                      .slide(0.3, 3)},
  });
}

}  // namespace thalweg::objectives
