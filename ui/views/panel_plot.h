#pragma once
/// The usual view of a panel: surface or curve, paths, marks; with zooming, panning, start handles and a read-out.
/// Layers are buffered: a step repaints the paths alone, a hover the read-out alone. Threads: GUI thread.

#include "ui/views/panel_view.h"
#include "ui/views/path_raster.h"

class QCustomPlot;
class QTimer;

namespace thalweg {

class PlotLayer;

class PanelPlot : public PanelView {
  Q_OBJECT

 public:
  explicit PanelPlot(const Theme& theme, QWidget* parent = nullptr);
  ~PanelPlot() override;

  using QWidget::show;
  void show(const PanelScene& scene) override;
  [[nodiscard]] const PanelScene& scene() const override { return scene_; }
  [[nodiscard]] const PlotFrame& frame() const override { return cache_.frame; }
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] QSize sizeHint() const override;
  void zoom(double notches) override;
  [[nodiscard]] std::optional<PathHit> pathAt(double x, double y) const override;
  void holdStart(int contender) override;
  void flush() override;
  [[nodiscard]] int repaints(Layer layer) const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  enum Due : unsigned { FrameDue = 1, GroundDue = 2, OverlayDue = 4, PathsDue = 8, MarksDue = 16, ReadOutDue = 32 };
  void due(unsigned what);
  [[nodiscard]] unsigned changes(const PanelScene& scene);
  void drawGround(QPainter& painter);
  void prepare(unsigned what);
  void updateFrame();
  void replaceLabels();
  void showByUser(const View& view);
  void zoomAt(const QPointF& pixel, double notches);
  void endWheel();
  /// Whatever the user is in the middle of is over.
  void endGestures();
  void guess(const QPointF& position, DragPhase phase);
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
  int dragged_ = -1;         // index in scene_.starts
  StartHandle held_;         // the one that is dragged, as it was last
  bool takingHold_ = false;  // the drag begins: another handle may take over
  bool panning_ = false;
  bool guessed_ = false;  // the button is held while guessing
  bool clicked_ = false;  // the last press of the button was a click beside all handles
  QPointF pressedAt_;     // pixels
  View pressedView_;
};

}  // namespace thalweg
