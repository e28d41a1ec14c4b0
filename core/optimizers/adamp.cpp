/// AdamP: Heo et al. 2021, algorithm 3.
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"
#include "core/optimizers/projection.h"

#include <utility>

namespace thalweg::optimizers {

namespace {

class AdamP final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;
  double weight_decay = 0;
  double delta = 0.1;
  double wd_ratio = 0.1;
  bool nesterov = false;

  void reset(const Points& start, const Shape& shape) override {
    shape_ = shape;
    m_.setZero(start.rows(), start.cols());
    v_ = u_ = ratio_ = m_;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double stepSize = rate / first_.next(beta1);
    const double rootScale = 1 / std::sqrt(second_.next(beta2));
    const double epsilon = eps;
    const bool ahead = nesterov;
    elementwise(
        [=](double& m, double& v, double& u, double g) {
          m = movingAverage(beta1, m, g);
          v = movingAverage(beta2, v, g * g);
          u = (ahead ? movingAverage(beta1, m, g) : m) / (std::sqrt(v) * rootScale + epsilon);
        },
        m_, v_, u_, g_);
    forEachBlock(x.rows(), shape_, [&](Index row, const Block& block) {
      auto weights = blockOf(x, row, block);
      const double ratio =
          removeRadialPart(blockOf(std::as_const(x), row, block), blockOf(std::as_const(g_), row, block),
                           blockOf(u_, row, block), block, delta, wd_ratio, eps);
      blockOf(ratio_, row, block) = ratio;
      weights *= 1 - rate * weight_decay * ratio;
    });
    elementwise([=](double& xi, double u) { xi -= stepSize * u; }, x, u_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(m_t)", Phase::State, m_},
            {R"(v_t)", Phase::State, v_},
            {R"(u_t)", Phase::State, u_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_), recorded("bias_2", second_.value(), m_), {"ratio", ratio_}};
  }
  std::vector<StateVector> state() override { return {{"exp_avg", &m_}, {"exp_avg_sq", &v_}}; }
  void resume(double steps) override {
    first_.resume(steps);
    second_.resume(steps);
  }

 private:
  Points g_, m_, v_, u_, ratio_;
  Shape shape_;
  BiasCorrection first_, second_;
};

}  // namespace

OptimizerCard adamP() {
  OptimizerCard card;
  card.id = "AdamP";
  card.label = "AdamP";
  card.family = "Modern";
  card.elementwise = false;
  card.momentum = "betas[0]";
  card.summary = "AdamW that leaves out the part of a step which would only make scale-free weights longer.";
  card.advice = "For weight matrices before a normalisation. On vectors, and wherever the scale matters, it is AdamW.";
  card.reference = "Heo et al. 2021, algorithm 3; torch_optimizer 0.3.1";
  card.formula =
      "u = m/(sqrt(v/(1 - b2^t)) + eps);  u = u - (w.u)*w, w = x/|x|, where |cos(x, g)| < delta/sqrt(n);  x = (1 - "
      "lr*weight_decay)*x - lr/(1 - b1^t)*u";
  card.lines = {
      lines::gradient(),
      lines::firstMoment(),
      lines::secondMoment(),
      {Phase::State, "u", "Pi((beta_1*m + (1 - beta_1)*g if nesterov else m)/(sqrt(v/bias_2) + eps))", "matrices"},
      {Phase::State, "u", "(beta_1*m + (1 - beta_1)*g if nesterov else m)/(sqrt(v/bias_2) + eps)", "not matrices"},
      {Phase::Step, "theta", "(1 - lr*weight_decay*(ratio if matrices else 1))*theta"},
      {Phase::Step, "next", "theta - lr*u/bias_1"}};
  card.symbols = {{"ratio", R"(\kappa_t)"}};
  card.options = {
      rateOption(&AdamP::lr).above(0),
      betasOption(&AdamP::betas),
      nesterovOption(&AdamP::nesterov),
      epsOption(&AdamP::eps).explained("Keeps the division, and angles to the weights, finite where gradients vanish."),
      weightDecayOption(&AdamP::weight_decay),
      option("delta", &AdamP::delta)
          .named("threshold")
          .as(R"(\delta)")
          .explained("Weights count as scale-free when the cosine between them and the gradient is below this.")
          .slide(0, 2)
          .inSecondRow(),
      option("wd_ratio", &AdamP::wd_ratio)
          .named("decay ratio")
          .explained("Factor on the weight decay of scale-free weights.")
          .slide(0, 1)
          .inSecondRow()};
  return describe<AdamP>(std::move(card));
}

}  // namespace thalweg::optimizers
