/// torch.optim.Adadelta 1.13.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Adadelta final : public Optimizer {
 public:
  double lr = 1;
  double rho = 0.9;
  double eps = 1e-6;
  double weight_decay = 0;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    v_.setZero(start.rows(), start.cols());
    u_ = delta_ = v_;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const double decay = weight_decay;
    const double memory = rho;
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& v, double& u, double& delta, double gradient) {
          const double g = sign * gradient + decay * xi;
          v = movingAverage(memory, v, g * g);
          delta = std::sqrt(u + epsilon) / std::sqrt(v + epsilon) * g;
          u = movingAverage(memory, u, delta * delta);
          xi -= rate * delta;
        },
        x, v_, u_, delta_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, g_},
            {"v_t", Phase::State, v_},
            {R"(\Delta_t)", Phase::State, delta_},
            {"u_t", Phase::State, u_}};
  }
  [[nodiscard]] Points rates(double rate) const override {
    // The average of steps as it was before this one joined it.
    const Points before = ((u_ - (1 - rho) * delta_.square()) / rho).max(0);
    return rate * (before + eps).sqrt() / (v_ + eps).sqrt();
  }
  std::vector<StateVector> state() override { return {{"square_avg", &v_}, {"acc_delta", &delta_}}; }

 private:
  Points g_, v_, u_, delta_;
};

}  // namespace

OptimizerCard adadelta() {
  OptimizerCard card;
  card.id = "Adadelta";
  card.label = "Adadelta";
  card.family = "torch.optim";
  card.summary = "Scales each step by the ratio of past step sizes to past gradient sizes, so that it needs no rate.";
  card.advice =
      "Units of the parameters cancel out, and a rate of 1 is meant to be left alone. It starts with tiny steps, since "
      "it has made none yet; epsilon decides how long that takes.";
  card.reference = "Zeiler 2012, algorithm 1; torch.optim.Adadelta, PyTorch 1.13";
  card.formula =
      "v = rho*v + (1 - rho)*g^2;  d = sqrt(u + eps)/sqrt(v + eps)*g;  u = rho*u + (1 - rho)*d^2;  x = x - lr*d";
  card.lines = {lines::decayedGradient(),
                {Phase::State, "v", "rho*v_prev + (1 - rho)*g**2"},
                {Phase::State, "Delta", "sqrt(u_prev + eps)/sqrt(v + eps)*g"},
                {Phase::State, "u", "rho*u_prev + (1 - rho)*Delta**2"},
                lines::step("Delta")};
  card.torch = "torch.optim.Adadelta";
  card.options = {
      rateOption(&Adadelta::lr),
      option("rho", &Adadelta::rho)
          .named("smoothing")
          .as(R"(\rho)")
          .explained("Memory of both averages.")
          .within(0, 1)
          .slide(0, 0.9999, Scale::LogOneMinus),
      epsOption(&Adadelta::eps).explained("Sets the size of the very first steps.").slide(1e-10, 1, Scale::Log),
      weightDecayOption(&Adadelta::weight_decay), maximizeOption(&Adadelta::maximize)};
  card.presets = {{"Zeiler 2012", {{"lr", 1}, {"rho", 0.95}, {"eps", 1e-6}}},
                  {"For 2-D surfaces", {{"lr", 1}, {"rho", 0.9}, {"eps", 1e-3}}}};
  return describe<Adadelta>(std::move(card));
}

}  // namespace thalweg::optimizers
