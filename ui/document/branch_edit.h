#pragma once
/// Branching and pinning as the user does it, wherever a step can be pointed at: an undo step, and what is chosen then.
/// Threads: main thread only.

#include <cstddef>
#include <cstdint>

namespace thalweg {

class ScenarioModel;
class ViewState;

/// A branch of the contender at that step, selected. Nothing where there is no such contender or no room for another.
void branchAt(ScenarioModel& model, ViewState& view, std::size_t contender, std::int64_t step);
/// The contender's path as it is now stays as a ghost.
void pinAsGhost(ScenarioModel& model, std::size_t contender);

}  // namespace thalweg
