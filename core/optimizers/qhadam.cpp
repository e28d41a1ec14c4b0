/// QHAdam: Ma & Yarats 2019.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class QHAdam final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  std::array<double, 2> nus = {1, 1};
  double weight_decay = 0;
  bool decouple_weight_decay = false;
  double eps = 1e-8;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    v_ = m_;
    firstWeight_ = secondWeight_ = 0;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const Decay decay = decayOf(weight_decay, decouple_weight_decay, false, rate);
    // Sums of the weights that the averages have given out: this is Adam's bias correction in another form.
    firstWeight_ = 1 + betas[0] * firstWeight_;
    secondWeight_ = 1 + betas[1] * secondWeight_;
    const double beta1 = 1 - 1 / firstWeight_;
    const double beta2 = 1 - 1 / secondWeight_;
    const double nu1 = nus[0];
    const double nu2 = nus[1];
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m, double& v, double gradient) {
          const double g = gradient + decay.share * xi;
          m = movingAverage(beta1, m, g);
          v = movingAverage(beta2, v, g * g);
          xi = decay.shrink * xi -
               rate * (nu1 * m + (1 - nu1) * g) / (std::sqrt(nu2 * v + (1 - nu2) * (g * g)) + epsilon);
        },
        x, m_, v_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(\hat m_t)", Phase::State, m_}, {R"(\hat v_t)", Phase::State, v_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("memory_1", 1 - 1 / firstWeight_, m_), recorded("memory_2", 1 - 1 / secondWeight_, m_)};
  }
  [[nodiscard]] Points rates(double rate) const override {
    return rate / ((nus[1] * v_ + (1 - nus[1]) * g_.square()).sqrt() + eps);
  }

 private:
  Points g_, m_, v_;
  double firstWeight_ = 0;
  double secondWeight_ = 0;
};

}  // namespace

OptimizerCard qhAdam() {
  OptimizerCard card;
  card.id = "QHAdam";
  card.label = "QHAdam";
  card.family = "Modern";
  card.momentum = "betas[0]";
  card.summary = "Adam with both averages mixed with the present gradient.";
  card.advice = "With both shares 1 it is Adam; a first share of about 0.7 lets beta 1 be larger without overshooting.";
  card.reference = "Ma & Yarats 2019, section 4; torch_optimizer 0.3.1";
  card.formula = "mhat, vhat as in Adam;  x = x - lr*(nu1*mhat + (1 - nu1)*g)/(sqrt(nu2*vhat + (1 - nu2)*g^2) + eps)";
  card.lines = {
      lines::gradientUnless("decouple_weight_decay"),
      {Phase::State, "m_hat", "memory_1*m_hat_prev + (1 - memory_1)*g"},
      {Phase::State, "v_hat", "memory_2*v_hat_prev + (1 - memory_2)*g**2"},
      lines::decayIf("decouple_weight_decay"),
      {Phase::Step, "next", "theta - lr*(nu_1*m_hat + (1 - nu_1)*g)/(sqrt(nu_2*v_hat + (1 - nu_2)*g**2) + eps)"}};
  card.kept = {{"memory_1", "1 - (1 - beta_1)/(1 - beta_1**t)"}, {"memory_2", "1 - (1 - beta_2)/(1 - beta_2**t)"}};
  card.symbols = {{"memory_1", R"(\beta_{1,t})"}, {"memory_2", R"(\beta_{2,t})"}};
  card.options = {rateOption(&QHAdam::lr).above(0),
                  betasOption(&QHAdam::betas),
                  option("nus", &QHAdam::nus)
                      .named("shares")
                      .explained("How much of the averages, against the present gradient, enters a step.")
                      .element({R"(\nu_1)", "nu 1", "Share of the averaged gradient.", {}, {0, 1}})
                      .element({R"(\nu_2)", "nu 2", "Share of the averaged square.", {}, {0, 1}}),
                  epsOption(&QHAdam::eps),
                  weightDecayOption(&QHAdam::weight_decay),
                  option("decouple_weight_decay", &QHAdam::decouple_weight_decay)
                      .named("decoupled weight decay")
                      .explained("Shrinks the parameters directly instead of through the gradient.")
                      .inSecondRow()};
  card.presets = {{"Ma & Yarats 2019", {{"betas", Json::array({0.995, 0.999})}, {"nus", Json::array({0.7, 1})}}}};
  return describe<QHAdam>(std::move(card));
}

}  // namespace thalweg::optimizers
