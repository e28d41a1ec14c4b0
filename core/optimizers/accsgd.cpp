/// AccSGD: Kidambi et al. 2018, algorithm 3.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class AccSgd final : public Optimizer {
 public:
  double lr = 1e-3;
  double kappa = 1000;
  double xi = 10;
  double small_const = 0.7;
  double weight_decay = 0;

  void reset(const Points& start, const Shape& /*shape*/) override { w_ = start; }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double decay = weight_decay;
    const double longStep = rate * kappa / small_const;
    const double beta = xi * small_const * small_const / kappa;
    const double zeta = small_const / (small_const + beta);
    elementwise(
        [=](double& p, double& w, double gradient) {
          const double g = gradient + decay * p;
          w = beta * ((1 / beta - 1) * w - longStep * g + p);
          p = zeta * (p - rate * g) + (1 - zeta) * w;
        },
        x, w_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(w_t)", Phase::State, w_}};
  }

 private:
  Points g_, w_;
};

}  // namespace

OptimizerCard accSgd() {
  OptimizerCard card;
  card.id = "AccSGD";
  card.label = "AccSGD";
  card.family = "Modern";
  card.summary = "Couples short gradient steps with a second sequence of long ones; made for noisy gradients.";
  card.advice =
      "Accelerates where momentum is spoilt by noise. Its parameters describe the problem, so a wrong condition number "
      "costs more than a wrong momentum would.";
  card.reference = "Kidambi et al. 2018, algorithm 3; torch_optimizer 0.3.1";
  card.formula =
      "w = beta*((1/beta - 1)*w - lr*kappa/c*g + x);  x = zeta*(x - lr*g) + (1 - zeta)*w;  beta = xi*c^2/kappa, zeta = "
      "c/(c + beta)";
  card.lines = {lines::decayedGradient(),
                {Phase::State, "beta", "xi*small_const**2/kappa"},
                {Phase::State, "zeta", "small_const/(small_const + beta)"},
                {Phase::State, "w", "beta*((1/beta - 1)*w_prev - lr*kappa/small_const*g + theta)"},
                {Phase::Step, "next", "zeta*(theta - lr*g) + (1 - zeta)*w"}};
  card.kept = {{"w", "", "theta"}};
  card.symbols = {{"beta", R"(\beta)"}, {"zeta", R"(\zeta)"}};
  card.options = {rateOption(&AccSgd::lr).above(0),
                  option("kappa", &AccSgd::kappa)
                      .named("long to short step")
                      .as(R"(\kappa)")
                      .explained("Ratio of the long step to the short one; about the condition number.")
                      .above(0)
                      .slide(1, 1e4, Scale::Log),
                  option("xi", &AccSgd::xi)
                      .named("statistical advantage")
                      .as(R"(\xi)")
                      .explained("At most the root of kappa; larger means more acceleration.")
                      .above(0)
                      .slide(0.1, 100, Scale::Log),
                  option("small_const", &AccSgd::small_const)
                      .named("small constant")
                      .as(R"(c)")
                      .explained("A constant below 1.")
                      .above(0)
                      .below(1)
                      .slide(0.01, 0.99)
                      .inSecondRow(),
                  weightDecayOption(&AccSgd::weight_decay)};
  return describe<AccSgd>(std::move(card));
}

}  // namespace thalweg::optimizers
