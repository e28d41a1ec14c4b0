/// LARS: You et al. 2017, algorithm 1.
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Lars final : public Optimizer {
 public:
  double lr = 1e-2;
  double momentum = 0;
  double dampening = 0;
  double weight_decay = 0;
  bool nesterov = false;
  double trust_coefficient = 0.01;
  double eps = 1e-8;

  void prepare() const {
    if (nesterov && (momentum <= 0 || dampening != 0)) {
      throw OptionError("options.nesterov", "needs a momentum above 0 and no dampening");
    }
  }

  void reset(const Points& start, const Shape& shape) override {
    shape_ = shape;
    b_.setZero(start.rows(), start.cols());
    first_ = true;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    forEachBlock(x.rows(), shape_, [&](Index row, const Block& block) {
      const auto weights = blockOf(x, row, block);
      auto g = blockOf(g_, row, block);
      const double weightNorm = norm(weights);
      const double gradientNorm = norm(g);
      // As in the reference, nothing is scaled without weight decay.
      if (weight_decay == 0 || weightNorm == 0 || gradientNorm == 0) return;
      const double trust = trust_coefficient * weightNorm / (gradientNorm + weight_decay * weightNorm + eps);
      g = trust * (g + weight_decay * weights);
    });
    const double mu = momentum;
    const double share = first_ || mu == 0 ? 1 : 1 - dampening;
    const double ahead = nesterov ? 1 : 0;
    const double velocityShare = nesterov ? mu : 1;
    elementwise(
        [=](double& xi, double& b, double g) {
          b = mu * b + share * g;
          xi -= rate * (ahead * g + velocityShare * b);
        },
        x, b_, g_);
    first_ = false;
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(b_t)", Phase::State, b_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("scaled", weight_decay != 0 ? 1 : 0, b_)};
  }
  std::vector<StateVector> state() override { return {{"momentum_buffer", &b_}}; }
  void resume(double /*steps*/) override { first_ = false; }

 private:
  Points g_, b_;
  Shape shape_;
  bool first_ = true;
};

}  // namespace

OptimizerCard lars() {
  OptimizerCard card;
  card.id = "LARS";
  card.label = "LARS";
  card.family = "Modern";
  card.elementwise = false;
  card.momentum = "momentum";
  card.summary = "Momentum on gradients that are scaled, tensor by tensor, to the norm of the parameters.";
  card.advice = "For very large batches. Without weight decay nothing is scaled: then it is SGD.";
  card.reference = "You et al. 2017, algorithm 1; torch_optimizer 0.3.1";
  card.formula =
      "g = trust_coefficient*|x|/(|g| + weight_decay*|x|)*(g + weight_decay*x);  b = momentum*b + g;  x = x - lr*b";
  card.lines = {
      {Phase::Gradient, "trust",
       "trust_coefficient*tensor_norm(theta)/(tensor_norm(gradient(theta)) + weight_decay*tensor_norm(theta) + eps)",
       "scaled"},
      {Phase::Gradient, "g",
       "where(tensor_norm(theta)*tensor_norm(gradient(theta)) > 0, trust*(gradient(theta) + weight_decay*theta), "
       "gradient(theta)) if scaled else gradient(theta)"},
      {Phase::State, "b", "momentum*b_prev + ((1 if t == 1 else 1 - dampening) if moving else 1)*g"},
      lines::step("(g + momentum*b if nesterov else b)")};
  card.symbols = {{"trust", R"(\rho_t)"}};
  card.options = {rateOption(&Lars::lr).above(0),
                  momentumOption(&Lars::momentum),
                  nesterovOption(&Lars::nesterov),
                  option("trust_coefficient", &Lars::trust_coefficient)
                      .named("trust coefficient")
                      .as(R"(\eta)")
                      .explained("Length of a step in proportion to the weights.")
                      .atLeast(0)
                      .slide(1e-4, 1, Scale::Log),
                  weightDecayOption(&Lars::weight_decay),
                  dampeningOption(&Lars::dampening),
                  epsOption(&Lars::eps).explained("Keeps the ratio of the norms finite where the gradient vanishes.")};
  return describe<Lars>(std::move(card));
}

}  // namespace thalweg::optimizers
