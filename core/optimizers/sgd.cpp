/// torch.optim.SGD 1.13: gradient descent with (Nesterov) momentum and dampening.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Sgd final : public Optimizer {
 public:
  double lr = 1e-3;
  double momentum = 0;
  double dampening = 0;
  double weight_decay = 0;
  bool nesterov = false;
  bool maximize = false;

  void prepare() const {
    if (nesterov && (momentum <= 0 || dampening != 0)) {
      throw OptionError("options.nesterov", "needs a momentum above 0 and no dampening");
    }
  }

  void reset(const Points& start, const Shape& /*shape*/) override {
    b_.setZero(start.rows(), start.cols());
    hasBuffer_ = false;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    // The first velocity is the gradient itself, without dampening.
    const double share = momentum != 0 && hasBuffer_ ? 1 - dampening : 1;
    if (share == 1 && weight_decay == 0 && !maximize) {
      // A step is bound by its arithmetic: what changes nothing is left out.
      move(x, rate, [](double /*xi*/, double gradient) { return gradient; });
    } else {
      move(x, rate, [=, sign = gradientSign(maximize), decay = weight_decay](double xi, double gradient) {
        return share * (sign * gradient + decay * xi);
      });
    }
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    std::vector<NamedVector> named = {{"g_t", Phase::Gradient, g_}};
    if (hasBuffer_) named.push_back({"b_t", Phase::State, b_});
    return named;
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("buffered", hasBuffer_ ? 1 : 0, b_)};
  }
  [[nodiscard]] Points rates(double rate) const override { return Points::Constant(g_.rows(), g_.cols(), rate); }
  [[nodiscard]] Points* velocity() override { return &b_; }
  std::vector<StateVector> state() override { return {{"momentum_buffer", &b_}}; }
  void resume(double /*steps*/) override { hasBuffer_ = true; }

 private:
  /// `push(xi, gradient)` is what joins the velocity.
  void move(Points& x, double rate, auto push) {
    const double mu = momentum;
    if (mu == 0) {
      elementwise([=](double& xi, double gradient) { xi -= rate * push(xi, gradient); }, x, g_);
      return;
    }
    if (nesterov) {
      elementwise(
          [=](double& xi, double& b, double gradient) {
            const double g = push(xi, gradient);
            b = mu * b + g;
            xi -= rate * (g + mu * b);
          },
          x, b_, g_);
    } else {
      elementwise(
          [=](double& xi, double& b, double gradient) {
            b = mu * b + push(xi, gradient);
            xi -= rate * b;
          },
          x, b_, g_);
    }
    hasBuffer_ = true;
  }

  Points g_, b_;
  bool hasBuffer_ = false;
};

}  // namespace

OptimizerCard sgd() {
  OptimizerCard card;
  card.id = "SGD";
  card.label = "SGD";
  card.family = "torch.optim";
  card.heavyBall = true;
  card.summary = "Steps against the gradient, optionally carried on by momentum.";
  card.advice =
      "The yardstick for everything else, and hard to beat once the rate is tuned. The rate must stay below two over "
      "the largest curvature; with momentum a ravine is passed faster, at the price of overshooting.";
  card.reference = "torch.optim.SGD, PyTorch 1.13; momentum: Polyak 1964; nesterov: Sutskever et al. 2013, equation 7";
  card.formula = "g = grad f(x) + weight_decay*x;  b = momentum*b + (1 - dampening)*g;  x = x - lr*b";
  card.lines = {lines::decayedGradient(),
                {Phase::State, "b", "momentum*b_prev + (1 - dampening if buffered_prev else 1)*g", "moving"},
                {Phase::Step, "next", "theta - lr*((g + momentum*b if nesterov else b) if moving else g)"}};
  card.kept = {{"buffered_prev", "t > 1"}};
  card.torch = "torch.optim.SGD";
  card.momentum = "momentum";
  card.options = {rateOption(&Sgd::lr),
                  momentumOption(&Sgd::momentum),
                  nesterovOption(&Sgd::nesterov),
                  dampeningOption(&Sgd::dampening),
                  weightDecayOption(&Sgd::weight_decay),
                  maximizeOption(&Sgd::maximize)};
  card.presets = {{"For 2-D surfaces", {{"lr", 0.01}, {"momentum", 0.9}}},
                  {"Momentum", {{"momentum", 0.9}}},
                  {"Nesterov", {{"momentum", 0.9}, {"nesterov", true}}},
                  {"Sutskever et al. 2013", {{"momentum", 0.99}, {"nesterov", true}}},
                  {"He et al. 2016, ResNet", {{"lr", 0.1}, {"momentum", 0.9}, {"weight_decay", 1e-4}}}};
  return describe<Sgd>(std::move(card));
}

}  // namespace thalweg::optimizers
