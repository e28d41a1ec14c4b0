#include "core/schedules/rate_formula.h"
#include "core/schedules/rate_schedule.h"

namespace thalweg::schedules {

namespace {

class LambdaLR final : public RateSchedule {
 public:
  Json lr_lambda = "0.99**t";

  void prepare(std::int64_t /*steps*/) { factor_.emplace(lr_lambda, "lr_lambda"); }

  void start(GroupRates& groups) override {
    factor_->checkGroups(groups.size());
    RateSchedule::start(groups);
  }

 private:
  [[nodiscard]] double rate(std::int64_t t, const GroupRate& /*group*/, double base, std::size_t i) const override {
    return base * factor_->value(t, i);
  }

  std::optional<RateFormula> factor_;
};

}  // namespace

ScheduleCard lambdaLr() {
  ScheduleCard c;
  c.id = "LambdaLR";
  c.label = "typed factor";
  c.family = "Typed";
  c.summary = "The rate is the first one times a formula of t that you type.";
  c.formula = "lr(t) = lr0 · lr_lambda(t)";
  c.typeset = R"(\eta_t = \eta_0 \, \lambda(t))";
  c.advice =
      "For any schedule that has a closed form: min(1, (t+1)/10) warms up, 1/sqrt(1+t) decays, 0.5**(t//50) is a "
      "staircase, 1 if t < 100 else 0.1 a drop.";
  c.reference = "PyTorch 1.13, torch.optim.lr_scheduler.LambdaLR (which has no default; 0.99**t here)";
  c.torch = "torch.optim.lr_scheduler.LambdaLR";
  c.options = {
      option("lr_lambda", &LambdaLR::lr_lambda)
          .named("factor")
          .as(R"(\lambda(t))")
          .explained("A formula of t, the number of steps taken, in Python's spelling.")
          .ofKind(OptionKind::Expression)
          .perGroupList(),
  };
  return describe<LambdaLR>(c);
}

}  // namespace thalweg::schedules
