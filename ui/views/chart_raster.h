#pragma once
/// A chart as pixels, of which only those that changed are painted anew: strokes are kept as coverage, so that one
/// contender's new line costs that line alone, and a moved cursor the columns it passed.
///
/// Why not QCPGraph: for 3 charts × 8 lines × 1 000 points a playback frame took 88 ms with smooth edges and adaptive
/// sampling, 18 ms with jagged ones, 2.3 ms with all lines kept whole and covered ahead of the cursor, against 1.6 ms
/// here and a goal of 2; a moved line 455, 40 and 709 ms against 8 ms; moved bands as channel fills 770, 209 and 965 ms
/// against 110 ms (QCustomPlot 2.1, software rendering, two cores that others used, too; `scripts/bench` measures it
/// anew).
/// A QCustomPlot is a widget besides, and pictures are painted on other threads: they would need a second painter.
/// Threads: one raster belongs to one thread.

#include "ui/scenes/chart_scene.h"

#include <QImage>
#include <QRect>

namespace thalweg {

class ChartRaster {
 public:
  /// Paints all but the pointer's values.
  void paint(const ChartScene& scene, ChartCache& cache, const QSize& size, qreal ratio);
  /// Paints what the cursor changed since; returns the logical pixels concerned.
  QRect moveCursor(const ChartScene& scene, const ChartCache& cache);
  /// Colours or type have changed.
  void forgetAxes() { axes_ = {}; }
  [[nodiscard]] const QImage& image() const { return image_; }

 private:
  void paintPast(const ChartScene& scene, const ChartCache& cache, int first, int end);
  [[nodiscard]] std::pair<int, int> columns(const std::pair<double, double>& logical) const;

  qreal ratio_ = 1;
  ChartFrame frame_;
  QString note_;
  QPoint origin_;  // of the frame, in device pixels
  QImage axes_;    // opaque: background, grid, axes, labels
  QImage ground_;  // with the whole lines
  QImage image_;   // with the past, the cursor and the markers
  std::pair<double, double> marks_;
};

}  // namespace thalweg
