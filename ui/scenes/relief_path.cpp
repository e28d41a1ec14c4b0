#include "ui/scenes/relief_path.h"

#include "ui/look/contrast.h"
#include "ui/look/marker_stamp.h"
#include "ui/look/markers.h"
#include "ui/look/theme.h"
#include "ui/scenes/coverage.h"
#include "ui/scenes/ghost_line.h"
#include "ui/scenes/path_style.h"
#include "ui/scenes/stroke_canvas.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr double piece = 4;          // pixels between places along a move
constexpr int mostPieces = 256;      // of one move
constexpr double hiddenWidth = 1.2;  // pixels; dashed 3/3
constexpr double hiddenPast = 0.5;
constexpr double hiddenFuture = 0.3;
constexpr double hiddenMark = 0.3;

double pixelLength(const QPointF& v) { return std::hypot(v.x(), v.y()); }

/// Adds the places from `from` to `to`, both inside the box; the first one only where nothing ends there yet.
void follow(std::vector<ReliefPath::Place>& places, const QPointF& from, const QPointF& to, double step, double length,
            bool joined, const ReliefMesh& mesh, const ReliefFrame& frame, const ReliefImage& image) {
  const auto place = [&](const QPointF& at, double when, bool withLast) {
    const double height = mesh.at(at.x(), at.y());
    if (std::isnan(height)) return false;
    const ReliefPoint point = frame.project(at.x(), at.y(), height);
    const double gone = withLast         ? places.back().gone + pixelLength(point.pixel - places.back().pixel)
                        : places.empty() ? 0
                                         : places.back().gone;
    places.push_back({point.pixel, when, gone, image.hides(point), withLast});
    return true;
  };
  bool drawn = joined || place(from, step, false);
  const auto [p, q] = std::pair(frame.pixel(from.x(), from.y(), 0.5), frame.pixel(to.x(), to.y(), 0.5));
  const double cells =
      std::max(std::abs(to.x() - from.x()) / (mesh.view.xMax - mesh.view.xMin) * static_cast<double>(mesh.columns),
               std::abs(to.y() - from.y()) / (mesh.view.yMax - mesh.view.yMin) * static_cast<double>(mesh.rows));
  const int pieces =
      std::clamp(static_cast<int>(std::ceil(std::max(pixelLength(q - p) / piece, cells))), 1, mostPieces);
  for (int k = 1; k <= pieces; ++k) {
    const double t = static_cast<double>(k) / pieces;
    drawn = place(from + t * (to - from), step + t * length, drawn);
  }
}

/// A path and where it lies.
struct Laid {
  const PathData& path;
  const ReliefPath& relief;
};

/// What is drawn between two steps, in order; `use(a, b)` gets neighbours that are joined. Where a path lies on others
/// each has its own pieces in turn.
template <class Use>
void eachPiece(const Laid& laid, double from, double to, const Use& use) {
  const auto& places = laid.relief.places;
  const auto first = std::ranges::upper_bound(places, from, {}, &ReliefPath::Place::step);
  for (auto place = first; place != places.end() && place->step <= to + 1e-9; ++place) {
    if (!place->joined || place == places.begin()) continue;
    const SharedStretch* stretch = nullptr;
    if (!laid.path.shared.empty())
      stretch = stretchAt(laid.path, static_cast<std::size_t>(std::ceil(place->step - 1e-9)));
    if (stretch && static_cast<std::int64_t>(place->gone / sharedTurn) % stretch->count != stretch->place) continue;
    use(*(place - 1), *place);
  }
}

void addSeen(StrokeCanvas& canvas, const Laid& path, double from, double to, double width) {
  eachPiece(path, from, to, [&](const ReliefPath::Place& a, const ReliefPath::Place& b) {
    if (!a.hidden || !b.hidden) canvas.segment(a.pixel, b.pixel, width);
  });
}

void strokeHidden(StrokeCanvas& canvas, const Laid& path, double from, double to, const QColor& color, double scale) {
  QPainter& painter = canvas.painter();
  QPen pen(color, hiddenWidth * scale, Qt::CustomDashLine, Qt::FlatCap);
  pen.setDashPattern({3 / hiddenWidth, 3 / hiddenWidth});
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(pen);
  QPolygonF line;
  const auto flush = [&] {
    if (line.size() > 1) painter.drawPolyline(line);
    line.clear();
  };
  eachPiece(path, from, to, [&](const ReliefPath::Place& a, const ReliefPath::Place& b) {
    if (!a.hidden || !b.hidden) return flush();
    if (line.isEmpty() || line.back() != a.pixel) {
      flush();
      line << a.pixel;
    }
    line << b.pixel;
  });
  flush();
  painter.restore();
}

/// What of a ghost is in sight.
void paintReliefGhost(StrokeCanvas& canvas, const Laid& laid, double from, double to, const Theme& theme) {
  QPolygonF line;
  const auto flush = [&] {
    if (line.size() > 1) paintGhostLine(canvas.painter(), line, canvas.clip(), laid.path.color, theme);
    line.clear();
  };
  eachPiece(laid, from, to, [&](const ReliefPath::Place& a, const ReliefPath::Place& b) {
    if (a.hidden && b.hidden) return flush();
    if (line.isEmpty() || line.back() != a.pixel) {
      flush();
      line << a.pixel;
    }
    line << b.pixel;
  });
  flush();
}

void paintReliefFuture(StrokeCanvas& canvas, const Laid& laid, double from, double end, const Theme& theme) {
  if (laid.path.quiet || from >= end) return;
  const double casing = theme.plot.pathAhead + futureCasing * theme.plot.marks;
  const QColor faded = fadedOn(laid.path.color, theme.pathGround(), theme.dark ? 0.70 : 0.75);
  addSeen(canvas, laid, from, end, casing);
  canvas.stroke(casing, theme.casing);
  canvas.stroke(theme.plot.pathAhead, faded);
  canvas.clear();
  strokeHidden(canvas, laid, from, end, withAlpha(laid.path.color, hiddenFuture), theme.plot.pathLine / 2.25);
}

void paintReliefPast(StrokeCanvas& canvas, const Laid& laid, double begin, double end, const Theme& theme) {
  if (end <= begin) return;
  const QColor& color = laid.path.color;
  if (laid.path.quiet) {
    const double thin = quietLine * theme.plot.pathLine;
    addSeen(canvas, laid, begin, end, thin);
    canvas.stroke(thin, withAlpha(color, quietOpacity));
    return canvas.clear();
  }
  strokeHidden(canvas, laid, begin, end, withAlpha(color, hiddenPast), theme.plot.pathLine / 2.25);
  addSeen(canvas, laid, begin, end, theme.plot.pathCasing);
  canvas.stroke(theme.plot.pathCasing, theme.casing);
  const QColor edge = pathEdge(color, theme);
  if (edge != color) canvas.stroke(theme.plot.pathLine + pathEdgeWidth * theme.plot.marks, edge);
  canvas.clear();
  for (int k = 0; k < pathShades; ++k) {
    const double zero = std::max(0.0, begin);
    addSeen(canvas, laid, k == 0 ? begin : zero + (end - zero) * k / pathShades,
            zero + (end - zero) * (k + 1) / pathShades, theme.plot.pathLine);
    canvas.stroke(theme.plot.pathLine, pathShade(color, k, theme));
    canvas.clear();
  }
}

/// A dot at each step in sight that stands apart from the one before.
void paintReliefDots(StrokeCanvas& canvas, const Laid& laid, std::int64_t first, std::int64_t cursor,
                     const Theme& theme) {
  if (laid.path.quiet || (laid.path.fill.scale && laid.path.loss)) return;
  const double scale = theme.plot.pathLine / 2.25;
  bool any = false;
  for (auto k = static_cast<std::size_t>(first) + 1; static_cast<std::int64_t>(k) < cursor; ++k) {
    if (laid.relief.atStep[k] == ReliefPath::none || laid.relief.atStep[k - 1] == ReliefPath::none) continue;
    const ReliefPath::Place& place = laid.relief.places[laid.relief.atStep[k]];
    const QPointF way = place.pixel - laid.relief.places[laid.relief.atStep[k - 1]].pixel;
    if (place.hidden || pixelLength(way) <= dotSpacing * scale) continue;
    const SharedStretch* stretch = stretchAt(laid.path, k);
    if (stretch && static_cast<int>(k % static_cast<std::size_t>(stretch->count)) != stretch->place) continue;
    canvas.segment(place.pixel, place.pixel, dotRing * scale);
    any = true;
  }
  if (!any) return;
  canvas.stroke(dotRing * scale, theme.casing);
  const QColor edge = pathEdge(laid.path.color, theme);
  if (edge != laid.path.color) canvas.stroke((dotSize + pathEdgeWidth) * scale, edge);
  canvas.stroke(dotSize * scale, laid.path.color);
  canvas.clear();
}

/// Points by their loss, in place of dots and markers.
void paintReliefLosses(StrokeCanvas& canvas, const Laid& laid, std::int64_t first, std::int64_t cursor,
                       const Theme& theme) {
  const ColorMap map = colorMap(laid.path.fill.colors, theme);
  QPointF last(-1e9, -1e9);
  for (auto k = static_cast<std::size_t>(first) + 1;
       static_cast<std::int64_t>(k) < cursor && static_cast<Index>(k) < laid.path.loss->size(); ++k) {
    if (laid.relief.atStep[k] == ReliefPath::none) continue;
    const SharedStretch* stretch = stretchAt(laid.path, k);
    if (stretch && static_cast<int>(k % static_cast<std::size_t>(stretch->count)) != stretch->place) continue;
    const ReliefPath::Place& place = laid.relief.places[laid.relief.atStep[k]];
    if (pixelLength(place.pixel - last) < lossSpacing * theme.plot.marks) continue;
    last = place.pixel;
    canvas.painter().setOpacity(place.hidden ? hiddenMark : 1);
    paintLossPoint(canvas.painter(), place.pixel, (*laid.path.loss)[static_cast<Index>(k)], laid.path, map, theme);
  }
  canvas.painter().setOpacity(1);
}

void paintReliefMarkers(StrokeCanvas& canvas, const Laid& laid, std::int64_t first, std::int64_t cursor,
                        const Theme& theme) {
  if (laid.path.quiet) return;
  if (laid.path.fill.scale && laid.path.loss) return paintReliefLosses(canvas, laid, first, cursor, theme);
  const QColor edge = pathEdge(laid.path.color, theme);
  QPointF last(-1e9, -1e9);
  for (std::size_t k = (static_cast<std::size_t>(first) / markerStep + 1) * markerStep;
       static_cast<std::int64_t>(k) < cursor; k += markerStep) {
    if (laid.relief.atStep[k] == ReliefPath::none) continue;
    const SharedStretch* stretch = stretchAt(laid.path, k);
    if (stretch && static_cast<int>(k / markerStep % static_cast<std::size_t>(stretch->count)) != stretch->place)
      continue;
    const ReliefPath::Place& place = laid.relief.places[laid.relief.atStep[k]];
    if (pixelLength(place.pixel - last) < markerSpacing * theme.plot.marks) continue;
    canvas.painter().setOpacity(place.hidden ? hiddenMark : 1);
    stampMarker(canvas.painter(), laid.path.marker, place.pixel, 7.5 * theme.plot.marks, laid.path.color, theme.casing,
                theme.plot.marks, edge);
    last = place.pixel;
  }
  canvas.painter().setOpacity(1);
}

void paintReliefHead(StrokeCanvas& canvas, const PathData& path, const ReliefPath& relief, std::size_t cursor,
                     const Theme& theme) {
  const double length = 13 * theme.plot.marks;
  const double casing = 1.25 * theme.plot.marks;
  QPainter& painter = canvas.painter();
  const std::size_t here = relief.atStep[cursor];
  // A path that has left the box ends in an arrow where it did.
  std::size_t at = here;
  if (here == ReliefPath::none) {
    const auto after =
        std::ranges::upper_bound(relief.places, static_cast<double>(cursor), {}, &ReliefPath::Place::step);
    if (after == relief.places.begin()) return;
    at = static_cast<std::size_t>(after - relief.places.begin()) - 1;
  }
  const ReliefPath::Place& place = relief.places[at];
  QPointF move;
  for (std::size_t k = at; k > 0 && relief.places[k].joined && pixelLength(move) < 0.8; --k)
    move = place.pixel - relief.places[k - 1].pixel;
  painter.save();
  if (place.hidden) painter.setOpacity(hiddenMark);
  if (pixelLength(move) < 0.8)
    stampMarker(painter, path.marker, place.pixel, 11 * theme.plot.marks, path.color, theme.casing, casing,
                pathEdge(path.color, theme));
  else
    drawArrowHead(painter, place.pixel + move / pixelLength(move) * (0.45 * length), move, length,
                  11 * theme.plot.marks, path.color, theme.casing, casing, pathEdge(path.color, theme));
  painter.restore();
}

}  // namespace

ReliefPath reliefPath(const Points& points, const Plane& plane, const ReliefMesh& mesh, const ReliefFrame& frame,
                      const ReliefImage& image) {
  ReliefPath path;
  const View& box = mesh.view;
  const QRectF inside(box.xMin, box.yMin, box.xMax - box.xMin, box.yMax - box.yMin);
  QPointF last;
  bool wasInside = false;
  for (Index k = 0; k < points.rows(); ++k) {
    const Plane::Place projected = plane.project(points, k);
    const QPointF at(projected.x, projected.y);
    if (!std::isfinite(at.x()) || !std::isfinite(at.y())) break;
    const bool isInside = inside.contains(at);
    if (k > 0) {
      QPointF a = last;
      QPointF b = at;
      if (clipSegment(inside, a, b)) {
        const double whole = pixelLength(at - last);
        const double begin = whole > 0 ? pixelLength(a - last) / whole : 0;
        const double end = whole > 0 ? pixelLength(b - last) / whole : 1;
        follow(path.places, a, b, static_cast<double>(k - 1) + begin, end - begin, wasInside && !path.places.empty(),
               mesh, frame, image);
      }
    } else if (isInside) {
      follow(path.places, at, at, 0, 0, false, mesh, frame, image);
    }
    path.atStep.push_back(isInside && !path.places.empty() ? path.places.size() - 1 : ReliefPath::none);
    last = at;
    wasInside = isInside;
  }
  return path;
}

std::vector<ReliefPath::Place> followOnRelief(const std::vector<QPointF>& line, const ReliefMesh& mesh,
                                              const ReliefFrame& frame, const ReliefImage& image) {
  std::vector<ReliefPath::Place> places;
  const View& box = mesh.view;
  const QRectF inside(box.xMin, box.yMin, box.xMax - box.xMin, box.yMax - box.yMin);
  bool joined = false;
  for (std::size_t k = 1; k < line.size(); ++k) {
    QPointF a = line[k - 1];
    QPointF b = line[k];
    if (!clipSegment(inside, a, b)) {
      joined = false;
      continue;
    }
    follow(places, a, b, static_cast<double>(k - 1), 1, joined && a == line[k - 1] && !places.empty(), mesh, frame,
           image);
    joined = b == line[k];
  }
  return places;
}

std::vector<ReliefPath::Place> layOnRelief(const std::vector<QPointF>& line, const ReliefMesh& mesh,
                                           const ReliefFrame& frame, const ReliefImage& image) {
  std::vector<ReliefPath::Place> places;
  places.reserve(line.size());
  bool drawn = false;
  for (const QPointF& at : line) {
    const double height = mesh.at(at.x(), at.y());
    if (std::isnan(height)) {
      drawn = false;
      continue;
    }
    const ReliefPoint point = frame.project(at.x(), at.y(), height);
    places.push_back({point.pixel, 0, 0, image.hides(point), drawn});
    drawn = true;
  }
  return places;
}

void paintReliefPathPart(StrokeCanvas& canvas, PathPart part, const PathData& path, const ReliefPath& relief,
                         std::int64_t cursor, const Theme& theme) {
  if (relief.atStep.empty()) return;
  const auto at = std::clamp<std::int64_t>(cursor, 0, static_cast<std::int64_t>(relief.atStep.size()) - 1);
  const Laid laid{path, relief};
  const auto last = static_cast<std::int64_t>(relief.atStep.size()) - 1;
  const std::int64_t first = std::min(path.first, last);
  const std::int64_t left = path.ghostFrom < 0 ? last : std::min(path.ghostFrom, last);
  switch (part) {
    case PathPart::Future:
      return paintReliefFuture(canvas, laid, static_cast<double>(std::max(at, first)),
                               static_cast<double>(path.ghostFrom < 0 ? last + 1 : left), theme);
    case PathPart::Past: {
      const std::int64_t end = std::min(at, left);
      if (at > left) paintReliefGhost(canvas, laid, static_cast<double>(end), static_cast<double>(at), theme);
      paintReliefPast(canvas, laid, first > 0 ? static_cast<double>(first) : -1, static_cast<double>(end), theme);
      paintReliefDots(canvas, laid, first, end, theme);
      return paintReliefMarkers(canvas, laid, first, end, theme);
    }
    case PathPart::Recent:
      return;  // the past goes up to the cursor
    case PathPart::Head:
      if (path.first > 0 && at >= first && last > first) {
        const std::size_t fork = relief.atStep[static_cast<std::size_t>(first)];
        if (fork != ReliefPath::none && !relief.places[fork].hidden)
          paintFork(canvas.painter(), relief.places[fork].pixel, theme);
      }
      if (path.first > 0 && at <= first) return;
      if (path.ghostFrom < 0 || at <= left)
        return paintReliefHead(canvas, path, relief, static_cast<std::size_t>(at), theme);
      const std::size_t here = relief.atStep[static_cast<std::size_t>(at)];
      if (here != ReliefPath::none && !relief.places[here].hidden)
        paintGhostMarker(canvas.painter(), path.marker, relief.places[here].pixel, 10 * theme.plot.marks, path.color,
                         theme);
      return;
  }
}

}  // namespace thalweg
