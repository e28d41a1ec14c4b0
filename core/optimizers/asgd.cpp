/// torch.optim.ASGD 1.13.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Asgd final : public Optimizer {
 public:
  double lr = 1e-2;
  double lambd = 1e-4;
  double alpha = 0.75;
  double t0 = 1e6;
  double weight_decay = 0;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    ax_ = start;
    t_ = 0;
    mu_ = 1;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    // η and μ are those of the previous step, so a schedule acts one step late.
    if (t_ == 0) eta_ = rate;
    t_ += 1;
    const double sign = gradientSign(maximize);
    const double decay = weight_decay;
    const double shrink = 1 - lambd * eta_;
    const double eta = eta_;
    const double mu = mu_;
    elementwise(
        [=](double& xi, double& ax, double gradient) {
          const double g = sign * gradient + decay * xi;
          xi = shrink * xi - eta * g;
          ax = mu == 1 ? xi : ax + mu * (xi - ax);
        },
        x, ax_, g_);
    eta_ = rate / std::pow(1 + lambd * rate * t_, alpha);
    mu_ = 1 / std::max(1.0, t_ - t0);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, g_}, {R"(\bar\theta_t)", Phase::Step, ax_}};
  }
  [[nodiscard]] const Points* average() const override { return &ax_; }

 private:
  Points g_, ax_;
  double t_ = 0;
  double eta_ = 0;
  double mu_ = 1;
};

}  // namespace

OptimizerCard asgd() {
  OptimizerCard card;
  card.id = "ASGD";
  card.label = "ASGD";
  card.family = "torch.optim";
  card.summary = "Gradient descent with a slowly falling rate, and the average of its points beside it.";
  card.advice =
      "The average is the result: it is smoother than the path when gradients are noisy. Averaging begins after t0 "
      "steps, which by default is never reached on short runs.";
  card.reference = "Polyak & Juditsky 1992; torch.optim.ASGD, PyTorch 1.13";
  card.formula = "x = (1 - lambd*eta)*x - eta*g;  ax = ax + mu*(x - ax);  eta = lr/(1 + lambd*lr*t)^alpha";
  card.lines = {lines::decayedGradient(),
                {Phase::State, "eta", "lr if t == 1 else lr_prev/(1 + lambd*lr_prev*(t - 1))**alpha"},
                {Phase::State, "mu", "1 if t == 1 else 1/max(1, t - 1 - t0)"},
                {Phase::Step, "next", "(1 - lambd*eta)*theta - eta*g"},
                {Phase::Step, "theta_bar", "theta_bar_prev + mu*(next - theta_bar_prev)"}};
  card.symbols = {{"t0", R"(t_0)"}};
  card.torch = "torch.optim.ASGD";
  card.options = {rateOption(&Asgd::lr),
                  option("t0", &Asgd::t0)
                      .named("averaging starts at")
                      .as("t_0")
                      .explained("Step from which points are averaged.")
                      .slide(1, 1e6, Scale::Log),
                  option("lambd", &Asgd::lambd)
                      .named("decay")
                      .as(R"(\lambda_{\mathrm{d}})")
                      .explained("Pulls towards zero, and sets how fast the rate falls.")
                      .slide(1e-6, 1, Scale::Log),
                  option("alpha", &Asgd::alpha)
                      .named("decay power")
                      .as(R"(\alpha)")
                      .explained("Power with which the rate falls.")
                      .slide(0, 1)
                      .inSecondRow(),
                  weightDecayOption(&Asgd::weight_decay),
                  maximizeOption(&Asgd::maximize)};
  return describe<Asgd>(std::move(card));
}

}  // namespace thalweg::optimizers
