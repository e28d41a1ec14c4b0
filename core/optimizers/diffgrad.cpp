/// DiffGrad: Dubey et al. 2020.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class DiffGrad final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;
  double weight_decay = 0;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    v_ = previous_ = xi_ = m_;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double decay = weight_decay;
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double stepSize = rate / first_.next(beta1) * std::sqrt(second_.next(beta2));
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m, double& v, double& previous, double& friction, double gradient) {
          const double g = gradient + decay * xi;
          m = movingAverage(beta1, m, g);
          v = movingAverage(beta2, v, g * g);
          friction = 1 / (1 + std::exp(-std::abs(previous - g)));
          previous = g;
          xi -= stepSize * friction * m / (std::sqrt(v) + epsilon);
        },
        x, m_, v_, previous_, xi_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(m_t)", Phase::State, m_},
            {R"(v_t)", Phase::State, v_},
            {R"(\xi_t)", Phase::State, xi_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_), recorded("bias_2", second_.value(), m_), {"last", previous_}};
  }
  [[nodiscard]] Points rates(double rate) const override {
    return rate * std::sqrt(second_.value()) * xi_ / (v_.sqrt() + eps);
  }
  std::vector<StateVector> state() override {
    return {{"exp_avg", &m_}, {"exp_avg_sq", &v_}, {"previous_grad", &previous_}};
  }
  void resume(double steps) override {
    first_.resume(steps);
    second_.resume(steps);
  }

 private:
  Points g_, m_, v_, previous_, xi_;
  BiasCorrection first_, second_;
};

}  // namespace

OptimizerCard diffGrad() {
  OptimizerCard card;
  card.id = "DiffGrad";
  card.label = "diffGrad";
  card.family = "Modern";
  card.momentum = "betas[0]";
  card.summary = "Adam that brakes coordinates whose gradient hardly changes.";
  card.advice =
      "Slows down on plateaus and near minima, by at most one half: the friction lies between 0.5 and 1. It depends on "
      "the gradient's units.";
  card.reference = "Dubey et al. 2020, equation 8; torch_optimizer 0.3.1";
  card.formula =
      "m, v as in Adam;  xi = 1/(1 + exp(-|g_{t-1} - g_t|));  x = x - lr*sqrt(1 - b2^t)/(1 - b1^t)*xi*m/(sqrt(v) + "
      "eps)";
  card.lines = {lines::decayedGradient(),
                lines::firstMoment(),
                lines::secondMoment(),
                {Phase::State, "xi", "1/(1 + exp(-abs(last_prev - g)))"},
                {Phase::Step, "next", "theta - lr*sqrt(bias_2)/bias_1*xi*m/(sqrt(v) + eps)"}};
  card.kept = {{"last", "g"}};
  card.symbols = {{"last", R"(g_t)"}};
  card.options = {rateOption(&DiffGrad::lr).above(0), betasOption(&DiffGrad::betas), epsOption(&DiffGrad::eps),
                  weightDecayOption(&DiffGrad::weight_decay)};
  return describe<DiffGrad>(std::move(card));
}

}  // namespace thalweg::optimizers
