#pragma once
/// One path's share of a parameter tensor, for rules that need its norms or its matrix.
/// Sums run in the order of the coordinates, whatever stands beside the path, so that batches do not change a bit.
/// Threads: views; as their arrays.

#include "core/contracts/objective.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace thalweg {

using StridedRow = Eigen::Map<Eigen::ArrayXd, 0, Eigen::InnerStride<>>;
using ConstStridedRow = Eigen::Map<const Eigen::ArrayXd, 0, Eigen::InnerStride<>>;

/// The coordinates of `block` in row `row`.
inline StridedRow blockOf(Points& p, Index row, const Block& block) {
  return {p.data() + row + block.first * p.rows(), block.size(), Eigen::InnerStride<>(p.rows())};
}
inline ConstStridedRow blockOf(const Points& p, Index row, const Block& block) {
  return {p.data() + row + block.first * p.rows(), block.size(), Eigen::InnerStride<>(p.rows())};
}

/// The tensor as a matrix; a vector is a matrix of one row.
inline Eigen::MatrixXd matrixOf(const Points& p, Index row, const Block& block) {
  const Index columns = block.isMatrix() ? block.columns : block.rows;
  Eigen::MatrixXd m(block.isMatrix() ? block.rows : 1, columns);
  for (Index i = 0; i < m.rows(); ++i)
    for (Index j = 0; j < columns; ++j) m(i, j) = p(row, block.first + i * columns + j);
  return m;
}

/// Writes a matrix back into the tensor.
inline void setMatrix(Points& p, Index row, const Block& block, const Eigen::MatrixXd& m) {
  for (Index i = 0; i < m.rows(); ++i)
    for (Index j = 0; j < m.cols(); ++j) p(row, block.first + i * m.cols() + j) = m(i, j);
}

/// Calls `visit(row, block)` for every tensor of every path.
template <class Visit>
void forEachBlock(Index rows, const Shape& shape, const Visit& visit) {
  for (Index row = 0; row < rows; ++row)
    for (const Block& block : shape) visit(row, block);
}

/// ‖a‖₂, scaled so that neither huge nor tiny entries are lost.
template <class Array>
double norm(const Array& a) {
  double sum = 0;
  for (Index i = 0; i < a.size(); ++i) sum += a(i) * a(i);
  if (sum > 1e-290 && sum < 1e290) return std::sqrt(sum);
  double largest = 0;
  for (Index i = 0; i < a.size(); ++i) {
    const double size = std::abs(a(i));
    if (!(size <= largest)) largest = size;
  }
  if (largest == 0 || !std::isfinite(largest)) return largest;
  sum = 0;
  for (Index i = 0; i < a.size(); ++i) sum += (a(i) / largest) * (a(i) / largest);
  return largest * std::sqrt(sum);
}

/// Σ aᵢbᵢ in the order of the coordinates.
template <class A, class B>
double dot(const A& a, const B& b) {
  double sum = 0;
  for (Index i = 0; i < a.size(); ++i) sum += a(i) * b(i);
  return sum;
}

/// Σ |aᵢ|.
template <class Array>
double sumOfSizes(const Array& a) {
  double sum = 0;
  for (Index i = 0; i < a.size(); ++i) sum += std::abs(a(i));
  return sum;
}

}  // namespace thalweg
