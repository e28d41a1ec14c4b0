#include "ui/views/chart_scene.h"

#include "ui/markers.h"
#include "ui/views/axis_painter.h"
#include "ui/views/panel_scene.h"
#include "ui/views/stroke_canvas.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace thalweg {

namespace {

constexpr double kMostDecades = 12;
constexpr double kRunaway = 2.5;       // times the middle series' greatest value, on a linear axis
constexpr double kRunawayDecades = 2;  // above it, on a log axis
constexpr double kPadding = 0.05;

double valueOnAxis(double y, bool logarithmic) { return logarithmic ? (y > 0 ? std::log10(y) : std::nan("")) : y; }

double xOf(const SeriesData& series, Index step) { return series.x ? (*series.x)[step] : static_cast<double>(step); }

Index lengthOf(const SeriesData& series) {
  if (!series.visible || !series.y) return 0;
  return series.x ? std::min(series.x->size(), series.y->size()) : series.y->size();
}

/// [low, high] on the axis, padded.
std::pair<double, double> axisRange(const ChartScene& scene) {
  double low = std::numeric_limits<double>::infinity();
  std::vector<double> highs;
  for (const SeriesData& series : scene.series) {
    double high = -std::numeric_limits<double>::infinity();
    for (Index k = 0; k < lengthOf(series); ++k) {
      const double y = valueOnAxis((*series.y)[k], scene.logarithmic);
      if (!std::isfinite(y)) continue;
      low = std::min(low, y);
      high = std::max(high, y);
    }
    if (std::isfinite(high)) highs.push_back(high);
  }
  if (highs.empty()) return {0, 1};
  std::sort(highs.begin(), highs.end());
  const double middle = highs[(highs.size() - 1) / 2];
  const double room = scene.logarithmic ? kRunawayDecades : std::max(std::abs(middle), middle - low) * (kRunaway - 1);
  const double high = std::min(highs.back(), middle + room);
  if (scene.logarithmic) low = std::max(low, high - kMostDecades);
  if (!(high > low)) {
    const double half = scene.logarithmic ? 0.5 : std::max(std::abs(high) * 0.5, 1e-3);
    return {low - half, low + half};
  }
  const double padding = kPadding * (high - low);
  return {low - padding, high + padding};
}

SeriesPixels seriesPixels(const SeriesData& series, const ChartFrame& frame) {
  SeriesPixels result;
  const Index length = lengthOf(series);
  bool gap = true;
  const auto add = [&](Index step, const QPointF& at) {
    result.points.push_back(at);
    result.steps.push_back(step);
    result.gap.push_back(gap);
    gap = false;
  };
  // The points of one pixel column: first, lowest, highest, last, in their order.
  struct Column4 {
    Index first = -1, low = -1, high = -1, last = -1;
  } column;
  double columnPixel = 0;
  std::vector<QPointF> at(static_cast<std::size_t>(length));
  const auto flush = [&] {
    if (column.first < 0) return;
    std::array<Index, 4> kept = {column.first, column.low, column.high, column.last};
    std::sort(kept.begin(), kept.end());
    Index previous = -1;
    for (const Index k : kept) {
      if (k != previous) add(k, at[static_cast<std::size_t>(k)]);
      previous = k;
    }
    column = {};
  };
  for (Index k = 0; k < length; ++k) {
    const QPointF p = frame.toPixel(xOf(series, k), (*series.y)[k]);
    if (!std::isfinite(p.x()) || !std::isfinite(p.y())) {
      flush();
      gap = true;
      continue;
    }
    at[static_cast<std::size_t>(k)] = p;
    const double pixel = std::floor(p.x());
    if (column.first >= 0 && pixel != columnPixel) flush();
    if (column.first < 0) {
      column = {k, k, k, k};
      columnPixel = pixel;
      continue;
    }
    if (p.y() > at[static_cast<std::size_t>(column.low)].y()) column.low = k;
    if (p.y() < at[static_cast<std::size_t>(column.high)].y()) column.high = k;
    column.last = k;
  }
  flush();
  return result;
}

/// The line up to step `last` (all of it if negative).
void addSeries(StrokeCanvas& canvas, const SeriesPixels& pixels, std::int64_t last, double width) {
  for (std::size_t k = 1; k < pixels.points.size(); ++k) {
    if (last >= 0 && pixels.steps[k] > last) {
      // The piece that the cursor cuts.
      if (pixels.steps[k - 1] < last && !pixels.gap[k]) {
        const double t = static_cast<double>(last - pixels.steps[k - 1]) /
                         static_cast<double>(pixels.steps[k] - pixels.steps[k - 1]);
        canvas.segment(pixels.points[k - 1], pixels.points[k - 1] + t * (pixels.points[k] - pixels.points[k - 1]),
                       width);
      }
      return;
    }
    if (!pixels.gap[k]) canvas.segment(pixels.points[k - 1], pixels.points[k], width);
  }
}

/// The same in dashes that keep their phase along the line.
void addDashes(StrokeCanvas& canvas, const SeriesPixels& pixels, double width) {
  constexpr double kDash = 5;
  constexpr double kPeriod = 9;
  double along = 0;
  for (std::size_t k = 1; k < pixels.points.size(); ++k) {
    const QPointF a = pixels.points[k - 1];
    const QPointF way = pixels.points[k] - a;
    const double length = std::hypot(way.x(), way.y());
    if (pixels.gap[k] || !(length > 0) || length > 1e5) continue;
    for (double start = std::floor(along / kPeriod) * kPeriod; start < along + length; start += kPeriod) {
      const double from = std::max(0.0, start - along);
      const double to = std::min(length, start + kDash - along);
      if (from < to) canvas.segment(a + way * (from / length), a + way * (to / length), width);
    }
    along += length;
  }
}

std::vector<std::size_t> drawingOrder(const ChartScene& scene) {
  std::vector<std::size_t> order;
  for (const bool selected : {false, true}) {
    for (std::size_t k = 0; k < scene.series.size(); ++k) {
      if (scene.series[k].visible && scene.series[k].selected == selected) order.push_back(k);
    }
  }
  return order;
}

template <typename Draw>
void withCanvas(QPainter& painter, const QRectF& clip, qreal ratio, Draw draw) {
  if (ratio > 0) {
    StrokeCanvas canvas(painter, clip, ratio);
    draw(canvas);
  } else {
    StrokeCanvas canvas(painter, clip);
    draw(canvas);
  }
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

QPointF ChartFrame::toPixel(double x, double y) const {
  return {xPixel(x), rect.bottom() - (valueOnAxis(y, logarithmic) - yMin) / (yMax - yMin) * rect.height()};
}

ChartCache prepareChart(const ChartScene& scene, const QRectF& area) {
  const Theme& theme = scene.theme;
  const double left = scene.marginLeft >= 0 ? scene.marginLeft : panelMarginLeft(theme);
  const double right = scene.marginRight >= 0 ? scene.marginRight : panelMarginRight(theme);
  const QRectF rect = area.adjusted(left, std::ceil(theme.px(6)), -right, -std::ceil(axisHeight(theme) + theme.px(6)));
  ChartCache cache;
  cache.frame.rect = QRectF(rect.topLeft(), QSizeF(std::max(1.0, rect.width()), std::max(1.0, rect.height())));
  cache.frame.xMax = scene.xMax > 0 ? scene.xMax : 1;
  cache.frame.logarithmic = scene.logarithmic;
  std::tie(cache.frame.yMin, cache.frame.yMax) = axisRange(scene);
  for (const SeriesData& series : scene.series) cache.series.push_back(seriesPixels(series, cache.frame));
  return cache;
}

void paintChartGround(QPainter& painter, const ChartScene& scene, const ChartCache& cache, qreal ratio) {
  const Theme& theme = scene.theme;
  const QRectF& r = cache.frame.rect;
  const auto row = [&](double axisValue) {
    return r.bottom() - (axisValue - cache.frame.yMin) / (cache.frame.yMax - cache.frame.yMin) * r.height();
  };
  const std::vector<Tick> values = valueTicks(cache.frame, theme);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QPen(theme.grid, 1));
  for (const Tick& tick : values) {
    const double y = std::floor(row(tick.value)) + 0.5;
    painter.drawLine(QPointF(r.left(), y), QPointF(r.right(), y));
  }
  painter.restore();
  withCanvas(painter, r, ratio, [&](StrokeCanvas& canvas) {
    for (const std::size_t k : drawingOrder(scene)) {
      const SeriesData& series = scene.series[k];
      const double width = series.dashed ? theme.plot.chartLine : theme.plot.chartAhead;
      if (series.dashed) {
        addDashes(canvas, cache.series[k], width);
      } else {
        addSeries(canvas, cache.series[k], -1, width);
      }
      canvas.stroke(width, withAlpha(series.color, series.selected || series.dashed ? 0.60 : 0.52));
      canvas.clear();
    }
  });
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QPen(theme.groove, 1));
  painter.drawLine(QPointF(std::floor(r.left()) - 0.5, r.top()), QPointF(std::floor(r.left()) - 0.5, r.bottom()));
  painter.setPen(QPen(theme.axis, 1));
  const double base = std::floor(r.bottom()) + 0.5;
  painter.drawLine(QPointF(r.left() - 1, base), QPointF(r.right(), base));
  const std::vector<Tick> steps = linearTicks(0, cache.frame.xMax, r.width(), 3.3 * theme.em);
  painter.setPen(QPen(theme.hint, 1));
  for (const Tick& tick : steps) {
    const double x = std::floor(cache.frame.xPixel(tick.value)) + 0.5;
    painter.drawLine(QPointF(x, base + 1), QPointF(x, base + tickLength(theme) - 1));
  }
  painter.restore();
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  for (const Tick& tick : steps) {
    const double half = metrics.horizontalAdvance(tick.label) / 2;
    const double x = std::min(cache.frame.xPixel(tick.value), r.right() + theme.px(6) - half);
    paintTickLabelBelow(painter, {x, r.bottom()}, tick.label, theme);
  }
  for (const Tick& tick : values) paintTickLabelLeft(painter, {r.left(), row(tick.value)}, tick.label, theme);
}

void paintChartPast(QPainter& painter, const ChartScene& scene, const ChartCache& cache, qreal ratio) {
  const Theme& theme = scene.theme;
  const QRectF& r = cache.frame.rect;
  const double x = std::floor(cache.frame.xPixel(std::min(cursorX(scene, scene.cursor), cache.frame.xMax))) + 0.5;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QPen(theme.accent, theme.presenting ? 2 : 1));
  painter.drawLine(QPointF(x, r.top()), QPointF(x, r.bottom()));
  painter.restore();
  const std::vector<std::size_t> order = drawingOrder(scene);
  withCanvas(painter, r, ratio, [&](StrokeCanvas& canvas) {
    for (const std::size_t k : order) {
      if (scene.series[k].dashed) continue;
      addSeries(canvas, cache.series[k], std::max<std::int64_t>(0, scene.cursor), theme.plot.chartLine);
      canvas.stroke(theme.plot.chartLine, scene.series[k].color);
      canvas.clear();
    }
  });
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  for (const std::size_t k : order) {
    const SeriesData& series = scene.series[k];
    const Index length = lengthOf(series);
    if (series.dashed || length == 0) continue;
    const Index step = std::min<Index>(scene.cursor, length - 1);
    const QPointF at = cache.frame.toPixel(xOf(series, step), (*series.y)[step]);
    if (!std::isfinite(at.y()) || at.y() < r.top() || at.y() > r.bottom()) continue;
    drawMarker(painter, series.marker, at, 8.5 * theme.plot.marks, series.color, theme.surface, theme.plot.marks);
  }
  QFont font = theme.font(TextRole::Axis);
  font.setWeight(QFont::Medium);
  painter.setFont(font);
  const QFontMetricsF metrics(font);
  const QString text = QString::number(scene.cursor);
  const double width = std::ceil(metrics.horizontalAdvance(text) + theme.px(12));
  const double height = std::round(theme.px(16));
  QRectF box(x - width / 2, std::round(r.bottom() + theme.px(3)), width, height);
  box.moveLeft(std::clamp(box.left(), r.left() - width / 2, r.right() + theme.px(7) - width));
  painter.fillRect(box.adjusted(-theme.px(3), 0, theme.px(3), theme.px(2)), theme.surface);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.accent);
  painter.drawRoundedRect(box, theme.px(3), theme.px(3));
  painter.setPen(theme.onAccent);
  painter.drawText(
      QPointF(box.center().x() - metrics.horizontalAdvance(text) / 2, box.center().y() + metrics.capHeight() / 2),
      text);
  painter.restore();
}

void paintChartHover(QPainter& painter, const ChartScene& scene, const ChartCache& cache) {
  if (!scene.hover) return;
  const Theme& theme = scene.theme;
  const QRectF& r = cache.frame.rect;
  const double x = std::floor(cache.frame.xPixel(cursorX(scene, *scene.hover))) + 0.5;
  painter.save();
  QPen dots(withAlpha(theme.text, 0.55), 1);
  dots.setDashPattern({1, 2});
  painter.setPen(dots);
  painter.drawLine(QPointF(x, r.top()), QPointF(x, r.bottom()));
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  struct Row {
    const SeriesData* series;
    QString text;
  };
  std::vector<Row> rows = {{nullptr, QStringLiteral("step ") + QString::number(*scene.hover)}};
  double width = metrics.horizontalAdvance(rows.front().text);
  for (const SeriesData& series : scene.series) {
    if (*scene.hover >= lengthOf(series)) continue;
    rows.push_back({&series, fixedDigits((*series.y)[*scene.hover])});
    width = std::max(width, metrics.horizontalAdvance(rows.back().text) + theme.px(16));
  }
  const double line = std::round(theme.px(16));
  QRectF box(0, std::floor(r.top() + theme.px(4)) + 0.5, std::ceil(width + theme.px(16)),
             line * static_cast<double>(rows.size()) + theme.px(8));
  const bool roomRight = x + theme.px(10) + box.width() < r.right();
  box.moveLeft(std::floor(roomRight ? x + theme.px(10) : x - theme.px(10) - box.width()) + 0.5);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme.border, 1));
  painter.setBrush(theme.surface);
  painter.drawRoundedRect(box, theme.px(4), theme.px(4));
  double y = box.top() + theme.px(4) + line / 2;
  for (const Row& row : rows) {
    double left = box.left() + theme.px(8);
    if (row.series != nullptr) {
      drawMarker(painter, row.series->marker, {left + theme.px(4), y}, theme.px(8), row.series->color);
      left += theme.px(16);
    }
    painter.setPen(row.series != nullptr ? theme.text : theme.secondary);
    painter.drawText(QPointF(left, y + metrics.capHeight() / 2), row.text);
    y += line;
  }
  painter.restore();
}

double cursorX(const ChartScene& scene, std::int64_t step) {
  const SeriesData* reference = nullptr;
  for (const SeriesData& series : scene.series) {
    if (!series.x || lengthOf(series) == 0) continue;
    if (reference == nullptr || (series.selected && !reference->selected)) reference = &series;
  }
  if (reference == nullptr) return static_cast<double>(step);
  return xOf(*reference, std::clamp<Index>(step, 0, lengthOf(*reference) - 1));
}

std::int64_t stepAt(const ChartScene& scene, const ChartFrame& frame, double xPixel) {
  const double x = std::clamp((xPixel - frame.rect.left()) / frame.rect.width(), 0.0, 1.0) * frame.xMax;
  std::int64_t low = 0;
  std::int64_t high = 0;
  for (const SeriesData& series : scene.series) high = std::max<std::int64_t>(high, lengthOf(series) - 1);
  // cursorX rises with the step.
  while (low < high) {
    const std::int64_t middle = (low + high) / 2;
    if (cursorX(scene, middle) < x) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low > 0 && x - cursorX(scene, low - 1) < cursorX(scene, low) - x ? low - 1 : low;
}

void paintChart(QPainter& painter, const QRectF& area, const ChartScene& scene) {
  const ChartCache cache = prepareChart(scene, area);
  paintChartGround(painter, scene, cache, 0);
  paintChartPast(painter, scene, cache, 0);
  paintChartHover(painter, scene, cache);
}

}  // namespace thalweg
