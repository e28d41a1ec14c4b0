/// Yogi: Zaheer et al. 2018, algorithm 2.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Yogi final : public Optimizer {
 public:
  double lr = 1e-2;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-3;
  double initial_accumulator = 1e-6;
  double weight_decay = 0;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setConstant(start.rows(), start.cols(), initial_accumulator);
    v_ = m_;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double decay = weight_decay;
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double stepSize = rate / first_.next(beta1);
    const double rootScale = 1 / std::sqrt(second_.next(beta2));
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m, double& v, double gradient) {
          const double g = gradient + decay * xi;
          m = movingAverage(beta1, m, g);
          v -= (1 - beta2) * signOf(v - g * g) * (g * g);
          xi -= stepSize * m / (std::sqrt(v) * rootScale + epsilon);
        },
        x, m_, v_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(m_t)", Phase::State, m_},
            {R"(v_t)", Phase::State, v_},
            {R"(\hat m_t)", Phase::State, m_ / first_.value()},
            {R"(\hat v_t)", Phase::State, v_ / second_.value()}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_), recorded("bias_2", second_.value(), m_)};
  }
  [[nodiscard]] Points rates(double rate) const override { return rate / ((v_ / second_.value()).sqrt() + eps); }
  std::vector<StateVector> state() override { return {{"exp_avg", &m_}, {"exp_avg_sq", &v_}}; }
  void resume(double steps) override {
    first_.resume(steps);
    second_.resume(steps);
  }

 private:
  Points g_, m_, v_;
  BiasCorrection first_, second_;
};

}  // namespace

OptimizerCard yogi() {
  OptimizerCard card;
  card.id = "Yogi";
  card.label = "Yogi";
  card.family = "Modern";
  card.momentum = "betas[0]";
  card.summary =
      "Adam whose second average changes by steps of the squared gradient's size, so that it forgets slowly.";
  card.advice =
      "Keeps the step from growing suddenly when gradients become small. It starts from a positive average, which also "
      "gives the momentum a small push at first.";
  card.reference = "Zaheer et al. 2018, algorithm 2; torch_optimizer 0.3.1";
  card.formula =
      "m = b1*m + (1 - b1)*g;  v = v - (1 - b2)*sign(v - g^2)*g^2;  x = x - lr*m/(1 - b1^t)/(sqrt(v/(1 - b2^t)) + eps)";
  card.lines = {lines::decayedGradient(),
                lines::firstMoment(),
                {Phase::State, "v", "v_prev - (1 - beta_2)*sign(v_prev - g**2)*g**2"},
                lines::correctedFirst(),
                lines::correctedSecond(),
                {Phase::Step, "next", "theta - lr*m_hat/(sqrt(v_hat) + eps)"}};
  card.kept = {{"m", "", "initial_accumulator"}, {"v", "", "initial_accumulator"}};
  card.options = {rateOption(&Yogi::lr).above(0), betasOption(&Yogi::betas), epsOption(&Yogi::eps),
                  option("initial_accumulator", &Yogi::initial_accumulator)
                      .named("initial average")
                      .as(R"(v_0)")
                      .explained("What both averages start from.")
                      .atLeast(0)
                      .slide(1e-8, 1, Scale::Log)
                      .inSecondRow(),
                  weightDecayOption(&Yogi::weight_decay)};
  return describe<Yogi>(std::move(card));
}

}  // namespace thalweg::optimizers
