#pragma once
/// Lines through many points, thinned to those that can be seen. Threads: pure functions.

#include <QPointF>

#include <cmath>
#include <cstddef>
#include <vector>

namespace thalweg {

inline double lengthOf(const QPointF& v) { return std::hypot(v.x(), v.y()); }

/// Indices of the points that carry a polyline to within `tolerance` > 0, the first and the last among them: from each
/// kept point on, the line goes straight as long as all that follows stays within a narrowing cone and moves away
/// (Reumann & Witkam's corridor with a cone of tolerance instead). Coordinates must be finite.
std::vector<std::size_t> polylineBends(const std::vector<QPointF>& points, double tolerance);

}  // namespace thalweg
