/// Apollo: Ma 2020, algorithm 1.
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class ApolloDqn final : public Optimizer {
 public:
  double lr = 1e-2;
  std::optional<double> init_lr = 1e-5;
  double beta = 0.9;
  std::string rebound = "constant";
  double weight_decay = 0;
  std::string weight_decay_type = "l2";
  std::int64_t warmup_steps = 500;
  double eps = 1e-4;
  bool maximize = false;

  void reset(const Points& start, const Shape& shape) override {
    shape_ = shape;
    m_.setZero(start.rows(), start.cols());
    b_ = d_ = m_;
    bias_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double correction = bias_.next(beta);
    const double t = bias_.t();
    // A beta of 1 is the plain mean.
    const double alpha = alpha_ = beta < 1 ? (1 - beta) / correction : 1 / t;
    const auto warmup = static_cast<double>(warmup_steps);
    const double first = init_lr.value_or(lr / 1000);
    const double current = rate_ = t >= warmup ? rate : (lr - first) * t / warmup + first;
    forEachBlock(x.rows(), shape_, [&](Index row, const Block& block) { stepBlock(x, row, block, alpha, current); });
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(m_t)", Phase::State, m_},
            {R"(B_t)", Phase::State, b_},
            {R"(d_t)", Phase::State, d_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("alpha", alpha_, m_), recorded("eta", rate_, m_)};
  }

 private:
  void stepBlock(Points& x, Index row, const Block& block, double alpha, double rate) {
    auto p = blockOf(x, row, block);
    auto g = blockOf(g_, row, block);
    auto m = blockOf(m_, row, block);
    auto b = blockOf(b_, row, block);
    auto d = blockOf(d_, row, block);
    const bool belief = rebound == "belief";
    const bool l2 = weight_decay_type == "l2";
    g *= gradientSign(maximize);
    if (l2) g += weight_decay * p;

    // g becomes its change against the average.
    g -= m;
    double bound = 0.01;
    if (belief) {
      bound = 0;
      for (Index i = 0; i < g.size(); ++i) bound = std::max(bound, std::abs(g(i)));
    }
    const double epsilon = belief ? eps : eps / bound;
    m += alpha * g;

    double fourth = 0;
    for (Index i = 0; i < d.size(); ++i) fourth += d(i) * d(i) * (d(i) * d(i));
    const double size = std::sqrt(std::sqrt(fourth)) + epsilon;
    double delta = 0;
    for (Index i = 0; i < d.size(); ++i) {
      d(i) = size > 0 ? d(i) / size : 0;
      delta -= alpha * (size > 0 ? g(i) / size * d(i) : 0) + b(i) * (d(i) * d(i));
    }
    double meanDivisor = 0;
    for (Index i = 0; i < d.size(); ++i) {
      b(i) += delta * (d(i) * d(i));
      const double divisor = std::max(std::abs(b(i)), bound) + (belief ? epsilon / alpha : 0);
      meanDivisor += divisor / static_cast<double>(d.size());
      d(i) = m(i) / divisor;
    }
    if (!l2) d += (weight_decay_type == "stable" ? weight_decay / meanDivisor : weight_decay) * p;
    p -= rate * d;
  }

  Points g_, m_, b_, d_;
  Shape shape_;
  BiasCorrection bias_;
  double alpha_ = 1;  // of the last step, as is the rate
  double rate_ = 0;
};

}  // namespace

OptimizerCard apolloDqn() {
  OptimizerCard card;
  card.id = "ApolloDQN";
  card.label = "Apollo";
  card.family = "Modern";
  card.elementwise = false;
  card.summary = "A quasi-Newton method that keeps only a diagonal of the Hessian, learnt from how gradients change.";
  card.advice =
      "The warm-up of 500 steps is part of the method: shorter runs need a shorter one. Rates are of the order of 1 "
      "with a floor of 0.01 under the curvature.";
  card.reference = "Ma 2020, algorithm 1; pytorch_optimizer 3.9.0";
  card.formula =
      "m = m + alpha*(g - m);  B = B - delta*d^2 with the secant condition;  d = m/max(|B|, rebound);  x = x - lr*d";
  card.lines = {lines::gradientUnless("not weight_decay_type_is_l2"),
                {Phase::Gradient, "y", "g - m_prev"},
                {Phase::State, "m", "m_prev + alpha*y"},
                {Phase::State, "sigma", "(tensor_peak(y) if rebound_is_belief else 0.01)"},
                {Phase::State, "epsilon", "(eps if rebound_is_belief else eps/sigma)"},
                {Phase::State, "size", "sqrt(sqrt(tensor_sum(d_prev**4))) + epsilon"},
                {Phase::State, "q", "where(size > 0, d_prev/size, 0)"},
                {Phase::State, "delta", "-tensor_sum(where(size > 0, alpha*y/size*q, 0) + B_prev*q**2)"},
                {Phase::State, "B", "B_prev + delta*q**2"},
                {Phase::State, "D", "max(abs(B), sigma) + (epsilon/alpha if rebound_is_belief else 0)"},
                {Phase::State, "d",
                 "m/D + (0 if weight_decay_type_is_l2 else (weight_decay/tensor_mean(D) if weight_decay_type_is_stable "
                 "else weight_decay))*theta"},
                {Phase::Step, "next", "theta - eta*d"}};
  card.symbols = {{"size", R"(\lVert d \rVert_4)"}, {"sigma", R"(\sigma)"}};
  card.options = {rateOption(&ApolloDqn::lr),
                  option("beta", &ApolloDqn::beta)
                      .named("beta")
                      .as(R"(\beta)")
                      .explained("Memory of the averaged gradient.")
                      .within(0, 1)
                      .slide(0, 0.9999, Scale::LogOneMinus),
                  option("warmup_steps", &ApolloDqn::warmup_steps)
                      .named("warm-up")
                      .explained("The rate rises linearly over this many steps.")
                      .within(0, 1e9)
                      .slide(0, 500, Scale::Integer),
                  option("init_lr", &ApolloDqn::init_lr)
                      .named("first rate")
                      .explained("Where the warm-up begins; none: a thousandth of the rate.")
                      .slide(1e-8, 1, Scale::Log)
                      .inSecondRow(),
                  option("rebound", &ApolloDqn::rebound)
                      .named("rebound")
                      .explained("Floor under the curvature: a constant, or the largest change of the gradient.")
                      .oneOf({"constant", "belief"}),
                  epsOption(&ApolloDqn::eps)
                      .explained("Keeps the division finite where a step, by which curvature is learnt, vanishes."),
                  weightDecayOption(&ApolloDqn::weight_decay),
                  option("weight_decay_type", &ApolloDqn::weight_decay_type)
                      .named("kind of weight decay")
                      .explained("Through the gradient, decoupled, or decoupled and scaled by the curvature.")
                      .oneOf({"l2", "decoupled", "stable"})
                      .inSecondRow(),
                  maximizeOption(&ApolloDqn::maximize)};
  return describe<ApolloDqn>(std::move(card));
}

}  // namespace thalweg::optimizers
