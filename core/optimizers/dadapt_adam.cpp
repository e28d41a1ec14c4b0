/// D-Adaptation for Adam: Defazio & Mishchenko 2023, algorithm 5.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class DAdaptAdam final : public Optimizer {
 public:
  double lr = 1;
  std::array<double, 2> betas = {0.9, 0.999};
  double d0 = 1e-6;
  double growth_rate = std::numeric_limits<double>::infinity();
  double weight_decay = 0;
  bool weight_decouple = false;
  bool fixed_decay = false;
  bool bias_correction = false;
  double eps = 1e-8;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    v_ = s_ = m_;
    d_.setConstant(start.rows(), d0);
    numerator_.setZero(start.rows());
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double firstCorrection = first_.next(betas[0]);
    const double secondCorrection = second_.next(betas[1]);
    const double corrected = bias_correction ? rate * std::sqrt(secondCorrection) / firstCorrection : rate;
    for (Index row = 0; row < x.rows(); ++row) stepRow(x, row, corrected);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(m_t)", Phase::State, m_},
            {R"(v_t)", Phase::State, v_},
            {R"(s_t)", Phase::State, s_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_), recorded("bias_2", second_.value(), m_), {"r", numerator_}};
  }
  [[nodiscard]] std::vector<Reading> readings() const override { return {{"d", d_}}; }

 private:
  void stepRow(Points& x, Index row, double rate) {
    const double sign = gradientSign(maximize);
    const double joined = weight_decouple ? 0 : weight_decay;
    const double keep = std::sqrt(betas[1]);
    double& d = d_[row];
    const double dRate = d * rate;
    double correlation = 0;
    double size = 0;
    for (Index j = 0; j < x.cols(); ++j) {
      const double g = sign * g_(row, j) + joined * x(row, j);
      correlation += g * (s_(row, j) / (std::sqrt(v_(row, j)) + eps));
      m_(row, j) = betas[0] * m_(row, j) + dRate * (1 - betas[0]) * g;
      v_(row, j) = betas[1] * v_(row, j) + (1 - betas[1]) * g * g;
      s_(row, j) = keep * s_(row, j) + dRate * (1 - keep) * g;
      size += std::abs(s_(row, j));
    }
    if (size == 0) return;
    numerator_[row] = movingAverage(keep, numerator_[row], dRate * correlation);
    if (rate > 0) d = std::max(d, std::min(numerator_[row] / ((1 - keep) * size), d * growth_rate));
    const double shrink = decayOf(weight_decay, weight_decouple, fixed_decay, dRate).shrink;
    for (Index j = 0; j < x.cols(); ++j) {
      x(row, j) = shrink * x(row, j) - m_(row, j) / (std::sqrt(v_(row, j)) + eps);
    }
  }

  Points g_, m_, v_, s_;
  Column d_, numerator_;
  BiasCorrection first_, second_;
};

}  // namespace

OptimizerCard dAdaptAdam() {
  OptimizerCard card;
  card.id = "DAdaptAdam";
  card.label = "D-Adapt Adam";
  card.family = "Modern";
  card.elementwise = false;
  card.momentum = "betas[0]";
  card.summary = "Adam that finds its own rate by estimating the distance to the minimum from below.";
  card.advice =
      "Leave the rate at 1. It needs some tens of steps until the estimate has grown from d0; a growth limit keeps "
      "that from being abrupt.";
  card.reference = "Defazio & Mishchenko 2023, algorithm 5; pytorch_optimizer 3.9.0 with the divisor of the paper";
  card.formula =
      "m = b1*m + (1 - b1)*d*lr*g;  v = b2*v + (1 - b2)*g^2;  d = max(d, r/((1 - sqrt(b2))*|s|_1));  x = x - "
      "m/(sqrt(v) + eps)";
  card.lines = {
      lines::gradientUnless("weight_decouple"),
      {Phase::State, "eta", "(lr*sqrt(bias_2)/bias_1 if bias_correction else lr)"},
      {Phase::State, "m", "beta_1*m_prev + d_prev*eta*(1 - beta_1)*g"},
      {Phase::State, "r", "sqrt(beta_2)*r_prev + (1 - sqrt(beta_2))*d_prev*eta*dot(g, s_prev/(sqrt(v_prev) + eps))"},
      lines::secondMoment(),
      {Phase::State, "s", "sqrt(beta_2)*s_prev + (1 - sqrt(beta_2))*d_prev*eta*g"},
      {Phase::State, "d", "max(d_prev, min(r/((1 - sqrt(beta_2))*total(s)), d_prev*growth_rate))",
       "total(s) > 0 and eta > 0"},
      lines::fixedDecay("d_prev*eta"),
      {Phase::Step, "next", "(theta - m/(sqrt(v) + eps) if total(s) > 0 else theta)"}};
  card.symbols = {{"d", R"(d_{t+1})"}, {"d_prev", R"(d_t)"}};
  card.options = {rateOption(&DAdaptAdam::lr),
                  betasOption(&DAdaptAdam::betas),
                  distanceOption(&DAdaptAdam::d0),
                  growthOption(&DAdaptAdam::growth_rate),
                  epsOption(&DAdaptAdam::eps),
                  weightDecayOption(&DAdaptAdam::weight_decay),
                  decoupleOption(&DAdaptAdam::weight_decouple),
                  fixedDecayOption(&DAdaptAdam::fixed_decay),
                  option("bias_correction", &DAdaptAdam::bias_correction)
                      .named("bias correction")
                      .explained("Corrects both averages for their cold start, as Adam does.")
                      .inSecondRow(),
                  maximizeOption(&DAdaptAdam::maximize)};
  return describe<DAdaptAdam>(std::move(card));
}

}  // namespace thalweg::optimizers
