#pragma once
/// One path's objective in terms of vectors, and line searches on it.
/// Threads: belongs to one path.

#include "core/optimizers/row_optimizer.h"
#include "core/oracle.h"

#include <Eigen/Dense>

namespace thalweg {

/// Asks an oracle about single points. Keeps its buffers from one call to the next.
class PathFunction {
 public:
  double value(Oracle& oracle, const Eigen::VectorXd& x) {
    at_ = x.transpose().array();
    oracle.value(at_, f_);
    return f_[0];
  }
  double valueAndGradient(Oracle& oracle, const Eigen::VectorXd& x, Eigen::VectorXd& g) {
    at_ = x.transpose().array();
    oracle.valueAndGradient(at_, f_, g_);
    g = g_.row(0).matrix();
    return f_[0];
  }
  void gradient(Oracle& oracle, const Eigen::VectorXd& x, Eigen::VectorXd& g) {
    at_ = x.transpose().array();
    oracle.gradient(at_, g_);
    g = g_.row(0).matrix();
  }
  Eigen::MatrixXd hessian(Oracle& oracle, const Eigen::VectorXd& x) {
    at_ = x.transpose().array();
    return oracle.hessian(at_);
  }
  /// vᵀ∇²f(x)v.
  double curvature(Oracle& oracle, const Eigen::VectorXd& x, const Eigen::VectorXd& v) {
    at_ = x.transpose().array();
    direction_ = v.transpose().array();
    oracle.hessianProduct(at_, direction_, g_);
    return g_.row(0).matrix().dot(v);
  }
  bool residuals(Oracle& oracle, const Eigen::VectorXd& x, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) {
    at_ = x.transpose().array();
    return oracle.residuals(at_, r, jacobian);
  }

 private:
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
inline Eigen::VectorXd vectorOf(const Points& point) { return point.row(0).matrix(); }
inline void setPoint(Points& point, const Eigen::VectorXd& x) { point = x.transpose().array(); }

}  // namespace thalweg
