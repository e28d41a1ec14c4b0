/// Adan: Xie et al. 2022, algorithm 1.
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Adan final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 3> betas = {0.98, 0.92, 0.99};
  double weight_decay = 0;
  bool weight_decouple = false;
  double max_grad_norm = 0;
  double eps = 1e-8;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    v_ = n_ = previous_ = m_;
    first_ = second_ = third_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    clip(g_);
    const double sign = gradientSign(maximize);
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double beta3 = betas[2];
    const double gradientShare = rate / first_.next(beta1);
    const double changeShare = rate * beta2 / second_.next(beta2);
    const double rootScale = 1 / std::sqrt(third_.next(beta3));
    const double shrink = weight_decouple ? 1 - rate * weight_decay : 1;
    const double divisor = weight_decouple ? 1 : 1 + rate * weight_decay;
    const double known = first_.t() > 1 ? 1 : 0;  // the first gradient has changed by nothing
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m, double& v, double& n, double& previous, double gradient) {
          const double g = sign * gradient;
          const double change = known * (g - previous);
          m = movingAverage(beta1, m, g);
          v = movingAverage(beta2, v, change);
          const double ahead = g + beta2 * change;
          n = movingAverage(beta3, n, ahead * ahead);
          xi = (shrink * xi - (gradientShare * m + changeShare * v) / (std::sqrt(n) * rootScale + epsilon)) / divisor;
          previous = g;
        },
        x, m_, v_, n_, previous_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(m_t)", Phase::State, m_},
            {R"(v_t)", Phase::State, v_},
            {R"(n_t)", Phase::State, n_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_),
            recorded("bias_2", second_.value(), m_),
            recorded("bias_3", third_.value(), m_),
            {"last", previous_}};
  }

 private:
  /// Every path's gradient is shortened to max_grad_norm.
  void clip(Points& g) const {
    if (max_grad_norm == 0) return;
    const Block all{0, g.cols(), 0};
    for (Index row = 0; row < g.rows(); ++row) {
      auto path = blockOf(g, row, all);
      path *= std::min(1.0, max_grad_norm / (norm(path) + eps));
    }
  }

  Points g_, m_, v_, n_, previous_;
  BiasCorrection first_, second_, third_;
};

}  // namespace

OptimizerCard adan() {
  OptimizerCard card;
  card.id = "Adan";
  card.label = "Adan";
  card.family = "Modern";
  card.elementwise = false;
  card.momentum = "betas[0]";
  card.summary = "Adds an average of the gradient's change to Adam, which anticipates where the gradient is going.";
  card.advice = "Takes larger rates than Adam. Note that its betas follow the paper's code: near 1 means long memory.";
  card.reference = "Xie et al. 2022, algorithm 1; pytorch_optimizer 3.9.0";
  card.formula =
      "m = b1*m + (1 - b1)*g;  v = b2*v + (1 - b2)*(g - g_prev);  n = b3*n + (1 - b3)*(g + b2*(g - g_prev))^2;  x = (x "
      "- lr*(mhat + b2*vhat)/(sqrt(nhat) + eps))/(1 + lr*weight_decay)";
  card.lines = {lines::gradient(),
                {Phase::Gradient, "g", "min(1, max_grad_norm/(norm(g) + eps))*g", "max_grad_norm"},
                {Phase::Gradient, "y", "(0 if t == 1 else 1)*(g - last_prev)"},
                lines::firstMoment(),
                {Phase::State, "v", "beta_2*v_prev + (1 - beta_2)*y"},
                {Phase::State, "n", "beta_3*n_prev + (1 - beta_3)*(g + beta_2*y)**2"},
                lines::decayIf("weight_decouple"),
                {Phase::Step, "next",
                 "(theta - lr*(m/bias_1 + beta_2*v/bias_2)/(sqrt(n/bias_3) + eps))/(1 + (0 if weight_decouple else "
                 "lr*weight_decay))"}};
  card.symbols = {{"last", R"(g_t)"}};
  card.options = {rateOption(&Adan::lr),
                  option("betas", &Adan::betas)
                      .named("moving averages")
                      .explained("Memory of the gradient, of its change, and of the square of their sum.")
                      .element(beta("1", "Memory of the averaged gradient."))
                      .element(beta("2", "Memory of the averaged change of the gradient."))
                      .element(beta("3", "Memory of the averaged square.")),
                  epsOption(&Adan::eps),
                  weightDecayOption(&Adan::weight_decay),
                  decoupleOption(&Adan::weight_decouple),
                  option("max_grad_norm", &Adan::max_grad_norm)
                      .named("largest gradient norm")
                      .explained("Longer gradients are shortened to this; 0: never.")
                      .atLeast(0)
                      .slide(0, 10)
                      .inSecondRow(),
                  maximizeOption(&Adan::maximize)};
  return describe<Adan>(std::move(card));
}

}  // namespace thalweg::optimizers
