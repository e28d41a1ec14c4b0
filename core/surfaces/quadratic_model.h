#pragma once
/// The quadratic model of f where a step starts, as a plane shows it: f + gᵀd + ½dᵀHd and its contours.
///
/// Contours are those through the point and at a half and a tenth of the model's depth there (its height above its
/// stationary place), ellipses, where H is definite; where it is not, the hyperbola through the point. How far f is
/// from the model is told at every point of them. Shapes: places are x and y of the plane. Nothing in one dimension, in
/// more than 64, or where the Hessian is not finite. Threads: pure functions.

#include "core/contracts/objective.h"
#include "core/surfaces/plane.h"

#include <Eigen/Core>
#include <optional>
#include <vector>

namespace thalweg {

/// Of a layout that does not depend on the instruction set.
using PlaneVector = Eigen::Matrix<double, 2, 1, Eigen::DontAlign>;
using PlaneMatrix = Eigen::Matrix<double, 2, 2, Eigen::DontAlign>;

struct ModelContour {
  std::vector<PlaneVector> points;
  std::vector<double> off;  ///< |f − model| at each, in units of the model's depth
};

struct QuadraticModel {
  PlaneVector at = PlaneVector::Zero();
  PlaneMatrix hessian = PlaneMatrix::Zero();      ///< along the plane's x and y
  PlaneVector eigenvalues = PlaneVector::Zero();  ///< the larger one first
  PlaneMatrix directions = PlaneMatrix::Identity();
  std::optional<PlaneVector> minimum;  ///< where H is positive definite
  std::vector<ModelContour> contours;  ///< from outside; none where the model has no single stationary place
  bool exact = false;                  ///< f is the model, as far as the contours go
  [[nodiscard]] bool definite() const { return eigenvalues[0] * eigenvalues[1] > 0; }
};

std::optional<QuadraticModel> quadraticModel(const Objective& objective, const Plane& plane,
                                             const std::vector<double>& point);

}  // namespace thalweg
