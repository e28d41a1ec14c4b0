#include "ui/scenes/fit_box.h"

#include "core/base/rows.h"
#include "core/scenario/view_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace thalweg {

namespace {

constexpr Index kMostPoints = 2000;  // of a path; those between lie near them

/// A box that grows round points.
struct Hull {
  double xMin = std::numeric_limits<double>::infinity(), xMax = -xMin;
  double yMin = xMin, yMax = -xMin;

  void add(double x, double y) {
    xMin = std::min(xMin, x), xMax = std::max(xMax, x);
    yMin = std::min(yMin, y), yMax = std::max(yMax, y);
  }
  [[nodiscard]] bool isEmpty() const { return !(xMin <= xMax && yMin <= yMax); }
  [[nodiscard]] double diagonal() const { return std::hypot(xMax - xMin, yMax - yMin); }
};

bool contains(const View& box, double x, double y) {
  return x >= box.xMin && x <= box.xMax && y >= box.yMin && y <= box.yMax;
}

/// With a margin of its own size on all sides; a curve's y does not count.
View roomy(View box, bool curve) {
  const double dx = box.xMax - box.xMin;
  const double dy = box.yMax - box.yMin;
  box.xMin -= dx, box.xMax += dx;
  box.yMin -= dy, box.yMax += dy;
  if (curve) box.yMin = -std::numeric_limits<double>::infinity(), box.yMax = -box.yMin;
  return box;
}

/// Calls `with(x, y)` for points of a path that lie in `box`, in order.
template <class With>
void eachPoint(const PanelScene& scene, const PathData& path, const View& box, const With& with) {
  if (!path.visible || !path.points || path.points->rows() == 0 || !scene.plane.fits(path.points->cols())) return;
  const Index rows = path.points->rows();
  const Index stride = (rows + kMostPoints - 1) / kMostPoints;
  const auto take = [&](const Plane::Place& at) {
    if (contains(box, at.x, at.y)) with(at.x, at.y);
    return true;
  };
  if (stride == 1)
    return eachRow(*path.points,
                   [&](Index, std::span<const double> point) { return take(scene.plane.project(point)); });
  for (Index row = 0; row < rows - 1; row += stride) take(scene.plane.project(*path.points, row));
  take(scene.plane.project(*path.points, rows - 1));
}

bool isMinimum(const PanelScene& scene, const Landmark& landmark) {
  return landmark.kind != Landmark::Kind::Saddle && scene.plane.fits(static_cast<Index>(landmark.point.size()));
}

}  // namespace

std::optional<View> pathsBox(const PanelScene& scene, const View& whole) {
  const bool curve = scene.isCurve();
  const View reach = roomy(whole, curve);
  Hull hull;
  for (const StartHandle& start : scene.starts) {
    if (std::isfinite(start.at.x()) && std::isfinite(start.at.y())) hull.add(start.at.x(), curve ? 0 : start.at.y());
  }
  std::vector<QPointF> ends;
  for (const PathData& path : scene.paths) {
    std::optional<QPointF> end;
    eachPoint(scene, path, reach, [&](double x, double y) {
      hull.add(x, curve ? 0 : y);
      end = {x, y};
    });
    if (end) ends.push_back(*end);
  }
  if (hull.isEmpty()) return {};
  const double near = hull.diagonal();
  for (const QPointF& end : ends) {
    std::optional<QPointF> nearest;
    const auto distance = [&](const QPointF& at) { return std::hypot(at.x() - end.x(), curve ? 0 : at.y() - end.y()); };
    for (const Landmark& landmark : scene.landmarks) {
      if (!isMinimum(scene, landmark)) continue;
      const Plane::Place place = scene.plane.project(landmark.point);
      const QPointF at(place.x, place.y);
      if (distance(at) <= near && (!nearest || distance(at) < distance(*nearest))) nearest = at;
    }
    if (nearest) hull.add(nearest->x(), curve ? 0 : nearest->y());
  }
  constexpr double margin = 0.1;
  constexpr double least = 1e-3;  // of the box, for what stands still
  const double across =
      std::max({hull.xMax - hull.xMin, 0.2 * (hull.yMax - hull.yMin), least * (whole.xMax - whole.xMin)});
  const double upwards =
      std::max({hull.yMax - hull.yMin, 0.2 * (hull.xMax - hull.xMin), least * (whole.yMax - whole.yMin)});
  const double x = hull.xMin / 2 + hull.xMax / 2, dx = across * (0.5 + margin);
  const double y = hull.yMin / 2 + hull.yMax / 2, dy = upwards * (0.5 + margin);
  const View box = curve ? View{x - dx, x + dx, 0, 0} : View{x - dx, x + dx, y - dy, y + dy};
  return unfitView(box).empty() ? std::optional(box) : std::nullopt;
}

namespace {

/// `box` made to hold whole every path that goes a long way from it, but does not run away.
View withLongPaths(const PanelScene& scene, const View& box) {
  constexpr double farthest = 32;  // times the box
  constexpr double endless = std::numeric_limits<double>::infinity();
  const double dx = farthest * (box.xMax - box.xMin);
  const double dy = farthest * (box.yMax - box.yMin);
  const View reach{box.xMin - dx, box.xMax + dx, box.yMin - dy, box.yMax + dy};
  View longer = box;
  for (const PathData& path : scene.paths) {
    Hull own;
    eachPoint(scene, path, {-endless, endless, -endless, endless}, [&](double x, double y) { own.add(x, y); });
    if (own.isEmpty() || !contains(reach, own.xMin, own.yMin) || !contains(reach, own.xMax, own.yMax)) continue;
    longer = {std::min(longer.xMin, own.xMin), std::max(longer.xMax, own.xMax), std::min(longer.yMin, own.yMin),
              std::max(longer.yMax, own.yMax)};
  }
  return longer;
}

}  // namespace

View planeBox(const PanelScene& scene, const View& whole) {
  const QPointF start = scene.starts.empty() ? QPointF() : scene.starts.front().at;
  const double dx = (whole.xMax - whole.xMin) / 2;
  const double dy = (whole.yMax - whole.yMin) / 2;
  const View round{start.x() - dx, start.x() + dx, start.y() - dy, start.y() + dy};
  std::optional<View> box = unfitView(round).empty() ? pathsBox(scene, withLongPaths(scene, round)) : std::nullopt;
  if (!box) return whole;
  constexpr double parts = 8;
  const double size = std::max(box->xMax - box->xMin, box->yMax - box->yMin);
  const double part = std::exp2(std::floor(std::log2(size))) / parts;
  box->xMin = std::floor(box->xMin / part) * part;
  box->xMax = std::ceil(box->xMax / part) * part;
  box->yMin = std::floor(box->yMin / part) * part;
  box->yMax = std::ceil(box->yMax / part) * part;
  return unfitView(*box).empty() ? *box : whole;
}

std::optional<View> boxWithStarts(const PanelScene& scene, const View& whole) {
  const bool curve = scene.isCurve();
  constexpr double margin = 0.05;
  View box = whole;
  for (const StartHandle& start : scene.starts) {
    const double x = start.at.x();
    const double y = start.at.y();
    if (!std::isfinite(x) || !std::isfinite(y)) continue;
    const double dx = margin * (std::max(box.xMax, x) - std::min(box.xMin, x));
    const double dy = margin * (std::max(box.yMax, y) - std::min(box.yMin, y));
    if (x < box.xMin) box.xMin = x - dx;
    if (x > box.xMax) box.xMax = x + dx;
    if (!curve && y < box.yMin) box.yMin = y - dy;
    if (!curve && y > box.yMax) box.yMax = y + dy;
  }
  if (box == whole || !unfitView(box).empty()) return {};
  return box;
}

bool isSmallIn(const View& part, const View& seen) {
  constexpr double small = 0.2;
  return part.xMax - part.xMin < small * (seen.xMax - seen.xMin) &&
         part.yMax - part.yMin <= small * (seen.yMax - seen.yMin);
}

View focusOf(const PanelScene& scene, const QPointF& start) {
  const View& whole = scene.view;
  Hull hull;
  const auto add = [&](double x, double y) {
    if (contains(whole, x, y)) hull.add(x, y);
  };
  add(start.x(), start.y());
  for (const StartHandle& handle : scene.starts) add(handle.at.x(), handle.at.y());
  for (const Landmark& landmark : scene.landmarks) {
    if (!isMinimum(scene, landmark)) continue;
    const Plane::Place at = scene.plane.project(landmark.point);
    add(at.x, at.y);
  }
  for (const PathData& path : scene.paths) eachPoint(scene, path, whole, add);
  if (hull.isEmpty()) return whole;
  constexpr double parts = 4;
  constexpr double margin = 0.05;
  const auto outwards = [](double low, double high, double& first, double& last) {
    const double part = (high - low) / parts;
    const auto mark = [&](double n) { return n <= 0 ? low : n >= parts ? high : low + n * part; };
    first = mark(std::floor((first - low) / part - margin));
    last = mark(std::ceil((last - low) / part + margin));
  };
  View box{hull.xMin, hull.xMax, hull.yMin, hull.yMax};
  outwards(whole.xMin, whole.xMax, box.xMin, box.xMax);
  outwards(whole.yMin, whole.yMax, box.yMin, box.yMax);
  return box;
}

}  // namespace thalweg
