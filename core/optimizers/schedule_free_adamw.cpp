/// Schedule-free AdamW: Defazio et al. 2024.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class ScheduleFreeAdamW final : public Optimizer {
 public:
  double lr = 2.5e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double weight_decay = 0;
  double r = 0;
  double weight_lr_power = 2;
  std::int64_t warmup_steps = 0;
  bool ams_bound = false;
  double eps = 1e-8;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    z_ = average_ = start;
    v_.setZero(start.rows(), start.cols());
    vMax_ = v_;
    second_ = {};
    t_ = weightSum_ = 0;
    largest_ = -1;
  }

  /// x is y of the paper, where gradients are taken.
  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    t_ += 1;
    const double warm = t_ < static_cast<double>(warmup_steps) ? t_ / static_cast<double>(warmup_steps) : 1;
    const double lr_t = rate * warm;
    const double rootScale = 1 / std::sqrt(second_.next(betas[1]));
    largest_ = std::max(lr_t, largest_);
    const double weight = std::pow(t_, r) * std::pow(largest_, weight_lr_power);
    weightSum_ += weight;
    const double c = weightSum_ != 0 ? weight / weightSum_ : 0;
    const double sign = gradientSign(maximize);
    const double decay = weight_decay;
    const double beta = betas[0];
    const double beta2 = betas[1];
    const double epsilon = eps;
    const bool keepLargest = ams_bound;
    const double push = lr_t * (beta * (1 - c) - 1);
    const double back = beta > 0 ? 1 - 1 / beta : 1;
    elementwise(
        [=](double& y, double& z, double& average, double& v, double& vMax, double gradient) {
          const double g = sign * gradient;
          v = movingAverage(beta2, v, g * g);
          vMax = vMax < v ? v : vMax;
          const double u = g / (std::sqrt(keepLargest ? vMax : v) * rootScale + epsilon) + decay * y;
          y = y + c * (z - y) + push * u;
          z -= lr_t * u;
          average = y + back * (z - y);
        },
        x, z_, average_, v_, vMax_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(v_t)", Phase::State, v_},
            {R"(z_t)", Phase::State, z_},
            {R"(x_t)", Phase::Step, average_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("eta_max", largest_, z_),
            recorded("W", weightSum_, z_),
            recorded("bias_2", second_.value(), z_),
            {"v_max", vMax_}};
  }
  [[nodiscard]] const Points* average() const override { return &average_; }

 private:
  Points g_, z_, average_, v_, vMax_;
  BiasCorrection second_;
  double t_ = 0;
  double weightSum_ = 0;
  double largest_ = -1;
};

}  // namespace

OptimizerCard scheduleFreeAdamW() {
  OptimizerCard card;
  card.id = "ScheduleFreeAdamW";
  card.label = "Schedule-free AdamW";
  card.family = "Modern";
  card.summary = "Averages its own iterates so that no schedule is needed; the steps are AdamW's.";
  card.advice =
      "Look at the average, which is the result; the path shown is where gradients are taken. Rates are larger than "
      "without averaging, and a schedule on top is not meant.";
  card.reference = "Defazio et al. 2024, algorithm 1; pytorch_optimizer 3.9.0";
  card.formula =
      "y = (1 - beta)*z + beta*x;  z = z - lr*(g(y)/(sqrt(v/(1 - b2^t)) + eps) + weight_decay*y);  x = (1 - c)*x + "
      "c*z,  c = w_t/sum(w)";
  card.lines = {lines::gradient(),
                lines::secondMoment(),
                {Phase::State, "v_max", "max(v_max_prev, v)", "ams_bound"},
                {Phase::State, "u", "g/(sqrt((v_max if ams_bound else v)/bias_2) + eps) + weight_decay*theta"},
                {Phase::State, "eta", "lr*(t/warmup_steps if t < warmup_steps else 1)"},
                {Phase::State, "eta_max", "max(eta, eta_max_prev)"},
                {Phase::State, "w", "t**r*eta_max**weight_lr_power"},
                {Phase::State, "W", "W_prev + w"},
                {Phase::State, "c", "(w/W if W > 0 else 0)"},
                {Phase::State, "z", "z_prev - eta*u"},
                {Phase::Step, "next", "theta + c*(z_prev - theta) + eta*(beta_1*(1 - c) - 1)*u"},
                {Phase::Step, "x", "next + (1 - 1/beta_1 if beta_1 > 0 else 1)*(z - next)"}};
  card.kept = {{"z", "", "theta"}};
  card.symbols = {{"theta", R"(y_t)"},
                  {"next", R"(y_{t+1})"},
                  {"x", R"(x_t)"},
                  {"weight_lr_power", R"(p)"},
                  {"warmup_steps", R"(T)"}};
  card.options = {rateOption(&ScheduleFreeAdamW::lr),
                  betasOption(&ScheduleFreeAdamW::betas),
                  option("warmup_steps", &ScheduleFreeAdamW::warmup_steps)
                      .named("warm-up")
                      .explained("The rate rises linearly over this many steps.")
                      .within(0, 1e9)
                      .slide(0, 100, Scale::Integer),
                  option("r", &ScheduleFreeAdamW::r)
                      .named("averaging power")
                      .as(R"(r)")
                      .explained("Later points weigh more in the average, by this power of t.")
                      .slide(0, 10)
                      .inSecondRow(),
                  option("weight_lr_power", &ScheduleFreeAdamW::weight_lr_power)
                      .named("weight of the rate")
                      .explained("Points weigh by the largest rate so far to this power.")
                      .slide(0, 4)
                      .inSecondRow(),
                  epsOption(&ScheduleFreeAdamW::eps),
                  amsgradOption(&ScheduleFreeAdamW::ams_bound, "ams_bound"),
                  weightDecayOption(&ScheduleFreeAdamW::weight_decay),
                  maximizeOption(&ScheduleFreeAdamW::maximize)};
  return describe<ScheduleFreeAdamW>(std::move(card));
}

}  // namespace thalweg::optimizers
