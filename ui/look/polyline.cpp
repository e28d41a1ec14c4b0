#include "ui/look/polyline.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

double cross(const QPointF& a, const QPointF& b) { return a.x() * b.y() - a.y() * b.x(); }

}  // namespace

std::vector<std::size_t> polylineBends(const std::vector<QPointF>& points, double tolerance) {
  std::vector<std::size_t> bends;
  if (points.empty()) return bends;
  bends.push_back(0);
  std::size_t anchor = 0;
  QPointF lowest;
  QPointF highest;
  double reached = 0;
  bool open = true;  // no direction is ruled out yet
  for (std::size_t k = 1; k < points.size(); ++k) {
    QPointF way = points[k] - points[anchor];
    double distance = lengthOf(way);
    bool inside = open || (cross(lowest, way) >= 0 && cross(way, highest) >= 0);
    inside = inside && distance >= reached - tolerance;
    if (!inside) {
      anchor = k - 1;
      bends.push_back(anchor);
      way = points[k] - points[anchor];
      distance = lengthOf(way);
      reached = 0;
      open = true;
    }
    reached = std::max(reached, distance);
    if (distance > 2 * tolerance) {
      const QPointF normal = QPointF(-way.y(), way.x()) * (tolerance / distance);
      const QPointF low = way - normal;
      const QPointF high = way + normal;
      if (open || cross(lowest, low) > 0) lowest = low;
      if (open || cross(high, highest) > 0) highest = high;
      open = false;
    }
  }
  if (points.size() > 1) bends.push_back(points.size() - 1);
  return bends;
}

}  // namespace thalweg
