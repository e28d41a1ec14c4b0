#pragma once
/// What the value slider and the timeline share: one value on a way, told to assistive technology as a slider.
/// A gesture is what undo merges into one entry: a drag, a held key, a run of the wheel.
/// Threads: GUI thread only.

#include <QTimer>
#include <QWidget>

namespace thalweg {

class ThemeController;

class RangeWidget : public QWidget {
  Q_OBJECT

 public:
  RangeWidget(const ThemeController& themes, QWidget* parent);

  [[nodiscard]] virtual double rangeValue() const = 0;
  [[nodiscard]] virtual double rangeMinimum() const = 0;
  [[nodiscard]] virtual double rangeMaximum() const = 0;
  [[nodiscard]] virtual QString rangeText() const = 0;
  /// As a user's edit of its own.
  virtual void editRange(double value) = 0;

 Q_SIGNALS:
  void gestureStarted();
  void gestureFinished();

 protected:
  void beginGesture();
  void endGesture();
  /// The gesture ends when the wheel has rested.
  void wheelGesture();
  /// A wheel over a control moves it if it has the focus, or was pressed and not left since: a list that is scrolled
  /// goes on scrolling, wherever the pointer is.
  [[nodiscard]] bool takesWheel() const;
  /// Whole notches since the last call, from the event's fine angles.
  int wheelNotches(const QWheelEvent& event);
  /// Tells assistive technology that the value has changed.
  void announce();
  [[nodiscard]] const ThemeController& themes() const { return themes_; }

  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  const ThemeController& themes_;
  QTimer wheelRest_;
  bool inGesture_ = false;
  bool pressed_ = false;  // and not left since
  int wheelAngle_ = 0;
};

}  // namespace thalweg
