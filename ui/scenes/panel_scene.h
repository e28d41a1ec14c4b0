#pragma once
/// A panel's picture as a value, and how it is painted: by the window in layers, and whole into any device.
/// What is data is shared and immutable; painting computes nothing but pixels.
/// Threads: a scene is painted by one thread at a time; fonts need a QGuiApplication, but no window.

#include "core/surfaces/contour.h"
#include "core/surfaces/field.h"
#include "ui/look/theme.h"
#include "ui/scenes/axis_painter.h"
#include "ui/scenes/color_map.h"
#include "ui/scenes/contour_painter.h"
#include "ui/scenes/memory_painter.h"
#include "ui/scenes/path_painter.h"
#include "ui/scenes/plot_frame.h"
#include "ui/scenes/relief_view.h"

#include <QImage>
#include <QPen>
#include <QPolygonF>
#include <QString>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace thalweg {

class StrokeCanvas;
struct DataPicture;
struct Ensemble;
struct GuessPicture;
struct MapOverlay;
struct PhasePicture;
struct ReliefCache;
struct StepPicture;
struct StudyPicture;

/// Where a path begins; one handle may stand for all contenders.
struct StartHandle {
  int contender = -1;  ///< −1: common to all that have none of their own
  QPointF at;          ///< data; y is not used for curves
  QColor color = {};   ///< of the contender; invalid: the text's
  bool fixed = false;  ///< shown, but not dragged: the plane moves with the paths
  bool operator==(const StartHandle&) const = default;
};

/// The line that touches a curve at a point.
struct Tangent {
  QPointF at;  ///< data
  double slope = 0;
  QColor color;
  bool operator==(const Tangent&) const = default;
};

/// A thin line under all paths: one of an ensemble, a path's continuous limit, or where noise keeps it at rest.
struct FaintPath {
  enum class Kind { Run, Flow, ModifiedFlow, Spread };
  std::shared_ptr<const Points> points;  ///< a row a step
  QColor color;
  Kind kind = Kind::Run;
  Index marks = 0;  ///< a dot at every so many rows; 0: none
  bool operator==(const FaintPath&) const = default;
};

/// A path at the step that is pointed at.
struct PathRead {
  std::size_t contender = 0;
  QString name;
  std::int64_t step = 0;
  QPointF at;  ///< data
  double value = 0;
  std::optional<double> rate;  ///< with which the next step is taken
  bool operator==(const PathRead&) const = default;
};

/// What is read at the pointer.
struct ReadOut {
  QPointF at;  ///< data
  double value = 0;
  double gradientNorm = 0;
  std::optional<PathRead> path = {};  ///< in place of the surface
  bool operator==(const ReadOut&) const = default;
};

/// A run of settings that are only pointed at.
struct TriedRun {
  QPolygonF line;  ///< data
  QColor color;    ///< its contender's
};

struct PanelScene {
  Theme theme;
  bool ofOneVariable = false;  ///< a curve, with f upwards, in place of a surface
  View view;                   ///< wanted; what is seen is expanded to the frame if axes are equal
  std::optional<View> focus;   ///< the part of `view` that stays in sight where equal axes would expand it much
  bool equalAxes = true;
  bool colorBar = true;    ///< where there is room
  double marginLeft = -1;  ///< pixels to the frame; below 0: by the theme and the labels
  double marginRight = -1;
  std::array<CoordinateName, 2> names = {CoordinateName{"x", "x"}, {"y", "y"}};  ///< of x and y; of a curve's y: f

  std::shared_ptr<const Field> field;  ///< null for curves
  ValueScale scale;                    ///< how the field's values are coloured
  ColorMapChoice colors = ColorMapChoice::Theme;
  std::shared_ptr<const Contours> contours;        ///< may be null
  std::shared_ptr<const Curve> curve;              ///< of one variable: drawn instead of a field; may be null
  std::shared_ptr<const GradientField> gradients;  ///< arrows of −∇f; may be null
  bool gradientField = false;                      ///< whether they are drawn
  std::shared_ptr<const Contours> batch;           ///< of what the next step sees alone, on maps; may be null
  QColor batchColor;                               ///< of the contender whose step it is
  std::shared_ptr<const MapOverlay> overlay;       ///< over the surface; may be null
  std::vector<Landmark> landmarks;                 ///< in the plane that is shown
  Plane plane;                                     ///< whose places x and y are; of curves, x alone
  std::array<QString, 2> directions;               ///< what x and y are of a plane of many coordinates; may be empty

  std::shared_ptr<const DataPicture> data;  ///< shown in place of the surface and all that lies on it; null: it is not
  std::shared_ptr<const StudyPicture> study;  ///< the same of singular values and spectra

  std::shared_ptr<const PhasePicture>
      phase;                   ///< shown in place of the surface and all that lies on it; null: it is not
  bool phaseAtCursor = false;  ///< of the curvature there

  std::optional<ReliefView> relief;  ///< seen as a landscape; none: as a map, or a curve

  std::vector<PathData> paths;
  std::vector<FaintPath> faintPaths;
  std::optional<MemoryPicture> memory;  ///< under the paths of a map
  std::vector<StartHandle> starts;
  std::shared_ptr<const StepPicture> step;    ///< a step explained, over the paths; may be null
  std::shared_ptr<const TriedRun> tried;      ///< over the paths; may be null
  std::shared_ptr<const GuessPicture> guess;  ///< what was predicted, over the paths of a map; may be null
  std::optional<Tangent> tangent;
  std::int64_t cursor = 0;
  std::optional<ReadOut> readOut;

  [[nodiscard]] bool isCurve() const { return ofOneVariable; }
  /// Whether it is of the surface, and not of something shown in its place.
  [[nodiscard]] bool showsSurface() const { return !data && !study && !phase; }
  /// Whether it is painted as a landscape; one seen from straight above is its map, with a compass.
  [[nodiscard]] bool inPerspective() const { return relief && !relief->fromAbove(); }
};

/// How such a line is drawn, and how much of it is seen.
QPen faintPen(FaintPath::Kind kind, const QColor& color, const Theme& theme);
double faintOpacity(FaintPath::Kind kind);
/// Adds all runs of an ensemble.
void addFaintPaths(std::vector<FaintPath>& paths, const Ensemble& ensemble, const QColor& color);

/// What its axes are called, typeset.
[[nodiscard]] AxisNames axisNames(const PanelScene& scene);
/// The frame of a scene painted into `area`.
PlotFrame panelFrame(const PanelScene& scene, const QRectF& area);
/// Where a start handle stands, in the frame's pixels: where its start is or, if that is out of sight, inside the
/// nearest edge, with an arrow to it.
QPointF startPixel(const PanelScene& scene, const PlotFrame& frame, const StartHandle& start);
/// A star for a minimum, a cross for a saddle.
void drawLandmark(QPainter& painter, const Landmark& landmark, const QPointF& at, const Theme& theme);
/// Whether the start itself is in sight.
bool startInSight(const PanelScene& scene, const PlotFrame& frame, const StartHandle& start);
/// Where a colour bar's words stand: its name, then what it says of values; they do not touch.
std::vector<QRectF> barWords(const PanelScene& scene, const PlotFrame& frame);
/// Pixels between the arrows of a gradient field.
double arrowSpacing(const Theme& theme);
/// Widths that a panel takes by itself to the left and right of its frame.
double panelMarginLeft(const Theme& theme);
double panelMarginRight(const Theme& theme);

/// What is kept between paintings of one scene at one size; each part is filled when first needed.
struct PanelCache {
  PlotFrame frame;
  QImage surface;                            ///< the field in colours, a pixel a node
  std::shared_ptr<const Contours> contours;  ///< as many of the scene's as leave room to the colours
  std::vector<ContourLabel> labels;
  std::vector<PathPixels> paths;
  double ratio = 2;                     ///< the device's pixels a logical pixel, for the picture of a relief
  std::shared_ptr<ReliefCache> relief;  ///< instead of all but the frame, where the scene is seen so
};
/// Everything that depends on field and colours.
void prepareSurface(PanelCache& cache, const PanelScene& scene);
/// Everything that depends on paths and frame.
void preparePaths(PanelCache& cache, const PanelScene& scene);
/// Everything that depends on contours and what stands in their labels' way.
void prepareLabels(PanelCache& cache, const PanelScene& scene);

/// The layers from below. `ratio` is the device's pixels a logical pixel; 0 paints in any resolution.
void paintSurface(QPainter& painter, const PanelScene& scene, const PanelCache& cache);
void paintOverlay(QPainter& painter, const PanelScene& scene, const PanelCache& cache);
void paintLines(QPainter& painter, const PanelScene& scene, const PanelCache& cache, qreal ratio);
/// The colour bar, or the overlay's legend.
void paintFooter(QPainter& painter, const PanelScene& scene, const PanelCache& cache);
/// The four above: all that does not depend on paths.
void paintGround(QPainter& painter, const PanelScene& scene, const PanelCache& cache, qreal ratio);
void paintPathLayer(QPainter& painter, const PanelScene& scene, const PanelCache& cache, qreal ratio);
void paintMarks(QPainter& painter, const PanelScene& scene, const PanelCache& cache);
void paintReadOut(QPainter& painter, const PanelScene& scene, const PanelCache& cache);
/// Its numbers alone, in a box at the frame's upper left that gives way to the pixel `at`.
void paintReadOutBox(QPainter& painter, const PanelScene& scene, const QRectF& frame, const QPointF& at);

/// The surface alone, edge to edge: its colours, contours without values where they leave room to the colours, and the
/// lowest minima where they are few.
void paintThumbnail(QPainter& painter, const QRectF& area, const PanelScene& scene);
/// The whole panel into `area` of any painter: a window, an image, SVG or PDF.
void paintPanel(QPainter& painter, const QRectF& area, const PanelScene& scene);

}  // namespace thalweg
