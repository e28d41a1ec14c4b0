#include "core/schedules/rate_schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg::schedules {

namespace {

class WarmupCosine final : public RateSchedule {
 public:
  std::int64_t warmup_steps = 20;
  std::int64_t total_steps = 300;
  double start_factor = 0.01;
  double eta_min = 0;

 private:
  [[nodiscard]] double rate(std::int64_t t, const GroupRate& /*group*/, double base, std::size_t /*i*/) const override {
    if (t < warmup_steps) {
      return base * (start_factor + (1 - start_factor) * static_cast<double>(t) / static_cast<double>(warmup_steps));
    }
    const double length = static_cast<double>(std::max<std::int64_t>(1, total_steps - warmup_steps));
    const double part = std::min(1.0, static_cast<double>(t - warmup_steps) / length);
    return eta_min + (base - eta_min) * (1 + std::cos(std::numbers::pi * part)) / 2;
  }
};

}  // namespace

ScheduleCard warmupCosine() {
  ScheduleCard c;
  c.id = "WarmupCosine";
  c.label = "warm-up cosine";
  c.family = "Warm-up";
  c.summary =
      "A straight climb to the full rate, then half a cosine down for the rest of the run, and no rising again.";
  c.formula =
      "lr(t) = lr0 · (start_factor + (1 − start_factor) · t / W) for t < W = warmup_steps, then\n"
      "eta_min + (lr0 − eta_min) · (1 + cos(π min(1, (t − W) / (total_steps − W)))) / 2";
  c.typeset =
      R"(\eta_t = \eta_{\min} + \frac{1}{2} (\eta_0 - \eta_{\min}) \left(1 + \cos \pi \frac{t - W}{T - W}\right) \quad (t \geq W))";
  c.advice =
      "What most transformers are trained with. A warm-up of 1–10 % of the run is usual; the length must be known "
      "beforehand.";
  c.reference =
      "Goyal et al. 2017, section 2.2 (gradual warm-up); Loshchilov & Hutter 2017 (SGDR), eq. 5. In PyTorch: "
      "LambdaLR, or SequentialLR of LinearLR and CosineAnnealingLR";
  c.options = {
      option("warmup_steps", &WarmupCosine::warmup_steps)
          .named("warm-up")
          .as("W")
          .explained("Number of steps of the climb.")
          .atLeast(0)
          .slide(0, 200, Scale::Integer),
      option("total_steps", &WarmupCosine::total_steps)
          .named("length")
          .as("T")
          .explained("Step at which the lowest rate is reached; by default the whole run.")
          .steps()
          .atLeast(1)
          .slide(1, 1000, Scale::Integer),
      option("eta_min", &WarmupCosine::eta_min)
          .named("lowest rate")
          .as(R"(\eta_{\min})")
          .explained("The rate at the end of the cosine.")
          .slide(0, 0.1),
      option("start_factor", &WarmupCosine::start_factor)
          .named("first factor")
          .as("a")
          .explained("Factor on the rate at the first step.")
          .within(0, 1)
          .slide(0, 1),
  };
  return describe<WarmupCosine>(c);
}

}  // namespace thalweg::schedules
