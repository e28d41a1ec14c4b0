/// Lookahead: Zhang et al. 2019, algorithm 1.
#include "core/optimizers/kit.h"
#include "core/optimizers/wrapped.h"

namespace thalweg::optimizers {

namespace {

class Lookahead final : public Optimizer {
 public:
  std::string base = "SGD";
  Json base_options = Json::object();
  std::int64_t k = 5;
  double alpha = 0.5;
  std::string pullback_momentum = "none";

  void prepare() { inner_ = makeBase(base, base_options); }
  void changed() { changeBase(*inner_, base, base_options); }

  void reset(const Points& start, const Shape& shape) override {
    slow_ = start;
    slowVelocity_.setZero(start.rows(), start.cols());
    t_ = 0;
    inner_->reset(start, shape);
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    inner_->step(x, oracle, rate);
    if (++t_ % k != 0) return;
    pullBack(x, slow_);
    Points* velocity = inner_->velocity();
    if (!velocity || pullback_momentum == "none") return;
    if (pullback_momentum == "reset") {
      velocity->setZero();
    } else {
      pullBack(*velocity, slowVelocity_);
    }
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    std::vector<NamedVector> named = inner_->vectors();
    named.push_back({R"(\phi_t)", Phase::Step, slow_});
    return named;
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("pulls", t_ > 0 && t_ % k == 0 ? 1 : 0, slow_),
            recorded("velocity_pulled", inner_->velocity() && pullback_momentum != "none" ? 1 : 0, slow_)};
  }
  [[nodiscard]] const Optimizer* inner() const override { return inner_.get(); }
  std::vector<StateVector> state() override { return inner_->state(); }
  void resume(double steps) override { inner_->resume(steps); }
  [[nodiscard]] Points rates(double rate) const override { return inner_->rates(rate); }
  [[nodiscard]] const Points* average() const override { return inner_->average(); }
  [[nodiscard]] std::vector<Reading> readings() const override { return inner_->readings(); }
  [[nodiscard]] Points trials(Index row) const override { return inner_->trials(row); }

 private:
  /// Both go to the point between them.
  void pullBack(Points& fast, Points& slow) const {
    const double share = alpha;
    elementwise([=](double& f, double& s) { f = s = share * f + (1 - share) * s; }, fast, slow);
  }

  std::unique_ptr<Optimizer> inner_;
  Points slow_, slowVelocity_;
  std::int64_t t_ = 0;
};

}  // namespace

OptimizerCard lookahead() {
  OptimizerCard card;
  card.id = "Lookahead";
  card.label = "Lookahead";
  card.family = "Modern";
  card.summary = "Lets another optimizer run ahead for k steps, then goes only part of the way with it.";
  card.advice =
      "Damps what a fast optimizer oscillates, so that it may have a larger rate. Every k-th step jumps back; that is "
      "the method, not an error.";
  card.reference = "Zhang et al. 2019, algorithm 1; pytorch_optimizer 3.9.0";
  card.formula = "x = base step;  every k steps: s = s + alpha*(x - s), x = s";
  card.lines = {{Phase::Step, "next", "base(theta)"},
                {Phase::State, "b", "PulledBack(b)", "pulls and velocity_pulled"},
                {Phase::Step, "phi", "alpha*next + (1 - alpha)*phi_prev", "pulls"},
                {Phase::Step, "next", "phi", "pulls"}};
  card.rate = "base_options.lr";
  card.groups = false;
  card.elementwise = false;
  card.options = {baseOption(&Lookahead::base), baseOptionsOption(&Lookahead::base_options),
                  option("k", &Lookahead::k)
                      .named("steps ahead")
                      .as("k")
                      .explained("How many steps the base runs before it is called back.")
                      .within(1, 1e9)
                      .slide(1, 20, Scale::Integer),
                  option("alpha", &Lookahead::alpha)
                      .named("part of the way")
                      .as(R"(\alpha)")
                      .explained("How much of the way ahead is kept.")
                      .within(0, 1)
                      .slide(0, 1),
                  option("pullback_momentum", &Lookahead::pullback_momentum)
                      .named("momentum")
                      .explained("What happens to the base's velocity when it is called back.")
                      .oneOf({"none", "reset", "pullback"})
                      .inSecondRow()};
  card.presets = {{"Zhang et al. 2019", {{"k", 5}, {"alpha", 0.5}}}};
  return describe<Lookahead>(std::move(card));
}

}  // namespace thalweg::optimizers
