#include "ui/export/thin_contours.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

double distanceToSegment(const QPointF& p, const QPointF& a, const QPointF& b) {
  const QPointF way = b - a;
  const double square = QPointF::dotProduct(way, way);
  const double t = square > 0 ? std::clamp(QPointF::dotProduct(p - a, way) / square, 0.0, 1.0) : 0;
  const QPointF off = p - a - t * way;
  return std::hypot(off.x(), off.y());
}

/// Douglas & Peucker 1973.
std::vector<PlanePoint> thinned(const std::vector<PlanePoint>& points, const PlotFrame& frame, double tolerance) {
  std::vector<QPointF> pixels;
  for (const PlanePoint& p : points) pixels.push_back(frame.toPixel(p.x, p.y));
  std::vector<bool> kept(points.size(), false);
  kept.front() = kept.back() = true;
  std::vector<std::pair<std::size_t, std::size_t>> open = {{0, points.size() - 1}};
  while (!open.empty()) {
    const auto [first, last] = open.back();
    open.pop_back();
    double worst = tolerance;
    std::size_t at = 0;
    for (std::size_t k = first + 1; k < last; ++k) {
      const double distance = distanceToSegment(pixels[k], pixels[first], pixels[last]);
      if (distance > worst) worst = distance, at = k;
    }
    if (at == 0) continue;
    kept[at] = true;
    open.push_back({first, at});
    open.push_back({at, last});
  }
  std::vector<PlanePoint> result;
  for (std::size_t k = 0; k < points.size(); ++k) {
    if (kept[k]) result.push_back(points[k]);
  }
  return result;
}

}  // namespace

void thinContours(PanelScene& scene, const PlotFrame& frame, double tolerance) {
  if (!scene.contours) return;
  auto thin = std::make_shared<Contours>(*scene.contours);
  for (ContourLine& line : thin->lines) line.points = thinned(line.points, frame, tolerance);
  scene.contours = std::move(thin);
}

}  // namespace thalweg
