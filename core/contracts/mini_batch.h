#pragma once
/// What gradient conditions do to a gradient, apart from whose gradient it is: shared by the oracles.
/// Threads: pure functions.

#include "core/base/random.h"
#include "core/contracts/oracle.h"

#include <cstdint>
#include <vector>

namespace thalweg {

/// How many of an objective's `samples` a step sees; 0: all of them.
Index batchSize(const GradientConditions& conditions, Index samples);

/// The standard deviation of the noise in each component.
double noiseDeviation(const GradientConditions& conditions);

/// The samples of step `step` of the path that `key` names. `order` keeps what was drawn for the epoch or step
/// `drawnFor` (−1: nothing yet), and the result points into it.
Batch drawBatch(std::int64_t step, bool replacement, Index size, Index samples, DrawKey key, std::int64_t& drawnFor,
                std::vector<Index>& order);

/// Whether accumulation, clipping or zeroing act on gradients.
bool actsOnGradients(const GradientConditions& conditions);

/// `clip_grad_norm_`, then `clip_grad_value_`, of each row by itself.
void clipGradients(const GradientConditions& conditions, Points& g);

}  // namespace thalweg
