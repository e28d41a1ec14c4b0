/// SGDW: Loshchilov & Hutter 2019, algorithm 1.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class SgdW final : public Optimizer {
 public:
  double lr = 1e-4;
  double momentum = 0;
  double weight_decay = 0;
  bool weight_decouple = true;
  double dampening = 0;
  bool nesterov = false;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override { b_.setZero(start.rows(), start.cols()); }
  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const Decay decay = decayOf(weight_decay, weight_decouple, false, rate);
    const double mu = momentum;
    const double share = mu == 0 ? 1 : 1 - dampening;
    const double ahead = nesterov ? 1 : 0;
    const double velocityShare = nesterov ? mu : 1;
    elementwise(
        [=](double& xi, double& b, double gradient) {
          const double g = sign * gradient + decay.share * xi;
          b = mu * b + share * g;
          xi = decay.shrink * xi - rate * (ahead * g + velocityShare * b);
        },
        x, b_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(b_t)", Phase::State, b_}};
  }
  [[nodiscard]] Points rates(double rate) const override { return Points::Constant(g_.rows(), g_.cols(), rate); }
  [[nodiscard]] Points* velocity() override { return &b_; }
  std::vector<StateVector> state() override { return {{"momentum_buffer", &b_}}; }

 private:
  Points g_, b_;
};

}  // namespace

OptimizerCard sgdW() {
  OptimizerCard card;
  card.id = "SGDW";
  card.label = "SGDW";
  card.family = "Modern";
  card.momentum = "momentum";
  card.summary =
      "SGD with momentum whose weight decay shrinks the parameters directly and does not enter the velocity.";
  card.advice = "Rate and decay can be tuned independently, and the decay does not overshoot with the momentum.";
  card.reference = "Loshchilov & Hutter 2019, algorithm 1; pytorch_optimizer 3.9.0";
  card.formula = "b = momentum*b + (1 - dampening)*g;  x = (1 - lr*weight_decay)*x - lr*b";
  card.lines = {lines::gradientUnless("weight_decouple"),
                {Phase::State, "b", "momentum*b_prev + (1 - dampening if moving else 1)*g"},
                lines::decayIf("weight_decouple"),
                lines::step("(g + momentum*b if nesterov else b)")};
  card.options = {rateOption(&SgdW::lr),
                  momentumOption(&SgdW::momentum).below(1),
                  nesterovOption(&SgdW::nesterov),
                  weightDecayOption(&SgdW::weight_decay),
                  decoupleOption(&SgdW::weight_decouple),
                  dampeningOption(&SgdW::dampening),
                  maximizeOption(&SgdW::maximize)};
  return describe<SgdW>(std::move(card));
}

}  // namespace thalweg::optimizers
