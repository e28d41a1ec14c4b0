#include "core/surfaces/quadratic_model.h"

#include "core/base/linear_algebra.h"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace thalweg {

namespace {

constexpr Index mostModelDimensions = 64;
constexpr std::array<double, 3> shares = {1, 0.5, 0.1};  // of the depth
constexpr int contourPieces = 96;
constexpr double branchEnd = 2.2;  // of a hyperbola, as its parameter

Eigen::VectorXd vectorOf(const std::vector<double>& point) {
  return Eigen::Map<const Eigen::VectorXd>(point.data(), static_cast<Index>(point.size()));
}

/// Where ½Σλa² = `height` about the stationary place, in the eigenvectors' coordinates: one or two lines.
std::vector<std::vector<Eigen::Vector2d>> levelLines(const Eigen::Vector2d& lambda, double height) {
  const Eigen::Vector2d half = (2 * std::abs(height) / lambda.array().abs()).sqrt();
  std::vector<std::vector<Eigen::Vector2d>> lines;
  if (lambda[0] * lambda[1] > 0) {
    auto& line = lines.emplace_back();
    for (int k = 0; k <= contourPieces; ++k) {
      const double angle = 2 * std::numbers::pi * k / contourPieces;
      line.emplace_back(half[0] * std::cos(angle), half[1] * std::sin(angle));
    }
    return lines;
  }
  const int axis = lambda[0] * height > 0 ? 0 : 1;  // that the branches open along
  for (const double side : {1.0, -1.0}) {
    auto& line = lines.emplace_back();
    for (int k = 0; k <= contourPieces; ++k) {
      const double t = branchEnd * (2.0 * k / contourPieces - 1);
      Eigen::Vector2d at;
      at[axis] = side * half[axis] * std::cosh(t);
      at[1 - axis] = half[1 - axis] * std::sinh(t);
      line.push_back(at);
    }
  }
  return lines;
}

}  // namespace

std::optional<QuadraticModel> quadraticModel(const Objective& objective, const Plane& plane,
                                             const std::vector<double>& point) {
  const auto n = static_cast<Index>(point.size());
  if (n < 2 || n > mostModelDimensions || !plane.fits(n)) return {};
  const Points row = vectorOf(point).transpose().array();
  const Eigen::MatrixXd h = objective.hessian(row);
  Column f;
  Points g;
  objective.valueAndGradient(row, f, g);
  if (!h.allFinite() || !g.allFinite() || !std::isfinite(f[0])) return {};
  const Eigen::VectorXd origin = vectorOf(plane.at(0, 0, n));
  Eigen::MatrixXd basis(n, 2);
  basis.col(0) = vectorOf(plane.at(1, 0, n)) - origin;
  basis.col(1) = vectorOf(plane.at(0, 1, n)) - origin;

  QuadraticModel model;
  const Plane::Place place = plane.project(point);
  model.at = {place.x, place.y};
  model.hessian = basis.transpose() * h * basis;
  const SymmetricEigen eigen = symmetricEigen(model.hessian);
  model.eigenvalues = eigen.values.reverse();
  model.directions = eigen.vectors.rowwise().reverse();
  const double largest = model.eigenvalues.cwiseAbs().maxCoeff();
  if (!(model.eigenvalues.cwiseAbs().minCoeff() > 1e-12 * largest)) return model;

  const Eigen::Vector2d slope = basis.transpose() * g.row(0).matrix().transpose();
  const Eigen::Matrix2d directions = model.directions;
  const Eigen::Vector2d lambda = model.eigenvalues;
  const Eigen::Vector2d inward = directions.transpose() * slope;
  // In the eigenvectors' coordinates the way to the stationary place, and the model's height above it.
  const Eigen::Vector2d way = -(inward.array() / lambda.array()).matrix();
  const double height = 0.5 * (lambda.array() * way.array().square()).sum();
  const Eigen::Vector2d centre = model.at + directions * way;
  if (lambda[1] > 0) model.minimum = centre;
  if (height == 0 || !std::isfinite(height)) return model;

  double worst = 0;
  for (const double share : shares) {
    // Hyperbolas lie so close that one pair says it all.
    if (share < 1 && !model.definite()) break;
    for (const auto& line : levelLines(lambda, share * height)) {
      ModelContour& contour = model.contours.emplace_back();
      Points at(static_cast<Index>(line.size()), n);
      for (std::size_t k = 0; k < line.size(); ++k) {
        contour.points.emplace_back(centre + directions * line[k]);
        const Eigen::Vector2d move = contour.points.back() - model.at;
        at.row(static_cast<Index>(k)) = row.row(0) + (basis * move).transpose().array();
      }
      Column values;
      objective.value(at, values);
      for (Index k = 0; k < at.rows(); ++k) {
        // All of the contour lies at this height of the model.
        const double off = std::abs(values[k] - (f[0] - height + share * height)) / std::abs(height);
        contour.off.push_back(std::isfinite(off) ? off : std::numeric_limits<double>::infinity());
        worst = std::max(worst, contour.off.back());
      }
    }
  }
  constexpr double same = 1e-6;
  model.exact = worst < same;
  return model;
}

}  // namespace thalweg
