/// torch.optim.Adagrad 1.13.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Adagrad final : public Optimizer {
 public:
  double lr = 1e-2;
  double lr_decay = 0;
  double weight_decay = 0;
  double initial_accumulator_value = 0;
  double eps = 1e-10;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    sum_.setConstant(start.rows(), start.cols(), initial_accumulator_value);
    t_ = 0;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const double decay = weight_decay;
    const double epsilon = eps;
    const double decayed = rate / (1 + t_ * lr_decay);
    t_ += 1;
    elementwise(
        [=](double& xi, double& sum, double gradient) {
          const double g = sign * gradient + decay * xi;
          sum += g * g;
          xi -= decayed * g / (std::sqrt(sum) + epsilon);
        },
        x, sum_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, g_}, {"s_t", Phase::State, sum_}};
  }
  [[nodiscard]] Points rates(double rate) const override {
    return rate / (1 + (t_ - 1) * lr_decay) / (sum_.sqrt() + eps);
  }
  std::vector<StateVector> state() override { return {{"sum", &sum_}}; }
  void resume(double steps) override { t_ = steps; }

 private:
  Points g_, sum_;
  double t_ = 0;
};

}  // namespace

OptimizerCard adagrad() {
  OptimizerCard card;
  card.id = "Adagrad";
  card.label = "Adagrad";
  card.family = "torch.optim";
  card.summary = "Divides each coordinate's rate by the root of all its squared gradients so far.";
  card.advice =
      "Suits rare features: a coordinate that seldom gets a gradient keeps a large rate. The sum never shrinks, so on "
      "long runs it slows down and may stop short of the minimum.";
  card.reference = "Duchi, Hazan & Singer 2011, equation 1; torch.optim.Adagrad, PyTorch 1.13";
  card.formula = "g = grad f(x) + weight_decay*x;  s = s + g^2;  x = x - lr/(1 + (t - 1)*lr_decay)*g/(sqrt(s) + eps)";
  card.lines = {lines::decayedGradient(),
                {Phase::State, "s", "s_prev + g**2"},
                {Phase::Step, "next", "theta - lr/(1 + (t - 1)*lr_decay)*g/(sqrt(s) + eps)"}};
  card.kept = {{"s", "", "initial_accumulator_value"}};
  card.torch = "torch.optim.Adagrad";
  card.options = {
      rateOption(&Adagrad::lr),
      option("lr_decay", &Adagrad::lr_decay)
          .named("rate decay")
          .as(R"(\eta)")
          .explained("Lowers the rate further, as 1/(1 + (t − 1)η).")
          .atLeast(0)
          .slide(0, 1),
      option("initial_accumulator_value", &Adagrad::initial_accumulator_value)
          .named("initial sum")
          .as("s_0")
          .explained("What the sum of squares starts from: larger values tame the first steps.")
          .atLeast(0)
          .slide(0, 10)
          .inSecondRow(),
      epsOption(&Adagrad::eps)
          .explained("Keeps the division finite before the first gradient; large values bring back plain descent."),
      weightDecayOption(&Adagrad::weight_decay),
      maximizeOption(&Adagrad::maximize)};
  card.presets = {{"For 2-D surfaces", {{"lr", 0.5}}}};
  return describe<Adagrad>(std::move(card));
}

}  // namespace thalweg::optimizers
