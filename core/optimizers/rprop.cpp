/// torch.optim.Rprop 1.13.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Rprop final : public Optimizer {
 public:
  double lr = 1e-2;
  std::array<double, 2> etas = {0.5, 1.2};
  std::array<double, 2> step_sizes = {1e-6, 50};
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    previous_.setZero(start.rows(), start.cols());
    delta_ = previous_;
    started_ = false;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    // The rate is only the first step size.
    if (!started_) delta_.setConstant(rate);
    started_ = true;
    const double sign = gradientSign(maximize);
    const double shrink = etas[0];
    const double grow = etas[1];
    const double smallest = step_sizes[0];
    const double largest = step_sizes[1];
    elementwise(
        [=](double& xi, double& delta, double& previous, double gradient) {
          double g = sign * gradient;
          const double agreement = g * previous;
          delta *= agreement > 0 ? grow : agreement < 0 ? shrink : 1;
          delta = delta < smallest ? smallest : delta > largest ? largest : delta;
          // After a change of sign the coordinate waits one step.
          if (agreement < 0) g = 0;
          xi -= g > 0 ? delta : g < 0 ? -delta : g;
          previous = g;
        },
        x, delta_, previous_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, g_}, {R"(\Delta_t)", Phase::State, delta_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override { return {{"last", previous_}}; }

 private:
  Points g_, previous_, delta_;
  bool started_ = false;
};

}  // namespace

OptimizerCard rprop() {
  OptimizerCard card;
  card.id = "Rprop";
  card.label = "Rprop";
  card.family = "torch.optim";
  card.summary =
      "Looks only at the gradient's signs: a step size per coordinate grows while they agree and shrinks when they "
      "flip.";
  card.advice =
      "Fast and scale-free with exact gradients, little to tune. Not for mini-batches: noise flips signs, and every "
      "flip "
      "halves a step size. A schedule has no effect, since the rate is used only once.";
  card.reference = "Riedmiller & Braun 1993; torch.optim.Rprop, PyTorch 1.13 (the variant that waits after a flip)";
  card.formula = "delta = clamp(delta*(eta+ where sign agrees, eta- where it flips), min, max);  x = x - delta*sign(g)";
  card.lines = {lines::gradient(),
                {Phase::State, "a", "g*last_prev"},
                {Phase::State, "Delta",
                 "min(max((lr if t == 1 else Delta_prev)*where(a > 0, eta_2, where(a < 0, eta_1, 1)), step_size_1), "
                 "step_size_2)"},
                {Phase::Step, "q", "where(a < 0, 0, g)"},
                {Phase::Step, "next", "theta - Delta*sign(q)"}};
  card.kept = {{"last", "q"}};
  card.symbols = {{"last", R"(g_t)"}, {"q", R"(\tilde g_t)"}};
  card.torch = "torch.optim.Rprop";
  card.options = {
      rateOption(&Rprop::lr).explained("The first step size of every coordinate."),
      option("etas", &Rprop::etas)
          .named("factors")
          .explained("By how much a step size changes.")
          .element({R"(\eta^-)", "shrink", "Factor after the sign has flipped.", {0, 1, true, true}, {0.1, 0.99}})
          .element({R"(\eta^+)", "grow", "Factor while the sign stays.", {1, Range{}.max, true, false}, {1.01, 3}}),
      option("step_sizes", &Rprop::step_sizes)
          .named("step size limits")
          .explained("Smallest and largest step size.")
          .inSecondRow()
          .element({R"(\Delta_{\min})", "smallest step", "No step size falls below this.", {}, {1e-9, 0.1, Scale::Log}})
          .element({R"(\Delta_{\max})", "largest step", "No step size grows above this.", {}, {1e-3, 100, Scale::Log}}),
      maximizeOption(&Rprop::maximize)};
  card.presets = {{"Riedmiller & Braun 1993",
                   {{"lr", 0.1}, {"etas", Json::array({0.5, 1.2})}, {"step_sizes", Json::array({1e-6, 50})}}}};
  return describe<Rprop>(std::move(card));
}

}  // namespace thalweg::optimizers
