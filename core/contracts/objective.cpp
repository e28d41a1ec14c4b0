#include "core/contracts/objective.h"

namespace thalweg {

CoordinateName indexedName(const std::string& plain, const std::string& typeset, Index number) {
  const std::string digits = std::to_string(number);
  std::string lowered = plain;
  // U+2080 to U+2089.
  for (const char digit : digits) lowered += std::string("\xE2\x82") + static_cast<char>(0x80 + (digit - '0'));
  return {lowered, typeset + "_{" + digits + "}"};
}

CoordinateName elementName(const std::string& plain, const std::string& typeset, Index row, Index column) {
  const std::string r = std::to_string(row);
  const std::string c = std::to_string(column);
  return {plain + "[" + r + "," + c + "]", "(" + typeset + ")_{" + r + (row > 9 || column > 9 ? "," : "") + c + "}"};
}

std::vector<CoordinateName> usualCoordinateNames(Index dimension) {
  if (dimension == 1) return {{"x", "x"}};
  if (dimension == 2) return {{"x", "x"}, {"y", "y"}};
  std::vector<CoordinateName> names;
  for (Index i = 1; i <= dimension; ++i) names.push_back(indexedName("x", "x", i));
  return names;
}

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
