#pragma once
/// The largest curvatures of an objective, from Hessian–vector products: λmax, which gradient descent's rate is held
/// against (2/lr), along a path, and the directions in which it curves most.
///
/// Sources: sharpness and the edge of stability, Cohen, Kaur, Li, Kolter & Talwalkar 2021 (Gradient descent on neural
/// networks typically occurs at the edge of stability). All over the whole training data, without noise.
/// Threads: functions may be called from any thread; `sharpnessAlong` itself uses all cores.

#include "core/base/lanczos.h"
#include "core/contracts/objective.h"

#include <stop_token>

namespace thalweg {

/// At one point (a row).
LeadingEigen leadingCurvatures(const Objective& objective, const Points& point, const LanczosSettings& settings = {},
                               const std::stop_token& stop = {});

/// λmax at every `every`-th of the points (rows), the last one always among them, to 1e-6 of its size; NaN between, and
/// where the Hessian is not finite. After a stop request what is not known yet is NaN.
Column sharpnessAlong(const Objective& objective, const Points& points, Index every = 1,
                      const std::stop_token& stop = {});

}  // namespace thalweg
