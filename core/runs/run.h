#pragma once
/// A contender under way, from one start or from many that share its options: optimizers of all parameter groups and
/// the schedule. A branch begins as its parent and takes its own settings at its step: the optimizers stay and get
/// other options; another optimizer takes over the vectors that both know; the schedule goes on from the same position.
/// A trace records one path of it, a basin map a block of them; both are moved by the same code, so that a row has the
/// same bits in either.
///
/// Shapes: a row a path. Errors: the constructor throws OptionError for options that do not fit. Threads: a Run belongs
/// to one thread; scenario, objective and oracle must outlive it.

#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/scenario/branch.h"
#include "core/scenario/scenario.h"

#include <cstdint>
#include <memory>
#include <string>
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
  /// Lets the schedule move on, where an epoch ends. For schedules that follow the loss, `step` has noted it
  /// beforehand.
  void advance();

  /// The settings that rule the next step.
  [[nodiscard]] const Stretch& stretch() const { return line_[at_]; }

  [[nodiscard]] const Points& x() const { return x_; }
  [[nodiscard]] const GroupRates& rates() const { return rates_; }
  /// The first group's momentum before any schedule.
  [[nodiscard]] double uncycledMomentum(std::size_t group) const { return uncycled_[group]; }
  [[nodiscard]] bool schedulesMomentum() const { return schedule_ && !card_->momentum.empty(); }
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

  void layGroups();
  void makeOptimizers();
  void makeSchedule();
  void branch();
  void takeOver(std::vector<Group>& before);
  /// Whether the schedule moves on after step `step`.
  [[nodiscard]] bool endsEpoch(std::int64_t step) const;

  std::vector<Stretch> line_;
  std::size_t at_ = 0;     // the stretch in force
  std::int64_t done_ = 0;  // steps made
  std::int64_t steps_;     // of the scenario
  const OptimizerCard* card_ = nullptr;
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
  bool keepsLosses_ = false;    // a later schedule will ask for those of all steps
  std::vector<double> losses_;  // of the first path
};

/// The oracle of one path of the contender, with the conditions of all its stretches; `path` numbers its draws.
ObjectiveOracle contenderOracle(const std::vector<Stretch>& stretches, std::uint64_t seed, const Objective& objective,
                                std::uint64_t path = 0);
inline ObjectiveOracle contenderOracle(const Scenario& scenario, std::size_t contender, const Objective& objective,
                                       std::uint64_t path = 0) {
  return contenderOracle(stretches(scenario, contender), scenario.seed, objective, path);
}

/// What becomes of a method's memory where another one takes its place.
struct Inheritance {
  std::vector<std::string> taken;  ///< vectors that it takes over, by their names in torch.optim
  std::vector<std::string> anew;   ///< its own vectors that begin anew
  std::vector<std::string> lost;   ///< the old one's that it does not have
  bool whole = false;              ///< the same method: all of it stays
};
Inheritance inheritance(const Contender& before, const Contender& after);

/// Whether one of the contender's schedules follows the loss, so that paths with the same options have rates of their
/// own and cannot share a Run.
bool ratesFollowLoss(const std::vector<Stretch>& stretches);

}  // namespace thalweg
