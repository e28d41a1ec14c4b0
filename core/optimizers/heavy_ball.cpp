/// Heavy ball: Polyak 1964, equation 9.
#include "core/optimizers/kit.h"
#include "core/optimizers/textbook_decay.h"

namespace thalweg::optimizers {

namespace {

class HeavyBall final : public Optimizer {
 public:
  double lr = 0.01;
  double momentum = 0.9;
  double weight_decay = 0;
  std::string weight_decay_form = "l2";

  void reset(const Points& start, const Shape& /*shape*/) override {
    previous_ = start;
    displacement_.setZero(start.rows(), start.cols());
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const TextbookDecay decay = textbookDecay(weight_decay_form, weight_decay, rate);
    const double mu = momentum;
    elementwise(
        [=](double& xi, double& previous, double& displacement, double gradient) {
          const double g = gradient + decay.share * xi;
          displacement = xi - previous;
          previous = xi;
          xi = (decay.before * xi - rate * g + mu * displacement) * decay.after;
        },
        x, previous_, displacement_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(\Delta_t)", Phase::State, displacement_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override { return {{"last", previous_}}; }
  [[nodiscard]] Points rates(double rate) const override { return Points::Constant(g_.rows(), g_.cols(), rate); }

 private:
  Points g_, previous_, displacement_;
};

}  // namespace

OptimizerCard heavyBall() {
  OptimizerCard card;
  card.id = "HeavyBall";
  card.label = "Heavy ball";
  card.family = "Textbook forms";
  card.heavyBall = true;
  card.momentum = "momentum";
  card.summary = "Adds a part of the last displacement to each step.";
  card.advice =
      "With a constant rate it equals momentum; when a schedule changes the rate it does not, since displacements "
      "already contain the old one. On a quadratic there are optimal values for rate and momentum.";
  card.reference = "Polyak 1964, equation 9";
  card.formula = "x_{t+1} = x_t - lr*g + momentum*(x_t - x_{t-1})";
  card.lines = {lines::textbookGradient(),
                {Phase::State, "Delta", "theta - last_prev"},
                lines::textbookBefore(),
                {Phase::Step, "next", "theta - lr*g + momentum*Delta"},
                lines::textbookAfter()};
  card.kept = {{"last", "theta", "theta"}};
  card.symbols = {{"last", R"(\theta_{t-1})"}, {"last_prev", R"(\theta_{t-2})"}};
  card.options = {rateOption(&HeavyBall::lr), momentumOption(&HeavyBall::momentum),
                  weightDecayOption(&HeavyBall::weight_decay), decayFormOption(&HeavyBall::weight_decay_form)};
  card.presets = {{"For 2-D surfaces", {{"lr", 0.01}, {"momentum", 0.9}}}};
  return describe<HeavyBall>(std::move(card));
}

}  // namespace thalweg::optimizers
