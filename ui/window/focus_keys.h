#pragma once
/// What keys do wherever the focus is: the player's act unless text is being typed, Up and Down go through the buttons
/// of a group, Enter presses. What else a control does with Up and Down, or with Escape, stays its own.
/// Threads: GUI thread only.

#include <QObject>

#include <functional>

class QKeyEvent;
class QWidget;

namespace thalweg {

class FocusKeys : public QObject {
 public:
  /// `act` does what a key means to the window and says whether it means anything; `step` goes on to the next control
  /// of a group (false: back).
  FocusKeys(QWidget& window, std::function<bool(const QKeyEvent&)> act, std::function<void(bool)> step);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  [[nodiscard]] bool take(QWidget& focused, const QKeyEvent& event) const;

  QWidget& window_;
  std::function<bool(const QKeyEvent&)> act_;
  std::function<void(bool)> step_;
};

/// Whether a key belongs to a number that is typed where no field has the focus: "0.5" hides no fifth contender.
class StrayNumber {
 public:
  [[nodiscard]] bool holds(const QKeyEvent& event);

 private:
  bool open_ = false;
  quint64 lastAt_ = 0;
};

}  // namespace thalweg
