#pragma once
/// A slider for a hyper-parameter, with what each value would lead to drawn in its groove.
///
/// Drag, click into the groove, arrow keys (a hundredth of the way), Page Up and Down (a tenth), Home and End, wheel;
/// with Ctrl ten times finer. A double click or Backspace asks for the default. Showing a value never changes it:
/// beyond the way the thumb stands at the end. A click on the thumb alone edits nothing. The mouse leaves the keys to
/// the window; only who comes by Tab moves the slider by keys. Threads: GUI thread only.

#include "ui/controls/range_widget.h"
#include "ui/look/slider_scale.h"
#include "ui/look/theme.h"

#include <optional>
#include <vector>

namespace thalweg {

class ValueSlider : public RangeWidget {
  Q_OBJECT

 public:
  explicit ValueSlider(const ThemeController& themes, QWidget* parent = nullptr);

  void setScale(const SliderScale& scale);
  [[nodiscard]] const SliderScale& scale() const { return scale_; }
  [[nodiscard]] double value() const { return value_; }
  /// Shows a value; emits nothing. Ignored while the user drags.
  void setValue(double value);
  /// What happens at equally wide cells of the way, left to right; empty: a plain groove, filled up to the thumb.
  void setStrip(std::vector<StripOutcome> cells);
  [[nodiscard]] const std::vector<StripOutcome>& strip() const { return strip_; }
  /// A vertical line at this value, such as a stability bound; not drawn outside of the way.
  void setBound(std::optional<double> bound);
  void setTicksVisible(bool visible);
  /// Accent colour of the thumb although the pointer is elsewhere, as in a hovered row.
  void setHighlighted(bool on);
  /// The whole way within the widget, in pixels from its left: where the thumb's middle can be.
  [[nodiscard]] double positionToX(double position) const;
  [[nodiscard]] double xToPosition(double x) const;
  /// What the strip says of `value`; none without a strip.
  [[nodiscard]] std::optional<StripOutcome> outcomeAt(double value) const;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

  [[nodiscard]] double rangeValue() const override { return value_; }
  [[nodiscard]] double rangeMinimum() const override { return scale_.range.min; }
  [[nodiscard]] double rangeMaximum() const override { return scale_.range.max; }
  [[nodiscard]] QString rangeText() const override;
  void editRange(double value) override;

 Q_SIGNALS:
  /// The user chose another value; between gestureStarted and gestureFinished.
  void edited(double value);
  /// The default was asked for.
  void resetRequested();
  /// The value under the pointer, while no button is held.
  void hovered(double value, const QPoint& globalPosition);
  void hoverEnded();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  void edit(double value);
  void drawStrip(QPainter& painter, const QRectF& groove, const Theme& theme) const;
  [[nodiscard]] QRectF thumbRect() const;

  SliderScale scale_;
  double value_ = 0;
  std::vector<StripOutcome> strip_;
  std::optional<double> bound_;
  bool ticks_ = true;
  bool highlighted_ = false;
  bool dragging_ = false;
  double dragX_ = 0;  ///< where the thumb's middle is held, in pixels and finer
  double lastX_ = 0;
};

/// The cells of a strip as pixels of a groove `pixels` wide: where several cells share a pixel, or a run of one outcome
/// is narrower than `minimum` pixels, the worse neighbour's outcome is taken, so that a danger is never overlooked.
[[nodiscard]] std::vector<StripOutcome> stripPixels(const std::vector<StripOutcome>& cells, int pixels, int minimum);

}  // namespace thalweg
