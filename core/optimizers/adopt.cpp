/// ADOPT: Taniguchi et al. 2024, algorithm 2.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Adopt final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.9999};
  std::optional<double> clip_lambda = 0.25;
  double weight_decay = 0;
  bool weight_decouple = false;
  bool fixed_decay = false;
  double eps = 1e-6;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    m_.setZero(start.rows(), start.cols());
    v_ = m_;
    t_ = 0;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const Decay decay = decayOf(weight_decay, weight_decouple, fixed_decay, rate);
    t_ += 1;
    if (t_ == 1) {
      // The first step only learns how large gradients are.
      elementwise(
          [=](double& v, double gradient, double xi) {
            const double g = sign * gradient + decay.share * xi;
            v = g * g;
          },
          v_, g_, x);
      return;
    }
    const double beta1 = betas[0];
    const double beta2 = betas[1];
    const double bound = clip_lambda ? std::pow(t_ - 1, *clip_lambda) : std::numeric_limits<double>::infinity();
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& m, double& v, double gradient) {
          const double g = sign * gradient + decay.share * xi;
          const double root = std::sqrt(v);
          const double normed = g / (root < epsilon ? epsilon : root);
          m = movingAverage(beta1, m, normed > bound ? bound : normed < -bound ? -bound : normed);
          xi = decay.shrink * xi - rate * m;
          v = movingAverage(beta2, v, g * g);
        },
        x, m_, v_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(m_t)", Phase::State, m_}, {R"(v_t)", Phase::State, v_}};
  }

 private:
  Points g_, m_, v_;
  double t_ = 0;
};

}  // namespace

OptimizerCard adopt() {
  OptimizerCard card;
  card.id = "ADOPT";
  card.label = "ADOPT";
  card.family = "Modern";
  card.momentum = "betas[0]";
  card.summary = "Adam that divides each gradient by the average of the earlier ones only, before averaging it.";
  card.advice =
      "Converges for any beta 2, where Adam may not. It does not move in the first step. A gradient much larger than "
      "all before is cut.";
  card.reference = "Taniguchi et al. 2024, algorithm 2; pytorch_optimizer 3.9.0";
  card.formula = "m = b1*m + (1 - b1)*clip(g/max(sqrt(v), eps));  x = x - lr*m;  v = b2*v + (1 - b2)*g^2";
  card.lines = {
      lines::gradientUnless("weight_decouple"),
      {Phase::State, "u", "g/max(sqrt(v_prev), eps)", "t > 1"},
      {Phase::State, "c", "(t - 1)**clip_lambda", "t > 1 and clip_lambda_given"},
      {Phase::State, "m", "beta_1*m_prev + (1 - beta_1)*(min(max(u, -c), c) if clip_lambda_given else u)", "t > 1"},
      {Phase::State, "v", "(g**2 if t == 1 else beta_2*v_prev + (1 - beta_2)*g**2)"},
      {Phase::Step, "theta",
       "(1 - ((weight_decay if fixed_decay else lr*weight_decay) if weight_decouple else 0))*theta", "t > 1"},
      {Phase::Step, "next", "(theta if t == 1 else theta - lr*m)"}};
  card.options = {rateOption(&Adopt::lr),
                  betasOption(&Adopt::betas),
                  option("clip_lambda", &Adopt::clip_lambda)
                      .named("clipping power")
                      .as("c")
                      .explained("Normed gradients are cut at (t − 1) to this power; none: never.")
                      .slide(0, 1),
                  epsOption(&Adopt::eps),
                  weightDecayOption(&Adopt::weight_decay),
                  decoupleOption(&Adopt::weight_decouple),
                  fixedDecayOption(&Adopt::fixed_decay),
                  maximizeOption(&Adopt::maximize)};
  return describe<Adopt>(std::move(card));
}

}  // namespace thalweg::optimizers
