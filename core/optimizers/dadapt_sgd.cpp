/// D-Adaptation for SGD: Defazio & Mishchenko 2023, algorithm 4.
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class DAdaptSgd final : public Optimizer {
 public:
  double lr = 1;
  double momentum = 0.9;
  double d0 = 1e-6;
  double growth_rate = std::numeric_limits<double>::infinity();
  double weight_decay = 0;
  bool weight_decouple = false;
  bool fixed_decay = false;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    x0_ = start;
    s_.setZero(start.rows(), start.cols());
    d_.setConstant(start.rows(), d0);
    numerator_.setZero(start.rows());
    firstNorm_.setZero(start.rows());
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    for (Index row = 0; row < x.rows(); ++row) stepRow(x, row, rate);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(s_t)", Phase::State, s_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {{"start", x0_}, {"r", numerator_}, {"first_norm", firstNorm_}};
  }
  [[nodiscard]] std::vector<Reading> readings() const override { return {{"d", d_}}; }

 private:
  void stepRow(Points& x, Index row, double rate) {
    const Block all{0, x.cols(), 0};
    auto g = blockOf(g_, row, all);
    auto s = blockOf(s_, row, all);
    auto p = blockOf(x, row, all);
    if (firstNorm_[row] == 0) firstNorm_[row] = norm(g);
    if (firstNorm_[row] == 0) return;
    double& d = d_[row];
    const double dRate = d * rate / firstNorm_[row];
    g *= gradientSign(maximize);
    if (!weight_decouple) g += weight_decay * p;
    p *= decayOf(weight_decay, weight_decouple, fixed_decay, dRate).shrink;
    numerator_[row] += dRate * dot(g, s);
    s += dRate * g;
    const double size = norm(s);
    if (rate > 0 && size > 0) d = std::max(d, std::min(2 * numerator_[row] / size, d * growth_rate));
    p = momentum * p + (1 - momentum) * (blockOf(x0_, row, all) - s);
  }

  Points g_, x0_, s_;
  Column d_, numerator_, firstNorm_;
};

}  // namespace

OptimizerCard dAdaptSgd() {
  OptimizerCard card;
  card.id = "DAdaptSGD";
  card.label = "D-Adapt SGD";
  card.family = "Modern";
  card.elementwise = false;
  card.momentum = "momentum";
  card.summary = "SGD that finds its own rate by estimating the distance to the minimum from below.";
  card.advice =
      "Leave the rate at 1. The size of the very first gradient sets the scale, so a start on a plateau or a cliff "
      "misleads it.";
  card.reference = "Defazio & Mishchenko 2023, algorithm 4; pytorch_optimizer 3.9.0";
  card.formula =
      "s = s + d*lr/|g_1|*g;  d = max(d, 2*sum(d*lr/|g_1|*g.s)/|s|);  x = momentum*x + (1 - momentum)*(x0 - s)";
  card.lines = {
      lines::gradientUnless("weight_decouple"),
      {Phase::State, "eta", "d_prev*lr/first_norm", "first_norm > 0"},
      lines::fixedDecay("eta"),
      {Phase::State, "r", "r_prev + eta*dot(g, s_prev)", "first_norm > 0"},
      {Phase::State, "s", "s_prev + eta*g", "first_norm > 0"},
      {Phase::State, "d", "max(d_prev, min(2*r/norm(s), d_prev*growth_rate))", "first_norm > 0 and norm(s)*lr > 0"},
      {Phase::Step, "next", "(momentum*theta + (1 - momentum)*(start - s) if first_norm > 0 else theta)"}};
  card.symbols = {{"d", R"(d_{t+1})"}, {"d_prev", R"(d_t)"}, {"first_norm", R"(\lVert g_1 \rVert)"}};
  card.options = {rateOption(&DAdaptSgd::lr),
                  momentumOption(&DAdaptSgd::momentum).below(1),
                  distanceOption(&DAdaptSgd::d0),
                  growthOption(&DAdaptSgd::growth_rate),
                  weightDecayOption(&DAdaptSgd::weight_decay),
                  decoupleOption(&DAdaptSgd::weight_decouple),
                  fixedDecayOption(&DAdaptSgd::fixed_decay),
                  maximizeOption(&DAdaptSgd::maximize)};
  return describe<DAdaptSgd>(std::move(card));
}

}  // namespace thalweg::optimizers
