#pragma once
/// Decompositions of matrices. Eigen's are templates that take seconds to compile; here each is compiled once.
/// Shapes: a is n × n where it is decomposed as symmetric (its lower half is read), else any. Errors: none; what is not
/// finite gives results that are not. Threads: functions of their arguments.

#include <Eigen/Core>

namespace thalweg {

/// a = vectors · diag(values) · vectorsᵀ, the least value first.
struct SymmetricEigen {
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
};
SymmetricEigen symmetricEigen(const Eigen::MatrixXd& a);
/// The values alone.
Eigen::VectorXd symmetricEigenvalues(const Eigen::MatrixXd& a);

/// x with ax = b for a symmetric a, by a pivoted LDLᵀ.
Eigen::VectorXd solveSymmetric(const Eigen::MatrixXd& a, const Eigen::VectorXd& b);

/// The shortest x among those with the least ‖ax − b‖.
Eigen::VectorXd leastSquares(const Eigen::MatrixXd& a, const Eigen::VectorXd& b);
/// The same for x with the least ‖xa − b‖.
Eigen::MatrixXd leastSquaresFromTheLeft(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

double largestSingularValue(const Eigen::MatrixXd& a);
/// All of them, the largest first.
Eigen::VectorXd singularValues(const Eigen::MatrixXd& a);

/// a = qr by Householder reflections, q square.
struct OrthogonalFactor {
  Eigen::MatrixXd q;
  Eigen::ArrayXd sizes;  ///< of r's diagonal
};
OrthogonalFactor orthogonalFactor(const Eigen::MatrixXd& a);

}  // namespace thalweg
