/// Gradient descent: Cauchy 1847.
#include "core/optimizers/kit.h"
#include "core/optimizers/textbook_decay.h"

namespace thalweg::optimizers {

namespace {

class GradientDescent final : public Optimizer {
 public:
  double lr = 0.01;
  double weight_decay = 0;
  std::string weight_decay_form = "l2";

  void reset(const Points& /*start*/, const Shape& /*shape*/) override {}

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const TextbookDecay decay = textbookDecay(weight_decay_form, weight_decay, rate);
    elementwise(
        [=](double& xi, double gradient) {
          const double g = gradient + decay.share * xi;
          xi = (decay.before * xi - rate * g) * decay.after;
        },
        x, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override { return {{R"(g_t)", Phase::Gradient, g_}}; }
  [[nodiscard]] Points rates(double rate) const override { return Points::Constant(g_.rows(), g_.cols(), rate); }

 private:
  Points g_;
};

}  // namespace

OptimizerCard gradientDescent() {
  OptimizerCard card;
  card.id = "GradientDescent";
  card.label = "Gradient descent";
  card.family = "Textbook forms";
  card.heavyBall = true;
  card.summary = "Steps against the gradient, by the rate.";
  card.advice =
      "The plain rule of every first chapter. It converges on a quadratic while the rate is below two over the largest "
      "curvature, at a speed that the condition number sets.";
  card.reference = "Cauchy 1847; Nesterov 2018, section 1.2.3";
  card.formula = "x = x - lr*g";
  card.lines = {lines::textbookGradient(), lines::textbookBefore(), lines::step("g"), lines::textbookAfter()};
  card.options = {rateOption(&GradientDescent::lr), weightDecayOption(&GradientDescent::weight_decay),
                  decayFormOption(&GradientDescent::weight_decay_form)};
  return describe<GradientDescent>(std::move(card));
}

}  // namespace thalweg::optimizers
