#include "ui/scenes/relief_lift.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

std::optional<TangentPlane> tangentPlane(const ReliefMesh& mesh, const QPointF& at) {
  TangentPlane plane{at, mesh.at(at.x(), at.y()), 0, 0};
  if (std::isnan(plane.height)) return {};
  const double column =
      (at.x() - mesh.view.xMin) / (mesh.view.xMax - mesh.view.xMin) * static_cast<double>(mesh.columns - 1);
  const double row = (at.y() - mesh.view.yMin) / (mesh.view.yMax - mesh.view.yMin) * static_cast<double>(mesh.rows - 1);
  const Index left = std::clamp<Index>(static_cast<Index>(column), 0, mesh.columns - 2);
  const Index below = std::clamp<Index>(static_cast<Index>(row), 0, mesh.rows - 2);
  const double u = std::clamp(column - static_cast<double>(left), 0.0, 1.0);
  const double v = std::clamp(row - static_cast<double>(below), 0.0, 1.0);
  // The slopes of the cell's corners, as the light has them; a corner in a hole has none.
  double weights = 0;
  for (const Index c : {Index{0}, Index{1}}) {
    for (const Index r : {Index{0}, Index{1}}) {
      const double weight = (c == 0 ? 1 - u : u) * (r == 0 ? 1 - v : v);
      double dx = 0, dy = 0;
      mesh.slope(left + c, below + r, dx, dy);
      if (!(weight > 0) || !std::isfinite(dx) || !std::isfinite(dy)) continue;
      plane.dx += weight * dx;
      plane.dy += weight * dy;
      weights += weight;
    }
  }
  if (weights > 0) plane.dx /= weights, plane.dy /= weights;
  return plane;
}

QPointF liftedInto(const TangentPlane& plane, const ReliefFrame& frame, const QPointF& point) {
  return frame.projectFree(point.x(), point.y(), plane.heightAt(point)).pixel;
}

}  // namespace thalweg
