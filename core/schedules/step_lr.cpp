#include "core/schedules/rate_schedule.h"

namespace thalweg::schedules {

namespace {

class StepLR final : public RateSchedule {
 public:
  std::int64_t step_size = 30;
  double gamma = 0.1;

 private:
  [[nodiscard]] double rate(std::int64_t t, const GroupRate& group, double /*base*/, std::size_t /*i*/) const override {
    const double now = group.lr;
    return t > 0 && t % step_size == 0 ? now * gamma : now;
  }
};

}  // namespace

ScheduleCard stepLr() {
  ScheduleCard c;
  c.id = "StepLR";
  c.label = "step";
  c.family = "Steps and decay";
  c.summary = "A staircase: every so many steps the rate is multiplied by γ.";
  c.formula = "lr(t) = lr0 · gamma^floor(t / step_size)";
  c.typeset = R"(\eta_t = \eta_0 \, \gamma^{\lfloor t / s \rfloor})";
  c.advice =
      "The classic of image models: long phases at one rate, then a drop once the loss has stopped falling. "
      "A drop too early wastes the fast phase, one too late only time.";
  c.reference = "PyTorch 1.13, torch.optim.lr_scheduler.StepLR";
  c.torch = "torch.optim.lr_scheduler.StepLR";
  c.options = {
      option("step_size", &StepLR::step_size)
          .named("step size")
          .as("s")
          .explained("Number of steps between two drops.")
          .atLeast(1)
          .slide(1, 200, Scale::Integer),
      option("gamma", &StepLR::gamma)
          .named("decay factor")
          .as(R"(\gamma)")
          .explained("Factor by which each drop multiplies the rate.")
          .slide(0.05, 1),
  };
  return describe<StepLR>(c);
}

}  // namespace thalweg::schedules
