/// AggMo: Lucas et al. 2019.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class AggMo final : public Optimizer {
 public:
  double lr = 1e-3;
  std::vector<double> betas = {0, 0.9, 0.99};
  double weight_decay = 0;

  void prepare() const {
    if (betas.empty()) throw OptionError("options.betas", "expected at least one number");
  }

  void changed() {
    prepare();
    if (velocities_.size() == betas.size()) return;
    // Velocities that are new begin at rest.
    const Points rest = Points::Zero(velocities_.front().rows(), velocities_.front().cols());
    velocities_.resize(betas.size(), rest);
  }

  void reset(const Points& start, const Shape& /*shape*/) override {
    velocities_.assign(betas.size(), Points::Zero(start.rows(), start.cols()));
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double decay = weight_decay;
    elementwise([=](double& g, double xi) { g += decay * xi; }, g_, x);
    const double share = rate / static_cast<double>(betas.size());
    for (std::size_t k = 0; k < betas.size(); ++k) {
      const double beta = betas[k];
      elementwise(
          [=](double& xi, double& b, double g) {
            b = beta * b + g;
            xi -= share * b;
          },
          x, velocities_[k], g_);
    }
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    std::vector<NamedVector> named = {{"g_t", Phase::Gradient, g_}};
    for (std::size_t k = 0; k < velocities_.size(); ++k) {
      named.push_back({"b^{(" + std::to_string(k + 1) + ")}_t", Phase::State, velocities_[k]});
    }
    return named;
  }

 private:
  Points g_;
  std::vector<Points> velocities_;
};

}  // namespace

OptimizerCard aggMo() {
  OptimizerCard card;
  card.id = "AggMo";
  card.label = "AggMo";
  card.family = "Modern";
  card.summary = "Averages several velocities with different momenta, so that one brakes what another overshoots.";
  card.advice = "Allows a momentum of 0.99 or 0.999 without long oscillation. Costs one vector of memory per momentum.";
  card.reference = "Lucas et al. 2019, equation 6; torch_optimizer 0.3.1";
  card.formula = "b_i = beta_i*b_i + g;  x = x - lr*mean(b_i)";
  card.lines = {lines::decayedGradient(),
                {Phase::State, "b_#", "beta_#*b_#_prev + g"},
                {Phase::Step, "next", "theta - lr/#*each_sum(b_#)"}};
  card.options = {rateOption(&AggMo::lr).above(0),
                  option("betas", &AggMo::betas)
                      .named("dampings")
                      .as(R"(\beta^{(i)})")
                      .explained("One velocity for each of these momenta.")
                      .atLeast(0)
                      .below(1),
                  weightDecayOption(&AggMo::weight_decay)};
  card.presets = {{"Lucas et al. 2019", {{"betas", Json::array({0, 0.9, 0.99})}}},
                  {"Four velocities", {{"betas", Json::array({0, 0.9, 0.99, 0.999})}}}};
  return describe<AggMo>(std::move(card));
}

}  // namespace thalweg::optimizers
