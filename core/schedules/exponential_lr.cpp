#include "core/schedules/rate_schedule.h"

namespace thalweg::schedules {

namespace {

class ExponentialLR final : public RateSchedule {
 public:
  double gamma = 0.99;

 private:
  [[nodiscard]] double rate(std::int64_t t, const GroupRate& group, double /*base*/, std::size_t /*i*/) const override {
    const double now = group.lr;
    return t > 0 ? now * gamma : now;
  }
};

}  // namespace

ScheduleCard exponentialLr() {
  ScheduleCard c;
  c.id = "ExponentialLR";
  c.label = "exponential";
  c.family = "Steps and decay";
  c.summary = "Every step multiplies the rate by the same factor γ.";
  c.formula = "lr(t) = lr0 · gamma^t";
  c.typeset = R"(\eta_t = \eta_0 \, \gamma^{t})";
  c.advice =
      "Smooth and simple, but the sum of all steps is bounded by η₀/(1−γ): with γ too small the path stops before "
      "it arrives.";
  c.reference = "PyTorch 1.13, torch.optim.lr_scheduler.ExponentialLR (which has no default gamma; 0.99 here)";
  c.torch = "torch.optim.lr_scheduler.ExponentialLR";
  c.options = {
      option("gamma", &ExponentialLR::gamma)
          .named("decay factor")
          .as(R"(\gamma)")
          .explained("Factor by which every step multiplies the rate.")
          .slide(0.9, 0.9999, Scale::LogOneMinus),
  };
  return describe<ExponentialLR>(c);
}

}  // namespace thalweg::schedules
