#pragma once
/// The largest curvatures of an objective, from Hessian–vector products: λmax, which gradient descent's rate is held
/// against (2/lr), along a path, and the directions in which it curves most.
///
/// Sources: sharpness and the edge of stability, Cohen, Kaur, Li, Kolter & Talwalkar 2021 (Gradient descent on neural
/// networks typically occurs at the edge of stability). All over the whole training data, without noise.
/// Threads: functions may be called from any thread; `sharpnessAlong` itself uses all cores.

#include "core/base/lanczos.h"
#include "core/contracts/objective.h"
#include "core/runs/trace.h"

#include <stop_token>

namespace thalweg {

/// At one point (a row).
LeadingEigen leadingCurvatures(const Objective& objective, const Points& point, const LanczosSettings& settings = {},
                               const std::stop_token& stop = {});

/// λmax at every `every`-th of the points (rows), the last one always among them, to 1e-6 of its size; NaN between, and
/// where the Hessian is not finite. After a stop request what is not known yet is NaN.
Column sharpnessAlong(const Objective& objective, const Points& points, Index every = 1,
                      const std::stop_token& stop = {});

/// The λmax at which a step from `point`, where λmax is `sharpness`, runs away whose rates e of core/runs/curvature.h
/// are `rates`, one a coordinate: `limit` below, at one point. NaN where there is none.
double stabilityLimit(const Objective& objective, const Points& point, double sharpness, const Eigen::VectorXd& rates,
                      const std::stop_token& stop = {});

/// Sharpness along a path beside the one at which the contender's own step would run away. Entries a point of the path.
struct EdgeOfStability {
  Column sharpness;  ///< λmax
  /// 2/e with e of core/runs/curvature.h: 2/lr of gradient descent, 2(1 + μ)/lr with momentum. Where e differs from
  /// coordinate to coordinate, as in Adam, λmax · 2/λmax(E^½HE^½): the preconditioned sharpness reaches its edge (Cohen
  /// et al. 2022, Adaptive gradient methods at the edge of stability, section 3) when λmax reaches this. NaN where the
  /// step has no such rates.
  Column limit;
  Index every = 1;  ///< so many steps lie between those computed; between them both are straight lines
};
EdgeOfStability edgeOfStability(const Scenario& scenario, std::size_t contender, const Objective& objective,
                                const Trajectory& path, Index every, const std::stop_token& stop = {});

}  // namespace thalweg
