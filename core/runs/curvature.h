#pragma once
/// What the surface is like where a step starts, and what that says about the step: curvatures and their directions,
/// the rate that acts along each against the largest that is stable, and the change of f.
///
/// The rate that acts is read off the step's own last line: what one unit of the vector it steps along moves each
/// coordinate by, lr/(√v̂ + ε) in Adam. With memory, velocity = a·velocity + s·g and step = c·velocity + d·g, a
/// quadratic of curvature λ is stable while λ·e < 2 with e = (c·s + d·(1 + a))/(1 + a) (Jury's conditions for the
/// second order recursion): 2/λ for gradient descent, 2(1 + μ)/λ for heavy ball, 2(1 + μ)/((1 + 2μ)λ) for Nesterov's,
/// and (2 + 2β)/(1 − β) over the preconditioned curvature for Adam (Cohen et al. 2022, section 3). A different e for
/// each coordinate makes λ an eigenvalue of E^(1/2) H E^(1/2). Shapes: eigenvalues in falling order, a direction a
/// column. Nothing in more than 64 dimensions. Threads: pure functions.

#include "core/contracts/objective.h"
#include "core/runs/step_trace.h"

#include <Eigen/Core>
#include <optional>
#include <vector>

namespace thalweg {

/// How the last line of a step turns gradients into movement, near this step.
struct StepRates {
  std::string vector;              ///< TeX of what the step goes along: "\hat m_t"
  std::vector<double> rates;       ///< one a coordinate, in units of that vector
  std::vector<double> equivalent;  ///< e above: the rate of gradient descent that is as near to its bound
  std::vector<double> direct;      ///< d above
  double memory = 0;               ///< a
  double limit = 2;                ///< rate · curvature must stay below it
};
/// The slope of a line by one of its operands, coordinate by coordinate, where it uses that, as a straight line.
std::optional<update_line::Values> lineSlope(const StepLine& line, const std::string& name);

/// None where the step does not follow the gradient coordinate by coordinate: line searches, signs, matrices.
std::optional<StepRates> stepRates(const StepTrace& trace);

struct Curvature {
  Eigen::VectorXd eigenvalues;  ///< λ₁ ≥ λ₂ …
  Eigen::MatrixXd directions;
  std::vector<double> rates;   ///< that act along each direction; empty where unknown
  std::vector<double> bounds;  ///< limit/λ; NaN where λ ≤ 0
  double limit = 2;
  /// Eigenvalues of E^(1/2) H E^(1/2), in falling order: beyond 2 the step runs away along its direction.
  std::vector<double> preconditioned;
  Eigen::VectorXd steepest;  ///< the direction of the first of these, in coordinates
  /// λ₁/λₙ; NaN where the Hessian is not definite.
  [[nodiscard]] double condition() const;
};
std::optional<Curvature> curvature(const Objective& objective, const StepTrace& trace);

/// Of f in this step.
struct ValueChange {
  double value = 0;  ///< f at the step's point
  double slope = 0;  ///< gᵀd
  double model = 0;  ///< gᵀd + ½dᵀHd
  double actual = 0;
  double angle = 0;  ///< between step and −∇f, in radians; NaN for no step
};
ValueChange valueChange(const Objective& objective, const StepTrace& trace);

}  // namespace thalweg
