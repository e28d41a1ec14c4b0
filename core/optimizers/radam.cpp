/// torch.optim.RAdam (1.13, and the options of 2.x).
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class RAdam final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;
  double weight_decay = 0;
  bool decoupled_weight_decay = false;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    v_ = m_;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const double shrink = decoupled_weight_decay ? 1 - rate * weight_decay : 1;
    const double decay = decoupled_weight_decay ? 0 : weight_decay;
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double stepSize = rate / first_.next(beta1);
    const double correction = second_.next(beta2);
    const double rhoMax = 2 / (1 - beta2) - 1;
    const double rho = rhoMax - 2 * second_.t() * (1 - correction) / correction;
    const bool rectified = rho > 5;
    const double rectification =
        rectified ? std::sqrt((rho - 4) * (rho - 2) * rhoMax / ((rhoMax - 4) * (rhoMax - 2) * rho)) : 1;
    rectification_ = rectified ? rectification : 0;
    const double adaptive = stepSize * rectification * std::sqrt(correction);
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m, double& v, double gradient) {
          const double g = sign * gradient + decay * xi;
          m = movingAverage(beta1, m, g);
          v = movingAverage(beta2, v, g * g);
          xi = shrink * xi - (rectified ? adaptive * m / (std::sqrt(v) + epsilon) : stepSize * m);
        },
        x, m_, v_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, g_},
            {"m_t", Phase::State, m_},
            {"v_t", Phase::State, v_},
            {R"(\hat m_t)", Phase::State, m_ / first_.value()}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_), recorded("bias_2", second_.value(), m_)};
  }
  [[nodiscard]] Points rates(double rate) const override {
    if (rectification_ == 0) return Points::Constant(v_.rows(), v_.cols(), rate);
    return rate * rectification_ * std::sqrt(second_.value()) / (v_.sqrt() + eps);
  }
  std::vector<StateVector> state() override { return {{"exp_avg", &m_}, {"exp_avg_sq", &v_}}; }
  void resume(double steps) override {
    first_.resume(steps);
    second_.resume(steps);
  }

 private:
  Points g_, m_, v_;
  BiasCorrection first_, second_;
  double rectification_ = 0;  // of the last step; 0: none, and no division by √v
};

}  // namespace

OptimizerCard rAdam() {
  OptimizerCard card;
  card.id = "RAdam";
  card.label = "RAdam";
  card.family = "torch.optim";
  card.summary = "Adam that uses plain momentum until its second average has seen enough gradients to be trusted.";
  card.advice =
      "Replaces a hand-made warm-up. The first few steps (five with the default averages) are not adaptive and scale "
      "with the gradient, so on steep surfaces they can be far too long.";
  card.reference =
      "Liu et al. 2020, algorithm 2; torch.optim.RAdam, PyTorch 1.13, decoupled_weight_decay and maximize: 2.x";
  card.formula =
      "m, v as in Adam;  rho = rho_inf - 2*t*b2^t/(1 - b2^t);  x = x - lr*mhat*r(rho)*sqrt(1 - b2^t)/(sqrt(v) + eps) "
      "if rho > 5, else x - lr*mhat";
  card.lines = {lines::gradientUnless("decoupled_weight_decay"),
                lines::firstMoment(),
                lines::secondMoment(),
                lines::correctedFirst(),
                {Phase::State, "rho_max", "2/(1 - beta_2) - 1"},
                {Phase::State, "rho", "rho_max - 2*t*(1 - bias_2)/bias_2"},
                {Phase::State, "r", "sqrt((rho - 4)*(rho - 2)*rho_max/((rho_max - 4)*(rho_max - 2)*rho))", "rho > 5"},
                lines::decayIf("decoupled_weight_decay"),
                {Phase::Step, "next", "theta - lr*m_hat*(r*sqrt(bias_2)/(sqrt(v) + eps) if rho > 5 else 1)"}};
  card.symbols = {{"rho_max", R"(\rho_\infty)"}};
  card.torch = "torch.optim.RAdam";
  card.momentum = "betas[0]";
  card.options = {rateOption(&RAdam::lr),
                  betasOption(&RAdam::betas),
                  epsOption(&RAdam::eps),
                  weightDecayOption(&RAdam::weight_decay),
                  option("decoupled_weight_decay", &RAdam::decoupled_weight_decay)
                      .named("decoupled weight decay")
                      .explained("Shrinks the parameters directly, as AdamW does, instead of through the gradient.")
                      .inSecondRow(),
                  maximizeOption(&RAdam::maximize)};
  card.presets = {{"For 2-D surfaces", {{"lr", 0.05}}}};
  return describe<RAdam>(std::move(card));
}

}  // namespace thalweg::optimizers
