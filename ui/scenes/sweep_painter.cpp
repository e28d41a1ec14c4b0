#include "ui/scenes/sweep_painter.h"

#include "ui/look/slider_scale.h"
#include "ui/scenes/axis_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <utility>

namespace thalweg {

namespace {

constexpr qreal kTop = 10, kRight = 12;

std::vector<double> ticksOf(const Axis& axis) {
  std::vector<double> values = sliderTicks({axis.range, false});
  values.push_back(axis.at(0));
  values.push_back(axis.at(1));
  std::ranges::sort(values);
  return values;
}

void strokeBoundary(QPainter& painter, const QPainterPath& path, const Theme& theme) {
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme.casing, theme.px(4)));
  painter.drawPath(path);
  painter.setPen(QPen(theme.text, theme.px(1.5), Qt::DashLine));
  painter.drawPath(path);
}

void paintAxes(QPainter& painter, const QRectF& box, const SweepMap& map, const Theme& theme) {
  painter.setPen(QPen(theme.axis, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(box);
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  double reached = -1e9;
  for (const double value : ticksOf(map.x)) {
    const QPointF at(sweepPixel(map, box, value, 0).x(), box.bottom());
    const QString label = numberText(value);
    const double width = metrics.horizontalAdvance(label);
    if (at.x() - width / 2 < reached + theme.px(8)) continue;
    reached = at.x() + width / 2;
    painter.setPen(QPen(theme.axis, 1));
    painter.drawLine(at, at + QPointF(0, theme.px(4)));
    paintTickLabelBelow(painter, at, label, theme);
  }
  paintAxisNames(painter, box, QString::fromStdString(map.x.label),
                 map.y ? QString::fromStdString(map.y->label) : QString(), theme);
  if (!map.y) return;
  reached = 1e9;
  for (const double value : ticksOf(*map.y)) {
    const QPointF at(box.left(), sweepPixel(map, box, map.x.at(0), value).y());
    if (at.y() > reached - metrics.height()) continue;
    reached = at.y();
    painter.setPen(QPen(theme.axis, 1));
    painter.drawLine(at, at - QPointF(theme.px(4), 0));
    paintTickLabelLeft(painter, at, numberText(value), theme);
  }
}

void paintTheory(QPainter& painter, const QRectF& box, const SweepScene& scene, const Theme& theme) {
  const SweepMap& map = *scene.map;
  painter.save();
  painter.setClipRect(box);
  QPainterPath boundary;
  constexpr int pieces = 200;
  for (int i = 0; i <= pieces; ++i) {
    const double up = static_cast<double>(i) / pieces;
    const double rate = scene.theory->stableRate(map.y ? map.y->at(up) : scene.theory->heldMomentum);
    // Beyond the axis nothing is drawn, rather than a line along its edge.
    if (rate < map.x.at(0) || rate > map.x.at(1)) continue;
    const QPointF at(sweepPixel(map, box, rate, 0).x(), box.bottom() - up * box.height());
    if (boundary.elementCount() == 0)
      boundary.moveTo(at);
    else
      boundary.lineTo(at);
  }
  strokeBoundary(painter, boundary, theme);
  if (const auto best = theoryOptimum(scene))
    paintOptimumSign(painter, sweepPixel(map, box, best->first, best->second), theme);
  painter.restore();
}

}  // namespace

QRectF sweepBox(const QRectF& area, bool strip, const Theme& theme) {
  const QSizeF names = nameRoom(theme);
  return area.adjusted(strip ? theme.px(kRight) : names.width(), theme.px(kTop), -theme.px(kRight), -names.height());
}

QPointF sweepPixel(const SweepMap& map, const QRectF& box, double x, double y) {
  const double up = map.y ? map.y->position(y) : 0.5;
  return {box.left() + map.x.position(x) * box.width(), box.bottom() - up * box.height()};
}

bool showsTheory(const SweepScene& scene) {
  return scene.theory && scene.map->x.id == "lr" && (!scene.map->y || scene.map->y->id == "momentum");
}

std::optional<std::pair<double, double>> theoryOptimum(const SweepScene& scene) {
  if (!showsTheory(scene)) return {};
  const SweepMap& map = *scene.map;
  // At a momentum that is held another rate would be the best one.
  if (!map.y && scene.theory->heldMomentum != 0) return {};
  const auto best = scene.theory->optimum(map.y.has_value());
  const auto within = [](const Axis& axis, double value) { return value >= axis.at(0) && value <= axis.at(1); };
  return best && within(map.x, best->first) && (!map.y || within(*map.y, best->second)) ? best : std::nullopt;
}

void paintSweep(QPainter& painter, const QRectF& box, const SweepScene& scene, const Theme& theme) {
  painter.save();
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter.drawImage(box, scene.image);
  painter.setRenderHint(QPainter::Antialiasing);
  if (showsTheory(scene)) paintTheory(painter, box, scene, theme);
  paintAxes(painter, box, *scene.map, theme);
  if (scene.current)
    paintCurrentSign(painter, sweepPixel(*scene.map, box, scene.current->x(), scene.current->y()), theme);
  painter.restore();
}

void paintBoundarySign(QPainter& painter, const QRectF& box, const Theme& theme) {
  QPainterPath path(QPointF(box.left(), box.center().y()));
  path.lineTo(box.right(), box.center().y());
  strokeBoundary(painter, path, theme);
}

void paintOptimumSign(QPainter& painter, const QPointF& at, const Theme& theme) {
  const qreal arm = theme.px(6);
  for (const auto& [color, width] : {std::pair{theme.casing, 4.0}, std::pair{theme.text, 1.75}}) {
    painter.setPen(QPen(color, theme.px(width)));
    painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0));
    painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm));
  }
}

void paintCurrentSign(QPainter& painter, const QPointF& at, const Theme& theme) {
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme.casing, theme.px(5)));
  painter.drawEllipse(at, theme.px(6.5), theme.px(6.5));
  painter.setPen(QPen(theme.accent, theme.px(2.25)));
  painter.drawEllipse(at, theme.px(6.5), theme.px(6.5));
}

}  // namespace thalweg
