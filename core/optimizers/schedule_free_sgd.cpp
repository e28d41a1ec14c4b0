/// Schedule-free SGD: Defazio et al. 2024.
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class ScheduleFreeSgd final : public Optimizer {
 public:
  double lr = 1;
  double momentum = 0.9;
  double weight_decay = 0;
  double r = 0;
  double weight_lr_power = 2;
  std::int64_t warmup_steps = 0;
  bool maximize = false;

  void reset(const Points& start, const Shape& /*shape*/) override {
    z_ = average_ = start;
    t_ = weightSum_ = 0;
    largest_ = -1;
  }

  /// x is y of the paper, where gradients are taken.
  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    t_ += 1;
    const double warm = t_ < static_cast<double>(warmup_steps) ? t_ / static_cast<double>(warmup_steps) : 1;
    const double lr_t = rate * warm;
    largest_ = std::max(lr_t, largest_);
    const double weight = std::pow(t_, r) * std::pow(largest_, weight_lr_power);
    weightSum_ += weight;
    const double c = weightSum_ != 0 ? weight / weightSum_ : 0;
    const double sign = gradientSign(maximize);
    const double decay = weight_decay;
    const double beta = momentum;
    const double push = lr_t * (beta * (1 - c) - 1);
    const double back = beta > 0 ? 1 - 1 / beta : 1;
    elementwise(
        [=](double& y, double& z, double& average, double gradient) {
          const double g = sign * gradient + decay * y;
          y = y + c * (z - y) + push * g;
          z -= lr_t * g;
          average = y + back * (z - y);
        },
        x, z_, average_, g_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(z_t)", Phase::State, z_}, {R"(x_t)", Phase::Step, average_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("eta_max", largest_, z_), recorded("W", weightSum_, z_)};
  }
  [[nodiscard]] const Points* average() const override { return &average_; }

 private:
  Points g_, z_, average_;
  double t_ = 0;
  double weightSum_ = 0;
  double largest_ = -1;
};

}  // namespace

OptimizerCard scheduleFreeSgd() {
  OptimizerCard card;
  card.id = "ScheduleFreeSGD";
  card.label = "Schedule-free SGD";
  card.family = "Modern";
  card.summary = "Averages its own iterates so that no schedule is needed.";
  card.advice =
      "Look at the average, which is the result; the path shown is where gradients are taken. Rates are larger than "
      "without averaging, and a schedule on top is not meant.";
  card.reference = "Defazio et al. 2024, equations 3 to 5; pytorch_optimizer 3.9.0";
  card.formula = "y = (1 - beta)*z + beta*x;  z = z - lr*g(y);  x = (1 - c)*x + c*z,  c = w_t/sum(w)";
  card.lines = {lines::decayedGradient(),
                {Phase::State, "eta", "lr*(t/warmup_steps if t < warmup_steps else 1)"},
                {Phase::State, "eta_max", "max(eta, eta_max_prev)"},
                {Phase::State, "w", "t**r*eta_max**weight_lr_power"},
                {Phase::State, "W", "W_prev + w"},
                {Phase::State, "c", "(w/W if W > 0 else 0)"},
                {Phase::State, "z", "z_prev - eta*g"},
                {Phase::Step, "next", "theta + c*(z_prev - theta) + eta*(momentum*(1 - c) - 1)*g"},
                {Phase::Step, "x", "next + (1 - 1/momentum if momentum > 0 else 1)*(z - next)"}};
  card.kept = {{"z", "", "theta"}};
  card.symbols = {{"theta", R"(y_t)"},
                  {"next", R"(y_{t+1})"},
                  {"x", R"(x_t)"},
                  {"weight_lr_power", R"(p)"},
                  {"warmup_steps", R"(T)"}};
  card.options = {rateOption(&ScheduleFreeSgd::lr),
                  momentumOption(&ScheduleFreeSgd::momentum).atMost(1),
                  option("warmup_steps", &ScheduleFreeSgd::warmup_steps)
                      .named("warm-up")
                      .explained("The rate rises linearly over this many steps.")
                      .within(0, 1e9)
                      .slide(0, 100, Scale::Integer),
                  option("r", &ScheduleFreeSgd::r)
                      .named("averaging power")
                      .as(R"(r)")
                      .explained("Later points weigh more in the average, by this power of t.")
                      .slide(0, 10)
                      .inSecondRow(),
                  option("weight_lr_power", &ScheduleFreeSgd::weight_lr_power)
                      .named("weight of the rate")
                      .explained("Points weigh by the largest rate so far to this power.")
                      .slide(0, 4)
                      .inSecondRow(),
                  weightDecayOption(&ScheduleFreeSgd::weight_decay),
                  maximizeOption(&ScheduleFreeSgd::maximize)};
  return describe<ScheduleFreeSgd>(std::move(card));
}

}  // namespace thalweg::optimizers
