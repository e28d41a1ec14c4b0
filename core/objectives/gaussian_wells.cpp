#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct GaussianWells {
  static auto well(double depth, double x0, double y0, double width, auto x, auto y) {
    return depth * exp((square(x - x0) + square(y - y0)) * (-0.5 / (width * width)));
  }

  auto operator()(auto x, auto y) const {
    return 0.15 * (square(x) + square(y)) - well(4.4, 1.75, -1.49, 0.95, x, y) - well(0.85, -0.38, 0.42, 0.5, x, y) -
           well(1.75, -1.72, -1.67, 0.6, x, y) - well(2.3, 1.68, 1.84, 0.6, x, y);
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-2.6, 2.8, -3.8, 3.9},
            .starts = {{-0.2, 2.3}, {-2.2, 0.6}, {0.4, 3.2}},
            .rate = 0.03,
            .landmarks = {
                globalMinimum({1.64759468547584909, -1.4028077081569656}, -3.65376022667279294),
                localMinimum({1.60353255658717635, 1.74878819396052669}, -1.42377345250212725),
                localMinimum({-1.61086515938271874, -1.56993415625186512}, -0.94699238346381206),
                localMinimum({-0.307708068985626021, 0.348879080814084458}, -0.865776884699038446),
                saddlePoint({0.175820097910820369, -0.0906268966544622424}, -0.643836616207445361),
                saddlePoint({1.33428545145091854, 0.663696499116535934}, -0.260187156684329449),
                saddlePoint({-0.610768723354837531, -1.16233712284388354}, -0.157115623242660193),
            }};
  }
};

}  // namespace

ObjectiveCard gaussianWells() {
  return planarCard<GaussianWells>({
      .id = "gaussian_wells",
      .label = "Gaussian wells",
      .family = "Two dimensions",
      .summary =
          "A gentle bowl with one deep well and three shallow ones: which well catches a path is a matter of speed.",
      .formula = "f(x, y) = 0.15*(x^2 + y^2) - sum of d_k*exp(-((x - x_k)^2 + (y - y_k)^2)/(2*w_k^2)), four wells",
      .typeset =
          R"(f(x, y) = 0.15\,(x^2 + y^2) - \sum_{k=1}^{4} d_k \exp\left(-\frac{(x - x_k)^2 + (y - y_k)^2}{2 w_k^2}\right))",
      .advice = "From (−0.2, 2.3) plain descent stops in the shallow well on its way; enough momentum rolls through it "
                "into the deep one. Wells (d; x, y; w): (4.4; 1.75, −1.49; 0.95), (0.85; −0.38, 0.42; 0.5), "
                "(1.75; −1.72, −1.67; 0.6), (2.3; 1.68, 1.84; 0.6).",
      .reference = "Made for this program",
      .options = {},
  });
}

}  // namespace thalweg::objectives
