/// Adagrad, ε inside the root: Duchi, Hazan & Singer 2011, section 1.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class AdagradEpsInside final : public Optimizer {
 public:
  double lr = 1e-2;
  double eps = 1e-8;

  void reset(const Points& start, const Shape& /*shape*/) override { s_.setZero(start.rows(), start.cols()); }
  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& s, double g) {
          s += g * g;
          xi -= rate * g / std::sqrt(s + epsilon);
        },
        x, s_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(s_t)", Phase::State, s_}};
  }
  [[nodiscard]] Points rates(double rate) const override { return rate / (s_ + eps).sqrt(); }
  std::vector<StateVector> state() override { return {{"sum", &s_}}; }

 private:
  Points g_, s_;
};

}  // namespace

OptimizerCard adagradEpsInside() {
  OptimizerCard card;
  card.id = "AdagradEpsInside";
  card.label = "Adagrad, ε inside the root";
  card.family = "Textbook forms";
  card.summary = "Adagrad with epsilon added to the sum before the root is taken.";
  card.advice = "As the paper and many textbooks write it; differs from PyTorch's form only where gradients are small.";
  card.reference = "Duchi, Hazan & Singer 2011, section 1; Ruder 2016, equation 21";
  card.formula = "s = s + g^2;  x = x - lr*g/sqrt(s + eps)";
  card.lines = {
      lines::gradient(), {Phase::State, "s", "s_prev + g**2"}, {Phase::Step, "next", "theta - lr*g/sqrt(s + eps)"}};
  card.options = {
      rateOption(&AdagradEpsInside::lr),
      epsOption(&AdagradEpsInside::eps)
          .explained("Keeps the division finite before the first gradient; large values bring back plain descent.")};
  return describe<AdagradEpsInside>(std::move(card));
}

}  // namespace thalweg::optimizers
