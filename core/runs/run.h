#pragma once
/// A contender under way, from one start or from many that share its options: optimizers of all parameter groups and
/// the schedule. A trace records one path of it, a basin map a block of them; both are moved by the same code, so that
/// a row has the same bits in either.
///
/// Shapes: a row a path. Errors: the constructor throws OptionError for options that do not fit. Threads: a Run belongs
/// to one thread; scenario, objective and oracle must outlive it.

#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/scenario/scenario.h"

#include <memory>
#include <vector>

namespace thalweg {

class GroupOracle;

class Run {
 public:
  Run(const Scenario& scenario, std::size_t contender, const Objective& objective, Points starts, Oracle& oracle);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  /// One step of all paths; the oracle must know which. Rates are those of the next step only after `advance`.
  void step();
  /// Lets the schedule move on. For schedules that follow the loss, `step` has noted it beforehand.
  void advance();

  [[nodiscard]] const Points& x() const { return x_; }
  [[nodiscard]] const GroupRates& rates() const { return rates_; }
  /// The first group's momentum before any schedule.
  [[nodiscard]] double uncycledMomentum(std::size_t group) const { return uncycled_[group]; }
  [[nodiscard]] bool schedulesMomentum() const { return schedule_ && !card_.momentum.empty(); }
  /// A parameter group: its coordinates, its optimizer with the options that made it, and the tensors that this sees.
  struct GroupView {
    const std::vector<Index>& columns;
    const Optimizer& optimizer;
    const Options& options;
    Shape shape;
  };
  [[nodiscard]] std::size_t groupCount() const { return groups_.size(); }
  [[nodiscard]] GroupView group(std::size_t i) const;
  /// Optimizer::rates of the last step, before `advance`: NaN for groups whose rule has none; empty if none has.
  [[nodiscard]] Points effectiveRates() const;
  /// The only optimizer; nullptr where parameter groups have several.
  [[nodiscard]] const Optimizer* optimizer() const;

 private:
  struct Group {
    std::vector<Index> columns;
    std::unique_ptr<Optimizer> optimizer;
    Options options;
  };

  void makeGroups();

  const Contender& contender_;
  const OptimizerCard& card_;
  const Objective& objective_;
  Oracle& oracle_;
  Points x_, before_, gradient_;
  std::vector<Group> groups_;
  std::vector<std::unique_ptr<GroupOracle>> groupOracles_;
  GroupRates rates_;
  std::vector<double> uncycled_;  // a momentum a group
  const ScheduleCard* scheduleCard_ = nullptr;
  std::unique_ptr<Schedule> schedule_;
  Column lossBefore_ = Column::Zero(1);
};

/// Whether the contender's schedule follows the loss, so that paths with the same options have rates of their own and
/// cannot share a Run.
bool ratesFollowLoss(const Contender& contender);

}  // namespace thalweg
