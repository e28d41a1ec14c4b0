#pragma once
/// How much of a path's steps is momentum: what was remembered, as against each step's own gradient.
/// Threads: pure functions.

#include "core/runs/trace.h"

#include <stop_token>

namespace thalweg {

/// ⟨d, Δx⟩/‖Δx‖² of the step Δx that led to each point and its remembered part d (endWithoutMemory, core/runs/
/// step_parts.h): shares of gradient and memory add up to 1. An entry a point, NaN at the start, where the method has
/// no momentum, and where a step is the small rest of two large parts (below a twentieth of the larger), which says
/// nothing. Of long paths a thousand or so steps, straight lines between them. A stop request leaves the rest NaN.
/// Throws OptionError for options that do not fit.
Column memoryShares(const Scenario& scenario, std::size_t contender, const Objective& objective, const Trajectory& path,
                    const std::stop_token& stop = {});

/// What each step keeps of the gradients before it, as the method's momentum says: μ, β₁, as a schedule has them, and
/// before a branch the parent's. An entry a step; empty where it is 0 throughout.
Column memoryKept(const Scenario& scenario, std::size_t contender, const Trajectory& path);

}  // namespace thalweg
