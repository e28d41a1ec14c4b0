#pragma once
/// A step of a method with momentum as the sum of two moves: what this step's gradient adds, and what is remembered.
/// Threads: pure functions.

#include "core/runs/step_trace.h"

#include <optional>
#include <vector>

namespace thalweg {

struct StepParts {
  std::vector<double> gradient;  ///< where the step would go without memory, from the point; decay is in it
  std::vector<double> memory;    ///< the rest of it
};

/// Where the step would have ended if no gradient had been remembered before it: with velocities and averages of
/// gradients at 0, those of their squares as they were. None where nothing is remembered, where groups of coordinates
/// have rules of their own, and where a line that memory passes through is only recorded.
std::optional<std::vector<double>> endWithoutMemory(const StepTrace& trace);

/// None where the step is not such a sum, or where coordinates have rates of their own, so that neither part would
/// point along gradient or velocity.
std::optional<StepParts> stepParts(const StepTrace& trace);

}  // namespace thalweg
