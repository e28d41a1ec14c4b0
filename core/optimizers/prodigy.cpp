/// Prodigy: Mishchenko & Defazio 2024, algorithm 4.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Prodigy final : public Optimizer {
 public:
  double lr = 1;
  std::array<double, 2> betas = {0.9, 0.999};
  std::optional<double> beta3;
  double d0 = 1e-6;
  double d_coef = 1;
  double growth_rate = std::numeric_limits<double>::infinity();
  double weight_decay = 0;
  bool weight_decouple = true;
  bool fixed_decay = false;
  bool bias_correction = false;
  bool safeguard_warmup = false;
  std::optional<double> eps = 1e-8;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    x0_ = start;
    m_.setZero(start.rows(), start.cols());
    v_ = s_ = m_;
    d_.setConstant(start.rows(), d0);
    dMax_ = d_;
    numerator_.setZero(start.rows());
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double firstCorrection = first_.next(betas[0]);
    const double secondCorrection = second_.next(betas[1]);
    const double corrected = bias_correction ? rate * std::sqrt(secondCorrection) / firstCorrection : rate;
    const double keep = beta3.value_or(std::sqrt(betas[1]));
    for (Index row = 0; row < x.rows(); ++row) stepRow(x, row, corrected, keep);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(m_t)", Phase::State, m_},
            {R"(v_t)", Phase::State, v_},
            {R"(s_t)", Phase::State, s_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_),
            recorded("bias_2", second_.value(), m_),
            {"start", x0_},
            {"r", numerator_},
            {"d_max", dMax_}};
  }
  [[nodiscard]] std::vector<Reading> readings() const override { return {{"d", d_}}; }

 private:
  void stepRow(Points& x, Index row, double rate, double keep) {
    const double sign = gradientSign(maximize);
    const double joined = weight_decouple ? 0 : weight_decay;
    double& d = d_[row];
    const double dRate = d * rate;
    const double gain = d / d0;
    const double sumGain = gain * (safeguard_warmup ? d : dRate);
    double correlation = 0;
    double size = 0;
    for (Index j = 0; j < x.cols(); ++j) {
      const double g = sign * g_(row, j) + joined * x(row, j);
      correlation += g * (x0_(row, j) - x(row, j));
      m_(row, j) = betas[0] * m_(row, j) + d * (1 - betas[0]) * g;
      v_(row, j) = betas[1] * v_(row, j) + d * d * (1 - betas[1]) * g * g;
      s_(row, j) = keep * s_(row, j) + sumGain * g;
      size += std::abs(s_(row, j));
    }
    numerator_[row] = keep * numerator_[row] + gain * dRate * correlation;
    if (size == 0) return;
    const double estimate = d_coef * numerator_[row] / size;
    if (d == d0) d = std::max(d, estimate);
    dMax_[row] = std::max(dMax_[row], estimate);
    d = std::min(dMax_[row], d * growth_rate);

    const double shrink = decayOf(weight_decay, weight_decouple, fixed_decay, dRate).shrink;
    for (Index j = 0; j < x.cols(); ++j) {
      const double root = std::sqrt(v_(row, j));
      const double u = eps ? m_(row, j) / (root + d * *eps) : std::atan2(m_(row, j), root);
      x(row, j) = shrink * x(row, j) - dRate * u;
    }
  }

  Points g_, x0_, m_, v_, s_;
  Column d_, dMax_, numerator_;
  BiasCorrection first_, second_;
};

}  // namespace

OptimizerCard prodigy() {
  OptimizerCard card;
  card.id = "Prodigy";
  card.label = "Prodigy";
  card.family = "Modern";
  card.elementwise = false;
  card.momentum = "betas[0]";
  card.summary = "Adam that estimates its own rate from how far it has come: the distance to the minimum, from below.";
  card.advice =
      "Leave the rate at 1 and use a schedule that falls. The estimate only grows, so a start in a steep place can "
      "make it too large for good.";
  card.reference = "Mishchenko & Defazio 2024, algorithm 4; pytorch_optimizer 3.9.0";
  card.formula =
      "m = b1*m + (1 - b1)*d*g;  v = b2*v + (1 - b2)*d^2*g^2;  d = max(d, sum d*lr*g.(x0 - x)/|s|_1);  x = x - "
      "lr*d*m/(sqrt(v) + d*eps)";
  card.lines = {
      lines::gradientUnless("weight_decouple"),
      {Phase::State, "eta", "(lr*sqrt(bias_2)/bias_1 if bias_correction else lr)"},
      {Phase::State, "m", "beta_1*m_prev + d_prev*(1 - beta_1)*g"},
      {Phase::State, "v", "beta_2*v_prev + d_prev**2*(1 - beta_2)*g**2"},
      {Phase::State, "s",
       "(beta3 if beta3_given else sqrt(beta_2))*s_prev + d_prev/d0*(d_prev if safeguard_warmup else d_prev*eta)*g"},
      {Phase::State, "r",
       "(beta3 if beta3_given else sqrt(beta_2))*r_prev + d_prev/d0*d_prev*eta*dot(g, start - theta)"},
      {Phase::State, "d_hat", "d_coef*r/total(s)", "total(s) > 0"},
      {Phase::State, "d_max", "max(d_max_prev, d_hat)", "total(s) > 0"},
      {Phase::State, "d", "min(d_max, (max(d_prev, d_hat) if d_prev == d0 else d_prev)*growth_rate)", "total(s) > 0"},
      lines::fixedDecay("d_prev*eta"),
      {Phase::Step, "next",
       "(theta - d_prev*eta*(m/(sqrt(v) + d*eps) if eps_given else atan2(m, sqrt(v))) if total(s) > 0 else theta)"}};
  card.symbols = {{"d", R"(d_{t+1})"},
                  {"d_prev", R"(d_t)"},
                  {"d_max", R"(d^{\max}_{t+1})"},
                  {"d_max_prev", R"(d^{\max}_t)"},
                  {"d_hat", R"(\hat d_{t+1})"}};
  card.options = {
      rateOption(&Prodigy::lr),
      betasOption(&Prodigy::betas),
      distanceOption(&Prodigy::d0),
      option("d_coef", &Prodigy::d_coef)
          .named("distance coefficient")
          .as(R"(c)")
          .explained("Multiplies the estimate of the distance: the knob to turn if steps are too long or short.")
          .slide(0.1, 10, Scale::Log),
      growthOption(&Prodigy::growth_rate),
      option("beta3", &Prodigy::beta3)
          .named("memory of the estimate")
          .as(R"(\beta_3)")
          .explained("Memory of the sums behind the estimate; none: the root of beta 2.")
          .atLeast(0)
          .below(1)
          .slide(0, 0.9999, Scale::LogOneMinus)
          .inSecondRow(),
      option("eps", &Prodigy::eps)
          .named("epsilon")
          .as(R"(\varepsilon)")
          .explained("Keeps the division finite; none: arctan in place of the division.")
          .atLeast(0)
          .slide(1e-12, 1, Scale::Log)
          .inSecondRow(),
      weightDecayOption(&Prodigy::weight_decay),
      decoupleOption(&Prodigy::weight_decouple),
      fixedDecayOption(&Prodigy::fixed_decay),
      option("bias_correction", &Prodigy::bias_correction)
          .named("bias correction")
          .explained("Corrects both averages for their cold start, as Adam does.")
          .inSecondRow(),
      option("safeguard_warmup", &Prodigy::safeguard_warmup)
          .named("safeguard warm-up")
          .explained("Keeps the rate out of the estimate, for schedules that start near 0.")
          .inSecondRow(),
      maximizeOption(&Prodigy::maximize)};
  return describe<Prodigy>(std::move(card));
}

}  // namespace thalweg::optimizers
