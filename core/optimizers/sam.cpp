/// SAM: Foret et al. 2021, algorithm 1; adaptive: Kwon et al. 2021.
#include "core/contracts/forwarding_oracle.h"
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"
#include "core/optimizers/wrapped.h"

namespace thalweg::optimizers {

namespace {

/// Gives the gradient at the worst point within reach in place of the one at the point itself.
class PerturbedOracle final : public ForwardingOracle {
 public:
  PerturbedOracle(Oracle& inner, double rho, bool adaptive, double eps, Points& first, Points& shift)
      : ForwardingOracle(inner), rho_(rho), adaptive_(adaptive), eps_(eps), first_(first), shift_(shift) {}

  void gradient(const Points& x, Points& g) override {
    inner().gradient(x, first_);
    shift_.resize(x.rows(), x.cols());
    const Block all{0, x.cols(), 0};
    for (Index row = 0; row < x.rows(); ++row) {
      const auto p = blockOf(x, row, all);
      const auto slope = blockOf(std::as_const(first_), row, all);
      auto shift = blockOf(shift_, row, all);
      if (adaptive_) {
        shift = p.abs() * slope;
        shift = rho_ / (norm(shift) + eps_) * (p * p * slope);
      } else {
        shift = rho_ / (norm(slope) + eps_) * slope;
      }
      shift += p;
    }
    inner().gradient(shift_, g);
    shift_ -= x;
  }
  void valueAndGradient(const Points& x, Column& f, Points& g) override {
    value(x, f);
    gradient(x, g);
  }

 private:
  double rho_;
  bool adaptive_;
  double eps_;
  Points& first_;
  Points& shift_;
};

class Sam final : public Optimizer {
 public:
  std::string base = "SGD";
  Json base_options = Json::object();
  double rho = 0.05;
  bool adaptive = false;
  double perturb_eps = 1e-12;

  void prepare() { inner_ = makeBase(base, base_options); }
  void changed() { changeBase(*inner_, base, base_options); }

  void reset(const Points& start, const Shape& shape) override {
    first_.setZero(start.rows(), start.cols());
    shift_ = first_;
    inner_->reset(start, shape);
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    PerturbedOracle perturbed(oracle, rho, adaptive, perturb_eps, first_, shift_);
    inner_->step(x, perturbed, rate);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    std::vector<NamedVector> named = inner_->vectors();
    if (first_.rows() == shift_.rows()) {
      named.insert(named.begin(), {{"h_t", Phase::Gradient, first_}, {R"(\epsilon_t)", Phase::Gradient, shift_}});
    }
    return named;
  }
  [[nodiscard]] const Optimizer* inner() const override { return inner_.get(); }
  std::vector<StateVector> state() override { return inner_->state(); }
  void resume(double steps) override { inner_->resume(steps); }
  [[nodiscard]] Points rates(double rate) const override { return inner_->rates(rate); }
  [[nodiscard]] const Points* average() const override { return inner_->average(); }
  [[nodiscard]] std::vector<Reading> readings() const override { return inner_->readings(); }
  [[nodiscard]] Points trials(Index row) const override { return inner_->trials(row); }

 private:
  std::unique_ptr<Optimizer> inner_;
  Points first_, shift_;
};

}  // namespace

OptimizerCard sam() {
  OptimizerCard card;
  card.id = "SAM";
  card.label = "SAM";
  card.family = "Modern";
  card.summary = "Takes the gradient a little way uphill, where it is worst, and lets another optimizer step with it.";
  card.advice =
      "Prefers flat minima to sharp ones of the same depth. Every step costs two gradients. Within the radius of a "
      "minimum it cannot settle exactly.";
  card.reference = "Foret et al. 2021, algorithm 1; adaptive: Kwon et al. 2021; pytorch_optimizer 3.9.0";
  card.formula = "e = rho*h/|h|, h = grad f(x);  g = grad f(x + e);  x = base step with g";
  card.lines = {{Phase::Gradient, "h", "gradient(theta)"},
                {Phase::Gradient, "epsilon",
                 "(rho*theta**2*h/(norm(abs(theta)*h) + perturb_eps) if adaptive else rho*h/(norm(h) + perturb_eps))"},
                {Phase::Gradient, "g", "gradient(theta + epsilon)"},
                {Phase::Step, "next", "base(theta, g)"}};
  card.rate = "base_options.lr";
  card.groups = false;
  card.elementwise = false;
  card.options = {baseOption(&Sam::base), baseOptionsOption(&Sam::base_options),
                  option("rho", &Sam::rho)
                      .named("radius")
                      .as(R"(\rho)")
                      .explained("How far uphill the gradient is taken.")
                      .atLeast(0)
                      .slide(1e-3, 2, Scale::Log),
                  option("adaptive", &Sam::adaptive)
                      .named("adaptive")
                      .explained("Measures the way uphill in proportion to each parameter."),
                  option("perturb_eps", &Sam::perturb_eps)
                      .named("epsilon of the norm")
                      .explained("Keeps the division finite where gradients vanish.")
                      .atLeast(0)
                      .slide(1e-16, 1e-2, Scale::Log)
                      .inSecondRow()};
  card.presets = {{"Foret et al. 2021", {{"rho", 0.05}}},
                  {"Kwon et al. 2021, adaptive", {{"rho", 0.5}, {"adaptive", true}}}};
  return describe<Sam>(std::move(card));
}

}  // namespace thalweg::optimizers
