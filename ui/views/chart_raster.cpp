#include "ui/views/chart_raster.h"

#include "ui/look/contrast.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace thalweg {

namespace {

/// Copies columns [first, end) of `from`, which has the same size and format.
void copyColumns(const QImage& from, QImage& to, int first, int end) {
  const auto bytes = static_cast<std::size_t>(end - first) * sizeof(QRgb);
  for (int row = 0; row < from.height() && end > first; ++row)
    std::memcpy(to.scanLine(row) + static_cast<std::size_t>(first) * sizeof(QRgb),
                from.constScanLine(row) + static_cast<std::size_t>(first) * sizeof(QRgb), bytes);
}

void cover(SeriesPixels& pixels, const SeriesData& series, const ChartFrame& frame, const QPoint& origin, qreal ratio,
           const Theme& theme) {
  // Fresh memory for each line costs more than drawing it.
  thread_local DistanceField field;
  field.resize(static_cast<int>(std::ceil(frame.rect.right() * ratio)) - origin.x(),
               static_cast<int>(std::ceil(frame.rect.bottom() * ratio)) - origin.y());
  const double width = pixels.edged ? edgedLine(theme) : theme.plot.chartLine;
  const QRectF room = frame.rect.adjusted(-width, -width, width, width);
  for (const QLineF& piece : linePieces(pixels, series)) {
    QPointF a = piece.p1();
    QPointF b = piece.p2();
    if (clipSegment(room, a, b))
      field.add(a * ratio - QPointF(origin), b * ratio - QPointF(origin), width / 2 * ratio + 0.5);
  }
  pixels.thick = Coverage(field, theme.plot.chartLine * ratio);
  pixels.cased = pixels.edged ? Coverage(field, width * ratio) : Coverage();
  pixels.thin = isThick(series) ? Coverage() : Coverage(field, theme.plot.chartAhead * ratio);
  pixels.covered = true;
  field.clear();
}

}  // namespace

std::pair<int, int> ChartRaster::columns(const std::pair<double, double>& logical) const {
  // Whole logical pixels, which widgets repaint.
  const int first = static_cast<int>(std::floor(std::floor(logical.first) * ratio_));
  const int end = static_cast<int>(std::ceil(std::ceil(logical.second) * ratio_));
  return {std::clamp(first, 0, image_.width()), std::clamp(end, 0, image_.width())};
}

void ChartRaster::paint(const ChartScene& scene, ChartCache& cache, const QSize& size, qreal ratio) {
  const QSize pixels(std::max(1, static_cast<int>(std::ceil(size.width() * ratio))),
                     std::max(1, static_cast<int>(std::ceil(size.height() * ratio))));
  if (axes_.size() != pixels || ratio != ratio_ || cache.frame != frame_ || scene.note != note_) {
    for (QImage* image : {&axes_, &ground_, &image_}) {
      if (image->size() != pixels) *image = QImage(pixels, QImage::Format_RGB32);
      image->setDevicePixelRatio(ratio);
    }
    if (ratio != ratio_) {
      for (SeriesPixels& series : cache.series) series.covered = false;
    }
    ratio_ = ratio;
    frame_ = cache.frame;
    note_ = scene.note;
    origin_ = QPoint(static_cast<int>(std::floor(frame_.rect.left() * ratio)),
                     static_cast<int>(std::floor(frame_.rect.top() * ratio)));
    axes_.fill(scene.theme.surface);
    QPainter painter(&axes_);
    painter.setRenderHint(QPainter::Antialiasing);
    paintChartAxes(painter, scene, frame_);
  }
  copyColumns(axes_, ground_, 0, axes_.width());
  if (std::ranges::any_of(cache.series, [](const SeriesPixels& series) { return !series.bands.empty(); })) {
    QPainter painter(&ground_);
    paintChartBands(painter, scene, cache);
  }
  for (const std::size_t k : chartOrder(scene)) {
    const SeriesData& series = scene.series[k];
    SeriesPixels& own = cache.series[k];
    const bool edged = !series.dashed && edgeOn(series.color, scene.theme.surface) != series.color;
    own.covered = own.covered && own.edged == edged;
    own.edged = edged;
    if (!own.covered) cover(own, series, frame_, origin_, ratio_, scene.theme);
    (isThick(series) ? own.thick : own.thin)
        .draw(ground_, origin_, wholeLineColor(series, scene.theme), 0, std::numeric_limits<int>::max());
  }
  marks_ = markExtent(scene, cache);
  paintPast(scene, cache, 0, image_.width());
}

QRect ChartRaster::moveCursor(const ChartScene& scene, const ChartCache& cache) {
  const std::pair<double, double> before = marks_;
  marks_ = markExtent(scene, cache);
  const std::pair<double, double> both = {std::min(before.first, marks_.first), std::max(before.second, marks_.second)};
  const auto [first, end] = columns(both);
  paintPast(scene, cache, first, end);
  const int left = static_cast<int>(std::floor(both.first));
  return {left, 0, static_cast<int>(std::ceil(both.second)) - left,
          static_cast<int>(std::ceil(image_.height() / ratio_))};
}

void ChartRaster::paintPast(const ChartScene& scene, const ChartCache& cache, int first, int end) {
  if (first >= end) return;
  copyColumns(ground_, image_, first, end);
  for (const std::size_t k : chartOrder(scene)) {
    const SeriesData& series = scene.series[k];
    if (series.dashed) continue;
    const double x = frame_.xPixel(std::min(cursorX(scene, series), frame_.xMax));
    const int cut = std::min(end, static_cast<int>(std::lround(x * ratio_)));
    cache.series[k].cased.draw(image_, origin_, edgeOn(series.color, scene.theme.surface), first - origin_.x(),
                               cut - origin_.x());
    cache.series[k].thick.draw(image_, origin_, series.color, first - origin_.x(), cut - origin_.x());
  }
  QPainter painter(&image_);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(QRectF(first / ratio_, 0, (end - first) / ratio_, image_.height() / ratio_));
  paintChartNames(painter, scene, cache);
  paintChartMarks(painter, scene, cache);
}

}  // namespace thalweg
