#pragma once
/// What schedules share that only compute the next rate of each group from its last one and t, as PyTorch's `get_lr`
/// does.
/// Threads: as in core/contracts/schedule.h.

#include "core/contracts/schedule.h"

#include <cstdint>
#include <vector>

namespace thalweg {

/// A value for each group of an option that takes a number or a list: PyTorch's `_format_param`. Throws OptionError
/// naming `id` where a list has another length.
std::vector<double> valuesPerGroup(const Json& option, std::size_t groups, const char* id);

/// The first schedule that starts on a group sets its initial rate (PyTorch's `setdefault("initial_lr", …)`).
void settleInitialRates(GroupRates& groups);

class RateSchedule : public Schedule {
 public:
  void start(GroupRates& groups) override;
  void begin(GroupRates& groups) override;
  void restart(GroupRates& groups) override;
  void takeBack() override { --t_; }
  void step(GroupRates& groups, double loss) override;

 protected:
  /// The rate of group `i` at step t of this schedule; `group` is what it has so far, `base` its rate at the start.
  [[nodiscard]] virtual double rate(std::int64_t t, const GroupRate& group, double base, std::size_t i) const = 0;

  /// Its momentum at step t, where the schedule cycles it; else NaN.
  [[nodiscard]] virtual double momentum(std::int64_t t, const GroupRate& group, std::size_t i) const;

  std::vector<double> base_;  // a rate a group

 private:
  void apply(GroupRates& groups);

  std::int64_t t_ = 0;
};

}  // namespace thalweg
