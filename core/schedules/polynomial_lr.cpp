#include "core/base/format.h"
#include "core/schedules/rate_schedule.h"

#include <cmath>

namespace thalweg::schedules {

namespace {

class PolynomialLR final : public RateSchedule {
 public:
  std::int64_t total_iters = 5;
  double power = 1;

 private:
  [[nodiscard]] double rate(std::int64_t t, const GroupRate& group, double /*base*/, std::size_t /*i*/) const override {
    const double now = group.lr;
    if (t == 0 || t > total_iters) return now;
    const auto length = static_cast<double>(total_iters);
    return now * std::pow((1 - static_cast<double>(t) / length) / (1 - static_cast<double>(t - 1) / length), power);
  }
};

}  // namespace

ScheduleCard polynomialLr() {
  ScheduleCard c;
  c.id = "PolynomialLR";
  c.label = "polynomial";
  c.family = "Steps and decay";
  c.summary = "The rate falls to zero within a given number of steps, along a power of the steps left.";
  c.formula = "lr(t) = lr0 · (1 − min(t, total_iters) / total_iters)^power";
  c.typeset = R"(\eta_t = \eta_0 \left(1 - \frac{\min(t, T)}{T}\right)^{p})";
  c.advice =
      "Power 1 is the linear decay that many language models are trained with. After total_iters the rate is 0 and "
      "nothing moves: PyTorch's default of 5 steps is rarely what is wanted.";
  c.reference = "PyTorch 1.13, torch.optim.lr_scheduler.PolynomialLR";
  c.torch = "torch.optim.lr_scheduler.PolynomialLR";
  c.options = {
      option("total_iters", &PolynomialLR::total_iters)
          .named("length")
          .as("T")
          .explained("Number of steps until the rate is 0.")
          .slide(1, 1000, Scale::Integer),
      option("power", &PolynomialLR::power)
          .as("p")
          .explained("Exponent: 1 is a straight line, above it the rate falls early, below it late.")
          .slide(0.1, 4),
  };
  ScheduleCard made = describe<PolynomialLR>(c);
  made.notice = [card = Card(made)](const Options& options, std::int64_t steps) -> std::string {
    const auto length = optionValue(*card.find("total_iters"), options).get<double>();
    if (!(length > 0 && length < static_cast<double>(steps))) return {};
    return "From step " + formatShort(length) + " of " + std::to_string(steps) + " on the rate is 0.";
  };
  return made;
}

}  // namespace thalweg::schedules
