#include "ui/scenes/path_painter.h"

#include "ui/look/contrast.h"
#include "ui/look/markers.h"
#include "ui/look/polyline.h"
#include "ui/look/theme.h"
#include "ui/scenes/ghost_line.h"
#include "ui/scenes/marker_stamp.h"
#include "ui/scenes/path_style.h"
#include "ui/scenes/stroke_canvas.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

constexpr double kTolerance = 0.12;  // pixels a thinned line may stray
constexpr std::size_t kTrail = 12;   // moves on a curve that stay as lines; older ones leave their dots
constexpr double kStill = 0.8;       // a last move shorter than this has no direction to show
constexpr double kLongMove = 1e4;    // pixels
constexpr double kFarAway = 1e7;     // pixels; beyond, arithmetic in floats means nothing

/// Adds the line from step `from` to step `to`.
void addLine(StrokeCanvas& canvas, const PathPixels& path, std::size_t from, std::size_t to, double width) {
  auto bend = std::upper_bound(path.bends.begin(), path.bends.end(), from);
  QPointF last = path.steps[from];
  for (; bend != path.bends.end() && *bend < to; ++bend) {
    canvas.segment(last, path.steps[*bend], width);
    last = path.steps[*bend];
  }
  canvas.segment(last, path.steps[to], width);
}

/// Adds the pieces of the line from `a` to `b` whose turn it is, `gone` pixels after the path's start.
void addTurns(StrokeCanvas& canvas, QPointF a, QPointF b, double gone, const SharedStretch& stretch, double width) {
  const double length = lengthOf(b - a);
  const QRectF box = QRectF(a, b).normalized().adjusted(-width, -width, width, width);
  if (!box.intersects(canvas.clip())) return;
  // Far outside, turns would be many and seen by nobody.
  if (length > kLongMove) return canvas.segment(a, b, width);
  for (double at = 0; at < length;) {
    const auto turn = static_cast<std::int64_t>((gone + at) / sharedTurn);
    const double end =
        std::min(length, std::max(static_cast<double>(turn + 1) * sharedTurn - gone, at + sharedTurn / 1000));
    if (turn % stretch.count == stretch.place)
      canvas.segment(a + (b - a) * (at / length), a + (b - a) * (end / length), width);
    at = end;
  }
}

/// Adds the path from step `from` to step `to`. Where it lies on others each draws its own pieces in turn, so that none
/// hides another.
void addPath(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t from, std::size_t to,
             double width) {
  if (!stretchAt(path, from + 1)) return addLine(canvas, pixels, from, to, width);
  std::vector<std::size_t> stops = {from, to};
  for (const SharedStretch& stretch : path.shared) stops.push_back(static_cast<std::size_t>(stretch.until));
  stops.insert(stops.end(), pixels.bends.begin(), pixels.bends.end());
  std::ranges::sort(stops);
  double gone = 0;
  for (std::size_t k = 1; k < stops.size() && stops[k] <= to; ++k) {
    const QPointF a = pixels.steps[stops[k - 1]];
    const QPointF b = pixels.steps[stops[k]];
    const SharedStretch* stretch = stretchAt(path, stops[k]);
    if (stops[k] > from && stretch) addTurns(canvas, a, b, gone, *stretch, width);
    if (stops[k] > from && !stretch) canvas.segment(a, b, width);
    gone += lengthOf(b - a);
  }
}

/// Where a path that has left the frame crossed its edge for the last time, and which way.
struct Exit {
  bool found = false;
  QPointF at;
  QPointF direction;
};
Exit lastExit(const PathPixels& path, std::size_t cursor, const QRectF& box) {
  for (std::size_t k = cursor; k > 0; --k) {
    if (!box.contains(path.steps[k - 1])) continue;
    const QPointF inside = path.steps[k - 1];
    const QPointF way = path.steps[k] - inside;
    double t = 1;
    if (way.x() > 0) t = std::min(t, (box.right() - inside.x()) / way.x());
    if (way.x() < 0) t = std::min(t, (box.left() - inside.x()) / way.x());
    if (way.y() > 0) t = std::min(t, (box.bottom() - inside.y()) / way.y());
    if (way.y() < 0) t = std::min(t, (box.top() - inside.y()) / way.y());
    return {true, inside + t * way, way / lengthOf(way)};
  }
  return {};
}

void paintFuture(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t cursor,
                 std::size_t last, const Theme& theme) {
  // On a curve all that is to come would lie over one another.
  if (cursor >= last || pixels.ball || path.quiet) return;
  const double casing = theme.plot.pathAhead + futureCasing * theme.plot.marks;
  addPath(canvas, path, pixels, cursor, last, casing);
  canvas.stroke(casing, theme.casing);
  canvas.stroke(theme.plot.pathAhead, fadedOn(path.color, theme.pathGround(), theme.dark ? 0.70 : 0.75));
  canvas.clear();
}

void paintPast(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t begin,
               std::size_t cursor, const Theme& theme) {
  if (cursor <= begin) return;
  if (path.quiet && !pixels.ball) {
    const double thin = quietLine * theme.plot.pathLine;
    addPath(canvas, path, pixels, begin, cursor, thin);
    canvas.stroke(thin, withAlpha(path.color, quietOpacity));
    return canvas.clear();
  }
  const std::size_t first = pixels.ball && cursor > begin + kTrail ? cursor - kTrail : begin;
  const double line = pixels.ball ? theme.plot.chartLine : theme.plot.pathLine;
  const double casing = line + theme.plot.pathCasing - theme.plot.pathLine;
  addPath(canvas, path, pixels, first, cursor, casing);
  canvas.stroke(casing, theme.casing);
  const QColor edge = pathEdge(path.color, theme);
  if (edge != path.color) canvas.stroke(line + pathEdgeWidth * theme.plot.marks, edge);
  canvas.clear();
  const std::size_t length = cursor - first;
  for (int piece = 0; piece < pathShades; ++piece) {
    const std::size_t from = first + length * static_cast<std::size_t>(piece) / pathShades;
    const std::size_t to = first + length * static_cast<std::size_t>(piece + 1) / pathShades;
    if (from == to) continue;
    addPath(canvas, path, pixels, from, to, line);
    canvas.stroke(line, pathShade(path.color, piece, theme));
    canvas.clear();
  }
}

void paintDots(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t begin,
               std::size_t cursor, const Theme& theme) {
  const double scale = theme.plot.pathLine / 2.25;
  const double ring = dotRing * scale;
  const double dot = dotSize * scale;
  bool any = false;
  for (std::size_t k = begin + 1; k < cursor; ++k) {
    const QPointF& at = pixels.steps[k];
    const bool apart = pixels.ball || lengthOf(at - pixels.steps[k - 1]) > dotSpacing * scale;
    if (!canvas.clip().contains(at) || !apart) continue;
    const SharedStretch* stretch = stretchAt(path, k);
    if (stretch && static_cast<int>(k % static_cast<std::size_t>(stretch->count)) != stretch->place) continue;
    canvas.segment(at, at, ring);
    any = true;
  }
  if (!any) return;
  canvas.stroke(ring, theme.casing);
  const QColor edge = pathEdge(path.color, theme);
  if (edge != path.color) canvas.stroke(dot + pathEdgeWidth * scale, edge);
  canvas.stroke(dot, path.color);
  canvas.clear();
}

/// The first step with a marker after `begin`.
std::size_t firstMarker(std::size_t begin) { return (begin / markerStep + 1) * markerStep; }

void paintMarkers(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t begin,
                  std::size_t cursor, const Theme& theme) {
  const double size = 7.5 * theme.plot.marks;
  const QRectF inside = canvas.clip().adjusted(1, 1, -1, -1);
  MarkerStamp stamp(canvas, path.marker, path.color, size, theme);
  QPointF last = pixels.steps[begin];
  for (std::size_t k = firstMarker(begin); k < cursor; k += markerStep) {
    const QPointF& at = pixels.steps[k];
    const SharedStretch* stretch = stretchAt(path, k);
    if (stretch && static_cast<int>(k / markerStep % static_cast<std::size_t>(stretch->count)) != stretch->place)
      continue;
    if (!inside.contains(at) || lengthOf(at - last) < markerSpacing * theme.plot.marks) continue;
    stamp.draw(at);
    last = at;
  }
}

/// From step `begin` to the cursor, with a marker there.
void paintGhost(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t begin,
                std::size_t cursor, const Theme& theme) {
  QPolygonF line({pixels.steps[begin]});
  auto bend = std::upper_bound(pixels.bends.begin(), pixels.bends.end(), begin);
  for (; bend != pixels.bends.end() && *bend < cursor; ++bend) line << pixels.steps[*bend];
  line << pixels.steps[cursor];
  paintGhostLine(canvas.painter(), line, canvas.clip(), path.color, theme);
  const QRectF inside = canvas.clip().adjusted(1, 1, -1, -1);
  QPointF last = pixels.steps[begin];
  for (std::size_t k = firstMarker(begin); k < cursor; k += markerStep) {
    const QPointF& at = pixels.steps[k];
    if (!inside.contains(at) || lengthOf(at - last) < markerSpacing * theme.plot.marks) continue;
    paintGhostMarker(canvas.painter(), path.marker, at, 7.5 * theme.plot.marks, path.color, theme);
    last = at;
  }
}

void paintHead(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t cursor,
               const Theme& theme) {
  const double length = 13 * theme.plot.marks;
  const double width = 11 * theme.plot.marks;
  const double casing = 1.25 * theme.plot.marks;
  const QPointF at = pixels.steps[cursor];
  if (!canvas.clip().contains(at)) {
    const Exit exit = lastExit(pixels, cursor, canvas.clip().adjusted(3, 3, -3, -3));
    if (exit.found) {
      drawArrowHead(canvas.painter(), exit.at, exit.direction, length, width, path.color, theme.casing, casing,
                    pathEdge(path.color, theme));
    }
    return;
  }
  const QPointF move = cursor > 0 ? at - pixels.steps[cursor - 1] : QPointF();
  if (pixels.ball || lengthOf(move) < kStill) {
    drawMarker(canvas.painter(), path.marker, at, 11 * theme.plot.marks, path.color, theme.casing, casing,
               pathEdge(path.color, theme));
    return;
  }
  // The tip reaches a little beyond the point, so that the head stands over it.
  const QPointF direction = move / lengthOf(move);
  drawArrowHead(canvas.painter(), at + direction * (0.45 * length), direction, length, width, path.color, theme.casing,
                casing, pathEdge(path.color, theme));
}

}  // namespace

QColor pathShade(const QColor& color, int piece, const Theme& theme) {
  const double oldest = theme.dark ? 0.75 : 0.62;
  const double share = oldest + (1 - oldest) * piece / (pathShades - 1);
  const QColor ground = theme.pathGround();
  const auto shade = [&](double s) { return mixOklab(theme.dark ? QColor(0x0A0C0F) : QColor(0xFFFFFF), color, s); };
  // One that has an edge is seen by it; others fade as far as they are seen.
  if (contrast(color, ground) < leastContrast) return shade(share);
  double seen = share;
  while (seen < 1 && contrast(shade(seen), ground) < leastContrast) seen = std::min(1.0, seen + 0.05);
  return shade(seen);
}

const SharedStretch* stretchAt(const PathData& path, std::size_t step) {
  const auto found = std::ranges::find_if(
      path.shared, [&](const SharedStretch& stretch) { return static_cast<std::size_t>(stretch.until) >= step; });
  return found == path.shared.end() ? nullptr : &*found;
}

QColor pathEdge(const QColor& color, const Theme& theme) { return edgeOn(color, theme.pathGround()); }

PathPixels pathPixels(const PathData& path, PathSource source) {
  PathPixels result;
  result.source = std::move(source);
  const auto& [shown, frame, plane, onCurve] = result.source;
  if (!path.points || path.points->rows() == 0 || !plane.fits(path.points->cols())) return result;
  if (onCurve && (!path.loss || path.loss->size() < path.points->rows())) return result;
  const Points& points = *path.points;
  result.ball = onCurve;
  result.steps.reserve(static_cast<std::size_t>(points.rows()));
  for (Index k = 0; k < points.rows(); ++k) {
    const Plane::Place place = plane.project(points, k);
    const QPointF at = frame.toPixel(place.x, onCurve ? (*path.loss)[k] : place.y);
    if (!std::isfinite(at.x()) || !std::isfinite(at.y())) break;
    result.steps.push_back({std::clamp(at.x(), -kFarAway, kFarAway), std::clamp(at.y(), -kFarAway, kFarAway)});
  }
  result.bends = polylineBends(result.steps, kTolerance);
  return result;
}

std::vector<std::size_t> pathOrder(const std::vector<PathData>& paths, const std::vector<PathPixels>& pixels) {
  std::vector<std::size_t> order;
  for (const bool selected : {false, true}) {
    for (std::size_t k = 0; k < paths.size(); ++k) {
      if (paths[k].visible && paths[k].selected == selected && !pixels[k].steps.empty()) order.push_back(k);
    }
  }
  std::ranges::stable_partition(order, [&](std::size_t k) { return paths[k].ghostFrom >= 0; });
  return order;
}

std::optional<PathHit> pathAt(const std::vector<PathData>& paths, const std::vector<PathPixels>& pixels,
                              const QPointF& at, double reach) {
  std::optional<PathHit> hit;
  double best = reach;
  for (const std::size_t k : pathOrder(paths, pixels)) {
    const PathPixels& path = pixels[k];
    for (std::size_t bend = 0; bend < path.bends.size(); ++bend) {
      const std::size_t from = path.bends[bend > 0 ? bend - 1 : 0];
      const std::size_t to = path.bends[bend];
      // On what a branch has in common with its parent, that one is hit.
      if (paths[k].first > 0 && static_cast<std::int64_t>(to) <= paths[k].first) continue;
      const QPointF way = path.steps[to] - path.steps[from];
      const double square = QPointF::dotProduct(way, way);
      const double share = square > 0 ? QPointF::dotProduct(at - path.steps[from], way) / square : 0;
      const double distance = lengthOf(path.steps[from] + std::clamp(share, 0.0, 1.0) * way - at);
      if (distance > best) continue;
      best = distance;
      const auto nearer = [&](const QPointF& a, const QPointF& b) { return lengthOf(a - at) < lengthOf(b - at); };
      const auto first = path.steps.begin() + static_cast<std::ptrdiff_t>(from);
      const auto last = path.steps.begin() + static_cast<std::ptrdiff_t>(to) + 1;
      hit = PathHit{k, std::min_element(first, last, nearer) - path.steps.begin()};
    }
  }
  return hit;
}

void paintPathPart(StrokeCanvas& canvas, PathPart part, const PathData& path, const PathPixels& pixels,
                   std::int64_t cursor, const Theme& theme) {
  const std::size_t at = std::min(static_cast<std::size_t>(std::max<std::int64_t>(0, cursor)), pixels.steps.size() - 1);
  const std::size_t last = pixels.steps.size() - 1;
  const std::size_t first = std::min(static_cast<std::size_t>(path.first), last);
  const std::size_t left = path.ghostFrom < 0 ? last : std::min(static_cast<std::size_t>(path.ghostFrom), last);
  // Up to where a branch begins, its parent shows where it is.
  const bool yetToCome = path.first > 0 && at <= first;
  switch (part) {
    case PathPart::Future:
      return paintFuture(canvas, path, pixels, std::max(at, first), left, theme);
    case PathPart::Past: {
      if (path.quiet && !pixels.ball) return paintPast(canvas, path, pixels, first, at, theme);
      const std::size_t end = std::min(at, left);
      paintPast(canvas, path, pixels, first, end, theme);
      if (!path.quiet) {
        paintDots(canvas, path, pixels, first, end, theme);
        paintMarkers(canvas, path, pixels, first, end, theme);
      }
      if (path.ghostFrom >= 0 && at > left) paintGhost(canvas, path, pixels, left, at, theme);
      return;
    }
    case PathPart::Head:
      if (path.first > 0 && at >= first && last > first && canvas.clip().contains(pixels.steps[first]))
        paintFork(canvas.painter(), pixels.steps[first], theme);
      if (yetToCome) return;
      if (path.ghostFrom < 0 || at <= left) return paintHead(canvas, path, pixels, at, theme);
      if (canvas.clip().contains(pixels.steps[at]))
        paintGhostMarker(canvas.painter(), path.marker, pixels.steps[at], 10 * theme.plot.marks, path.color, theme);
  }
}

void paintPaths(StrokeCanvas& canvas, const std::vector<PathData>& paths, const std::vector<PathPixels>& pixels,
                std::int64_t cursor, const Theme& theme) {
  const std::vector<std::size_t> order = pathOrder(paths, pixels);
  for (const PathPart part : pathParts) {
    for (const std::size_t k : order) paintPathPart(canvas, part, paths[k], pixels[k], cursor, theme);
  }
}

}  // namespace thalweg
