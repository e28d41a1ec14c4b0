#include "ui/scenes/sweep_painter.h"

#include "ui/look/slider_scale.h"
#include "ui/scenes/axis_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

constexpr qreal kTop = 10, kRight = 12;

struct AxisTicks {
  std::vector<Tick> ticks;
  QString origin;  // what the labels are counted from; empty: 0
};

/// Of a part of an axis within less than a decade: round values, counted from one of them where they have too many
/// digits in common.
AxisTicks closeTicks(double low, double high, double pixels, const Theme& theme) {
  constexpr double spacing = 6;  // ems
  constexpr int mostDigits = 7;
  AxisTicks result{linearTicks(std::min(low, high), std::max(low, high), pixels, spacing * theme.em), {}};
  std::vector<Tick>& ticks = result.ticks;
  if (ticks.size() < 2) return result;
  const double step = ticks[1].value - ticks[0].value;
  const double most = std::max(std::abs(ticks.front().value), std::abs(ticks.back().value));
  const int digits = static_cast<int>(std::ceil(std::log10(most / step))) + 1;
  const double origin = digits > mostDigits ? ticks.front().value : 0;
  if (origin != 0) result.origin = numberText(origin, 17);
  for (Tick& tick : ticks) {
    tick.label = origin == 0               ? numberText(tick.value, std::max(4, digits))
                 : &tick == &ticks.front() ? QStringLiteral("0")
                                           : numberText(tick.value - origin, 3);
  }
  return result;
}

AxisTicks ticksOf(const Axis& axis, double pixels, const Theme& theme) {
  const double low = axis.at(0);
  const double high = axis.at(1);
  constexpr double decade = 10;
  const bool wide = axis.range.scale == Scale::Log ? high > decade * low : 1 - low > decade * (1 - high);
  if (!axis.isWhole() && (axis.range.scale == Scale::Linear || !wide)) return closeTicks(low, high, pixels, theme);
  SliderRange range = axis.range;
  if (!axis.isWhole()) {
    range.min = low;
    range.max = high;
  }
  std::vector<double> values = sliderTicks({range, false});
  values.push_back(low);
  values.push_back(high);
  std::ranges::sort(values);
  AxisTicks result;
  for (const double value : values) result.ticks.push_back({value, numberText(value)});
  return result;
}

QString nameOf(const Axis& axis, const AxisTicks& ticks) {
  const QString label = QString::fromStdString(axis.label);
  return ticks.origin.isEmpty() ? label : label + QStringLiteral(" − ") + ticks.origin;
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
  const AxisTicks across = ticksOf(map.x, box.width(), theme);
  const AxisTicks up = map.y ? ticksOf(*map.y, box.height(), theme) : AxisTicks();
  for (const auto& [value, label] : across.ticks) {
    const QPointF at(sweepPixel(map, box, value, 0).x(), box.bottom());
    const double width = metrics.horizontalAdvance(label);
    if (at.x() - width / 2 < reached + theme.px(8)) continue;
    reached = at.x() + width / 2;
    painter.setPen(QPen(theme.axis, 1));
    painter.drawLine(at, at + QPointF(0, theme.px(4)));
    paintTickLabelBelow(painter, at, label, theme);
  }
  paintAxisNames(painter, box, nameOf(map.x, across), map.y ? nameOf(*map.y, up) : QString(), theme);
  if (!map.y) return;
  reached = 1e9;
  for (const auto& [value, label] : up.ticks) {
    const QPointF at(box.left(), sweepPixel(map, box, map.x.at(0), value).y());
    if (at.y() > reached - metrics.height()) continue;
    reached = at.y();
    painter.setPen(QPen(theme.axis, 1));
    painter.drawLine(at, at - QPointF(theme.px(4), 0));
    paintTickLabelLeft(painter, at, label, theme);
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

int cellDigits(const Axis& axis) {
  constexpr int usual = 4, most = 17;
  if (axis.isWhole() || axis.cells < 1) return usual;
  const double low = axis.at(0);
  const double high = axis.at(1);
  const double cell = std::abs(high - low) / static_cast<double>(axis.cells);
  const double digits = std::ceil(std::log10(std::max(std::abs(low), std::abs(high)) / cell)) + 1;
  return std::isfinite(digits) ? static_cast<int>(std::clamp<double>(digits, usual, most)) : most;
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
  const auto holds = [](const Axis& axis, double value) {
    return axis.isWhole() || (value >= axis.at(0) && value <= axis.at(1));
  };
  if (scene.current && holds(scene.map->x, scene.current->x()) &&
      (!scene.map->y || holds(*scene.map->y, scene.current->y())))
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
