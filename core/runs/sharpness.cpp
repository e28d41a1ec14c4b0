#include "core/runs/sharpness.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <limits>

namespace thalweg {

LeadingEigen leadingCurvatures(const Objective& objective, const Points& point, const LanczosSettings& settings,
                               const std::stop_token& stop) {
  Points direction;
  Points product;
  return leadingEigen(
      [&](const Eigen::VectorXd& v, Eigen::VectorXd& hv) {
        direction = v.transpose().array();
        objective.hessianProduct(point, direction, product);
        hv = product.row(0).matrix();
      },
      objective.dimension(), settings, stop);
}

Column sharpnessAlong(const Objective& objective, const Points& points, Index every, const std::stop_token& stop) {
  Column values = Column::Constant(points.rows(), std::numeric_limits<double>::quiet_NaN());
  if (points.rows() == 0) return values;
  const Index last = points.rows() - 1;
  const Index count = (last + every - 1) / every + 1;
  parallelFor(
      static_cast<std::size_t>(count),
      [&](std::size_t i) {
        const Index step = std::min(static_cast<Index>(i) * every, last);
        const LeadingEigen leading = leadingCurvatures(objective, points.row(step), {}, stop);
        if (leading.settled) values[step] = leading.values[0];
      },
      stop);
  return values;
}

}  // namespace thalweg
