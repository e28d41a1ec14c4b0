#include "ui/scenes/path_painter.h"

#include "core/base/rows.h"
#include "ui/look/contrast.h"
#include "ui/look/marker_stamp.h"
#include "ui/look/markers.h"
#include "ui/look/polyline.h"
#include "ui/look/theme.h"
#include "ui/scenes/ghost_line.h"
#include "ui/scenes/path_style.h"
#include "ui/scenes/stroke_canvas.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace thalweg {

namespace {

constexpr double kTolerance = 0.12;  // pixels a thinned line may stray
constexpr std::size_t kTrail = 12;   // moves on a curve that stay as lines; older ones leave their dots
constexpr double kStill = 0.8;       // a last move shorter than this has no direction to show
constexpr double kLongMove = 1e4;    // pixels
constexpr double kMarkerSize = 7.5;  // pixels
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

/// The step before `anchor`, no earlier than `begin`, from which line, dots and markers are drawn again over the round
/// end of the casing there.
std::size_t joinOf(const PathPixels& path, std::size_t begin, std::size_t anchor, const Theme& theme) {
  const double reach = theme.plot.pathCasing + kMarkerSize * theme.plot.marks;
  double gone = 0;
  std::size_t step = anchor;
  for (; step > begin && gone < reach; --step) gone += lengthOf(path.steps[step] - path.steps[step - 1]);
  return step;
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

void paintFuture(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t from,
                 std::size_t last, const Theme& theme) {
  // On a curve all that is to come would lie over one another.
  if (from >= last || pixels.ball || path.quiet) return;
  const double casing = theme.plot.pathAhead + futureCasing * theme.plot.marks;
  addPath(canvas, path, pixels, from, last, casing);
  canvas.stroke(casing, theme.casing);
  canvas.stroke(theme.plot.pathAhead, fadedOn(path.color, theme.pathGround(), theme.dark ? 0.70 : 0.75));
  canvas.clear();
}

void paintQuiet(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t from, std::size_t to,
                const Theme& theme) {
  if (to <= from) return;
  const double thin = quietLine * theme.plot.pathLine;
  addPath(canvas, path, pixels, from, to, thin);
  canvas.stroke(thin, withAlpha(path.color, quietOpacity));
  canvas.clear();
}

void paintCasing(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t from, std::size_t to,
                 const Theme& theme) {
  const double line = pixels.ball ? theme.plot.chartLine : theme.plot.pathLine;
  const double casing = line + theme.plot.pathCasing - theme.plot.pathLine;
  addPath(canvas, path, pixels, from, to, casing);
  canvas.stroke(casing, theme.casing);
  const QColor edge = pathEdge(path.color, theme);
  if (edge != path.color) canvas.stroke(line + pathEdgeWidth * theme.plot.marks, edge);
  canvas.clear();
}

/// The line in pieces of colour.
void paintShades(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t from, std::size_t to,
                 const Theme& theme) {
  const double line = pixels.ball ? theme.plot.chartLine : theme.plot.pathLine;
  const std::size_t length = to - from;
  for (int piece = 0; piece < pathShades; ++piece) {
    const std::size_t first = from + length * static_cast<std::size_t>(piece) / pathShades;
    const std::size_t end = from + length * static_cast<std::size_t>(piece + 1) / pathShades;
    if (first == end) continue;
    addPath(canvas, path, pixels, first, end, line);
    canvas.stroke(line, pathShade(path.color, piece, theme));
    canvas.clear();
  }
}

/// Of those after step `begin` the ones from step `from` to the one before `end`.
void paintDots(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t begin,
               std::size_t from, std::size_t end, const Theme& theme) {
  if (path.fill.scale && path.loss) return;
  const double scale = theme.plot.pathLine / 2.25;
  const double ring = dotRing * scale;
  const double dot = dotSize * scale;
  bool any = false;
  for (std::size_t k = std::max(begin + 1, from); k < end; ++k) {
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

/// Points by their loss: of those after step `begin` the ones from step `from` to the one before `end`.
void paintLossPoints(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t begin,
                     std::size_t from, std::size_t end, const Theme& theme) {
  const ColorMap map = colorMap(path.fill.colors, theme);
  const QRectF inside = canvas.clip().adjusted(1, 1, -1, -1);
  QPointF last = pixels.steps[begin];
  for (std::size_t k = begin + 1; k < end && static_cast<Index>(k) < path.loss->size(); ++k) {
    const QPointF& at = pixels.steps[k];
    if (lengthOf(at - last) < lossSpacing * theme.plot.marks) continue;
    last = at;
    const SharedStretch* stretch = stretchAt(path, k);
    if (stretch && static_cast<int>(k % static_cast<std::size_t>(stretch->count)) != stretch->place) continue;
    if (k < from || !inside.contains(at)) continue;
    paintLossPoint(canvas.painter(), at, (*path.loss)[static_cast<Index>(k)], path, map, theme);
  }
}

/// The first step with a marker after `begin`.
std::size_t firstMarker(std::size_t begin) { return (begin / markerStep + 1) * markerStep; }

/// Of those after step `begin` the ones from step `from` to the one before `end`.
void paintMarkers(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t begin,
                  std::size_t from, std::size_t end, const Theme& theme) {
  if (path.fill.scale && path.loss) return paintLossPoints(canvas, path, pixels, begin, from, end, theme);
  const double size = kMarkerSize * theme.plot.marks;
  const QRectF inside = canvas.clip().adjusted(1, 1, -1, -1);
  const QColor edge = pathEdge(path.color, theme);
  QPointF last = pixels.steps[begin];
  for (std::size_t k = firstMarker(begin); k < end; k += markerStep) {
    const QPointF& at = pixels.steps[k];
    const SharedStretch* stretch = stretchAt(path, k);
    if (stretch && static_cast<int>(k / markerStep % static_cast<std::size_t>(stretch->count)) != stretch->place)
      continue;
    if (lengthOf(at - last) < markerSpacing * theme.plot.marks) continue;
    last = at;
    if (k < from || !inside.contains(at)) continue;
    stampMarker(canvas.painter(), path.marker, at, size, path.color, theme.casing, theme.plot.marks, edge);
  }
}

/// From step `from` to step `to` of what is a ghost from step `begin` on.
void paintGhost(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, std::size_t begin,
                std::size_t from, std::size_t to, const Theme& theme) {
  QPolygonF line({pixels.steps[from]});
  auto bend = std::upper_bound(pixels.bends.begin(), pixels.bends.end(), from);
  for (; bend != pixels.bends.end() && *bend < to; ++bend) line << pixels.steps[*bend];
  line << pixels.steps[to];
  paintGhostLine(canvas.painter(), line, canvas.clip(), path.color, theme);
  const QRectF inside = canvas.clip().adjusted(1, 1, -1, -1);
  QPointF last = pixels.steps[begin];
  for (std::size_t k = firstMarker(begin); k < to; k += markerStep) {
    const QPointF& at = pixels.steps[k];
    if (lengthOf(at - last) < markerSpacing * theme.plot.marks) continue;
    last = at;
    if (k < from || !inside.contains(at)) continue;
    paintGhostMarker(canvas.painter(), path.marker, at, kMarkerSize * theme.plot.marks, path.color, theme);
  }
}

/// Where a path is at a cursor, in steps that it has.
struct Span {
  std::size_t first = 0;   ///< drawn from here on
  std::size_t left = 0;    ///< a ghost from here on; the last step: it is none
  std::size_t anchor = 0;  ///< no earlier than `first`
  std::size_t at = 0;
};
Span spanOf(const PathData& path, const PathPixels& pixels, std::int64_t cursor) {
  const std::size_t last = pixels.steps.size() - 1;
  const auto within = [&](std::int64_t step) {
    return std::min(static_cast<std::size_t>(std::max<std::int64_t>(0, step)), last);
  };
  Span span{within(path.first), path.ghostFrom < 0 ? last : within(path.ghostFrom), 0, within(cursor)};
  span.anchor = std::max(within(pathAnchor(cursor)), span.first);
  return span;
}

/// What does not change until the cursor has gone on for a while.
void paintPast(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, const Span& span,
               const Theme& theme) {
  if (pixels.ball) return;  // a ball draws its trail behind it
  if (path.quiet) return paintQuiet(canvas, path, pixels, span.first, span.anchor, theme);
  const std::size_t end = std::min(span.anchor, span.left);
  if (end > span.first) {
    paintCasing(canvas, path, pixels, span.first, end, theme);
    paintShades(canvas, path, pixels, span.first, end, theme);
    paintDots(canvas, path, pixels, span.first, span.first, end, theme);
    paintMarkers(canvas, path, pixels, span.first, span.first, end, theme);
  }
  if (span.anchor > span.left) paintGhost(canvas, path, pixels, span.left, span.left, span.anchor, theme);
}

void paintTrail(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, const Span& span,
                const Theme& theme) {
  const std::size_t end = std::min(span.at, span.left);
  if (end > span.first) {
    const std::size_t from = end > span.first + kTrail ? end - kTrail : span.first;
    paintCasing(canvas, path, pixels, from, end, theme);
    paintShades(canvas, path, pixels, from, end, theme);
    if (!path.quiet) paintDots(canvas, path, pixels, span.first, span.first, end, theme);
  }
  if (span.at > span.left) paintGhost(canvas, path, pixels, span.left, span.left, span.at, theme);
}

void paintRecent(StrokeCanvas& canvas, const PathData& path, const PathPixels& pixels, const Span& span,
                 const Theme& theme) {
  if (pixels.ball) return paintTrail(canvas, path, pixels, span, theme);
  if (path.quiet) return paintQuiet(canvas, path, pixels, span.anchor, span.at, theme);
  const std::size_t end = std::min(span.at, span.left);
  if (end > span.anchor) {
    paintCasing(canvas, path, pixels, span.anchor, end, theme);
    const std::size_t joined = joinOf(pixels, span.first, span.anchor, theme);
    addPath(canvas, path, pixels, joined, end, theme.plot.pathLine);
    canvas.stroke(theme.plot.pathLine, path.color);
    canvas.clear();
    paintDots(canvas, path, pixels, span.first, joined, end, theme);
    paintMarkers(canvas, path, pixels, span.first, joined, end, theme);
  }
  const std::size_t ghost = std::max(span.left, span.anchor);
  if (span.at > ghost) paintGhost(canvas, path, pixels, span.left, ghost, span.at, theme);
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
    stampMarker(canvas.painter(), path.marker, at, 11 * theme.plot.marks, path.color, theme.casing, casing,
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

void paintLossPoint(QPainter& painter, const QPointF& at, double loss, const PathData& path, const ColorMap& map,
                    const Theme& theme) {
  const double scale = theme.plot.marks;
  const double radius = 3.6 * scale;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme.casing, 4 * scale));
  painter.drawEllipse(at, radius, radius);
  painter.setBrush(QColor::fromRgb(map.at(path.fill.scale->position(loss))));
  painter.setPen(QPen(path.color, 1.7 * scale));
  painter.drawEllipse(at, radius, radius);
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
  eachRow(points, [&, &to = frame, &in = plane, curve = onCurve](Index k, std::span<const double> point) {
    const Plane::Place place = in.project(point);
    const QPointF at = to.toPixel(place.x, curve ? (*path.loss)[k] : place.y);
    if (!std::isfinite(at.x()) || !std::isfinite(at.y())) return false;
    result.steps.push_back({std::clamp(at.x(), -kFarAway, kFarAway), std::clamp(at.y(), -kFarAway, kFarAway)});
    return true;
  });
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

std::int64_t pathAnchor(std::int64_t cursor) {
  constexpr std::int64_t least = 8;  // steps that are worth a picture
  constexpr std::int64_t share = 8;  // of the past that is drawn anew each frame, at most
  std::int64_t stride = least;
  while (2 * share * stride <= cursor) stride *= 2;
  return std::max<std::int64_t>(0, cursor) / stride * stride;
}

void paintPathPart(StrokeCanvas& canvas, PathPart part, const PathData& path, const PathPixels& pixels,
                   std::int64_t cursor, const Theme& theme) {
  const Span span = spanOf(path, pixels, cursor);
  switch (part) {
    case PathPart::Future:
      return paintFuture(canvas, path, pixels, span.anchor, span.left, theme);
    case PathPart::Past:
      return paintPast(canvas, path, pixels, span, theme);
    case PathPart::Recent:
      return paintRecent(canvas, path, pixels, span, theme);
    case PathPart::Head: {
      const QPointF& fork = pixels.steps[span.first];
      const bool more = pixels.steps.size() - 1 > span.first;
      if (path.first > 0 && span.at >= span.first && more && canvas.clip().contains(fork))
        paintFork(canvas.painter(), fork, theme);
      // Up to where a branch begins, its parent shows where it is.
      if (path.first > 0 && span.at <= span.first) return;
      if (path.ghostFrom < 0 || span.at <= span.left) return paintHead(canvas, path, pixels, span.at, theme);
      if (canvas.clip().contains(pixels.steps[span.at]))
        paintGhostMarker(canvas.painter(), path.marker, pixels.steps[span.at], 10 * theme.plot.marks, path.color,
                         theme);
    }
  }
}

QRectF recentBox(const PathData& path, const PathPixels& pixels, std::int64_t cursor, const QRectF& frame,
                 const Theme& theme) {
  if (pixels.ball) return frame;
  const Span span = spanOf(path, pixels, cursor);
  if (span.anchor >= span.at) return {};
  QPolygonF places;
  for (std::size_t k = joinOf(pixels, span.first, span.anchor, theme); k <= span.at; ++k) places << pixels.steps[k];
  const double reach = 12 * theme.plot.marks;  // of a marker
  const QRectF box = places.boundingRect().adjusted(-reach, -reach, reach, reach) & frame;
  if (box.isEmpty()) return {};
  // On whole pixels of the frame's, whatever part of a pixel a unit is.
  constexpr double grid = 4;
  const QPointF origin = frame.topLeft();
  const QPointF first = (box.topLeft() - origin) / grid;
  const QPointF end = (box.bottomRight() - origin) / grid;
  return QRectF(origin + QPointF(std::floor(first.x()), std::floor(first.y())) * grid,
                origin + QPointF(std::ceil(end.x()), std::ceil(end.y())) * grid) &
         frame;
}

void paintPaths(StrokeCanvas& canvas, const std::vector<PathData>& paths, const std::vector<PathPixels>& pixels,
                std::int64_t cursor, const Theme& theme) {
  const std::vector<std::size_t> order = pathOrder(paths, pixels);
  for (const PathPart part : pathParts) {
    for (const std::size_t k : order) paintPathPart(canvas, part, paths[k], pixels[k], cursor, theme);
  }
}

}  // namespace thalweg
