#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct SigmoidPlateau {
  double target = 0.8;

  auto operator()(auto x) const { return square(sigmoid(x) - target); }

  [[nodiscard]] Facts facts() const {
    Facts facts{.view = {-10, 6, 0, 0}, .starts = {{-6}, {5}}, .rate = 1, .scale = ColorScale::Linear};
    if (target > 0 && target < 1) facts.landmarks = {globalMinimum({std::log(target / (1 - target))})};
    return facts;
  }
};

}  // namespace

ObjectiveCard sigmoidPlateau() {
  return planarCard<SigmoidPlateau, 1>({
      .id = "sigmoid_plateau",
      .label = "Sigmoid plateau",
      .family = "One dimension",
      .summary = "A squared error behind a saturated sigmoid: far out there is much to gain and almost no gradient.",
      .formula = "f(x) = (1/(1 + exp(-x)) - target)^2",
      .typeset = R"(f(x) = \left(\frac{1}{1 + e^{-x}} - c\right)^2)",
      .advice =
          "Start at −6 and compare: methods that divide by the gradient's size cross the plateau at walking pace, "
          "plain descent hardly moves.",
      .reference = "Goodfellow, Bengio & Courville (2016), Deep Learning, section 6.2.2.2",
      .options = {option("target", &SigmoidPlateau::target)
                      .named("target")
                      .as("c")
                      .explained("The output that is asked for; the minimum lies at log(c/(1−c)).")
                      .slide(0.05, 0.95)},
  });
}

}  // namespace thalweg::objectives
