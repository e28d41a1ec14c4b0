#include "core/schedules/nested.h"

#include <algorithm>

namespace thalweg::schedules {

namespace {

class SequentialLR final : public Schedule {
 public:
  Json schedulers = {{{"name", "LinearLR"}, {"options", {{"start_factor", 0.1}, {"total_iters", 20}}}},
                     {{"name", "CosineAnnealingLR"}, {"options", Json::object()}}};
  std::vector<double> milestones = {20};

  void prepare(std::int64_t steps) {
    inner_ = makeNestedList(schedulers, "options.schedulers", steps);
    if (milestones.size() + 1 != inner_.size()) {
      throw OptionError("options.milestones", "expected one milestone fewer than schedulers (" +
                                                  std::to_string(inner_.size() - 1) + "), found " +
                                                  std::to_string(milestones.size()));
    }
    if (!std::ranges::is_sorted(milestones)) throw OptionError("options.milestones", "expected rising steps");
  }

  void start(GroupRates& groups) override {
    // PyTorch builds all of them on the same groups, then takes their first steps back.
    for (const auto& schedule : inner_) schedule->start(groups);
    for (GroupRate& group : groups) group.lr = group.initial;
    for (const auto& schedule : inner_) schedule->takeBack();
    begin(groups);
  }

  void begin(GroupRates& groups) override {
    t_ = 0;
    inner_.front()->begin(groups);
  }

  void restart(GroupRates& groups) override {
    t_ = 0;
    inner_.front()->restart(groups);
  }

  void takeBack() override { --t_; }

  void step(GroupRates& groups, double loss) override {
    ++t_;
    const auto now = static_cast<double>(t_);
    const auto index = static_cast<std::size_t>(std::ranges::upper_bound(milestones, now) - milestones.begin());
    if (index > 0 && milestones[index - 1] == now) {
      inner_[index]->restart(groups);
    } else {
      inner_[index]->step(groups, loss);
    }
  }

 private:
  std::vector<std::unique_ptr<Schedule>> inner_;
  std::int64_t t_ = 0;
};

}  // namespace

ScheduleCard sequentialLr() {
  ScheduleCard c;
  c.id = "SequentialLR";
  c.label = "one after another";
  c.family = "Combined";
  c.summary = "Several schedules in turn: at each milestone the next one takes over and starts from its own beginning.";
  c.formula = "lr(t) = schedule i at step t − milestone(i), milestone(i) ≤ t < milestone(i + 1)";
  c.typeset = R"(\eta_t = \eta^{(i)}_{t - m_i}, \quad m_i \leq t < m_{i+1})";
  c.advice =
      "The usual way to put a warm-up before a decay. The rate may jump at a milestone, since each schedule starts "
      "from the base rate.";
  c.reference =
      "PyTorch 1.13, torch.optim.lr_scheduler.SequentialLR (which has no default schedulers; a warm-up before a "
      "cosine here); composites within it, which PyTorch cannot step, restart their first schedule";
  c.torch = "torch.optim.lr_scheduler.SequentialLR";
  c.options = {
      option("schedulers", &SequentialLR::schedulers)
          .ofKind(OptionKind::Schedules)
          .explained("The schedules, in their order."),
      option("milestones", &SequentialLR::milestones)
          .as("m")
          .explained("Steps at which the next schedule takes over, one fewer than there are schedules."),
  };
  return describe<SequentialLR>(c);
}

}  // namespace thalweg::schedules
