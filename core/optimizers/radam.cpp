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
  [[nodiscard]] Points rates(double rate) const override {
    if (rectification_ == 0) return Points::Constant(v_.rows(), v_.cols(), rate);
    return rate * rectification_ * std::sqrt(second_.value()) / (v_.sqrt() + eps);
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
  card.lines = {
      {Phase::Gradient, R"(g_t = \nabla f(\theta_{t-1}) + \lambda \theta_{t-1})"},
      {Phase::State, R"(m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t)"},
      {Phase::State, R"(v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2)"},
      {Phase::State, R"(\hat m_t = \frac{m_t}{1 - \beta_1^t})"},
      {Phase::State, R"(\rho_t = \rho_\infty - \frac{2 t \beta_2^t}{1 - \beta_2^t})"},
      {Phase::State, R"(r_t = \sqrt{\frac{(\rho_t - 4)(\rho_t - 2) \rho_\infty}{(\rho_\infty - 4)(\rho_\infty )"
                     R"(- 2) \rho_t}})"},
      {Phase::Step, R"(\theta_t = \theta_{t-1} - \mathrm{lr} \, \hat m_t r_t )"
                    R"(\frac{\sqrt{1 - \beta_2^t}}{\sqrt{v_t} + \varepsilon})"}};
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
