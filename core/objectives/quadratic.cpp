#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

#include <cmath>
#include <numbers>

namespace thalweg::objectives {
namespace {

struct Quadratic {
  double kappa = 25;
  double angle = 0;
  // Of the symmetric matrix: at 0, 90, 180 … degrees exactly diagonal.
  double xx = 1;
  double xy = 0;
  double yy = 25;

  void prepare() {
    const double turns = std::remainder(angle, 360.0);
    const double radians = turns * std::numbers::pi / 180;
    const bool upright = std::remainder(turns, 180.0) == 0;
    const bool lying = std::remainder(turns + 90, 180.0) == 0;
    const double c = lying ? 0 : std::cos(radians);
    const double s = upright ? 0 : std::sin(radians);
    xx = c * c + kappa * s * s;
    xy = (1 - kappa) * c * s;
    yy = s * s + kappa * c * c;
  }

  auto operator()(auto x, auto y) const { return 0.5 * (xx * square(x) + (2 * xy) * (x * y) + yy * square(y)); }

  [[nodiscard]] Facts facts() const {
    Facts facts{.view = {-3, 3, -3, 3}, .starts = {{2.5, 1.2}, {-2.4, -0.6}}, .rate = 0.04};
    if (kappa > 0) facts.landmarks = {globalMinimum({0, 0}, 0)};
    if (kappa < 0) facts.landmarks = {saddlePoint({0, 0}, 0)};
    return facts;
  }
};

}  // namespace

ObjectiveCard quadratic() {
  return planarCard<Quadratic>({
      .id = "quadratic",
      .label = "Quadratic",
      .family = "Two dimensions",
      .summary = "A bowl stretched by the condition number κ: one direction steep, the other flat.",
      .formula = "f(x, y) = (x'^2 + kappa*y'^2)/2, (x', y') turned by the angle",
      .typeset = R"(f(x, y) = \tfrac12\left(x'^2 + \kappa\,y'^2\right))",
      .advice =
          "The model case: plain descent is stable for rates below 2/κ and loses a factor (κ−1)/(κ+1) of the error "
          "a step at best. Turn it to see which methods depend on the axes.",
      .reference = "Nocedal & Wright (2006), Numerical Optimization, section 3.3",
      .options =
          {
              option("kappa", &Quadratic::kappa)
                  .named("condition number κ")
                  .as(R"(\kappa)")
                  .explained("The larger curvature; the smaller one is 1. Negative: a saddle.")
                  .slide(1, 1000, Scale::Log),
              option("angle", &Quadratic::angle)
                  .named("angle")
                  .explained("How far the axes of the ellipses are turned, in degrees.")
                  .slide(0, 90),
          },
  });
}

}  // namespace thalweg::objectives
