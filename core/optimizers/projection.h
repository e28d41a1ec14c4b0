#pragma once
/// The projection of AdamP and SGDP: for weights whose scale does not matter, takes the radial part out of an update.
/// Threads: pure functions.

#include "core/optimizers/blocks.h"

namespace thalweg {

/// If the gradient is nearly orthogonal to the weights, per row of the matrix or as a whole (Heo et al. 2021, algorithm
/// 2), removes from `update` what is parallel to them. Returns the factor for weight decay: `ratio` then, else 1.
/// Vectors are left alone.
double removeRadialPart(ConstStridedRow weights, ConstStridedRow gradient, StridedRow update, const Block& block,
                        double delta, double ratio, double eps);

}  // namespace thalweg
