#pragma once
/// An outcome map as a two-dimensional slider: the map, theory's boundary and best point over it, and where the
/// settings stand.
///
/// Wheel, + and − magnify; Shift and dragging, the middle button or the arrow keys move; 0 or Home shows the whole.
/// Threads: GUI thread only.

#include "ui/scenes/map_image.h"
#include "ui/scenes/sweep_painter.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <utility>

namespace thalweg {

class MapSweepView : public QWidget {
  Q_OBJECT

 public:
  explicit MapSweepView(const ThemeController& themes, QWidget* parent = nullptr);

  void setMap(std::shared_ptr<const SweepMap> map);
  [[nodiscard]] std::shared_ptr<const SweepMap> map() const { return scene_.map; }
  void setColoring(SweepColoring coloring);
  /// The settings in force, in the map's units.
  void setCurrent(const QPointF& current);
  /// Drawn where the axes are learning rate and momentum; none: nothing is.
  void setTheory(std::optional<QuadraticTheory> theory);
  /// Whether theory's boundary is on the map.
  [[nodiscard]] bool showsTheory() const { return scene_.map && thalweg::showsTheory(scene_); }
  /// The map's rectangle within the widget.
  [[nodiscard]] QRectF mapRect() const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void gestureStarted();
  /// Values of both axes under the pointer.
  void picked(double x, double y);
  void gestureFinished();
  /// So many times larger, about a place of what is shown, given as shares of it from its lower left corner.
  void magnifyWanted(double times, double x, double y);
  /// What is shown is to move by shares of itself.
  void moveWanted(double right, double up);
  void wholeWanted();
  /// What the map says there; empty when the pointer leaves.
  void hovered(const QString& words);
  /// The pointer rests on this cell of `map`; −1, −1: on none, or it chooses values.
  void pointed(thalweg::Index column, thalweg::Index row);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void repaintImage();
  void pick(const QPointF& position);
  void tell(const QPointF& position);
  /// Column and row of the cell there.
  [[nodiscard]] std::pair<Index, Index> cellAt(const QPointF& position) const;

  const ThemeController& themes_;
  SweepScene scene_;
  SweepColoring coloring_ = SweepColoring::Outcome;
  bool dragging_ = false;
  std::optional<QPointF> moving_;   // where the pointer was while it moves the map
  std::optional<QPointF> pointer_;  // where it rests
};

}  // namespace thalweg
