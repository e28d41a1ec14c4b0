/// AdaBound: Luo et al. 2019, algorithm 2.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class AdaBound final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double final_lr = 0.1;
  double gamma = 1e-3;
  double eps = 1e-8;
  double weight_decay = 0;
  bool amsbound = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    v_ = vMax_ = m_;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double decay = weight_decay;
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double stepSize = rate / first_.next(beta1) * std::sqrt(second_.next(beta2));
    const double t = first_.t();
    // The bounds follow the schedule.
    const double final = lr > 0 ? final_lr * rate / lr : final_lr;
    const double lowest = final * (1 - 1 / (gamma * t + 1));
    const double highest = final * (1 + 1 / (gamma * t));
    bounds_ = {lowest, highest};
    const double epsilon = eps;
    const bool keepLargest = amsbound;
    elementwise(
        [=](double& xi, double& m, double& v, double& vMax, double gradient) {
          const double g = gradient + decay * xi;
          m = movingAverage(beta1, m, g);
          v = movingAverage(beta2, v, g * g);
          vMax = vMax < v ? v : vMax;
          const double eta = stepSize / (std::sqrt(keepLargest ? vMax : v) + epsilon);
          xi -= (eta < lowest ? lowest : eta > highest ? highest : eta) * m;
        },
        x, m_, v_, vMax_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(m_t)", Phase::State, m_}, {R"(v_t)", Phase::State, v_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_), recorded("bias_2", second_.value(), m_), {"v_max", vMax_}};
  }
  [[nodiscard]] Points rates(double rate) const override {
    const double first = first_.value();
    return first * (rate / first * std::sqrt(second_.value()) / ((amsbound ? vMax_ : v_).sqrt() + eps))
                       .max(bounds_[0])
                       .min(bounds_[1]);
  }
  std::vector<StateVector> state() override {
    return {{"exp_avg", &m_}, {"exp_avg_sq", &v_}, {"max_exp_avg_sq", &vMax_}};
  }
  void resume(double steps) override {
    first_.resume(steps);
    second_.resume(steps);
  }

 private:
  Points g_, m_, v_, vMax_;
  BiasCorrection first_, second_;
  std::array<double, 2> bounds_ = {0, 0};  // of η in the last step
};

}  // namespace

OptimizerCard adaBound() {
  OptimizerCard card;
  card.id = "AdaBound";
  card.label = "AdaBound";
  card.family = "Modern";
  card.momentum = "betas[0]";
  card.summary = "Adam whose rate per coordinate is held between two bounds that close in on one final rate.";
  card.advice =
      "Begins like Adam and ends like SGD. The final rate is what to tune: it scales with the schedule, and bounds "
      "close in on it by about 1/gamma steps.";
  card.reference = "Luo et al. 2019, algorithm 2; torch_optimizer 0.3.1";
  card.formula =
      "m, v as in Adam;  eta = clamp(lr*sqrt(1 - b2^t)/(1 - b1^t)/(sqrt(v) + eps), lower(t), upper(t));  x = x - eta*m";
  card.lines = {lines::decayedGradient(),
                lines::firstMoment(),
                lines::secondMoment(),
                {Phase::State, "v_max", "max(v_max_prev, v)", "amsbound"},
                {Phase::State, "eta", "lr*sqrt(bias_2)/bias_1/(sqrt(v_max if amsbound else v) + eps)"},
                {Phase::State, "final", "final_lr*lr/lr_0 if lr_0 > 0 else final_lr"},
                {Phase::State, "eta_hat", "min(max(eta, final*(1 - 1/(gamma*t + 1))), final*(1 + 1/(gamma*t)))"},
                {Phase::Step, "next", "theta - eta_hat*m"}};
  card.symbols = {{"final", R"(\eta_{\infty,t})"}};
  card.options = {rateOption(&AdaBound::lr).above(0),
                  betasOption(&AdaBound::betas),
                  option("final_lr", &AdaBound::final_lr)
                      .named("final rate")
                      .as(R"(\eta_{\infty})")
                      .explained("The rate that all coordinates end with.")
                      .atLeast(0)
                      .slide(1e-4, 1, Scale::Log),
                  option("gamma", &AdaBound::gamma)
                      .named("closing speed")
                      .as(R"(\gamma)")
                      .explained("How fast the bounds close in.")
                      .atLeast(0)
                      .below(1)
                      .slide(1e-5, 0.5, Scale::Log),
                  epsOption(&AdaBound::eps),
                  weightDecayOption(&AdaBound::weight_decay),
                  amsgradOption(&AdaBound::amsbound, "amsbound")};
  return describe<AdaBound>(std::move(card));
}

}  // namespace thalweg::optimizers
