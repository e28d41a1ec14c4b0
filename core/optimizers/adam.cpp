/// torch.optim.Adam (1.13, and `decoupled_weight_decay` of 2.x).
#include "core/optimizers/adam_moments.h"

namespace thalweg::optimizers {

namespace {

class Adam final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;
  double weight_decay = 0;
  bool amsgrad = false;
  bool maximize = false;
  bool decoupled_weight_decay = false;

  void reset(const Points& start, const Shape& /*shape*/) override { moments_.reset(start, amsgrad); }

  void step(Points& x, Oracle& oracle, double rate) override {
    moments_.step(x, oracle, rate, {betas, eps, weight_decay, decoupled_weight_decay, amsgrad, maximize});
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override { return moments_.vectors(amsgrad); }
  [[nodiscard]] std::vector<NamedValues> record() const override { return moments_.record(); }
  [[nodiscard]] Points rates(double rate) const override { return moments_.rates(rate, eps, amsgrad); }
  std::vector<StateVector> state() override { return moments_.state(amsgrad); }
  void resume(double steps) override { moments_.resume(steps); }

 private:
  AdamMoments moments_;
};

}  // namespace

OptimizerCard adam() {
  OptimizerCard card;
  card.id = "Adam";
  card.label = "Adam";
  card.family = "torch.optim";
  card.summary =
      "Averages gradients and their squares, and steps by the ratio of the two, corrected for its cold start.";
  card.advice =
      "A good first choice when coordinates differ in scale: each moves by about the learning rate a step. Near a "
      "minimum it keeps circling unless the rate falls, and weight decay here is scaled by the averages (see AdamW).";
  card.reference = "Kingma & Ba 2015, algorithm 1; torch.optim.Adam, PyTorch 1.13, decoupled_weight_decay: 2.x";
  card.formula =
      "g = grad f(x) + weight_decay*x;  m = b1*m + (1 - b1)*g;  v = b2*v + (1 - b2)*g^2;  "
      "x = x - lr*m/(1 - b1^t)/(sqrt(v/(1 - b2^t)) + eps)";
  card.lines = adamLines("decoupled_weight_decay", true);
  card.torch = "torch.optim.Adam";
  card.momentum = "betas[0]";
  card.options = {rateOption(&Adam::lr),
                  betasOption(&Adam::betas),
                  epsOption(&Adam::eps),
                  weightDecayOption(&Adam::weight_decay),
                  amsgradOption(&Adam::amsgrad),
                  maximizeOption(&Adam::maximize),
                  option("decoupled_weight_decay", &Adam::decoupled_weight_decay)
                      .named("decoupled weight decay")
                      .explained("Shrinks the parameters directly, as AdamW does, instead of through the gradient.")
                      .inSecondRow()};
  card.presets = {{"For 2-D surfaces", {{"lr", 0.05}}},
                  {"Kingma & Ba 2015", {{"lr", 1e-3}, {"betas", Json::array({0.9, 0.999})}, {"eps", 1e-8}}},
                  {"Radford et al. 2016, DCGAN", {{"lr", 2e-4}, {"betas", Json::array({0.5, 0.999})}}},
                  {"Vaswani et al. 2017, Transformer", {{"betas", Json::array({0.9, 0.98})}, {"eps", 1e-9}}}};
  return describe<Adam>(std::move(card));
}

}  // namespace thalweg::optimizers
