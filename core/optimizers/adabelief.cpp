/// AdaBelief: Zhuang et al. 2020, with the order of operations of the reference library.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class AdaBelief final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;
  double weight_decay = 0;
  bool amsgrad = false;
  bool weight_decouple = false;
  bool fixed_decay = false;
  bool rectify = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    s_ = sMax_ = m_;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const Decay decay = decayOf(weight_decay, weight_decouple, fixed_decay, rate);
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double stepSize = rate / first_.next(beta1);
    const double correction = second_.next(beta2);
    const double rootScale = 1 / std::sqrt(correction);
    const double epsilon = eps;
    const bool keepLargest = amsgrad;
    const double rhoMax = 2 / (1 - beta2) - 1;
    const double rho = rhoMax - 2 * second_.t() * (1 - correction) / correction;
    const bool plain = rectify && rho <= 4;
    const double rectification =
        rectify && rho > 4 ? std::sqrt((rho - 4) * (rho - 2) * rhoMax / ((rhoMax - 4) * (rhoMax - 2) * rho)) : 1;
    const double scale = plain ? rate : stepSize * rectification;
    rectification_ = plain ? 0 : rectification;
    elementwise(
        [=](double& xi, double& m, double& s, double& sMax, double gradient) {
          const double g = gradient + decay.share * xi;
          m = movingAverage(beta1, m, g);
          // ε is added to s itself, and so gathers over the steps.
          s = movingAverage(beta2, s, (g - m) * (g - m));
          double used = 0;
          if (keepLargest) {
            sMax = (sMax < s ? s : sMax) + epsilon;
            used = sMax;
          } else {
            s += epsilon;
            used = s;
          }
          xi = decay.shrink * xi - scale * m / (plain ? 1 : std::sqrt(used) * rootScale + epsilon);
        },
        x, m_, s_, sMax_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(m_t)", Phase::State, m_},
            {R"(s_t)", Phase::State, s_},
            {R"(\hat m_t)", Phase::State, m_ / first_.value()},
            {R"(\hat s_t)", Phase::State, (amsgrad ? sMax_ : s_) / second_.value()}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_), recorded("bias_2", second_.value(), m_), {"s_max", sMax_}};
  }
  [[nodiscard]] Points rates(double rate) const override {
    // Without division by √s the rate multiplies m itself.
    if (rectification_ == 0) return Points::Constant(s_.rows(), s_.cols(), rate * first_.value());
    return rate * rectification_ / (((amsgrad ? sMax_ : s_) / second_.value()).sqrt() + eps);
  }
  std::vector<StateVector> state() override {
    return {{"exp_avg", &m_}, {"exp_avg_var", &s_}, {"max_exp_avg_var", &sMax_}};
  }
  void resume(double steps) override {
    first_.resume(steps);
    second_.resume(steps);
  }

 private:
  Points g_, m_, s_, sMax_;
  BiasCorrection first_, second_;
  double rectification_ = 0;  // of the last step; 0: no division by √s
};

}  // namespace

OptimizerCard adaBelief() {
  OptimizerCard card;
  card.id = "AdaBelief";
  card.label = "AdaBelief";
  card.family = "Modern";
  card.momentum = "betas[0]";
  card.summary = "Adam that divides by how far gradients stray from their average, not by how large they are.";
  card.advice =
      "Takes long steps where gradients agree and short ones where they do not. Epsilon matters more than in Adam, "
      "since it is added to the average in every step.";
  card.reference = "Zhuang et al. 2020, algorithm 2; torch_optimizer 0.3.1";
  card.formula =
      "m = b1*m + (1 - b1)*g;  s = b2*s + (1 - b2)*(g - m)^2 + eps;  x = x - lr*m/(1 - b1^t)/(sqrt(s/(1 - b2^t)) + "
      "eps)";
  card.lines = {
      lines::gradientUnless("weight_decouple"),
      lines::firstMoment(),
      {Phase::State, "s", "beta_2*s_prev + (1 - beta_2)*(g - m)**2 + (0 if amsgrad else eps)"},
      {Phase::State, "s_max", "max(s_max_prev, s) + eps", "amsgrad"},
      lines::correctedFirst(),
      {Phase::State, "s_hat", "(s_max if amsgrad else s)/bias_2"},
      {Phase::State, "rho_max", "2/(1 - beta_2) - 1", "rectify"},
      {Phase::State, "rho", "rho_max - 2*t*(1 - bias_2)/bias_2", "rectify"},
      {Phase::State, "r", "sqrt((rho - 4)*(rho - 2)*rho_max/((rho_max - 4)*(rho_max - 2)*rho))", "rectify and rho > 4"},
      lines::fixedDecay(),
      {Phase::Step, "next",
       "theta - (lr*m if (rho <= 4 if rectify else 0) else lr*(r if rectify else 1)*m_hat/(sqrt(s_hat) + eps))"}};
  card.symbols = {{"rho_max", R"(\rho_\infty)"}};
  card.options = {rateOption(&AdaBelief::lr).above(0),
                  betasOption(&AdaBelief::betas),
                  epsOption(&AdaBelief::eps),
                  weightDecayOption(&AdaBelief::weight_decay),
                  decoupleOption(&AdaBelief::weight_decouple),
                  fixedDecayOption(&AdaBelief::fixed_decay),
                  amsgradOption(&AdaBelief::amsgrad),
                  option("rectify", &AdaBelief::rectify)
                      .named("rectify")
                      .explained("Waits with adaptive steps until the average can be trusted, as RAdam does.")
                      .inSecondRow()};
  card.presets = {{"For 2-D surfaces", {{"lr", 0.05}}}};
  return describe<AdaBelief>(std::move(card));
}

}  // namespace thalweg::optimizers
