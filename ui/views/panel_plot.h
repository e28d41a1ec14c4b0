#pragma once
/// The picture of one panel: surface, contours, paths, marks; with zooming, panning, start handles and a read-out.
///
/// Data come in as shared immutable values, and the widget maps them to pixels; what must be computed anew is asked for
/// by signals. Layers are buffered: a step repaints the paths alone, a hover the read-out alone.
/// Setters may be called often; painting happens once, when the event loop is reached again.
/// Threads: GUI thread.

#include "ui/scenes/panel_scene.h"
#include "ui/views/path_raster.h"

#include <QWidget>

#include <memory>

class QCustomPlot;
class QTimer;

namespace thalweg {

class PlotLayer;
struct Display;
struct Surface;

class PanelPlot : public QWidget {
  Q_OBJECT

 public:
  enum class DragPhase { Begin, Move, End };
  enum class Layer { Ground, Paths, Marks, ReadOut };

  explicit PanelPlot(const Theme& theme, QWidget* parent = nullptr);
  ~PanelPlot() override;

  void setTheme(const Theme& theme);
  /// Pixels to the frame's left and right edge, common to all that stand in one column; below 0: the panel's own.
  void setPlotMargins(double left, double right);
  void setColorBar(bool on);
  void setColors(ColorMapChoice colors);
  /// Colour map, axes and overlays as the document has them. The colour scale comes with the surface.
  void setDisplay(const Display& display);
  /// All parts of a surface at once, coloured as the document says.
  void setSurface(const Surface& surface, const Display& display);

  /// The box to show. With equal axes it is expanded to fill the frame.
  void setView(const View& view);
  void setLandmarks(std::vector<Landmark> landmarks);
  /// A map over the surface; null: none.
  void setOverlay(std::shared_ptr<const MapOverlay> overlay);
  /// Which coordinates of points and landmarks are x and y.
  void setCoordinates(Index x, Index y);

  void setPaths(std::vector<PathData> paths);
  /// Runs with other draws.
  void setFaintPaths(std::vector<FaintPath> paths);
  void setStarts(std::vector<StartHandle> starts);
  void setArrows(std::vector<ArrowData> arrows);
  /// At the point of a curve where the selected path stands; none: not drawn.
  void setTangent(std::optional<Tangent> tangent);
  /// The drag in progress goes on with this contender's handle.
  void holdStart(int contender);
  void setStep(std::int64_t step);
  /// Numbers for the point that `hovered` named; none hides box and crosshair.
  void setReadOut(std::optional<ReadOut> readOut);

  [[nodiscard]] const PanelScene& scene() const { return scene_; }
  [[nodiscard]] const PlotFrame& frame() const { return cache_.frame; }
  /// The box that is seen, after expansion.
  [[nodiscard]] const View& shownView() const { return cache_.frame.view; }
  /// A node a device pixel: what a field of the shown view should have.
  [[nodiscard]] QSize fieldSize() const;
  /// How many arrows of a gradient field have room, each way.
  [[nodiscard]] QSize arrowCount() const;
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] QSize sizeHint() const override;

  /// Towards the middle, as so many notches of the wheel would; below 0: away from it.
  void zoom(double notches);
  /// Paints what is due at once.
  void flush();
  /// How often a layer was painted.
  [[nodiscard]] int repaints(Layer layer) const;

 Q_SIGNALS:
  /// The user zoomed or panned.
  void viewChanged(const thalweg::View& view);
  /// A press of the left button anywhere in the frame.
  void pressed();
  /// Pressed and let go at x, y without a drag, beside all handles.
  void clicked(double x, double y);
  /// The last click was the first half of a double click.
  void clickWithdrawn();
  /// What is panned or zoomed in between is one gesture: a drag, or a run of the wheel.
  void gestureStarted();
  void gestureFinished();
  /// Another box is seen or the frame has another size: a field for `shownView()` is wanted.
  void shownChanged();
  /// The user wants the objective's own box.
  void fitRequested();
  /// x, y are data; `contender` is the handle's. `apart`: with Shift, for a start of one contender's own.
  void startDragged(int contender, double x, double y, thalweg::PanelPlot::DragPhase phase, bool apart);
  /// A menu is wanted for the place x, y within the frame.
  void menuRequested(const QPoint& globalPosition, double x, double y);
  /// The pointer stands at x, y inside the frame, or has left it.
  void hovered(double x, double y);
  void left();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  enum Due : unsigned { FrameDue = 1, GroundDue = 2, OverlayDue = 4, PathsDue = 8, MarksDue = 16, ReadOutDue = 32 };
  void due(unsigned what);
  void drawGround(QPainter& painter);
  void prepare();
  void updateFrame();
  void replaceLabels();
  void showByUser(const View& view);
  void zoomAt(const QPointF& pixel, double notches);
  void endWheel();
  [[nodiscard]] int handleAt(const QPointF& position) const;

  PanelScene scene_;
  PanelCache cache_;
  PathRaster pathRaster_;
  QImage underOverlay_, overOverlay_;  // what does not change with a map; null: to be painted
  QCustomPlot* plot_;
  PlotLayer* ground_;  // surface, contours, axes in one: each buffer costs a frame a pass over all pixels
  PlotLayer* paths_;
  PlotLayer* marks_;
  PlotLayer* readOut_;
  QTimer* settle_;
  QTimer* wheelRest_;
  unsigned due_ = 0;
  bool surfaceStale_ = true;
  bool pathsStale_ = true;
  bool labelsStale_ = true;
  int dragged_ = -1;  // index in scene_.starts
  bool panning_ = false;
  bool clicked_ = false;  // the last press of the button was a click beside all handles
  QPointF pressedAt_;     // pixels
  View pressedView_;
};

}  // namespace thalweg
