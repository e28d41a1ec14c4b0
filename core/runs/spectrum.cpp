#include "core/runs/spectrum.h"

#include "core/base/linear_algebra.h"
#include "core/runs/curvature.h"
#include "core/runs/sharpness.h"
#include "core/scenario/view_kind.h"

#include <algorithm>
#include <limits>

namespace thalweg {

Eigen::VectorXd hessianSpectrum(const Objective& objective, const Points& point, const std::stop_token& stop) {
  constexpr Index together = 8;  // products between two looks at the stop token
  const Index n = objective.dimension();
  if (n > mostEigenvalues) return {};
  Eigen::MatrixXd hessian(n, n);
  Points products;
  for (Index first = 0; first < n; first += together) {
    if (stop.stop_requested()) return {};
    const Index count = std::min(together, n - first);
    const Points x = point.row(0).replicate(count, 1);
    Points directions = Points::Zero(count, n);
    for (Index i = 0; i < count; ++i) directions(i, first + i) = 1;
    objective.hessianProduct(x, directions, products);
    hessian.middleRows(first, count) = products.matrix();
  }
  if (!hessian.allFinite()) return {};
  // Rounding alone sets the halves apart.
  const Eigen::MatrixXd symmetric = 0.5 * (hessian + hessian.transpose());
  return symmetricEigenvalues(symmetric);
}

PathSpectrum pathSpectrum(const Scenario& scenario, std::size_t contender, const Objective& objective,
                          const Trajectory& path, Index step, const std::stop_token& stop) {
  PathSpectrum found{std::clamp<Index>(step, 0, path.steps()), {}, std::numeric_limits<double>::quiet_NaN()};
  const Points point = path.points.row(found.step);
  found.eigenvalues = hessianSpectrum(objective, point, stop);
  if (found.eigenvalues.size() == 0 || path.steps() == 0) return found;
  const Points start = path.points.row(0);
  const auto rates =
      stepRates(traceStep(scenario, contender, {std::shared_ptr<const Objective>(), &objective},
                          {start.data(), start.data() + start.size()}, std::min(found.step, path.steps() - 1), stop));
  if (!rates || static_cast<Index>(rates->equivalent.size()) != objective.dimension()) return found;
  const Eigen::Map<const Eigen::VectorXd> own(rates->equivalent.data(), objective.dimension());
  found.limit = stabilityLimit(objective, point, found.eigenvalues[found.eigenvalues.size() - 1], own, stop);
  return found;
}

}  // namespace thalweg
