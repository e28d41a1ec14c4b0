#pragma once
/// All curvatures at a point of a path: the eigenvalues of the Hessian, from Hessian–vector products, with the one at
/// which the contender's step from there runs away.
/// Threads: pure functions.

#include "core/runs/trace.h"

#include <Eigen/Core>
#include <stop_token>

namespace thalweg {

/// The least first. Empty in more than `mostEigenvalues` dimensions, where the Hessian is not finite, and after a stop
/// request.
Eigen::VectorXd hessianSpectrum(const Objective& objective, const Points& point, const std::stop_token& stop = {});

/// The same at a step of a contender's path (beyond its end: at the end).
struct PathSpectrum {
  Index step = 0;
  Eigen::VectorXd eigenvalues;
  double limit = 0;  ///< as EdgeOfStability::limit has it: 2/lr, 2(1 + μ)/lr …; NaN where the step has no such rates
};
PathSpectrum pathSpectrum(const Scenario& scenario, std::size_t contender, const Objective& objective,
                          const Trajectory& path, Index step, const std::stop_token& stop = {});

}  // namespace thalweg
