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

/// None where the step is not such a sum, or where coordinates have rates of their own, so that neither part would
/// point along gradient or velocity.
std::optional<StepParts> stepParts(const StepTrace& trace);

}  // namespace thalweg
