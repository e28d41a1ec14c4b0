/// Cautious AdamW: Liang et al. 2024, algorithm 2.
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class CautiousAdamW final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-6;
  double weight_decay = 0;

  void reset(const Points& start, const Shape& shape) override {
    shape_ = shape;
    m_.setZero(start.rows(), start.cols());
    v_ = u_ = m_;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double stepSize = rate / first_.next(beta1);
    const double rootScale = 1 / std::sqrt(second_.next(beta2));
    const double epsilon = eps;
    elementwise(
        [=](double& m, double& v, double& u, double g) {
          m = movingAverage(beta1, m, g);
          v = movingAverage(beta2, v, g * g);
          u = m * g > 0 ? m / (std::sqrt(v) * rootScale + epsilon) : 0;
        },
        m_, v_, u_, g_);
    forEachBlock(x.rows(), shape_, [&](Index row, const Block& block) {
      auto u = blockOf(u_, row, block);
      double agreeing = 0;
      for (Index i = 0; i < u.size(); ++i) agreeing += u(i) != 0 ? 1 : 0;
      // What is left out is made up for by the rest, up to a thousandfold.
      u /= std::max(agreeing / static_cast<double>(u.size()), 1e-3);
      auto p = blockOf(x, row, block);
      p = (1 - rate * weight_decay) * p - stepSize * u;
    });
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(m_t)", Phase::State, m_},
            {R"(v_t)", Phase::State, v_},
            {R"(u_t)", Phase::State, u_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_), recorded("bias_2", second_.value(), m_)};
  }
  std::vector<StateVector> state() override { return {{"exp_avg", &m_}, {"exp_avg_sq", &v_}}; }
  void resume(double steps) override {
    first_.resume(steps);
    second_.resume(steps);
  }

 private:
  Points g_, m_, v_, u_;
  Shape shape_;
  BiasCorrection first_, second_;
};

}  // namespace

OptimizerCard cautiousAdamW() {
  OptimizerCard card;
  card.id = "CautiousAdamW";
  card.label = "Cautious AdamW";
  card.family = "Modern";
  card.elementwise = false;
  card.momentum = "betas[0]";
  card.summary = "AdamW that leaves out every coordinate whose momentum points against the present gradient.";
  card.advice =
      "Stops overshooting at once instead of braking over several steps. With two coordinates the other one moves "
      "twice as far whenever one is left out.";
  card.reference = "Liang et al. 2024, algorithm 2";
  card.formula =
      "u = m/(sqrt(v/(1 - b2^t)) + eps) where m*g > 0, else 0;  x = (1 - lr*weight_decay)*x - lr/(1 - "
      "b1^t)*u*n/count(u)";
  card.lines = {lines::gradient(),
                lines::firstMoment(),
                lines::secondMoment(),
                {Phase::State, "q", "where(m*g > 0, m/(sqrt(v/bias_2) + eps), 0)"},
                {Phase::State, "u", "q/max(tensor_share(q), 0.001)"},
                lines::decay(),
                {Phase::Step, "next", "theta - lr*u/bias_1"}};
  card.options = {rateOption(&CautiousAdamW::lr), betasOption(&CautiousAdamW::betas), epsOption(&CautiousAdamW::eps),
                  weightDecayOption(&CautiousAdamW::weight_decay)};
  return describe<CautiousAdamW>(std::move(card));
}

}  // namespace thalweg::optimizers
