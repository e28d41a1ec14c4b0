#include "core/schedules/rate_schedule.h"

namespace thalweg::schedules {

namespace {

class LinearLR final : public RateSchedule {
 public:
  double start_factor = 1.0 / 3;
  double end_factor = 1.0;
  std::int64_t total_iters = 5;

 private:
  [[nodiscard]] double rate(std::int64_t t, const GroupRate& group, double base, std::size_t /*i*/) const override {
    const double now = group.lr;
    if (t == 0) return now * start_factor;
    if (t > total_iters) return now;
    const double slope = end_factor - start_factor;
    const double before = static_cast<double>(total_iters) * start_factor + static_cast<double>(t - 1) * slope;
    // From a rate of 0 no factor leads on (PyTorch divides by zero): there the ramp itself.
    if (before == 0) {
      return base * (start_factor + slope * static_cast<double>(t) / static_cast<double>(total_iters));
    }
    return now * (1 + slope / before);
  }
};

}  // namespace

ScheduleCard linearLr() {
  ScheduleCard c;
  c.id = "LinearLR";
  c.label = "linear";
  c.family = "Warm-up";
  c.summary = "The rate moves in a straight line from one fraction of itself to another, then stays.";
  c.formula = "lr(t) = lr0 · (start_factor + (end_factor − start_factor) · min(t, total_iters) / total_iters)";
  c.typeset = R"(\eta_t = \eta_0 \left(a + (b - a) \, \frac{\min(t, T)}{T}\right))";
  c.advice =
      "Upwards a warm-up, for methods whose first steps are badly scaled (Adam's second moment is young); downwards "
      "a plain decay.";
  c.reference = "PyTorch 1.13, torch.optim.lr_scheduler.LinearLR";
  c.torch = "torch.optim.lr_scheduler.LinearLR";
  c.options = {
      option("start_factor", &LinearLR::start_factor)
          .named("first factor")
          .as("a")
          .explained("Factor on the rate at the first step.")
          .within(0, 1)
          .slide(0.01, 1),
      option("end_factor", &LinearLR::end_factor)
          .named("last factor")
          .as("b")
          .explained("Factor on the rate at the end of the line.")
          .within(0, 1)
          .slide(0, 1),
      option("total_iters", &LinearLR::total_iters)
          .named("length")
          .as("T")
          .explained("Number of steps from the first to the last factor.")
          .slide(0, 500, Scale::Integer),
  };
  return describe<LinearLR>(c);
}

}  // namespace thalweg::schedules
