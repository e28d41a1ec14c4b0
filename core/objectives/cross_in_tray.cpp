#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

#include <numbers>

namespace thalweg::objectives {
namespace {

Lanes tenthRoot(Lanes a) { return pow(a, 0.1); }
auto tenthRoot(const AnyJet auto& u) {
  const Lanes root = pow(u.f, 0.1);
  const Lanes slope = 0.1 * root / u.f;
  return compose(u, root, slope, -0.9 * slope / u.f);
}

struct CrossInTray {
  auto operator()(auto x, auto y) const {
    const auto height = abs(100 - sqrt(square(x) + square(y)) / std::numbers::pi);
    // The large factor stands outside the power: it would overflow far out.
    return -0.0001 * (exp(0.1 * height) * tenthRoot(abs(sin(x) * sin(y)) + exp(-height)));
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-10, 10, -10, 10},
            .starts = {{-6.5, 5.5}, {2.5, 0.6}, {-9, -8}},
            .rate = 0.3,
            .landmarks = {globalMinimum({1.349407, 1.349407}), globalMinimum({-1.349407, 1.349407}),
                          globalMinimum({-1.349407, -1.349407}), globalMinimum({1.349407, -1.349407})}};
  }
};

}  // namespace

ObjectiveCard crossInTray() {
  return planarCard<CrossInTray>({
      .id = "cross_in_tray",
      .label = "Cross-in-tray",
      .family = "Two dimensions",
      .summary = "A tray of bumps cut by a cross of sharp edges; four of the hollows are deepest.",
      .formula = "f(x, y) = -0.0001*(|sin(x)*sin(y)*exp(|100 - sqrt(x^2 + y^2)/pi|)| + 1)^0.1",
      .typeset =
          R"(f(x, y) = -0.0001\left(\left\lvert \sin x \sin y\; e^{\left\lvert 100 - \sqrt{x^2 + y^2}/\pi \right\rvert}\right\rvert + 1\right)^{0.1})",
      .advice = "Kinks along the lines x = kπ and y = kπ, where the derivative is taken as 0; the power "
                "0.1 makes their walls very steep.",
      .reference = "Jamil & Yang (2013), A literature survey of benchmark functions, no. 35; Mishra (2006)",
      .options = {},
  });
}

}  // namespace thalweg::objectives
