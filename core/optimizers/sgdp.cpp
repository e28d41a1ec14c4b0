/// SGDP: Heo et al. 2021, algorithm 2.
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"
#include "core/optimizers/projection.h"

#include <utility>

namespace thalweg::optimizers {

namespace {

class SgdP final : public Optimizer {
 public:
  double lr = 1e-3;
  double momentum = 0;
  double dampening = 0;
  double weight_decay = 0;
  bool weight_decouple = true;
  bool fixed_decay = false;
  double delta = 0.1;
  double wd_ratio = 0.1;
  bool nesterov = false;
  double eps = 1e-8;
  bool maximize = false;

  void reset(const Points& start, const Shape& shape) override {
    shape_ = shape;
    b_.setZero(start.rows(), start.cols());
    u_ = b_;
    ratio_ = b_;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double sign = gradientSign(maximize);
    const double mu = momentum;
    const double share = 1 - dampening;
    const double ahead = nesterov ? 1 : 0;
    const double velocityShare = nesterov ? mu : 1;
    const double joined = weight_decouple ? 0 : weight_decay;
    elementwise(
        [=](double& b, double& u, double& g, double xi) {
          g = sign * g + joined * xi;
          b = mu * b + share * g;
          u = velocityShare * b + ahead * g;
        },
        b_, u_, g_, x);
    forEachBlock(x.rows(), shape_, [&](Index row, const Block& block) {
      auto weights = blockOf(x, row, block);
      const double ratio =
          removeRadialPart(blockOf(std::as_const(x), row, block), blockOf(std::as_const(g_), row, block),
                           blockOf(u_, row, block), block, delta, wd_ratio, eps);
      blockOf(ratio_, row, block) = ratio;
      weights *= decayOf(weight_decay * ratio / (1 - momentum), weight_decouple, fixed_decay, rate).shrink;
    });
    elementwise([=](double& xi, double u) { xi -= rate * u; }, x, u_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(b_t)", Phase::State, b_}, {R"(u_t)", Phase::State, u_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override { return {{"ratio", ratio_}}; }
  std::vector<StateVector> state() override { return {{"momentum_buffer", &b_}}; }

 private:
  Points g_, b_, u_, ratio_;
  Shape shape_;
};

}  // namespace

OptimizerCard sgdP() {
  OptimizerCard card;
  card.id = "SGDP";
  card.label = "SGDP";
  card.family = "Modern";
  card.elementwise = false;
  card.momentum = "momentum";
  card.summary =
      "SGD with momentum that leaves out the part of a step which would only make scale-free weights longer.";
  card.advice =
      "For weight matrices before a normalisation; on vectors it is SGD with decoupled decay, which is larger by 1/(1 "
      "− momentum) than SGDW's.";
  card.reference = "Heo et al. 2021, algorithm 2; pytorch_optimizer 3.9.0";
  card.formula =
      "b = momentum*b + (1 - dampening)*g;  u = b - (w.b)*w where |cos(x, g)| < delta/sqrt(n);  x = (1 - "
      "lr*weight_decay/(1 - momentum))*x - lr*u";
  card.lines = {lines::gradientUnless("weight_decouple"),
                {Phase::State, "b", "momentum*b_prev + (1 - dampening)*g"},
                {Phase::State, "u", "Pi(momentum*b + g if nesterov else b)", "matrices"},
                {Phase::State, "u", "(momentum*b + g if nesterov else b)", "not matrices"},
                lines::fixedDecay("lr", "weight_decay/(1 - momentum)*(ratio if matrices else 1)"),
                lines::step("u")};
  card.symbols = {{"ratio", R"(\kappa_t)"}};
  card.options = {
      rateOption(&SgdP::lr),
      momentumOption(&SgdP::momentum),
      nesterovOption(&SgdP::nesterov),
      dampeningOption(&SgdP::dampening),
      weightDecayOption(&SgdP::weight_decay),
      decoupleOption(&SgdP::weight_decouple),
      fixedDecayOption(&SgdP::fixed_decay),
      option("delta", &SgdP::delta)
          .named("threshold")
          .as(R"(\delta)")
          .explained("Weights count as scale-free when the cosine between them and the gradient is below this.")
          .slide(0, 2)
          .inSecondRow(),
      option("wd_ratio", &SgdP::wd_ratio)
          .named("decay ratio")
          .explained("Factor on the weight decay of scale-free weights.")
          .within(0, 1)
          .slide(0, 1)
          .inSecondRow(),
      epsOption(&SgdP::eps).explained("Keeps angles and directions defined where weights or gradients vanish."),
      maximizeOption(&SgdP::maximize)};
  return describe<SgdP>(std::move(card));
}

}  // namespace thalweg::optimizers
