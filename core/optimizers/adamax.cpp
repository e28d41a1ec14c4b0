/// torch.optim.Adamax 1.13.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Adamax final : public Optimizer {
 public:
  double lr = 2e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;
  double weight_decay = 0;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    u_ = m_;
    first_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const double decay = weight_decay;
    const double epsilon = eps;
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double stepSize = rate / first_.next(beta1);
    elementwise(
        [=](double& xi, double& m, double& u, double gradient) {
          const double g = sign * gradient + decay * xi;
          m = movingAverage(beta1, m, g);
          const double kept = beta2 * u;
          const double now = std::abs(g) + epsilon;
          u = kept < now ? now : kept;
          xi -= stepSize * m / u;
        },
        x, m_, u_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, g_},
            {"m_t", Phase::State, m_},
            {R"(\hat m_t)", Phase::State, m_ / first_.value()},
            {"u_t", Phase::State, u_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override { return {recorded("bias_1", first_.value(), m_)}; }
  [[nodiscard]] Points rates(double rate) const override { return rate / u_; }
  std::vector<StateVector> state() override { return {{"exp_avg", &m_}, {"exp_inf", &u_}}; }
  void resume(double steps) override { first_.resume(steps); }

 private:
  Points g_, m_, u_;
  BiasCorrection first_;
};

}  // namespace

OptimizerCard adamax() {
  OptimizerCard card;
  card.id = "Adamax";
  card.label = "Adamax";
  card.family = "torch.optim";
  card.summary = "Adam with a fading maximum of gradient sizes in place of their average square.";
  card.advice =
      "No coordinate moves faster than about the learning rate, and a single large gradient slows it at once. With "
      "epsilon 0 a coordinate that never had a gradient becomes 0/0.";
  card.reference = "Kingma & Ba 2015, algorithm 2; torch.optim.Adamax, PyTorch 1.13";
  card.formula = "m = b1*m + (1 - b1)*g;  u = max(b2*u, |g| + eps);  x = x - lr/(1 - b1^t)*m/u";
  card.lines = {lines::decayedGradient(),
                lines::firstMoment(),
                lines::correctedFirst(),
                {Phase::State, "u", "max(beta_2*u_prev, abs(g) + eps)"},
                {Phase::Step, "next", "theta - lr*m_hat/u"}};
  card.torch = "torch.optim.Adamax";
  card.momentum = "betas[0]";
  card.options = {rateOption(&Adamax::lr), betasOption(&Adamax::betas), epsOption(&Adamax::eps),
                  weightDecayOption(&Adamax::weight_decay), maximizeOption(&Adamax::maximize)};
  card.presets = {{"For 2-D surfaces", {{"lr", 0.05}}},
                  {"Kingma & Ba 2015", {{"lr", 2e-3}, {"betas", Json::array({0.9, 0.999})}}}};
  return describe<Adamax>(std::move(card));
}

}  // namespace thalweg::optimizers
