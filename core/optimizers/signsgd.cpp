/// SignSGD and Signum: Bernstein et al. 2018.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class SignSgd final : public Optimizer {
 public:
  double lr = 1e-3;
  double momentum = 0.9;
  double weight_decay = 0;
  bool weight_decouple = true;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override { m_.setZero(start.rows(), start.cols()); }
  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const Decay decay = decayOf(weight_decay, weight_decouple, false, rate);
    const double mu = momentum;
    elementwise(
        [=](double& xi, double& m, double gradient) {
          m = movingAverage(mu, m, sign * gradient + decay.share * xi);
          xi = decay.shrink * xi - rate * signOf(m);
        },
        x, m_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(m_t)", Phase::State, m_}};
  }
  std::vector<StateVector> state() override { return {{"exp_avg", &m_}}; }

 private:
  Points g_, m_;
};

}  // namespace

OptimizerCard signSgd() {
  OptimizerCard card;
  card.id = "SignSGD";
  card.label = "SignSGD / Signum";
  card.family = "Modern";
  card.momentum = "momentum";
  card.summary = "Steps by the sign of the gradient (momentum 0), or of its moving average (Signum).";
  card.advice =
      "All coordinates move by the same length, whatever the slope. It cannot come to rest without a falling rate.";
  card.reference = "Bernstein et al. 2018, algorithms 1 and 2; pytorch_optimizer 3.9.0";
  card.formula = "m = momentum*m + (1 - momentum)*g;  x = x - lr*sign(m)";
  card.lines = {lines::gradientUnless("weight_decouple"),
                {Phase::State, "m", "momentum*m_prev + (1 - momentum)*g"},
                lines::decayIf("weight_decouple"),
                lines::step("sign(m)")};
  card.options = {rateOption(&SignSgd::lr), momentumOption(&SignSgd::momentum).below(1),
                  weightDecayOption(&SignSgd::weight_decay), decoupleOption(&SignSgd::weight_decouple),
                  maximizeOption(&SignSgd::maximize)};
  card.presets = {{"SignSGD", {{"momentum", 0}}}, {"Signum", {{"momentum", 0.9}}}};
  return describe<SignSgd>(std::move(card));
}

}  // namespace thalweg::optimizers
