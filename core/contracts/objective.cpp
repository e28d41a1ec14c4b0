#include "core/contracts/objective.h"

namespace thalweg {

void Objective::hessianDiagonal(const Points& x, Points& h) const {
  h.resize(x.rows(), x.cols());
  Points direction = Points::Zero(x.rows(), x.cols());
  Points product;
  for (Index j = 0; j < x.cols(); ++j) {
    direction.col(j) = 1;
    hessianProduct(x, direction, product);
    h.col(j) = product.col(j);
    direction.col(j) = 0;
  }
}

Eigen::MatrixXd Objective::hessian(const Points& point) const {
  // One row a direction: all products in one call.
  const Index n = point.cols();
  const Points x = point.row(0).replicate(n, 1);
  const Points directions = Eigen::MatrixXd::Identity(n, n).array();
  Points products;
  hessianProduct(x, directions, products);
  const Eigen::MatrixXd h = products.matrix();
  return 0.5 * (h + h.transpose());
}

std::optional<double> knownMinimum(const Objective& objective) {
  const std::vector<Landmark> landmarks = objective.landmarks();
  if (!landmarks.empty() && landmarks.front().kind == Landmark::Kind::GlobalMinimum) return landmarks.front().value;
  return objective.infimum();
}

}  // namespace thalweg
