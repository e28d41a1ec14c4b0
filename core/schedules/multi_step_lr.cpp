#include "core/schedules/rate_schedule.h"

#include <algorithm>
#include <cmath>

namespace thalweg::schedules {

namespace {

class MultiStepLR final : public RateSchedule {
 public:
  std::vector<double> milestones = {100, 200};
  double gamma = 0.1;

 private:
  [[nodiscard]] double rate(std::int64_t t, const GroupRate& group, double /*base*/, std::size_t /*i*/) const override {
    const double now = group.lr;
    // A milestone listed twice counts twice.
    const auto times = std::ranges::count(milestones, static_cast<double>(t));
    return times == 0 ? now : now * std::pow(gamma, static_cast<double>(times));
  }
};

}  // namespace

ScheduleCard multiStepLr() {
  ScheduleCard c;
  c.id = "MultiStepLR";
  c.label = "milestones";
  c.family = "Steps and decay";
  c.summary = "A staircase with drops at chosen steps: at each milestone the rate is multiplied by γ.";
  c.formula = "lr(t) = lr0 · gamma^(number of milestones ≤ t)";
  c.typeset = R"(\eta_t = \eta_0 \, \gamma^{n(t)})";
  c.advice =
      "For runs whose plateaus are known from earlier ones: put a milestone where each begins. A milestone listed "
      "twice drops twice.";
  c.reference =
      "PyTorch 1.13, torch.optim.lr_scheduler.MultiStepLR (which has no default milestones; 100 and 200 here)";
  c.torch = "torch.optim.lr_scheduler.MultiStepLR";
  c.options = {
      option("milestones", &MultiStepLR::milestones).as("m").explained("Steps at which the rate drops."),
      option("gamma", &MultiStepLR::gamma)
          .named("decay factor")
          .as(R"(\gamma)")
          .explained("Factor by which each milestone multiplies the rate.")
          .slide(0.05, 1),
  };
  return describe<MultiStepLR>(c);
}

}  // namespace thalweg::schedules
