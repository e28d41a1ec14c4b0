/// PID: An et al. 2018.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Pid final : public Optimizer {
 public:
  double lr = 1e-3;
  double momentum = 0;
  double dampening = 0;
  double weight_decay = 0;
  double integral = 5;
  double derivative = 10;

  void reset(const Points& start, const Shape& /*shape*/) override {
    i_.setZero(start.rows(), start.cols());
    d_ = previous_ = i_;
    t_ = 0;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double decay = weight_decay;
    const double mu = momentum;
    const double kI = mu == 0 ? 0 : integral;
    const double kD = mu == 0 ? 0 : derivative;
    const double share = t_ == 0 ? 1 : 1 - dampening;
    // The reference stores no gradient in its first step, and compares the second one with 0.
    const double change = t_ == 0 ? 0 : 1 - mu;
    const bool store = t_ > 0;
    elementwise(
        [=](double& xi, double& i, double& d, double& previous, double gradient) {
          const double g = gradient + decay * xi;
          i = mu * i + share * g;
          d = mu * d + change * (g - previous);
          if (store) previous = g;
          xi -= rate * (g + kI * i + kD * d);
        },
        x, i_, d_, previous_, g_);
    t_ += 1;
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(I_t)", Phase::State, i_}, {R"(D_t)", Phase::State, d_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override { return {{"last", previous_}}; }

 private:
  Points g_, i_, d_, previous_;
  double t_ = 0;
};

}  // namespace

OptimizerCard pid() {
  OptimizerCard card;
  card.id = "PID";
  card.label = "PID";
  card.family = "Modern";
  card.momentum = "momentum";
  card.summary = "Steers like a controller: present gradient, summed gradients and the gradient's change.";
  card.advice =
      "The derivative brakes before momentum overshoots. The second step compares with a gradient of 0, as the "
      "reference does, which gives it a kick. Without momentum it is plain gradient descent.";
  card.reference = "An et al. 2018; torch_optimizer 0.3.1";
  card.formula =
      "I = momentum*I + g;  D = momentum*D + (1 - momentum)*(g - g_prev);  x = x - lr*(g + integral*I + derivative*D)";
  card.lines = {lines::decayedGradient(),
                {Phase::State, "I", "momentum*I_prev + (1 if t == 1 else 1 - dampening)*g"},
                {Phase::State, "D", "momentum*D_prev + (0 if t == 1 else 1 - momentum)*(g - last_prev)"},
                {Phase::Step, "next", "theta - lr*(g + integral*I + derivative*D if moving else g)"}};
  card.kept = {{"last", "g if t > 1 else last_prev"}};
  card.symbols = {{"last", R"(g_t)"}};
  card.options = {rateOption(&Pid::lr).above(0),
                  momentumOption(&Pid::momentum),
                  option("integral", &Pid::integral)
                      .named("integral gain")
                      .as(R"(K_{\mathrm{I}})")
                      .explained("Weight of the summed gradients.")
                      .atLeast(0)
                      .slide(0, 20),
                  option("derivative", &Pid::derivative)
                      .named("derivative gain")
                      .as(R"(K_{\mathrm{D}})")
                      .explained("Weight of the gradient's change.")
                      .atLeast(0)
                      .slide(0, 50),
                  dampeningOption(&Pid::dampening),
                  weightDecayOption(&Pid::weight_decay)};
  return describe<Pid>(std::move(card));
}

}  // namespace thalweg::optimizers
