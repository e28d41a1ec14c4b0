#include "core/oracle.h"

namespace thalweg {

ObjectiveOracle::ObjectiveOracle(const Objective& objective, const GradientConditions& conditions, NoiseKey key,
                                 std::uint64_t firstPath)
    : objective_(objective), conditions_(conditions), key_(key), firstPath_(firstPath), shape_(objective.shape()) {}

void ObjectiveOracle::beginStep(std::int64_t step) {
  step_ = step;
  call_ = 0;
}

void ObjectiveOracle::value(const Points& x, Column& f) {
  ++evaluations_.value;
  objective_.value(x, f);
}

void ObjectiveOracle::gradient(const Points& x, Points& g) {
  ++evaluations_.gradient;
  objective_.gradient(x, g);
  applyConditions(g);
}

void ObjectiveOracle::valueAndGradient(const Points& x, Column& f, Points& g) {
  ++evaluations_.value;
  ++evaluations_.gradient;
  objective_.valueAndGradient(x, f, g);
  applyConditions(g);
}

void ObjectiveOracle::hessianDiagonal(const Points& x, Points& h) {
  ++evaluations_.hessian;
  objective_.hessianDiagonal(x, h);
}

void ObjectiveOracle::hessianProduct(const Points& x, const Points& v, Points& hv) {
  ++evaluations_.hessian;
  objective_.hessianProduct(x, v, hv);
}

Eigen::MatrixXd ObjectiveOracle::hessian(const Points& point) {
  ++evaluations_.hessian;
  return objective_.hessian(point);
}

bool ObjectiveOracle::residuals(const Points& point, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) {
  return objective_.residuals(point, r, jacobian);
}

void ObjectiveOracle::applyConditions(Points& /*g*/) { ++call_; }

}  // namespace thalweg
