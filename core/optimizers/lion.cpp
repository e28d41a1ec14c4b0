/// Lion: Chen et al. 2023, algorithm 2.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Lion final : public Optimizer {
 public:
  double lr = 1e-4;
  std::array<double, 2> betas = {0.9, 0.99};
  double weight_decay = 0;
  bool weight_decouple = true;
  bool fixed_decay = false;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    c_ = m_;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const Decay decay = decayOf(weight_decay, weight_decouple, fixed_decay, rate);
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    elementwise(
        [=](double& xi, double& m, double& c, double gradient) {
          const double g = sign * gradient + decay.share * xi;
          c = movingAverage(beta1, m, g);
          m = movingAverage(beta2, m, g);
          xi = decay.shrink * xi - rate * signOf(c);
        },
        x, m_, c_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(c_t)", Phase::State, c_}, {R"(m_t)", Phase::State, m_}};
  }
  std::vector<StateVector> state() override { return {{"exp_avg", &m_}}; }

 private:
  Points g_, m_, c_;
};

}  // namespace

OptimizerCard lion() {
  OptimizerCard card;
  card.id = "Lion";
  card.label = "Lion";
  card.family = "Modern";
  card.momentum = "betas[0]";
  card.summary =
      "Moves every coordinate by exactly the learning rate, in the direction of an averaged gradient's sign.";
  card.advice =
      "Needs a rate several times smaller than Adam's, and a weight decay larger by as much. It cannot come to rest: "
      "near a minimum it hops by the rate, so let a schedule lower it.";
  card.reference = "Chen et al. 2023, algorithm 2; pytorch_optimizer 3.9.0";
  card.formula = "c = b1*m + (1 - b1)*g;  x = (1 - lr*weight_decay)*x - lr*sign(c);  m = b2*m + (1 - b2)*g";
  card.lines = {lines::gradientUnless("weight_decouple"),
                {Phase::State, "c", "beta_1*m_prev + (1 - beta_1)*g"},
                {Phase::State, "m", "beta_2*m_prev + (1 - beta_2)*g"},
                lines::fixedDecay(),
                lines::step("sign(c)")};
  card.options = {rateOption(&Lion::lr),
                  betasOption(&Lion::betas),
                  weightDecayOption(&Lion::weight_decay),
                  decoupleOption(&Lion::weight_decouple),
                  fixedDecayOption(&Lion::fixed_decay),
                  maximizeOption(&Lion::maximize)};
  card.presets = {{"For 2-D surfaces", {{"lr", 0.02}}},
                  {"Chen et al. 2023, vision", {{"betas", Json::array({0.9, 0.99})}}},
                  {"Chen et al. 2023, language", {{"betas", Json::array({0.95, 0.98})}}}};
  return describe<Lion>(std::move(card));
}

}  // namespace thalweg::optimizers
