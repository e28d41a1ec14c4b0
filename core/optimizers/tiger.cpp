/// Tiger: Su 2023, as the reference library has it.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Tiger final : public Optimizer {
 public:
  double lr = 1e-3;
  double beta = 0.965;
  double weight_decay = 0.01;
  bool weight_decouple = true;
  bool fixed_decay = false;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override { m_.setZero(start.rows(), start.cols()); }
  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const Decay decay = decayOf(weight_decay, weight_decouple, fixed_decay, rate);
    const double memory = beta;
    elementwise(
        [=](double& xi, double& m, double gradient) {
          m = movingAverage(memory, m, sign * gradient + decay.share * xi);
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

OptimizerCard tiger() {
  OptimizerCard card;
  card.id = "Tiger";
  card.label = "Tiger";
  card.family = "Modern";
  card.momentum = "beta";
  card.summary = "Steps by the sign of an averaged gradient; Lion with one average instead of two.";
  card.advice =
      "The most frugal of the sign methods. All that is said of Lion holds: small rates, and a schedule, since steps "
      "never shrink by themselves.";
  card.reference = "Su 2023 (Tiger); pytorch_optimizer 3.9.0";
  card.formula = "m = beta*m + (1 - beta)*g;  x = (1 - lr*weight_decay)*x - lr*sign(m)";
  card.lines = {lines::gradientUnless("weight_decouple"),
                {Phase::State, "m", "beta*m_prev + (1 - beta)*g"},
                lines::fixedDecay(),
                lines::step("sign(m)")};
  card.options = {rateOption(&Tiger::lr),
                  option("beta", &Tiger::beta)
                      .named("beta")
                      .as(R"(\beta)")
                      .explained("Memory of the averaged gradient.")
                      .atLeast(0)
                      .below(1)
                      .slide(0, 0.9999, Scale::LogOneMinus),
                  weightDecayOption(&Tiger::weight_decay),
                  decoupleOption(&Tiger::weight_decouple),
                  fixedDecayOption(&Tiger::fixed_decay),
                  maximizeOption(&Tiger::maximize)};
  return describe<Tiger>(std::move(card));
}

}  // namespace thalweg::optimizers
