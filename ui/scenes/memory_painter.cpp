#include "ui/scenes/memory_painter.h"

#include "ui/scenes/panel_scene.h"

#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace thalweg {

namespace {

constexpr double ribbonHalf = 11;       // pixels where a gradient counts whole
constexpr double ribbonLeast = 0.03;    // weight that is still seen
constexpr double ribbonOpacity = 0.26;  // of momentum's colour
constexpr std::size_t circlesBehind = 5;

/// Turned the same way round, so that where pieces overlap they add to each other.
void addPiece(QPainterPath& ribbon, QPolygonF piece) {
  double area = 0;
  for (qsizetype k = 0; k < piece.size(); ++k) {
    const QPointF& a = piece[k];
    const QPointF& b = piece[(k + 1) % piece.size()];
    area += a.x() * b.y() - b.x() * a.y();
  }
  if (area < 0) std::reverse(piece.begin(), piece.end());
  ribbon.addPolygon(piece);
  ribbon.closeSubpath();
}

void addRound(QPainterPath& ribbon, const QPointF& at, double half) {
  constexpr int corners = 20;
  QPolygonF round;
  for (int k = 0; k < corners; ++k) {
    const double angle = 2 * std::numbers::pi * k / corners;
    round << at + half * QPointF(std::cos(angle), std::sin(angle));
  }
  addPiece(ribbon, round);
}

void paintRibbon(QPainter& painter, const std::vector<QPointF>& steps, const Column& kept, std::size_t cursor,
                 const Theme& theme) {
  QPainterPath ribbon;
  ribbon.setFillRule(Qt::WindingFill);
  const double whole = ribbonHalf * theme.plot.marks;
  double weight = 1;
  double half = whole;
  QPointF last = steps[cursor];
  addRound(ribbon, last, half);
  for (std::size_t k = cursor; k > 0 && weight > ribbonLeast; --k) {
    // The newest gradient, taken at the point before, counts whole; step k − 1 has kept a share of those before it.
    if (k < cursor) weight *= k < static_cast<std::size_t>(kept.size()) ? kept[static_cast<Index>(k)] : 0;
    const QPointF at = steps[k - 1];
    const QPointF way = at - last;
    const double length = std::hypot(way.x(), way.y());
    const double next = whole * weight;
    if (length < 0.75 && k > 1) continue;
    if (length > 0) {
      const QPointF side = QPointF(-way.y(), way.x()) / length;
      addPiece(ribbon, QPolygonF({last + side * half, at + side * next, at - side * next, last - side * half}));
    }
    addRound(ribbon, at, next);
    last = at;
    half = next;
  }
  painter.setPen(Qt::NoPen);
  painter.setBrush(withAlpha(theme.arrowMomentum, ribbonOpacity));
  painter.drawPath(ribbon);
}

void paintCircles(QPainter& painter, const PathData& path, const std::vector<QPointF>& steps, std::size_t cursor,
                  const PanelScene& scene, const PlotFrame& frame) {
  painter.setBrush(Qt::NoBrush);
  const std::size_t first = cursor > circlesBehind ? cursor - circlesBehind : 0;
  for (std::size_t k = first; k <= cursor && k + 1 < steps.size(); ++k) {
    const Plane::Place from = scene.plane.project(*path.points, static_cast<Index>(k));
    const Plane::Place to = scene.plane.project(*path.points, static_cast<Index>(k) + 1);
    // A circle in the units of the axes.
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    const double rx = length * frame.xScale();
    const double ry = length * frame.yScale();
    if (std::max(rx, ry) < 1.5 || std::min(rx, ry) > 2 * (frame.rect.width() + frame.rect.height())) continue;
    const bool next = k == cursor;
    const double age = static_cast<double>(cursor - k) / (circlesBehind + 1);
    for (const bool under : {true, false}) {
      const double width = (next ? 1.6 : 1.1) * scene.theme.plot.marks;
      painter.setPen(under ? QPen(withAlpha(scene.theme.casing, 0.6 * (1 - age)), 2 * width)
                           : QPen(withAlpha(path.color, 1 - 0.8 * age), width));
      painter.drawEllipse(steps[k], rx, ry);
    }
  }
}

}  // namespace

void paintMemory(QPainter& painter, const PanelScene& scene, const PanelCache& cache) {
  if (!scene.memory || scene.isCurve() || scene.memory->path >= cache.paths.size()) return;
  const PathData& path = scene.paths[scene.memory->path];
  const std::vector<QPointF>& steps = cache.paths[scene.memory->path].steps;
  if (steps.empty() || !path.points || !scene.plane.fits(path.points->cols())) return;
  const std::size_t cursor =
      std::min(static_cast<std::size_t>(std::max<std::int64_t>(0, scene.cursor)), steps.size() - 1);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(cache.frame.rect);
  if (scene.memory->kept) paintRibbon(painter, steps, *scene.memory->kept, cursor, scene.theme);
  if (scene.memory->circles) paintCircles(painter, path, steps, cursor, scene, cache.frame);
  painter.restore();
}

}  // namespace thalweg
