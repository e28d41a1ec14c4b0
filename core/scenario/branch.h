#pragma once
/// Branches: contenders that go on from a step of another one, and what that means for everything that runs or edits a
/// contender.
///
/// A branch keeps all settings that rule it from its step on in its own Contender, so that it reads like any other;
/// files hold only what differs from its parent. Its parent's settings rule the steps before. Indices are positions in
/// `Scenario::contenders`. Threads: pure functions.

#include "core/contracts/oracle.h"
#include "core/scenario/scenario.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thalweg {

/// Settings that rule a path from a step on.
struct Stretch {
  std::int64_t from = 0;
  Contender settings;  ///< optimizer, options, schedule, groups; the rest is empty
  GradientConditions gradient;
  std::uint64_t stream = 0;  ///< of random draws: the root's, so that branches see what their parent sees
  bool operator==(const Stretch&) const = default;
};

/// All settings along the contender's path, the first from step 0; one where it is no branch. A parent that never acts,
/// because it branches off later itself, has none.
std::vector<Stretch> stretches(const Scenario& scenario, std::size_t contender);

/// What an oracle is told of them: all but the first.
std::vector<GradientStage> laterStages(const std::vector<Stretch>& stretches);

/// The contender that `contender` and all its parents come from: itself, if it is no branch.
std::size_t rootOf(const Scenario& scenario, std::size_t contender);

/// The contender whose path the branch goes until its step: its parent or, where that branches off later itself, the
/// one that this comes from. None where it is no branch.
std::optional<BranchPoint> forkOf(const Scenario& scenario, std::size_t contender);

/// How one of the contenders is shown beside the others: a common way once, and what was left as a ghost.
struct BranchShow {
  std::int64_t first = 0;       ///< its own from this step on; before it, it is on a path that is shown
  std::int64_t ghostFrom = -1;  ///< from this step on only what might have been; −1: nowhere
  bool seen = true;             ///< false: a ghost, where the display leaves these out
  bool operator==(const BranchShow&) const = default;
};
/// An entry a contender.
std::vector<BranchShow> branchShows(const Scenario& scenario);

/// Whether `contender` comes from `parent`, over whatever branches.
bool comesFrom(const Scenario& scenario, std::size_t contender, std::size_t parent);

/// The contender's own conditions, else the scenario's.
const GradientConditions& conditionsOf(const Scenario& scenario, const Contender& contender);

/// checkContender for every stretch. Throws OptionError: paths of earlier stretches begin with "branch: ".
void checkRun(const Scenario& scenario, std::size_t contender, Index dimension);

/// A branch of `parent` at `step`, with all that it has; a branch's branch before its own step is one of its parent's
/// parent. Look and label follow the parent's.
Contender branchOf(const Scenario& scenario, std::size_t parent, std::int64_t step);

/// Keeps branches right where contenders are inserted at `index`, erased there, or moved: to be called after that.
/// Branches of an erased contender become whole: `before` is the scenario with it.
void branchesAfterInsert(Scenario& scenario, std::size_t index);
void branchesAfterErase(Scenario& scenario, const Scenario& before, std::size_t index);
void branchesAfterMove(Scenario& scenario, std::size_t from, std::size_t to);

/// After an edit of settings: what a branch had in common with its parent in `before` follows the parent, unless the
/// edit gave it a value of its own; ghosts stay. `begun` is the scenario before the gesture that the edit is part of: a
/// slider that passes a branch's value on its way does not take it along. Options that the parent sets and the branch
/// leaves at their default are set, so that files can tell. Nothing follows where contenders were added, removed or
/// moved.
void followParents(Scenario& scenario, const Scenario& before, const Scenario& begun);

/// What a branch of `parent` with this optimizer has where nothing else is said.
Contender inheritedSettings(const Contender& parent, const std::string& optimizer);

/// Throws OptionError ("contenders[2].branch.of") where a branch has no parent, comes from itself, or has a start.
void checkBranches(const Scenario& scenario);

/// What a branch has otherwise than its parent, as ids of options; "optimizer",
/// "schedule", "groups" and "gradient" for those.
std::vector<std::string> differencesFromParent(const Scenario& scenario, std::size_t contender);

}  // namespace thalweg
