/// AdaMod: Ding et al. 2019, algorithm 1.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class AdaMod final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double beta3 = 0.999;
  double eps = 1e-8;
  double weight_decay = 0;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    v_ = e_ = eta_ = m_;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double shrink = 1 - rate * weight_decay;
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double memory = beta3;
    const double stepSize = rate / first_.next(beta1) * std::sqrt(second_.next(beta2));
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m, double& v, double& e, double& eta, double g) {
          m = movingAverage(beta1, m, g);
          v = movingAverage(beta2, v, g * g);
          eta = stepSize / (std::sqrt(v) + epsilon);
          e = movingAverage(memory, e, eta);
          eta = eta < e ? eta : e;
          xi = shrink * xi - eta * m;
        },
        x, m_, v_, e_, eta_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(m_t)", Phase::State, m_},
            {R"(v_t)", Phase::State, v_},
            {R"(e_t)", Phase::State, e_},
            {R"(\hat\eta_t)", Phase::State, eta_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_), recorded("bias_2", second_.value(), m_), {"ema", e_}};
  }
  [[nodiscard]] Points rates(double /*lr*/) const override { return first_.value() * eta_; }
  std::vector<StateVector> state() override { return {{"exp_avg", &m_}, {"exp_avg_sq", &v_}, {"exp_avg_lr", &e_}}; }
  void resume(double steps) override {
    first_.resume(steps);
    second_.resume(steps);
  }

 private:
  Points g_, m_, v_, e_, eta_;
  BiasCorrection first_, second_;
};

}  // namespace

OptimizerCard adaMod() {
  OptimizerCard card;
  card.id = "AdaMod";
  card.label = "AdaMod";
  card.family = "Modern";
  card.momentum = "betas[0]";
  card.summary = "Adam whose rate per coordinate may not exceed its own moving average.";
  card.advice =
      "Does away with a warm-up: the average of rates starts at zero, so early steps are small. With a long memory the "
      "first hundreds of steps hardly move.";
  card.reference = "Ding et al. 2019, algorithm 1; torch_optimizer 0.3.1";
  card.formula =
      "m, v as in Adam;  eta = lr*sqrt(1 - b2^t)/(1 - b1^t)/(sqrt(v) + eps);  e = b3*e + (1 - b3)*eta;  x = x - "
      "min(eta, e)*m";
  card.lines = {lines::gradient(),
                lines::firstMoment(),
                lines::secondMoment(),
                {Phase::State, "eta", "lr*sqrt(bias_2)/bias_1/(sqrt(v) + eps)"},
                {Phase::State, "ema", "beta3*ema_prev + (1 - beta3)*eta"},
                {Phase::State, "eta_hat", "min(eta, ema)"},
                lines::decay(),
                {Phase::Step, "next", "theta - eta_hat*m"}};
  card.symbols = {{"ema", R"(e_t)"}};
  card.options = {rateOption(&AdaMod::lr).above(0), betasOption(&AdaMod::betas),
                  option("beta3", &AdaMod::beta3)
                      .named("memory of rates")
                      .as(R"(\beta_3)")
                      .explained("How long past rates hold the present one down.")
                      .atLeast(0)
                      .below(1)
                      .slide(0, 0.9999, Scale::LogOneMinus),
                  epsOption(&AdaMod::eps), weightDecayOption(&AdaMod::weight_decay)};
  return describe<AdaMod>(std::move(card));
}

}  // namespace thalweg::optimizers
