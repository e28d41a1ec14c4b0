/// torch.optim.NAdam 2.x: the running product of μ enters both corrections.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class NAdam final : public Optimizer {
 public:
  double lr = 2e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;
  double weight_decay = 0;
  double momentum_decay = 4e-3;
  bool decoupled_weight_decay = false;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    v_ = m_;
    second_ = {};
    product_ = 1;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const double shrink = decoupled_weight_decay ? 1 - rate * weight_decay : 1;
    const double decay = decoupled_weight_decay ? 0 : weight_decay;
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double correction = second_.next(beta2);
    const double t = second_.t();
    const double mu = beta1 * (1 - 0.5 * std::pow(0.96, t * momentum_decay));
    const double muNext = beta1 * (1 - 0.5 * std::pow(0.96, (t + 1) * momentum_decay));
    product_ *= mu;
    if (product_ < 1e-300) product_ = 0;
    const double gradientShare = rate * (1 - mu) / (1 - product_);
    const double momentShare = rate * muNext / (1 - product_ * muNext);
    const double rootScale = 1 / std::sqrt(correction);
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m, double& v, double gradient) {
          const double g = sign * gradient + decay * xi;
          m = movingAverage(beta1, m, g);
          v = movingAverage(beta2, v, g * g);
          xi = shrink * xi - (gradientShare * g + momentShare * m) / (std::sqrt(v) * rootScale + epsilon);
        },
        x, m_, v_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, g_},
            {"m_t", Phase::State, m_},
            {"v_t", Phase::State, v_},
            {R"(\hat v_t)", Phase::State, v_ / second_.value()}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_2", second_.value(), m_), recorded("product", product_, m_)};
  }
  [[nodiscard]] Points rates(double rate) const override { return rate / ((v_ / second_.value()).sqrt() + eps); }

 private:
  Points g_, m_, v_;
  BiasCorrection second_;
  double product_ = 1;
};

}  // namespace

OptimizerCard nAdam() {
  OptimizerCard card;
  card.id = "NAdam";
  card.label = "NAdam";
  card.family = "torch.optim";
  card.summary = "Adam with Nesterov's look-ahead: the step already contains the momentum of the next one.";
  card.advice =
      "Often a little quicker than Adam along a valley. Momentum is warmed up, slowly with the default momentum decay. "
      "The rule is that of PyTorch 2.x; 1.13 differs in the third digit.";
  card.reference = "Dozat 2016; torch.optim.NAdam, PyTorch 2.x";
  card.formula =
      "mu_t = b1*(1 - 0.96^(t*momentum_decay)/2);  x = x - lr*((1 - mu_t)*g/(1 - mu_1*...*mu_t) + "
      "mu_{t+1}*m/(1 - mu_1*...*mu_{t+1}))/(sqrt(v/(1 - b2^t)) + eps)";
  card.lines = {lines::gradientUnless("decoupled_weight_decay"),
                lines::firstMoment(),
                lines::secondMoment(),
                lines::correctedSecond(),
                {Phase::State, "mu", "beta_1*(1 - 0.5*0.96**(t*momentum_decay))"},
                {Phase::State, "mu_next", "beta_1*(1 - 0.5*0.96**((t + 1)*momentum_decay))"},
                {Phase::State, "product", "product_prev*mu"},
                lines::decayIf("decoupled_weight_decay"),
                {Phase::Step, "next",
                 "theta - lr*((1 - mu)*g/(1 - product) + mu_next*m/(1 - product*mu_next))/(sqrt(v_hat) + eps)"}};
  card.kept = {{"product", "", "1"}};
  card.symbols = {{"mu_next", R"(\mu_{t+1})"}, {"product", R"(\pi_t)"}};
  card.torch = "torch.optim.NAdam";
  card.momentum = "betas[0]";
  card.options = {rateOption(&NAdam::lr),
                  betasOption(&NAdam::betas),
                  option("momentum_decay", &NAdam::momentum_decay)
                      .named("momentum decay")
                      .as(R"(\psi)")
                      .explained("How fast the momentum rises from half of beta 1 to all of it.")
                      .atLeast(0)
                      .slide(1e-4, 1, Scale::Log),
                  epsOption(&NAdam::eps),
                  weightDecayOption(&NAdam::weight_decay),
                  option("decoupled_weight_decay", &NAdam::decoupled_weight_decay)
                      .named("decoupled weight decay")
                      .explained("Shrinks the parameters directly, as AdamW does, instead of through the gradient.")
                      .inSecondRow(),
                  maximizeOption(&NAdam::maximize)};
  card.presets = {{"For 2-D surfaces", {{"lr", 0.05}}}};
  return describe<NAdam>(std::move(card));
}

}  // namespace thalweg::optimizers
