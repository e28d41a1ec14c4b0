#include "core/schedules/rate_schedule.h"

namespace thalweg::schedules {

namespace {

class ConstantLR final : public RateSchedule {
 public:
  double factor = 1.0 / 3;
  std::int64_t total_iters = 5;

  /// By PyTorch's closed form, which unlike the recursion knows that no reduced step may come first.
  void restart(GroupRates& groups) override {
    RateSchedule::restart(groups);
    for (std::size_t i = 0; total_iters <= 0 && i < groups.size(); ++i) groups[i].lr = base_[i];
  }

 private:
  [[nodiscard]] double rate(std::int64_t t, const GroupRate& group, double base, std::size_t /*i*/) const override {
    const double now = group.lr;
    if (t == 0) return now * factor;
    if (t != total_iters) return now;
    // PyTorch divides by zero here; the rate it stands for is the full one.
    return factor == 0 ? base : now * (1 / factor);
  }
};

}  // namespace

ScheduleCard constantLr() {
  ScheduleCard c;
  c.id = "ConstantLR";
  c.label = "constant, then full";
  c.family = "Warm-up";
  c.summary = "A reduced rate for the first steps, then the full one.";
  c.formula = "lr(t) = lr0 · factor for t < total_iters, then lr0";
  c.typeset = R"(\eta_t = f \, \eta_0 \quad (t < T), \qquad \eta_t = \eta_0 \quad (t \geq T))";
  c.advice =
      "The simplest warm-up. The jump at its end can throw a path off; a linear warm-up is gentler. With 0 steps the "
      "rate stays reduced for good.";
  c.reference = "PyTorch 1.13, torch.optim.lr_scheduler.ConstantLR";
  c.torch = "torch.optim.lr_scheduler.ConstantLR";
  c.options = {
      option("factor", &ConstantLR::factor)
          .as("f")
          .explained("Factor on the rate during the first steps.")
          .within(0, 1)
          .slide(0.01, 1),
      option("total_iters", &ConstantLR::total_iters)
          .named("reduced steps")
          .as("T")
          .explained("Number of steps with the reduced rate.")
          .slide(0, 200, Scale::Integer),
  };
  return describe<ConstantLR>(c);
}

}  // namespace thalweg::schedules
