/// Adam without bias correction: Kingma & Ba 2015, algorithm 1 without section 3.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class AdamUncorrected final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    v_ = m_;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m, double& v, double g) {
          m = movingAverage(beta1, m, g);
          v = movingAverage(beta2, v, g * g);
          xi -= rate * m / (std::sqrt(v) + epsilon);
        },
        x, m_, v_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(m_t)", Phase::State, m_}, {R"(v_t)", Phase::State, v_}};
  }
  [[nodiscard]] Points rates(double rate) const override { return rate / (v_.sqrt() + eps); }
  std::vector<StateVector> state() override { return {{"exp_avg", &m_}, {"exp_avg_sq", &v_}}; }

 private:
  Points g_, m_, v_;
};

}  // namespace

OptimizerCard adamUncorrected() {
  OptimizerCard card;
  card.id = "AdamUncorrected";
  card.label = "Adam without bias correction";
  card.family = "Textbook forms";
  card.momentum = "betas[0]";
  card.summary = "Adam as it would be if its averages were used as they are, although they start at zero.";
  card.advice =
      "For seeing what the correction is for: with the usual averages the first step is about three times too long, "
      "and the steps after it, too.";
  card.reference = "Kingma & Ba 2015, algorithm 1 without section 3";
  card.formula = "m = b1*m + (1 - b1)*g;  v = b2*v + (1 - b2)*g^2;  x = x - lr*m/(sqrt(v) + eps)";
  card.lines = {lines::gradient(),
                lines::firstMoment(),
                lines::secondMoment(),
                {Phase::Step, "next", "theta - lr*m/(sqrt(v) + eps)"}};
  card.options = {rateOption(&AdamUncorrected::lr), betasOption(&AdamUncorrected::betas),
                  epsOption(&AdamUncorrected::eps)};
  return describe<AdamUncorrected>(std::move(card));
}

}  // namespace thalweg::optimizers
