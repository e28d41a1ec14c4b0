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
      lines::gradient(),
      {Phase::State, R"(s_t = s_{t-1} + \frac{d_t \, \mathrm{lr}}{\lVert g_1 \rVert} g_t)"},
      {Phase::State, R"(d_{t+1} = \max(d_t, \frac{2 \sum_k d_k \, \mathrm{lr} \, g_k^T s_{k-1}}{\lVert g_1 \rVert )"
                     R"(\lVert s_t \rVert}))"},
      {Phase::Step, R"(\theta_t = \mu \theta_{t-1} + (1 - \mu)(\theta_0 - s_t))"}};
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
