/// LAMB: You et al. 2020, algorithm 2.
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Lamb final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-6;
  double weight_decay = 0;
  double clamp_value = 10;
  bool adam = false;
  bool debias = false;

  void reset(const Points& start, const Shape& shape) override {
    shape_ = shape;
    m_.setZero(start.rows(), start.cols());
    v_ = r_ = m_;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double firstCorrection = first_.next(beta1);
    const double secondCorrection = second_.next(beta2);
    const double stepSize = debias ? rate * std::sqrt(secondCorrection) / firstCorrection : rate;
    const double decay = weight_decay;
    const double epsilon = eps;
    elementwise(
        [=](double& m, double& v, double& r, double g, double xi) {
          m = movingAverage(beta1, m, g);
          v = movingAverage(beta2, v, g * g);
          r = m / (std::sqrt(v) + epsilon) + decay * xi;
        },
        m_, v_, r_, g_, x);
    forEachBlock(x.rows(), shape_, [&](Index row, const Block& block) {
      auto weights = blockOf(x, row, block);
      const auto r = blockOf(r_, row, block);
      const double weightNorm = std::min(norm(weights), clamp_value);
      const double stepNorm = norm(r);
      const double trust = adam || weightNorm == 0 || stepNorm == 0 ? 1 : weightNorm / stepNorm;
      weights -= stepSize * trust * r;
    });
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(m_t)", Phase::State, m_},
            {R"(v_t)", Phase::State, v_},
            {R"(r_t)", Phase::State, r_}};
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
  Points g_, m_, v_, r_;
  Shape shape_;
  BiasCorrection first_, second_;
};

}  // namespace

OptimizerCard lamb() {
  OptimizerCard card;
  card.id = "Lamb";
  card.label = "LAMB";
  card.family = "Modern";
  card.elementwise = false;
  card.momentum = "betas[0]";
  card.summary = "Gives Adam's direction a length in proportion to the parameters' own norm, tensor by tensor.";
  card.advice =
      "For very large batches. On a surface it means: steps of lr times the distance from the origin, so it stalls "
      "near the origin.";
  card.reference = "You et al. 2020, algorithm 2; torch_optimizer 0.3.1";
  card.formula = "r = m/(sqrt(v) + eps) + weight_decay*x;  x = x - lr*min(|x|, clamp_value)/|r|*r";
  card.lines = {lines::gradient(),
                lines::firstMoment(),
                lines::secondMoment(),
                {Phase::State, "r", "m/(sqrt(v) + eps) + weight_decay*theta"},
                {Phase::State, "trust",
                 "where(min(tensor_norm(theta), clamp_value)*tensor_norm(r) == 0, 1, min(tensor_norm(theta), "
                 "clamp_value)/tensor_norm(r))",
                 "not adam"},
                {Phase::Step, "next", "theta - lr*(sqrt(bias_2)/bias_1 if debias else 1)*(1 if adam else trust)*r"}};
  card.symbols = {{"trust", R"(\phi_t)"}};
  card.options = {
      rateOption(&Lamb::lr).above(0),
      betasOption(&Lamb::betas),
      epsOption(&Lamb::eps),
      weightDecayOption(&Lamb::weight_decay),
      option("clamp_value", &Lamb::clamp_value)
          .named("largest weight norm")
          .as(R"(\phi_{\max})")
          .explained("The norm of the weights counts up to this.")
          .atLeast(0)
          .slide(0.1, 20)
          .inSecondRow(),
      option("adam", &Lamb::adam).named("no trust ratio").explained("Leaves out the ratio of norms.").inSecondRow(),
      option("debias", &Lamb::debias)
          .named("bias correction")
          .explained("Corrects both averages for their cold start, as Adam does.")
          .inSecondRow()};
  return describe<Lamb>(std::move(card));
}

}  // namespace thalweg::optimizers
