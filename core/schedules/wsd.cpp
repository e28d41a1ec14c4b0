#include "core/schedules/rate_schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg::schedules {

namespace {

class WSD final : public RateSchedule {
 public:
  std::int64_t warmup_steps = 20;
  std::int64_t decay_steps = 60;
  std::int64_t total_steps = 300;
  std::string decay = "linear";
  double final_factor = 0;

 private:
  /// Falls from 1 to 0 as `part` goes from 0 to 1.
  [[nodiscard]] double shape(double part) const {
    if (decay == "cos") return (1 + std::cos(std::numbers::pi * part)) / 2;
    return 1 - (decay == "sqrt" ? std::sqrt(part) : part);
  }

  [[nodiscard]] double rate(std::int64_t t, const GroupRate& /*group*/, double base, std::size_t /*i*/) const override {
    if (t < warmup_steps) return base * static_cast<double>(t + 1) / static_cast<double>(warmup_steps);
    const std::int64_t decayStart = std::max(warmup_steps, total_steps - decay_steps);
    if (t < decayStart) return base;
    const double length = static_cast<double>(std::max<std::int64_t>(1, total_steps - decayStart));
    const double part = std::min(1.0, static_cast<double>(t - decayStart) / length);
    return base * (final_factor + (1 - final_factor) * shape(part));
  }
};

}  // namespace

ScheduleCard wsd() {
  ScheduleCard c;
  c.id = "WSD";
  c.label = "warm-up, stable, decay";
  c.family = "Warm-up";
  c.summary = "A climb, a long constant stretch, and a short fall at the end.";
  c.formula =
      "lr(t) = lr0 · (t + 1) / warmup_steps, then lr0, and over the last decay_steps\n"
      "lr0 · (final_factor + (1 − final_factor) · s(part)), s = 1 − part (linear), (1 + cos(π part)) / 2 (cos), 1 − "
      "sqrt(part) (sqrt)";
  c.typeset =
      R"(\eta_t = \eta_0 \, \min\left(\frac{t + 1}{W}, 1\right), \quad \eta_0 \left(f + (1 - f) \, s(p)\right) \mathrm{\ at\ the\ end})";
  c.advice =
      "The stretch can be prolonged at will and the fall started from any point of it, so the length need not be "
      "known at the start; most of the gain in loss comes during the fall.";
  c.reference =
      "Hu et al. 2024 (MiniCPM), section 4; Hägele et al. 2024, Scaling laws and compute-optimal training beyond "
      "fixed training durations, for 1 − sqrt";
  c.options = {
      option("warmup_steps", &WSD::warmup_steps)
          .named("warm-up")
          .as("W")
          .explained("Number of steps of the climb.")
          .atLeast(0)
          .slide(0, 200, Scale::Integer),
      option("decay_steps", &WSD::decay_steps)
          .named("decay")
          .as("D")
          .explained("Number of steps of the fall.")
          .atLeast(0)
          .slide(0, 500, Scale::Integer),
      option("total_steps", &WSD::total_steps)
          .named("length")
          .as("T")
          .explained("Step at which the fall ends; by default the whole run.")
          .steps()
          .atLeast(1)
          .slide(1, 1000, Scale::Integer),
      option("decay", &WSD::decay).named("shape").explained("How the rate falls.").oneOf({"linear", "cos", "sqrt"}),
      option("final_factor", &WSD::final_factor)
          .named("last factor")
          .as("f")
          .explained("Factor on the rate after the fall.")
          .within(0, 1)
          .slide(0, 1),
  };
  return describe<WSD>(c);
}

}  // namespace thalweg::schedules
