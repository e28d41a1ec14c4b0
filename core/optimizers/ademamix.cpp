/// AdEMAMix: Pagliardini et al. 2024, algorithm 1.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class AdEmaMix final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 3> betas = {0.9, 0.999, 0.9999};
  double alpha = 5;
  std::optional<std::int64_t> t_alpha_beta3;
  double eps = 1e-8;
  double weight_decay = 0;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m1_.setZero(start.rows(), start.cols());
    m2_ = v_ = m1_;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double firstShare = 1 / first_.next(beta1);
    const double rootScale = 1 / std::sqrt(second_.next(beta2));
    const double slowShare = warmedAlpha(first_.t());
    const double beta3 = warmedBeta3(first_.t());
    const double shrink = 1 - rate * weight_decay;
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m1, double& m2, double& v, double gradient) {
          const double g = sign * gradient;
          m1 = movingAverage(beta1, m1, g);
          m2 = movingAverage(beta3, m2, g);
          v = movingAverage(beta2, v, g * g);
          xi = shrink * xi - rate * (firstShare * m1 + slowShare * m2) / (std::sqrt(v) * rootScale + epsilon);
        },
        x, m1_, m2_, v_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(m^{(1)}_t)", Phase::State, m1_},
            {R"(m^{(2)}_t)", Phase::State, m2_},
            {R"(v_t)", Phase::State, v_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), v_), recorded("bias_2", second_.value(), v_),
            recorded("slow_share", warmedAlpha(first_.t()), v_), recorded("slow_memory", warmedBeta3(first_.t()), v_)};
  }
  [[nodiscard]] Points rates(double rate) const override { return rate / ((v_ / second_.value()).sqrt() + eps); }
  std::vector<StateVector> state() override { return {{"exp_avg", &m1_}, {"exp_avg_slow", &m2_}, {"exp_avg_sq", &v_}}; }
  void resume(double steps) override {
    first_.resume(steps);
    second_.resume(steps);
  }

 private:
  /// Both warm-ups end after t_alpha_beta3 steps.
  [[nodiscard]] double progress(double t) const {
    return t_alpha_beta3 && *t_alpha_beta3 > 0 ? std::min(1.0, t / static_cast<double>(*t_alpha_beta3)) : 1;
  }
  [[nodiscard]] double warmedAlpha(double t) const { return alpha * progress(t); }
  [[nodiscard]] double warmedBeta3(double t) const {
    const double p = progress(t);
    if (p >= 1 || betas[0] <= 0 || betas[2] <= betas[0]) return betas[2];
    const double from = std::log(betas[0]);
    const double to = std::log(betas[2]);
    return std::min(std::exp(from * to / ((1 - p) * to + p * from)), betas[2]);
  }

  Points g_, m1_, m2_, v_;
  BiasCorrection first_, second_;
};

}  // namespace

OptimizerCard adEmaMix() {
  OptimizerCard card;
  card.id = "AdEMAMix";
  card.label = "AdEMAMix";
  card.family = "Modern";
  card.momentum = "betas[0]";
  card.summary = "Adam with a second, very slow average of the gradient beside the fast one.";
  card.advice =
      "Makes use of gradients from thousands of steps ago. On short runs the slow average has hardly begun; with a "
      "large share it overshoots widely.";
  card.reference = "Pagliardini, Ablin & Grangier 2024, algorithm 1";
  card.formula =
      "m1 = b1*m1 + (1 - b1)*g;  m2 = b3*m2 + (1 - b3)*g;  v = b2*v + (1 - b2)*g^2;  x = x - lr*((m1/(1 - b1^t) + "
      "alpha*m2)/(sqrt(v/(1 - b2^t)) + eps) + weight_decay*x)";
  card.lines = {lines::gradient(),
                {Phase::State, "m_1", "beta_1*m_1_prev + (1 - beta_1)*g"},
                {Phase::State, "m_2", "slow_memory*m_2_prev + (1 - slow_memory)*g"},
                lines::secondMoment(),
                lines::decay(),
                {Phase::Step, "next", "theta - lr*(m_1/bias_1 + slow_share*m_2)/(sqrt(v/bias_2) + eps)"}};
  card.kept = {{"slow_share", "alpha*warm"},
               {"slow_memory",
                "min(exp(log(beta_1)*log(beta_3)/((1 - warm)*log(beta_3) + warm*log(beta_1))), beta_3) "
                "if warm < 1 and beta_1 > 0 and beta_3 > beta_1 else beta_3"},
               {"warm", "min(1, t/t_alpha_beta3) if t_alpha_beta3_given else 1"}};
  card.symbols = {{"slow_memory", R"(\beta_{3,t})"}, {"slow_share", R"(\alpha_t)"}};
  card.options = {rateOption(&AdEmaMix::lr),
                  option("betas", &AdEmaMix::betas)
                      .named("moving averages")
                      .explained("Memory of the fast average, of the squares, and of the slow average.")
                      .element(beta("1", "Memory of the fast average."))
                      .element(beta("2", "Memory of the averaged square."))
                      .element({R"(\beta_3)",
                                "beta 3",
                                "Memory of the slow average.",
                                {0, 1, false, true},
                                {0.9, 0.99999, Scale::LogOneMinus}}),
                  option("alpha", &AdEmaMix::alpha)
                      .named("share of the slow average")
                      .as(R"(\alpha)")
                      .explained("Weight of the slow average beside the fast one.")
                      .atLeast(0)
                      .slide(0, 20),
                  option("t_alpha_beta3", &AdEmaMix::t_alpha_beta3)
                      .named("warm-up")
                      .as(R"(T)")
                      .explained("Steps over which the slow average is brought in; none: at once.")
                      .within(1, 1e9)
                      .slide(1, 1000, Scale::Integer),
                  epsOption(&AdEmaMix::eps),
                  weightDecayOption(&AdEmaMix::weight_decay),
                  maximizeOption(&AdEmaMix::maximize)};
  return describe<AdEmaMix>(std::move(card));
}

}  // namespace thalweg::optimizers
