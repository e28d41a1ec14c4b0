/// Momentum as a moving average: Goh 2017, Why momentum really works.
#include "core/optimizers/kit.h"
#include "core/optimizers/textbook_decay.h"

namespace thalweg::optimizers {

namespace {

class MomentumAverage final : public Optimizer {
 public:
  double lr = 0.01;
  double momentum = 0.9;
  double weight_decay = 0;
  std::string weight_decay_form = "l2";

  void reset(const Points& start, const Shape& /*shape*/) override { v_.setZero(start.rows(), start.cols()); }
  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const TextbookDecay decay = textbookDecay(weight_decay_form, weight_decay, rate);
    const double mu = momentum;
    elementwise(
        [=](double& xi, double& v, double gradient) {
          v = movingAverage(mu, v, gradient + decay.share * xi);
          xi = (decay.before * xi - rate * v) * decay.after;
        },
        x, v_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(v_t)", Phase::State, v_}};
  }
  [[nodiscard]] Points rates(double rate) const override { return Points::Constant(g_.rows(), g_.cols(), rate); }
  std::vector<StateVector> state() override { return {{"exp_avg", &v_}}; }

 private:
  Points g_, v_;
};

}  // namespace

OptimizerCard momentumAverage() {
  OptimizerCard card;
  card.id = "MomentumAverage";
  card.label = "Momentum as a moving average";
  card.family = "Textbook forms";
  card.momentum = "momentum";
  card.summary = "Steps along a moving average of the gradients.";
  card.advice =
      "The form with (1 − μ)g: the same path as SGD with momentum at a rate divided by 1 − μ. Raising the momentum "
      "does not lengthen steps here.";
  card.reference = "Goh 2017, Why momentum really works; Kingma & Ba 2015, section 2";
  card.formula = "v = momentum*v + (1 - momentum)*g;  x = x - lr*v";
  card.lines = {lines::textbookGradient(),
                {Phase::State, "v", "momentum*v_prev + (1 - momentum)*g"},
                lines::textbookBefore(),
                lines::step("v"),
                lines::textbookAfter()};
  card.options = {rateOption(&MomentumAverage::lr), momentumOption(&MomentumAverage::momentum),
                  weightDecayOption(&MomentumAverage::weight_decay),
                  decayFormOption(&MomentumAverage::weight_decay_form)};
  return describe<MomentumAverage>(std::move(card));
}

}  // namespace thalweg::optimizers
