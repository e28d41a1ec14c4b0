#include "core/schedules/rate_schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg::schedules {

namespace {

class CosineAnnealingLR final : public RateSchedule {
 public:
  std::int64_t T_max = 100;
  double eta_min = 0;

  /// A scenario without steps would give T_max = 0.
  void prepare(std::int64_t /*steps*/) { T_max = std::max<std::int64_t>(T_max, 1); }

 private:
  [[nodiscard]] double rate(std::int64_t t, const GroupRate& group, double base, std::size_t /*i*/) const override {
    const double now = group.lr;
    if (t == 0) return now;
    const auto cosine = [this](std::int64_t k) {
      return std::cos(std::numbers::pi * static_cast<double>(k) / static_cast<double>(T_max));
    };
    // After the trough the ratio below would be x/0.
    if ((t - 1 - T_max) % (2 * T_max) == 0) return now + (base - eta_min) * (1 - cosine(1)) / 2;
    return (1 + cosine(t)) / (1 + cosine(t - 1)) * (now - eta_min) + eta_min;
  }
};

}  // namespace

ScheduleCard cosineAnnealingLr() {
  ScheduleCard c;
  c.id = "CosineAnnealingLR";
  c.label = "cosine";
  c.family = "Annealing";
  c.summary = "The rate glides down half a cosine to η_min within T_max steps, and up again if the run goes on.";
  c.formula = "lr(t) = eta_min + (lr0 − eta_min) · (1 + cos(π t / T_max)) / 2";
  c.typeset =
      R"(\eta_t = \eta_{\min} + \frac{1}{2} (\eta_0 - \eta_{\min}) \left(1 + \cos\frac{\pi t}{T_{\max}}\right))";
  c.advice =
      "A good default when the number of steps is known: large steps for long, small ones at the end. Set T_max to "
      "the whole run.";
  c.reference =
      "Loshchilov & Hutter 2017 (SGDR), eq. 5, without restarts; PyTorch 1.13, "
      "torch.optim.lr_scheduler.CosineAnnealingLR, in its recursive form";
  c.torch = "torch.optim.lr_scheduler.CosineAnnealingLR";
  c.options = {
      option("T_max", &CosineAnnealingLR::T_max)
          .named("half period")
          .as(R"(T_{\max})")
          .explained("Number of steps from the highest to the lowest rate; by default the whole run.")
          .steps()
          .atLeast(1)
          .slide(1, 1000, Scale::Integer),
      option("eta_min", &CosineAnnealingLR::eta_min)
          .named("lowest rate")
          .as(R"(\eta_{\min})")
          .explained("The rate at the bottom of the cosine.")
          .slide(0, 0.1),
  };
  return describe<CosineAnnealingLR>(c);
}

}  // namespace thalweg::schedules
