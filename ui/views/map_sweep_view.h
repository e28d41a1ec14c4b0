#pragma once
/// An outcome map as a two-dimensional slider: the map, theory's boundary and best point over it, and where the
/// settings stand. Threads: GUI thread only.

#include "ui/scenes/map_image.h"
#include "ui/scenes/sweep_painter.h"

#include <QWidget>

#include <memory>
#include <optional>

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
  /// What the map says there; empty when the pointer leaves.
  void hovered(const QString& words);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void repaintImage();
  void pick(const QPointF& position);
  void tell(const QPointF& position);

  const ThemeController& themes_;
  SweepScene scene_;
  SweepColoring coloring_ = SweepColoring::Outcome;
  bool dragging_ = false;
};

}  // namespace thalweg
