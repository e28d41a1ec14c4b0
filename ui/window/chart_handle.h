#pragma once
/// The edge between the panels and the charts: dragged, moved by the arrow keys, set back by a double click.
/// Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QWidget>

namespace thalweg {

class ChartHandle : public QWidget {
  Q_OBJECT

 public:
  /// Sets the height of `charts`, which stand below it, from `least` pixels at the base font to half the window.
  ChartHandle(const ThemeController& themes, QWidget* charts, int least, QWidget* parent);
  void setCharts(int pixels);
  /// What a double click sets.
  void setUsualHeight(int pixels) { usual_ = pixels; }

 Q_SIGNALS:
  /// The user has chosen another height.
  void heightChosen(int pixels);

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
  QWidget* charts_;
  int least_;
  int usual_ = 0;
  int grip_ = 0;  // from the charts' edge to the pointer while dragging
  bool dragging_ = false;
};

}  // namespace thalweg
