/// torch.optim.SparseAdam 1.13. A coordinate whose gradient is exactly 0 counts as absent.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class SparseAdam final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    v_ = m_;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double stepSize = rate / first_.next(beta1) * std::sqrt(second_.next(beta2));
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m, double& v, double gradient) {
          if (gradient == 0) return;
          const double g = sign * gradient;
          m = movingAverage(beta1, m, g);
          v = movingAverage(beta2, v, g * g);
          xi -= stepSize * m / (std::sqrt(v) + epsilon);
        },
        x, m_, v_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, g_}, {"m_t", Phase::State, m_}, {"v_t", Phase::State, v_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_), recorded("bias_2", second_.value(), m_)};
  }
  [[nodiscard]] Points rates(double rate) const override {
    return rate * std::sqrt(second_.value()) / (v_.sqrt() + eps);
  }
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

OptimizerCard sparseAdam() {
  OptimizerCard card;
  card.id = "SparseAdam";
  card.label = "SparseAdam";
  card.family = "torch.optim";
  card.summary = "Adam that leaves coordinates without a gradient, and their averages, untouched.";
  card.advice =
      "For features that are rarely present: their averages do not fade while they are absent. Where every gradient is "
      "non-zero it is Adam, but for an epsilon that is not corrected for the cold start.";
  card.reference = "torch.optim.SparseAdam, PyTorch 1.13";
  card.formula =
      "where g != 0:  m = b1*m + (1 - b1)*g;  v = b2*v + (1 - b2)*g^2;  x = x - lr*sqrt(1 - b2^t)/(1 - "
      "b1^t)*m/(sqrt(v) + eps)";
  card.lines = {lines::gradient(),
                {Phase::State, "m", "where(g == 0, m_prev, beta_1*m_prev + (1 - beta_1)*g)"},
                {Phase::State, "v", "where(g == 0, v_prev, beta_2*v_prev + (1 - beta_2)*g**2)"},
                {Phase::Step, "next", "theta - where(g == 0, 0, lr*sqrt(bias_2)/bias_1*m/(sqrt(v) + eps))"}};
  card.torch = "torch.optim.SparseAdam";
  card.momentum = "betas[0]";
  card.options = {rateOption(&SparseAdam::lr).above(0), betasOption(&SparseAdam::betas),
                  epsOption(&SparseAdam::eps).above(0), maximizeOption(&SparseAdam::maximize)};
  return describe<SparseAdam>(std::move(card));
}

}  // namespace thalweg::optimizers
