#include "ui/look/contrast.h"
#include "ui/look/marker_stamp.h"
#include "ui/look/markers.h"
#include "ui/scenes/chart_parts.h"
#include "ui/scenes/stroke_canvas.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace thalweg {

namespace {

/// The line up to step `last`.
void addPast(StrokeCanvas& canvas, const SeriesPixels& pixels, std::int64_t last, double width) {
  for (std::size_t k = 1; k < pixels.points.size(); ++k) {
    if (pixels.steps[k] > last) {
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

/// Strokes of one frame: pixels of `ratio` a unit or, for 0, lines as they are.
template <class Draw>
void withCanvas(QPainter& painter, const QRectF& frame, double ratio, Draw draw) {
  std::optional<StrokeCanvas> canvas;
  if (ratio > 0)
    canvas.emplace(painter, frame, ratio);
  else
    canvas.emplace(painter, frame);
  draw(*canvas);
}

}  // namespace

std::vector<QLineF> linePieces(const SeriesPixels& pixels, const SeriesData& series) {
  const double dash = series.share ? kChartDot : kChartDash;
  const double period = !series.share ? kChartDashPeriod : series.sparse ? 2 * kChartDotPeriod : kChartDotPeriod;
  std::vector<QLineF> pieces;
  double along = 0;  // dashes keep their phase along the line
  for (std::size_t k = 1; k < pixels.points.size(); ++k) {
    if (pixels.gap[k]) continue;
    const QPointF a = pixels.points[k - 1];
    const QPointF b = pixels.points[k];
    const double length = std::hypot(b.x() - a.x(), b.y() - a.y());
    if (!series.dashed || series.faint) {
      pieces.emplace_back(a, b);
      continue;
    }
    if (!(length > 0) || length > 1e5) continue;
    for (double start = std::floor(along / period) * period; start < along + length; start += period) {
      const double from = std::max(0.0, start - along);
      const double to = std::min(length, start + dash - along);
      if (from < to) pieces.emplace_back(a + (b - a) * (from / length), a + (b - a) * (to / length));
    }
    along += length;
  }
  return pieces;
}

void paintChartBands(QPainter& painter, const ChartScene& scene, const ChartCache& cache) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  for (const std::size_t k : chartOrder(scene)) {
    painter.setBrush(chartBandColor(scene.series[k].color));
    for (const QPolygonF& piece : cache.series[k].bands) painter.drawPolygon(piece);
  }
  painter.restore();
}

std::pair<double, double> markExtent(const ChartScene& scene, const ChartCache& cache) {
  if (scene.still) return {0, 0};
  const Theme& theme = scene.theme;
  const ChartFrame& frame = cache.frame;
  const auto pixel = [&](double x) { return frame.xPixel(std::min(x, frame.xMax)); };
  std::pair<double, double> extent = {pixel(cursorX(scene, scene.cursor)), pixel(cursorX(scene, scene.cursor))};
  for (const SeriesData& series : scene.series) {
    if (lengthOf(series) == 0 || series.dashed) continue;
    const double x = pixel(cursorX(scene, series));
    extent = {std::min(extent.first, x), std::max(extent.second, x)};
  }
  // The box with the step is wider than a marker, kept from running out at the right, and covers labels beside it.
  const double reach = theme.px(12) * (2 + static_cast<double>(QString::number(scene.cursor).size())) + theme.px(28);
  extent = {extent.first - reach, extent.second + reach};
  const std::vector<ChartName> names = chartNames(scene, cache);
  for (std::size_t k = 0; k < names.size(); ++k) {
    const QRectF& usual = cache.names[k].box;
    if (names[k].box == usual) continue;
    extent = {std::min(extent.first, names[k].box.left()), std::max(extent.second, usual.right())};
  }
  return extent;
}

void paintChartMarks(QPainter& painter, const ChartScene& scene, const ChartCache& cache) {
  if (scene.still) return;
  const Theme& theme = scene.theme;
  const ChartFrame& frame = cache.frame;
  const QRectF& r = frame.rect;
  const double at = cursorX(scene, scene.cursor);
  const double x = std::floor(frame.xPixel(std::min(at, frame.xMax))) + 0.5;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QPen(theme.accent, theme.presenting ? 2 : 1));
  painter.drawLine(QPointF(x, r.top()), QPointF(x, r.bottom()));
  painter.setRenderHint(QPainter::Antialiasing);
  for (const std::size_t k : chartOrder(scene)) {
    const SeriesData& series = scene.series[k];
    const Index length = lengthOf(series);
    if (series.dashed || length == 0) continue;
    const Index step = std::clamp<Index>(scene.cursor, 0, length - 1);
    const QPointF place = frame.toPixel(xOf(series, step), (*series.y)[step]);
    if (!std::isfinite(place.y()) || place.y() < r.top() || place.y() > r.bottom()) continue;
    const QColor edge = edgeOn(series.color, theme.surface);
    stampMarker(painter, series.marker, place, 8.5 * theme.plot.marks, series.color,
                edge == series.color ? theme.surface : edge, theme.plot.marks);
  }
  QFont font = theme.font(TextRole::Axis);
  font.setWeight(QFont::Medium);
  painter.setFont(font);
  const QFontMetricsF metrics(font);
  const QString text = scene.evaluations ? QString::number(at, 'f', 0) : QString::number(scene.cursor);
  const double advance = metrics.horizontalAdvance(text);
  const double width = std::ceil(advance + theme.px(12));
  const double height = std::round(theme.px(16));
  QRectF box(x - width / 2, std::round(r.bottom() + theme.px(3)), width, height);
  box.moveLeft(std::clamp(box.left(), r.left() - width / 2, r.right() + theme.px(7) - width));
  // No half label stands beside the box.
  const QRectF covered = box.adjusted(-theme.px(3), 0, theme.px(3), theme.px(2));
  QRectF ground = covered;
  const QFontMetricsF labels(theme.font(TextRole::Axis));
  for (const Tick& tick : stepTicks(frame, theme)) {
    const double half = labels.horizontalAdvance(tick.label) / 2 + 1;
    const double middle = stepLabelPlace(frame, tick, half - 1, theme);
    const bool beside = middle + half <= covered.left() || middle - half >= covered.right();
    if (!labelsWithGround(theme)) {
      if (beside) paintTickLabelBelow(painter, {middle, r.bottom()}, tick.label, theme);
      continue;
    }
    if (beside) continue;
    ground.setLeft(std::min(ground.left(), middle - half));
    ground.setRight(std::max(ground.right(), middle + half));
  }
  painter.fillRect(ground, theme.surface);
  painter.setFont(font);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.accent);
  painter.drawRoundedRect(box, theme.px(3), theme.px(3));
  painter.setPen(theme.onAccent);
  painter.drawText(QPointF(box.center().x() - advance / 2, box.center().y() + metrics.capHeight() / 2), text);
  painter.restore();
}

std::vector<ChartReading> chartReadings(const ChartScene& scene) {
  const QString at = scene.still ? fixedDigits(*scene.hover) : QString::number(*scene.hover, 'f', 0);
  std::vector<ChartReading> rows = {{nullptr, scene.still         ? at
                                              : scene.evaluations ? QObject::tr("%1 evaluations").arg(at)
                                                                  : QObject::tr("step %1").arg(at)}};
  for (const SeriesData& series : scene.series) {
    const Index step = stepReached(series, *scene.hover);
    if (step < 0 || std::isnan((*series.y)[step])) continue;
    const auto add = [&](const QString& values, const QString& name) {
      rows.push_back({&series, name.isEmpty() ? values : values + QLatin1Char(' ') + name});
    };
    add(fixedDigits((*series.y)[step]), series.name);
    if (step < bandLength(series))
      add(fixedDigits((*series.bandLow)[step]) + QStringLiteral(" … ") + fixedDigits((*series.bandHigh)[step]),
          series.bandName);
  }
  return rows;
}

void paintChartHover(QPainter& painter, const ChartScene& scene, const ChartCache& cache) {
  if (!scene.hover) return;
  const Theme& theme = scene.theme;
  const QRectF& r = cache.frame.rect;
  const double x = std::floor(cache.frame.xPixel(std::min(*scene.hover, cache.frame.xMax))) + 0.5;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  QPen dots(withAlpha(theme.text, 0.55), 1);
  dots.setDashPattern({1, 2});
  painter.setPen(dots);
  painter.drawLine(QPointF(x, r.top()), QPointF(x, r.bottom()));
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  const std::vector<ChartReading> rows = chartReadings(scene);
  double width = 0;
  for (const ChartReading& row : rows)
    width = std::max(width, metrics.horizontalAdvance(row.text) + (row.series != nullptr ? theme.px(16) : 0));
  const double line = std::round(theme.px(16));
  // As many rows under each other as the frame is high; the rest beside them.
  const auto most = static_cast<std::size_t>(std::max(2.0, std::floor((r.height() - theme.px(16)) / line)));
  const std::size_t columns = (rows.size() + most - 1) / most;
  const std::size_t deep = (rows.size() + columns - 1) / columns;
  const double step = std::ceil(width + theme.px(16));
  QRectF box(0, std::floor(r.top() + theme.px(4)) + 0.5, step * static_cast<double>(columns),
             line * static_cast<double>(deep) + theme.px(8));
  const bool roomRight = x + theme.px(10) + box.width() < r.right();
  box.moveLeft(std::floor(roomRight ? x + theme.px(10) : std::max(r.left(), x - theme.px(10) - box.width())) + 0.5);
  painter.setPen(QPen(theme.border, 1));
  painter.setBrush(theme.surface);
  painter.drawRoundedRect(box, theme.px(4), theme.px(4));
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const SeriesData* series = rows[k].series;
    double left = box.left() + theme.px(8) + step * static_cast<double>(k / deep);
    const double y = box.top() + theme.px(4) + line * (static_cast<double>(k % deep) + 0.5);
    if (series != nullptr) {
      drawMarkerOn(painter, series->marker, {left + theme.px(4), y}, theme.px(8), series->color, theme.surface);
      left += theme.px(16);
    }
    painter.setPen(series != nullptr ? theme.text : theme.secondary);
    painter.drawText(QPointF(left, y + metrics.capHeight() / 2), rows[k].text);
  }
  painter.restore();
}

void paintChartGround(QPainter& painter, const ChartScene& scene, const ChartCache& cache, double ratio) {
  const PlotMetrics& plot = scene.theme.plot;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  paintChartAxes(painter, scene, cache.frame);
  paintChartBands(painter, scene, cache);
  withCanvas(painter, cache.frame.rect, ratio, [&](StrokeCanvas& canvas) {
    for (const std::size_t k : chartOrder(scene)) {
      const double width = isThick(scene.series[k]) ? plot.chartLine : plot.chartAhead;
      for (const QLineF& piece : linePieces(cache.series[k], scene.series[k]))
        canvas.segment(piece.p1(), piece.p2(), width);
      canvas.stroke(width, wholeLineColor(scene.series[k], scene.theme));
      canvas.clear();
    }
  });
  painter.restore();
}

void paintChartLines(QPainter& painter, const ChartScene& scene, const ChartCache& cache, double ratio) {
  const double width = scene.theme.plot.chartLine;
  const double cased = edgedLine(scene.theme);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  withCanvas(painter, cache.frame.rect, ratio, [&](StrokeCanvas& canvas) {
    for (const std::size_t k : chartOrder(scene)) {
      if (scene.series[k].dashed) continue;
      addPast(canvas, cache.series[k],
              scene.still ? std::numeric_limits<std::int64_t>::max() : std::max<std::int64_t>(0, scene.cursor), cased);
      const QColor edge = edgeOn(scene.series[k].color, scene.theme.surface);
      if (edge != scene.series[k].color) canvas.stroke(cased, edge);
      canvas.stroke(width, scene.series[k].color);
      canvas.clear();
    }
  });
  painter.restore();
}

void paintChartPast(QPainter& painter, const ChartScene& scene, const ChartCache& cache, double ratio) {
  paintChartLines(painter, scene, cache, ratio);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  paintChartNames(painter, scene, cache);
  paintChartMarks(painter, scene, cache);
  painter.restore();
}

void paintChart(QPainter& painter, const QRectF& area, const ChartScene& scene) {
  const ChartCache cache = prepareChart(scene, area);
  paintChartGround(painter, scene, cache);
  paintChartPast(painter, scene, cache);
  paintChartHover(painter, scene, cache);
}

}  // namespace thalweg
