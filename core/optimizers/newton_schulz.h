#pragma once
/// Newton–Schulz iteration: pushes the singular values of a matrix towards 1 (Jordan et al. 2024, Muon).
/// Threads: pure functions.

#include <Eigen/Core>
#include <array>

namespace thalweg {

/// `g` divided by max(‖g‖, ε), then `steps` times X ← aX + (bA + cA²)X with A = XXᵀ. Tall matrices are transposed.
inline Eigen::MatrixXd newtonSchulz(Eigen::MatrixXd g, const std::array<double, 3>& coefficients, int steps,
                                    double divisor) {
  const bool tall = g.rows() > g.cols();
  if (tall) g.transposeInPlace();
  g /= divisor;
  const double a = coefficients[0];
  const double b = coefficients[1];
  const double c = coefficients[2];
  for (int i = 0; i < steps; ++i) {
    const Eigen::MatrixXd gram = g * g.transpose();
    const Eigen::MatrixXd polynomial = b * gram + c * (gram * gram);
    g = (a * g + polynomial * g).eval();
  }
  if (tall) g.transposeInPlace();
  return g;
}

}  // namespace thalweg
