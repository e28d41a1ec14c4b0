#pragma once
/// The view of a panel that shows singular values, a spectrum or a phase portrait. Threads: GUI thread.

#include "ui/views/panel_view.h"

namespace thalweg {

class PicturePlot : public PanelView {
  Q_OBJECT

 public:
  explicit PicturePlot(const Theme& theme, QWidget* parent = nullptr);

  using QWidget::show;
  void show(const PanelScene& scene) override;
  [[nodiscard]] const PanelScene& scene() const override { return scene_; }
  [[nodiscard]] const PlotFrame& frame() const override { return frame_; }
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] QSize sizeHint() const override;
  /// The boxes are those of the numbers.
  void zoom(double /*notches*/) override {}
  void holdStart(int /*contender*/) override {}
  void flush() override;
  /// All is painted at once.
  [[nodiscard]] int repaints(Layer /*layer*/) const override { return painted_; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  void updateFrame();

  PanelScene scene_;
  PlotFrame frame_;
  bool due_ = true;
  int painted_ = 0;
};

}  // namespace thalweg
