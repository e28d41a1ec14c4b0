#pragma once
/// One path's objective in terms of vectors, and line searches on it.
/// Threads: belongs to one path.

#include "core/contracts/oracle.h"
#include "core/optimizers/row_optimizer.h"

#include <Eigen/Core>

namespace thalweg {

/// Asks an oracle about single points. Keeps its buffers from one call to the next.
class PathFunction {
 public:
  double value(Oracle& oracle, const Eigen::VectorXd& x) {
    place(x, at_);
    oracle.value(at_, f_);
    return f_[0];
  }
  double valueAndGradient(Oracle& oracle, const Eigen::VectorXd& x, Eigen::VectorXd& g) {
    place(x, at_);
    oracle.valueAndGradient(at_, f_, g_);
    g = rowVector(g_);
    return f_[0];
  }
  void gradient(Oracle& oracle, const Eigen::VectorXd& x, Eigen::VectorXd& g) {
    place(x, at_);
    oracle.gradient(at_, g_);
    g = rowVector(g_);
  }
  Eigen::MatrixXd hessian(Oracle& oracle, const Eigen::VectorXd& x) {
    place(x, at_);
    return oracle.hessian(at_);
  }
  /// vᵀ∇²f(x)v.
  double curvature(Oracle& oracle, const Eigen::VectorXd& x, const Eigen::VectorXd& v) {
    place(x, at_);
    place(v, direction_);
    oracle.hessianProduct(at_, direction_, g_);
    return rowVector(g_).dot(v);
  }
  bool residuals(Oracle& oracle, const Eigen::VectorXd& x, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) {
    place(x, at_);
    return oracle.residuals(at_, r, jacobian);
  }

 private:
  static void place(const Eigen::VectorXd& x, Points& row) {
    row.resize(1, x.size());
    rowVector(row) = x;
  }

  Points at_, g_, direction_;
  Column f_;
};

/// The first minimum of f along `d` from x, where the slope is `slope` < 0: a safeguarded secant search for a slope of
/// zero, begun at Newton's step, which is already right on a quadratic. Without a minimum the farthest finite trial.
/// Returns the step length; adds the tried points to `trials`.
double exactStep(PathFunction& f, Oracle& oracle, const Eigen::VectorXd& x, const Eigen::VectorXd& d, double slope,
                 TrialPoints& trials);

/// The first of `first`, `first`·shrink, … with f(x + t d) ≤ f(x) + c·t·slope (Armijo 1966); 0 if none is found.
double armijoStep(PathFunction& f, Oracle& oracle, const Eigen::VectorXd& x, const Eigen::VectorXd& d, double value,
                  double slope, double first, double shrink, double c, TrialPoints& trials);

/// x (a row) as a vector.
inline Eigen::VectorXd vectorOf(const Points& point) { return rowVector(point); }
inline void setPoint(Points& point, const Eigen::VectorXd& x) { rowVector(point) = x; }

}  // namespace thalweg
