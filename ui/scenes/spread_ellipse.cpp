#include "ui/scenes/spread_ellipse.h"

#include "core/base/linear_algebra.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <utility>

namespace thalweg {

FaintPath spreadEllipse(const Spread& spread, const Plane& plane, const QColor& color) {
  constexpr Index nodes = 96;
  const Index n = spread.centre.size();
  const auto placeOf = [&](const Eigen::VectorXd& point) {
    const Plane::Place place = plane.project({point.data(), static_cast<std::size_t>(n)});
    return Eigen::Vector2d(place.x, place.y);
  };
  // The plane's own coordinates of each unit step: a projection is a straight line.
  const Eigen::Vector2d middle = placeOf(spread.centre);
  Eigen::MatrixXd projection(2, n);
  for (Index i = 0; i < n; ++i) {
    Eigen::VectorXd moved = spread.centre;
    moved[i] += 1;
    projection.col(i) = placeOf(moved) - middle;
  }
  const SymmetricEigen axes = symmetricEigen(projection * spread.covariance * projection.transpose());
  Column x(nodes + 1);
  Column y(nodes + 1);
  for (Index k = 0; k <= nodes; ++k) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(k % nodes) / nodes;
    const Eigen::Vector2d along(std::cos(angle) * std::sqrt(std::max(0.0, axes.values[0])),
                                std::sin(angle) * std::sqrt(std::max(0.0, axes.values[1])));
    const Eigen::Vector2d at = middle + spreadDeviations * (axes.vectors * along);
    x[k] = at[0];
    y[k] = at[1];
  }
  auto points = std::make_shared<Points>(nodes + 1, n);
  plane.fill(x, y, *points);
  return {std::move(points), color, FaintPath::Kind::Spread};
}

}  // namespace thalweg
