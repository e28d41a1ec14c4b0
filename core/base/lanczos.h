#pragma once
/// The largest eigenvalues of a symmetric matrix that is known by its products with vectors alone.
///
/// Method: Lanczos iterations with full reorthogonalisation (Golub & Van Loan 2013, Matrix Computations, section 10.3),
/// one eigenpair after another, each orthogonal to those before, so that a multiple eigenvalue is found as often as it
/// occurs. The first vector is drawn, always the same one: it has a part along every eigenvector. A pair is accepted
/// when its residual ‖Av − λv‖, which bounds the eigenvalue's error, is below the tolerance.
/// Shapes: vectors of `dimension` entries. Errors: none; what is not finite gives values that are not. Threads: pure
/// functions.

#include "core/base/types.h"

#include <functional>
#include <stop_token>

namespace thalweg {

/// Writes the matrix times `v` to `product`, which has v's size.
using SymmetricProduct = std::function<void(const Eigen::VectorXd& v, Eigen::VectorXd& product)>;

struct LanczosSettings {
  Index count = 1;          ///< pairs, at most the dimension
  double tolerance = 1e-6;  ///< of a residual, as a fraction of the eigenvalue
  Index steps = 400;        ///< products a pair, at most; as many vectors are kept
};

struct LeadingEigen {
  Eigen::VectorXd values;   ///< falling
  Eigen::MatrixXd vectors;  ///< of length 1, a column a value
  bool settled = false;     ///< all within the tolerance
  Index products = 0;       ///< that were asked for
};

/// After a stop request what is known by then, not settled.
LeadingEigen leadingEigen(const SymmetricProduct& product, Index dimension, const LanczosSettings& settings = {},
                          const std::stop_token& stop = {});

}  // namespace thalweg
