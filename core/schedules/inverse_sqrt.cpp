#include "core/schedules/rate_schedule.h"

#include <algorithm>
#include <cmath>

namespace thalweg::schedules {

namespace {

class InverseSqrt final : public RateSchedule {
 public:
  std::int64_t warmup_steps = 40;

 private:
  [[nodiscard]] double rate(std::int64_t t, const GroupRate& /*group*/, double base, std::size_t /*i*/) const override {
    const auto warm = static_cast<double>(warmup_steps);
    const auto step = static_cast<double>(t + 1);
    return base * std::min(step / warm, std::sqrt(warm / step));
  }
};

}  // namespace

ScheduleCard inverseSqrt() {
  ScheduleCard c;
  c.id = "InverseSqrt";
  c.label = "inverse square root";
  c.family = "Warm-up";
  c.summary = "A straight climb to the full rate, then a fall with one over the square root of the step.";
  c.formula = "lr(t) = lr0 · min((t + 1) / W, sqrt(W / (t + 1))), W = warmup_steps";
  c.typeset = R"(\eta_t = \eta_0 \, \min\left(\frac{t + 1}{W}, \sqrt{\frac{W}{t + 1}}\right))";
  c.advice =
      "The original transformer's schedule (Noam), written so that its peak is the optimizer's rate. It needs no "
      "length of the run and never quite ends.";
  c.reference =
      "Vaswani et al. 2017, Attention is all you need, eq. 3, with lr0 in place of 1/sqrt(d_model · warmup_steps)";
  c.options = {
      option("warmup_steps", &InverseSqrt::warmup_steps)
          .named("warm-up")
          .as("W")
          .explained("Number of steps until the full rate.")
          .atLeast(1)
          .slide(1, 400, Scale::Integer),
  };
  return describe<InverseSqrt>(c);
}

}  // namespace thalweg::schedules
