#pragma once
/// The edge of a part of the window: dragged, moved by the arrow keys, set back by a double click.
/// Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QWidget>

namespace thalweg {

class EdgeHandle : public QWidget {
  Q_OBJECT

 public:
  /// Sets the width of a `part` that stands to its left (Qt::Horizontal) or the height of one below it (Qt::Vertical),
  /// from `least` pixels at the base font to half the window. `name` says so to a screen reader. Handle and part have
  /// the same parent.
  EdgeHandle(const ThemeController& themes, Qt::Orientation along, QWidget* part, int least, const QString& name,
             QWidget* parent);
  void setExtent(int pixels);
  /// What a double click sets.
  void setUsual(int pixels) { usual_ = pixels; }

 Q_SIGNALS:
  /// The user has chosen another width or height.
  void chosen(int pixels);

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
  [[nodiscard]] bool wide() const { return along_ == Qt::Horizontal; }
  [[nodiscard]] int extent() const;
  /// Grows with the part.
  [[nodiscard]] int reach(const QMouseEvent& event) const;

  const ThemeController& themes_;
  Qt::Orientation along_;
  QWidget* part_;
  int least_;
  int usual_ = 0;
  int grip_ = 0;  // from the part's extent to the pointer's reach while dragging
  bool dragging_ = false;
};

}  // namespace thalweg
