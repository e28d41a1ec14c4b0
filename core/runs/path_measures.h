#pragma once
/// What charts show of a path beyond what its trace records.
/// Shapes: an entry a point of the path, so steps + 1; entries of steps are of the step that led to the point, and NaN
/// at the start. Threads: pure functions, callable from any thread; a Trajectory has at least its start.

#include "core/runs/trace.h"

namespace thalweg {

/// ‖x_t − x_{t−1}‖.
Column stepLengths(const Trajectory& path);

/// The distance from x_t to the nearest known minimum, global or local; empty where none is known.
Column minimumDistances(const Trajectory& path, const Objective& objective);

/// |x_t − x_{t−1}| / |∇f(x_{t−1})| for the first `coordinates` coordinates, a column each: the rate at which plain
/// gradient descent would have made the same step. Of the exact gradient; NaN where that vanishes or passes through
/// zero (below a twentieth of what it is a step before or after), for there the ratio says nothing.
Points realisedRates(const Trajectory& path, const Objective& objective, Index coordinates);

/// Degrees, 0 to 180, between x_t − x_{t−1} and −∇f(x_{t−1}), the exact one; NaN where either is zero.
Column updateAngles(const Trajectory& path, const Objective& objective);

/// ‖x_t − y_t‖ of two paths of one dimension, as long as both last; NaN beyond.
Column pathDifferences(const Trajectory& path, const Trajectory& other);

/// What had been evaluated until x_t: gradients or, of methods that use values alone, values.
Column evaluationCounts(const Trajectory& path);

/// Loss on held-out data, and the fractions of training and of held-out samples classified rightly; empty where there
/// are none. Computed where the path's own losses are (Trajectory::every).
Column testLosses(const Trajectory& path, const Objective& objective);
Column accuracies(const Trajectory& path, const Objective& objective);
Column testAccuracies(const Trajectory& path, const Objective& objective);

}  // namespace thalweg
