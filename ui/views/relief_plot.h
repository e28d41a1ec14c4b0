#pragma once
/// A panel in three dimensions: a lit landscape with paths and marks on it, which turns under the pointer.
///
/// A drag turns, with Shift it moves the picture, the wheel comes nearer, a double click goes back to the first camera;
/// a letter of the compass looks along its axis, f from straight above, where it is a map. A start's ring follows the
/// surface under the pointer. Where Tab has brought the focus, which is then seen, arrow keys turn by 5°; a click does
/// not take them from the timeline. While it turns mesh and edges are coarse; at rest they are fine. Threads: GUI
/// thread.

#include "ui/scenes/relief_painter.h"
#include "ui/views/panel_view.h"

#include <QElapsedTimer>

#include <array>

class QTimer;

namespace thalweg {

class ReliefPlot : public PanelView {
  Q_OBJECT

 public:
  explicit ReliefPlot(const Theme& theme, QWidget* parent = nullptr);

  using QWidget::show;
  void show(const PanelScene& scene) override;
  [[nodiscard]] const PanelScene& scene() const override { return scene_; }
  [[nodiscard]] const PlotFrame& frame() const override { return cache_.frame; }
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] QSize sizeHint() const override;
  void zoom(double notches) override;
  void holdStart(int contender) override;
  void flush() override;
  [[nodiscard]] int repaints(Layer layer) const override;
  [[nodiscard]] std::optional<PathHit> pathAt(double x, double y) const override;
  /// Where it is seen from, the elevation that was found for it included.
  [[nodiscard]] Camera camera() const;
  /// The pixel of the surface at x, y (data); none beside it.
  [[nodiscard]] std::optional<QPointF> pixelOf(double x, double y) const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  enum class Drag { None, Turn, Move, Start };
  enum Due : unsigned { FrameDue = 1, MeshDue = 2, CameraDue = 4, PathsDue = 8, CursorDue = 16, OverDue = 32 };
  void due(unsigned what);
  [[nodiscard]] unsigned changes(const PanelScene& scene) const;
  void updateFrame();
  void prepareGround(unsigned what);
  void look(Camera camera);
  void turnCoarsely();
  void endWheel();
  void endGestures();
  /// The place of the surface under a pixel, in data; none where there is none. The nearest one is always there.
  [[nodiscard]] std::optional<QPointF> under(const QPointF& pixel) const;
  [[nodiscard]] std::optional<QPointF> nearestTo(const QPointF& pixel) const;
  [[nodiscard]] bool lookAlong(const QPointF& position);
  [[nodiscard]] int handleAt(const QPointF& position) const;
  void empty(QImage& image) const;

  PanelScene scene_;
  PanelCache cache_;
  QImage ground_, paths_;
  QTimer* rest_;       // then edges become smooth
  QTimer* wheelRest_;  // then a run of the wheel ends
  QElapsedTimer turned_;
  Index nodes_ = 0;  // of the mesh, a side
  unsigned due_ = 0;
  bool coarse_ = false;
  Drag drag_ = Drag::None;
  int dragged_ = -1;  // index in scene_.starts
  bool moved_ = false;
  bool takingHold_ = false;  // of a start: the scene may change meanwhile
  bool byKeyboard_ = false;  // has the focus from it
  bool clicked_ = false;
  QPointF pressedAt_;
  Camera pressedCamera_;
  std::array<int, 4> repaints_{};
};

}  // namespace thalweg
