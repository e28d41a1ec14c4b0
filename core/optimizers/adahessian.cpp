/// AdaHessian: Yao et al. 2021, with the exact diagonal of the Hessian.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class AdaHessian final : public Optimizer {
 public:
  double lr = 0.1;
  std::array<double, 2> betas = {0.9, 0.999};
  double weight_decay = 0;
  bool weight_decouple = true;
  bool fixed_decay = false;
  double hessian_power = 1;
  std::int64_t hessian_period = 1;
  double eps = 1e-16;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    v_ = h_ = m_;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const bool fresh = static_cast<std::int64_t>(first_.t()) % hessian_period == 0;
    if (fresh) oracle.hessianDiagonal(x, h_);
    const double sign = gradientSign(maximize);
    const Decay decay = decayOf(weight_decay, weight_decouple, fixed_decay, rate);
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double stepSize = rate / first_.next(beta1);
    const double correction = second_.next(beta2);
    const double power = hessian_power / 2;
    const bool plainRoot = hessian_power == 1;
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m, double& v, double h, double gradient) {
          m = movingAverage(beta1, m, sign * gradient + decay.share * xi);
          if (fresh) v = movingAverage(beta2, v, h * h);
          const double corrected = v / correction;
          xi = decay.shrink * xi -
               stepSize * m / ((plainRoot ? std::sqrt(corrected) : std::pow(corrected, power)) + epsilon);
        },
        x, m_, v_, h_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(h_t)", Phase::Gradient, h_},
            {R"(m_t)", Phase::State, m_},
            {R"(v_t)", Phase::State, v_},
            {R"(\hat m_t)", Phase::State, m_ / first_.value()},
            {R"(\hat v_t)", Phase::State, v_ / second_.value()}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_), recorded("bias_2", second_.value(), m_)};
  }
  [[nodiscard]] Points rates(double rate) const override {
    return rate / ((v_ / second_.value()).pow(hessian_power / 2) + eps);
  }
  std::vector<StateVector> state() override { return {{"exp_avg", &m_}, {"exp_hessian_diag_sq", &v_}}; }
  void resume(double steps) override {
    first_.resume(steps);
    second_.resume(steps);
  }

 private:
  Points g_, m_, v_, h_;
  BiasCorrection first_, second_;
};

}  // namespace

OptimizerCard adaHessian() {
  OptimizerCard card;
  card.id = "AdaHessian";
  card.label = "AdaHessian";
  card.family = "Modern";
  card.momentum = "betas[0]";
  card.summary = "Adam with the diagonal of the Hessian in place of the gradient in its second average.";
  card.advice =
      "Scales each coordinate by its curvature, so it nears Newton's step on surfaces aligned with the axes. At "
      "saddles it sees only the size of a negative curvature. The diagonal is exact here, where implementations "
      "estimate it.";
  card.reference = "Yao et al. 2021, algorithm 1; pytorch_optimizer 3.9.0";
  card.formula =
      "m = b1*m + (1 - b1)*g;  v = b2*v + (1 - b2)*diag(H)^2;  x = x - lr*m/(1 - b1^t)/((v/(1 - b2^t))^(k/2) + eps)";
  card.lines = {lines::gradientUnless("weight_decouple"),
                {Phase::Gradient, "h", "diag_hessian(theta)", "(t - 1) % hessian_period == 0"},
                lines::firstMoment(),
                {Phase::State, "v", "beta_2*v_prev + (1 - beta_2)*h**2", "(t - 1) % hessian_period == 0"},
                lines::correctedFirst(),
                lines::correctedSecond(),
                lines::fixedDecay(),
                {Phase::Step, "next", "theta - lr*m_hat/(v_hat**(hessian_power/2) + eps)"}};
  card.options = {rateOption(&AdaHessian::lr),
                  betasOption(&AdaHessian::betas),
                  option("hessian_power", &AdaHessian::hessian_power)
                      .named("Hessian power")
                      .as(R"(k)")
                      .explained("1 divides by the curvature, smaller powers by less of it.")
                      .above(0)
                      .atMost(1)
                      .slide(0.05, 1),
                  option("hessian_period", &AdaHessian::hessian_period)
                      .named("Hessian period")
                      .explained("The curvature is taken anew every so many steps.")
                      .within(1, 1e9)
                      .slide(1, 20, Scale::Integer),
                  epsOption(&AdaHessian::eps).slide(1e-16, 1, Scale::Log),
                  weightDecayOption(&AdaHessian::weight_decay),
                  decoupleOption(&AdaHessian::weight_decouple),
                  fixedDecayOption(&AdaHessian::fixed_decay),
                  maximizeOption(&AdaHessian::maximize)};
  return describe<AdaHessian>(std::move(card));
}

}  // namespace thalweg::optimizers
