/// Sophia-H: Liu et al. 2023, with the exact diagonal of the Hessian.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Sophia final : public Optimizer {
 public:
  double lr = 0.06;
  std::array<double, 2> betas = {0.96, 0.99};
  double weight_decay = 0;
  bool weight_decouple = true;
  bool fixed_decay = false;
  double p = 0.01;
  std::int64_t hessian_period = 10;
  double eps = 1e-12;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    h_ = hessian_ = m_;
    t_ = 0;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const bool fresh = t_ % hessian_period == 0;
    if (fresh) oracle.hessianDiagonal(x, hessian_);
    ++t_;
    const double sign = gradientSign(maximize);
    const Decay decay = decayOf(weight_decay, weight_decouple, fixed_decay, rate);
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double bound = p;
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m, double& h, double hessian, double gradient) {
          m = movingAverage(beta1, m, sign * gradient + decay.share * xi);
          if (fresh) h = movingAverage(beta2, h, hessian);
          const double ratio = m / (h < epsilon ? epsilon : h);
          xi = decay.shrink * xi - rate * (ratio > bound ? bound : ratio < -bound ? -bound : ratio);
        },
        x, m_, h_, hessian_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(m_t)", Phase::State, m_}, {R"(h_t)", Phase::State, h_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {{"H", hessian_}, recorded("fresh", (t_ + hessian_period - 1) % hessian_period == 0 ? 1 : 0, m_)};
  }
  std::vector<StateVector> state() override { return {{"exp_avg", &m_}, {"hessian", &hessian_}}; }

 private:
  Points g_, m_, h_, hessian_;
  std::int64_t t_ = 0;
};

}  // namespace

OptimizerCard sophiaH() {
  OptimizerCard card;
  card.id = "SophiaH";
  card.label = "Sophia";
  card.family = "Modern";
  card.momentum = "betas[0]";
  card.summary =
      "Divides momentum by the Hessian's diagonal and cuts the result, so that flat and negative curvature cannot "
      "throw it far.";
  card.advice =
      "Where curvature is negative or small it becomes a sign method of length lr·p. The diagonal is exact here, where "
      "implementations estimate it.";
  card.reference = "Liu et al. 2023, algorithm 3; pytorch_optimizer 3.9.0";
  card.formula = "m = b1*m + (1 - b1)*g;  h = b2*h + (1 - b2)*diag(H);  x = x - lr*clip(m/max(h, eps), p)";
  card.lines = {lines::gradientUnless("weight_decouple"),
                {Phase::Gradient, "H", "diag_hessian(theta)", "fresh"},
                lines::firstMoment(),
                {Phase::State, "h", "beta_2*h_prev + (1 - beta_2)*H", "fresh"},
                lines::fixedDecay(),
                {Phase::Step, "next", "theta - lr*min(max(m/max(h, eps), -p), p)"}};
  card.symbols = {{"H", R"(\eta_t)"}};
  card.options = {rateOption(&Sophia::lr),
                  betasOption(&Sophia::betas),
                  option("p", &Sophia::p)
                      .named("clipping")
                      .as(R"(p)")
                      .explained("Largest ratio of momentum to curvature; beyond it steps are signs.")
                      .atLeast(0)
                      .slide(1e-3, 1, Scale::Log),
                  option("hessian_period", &Sophia::hessian_period)
                      .named("Hessian period")
                      .explained("The curvature is taken anew every so many steps.")
                      .within(1, 1e9)
                      .slide(1, 20, Scale::Integer),
                  epsOption(&Sophia::eps)
                      .explained("Least curvature that the momentum is divided by; below it steps are signs.")
                      .slide(1e-16, 1, Scale::Log),
                  weightDecayOption(&Sophia::weight_decay),
                  decoupleOption(&Sophia::weight_decouple),
                  fixedDecayOption(&Sophia::fixed_decay),
                  maximizeOption(&Sophia::maximize)};
  return describe<Sophia>(std::move(card));
}

}  // namespace thalweg::optimizers
