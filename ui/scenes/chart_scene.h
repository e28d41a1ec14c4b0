#pragma once
/// A line chart over steps or gradient evaluations as a value, and how it is painted.
/// Data are shared and immutable. Threads: as ui/scenes/panel_scene.h.

#include "core/base/types.h"
#include "ui/look/theme.h"
#include "ui/scenes/chart_guess.h"
#include "ui/scenes/coverage.h"

#include <QColor>
#include <QLineF>
#include <QPointF>
#include <QPolygonF>
#include <QRectF>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

class QPainter;

namespace thalweg {

/// One line. NaN and infinite values, and on a log axis zero and less, leave gaps.
struct SeriesData {
  std::shared_ptr<const Column> x;  ///< never falling; null: 0, 1, 2 …
  std::shared_ptr<const Column> y;  ///< one value a step from step 0; null: nothing is drawn
  QColor color;
  QString marker;
  bool visible = true;
  bool selected = false;
  bool dashed = false;  ///< a companion (a bound, a test loss): no marker at the cursor
  bool share = false;   ///< of 1, drawn dotted on an axis of its own from 0 to 1 at the right; also `dashed`
  QString name;         ///< what it is among its contender's lines, for readings: "test", "y"
  /// A translucent band from one to the other lies under all lines; both or neither. Infinite ends, and on a log axis
  /// a lower end of zero or less, lie beyond the frame.
  std::shared_ptr<const Column> bandLow = {}, bandHigh = {};
  bool sparse = false;    ///< a share whose dots stand twice as far apart
  bool stray = false;     ///< of a path that ran away: the axis need not hold all of it
  bool faint = false;     ///< a companion that is drawn thin, not in dashes; also `dashed`
  QString bandName = {};  ///< what the band is, for readings
  QString owner = {};     ///< whose line it is
  bool labelled = false;  ///< a companion whose name stands at its end, as its owner's does
  bool operator==(const SeriesData&) const = default;
};

struct ChartScene {
  Theme theme;
  std::vector<SeriesData> series;
  bool logarithmic = true;
  double xMax = 1;           ///< the axis ends here
  bool evaluations = false;  ///< what x counts, else steps
  bool still = false;        ///< x is neither, and runs with no cursor: lines are whole
  QString note;              ///< a word in place of lines
  std::int64_t cursor = 0;   ///< step
  double marginLeft = -1;    ///< pixels to the frame; below 0: as panels have it
  double marginRight = -1;
  bool named = false;           ///< lines have their owners' names at their ends
  std::optional<double> hover;  ///< x at which values are shown: a whole number of steps or evaluations
  std::optional<ChartGuess> guess = {};
};

/// How the lines of one name are drawn, where a chart has more than one kind.
struct ChartKey {
  enum class Line { Whole, Dashed, Dotted, Thin };
  Line line = Line::Whole;
  QString name;
  bool operator==(const ChartKey&) const = default;
};

/// A chart's axes in pixels.
struct ChartFrame {
  QRectF rect;
  double xMax = 1;
  double yMin = 0;  ///< log10 of the value on a log axis
  double yMax = 1;
  bool logarithmic = false;
  bool counts = true;          ///< x is a whole number
  bool shares = false;         ///< there is an axis from 0 to 1 at the right, outside
  QString shareTitle;          ///< what it counts
  std::vector<ChartKey> keys;  ///< above the frame, which leaves them room
  [[nodiscard]] double xPixel(double x) const { return rect.left() + x / xMax * rect.width(); }
  /// Of a value on the axis, that is of its log10 on a log axis.
  [[nodiscard]] double yPixel(double onAxis) const {
    return rect.bottom() - (onAxis - yMin) / (yMax - yMin) * rect.height();
  }
  [[nodiscard]] double sharePixel(double share) const { return rect.bottom() - share * (rect.height() - shareRoom); }
  [[nodiscard]] QPointF toPixel(double x, double y) const;
  static constexpr double shareRoom = 8;  ///< above 1
  bool operator==(const ChartFrame&) const = default;
};

/// A series in pixels: at most four points a pixel column, which keep its extremes.
struct SeriesPixels {
  std::vector<QPointF> points;
  std::vector<std::int64_t> steps;  ///< of each point
  std::vector<bool> gap;            ///< no line leads to this point
  std::vector<QPolygonF> bands;     ///< within the frame

  /// What this was made from, and what painting made of it: kept as long as they fit.
  std::shared_ptr<const Column> x, y, bandLow, bandHigh;
  std::vector<double> onAxis;  ///< a value a step: log10 on a log axis; NaN: none
  double low = 0;              ///< finite extremes of those and the band's; low > high: there are none
  double high = -1;
  bool placed = false;  ///< `points` are of the cache's frame
  Coverage thin, thick, cased;
  bool covered = false;
  bool edged = false;  ///< whether `cased` was made
};

/// Whose line ends where.
struct ChartName {
  QRectF box;
  QString text;
  QColor ink;
};

struct ChartCache {
  ChartFrame frame;
  std::vector<SeriesPixels> series;
  std::vector<ChartName> names;  ///< where they stand while the cursor is elsewhere
};

/// Range and pixels of all visible series. The range of a log axis spans little more than twelve decades, and on either
/// axis a series that runs away does not flatten the others. Ranges end at round values, so that they rest while data
/// change a little. What `previous` has of the same data is taken from it.
ChartCache prepareChart(const ChartScene& scene, const QRectF& area, ChartCache previous = {});

/// The layers from below: grid, axes, labels and note; bands; whole lines; lines up to the cursor; cursor and markers;
/// values under the pointer. Lines are drawn by ChartRaster or, in any resolution, by `paintChart`.
void paintChartAxes(QPainter& painter, const ChartScene& scene, const ChartFrame& frame);
void paintChartBands(QPainter& painter, const ChartScene& scene, const ChartCache& cache);
void paintChartMarks(QPainter& painter, const ChartScene& scene, const ChartCache& cache);
void paintChartHover(QPainter& painter, const ChartScene& scene, const ChartCache& cache);

/// As many names as have room one under another, the selected first of all.
std::vector<ChartName> layOutNames(const ChartScene& scene, const ChartCache& cache);
/// Where the cache's names stand now: beside the cursor and its markers, not under them.
std::vector<ChartName> chartNames(const ChartScene& scene, const ChartCache& cache);
/// Under the cursor, over the lines.
void paintChartNames(QPainter& painter, const ChartScene& scene, const ChartCache& cache);
/// How wide a line up to the cursor is with an edge, where its colour alone is not seen on the chart's ground.
double edgedLine(const Theme& theme);

/// Indices of the series that are drawn, from below.
std::vector<std::size_t> chartOrder(const ChartScene& scene);
/// Whether a series' whole line is as thick as the past.
bool isThick(const SeriesData& series);
/// The colour of a series' whole line, over which the past is drawn.
QColor wholeLineColor(const SeriesData& series, const Theme& theme);
/// The colour of the band of a series of this colour.
QColor chartBandColor(const QColor& color);
/// The pieces of a whole line, in dashes or dots if the series has them.
std::vector<QLineF> linePieces(const SeriesPixels& pixels, const SeriesData& series);

/// A row of what is read under the pointer.
struct ChartReading {
  const SeriesData* series = nullptr;  ///< of the scene; null: the place itself
  QString text;
};
/// The values at `hover`, which is set, in the order in which they stand.
std::vector<ChartReading> chartReadings(const ChartScene& scene);

/// Where the cursor stands: the selected series' x at the cursor's step, else the first one's.
double cursorX(const ChartScene& scene, std::int64_t step);
/// Where one series' marker stands, and its past ends.
double cursorX(const ChartScene& scene, const SeriesData& series);
/// The pixels from left to right that `paintChartMarks` may touch, and names that give way to it.
std::pair<double, double> markExtent(const ChartScene& scene, const ChartCache& cache);
/// The step nearest to a pixel column.
std::int64_t stepAt(const ChartScene& scene, const ChartFrame& frame, double xPixel);
/// The last step of `series` that `x` reaches; −1: it has none.
Index stepReached(const SeriesData& series, double x);

/// The layers in two parts, of which the first does not depend on the cursor; of the second its lines alone. `ratio`:
/// device pixels a unit for strokes made of pixels; 0 for lines as they are.
void paintChartGround(QPainter& painter, const ChartScene& scene, const ChartCache& cache, double ratio = 0);
void paintChartLines(QPainter& painter, const ChartScene& scene, const ChartCache& cache, double ratio = 0);
void paintChartPast(QPainter& painter, const ChartScene& scene, const ChartCache& cache, double ratio = 0);
/// The whole chart into `area` of any painter.
void paintChart(QPainter& painter, const QRectF& area, const ChartScene& scene);

}  // namespace thalweg
