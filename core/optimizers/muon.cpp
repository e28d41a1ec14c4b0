/// torch.optim.Muon 2.x, with Newton–Schulz in double precision.
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"
#include "core/optimizers/newton_schulz.h"

namespace thalweg::optimizers {

namespace {

class Muon final : public Optimizer {
 public:
  double lr = 1e-3;
  double weight_decay = 0.1;
  double momentum = 0.95;
  bool nesterov = true;
  std::array<double, 3> ns_coefficients = {3.4445, -4.775, 2.0315};
  double eps = 1e-7;
  int ns_steps = 5;
  std::optional<std::string> adjust_lr_fn;

  void reset(const Points& start, const Shape& shape) override {
    shape_ = shape;
    b_.setZero(start.rows(), start.cols());
    update_ = ratio_ = b_;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double mu = momentum;
    const bool ahead = nesterov;
    elementwise(
        [=](double& b, double& update, double g) {
          b = movingAverage(mu, b, g);
          update = ahead ? movingAverage(mu, b, g) : b;
        },
        b_, update_, g_);
    const double shrink = 1 - rate * weight_decay;
    elementwise([=](double& xi) { xi *= shrink; }, x);
    forEachBlock(x.rows(), shape_, [&](Index row, const Block& block) {
      const Eigen::MatrixXd b = matrixOf(update_, row, block);
      const double size = norm(b.reshaped());
      const Eigen::MatrixXd o = newtonSchulz(b, ns_coefficients, ns_steps, std::max(size, eps));
      setMatrix(update_, row, block, o);
      const auto rows = static_cast<double>(b.rows());
      const auto columns = static_cast<double>(b.cols());
      const double ratio = adjust_lr_fn == "match_rms_adamw" ? 0.2 * std::sqrt(std::max(rows, columns))
                                                             : std::sqrt(std::max(1.0, rows / columns));
      blockOf(ratio_, row, block) = ratio;
      blockOf(x, row, block) -= rate * ratio * blockOf(update_, row, block);
    });
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, g_}, {"b_t", Phase::State, b_}, {"O_t", Phase::State, update_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override { return {{"r", ratio_}}; }
  std::vector<StateVector> state() override { return {{"momentum_buffer", &b_}}; }

 private:
  Shape shape_;
  Points g_, b_, update_, ratio_;
};

}  // namespace

OptimizerCard muon() {
  OptimizerCard card;
  card.id = "Muon";
  card.label = "Muon";
  card.family = "torch.optim";
  card.elementwise = false;
  card.summary = "Momentum whose matrix is made nearly orthogonal before the step, so that all directions count alike.";
  card.advice =
      "Made for weight matrices. PyTorch refuses vectors; here a vector is a matrix of one row, whose orthogonal form "
      "is "
      "the normalised momentum, so the path moves by about the learning rate however flat the surface is.";
  card.reference = "Jordan et al. 2024; Liu et al. 2025 (rate adjustment); torch.optim.Muon, PyTorch 2.x";
  card.formula =
      "b = mu*b + (1 - mu)*g;  O = NewtonSchulz((1 - mu)*g + mu*b);  x = (1 - lr*weight_decay)*x - ratio*lr*O";
  card.lines = {lines::gradient(),
                {Phase::State, "b", "momentum*b_prev + (1 - momentum)*g"},
                {Phase::State, "O", "NewtonSchulz(momentum*b + (1 - momentum)*g if nesterov else b)"},
                lines::decay(),
                {Phase::Step, "next", "theta - lr*r*O"}};
  card.torch = "torch.optim.Muon";
  card.momentum = "momentum";
  card.options = {rateOption(&Muon::lr),
                  momentumOption(&Muon::momentum),
                  nesterovOption(&Muon::nesterov),
                  weightDecayOption(&Muon::weight_decay),
                  option("ns_steps", &Muon::ns_steps)
                      .named("Newton–Schulz steps")
                      .explained("More steps bring the matrix nearer to an orthogonal one.")
                      .atLeast(0)
                      .below(100)
                      .slide(1, 10, Scale::Integer)
                      .inSecondRow(),
                  option("ns_coefficients", &Muon::ns_coefficients)
                      .named("Newton–Schulz coefficients")
                      .explained("Coefficients of the fifth-degree polynomial that acts on the singular values.")
                      .element({"a", "a", "Coefficient of the first power.", {}, {3, 3.5}})
                      .element({"b", "b", "Coefficient of the third power.", {}, {-5, -4.7}})
                      .element({"c", "c", "Coefficient of the fifth power.", {}, {1.9, 2.1}})
                      .inSecondRow(),
                  epsOption(&Muon::eps).explained("Smallest norm that the momentum is divided by."),
                  option("adjust_lr_fn", &Muon::adjust_lr_fn)
                      .named("rate adjustment")
                      .explained("How the rate depends on the matrix's shape.")
                      .oneOf({"original", "match_rms_adamw"})
                      .inSecondRow()};
  card.presets = {{"Jordan et al. 2024", {{"lr", 0.02}, {"momentum", 0.95}, {"nesterov", true}}}};
  return describe<Muon>(std::move(card));
}

}  // namespace thalweg::optimizers
