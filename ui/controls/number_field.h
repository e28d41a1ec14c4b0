#pragma once
/// A field for one number: shows 4 significant digits, edits the whole value, takes "1e-3", "+2" and "−0.5", never a
/// locale's comma.
///
/// Enter or leaving the field commits, Escape restores. Text that is no number, or one out of range, stays and is
/// marked; the last good value stays in force, and `rejected` says why, so that a message can stand under the row.
/// Up and Down and, with the focus, the wheel step by one in the second significant digit (Page keys ten times that,
/// Ctrl a tenth); on a LogOneMinus scale, of 1 − value. Steps never leave the range.
/// Threads: GUI thread only.

#include "core/contracts/catalog.h"

#include <QLineEdit>
#include <QTimer>

namespace thalweg {

class ThemeController;

class NumberField : public QLineEdit {
  Q_OBJECT

 public:
  explicit NumberField(const ThemeController& themes, QWidget* parent = nullptr);

  [[nodiscard]] double value() const { return value_; }
  /// Shows a value; emits nothing. While the user types, the text is left alone and the value is taken for Escape.
  void setValue(double value);
  /// Values that may be committed.
  void setRange(const Range& range);
  /// Integer allows whole numbers only; LogOneMinus changes the steps.
  void setScale(Scale scale);
  /// Also takes "inf" and "∞".
  void setAcceptsInfinity(bool accepts);
  /// Digits shown while not editing.
  void setDigits(int digits);
  [[nodiscard]] bool isRejected() const { return rejected_; }

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void gestureStarted();
  /// A new value is in force; between gestureStarted and gestureFinished.
  void edited(double value);
  void gestureFinished();
  /// The text cannot be used. `reason` is a phrase to follow the text: "is not a number", "must be ≥ 0".
  void rejected(const QString& text, const QString& reason);
  /// A rejected text was mended or given up.
  void accepted();

 protected:
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  void commit();
  /// Undo and redo, once an entry is in force.
  [[nodiscard]] bool leavesToDocument(const QKeyEvent& event) const;
  void restore();
  void showValue();
  void setRejected(bool rejected);
  void step(double steps, double factor);
  void beginGesture();
  void endGesture();
  /// Empty if `value` may be committed.
  [[nodiscard]] QString objection(double value) const;

  const ThemeController& themes_;
  double value_ = 0;
  Range range_;
  Scale scale_ = Scale::Linear;
  bool infinity_ = false;
  int digits_ = 4;
  bool rejected_ = false;
  bool typed_ = false;
  bool inGesture_ = false;
  int wheelAngle_ = 0;
  QTimer wheelRest_;
};

}  // namespace thalweg
