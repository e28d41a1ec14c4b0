#include "ui/scenes/relief_sight.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg {

namespace {

constexpr int stations = 300;           // along a line of sight across the box
constexpr double clearance = 0.004;     // of the block's height: what only touches the line hides nothing
constexpr double markReach = 0.018;     // a mark's radius, of the box
constexpr double leastShare = 0.7;      // of a surface that is seen from the first view
constexpr double lowestShare = 0.4;     // of its usual height
constexpr std::size_t mostMinima = 64;  // that are looked at

bool holds(const View& view, const QPointF& at) {
  return at.x() >= view.xMin && at.x() <= view.xMax && at.y() >= view.yMin && at.y() <= view.yMax;
}

}  // namespace

bool isInSight(const ReliefMesh& mesh, const ReliefFrame& frame, const QPointF& at) {
  const double height = mesh.at(at.x(), at.y());
  if (std::isnan(height)) return false;
  const ReliefEye eye = frame.eye();
  const View& v = mesh.view;
  // Per station, no more than the box's longest side is walked.
  const double across =
      std::max(std::abs(eye.x - at.x()) / (v.xMax - v.xMin), std::abs(eye.y - at.y()) / (v.yMax - v.yMin));
  for (int k = 1; k <= stations; ++k) {
    const double t = static_cast<double>(k) / stations / std::max(across, 1.0);
    const QPointF station(at.x() + t * (eye.x - at.x()), at.y() + t * (eye.y - at.y()));
    if (!holds(v, station)) break;
    const double line = height + t * (eye.height - height);
    if (line > 1) break;
    if (mesh.at(station.x(), station.y()) > line + clearance) return false;
  }
  return true;
}

double shareInSight(const ReliefMesh& mesh, const ReliefFrame& frame) {
  constexpr int aSide = 14;
  int whole = 0, seen = 0;
  for (int row = 0; row < aSide; ++row) {
    for (int column = 0; column < aSide; ++column) {
      const View& v = mesh.view;
      const QPointF at(v.xMin + (v.xMax - v.xMin) * (column + 0.5) / aSide,
                       v.yMin + (v.yMax - v.yMin) * (row + 0.5) / aSide);
      if (std::isnan(mesh.at(at.x(), at.y()))) continue;
      ++whole;
      seen += isInSight(mesh, frame, at) ? 1 : 0;
    }
  }
  return whole > 0 ? static_cast<double>(seen) / whole : 1;
}

double tallToSee(const ReliefMesh& mesh, double tall, const std::vector<QPointF>& deepest) {
  if (mesh.height.empty()) return tall;
  const QRectF unit(0, 0, 1, 1);
  const auto seenAt = [&](double height) {
    const Camera first;
    if (shareInSight(mesh, ReliefFrame(unit, mesh.view, first, height)) < leastShare) return false;
    Camera highest;
    highest.elevation = highestFirst;
    const ReliefFrame frame(unit, mesh.view, highest, height);
    const auto inside = [&](const QPointF& at) { return holds(mesh.view, at); };
    return std::ranges::none_of(deepest, inside) ||
           std::ranges::any_of(deepest, [&](const QPointF& at) { return inside(at) && isInSight(mesh, frame, at); });
  };
  for (const double lower : {1.0, 0.8, 0.6}) {
    if (seenAt(tall * lower)) return tall * lower;
  }
  return tall * lowestShare;
}

double elevationToSee(const ReliefMesh& mesh, const QRectF& rect, const Camera& camera, double tall,
                      const std::vector<QPointF>& minima) {
  if (mesh.height.empty() || minima.empty() || minima.size() > mostMinima) return firstElevation;
  const double dx = markReach * (mesh.view.xMax - mesh.view.xMin);
  const double dy = markReach * (mesh.view.yMax - mesh.view.yMin);
  const std::array marks = {QPointF(dx, 0), QPointF(-dx, 0), QPointF(0, dy), QPointF(0, -dy)};
  double best = firstElevation;
  std::size_t most = 0;
  for (double elevation = firstElevation; elevation <= highestFirst; elevation += elevationStep) {
    Camera raised = camera;
    raised.elevation = elevation;
    const ReliefFrame frame(rect, mesh.view, raised, tall);
    std::size_t seen = 0, whole = 0;
    for (const QPointF& at : minima) {
      if (!holds(mesh.view, at)) continue;
      whole += 2;
      if (!isInSight(mesh, frame, at)) continue;
      // A mark that is partly hidden is better than none.
      const bool partly = std::ranges::any_of(
          marks, [&](const QPointF& off) { return holds(mesh.view, at + off) && !isInSight(mesh, frame, at + off); });
      seen += partly ? 1 : 2;
    }
    if (seen > most) most = seen, best = elevation;
    if (seen == whole) break;
  }
  return best;
}

}  // namespace thalweg
