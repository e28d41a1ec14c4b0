#pragma once
/// The view of a panel that shows data and what is learned from them. Threads: GUI thread.

#include "ui/scenes/data_picture.h"
#include "ui/views/panel_view.h"

namespace thalweg {

class DataPlot : public PanelView {
  Q_OBJECT

 public:
  explicit DataPlot(const Theme& theme, QWidget* parent = nullptr);

  using QWidget::show;
  void show(const PanelScene& scene) override;
  [[nodiscard]] const PanelScene& scene() const override { return scene_; }
  [[nodiscard]] const PlotFrame& frame() const override { return frame_; }
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] QSize sizeHint() const override;
  /// The box is that of the data.
  void zoom(double /*notches*/) override {}
  void holdStart(int /*contender*/) override {}
  void setSampleEditing(SampleEditing editing) override;
  [[nodiscard]] std::optional<SampleRef> chosenSample() const override { return chosen_; }
  void flush() override;
  /// All is painted at once.
  [[nodiscard]] int repaints(Layer /*layer*/) const override { return painted_; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void updateFrame();
  void choose(const std::optional<SampleRef>& sample);
  [[nodiscard]] std::optional<SampleRef> sampleNear(const QPointF& pixel, double reach) const;
  /// Of the data, the pixel's place within the frame.
  [[nodiscard]] QPointF placeOf(const QPointF& pixel) const;
  void endDrag();
  void showCursor(const QPointF& pixel);

  PanelScene scene_;
  PlotFrame frame_;
  std::shared_ptr<const DataCache> cache_;  // null: to be prepared
  int painted_ = 0;
  View wanted_;                      // the scene's own box
  std::optional<View> held_;         // what is shown instead, so that nothing moves away from the pointer
  std::optional<SampleRef> chosen_;  // what was pressed last
  bool dragging_ = false;
};

}  // namespace thalweg
