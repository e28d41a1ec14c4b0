/// Momentum with the rate inside: Rumelhart, Hinton & Williams 1986.
#include "core/optimizers/kit.h"
#include "core/optimizers/textbook_decay.h"

namespace thalweg::optimizers {

namespace {

class MomentumRateInside final : public Optimizer {
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
          v = mu * v - rate * (gradient + decay.share * xi);
          xi = (decay.before * xi + v) * decay.after;
        },
        x, v_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(v_t)", Phase::State, v_}};
  }

 private:
  Points g_, v_;
};

}  // namespace

OptimizerCard momentumRateInside() {
  OptimizerCard card;
  card.id = "MomentumRateInside";
  card.label = "Momentum with the rate inside";
  card.family = "Textbook forms";
  card.momentum = "momentum";
  card.summary = "Keeps the displacement itself as velocity, so the rate enters when the gradient does.";
  card.advice =
      "Equal to SGD with momentum while the rate is constant. Under a schedule old gradients keep the rate they came "
      "with.";
  card.reference = "Rumelhart, Hinton & Williams 1986; Goodfellow et al. 2016, algorithm 8.2";
  card.formula = "v = momentum*v - lr*g;  x = x + v";
  card.lines = {lines::textbookGradient(),
                {Phase::State, "v", "momentum*v_prev - lr*g"},
                lines::textbookBefore(),
                {Phase::Step, "next", "theta + v"},
                lines::textbookAfter()};
  card.options = {rateOption(&MomentumRateInside::lr), momentumOption(&MomentumRateInside::momentum),
                  weightDecayOption(&MomentumRateInside::weight_decay),
                  decayFormOption(&MomentumRateInside::weight_decay_form)};
  return describe<MomentumRateInside>(std::move(card));
}

}  // namespace thalweg::optimizers
