#pragma once
/// Learning-rate schedules with the semantics of torch.optim.lr_scheduler 1.13: recursive where PyTorch is, so that
/// they compose, and able to cycle momentum.
/// Threads: a schedule belongs to one run; cards are immutable.

#include "core/base/types.h"
#include "core/contracts/catalog.h"

#include <limits>
#include <memory>
#include <vector>

namespace thalweg {

/// What PyTorch's OneCycleLR writes into a group (max_lr, min_lr, max_momentum, base_momentum), and so shares with
/// every other OneCycleLR of a composition: the one built last counts.
struct SharedCycle {
  double high = 0, last = 0, highMomentum = 0, lowMomentum = 0;
};

/// What a schedule may move of one parameter group.
struct GroupRate {
  double lr = 0;
  double initial = std::numeric_limits<double>::quiet_NaN();  ///< PyTorch's initial_lr; NaN: the first schedule sets it
  double momentum = std::numeric_limits<double>::quiet_NaN();  ///< momentum or β₁; NaN where the optimizer has none
  SharedCycle cycle = {};
  double averaging = 0;  ///< SWALR's swa_lr, shared in the same way
};
using GroupRates = std::vector<GroupRate>;

class Schedule {
 public:
  virtual ~Schedule() = default;
  /// What PyTorch's constructor does to the groups; begins anew. Throws OptionError where an option lists values for
  /// another number of groups.
  virtual void start(GroupRates& groups) = 0;
  /// Steps 0 of a started schedule: from the rates as they are (PyTorch's first step) …
  virtual void begin(GroupRates& groups) = 0;
  /// … and from the rates at its start, when SequentialLR comes to it (PyTorch's step(0)).
  virtual void restart(GroupRates& groups) = 0;
  /// SequentialLR takes back the first step of what it holds (PyTorch's last_epoch −= 1): the next step is step 0.
  virtual void takeBack() = 0;
  /// To be called after each optimizer step. `loss` is the run's loss from before that step.
  virtual void step(GroupRates& groups, double loss) = 0;
};

struct ScheduleCard : Card {
  bool needsLoss = false;  ///< cannot be previewed without a run
  std::string torch;       ///< "torch.optim.lr_scheduler.StepLR" where PyTorch has it
  /// Checks options and builds. `steps`: the scenario's, for options that default to it. Throws OptionError; the path
  /// of one about a nested schedule names the place: "options.schedulers[1].options.gamma".
  std::function<std::unique_ptr<Schedule>(const Options&, std::int64_t steps)> make;
  /// Where it is set: a sentence on what checked options do within a run of so many steps that one would hardly expect
  /// ("The cycle ends at step 50 of 200 …"); empty where there is nothing to say.
  std::function<std::string(const Options&, std::int64_t steps)> notice = {};
};

template <class T>
ScheduleCard describe(ScheduleCard card) {
  card.make = [options = Card(card)](const Options& values, std::int64_t steps) -> std::unique_ptr<Schedule> {
    auto made = std::make_unique<T>();
    assignOptions(options, values, made.get(), steps);
    if constexpr (requires { made->prepare(steps); }) made->prepare(steps);
    return made;
  };
  return card;
}

/// All schedules. Adding one: a file in core/schedules and a line in its list.cpp.
const std::vector<const ScheduleCard*>& scheduleCards();
/// nullptr if unknown.
const ScheduleCard* findSchedule(std::string_view id);

/// The rates that groups starting at `initial` would have during steps 0 … steps − 1: a row a step, a column a group.
/// For schedules with `needsLoss` the loss is taken as constant.
Eigen::ArrayXXd previewSchedule(const ScheduleCard& card, const Options& options, const std::vector<double>& initial,
                                std::int64_t steps);

}  // namespace thalweg
