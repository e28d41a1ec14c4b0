#include "core/schedules/rate_formula.h"
#include "core/schedules/rate_schedule.h"

namespace thalweg::schedules {

namespace {

class MultiplicativeLR final : public RateSchedule {
 public:
  Json lr_lambda = "0.99";

  void prepare(std::int64_t /*steps*/) { factor_.emplace(lr_lambda, "lr_lambda"); }

  void start(GroupRates& groups) override {
    factor_->checkGroups(groups.size());
    RateSchedule::start(groups);
  }

  /// Without a closed form it goes on from wherever the rate is.
  void restart(GroupRates& groups) override { begin(groups); }

 private:
  [[nodiscard]] double rate(std::int64_t t, const GroupRate& group, double /*base*/, std::size_t i) const override {
    const double now = group.lr;
    return t > 0 ? now * factor_->value(t, i) : now;
  }

  std::optional<RateFormula> factor_;
};

}  // namespace

ScheduleCard multiplicativeLr() {
  ScheduleCard c;
  c.id = "MultiplicativeLR";
  c.label = "typed factor a step";
  c.family = "Typed";
  c.summary = "Each step multiplies the rate by a formula of t that you type.";
  c.formula = "lr(t) = lr(t − 1) · lr_lambda(t), first with t = 1";
  c.typeset = R"(\eta_t = \eta_{t-1} \, \lambda(t))";
  c.advice =
      "For rules that say how the rate changes rather than what it is. A factor above 1 for long makes the rate "
      "explode.";
  c.reference = "PyTorch 1.13, torch.optim.lr_scheduler.MultiplicativeLR (which has no default; 0.99 here)";
  c.torch = "torch.optim.lr_scheduler.MultiplicativeLR";
  c.options = {
      option("lr_lambda", &MultiplicativeLR::lr_lambda)
          .named("factor")
          .as(R"(\lambda(t))")
          .explained("A formula of t, the number of steps taken, in Python's spelling.")
          .ofKind(OptionKind::Expression)
          .perGroupList(),
  };
  return describe<MultiplicativeLR>(c);
}

}  // namespace thalweg::schedules
