/// AMSGrad: Reddi, Kale & Kumar 2018, algorithm 2.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class AmsGrad final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    v_ = vMax_ = m_;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m, double& v, double& vMax, double g) {
          m = movingAverage(beta1, m, g);
          v = movingAverage(beta2, v, g * g);
          vMax = vMax < v ? v : vMax;
          xi -= rate * m / (std::sqrt(vMax) + epsilon);
        },
        x, m_, v_, vMax_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(m_t)", Phase::State, m_},
            {R"(v_t)", Phase::State, v_},
            {R"(\hat v_t)", Phase::State, vMax_}};
  }
  [[nodiscard]] Points rates(double rate) const override { return rate / (vMax_.sqrt() + eps); }
  std::vector<StateVector> state() override {
    return {{"exp_avg", &m_}, {"exp_avg_sq", &v_}, {"max_exp_avg_sq", &vMax_}};
  }

 private:
  Points g_, m_, v_, vMax_;
};

}  // namespace

OptimizerCard amsGrad() {
  OptimizerCard card;
  card.id = "AMSGrad";
  card.label = "AMSGrad";
  card.family = "Textbook forms";
  card.momentum = "betas[0]";
  card.summary = "Adam that never forgets its largest second average, so that step sizes only fall.";
  card.advice =
      "Mends an example on which Adam drifts the wrong way. As in the paper there is no bias correction; Adam's switch "
      "of that name has one.";
  card.reference = "Reddi, Kale & Kumar 2018, algorithm 2";
  card.formula =
      "m = b1*m + (1 - b1)*g;  v = b2*v + (1 - b2)*g^2;  vhat = max(vhat, v);  x = x - lr*m/(sqrt(vhat) + eps)";
  card.lines = {lines::gradient(),
                lines::firstMoment(),
                lines::secondMoment(),
                {Phase::State, "v_hat", "max(v_hat_prev, v)"},
                {Phase::Step, "next", "theta - lr*m/(sqrt(v_hat) + eps)"}};
  card.options = {rateOption(&AmsGrad::lr), betasOption(&AmsGrad::betas), epsOption(&AmsGrad::eps)};
  return describe<AmsGrad>(std::move(card));
}

}  // namespace thalweg::optimizers
