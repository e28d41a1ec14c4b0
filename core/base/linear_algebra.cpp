#include "core/base/linear_algebra.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <Eigen/SVD>

namespace thalweg {

SymmetricEigen symmetricEigen(const Eigen::MatrixXd& a) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(a);
  return {eigen.eigenvalues(), eigen.eigenvectors()};
}

Eigen::VectorXd symmetricEigenvalues(const Eigen::MatrixXd& a) {
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(a, Eigen::EigenvaluesOnly).eigenvalues();
}

Eigen::VectorXd solveSymmetric(const Eigen::MatrixXd& a, const Eigen::VectorXd& b) { return a.ldlt().solve(b); }

Eigen::VectorXd leastSquares(const Eigen::MatrixXd& a, const Eigen::VectorXd& b) {
  return a.completeOrthogonalDecomposition().solve(b);
}

Eigen::MatrixXd leastSquaresFromTheLeft(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  return a.transpose().completeOrthogonalDecomposition().solve(b.transpose()).transpose();
}

double largestSingularValue(const Eigen::MatrixXd& a) { return singularValues(a)[0]; }

Eigen::VectorXd singularValues(const Eigen::MatrixXd& a) {
  return Eigen::JacobiSVD<Eigen::MatrixXd>(a).singularValues();
}

OrthogonalFactor orthogonalFactor(const Eigen::MatrixXd& a) {
  const Eigen::HouseholderQR<Eigen::MatrixXd> factored(a);
  return {factored.householderQ(), factored.matrixQR().diagonal().cwiseAbs()};
}

}  // namespace thalweg
