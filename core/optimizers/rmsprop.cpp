/// torch.optim.RMSprop 1.13.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class RmsProp final : public Optimizer {
 public:
  double lr = 1e-2;
  double alpha = 0.99;
  double eps = 1e-8;
  double weight_decay = 0;
  double momentum = 0;
  bool centered = false;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    v_.setZero(start.rows(), start.cols());
    mean_ = b_ = v_;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const double decay = weight_decay;
    const double memory = alpha;
    const double epsilon = eps;
    const double mu = momentum;
    if (centered) {
      elementwise(
          [=](double& xi, double& v, double& mean, double& b, double gradient) {
            const double g = sign * gradient + decay * xi;
            v = movingAverage(memory, v, g * g);
            mean = movingAverage(memory, mean, g);
            b = mu * b + g / (std::sqrt(v - mean * mean) + epsilon);
            xi -= rate * b;
          },
          x, v_, mean_, b_, g_);
    } else {
      elementwise(
          [=](double& xi, double& v, double& b, double gradient) {
            const double g = sign * gradient + decay * xi;
            v = movingAverage(memory, v, g * g);
            b = mu * b + g / (std::sqrt(v) + epsilon);
            xi -= rate * b;
          },
          x, v_, b_, g_);
    }
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    std::vector<NamedVector> named = {{"g_t", Phase::Gradient, g_}, {"v_t", Phase::State, v_}};
    if (centered) named.push_back({R"(\bar g_t)", Phase::State, mean_});
    named.push_back({"b_t", Phase::State, b_});
    return named;
  }
  [[nodiscard]] Points rates(double rate) const override {
    return rate / ((centered ? Points(v_ - mean_.square()) : v_).sqrt() + eps);
  }
  [[nodiscard]] Points* velocity() override { return &b_; }
  std::vector<StateVector> state() override {
    return {{"square_avg", &v_}, {"grad_avg", &mean_}, {"momentum_buffer", &b_}};
  }

 private:
  Points g_, v_, mean_, b_;
};

}  // namespace

OptimizerCard rmsProp() {
  OptimizerCard card;
  card.id = "RMSprop";
  card.label = "RMSprop";
  card.family = "torch.optim";
  card.summary = "Divides the gradient by a moving average of its own size, coordinate by coordinate.";
  card.advice =
      "Evens out steep and flat directions. Every coordinate keeps moving by about the learning rate, so near a "
      "minimum "
      "it jitters at that scale; the first steps are larger, since the average starts at zero. Centered, the root can "
      "become imaginary by rounding when gradients hardly change, here as in PyTorch.";
  card.reference =
      "Tieleman & Hinton 2012, lecture 6.5; centered: Graves 2013, equation 38; torch.optim.RMSprop, PyTorch 1.13";
  card.formula =
      "g = grad f(x) + weight_decay*x;  v = alpha*v + (1 - alpha)*g^2;  b = momentum*b + g/(sqrt(v) + eps);  x = x - "
      "lr*b";
  card.lines = {lines::decayedGradient(),
                {Phase::State, "v", "alpha*v_prev + (1 - alpha)*g**2"},
                {Phase::State, "g_bar", "alpha*g_bar_prev + (1 - alpha)*g", "centered"},
                {Phase::State, "b", "momentum*b_prev + g/(sqrt(v - g_bar**2 if centered else v) + eps)"},
                lines::step("b")};
  card.torch = "torch.optim.RMSprop";
  card.momentum = "momentum";
  card.options = {rateOption(&RmsProp::lr),
                  option("alpha", &RmsProp::alpha)
                      .named("smoothing")
                      .as(R"(\alpha)")
                      .explained("Memory of the averaged squared gradient.")
                      .atLeast(0)
                      .slide(0, 0.9999, Scale::LogOneMinus),
                  momentumOption(&RmsProp::momentum).inSecondRow(),
                  epsOption(&RmsProp::eps),
                  weightDecayOption(&RmsProp::weight_decay),
                  option("centered", &RmsProp::centered)
                      .named("centered")
                      .explained("Divides by the gradient's spread around its own average instead of its size.")
                      .inSecondRow(),
                  maximizeOption(&RmsProp::maximize)};
  card.presets = {{"For 2-D surfaces", {{"lr", 0.02}, {"alpha", 0.9}}},
                  {"Hinton 2012, lecture 6e", {{"lr", 1e-3}, {"alpha", 0.9}}}};
  return describe<RmsProp>(std::move(card));
}

}  // namespace thalweg::optimizers
