#pragma once
/// All keys of the window on one card over it, made from the table that handles them. Any key or click closes it.
/// Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QPointer>
#include <QWidget>

namespace thalweg {

class KeyboardMap : public QWidget {
  Q_OBJECT

 public:
  /// Covers `window`, and follows its size.
  KeyboardMap(const ThemeController& themes, QWidget* window);
  /// What the card says, a line an entry.
  [[nodiscard]] QStringList lines() const;
  void open();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void dismiss();

  const ThemeController& themes_;
  QPointer<QWidget> before_;  // had the focus
};

}  // namespace thalweg
