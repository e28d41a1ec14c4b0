#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Parabola {
  double curvature = 1;

  auto operator()(auto x) const { return (0.5 * curvature) * square(x); }

  [[nodiscard]] Facts facts() const {
    Facts facts{.view = {-4, 4, 0, 0}, .starts = {{3.2}, {-2.5}}, .rate = 0.2, .scale = ColorScale::Linear};
    if (curvature > 0) facts.landmarks = {globalMinimum({0})};
    return facts;
  }
};

}  // namespace

ObjectiveCard parabola() {
  return planarCard<Parabola, 1>({
      .id = "parabola",
      .label = "Parabola",
      .family = "One dimension",
      .summary = "The simplest curve with a minimum, on which every rule of thumb about the rate can be checked.",
      .formula = "f(x) = L*x^2/2",
      .typeset = R"(f(x) = \tfrac12 L x^2)",
      .advice = "Descent multiplies x by 1 − lr·L each step: at 1/L it arrives at once, from 1/L on it changes sides, "
                "above 2/L it flies off.",
      .reference = "Nocedal & Wright (2006), Numerical Optimization, section 3.3",
      .options = {option("curvature", &Parabola::curvature)
                      .named("curvature L")
                      .as("L")
                      .explained("The second derivative; rates below 2/L are stable.")
                      .slide(0.1, 20, Scale::Log)},
  });
}

}  // namespace thalweg::objectives
