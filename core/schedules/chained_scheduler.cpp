#include "core/schedules/nested.h"

namespace thalweg::schedules {

namespace {

class ChainedScheduler final : public Schedule {
 public:
  Json schedulers = {{{"name", "LinearLR"}, {"options", {{"start_factor", 0.1}, {"total_iters", 20}}}},
                     {{"name", "ExponentialLR"}, {"options", Json::object()}}};

  void prepare(std::int64_t steps) { inner_ = makeNestedList(schedulers, "options.schedulers", steps); }

  void start(GroupRates& groups) override {
    for (const auto& schedule : inner_) schedule->start(groups);
  }

  void begin(GroupRates& groups) override {
    for (const auto& schedule : inner_) schedule->begin(groups);
  }

  void restart(GroupRates& groups) override {
    inner_.front()->restart(groups);
    for (std::size_t i = 1; i < inner_.size(); ++i) inner_[i]->begin(groups);
  }

  void takeBack() override {
    for (const auto& schedule : inner_) schedule->takeBack();
  }

  void step(GroupRates& groups, double loss) override {
    for (const auto& schedule : inner_) schedule->step(groups, loss);
  }

 private:
  std::vector<std::unique_ptr<Schedule>> inner_;
};

}  // namespace

ScheduleCard chainedScheduler() {
  ScheduleCard c;
  c.id = "ChainedScheduler";
  c.label = "all together";
  c.family = "Combined";
  c.summary = "Several schedules at once: after each step every one of them changes the rate that the others left.";
  c.formula = "lr(t + 1) = s_n(… s_2(s_1(lr(t)))), each s_i the step of one schedule";
  c.typeset = R"(\eta_{t+1} = (s_n \circ \cdots \circ s_1)(\eta_t))";
  c.advice =
      "Multiplies schedules that change the rate by factors: a warm-up and a decay. Schedules that compute the rate "
      "anew, such as LambdaLR or the cycles, override those before them.";
  c.reference =
      "PyTorch 1.13, torch.optim.lr_scheduler.ChainedScheduler (which has no default schedulers; a warm-up and an "
      "exponential decay here)";
  c.torch = "torch.optim.lr_scheduler.ChainedScheduler";
  c.options = {
      option("schedulers", &ChainedScheduler::schedulers)
          .ofKind(OptionKind::Schedules)
          .explained("The schedules, in the order in which they act."),
  };
  return describe<ChainedScheduler>(c);
}

}  // namespace thalweg::schedules
