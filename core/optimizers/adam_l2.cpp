/// Adam with L2 regularisation, to stand beside AdamW.
#include "core/optimizers/adam_moments.h"
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class AdamL2 final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;
  double weight_decay = 1e-2;

  void reset(const Points& start, const Shape& /*shape*/) override { moments_.reset(start, false); }

  void step(Points& x, Oracle& oracle, double rate) override {
    moments_.step(x, oracle, rate, {.betas = betas, .eps = eps, .weightDecay = weight_decay});
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override { return moments_.vectors(false); }
  [[nodiscard]] std::vector<NamedValues> record() const override { return moments_.record(); }
  [[nodiscard]] Points rates(double rate) const override { return moments_.rates(rate, eps, false); }
  std::vector<StateVector> state() override { return moments_.state(false); }
  void resume(double steps) override { moments_.resume(steps); }

 private:
  AdamMoments moments_;
};

}  // namespace

OptimizerCard adamL2() {
  OptimizerCard card;
  card.id = "AdamL2";
  card.label = "Adam with L2";
  card.family = "Textbook forms";
  card.momentum = "betas[0]";
  card.summary = "Adam on the objective plus λ/2 ‖θ‖²: the decay passes through both averages.";
  card.advice =
      "Put it beside AdamW with the same λ: here coordinates with large gradients are decayed less, since the decay is "
      "divided by the same root.";
  card.reference = "Loshchilov & Hutter 2019, algorithm 2, the L2 variant";
  card.formula = "g = grad f(x) + weight_decay*x;  Adam with g";
  card.lines = adamLines("0", false);
  card.options = {rateOption(&AdamL2::lr), betasOption(&AdamL2::betas), weightDecayOption(&AdamL2::weight_decay),
                  epsOption(&AdamL2::eps)};
  return describe<AdamL2>(std::move(card));
}

}  // namespace thalweg::optimizers
