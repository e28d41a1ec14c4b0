#include "core/schedules/nested.h"
#include "core/schedules/rate_schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg::schedules {

namespace {

class SWALR final : public RateSchedule {
 public:
  Json swa_lr = 0.05;
  std::int64_t anneal_epochs = 10;
  std::string anneal_strategy = "cos";
  Json before;
  std::int64_t start_step = 0;

  void prepare(std::int64_t steps) {
    if (!before.is_null()) before_ = makeNested(before, "options.before", steps);
  }

  void start(GroupRates& groups) override {
    const std::vector<double> target = valuesPerGroup(swa_lr, groups.size(), "swa_lr");
    for (std::size_t i = 0; i < groups.size(); ++i) groups[i].averaging = target[i];
    if (before_) before_->start(groups);
    RateSchedule::start(groups);
    taken_ = 0;
  }

  void begin(GroupRates& groups) override {
    if (before_) before_->begin(groups);
    RateSchedule::begin(groups);
    taken_ = 0;
  }

  /// PyTorch's counts its calls, which SequentialLR does not take back.
  void takeBack() override {}

  /// Annealing goes on from wherever the rate is.
  void restart(GroupRates& groups) override { step(groups, 0); }

  void step(GroupRates& groups, double loss) override {
    if (taken_ < start_step) {
      ++taken_;
      if (before_) before_->step(groups, loss);
    } else {
      RateSchedule::step(groups, loss);
    }
  }

 private:
  [[nodiscard]] double weight(std::int64_t step) const {
    const double length = static_cast<double>(std::max<std::int64_t>(1, anneal_epochs));
    const double part = std::clamp(static_cast<double>(step) / length, 0.0, 1.0);
    return anneal_strategy == "linear" ? part : (1 - std::cos(std::numbers::pi * part)) / 2;
  }

  [[nodiscard]] double rate(std::int64_t t, const GroupRate& group, double /*base*/, std::size_t /*i*/) const override {
    const std::int64_t step = anneal_epochs == 0 ? std::max<std::int64_t>(1, t) : t;
    const double done = weight(step - 1);
    const double target = group.averaging;
    const double from = done == 1 ? target : (group.lr - done * target) / (1 - done);
    const double part = weight(step);
    return target * part + from * (1 - part);
  }

  std::unique_ptr<Schedule> before_;
  std::int64_t taken_ = 0;  // steps of the schedule before
};

}  // namespace

ScheduleCard swaLr() {
  ScheduleCard c;
  c.id = "SWALR";
  c.label = "to the averaging rate";
  c.family = "Annealing";
  c.summary = "After another schedule, the rate moves to a constant at which weights are averaged.";
  c.formula =
      "lr(t) = (1 − a) · lr_before + a · swa_lr, a = (1 − cos(π min(t − start, anneal_epochs) / anneal_epochs)) / 2";
  c.typeset =
      R"(\eta_t = (1 - \alpha_t) \, \eta_{\mathrm{before}} + \alpha_t \, \eta_{\mathrm{swa}}, \quad \alpha_t = \frac{1}{2} \left(1 - \cos\frac{\pi t}{T_{\mathrm{a}}}\right))";
  c.advice =
      "Stochastic weight averaging wants a rate high enough to wander around the minimum: the average of the path, "
      "not its end, is the result.";
  c.reference =
      "Izmailov et al. 2018, Averaging weights leads to wider optima; PyTorch 1.13, torch.optim.swa_utils.SWALR "
      "(which has no default swa_lr; 0.05 here), with the schedule that runs before it among its options";
  c.torch = "torch.optim.swa_utils.SWALR";
  c.options = {
      option("swa_lr", &SWALR::swa_lr)
          .named("final rate")
          .as(R"(\eta_{\mathrm{swa}})")
          .explained("The constant rate at the end.")
          .slide(1e-5, 1, Scale::Log)
          .perGroupList(),
      option("anneal_epochs", &SWALR::anneal_epochs)
          .named("length")
          .as(R"(T_{\mathrm{a}})")
          .explained("Number of steps until the final rate is reached.")
          .atLeast(0)
          .slide(0, 200, Scale::Integer),
      option("anneal_strategy", &SWALR::anneal_strategy)
          .named("shape")
          .explained("Along half a cosine or a straight line.")
          .oneOf({"cos", "linear"}),
      option("before", &SWALR::before)
          .ofKind(OptionKind::Schedule)
          .orNone()
          .explained("The schedule that runs first; none: the rate stays."),
      option("start", &SWALR::start_step)
          .named("starts at")
          .as("t_0")
          .explained("Number of steps that the schedule before runs.")
          .atLeast(0)
          .slide(0, 1000, Scale::Integer),
  };
  return describe<SWALR>(c);
}

}  // namespace thalweg::schedules
