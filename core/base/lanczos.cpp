#include "core/base/lanczos.h"

#include "core/base/linear_algebra.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

/// What rounding leaves of a residual, as a fraction of the largest eigenvalue.
constexpr double roundingError = 1e-14;

using Basis = Eigen::Ref<const Eigen::MatrixXd>;

/// Twice is enough (Parlett 1998, The Symmetric Eigenvalue Problem, section 6.9).
void orthogonalise(Eigen::VectorXd& v, const Basis& basis) {
  if (basis.cols() == 0) return;
  for (int time = 0; time < 2; ++time) {
    const Eigen::VectorXd parts = basis.transpose() * v;
    v.noalias() -= basis * parts;
  }
}

Eigen::VectorXd drawnVector(Index dimension, Index pair) {
  Draws draws({.path = static_cast<std::uint64_t>(pair), .purpose = Purpose::Direction});
  Eigen::VectorXd v(dimension);
  for (double& entry : v) entry = draws.normal();
  return v;
}

struct Pair {
  double value = std::numeric_limits<double>::quiet_NaN();
  Eigen::VectorXd vector;
  bool settled = false;
};

/// The tridiagonal matrix that the product is in the basis found so far.
struct Tridiagonal {
  std::vector<double> diagonal;
  std::vector<double> beside;  // the last entry leads out of the basis

  [[nodiscard]] SymmetricEigen eigen() const {
    const auto n = static_cast<Index>(diagonal.size());
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(n, n);
    for (Index i = 0; i < n; ++i) {
      matrix(i, i) = diagonal[static_cast<std::size_t>(i)];
      if (i > 0) matrix(i, i - 1) = beside[static_cast<std::size_t>(i - 1)];
    }
    return symmetricEigen(matrix);
  }
};

/// The largest eigenpair in the complement of `found`.
Pair largest(const SymmetricProduct& product, const Basis& found, const LanczosSettings& settings, Index& products,
             const std::stop_token& stop) {
  const Index dimension = found.rows();
  const Index room = dimension - found.cols();
  const Index most = std::min(room, std::max<Index>(settings.steps, 1));
  Pair pair;
  Eigen::VectorXd q = drawnVector(dimension, found.cols());
  orthogonalise(q, found);
  q.normalize();
  Eigen::MatrixXd basis(dimension, std::min<Index>(most, 32));
  Tridiagonal t;
  Eigen::VectorXd w(dimension);
  double size = 0;  // of the matrix, at least
  Index check = std::min<Index>(most, 8);
  for (Index m = 1; m <= most && !stop.stop_requested(); ++m) {
    if (m > basis.cols()) basis.conservativeResize(Eigen::NoChange, std::min(most, 2 * basis.cols()));
    basis.col(m - 1) = q;
    product(q, w);
    ++products;
    if (!w.allFinite()) return pair;
    size = std::max(size, w.norm());
    t.diagonal.push_back(q.dot(w));
    orthogonalise(w, found);
    orthogonalise(w, basis.leftCols(m));
    const double rest = w.norm();
    t.beside.push_back(rest);
    const bool closed = m == room || rest <= roundingError * size;  // the basis holds all there is to find
    if (m >= check || closed || m == most) {
      const SymmetricEigen eigen = t.eigen();
      pair.value = eigen.values[m - 1];
      const Eigen::VectorXd parts = eigen.vectors.col(m - 1);
      const double residual = rest * std::abs(parts[m - 1]);
      pair.settled = closed || residual <= settings.tolerance * std::abs(pair.value) + roundingError * size;
      if (pair.settled || m == most) {
        pair.vector = basis.leftCols(m) * parts;
        pair.vector.normalize();
        return pair;
      }
      check = m + std::max<Index>(4, m / 4);
    }
    q = w / rest;
    // What is left of eigenvalues that lie close together is small, and rounding a large part of it.
    orthogonalise(q, found);
    orthogonalise(q, basis.leftCols(m));
    q.normalize();
  }
  return pair;
}

}  // namespace

LeadingEigen leadingEigen(const SymmetricProduct& product, Index dimension, const LanczosSettings& settings,
                          const std::stop_token& stop) {
  const Index count = std::min(settings.count, dimension);
  LeadingEigen leading{Eigen::VectorXd::Constant(count, std::numeric_limits<double>::quiet_NaN()),
                       Eigen::MatrixXd::Zero(dimension, count), true, 0};
  for (Index k = 0; k < count; ++k) {
    const Pair pair = largest(product, leading.vectors.leftCols(k), settings, leading.products, stop);
    leading.settled = leading.settled && pair.settled;
    if (pair.vector.size() == 0) break;
    leading.values[k] = pair.value;
    leading.vectors.col(k) = pair.vector;
  }
  return leading;
}

}  // namespace thalweg
