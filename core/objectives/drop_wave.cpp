#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

/// cos √t is smooth at 0, which a composition of cos and √ would not show.
Lanes cosOfRoot(Lanes t) { return cos(sqrt(t)); }
auto cosOfRoot(const AnyJet auto& u) {
  const Lanes r = sqrt(u.f);
  const Lanes c = cos(r);
  const Lanes s = sin(r);
  const LaneMask small = u.f < 0.05;
  // Taylor series of −sin r/(2r) and (sin r − r cos r)/(4r³) in t = r².
  const Lanes t = u.f;
  const Lanes first =
      -0.5 + t * (1.0 / 12 + t * (-1.0 / 240 + t * (1.0 / 10080 + t * (-1.0 / 725760 + t / 79833600.0))));
  const Lanes second =
      1.0 / 12 + t * (-1.0 / 120 + t * (1.0 / 3360 + t * (-1.0 / 181440 + t * (1.0 / 15966720 + t / -2075673600.0))));
  return compose(u, c, select(small, first, -0.5 * s / r), select(small, second, (s - r * c) / (4.0 * r * t)));
}

struct DropWave {
  auto operator()(auto x, auto y) const {
    const auto r2 = square(x) + square(y);
    return -(1 + cosOfRoot(144 * r2)) / (0.5 * r2 + 2);
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-3, 3, -3, 3},
            .starts = {{-2.4, 1.7}, {1.2, 1.4}, {0.2, -0.1}},
            .rate = 0.002,
            .scale = ColorScale::Linear,
            .landmarks = {globalMinimum({0, 0})}};
  }
};

}  // namespace

ObjectiveCard dropWave() {
  return planarCard<DropWave>({
      .id = "drop_wave",
      .label = "Drop wave",
      .family = "Two dimensions",
      .summary = "The rings after a drop has fallen: ever deeper circular waves towards the centre.",
      .formula = "f(x, y) = -(1 + cos(12*sqrt(x^2 + y^2)))/(0.5*(x^2 + y^2) + 2)",
      .typeset = R"(f(x, y) = -\frac{1 + \cos\left(12\sqrt{x^2 + y^2}\right)}{\frac12 (x^2 + y^2) + 2})",
      .advice = "Every ring is a valley without any slope along it; a path ends in the first one it "
                "meets unless its steps are about half a unit long.",
      .reference = "Surjanovic & Bingham, Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
