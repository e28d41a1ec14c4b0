/// RMSprop, ε inside the root: Goodfellow et al. 2016, algorithm 8.5.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class RmsPropEpsInside final : public Optimizer {
 public:
  double lr = 1e-2;
  double rho = 0.9;
  double eps = 1e-6;

  void reset(const Points& start, const Shape& /*shape*/) override { v_.setZero(start.rows(), start.cols()); }
  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double memory = rho;
    const double epsilon = eps;
    elementwise(
        [=](double& xi, double& v, double g) {
          v = movingAverage(memory, v, g * g);
          xi -= rate * g / std::sqrt(v + epsilon);
        },
        x, v_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(v_t)", Phase::State, v_}};
  }
  [[nodiscard]] Points rates(double rate) const override { return rate / (v_ + eps).sqrt(); }
  std::vector<StateVector> state() override { return {{"square_avg", &v_}}; }

 private:
  Points g_, v_;
};

}  // namespace

OptimizerCard rmsPropEpsInside() {
  OptimizerCard card;
  card.id = "RMSpropEpsInside";
  card.label = "RMSprop, ε inside the root";
  card.family = "Textbook forms";
  card.summary = "RMSprop with epsilon added to the average before the root is taken.";
  card.advice =
      "As textbooks and TensorFlow write it. Compare epsilon with the square of gradients here, with their size in "
      "PyTorch's form.";
  card.reference = "Goodfellow et al. 2016, algorithm 8.5";
  card.formula = "v = rho*v + (1 - rho)*g^2;  x = x - lr*g/sqrt(v + eps)";
  card.lines = {lines::gradient(),
                {Phase::State, "v", "rho*v_prev + (1 - rho)*g**2"},
                {Phase::Step, "next", "theta - lr*g/sqrt(v + eps)"}};
  card.options = {rateOption(&RmsPropEpsInside::lr),
                  option("rho", &RmsPropEpsInside::rho)
                      .named("smoothing")
                      .as(R"(\rho)")
                      .explained("Memory of the averaged squared gradient.")
                      .atLeast(0)
                      .below(1)
                      .slide(0, 0.9999, Scale::LogOneMinus),
                  epsOption(&RmsPropEpsInside::eps)};
  return describe<RmsPropEpsInside>(std::move(card));
}

}  // namespace thalweg::optimizers
