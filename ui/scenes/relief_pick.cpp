#include "ui/scenes/relief_pick.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

/// Calls `use(a, b, c, pa, pb, pc)` for each triangle of the surface: nodes' data and projections.
template <class Use>
void eachTriangle(const ReliefCache& cache, const Use& use) {
  const ReliefMesh& mesh = cache.mesh;
  std::vector<ReliefPoint> nodes(mesh.height.size());
  for (Index row = 0; row < mesh.rows; ++row) {
    for (Index column = 0; column < mesh.columns; ++column) {
      const auto i = static_cast<std::size_t>(row * mesh.columns + column);
      nodes[i] = cache.frame.project(mesh.x(column), mesh.y(row), static_cast<double>(mesh.height[i]));
    }
  }
  const auto node = [&](Index column, Index row) { return static_cast<std::size_t>(row * mesh.columns + column); };
  for (Index row = 0; row + 1 < mesh.rows; ++row) {
    for (Index column = 0; column + 1 < mesh.columns; ++column) {
      const std::size_t a = node(column, row), b = node(column + 1, row), c = node(column + 1, row + 1),
                        d = node(column, row + 1);
      const QPointF low(mesh.x(column), mesh.y(row));
      const QPointF high(mesh.x(column + 1), mesh.y(row + 1));
      use(low, QPointF(high.x(), low.y()), high, nodes[a], nodes[b], nodes[c]);
      use(low, high, QPointF(low.x(), high.y()), nodes[a], nodes[c], nodes[d]);
    }
  }
}

}  // namespace

std::optional<QPointF> pick(const ReliefCache& cache, const QPointF& pixel) {
  std::optional<QPointF> found;
  double nearest = 0;
  if (cache.mesh.height.empty()) return found;
  eachTriangle(cache, [&](const QPointF& a, const QPointF& b, const QPointF& c, const ReliefPoint& pa,
                          const ReliefPoint& pb, const ReliefPoint& pc) {
    const QPointF u = pb.pixel - pa.pixel;
    const QPointF v = pc.pixel - pa.pixel;
    const QPointF p = pixel - pa.pixel;
    const double area = u.x() * v.y() - v.x() * u.y();
    if (!(std::abs(area) > 1e-12)) return;
    const double s = (p.x() * v.y() - v.x() * p.y()) / area;
    const double t = (u.x() * p.y() - p.x() * u.y()) / area;
    constexpr double edge = -1e-9;
    if (s < edge || t < edge || s + t > 1 - edge) return;
    // Shares on the screen become shares on the surface when each is weighted by its nearness.
    const double nearness = (1 - s - t) * pa.nearness + s * pb.nearness + t * pc.nearness;
    if (nearness <= nearest) return;
    nearest = nearness;
    const double wa = (1 - s - t) * pa.nearness, wb = s * pb.nearness, wc = t * pc.nearness;
    found = (a * wa + b * wb + c * wc) / (wa + wb + wc);
  });
  return found;
}

QPointF pickNearest(const ReliefCache& cache, const QPointF& pixel) {
  if (const auto found = pick(cache, pixel)) return *found;
  const View& v = cache.frame.view();
  QPointF best((v.xMin + v.xMax) / 2, (v.yMin + v.yMax) / 2);
  double least = std::numeric_limits<double>::infinity();
  const ReliefMesh& mesh = cache.mesh;
  for (Index row = 0; row < mesh.rows; ++row) {
    for (Index column = 0; column < mesh.columns; ++column) {
      const auto height = static_cast<double>(mesh.height[static_cast<std::size_t>(row * mesh.columns + column)]);
      if (std::isnan(height)) continue;
      const ReliefPoint node = cache.frame.project(mesh.x(column), mesh.y(row), height);
      const QPointF way = node.pixel - pixel;
      const double distance = std::hypot(way.x(), way.y());
      if (distance < least && !cache.image.hides(node)) least = distance, best = {mesh.x(column), mesh.y(row)};
    }
  }
  return best;
}

std::optional<PathHit> reliefPathAt(const ReliefCache& cache, const PanelScene& scene, const QPointF& pixel,
                                    double reach) {
  std::optional<PathHit> hit;
  double least = reach;
  for (std::size_t k = 0; k < std::min(cache.paths.size(), scene.paths.size()); ++k) {
    if (!scene.paths[k].visible) continue;
    const auto first = static_cast<double>(scene.paths[k].first);
    for (const ReliefPath::Place& place : cache.paths[k].places) {
      if (first > 0 && place.step <= first) continue;
      const QPointF way = place.pixel - pixel;
      const double distance = std::hypot(way.x(), way.y());
      // Of paths on one spot the last is on top, as it is drawn.
      if (place.hidden || distance > least) continue;
      least = distance;
      hit = {k, static_cast<std::int64_t>(std::lround(place.step))};
    }
  }
  return hit;
}

}  // namespace thalweg
