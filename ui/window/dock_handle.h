#pragma once
/// The edge between the contenders and the panels: dragged, moved by the arrow keys, set back by a double click.
/// Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QWidget>

namespace thalweg {

class DockHandle : public QWidget {
  Q_OBJECT

 public:
  /// Sets the width of `dock`, from `least` pixels at the base font to half the window.
  DockHandle(const ThemeController& themes, QWidget* dock, int least, QWidget* parent);
  void setWidth(int pixels);
  /// What a double click sets.
  void setUsualWidth(int pixels) { usual_ = pixels; }

 Q_SIGNALS:
  /// The user has chosen another width.
  void widthChosen(int pixels);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void choose(int pixels);

  const ThemeController& themes_;
  QWidget* dock_;
  int least_;
  int usual_ = 0;
  int grip_ = 0;  // from the dock's edge to the pointer while dragging
  bool dragging_ = false;
};

}  // namespace thalweg
