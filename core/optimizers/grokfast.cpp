/// Grokfast: Lee et al. 2024, algorithm 1 (the moving-average filter).
#include "core/contracts/forwarding_oracle.h"
#include "core/optimizers/kit.h"
#include "core/optimizers/wrapped.h"

namespace thalweg::optimizers {

namespace {

/// Adds a multiple of the gradients' moving average to each gradient.
class AmplifiedOracle final : public ForwardingOracle {
 public:
  AmplifiedOracle(Oracle& inner, double alpha, double lamb, Points& slow, bool& started)
      : ForwardingOracle(inner), alpha_(alpha), lamb_(lamb), slow_(slow), started_(started) {}

 protected:
  void pass(Points& g) override {
    if (!started_) slow_ = g;
    started_ = true;
    const double alpha = alpha_;
    const double lamb = lamb_;
    elementwise(
        [=](double& gi, double& slow) {
          slow = movingAverage(alpha, slow, gi);
          gi += lamb * slow;
        },
        g, slow_);
  }

 private:
  double alpha_;
  double lamb_;
  Points& slow_;
  bool& started_;
};

class Grokfast final : public Optimizer {
 public:
  std::string base = "AdamW";
  Json base_options = Json::object();
  double alpha = 0.98;
  double lamb = 2;

  void prepare() {
    inner_ = makeBase(base, base_options);
    // Methods that ask for several gradients a step would mix them up in one average.
    if (!findOptimizer(base)->groups) throw OptionError("options.base", base + " takes more than one gradient a step");
  }
  void changed() { changeBase(*inner_, base, base_options); }

  void reset(const Points& start, const Shape& shape) override {
    slow_.setZero(start.rows(), start.cols());
    started_ = false;
    inner_->reset(start, shape);
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    AmplifiedOracle amplified(oracle, alpha, lamb, slow_, started_);
    inner_->step(x, amplified, rate);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    std::vector<NamedVector> named = inner_->vectors();
    named.insert(named.begin(), {R"(\mu_t)", Phase::Gradient, slow_});
    return named;
  }
  [[nodiscard]] const Optimizer* inner() const override { return inner_.get(); }
  std::vector<StateVector> state() override { return inner_->state(); }
  void resume(double steps) override { inner_->resume(steps); }
  [[nodiscard]] const Points* average() const override { return inner_->average(); }
  [[nodiscard]] std::vector<Reading> readings() const override { return inner_->readings(); }

 private:
  std::unique_ptr<Optimizer> inner_;
  Points slow_;
  bool started_ = false;
};

}  // namespace

OptimizerCard grokfast() {
  OptimizerCard card;
  card.id = "Grokfast";
  card.label = "Grokfast";
  card.family = "Modern";
  card.summary = "Amplifies the slow part of the gradient before another optimizer steps with it.";
  card.advice =
      "Made to shorten the wait before a network generalises. On a surface it acts as strong extra momentum and "
      "overshoots; lower the rate with it.";
  card.reference = "Lee et al. 2024, algorithm 1 (Grokfast-EMA)";
  card.formula = "mu = alpha*mu + (1 - alpha)*h, h = grad f(x);  g = h + lamb*mu;  x = base step with g";
  card.lines = {{Phase::Gradient, "h", "gradient(theta)"},
                {Phase::Gradient, "mu", "alpha*(h if t == 1 else mu_prev) + (1 - alpha)*h"},
                {Phase::Gradient, "g", "h + lamb*mu"},
                {Phase::Step, "next", "base(theta, g)"}};
  card.rate = "base_options.lr";
  card.groups = false;
  card.elementwise = false;
  card.options = {baseOption(&Grokfast::base), baseOptionsOption(&Grokfast::base_options),
                  option("alpha", &Grokfast::alpha)
                      .named("memory")
                      .as(R"(\alpha)")
                      .explained("Memory of the average that counts as slow.")
                      .atLeast(0)
                      .below(1)
                      .slide(0, 0.9999, Scale::LogOneMinus),
                  option("lamb", &Grokfast::lamb)
                      .named("amplification")
                      .as(R"(\lambda)")
                      .explained("How many times the slow part is added.")
                      .atLeast(0)
                      .slide(0, 10)};
  return describe<Grokfast>(std::move(card));
}

}  // namespace thalweg::optimizers
