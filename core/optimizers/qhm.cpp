/// Quasi-hyperbolic momentum: Ma & Yarats 2019.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Qhm final : public Optimizer {
 public:
  double lr = 1e-3;
  double momentum = 0;
  double nu = 0.7;
  double weight_decay = 0;
  std::string weight_decay_type = "grad";

  void reset(const Points& start, const Shape& /*shape*/) override { b_.setZero(start.rows(), start.cols()); }
  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const Decay decay = decayOf(weight_decay, weight_decay_type == "direct", false, rate);
    const double mu = momentum;
    const double share = nu;
    elementwise(
        [=](double& xi, double& b, double gradient) {
          const double g = gradient + decay.share * xi;
          b = movingAverage(mu, b, g);
          xi = decay.shrink * xi - rate * (share * b + (1 - share) * g);
        },
        x, b_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(b_t)", Phase::State, b_}};
  }
  [[nodiscard]] Points rates(double rate) const override { return Points::Constant(g_.rows(), g_.cols(), rate); }
  std::vector<StateVector> state() override { return {{"exp_avg", &b_}}; }

 private:
  Points g_, b_;
};

}  // namespace

OptimizerCard qhm() {
  OptimizerCard card;
  card.id = "QHM";
  card.label = "QHM";
  card.family = "Modern";
  card.momentum = "momentum";
  card.summary = "Steps along a mixture of the gradient and its moving average.";
  card.advice =
      "Damps what momentum overshoots while keeping its speed: a long memory with a share of 0.7 is a good start. "
      "Nesterov's rule and others are special cases.";
  card.reference = "Ma & Yarats 2019, equations 3 and 4; torch_optimizer 0.3.1";
  card.formula = "b = momentum*b + (1 - momentum)*g;  x = x - lr*(nu*b + (1 - nu)*g)";
  card.lines = {lines::gradientUnless("weight_decay_type_is_direct"),
                {Phase::State, "b", "momentum*b_prev + (1 - momentum)*g"},
                lines::decayIf("weight_decay_type_is_direct"),
                lines::step("(nu*b + (1 - nu)*g)")};
  card.options = {rateOption(&Qhm::lr).above(0), momentumOption(&Qhm::momentum),
                  option("nu", &Qhm::nu)
                      .named("share of momentum")
                      .as(R"(\nu)")
                      .explained("0 is plain gradient descent, 1 plain momentum.")
                      .slide(0, 1),
                  weightDecayOption(&Qhm::weight_decay),
                  option("weight_decay_type", &Qhm::weight_decay_type)
                      .named("kind of weight decay")
                      .explained("grad: through the gradient; direct: decoupled.")
                      .oneOf({"grad", "direct"})
                      .inSecondRow()};
  card.presets = {{"Ma & Yarats 2019", {{"momentum", 0.999}, {"nu", 0.7}}}};
  return describe<Qhm>(std::move(card));
}

}  // namespace thalweg::optimizers
