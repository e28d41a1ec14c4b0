/// Barzilai & Borwein 1988.
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class BarzilaiBorwein final : public Optimizer {
 public:
  double lr = 1e-3;
  std::string form = "long";

  void reset(const Points& start, const Shape& /*shape*/) override {
    s_.setZero(start.rows(), start.cols());
    previousG_ = s_;
    alpha_.setZero(start.rows());
    started_ = false;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const Block all{0, x.cols(), 0};
    for (Index row = 0; row < x.rows(); ++row) {
      auto p = blockOf(x, row, all);
      auto s = blockOf(s_, row, all);
      const auto g = blockOf(g_, row, all);
      auto previousG = blockOf(previousG_, row, all);
      double& alpha = alpha_[row];
      if (started_) {
        previousG = g - previousG;  // y
        const double sy = dot(s, previousG);
        const double length = form == "long" ? dot(s, s) / sy : sy / dot(previousG, previousG);
        // Where the curvature along the last step is not positive, the last length is used again.
        if (sy > 0 && std::isfinite(length)) alpha = length;
      } else {
        alpha = rate;
      }
      s = -alpha * g;
      p += s;
      previousG = g;
    }
    started_ = true;
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, g_}, {"s_t", Phase::Step, s_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override { return {{"last", previousG_}}; }
  [[nodiscard]] std::vector<Reading> readings() const override { return {{"alpha", alpha_}}; }

 private:
  Points g_, previousG_, s_;
  Column alpha_;
  bool started_ = false;
};

}  // namespace

OptimizerCard barzilaiBorwein() {
  OptimizerCard card;
  card.id = "BarzilaiBorwein";
  card.label = "Barzilai–Borwein";
  card.family = "Classical";
  card.summary = "Gradient descent whose rate is read off from the last step: the inverse curvature that it met.";
  card.advice =
      "Costs no more than gradient descent and is far quicker on quadratics, though the value jumps up and down on the "
      "way. Without a line search it may diverge elsewhere. The rate is only that of the first step.";
  card.reference = "Barzilai & Borwein 1988, equations 5 and 6";
  card.formula = "x = x - alpha*g with alpha = s.s/s.y (long) or s.y/y.y (short), s and y the last changes of x and g";
  card.lines = {lines::gradient(),
                {Phase::State, "y", "g - last_prev", "t > 1"},
                {Phase::State, "alpha",
                 "(lr if t == 1 else ((dot(s_prev, s_prev)/dot(s_prev, y) if form_is_long else dot(s_prev, y)/dot(y, "
                 "y)) if dot(s_prev, y) > 0 else alpha_prev))"},
                {Phase::Step, "s", "-alpha*g"},
                {Phase::Step, "next", "theta + s"}};
  card.symbols = {{"last", R"(g_t)"}};
  card.elementwise = false;
  card.options = {rateOption(&BarzilaiBorwein::lr).explained("Length of the first step in units of the gradient."),
                  option("form", &BarzilaiBorwein::form)
                      .named("form")
                      .explained("long: s·s/s·y, short: s·y/y·y.")
                      .oneOf({"long", "short"})};
  return describe<BarzilaiBorwein>(std::move(card));
}

}  // namespace thalweg::optimizers
