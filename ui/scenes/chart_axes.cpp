#include "ui/scenes/chart_parts.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg {

namespace {

constexpr std::array<double, 3> kShares = {0, 0.5, 1};

double shareLabelWidth(const Theme& theme) {
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  double width = 0;
  for (const double share : kShares) width = std::max(width, metrics.horizontalAdvance(numberText(share)));
  return width;
}

void paintShareAxis(QPainter& painter, const ChartFrame& frame, const Theme& theme) {
  const QRectF& r = frame.rect;
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QPen(theme.groove, 1));
  const double x = std::floor(r.right()) + 0.5;
  painter.drawLine(QPointF(x, r.top()), QPointF(x, r.bottom()));
  painter.setPen(QPen(theme.hint, 1));
  for (const double share : kShares) {
    const double y = std::floor(frame.sharePixel(share)) + 0.5;
    painter.drawLine(QPointF(x + 1, y), QPointF(x + tickLength(theme) - 1, y));
  }
  painter.restore();
  painter.setFont(theme.font(TextRole::Axis));
  painter.setPen(theme.secondary);
  for (const double share : kShares)
    painter.drawText(QPointF(r.right() + theme.px(7), frame.sharePixel(share) + metrics.capHeight() / 2),
                     numberText(share));
  const double left = r.right() + theme.px(9) + shareLabelWidth(theme);
  painter.save();
  painter.translate(left + metrics.ascent(), r.center().y());
  painter.rotate(-90);
  const QString title = metrics.elidedText(frame.shareTitle, Qt::ElideRight, r.height());
  painter.drawText(QPointF(-metrics.horizontalAdvance(title) / 2, 0), title);
  painter.restore();
}

/// From the right, as many as have room.
void paintChartKeys(QPainter& painter, const ChartFrame& frame, const Theme& theme) {
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  const double sample = theme.px(22);
  const double middle = frame.rect.top() - keyRoom(theme) / 2;
  double right = frame.rect.right();
  painter.save();
  painter.setFont(theme.font(TextRole::Axis));
  for (auto key = frame.keys.rbegin(); key != frame.keys.rend(); ++key) {
    const double left = right - metrics.horizontalAdvance(key->name) - sample - theme.px(5);
    if (left < frame.rect.left()) break;
    const bool thin = key->line == ChartKey::Line::Thin;
    QPen pen(theme.secondary, thin ? theme.plot.chartAhead / 2 : theme.plot.chartLine, Qt::SolidLine, Qt::FlatCap);
    const double width = pen.widthF();
    if (key->line == ChartKey::Line::Dashed)
      pen.setDashPattern({kChartDash / width, (kChartDashPeriod - kChartDash) / width});
    if (key->line == ChartKey::Line::Dotted)
      pen.setDashPattern({kChartDot / width, (kChartDotPeriod - kChartDot) / width});
    painter.setPen(pen);
    painter.drawLine(QPointF(left, middle), QPointF(left + sample, middle));
    painter.setPen(theme.secondary);
    painter.drawText(QPointF(left + sample + theme.px(5), middle + metrics.capHeight() / 2), key->name);
    right = left - theme.px(14);
  }
  painter.restore();
}

std::vector<Tick> valueTicks(const ChartFrame& frame, const Theme& theme) {
  const double spacing = 2.9 * theme.em;
  if (!frame.logarithmic) return linearTicks(frame.yMin, frame.yMax, frame.rect.height(), spacing);
  std::vector<Tick> ticks = decadeTicks(frame.yMin, frame.yMax, frame.rect.height(), spacing);
  if (ticks.size() >= 2) return ticks;
  // Less than a decade or so: plain numbers where they lie.
  ticks = linearTicks(std::pow(10, frame.yMin), std::pow(10, frame.yMax), frame.rect.height(), spacing);
  for (Tick& tick : ticks) tick.value = std::log10(tick.value);
  return ticks;
}

}  // namespace

double shareRoomRight(const Theme& theme) {
  return std::ceil(theme.px(10) + shareLabelWidth(theme) + QFontMetricsF(theme.font(TextRole::Axis)).height());
}

double valueLabelRoom(const ChartFrame& frame, const Theme& theme) {
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  double widest = 0;
  for (const Tick& tick : valueTicks(frame, theme)) widest = std::max(widest, metrics.horizontalAdvance(tick.label));
  return std::ceil(tickLength(theme) + theme.px(1.5) + widest + theme.px(2));
}

bool labelsWithGround(const Theme& theme) { return theme.surface.alpha() > 0; }

double keyRoom(const Theme& theme) { return std::ceil(theme.px(17)); }

std::vector<Tick> stepTicks(const ChartFrame& frame, const Theme& theme) {
  std::vector<Tick> ticks = linearTicks(0, frame.xMax, frame.rect.width(), 3.3 * theme.em);
  if (frame.counts)
    std::erase_if(ticks, [](const Tick& tick) { return std::abs(tick.value - std::round(tick.value)) > 1e-6; });
  return ticks;
}

double stepLabelPlace(const ChartFrame& frame, const Tick& tick, double half, const Theme& theme) {
  return std::min(frame.xPixel(tick.value), frame.rect.right() + theme.px(6) - half);
}

void paintChartAxes(QPainter& painter, const ChartScene& scene, const ChartFrame& frame) {
  const Theme& theme = scene.theme;
  const QRectF& r = frame.rect;
  const std::vector<Tick> values = valueTicks(frame, theme);
  const std::vector<Tick> steps = stepTicks(frame, theme);
  const double base = std::floor(r.bottom()) + 0.5;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QPen(theme.grid, 1));
  for (const Tick& tick : values) {
    const double y = std::floor(frame.yPixel(tick.value)) + 0.5;
    painter.drawLine(QPointF(r.left(), y), QPointF(r.right(), y));
  }
  painter.setPen(QPen(theme.groove, 1));
  painter.drawLine(QPointF(std::floor(r.left()) - 0.5, r.top()), QPointF(std::floor(r.left()) - 0.5, r.bottom()));
  painter.setPen(QPen(theme.axis, 1));
  painter.drawLine(QPointF(r.left() - 1, base), QPointF(r.right(), base));
  painter.setPen(QPen(theme.hint, 1));
  for (const Tick& tick : steps) {
    const double x = std::floor(frame.xPixel(tick.value)) + 0.5;
    painter.drawLine(QPointF(x, base + 1), QPointF(x, base + tickLength(theme) - 1));
  }
  painter.restore();
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  const bool movable = !scene.still && !labelsWithGround(theme);
  for (const Tick& tick : steps) {
    if (movable) break;
    const double half = metrics.horizontalAdvance(tick.label) / 2;
    paintTickLabelBelow(painter, {stepLabelPlace(frame, tick, half, theme), r.bottom()}, tick.label, theme);
  }
  for (const Tick& tick : values) paintTickLabelLeft(painter, {r.left(), frame.yPixel(tick.value)}, tick.label, theme);
  if (frame.shares) paintShareAxis(painter, frame, theme);
  paintChartKeys(painter, frame, theme);
  if (scene.note.isEmpty()) return;
  painter.setFont(theme.font(TextRole::Secondary));
  painter.setPen(theme.secondary);
  painter.drawText(r, Qt::AlignCenter | Qt::TextWordWrap, scene.note);
}

}  // namespace thalweg
