#pragma once
/// A line chart over steps (or gradient evaluations) as a value, and how it is painted.
/// Data are shared and immutable. Threads: as ui/views/panel_scene.h.

#include "core/types.h"
#include "ui/theme.h"

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace thalweg {

/// One line. NaN and infinite values, and on a log axis zero and less, leave gaps.
struct SeriesData {
  std::shared_ptr<const Column> x;  ///< rising; null: 0, 1, 2 …
  std::shared_ptr<const Column> y;  ///< one value a step from step 0; null: nothing is drawn
  QColor color;
  QString marker;
  bool visible = true;
  bool selected = false;
  bool dashed = false;  ///< a companion (a bound, a test loss): no marker at the cursor
};

struct ChartScene {
  Theme theme;
  std::vector<SeriesData> series;
  bool logarithmic = true;
  double xMax = 1;          ///< the axis ends here
  std::int64_t cursor = 0;  ///< step
  double marginLeft = -1;   ///< pixels to the frame; below 0: by the theme, as panels have it
  double marginRight = -1;
  std::optional<std::int64_t> hover;  ///< step whose values are shown
};

/// A chart's axes in pixels.
struct ChartFrame {
  QRectF rect;
  double xMax = 1;
  double yMin = 0;  ///< log10 of the value on a log axis
  double yMax = 1;
  bool logarithmic = false;
  [[nodiscard]] double xPixel(double x) const { return rect.left() + x / xMax * rect.width(); }
  [[nodiscard]] QPointF toPixel(double x, double y) const;
};

/// A series in pixels: at most four points a pixel column, which keep its extremes.
struct SeriesPixels {
  std::vector<QPointF> points;
  std::vector<std::int64_t> steps;  ///< of each point
  std::vector<bool> gap;            ///< no line leads to this point
};

struct ChartCache {
  ChartFrame frame;
  std::vector<SeriesPixels> series;
};

/// Range and pixels of all visible series. The range of a log axis spans at most twelve decades, and on either axis a
/// series that runs away does not flatten the others.
ChartCache prepareChart(const ChartScene& scene, const QRectF& area);

/// The layers from below: grid, axes and whole lines; the past with the cursor; values under the pointer.
void paintChartGround(QPainter& painter, const ChartScene& scene, const ChartCache& cache, qreal ratio);
void paintChartPast(QPainter& painter, const ChartScene& scene, const ChartCache& cache, qreal ratio);
void paintChartHover(QPainter& painter, const ChartScene& scene, const ChartCache& cache);

/// Where the cursor stands: the selected series' x at the cursor's step, else the first one's.
double cursorX(const ChartScene& scene, std::int64_t step);
/// The step nearest to a pixel column.
std::int64_t stepAt(const ChartScene& scene, const ChartFrame& frame, double xPixel);

/// The whole chart into `area` of any painter.
void paintChart(QPainter& painter, const QRectF& area, const ChartScene& scene);

}  // namespace thalweg
