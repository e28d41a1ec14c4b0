/// torch.optim.AdamW 1.13.
#include "core/optimizers/adam_moments.h"

namespace thalweg::optimizers {

namespace {

class AdamW final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;
  double weight_decay = 1e-2;
  bool amsgrad = false;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override { moments_.reset(start, amsgrad); }

  void step(Points& x, Oracle& oracle, double rate) override {
    moments_.step(x, oracle, rate, {betas, eps, weight_decay, true, amsgrad, maximize});
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

OptimizerCard adamW() {
  OptimizerCard card;
  card.id = "AdamW";
  card.label = "AdamW";
  card.family = "torch.optim";
  card.summary = "Adam whose weight decay shrinks the parameters directly and stays out of the averages.";
  card.advice =
      "The usual choice where weight decay matters. The decay is multiplied by the current rate, so a schedule lowers "
      "both; on a surface whose minimum is not at zero any decay moves the resting point.";
  card.reference = "Loshchilov & Hutter 2019, algorithm 2; torch.optim.AdamW, PyTorch 1.13";
  card.formula =
      "x = (1 - lr*weight_decay)*x;  m = b1*m + (1 - b1)*g;  v = b2*v + (1 - b2)*g^2;  "
      "x = x - lr*m/(1 - b1^t)/(sqrt(v/(1 - b2^t)) + eps)";
  card.lines = adamLines("1", true);
  card.torch = "torch.optim.AdamW";
  card.momentum = "betas[0]";
  card.options = {rateOption(&AdamW::lr), betasOption(&AdamW::betas),     weightDecayOption(&AdamW::weight_decay),
                  epsOption(&AdamW::eps), amsgradOption(&AdamW::amsgrad), maximizeOption(&AdamW::maximize)};
  card.presets = {
      {"For 2-D surfaces", {{"lr", 0.05}}},
      {"Touvron et al. 2023, LLaMA 7B", {{"lr", 3e-4}, {"betas", Json::array({0.9, 0.95})}, {"weight_decay", 0.1}}}};
  return describe<AdamW>(std::move(card));
}

}  // namespace thalweg::optimizers
