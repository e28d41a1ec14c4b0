/// Nesterov's accelerated gradient with the gradient at the point ahead: Sutskever et al. 2013.
#include "core/optimizers/kit.h"
#include "core/optimizers/textbook_decay.h"

namespace thalweg::optimizers {

namespace {

class NesterovLookAhead final : public Optimizer {
 public:
  double lr = 0.01;
  double momentum = 0.9;
  double weight_decay = 0;
  std::string weight_decay_form = "l2";

  void reset(const Points& start, const Shape& /*shape*/) override {
    v_.setZero(start.rows(), start.cols());
    ahead_ = v_;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    const double mu = momentum;
    elementwise([=](double& ahead, double xi, double v) { ahead = xi + mu * v; }, ahead_, x, v_);
    oracle.gradient(ahead_, g_);
    const TextbookDecay decay = textbookDecay(weight_decay_form, weight_decay, rate);
    elementwise(
        [=](double& xi, double& v, double ahead, double gradient) {
          v = mu * v - rate * (gradient + decay.share * ahead);
          xi = (decay.before * xi + v) * decay.after;
        },
        x, v_, ahead_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {
        {R"(\tilde\theta_t)", Phase::Gradient, ahead_}, {R"(g_t)", Phase::Gradient, g_}, {R"(v_t)", Phase::State, v_}};
  }
  [[nodiscard]] Points rates(double rate) const override { return Points::Constant(g_.rows(), g_.cols(), rate); }

 private:
  Points g_, v_, ahead_;
};

}  // namespace

OptimizerCard nesterovLookAhead() {
  OptimizerCard card;
  card.id = "NesterovLookAhead";
  card.label = "Nesterov, looking ahead";
  card.family = "Textbook forms";
  card.groups = false;
  card.momentum = "momentum";
  card.summary = "Takes the gradient where momentum is about to carry the path, and so brakes earlier.";
  card.advice =
      "The form of the textbooks. PyTorch's nesterov is the same method seen from the points ahead, so its printed "
      "points differ from these.";
  card.reference = "Nesterov 1983; Sutskever et al. 2013, equations 3 and 4";
  card.formula = "v = momentum*v - lr*grad f(x + momentum*v);  x = x + v";
  card.lines = {{Phase::Gradient, "theta_tilde", "theta + momentum*v_prev"},
                lines::textbookGradient("theta_tilde"),
                {Phase::State, "v", "momentum*v_prev - lr*g"},
                lines::textbookBefore(),
                {Phase::Step, "next", "theta + v"},
                lines::textbookAfter()};
  card.options = {rateOption(&NesterovLookAhead::lr), momentumOption(&NesterovLookAhead::momentum),
                  weightDecayOption(&NesterovLookAhead::weight_decay),
                  decayFormOption(&NesterovLookAhead::weight_decay_form)};
  card.presets = {{"For 2-D surfaces", {{"lr", 0.01}, {"momentum", 0.9}}},
                  {"Sutskever et al. 2013", {{"momentum", 0.99}}}};
  return describe<NesterovLookAhead>(std::move(card));
}

}  // namespace thalweg::optimizers
