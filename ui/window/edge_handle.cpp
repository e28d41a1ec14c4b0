#include "ui/window/edge_handle.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace thalweg {

EdgeHandle::EdgeHandle(const ThemeController& themes, Qt::Orientation along, QWidget* part, int least,
                       const QString& name, QWidget* parent)
    : QWidget(parent), themes_(themes), along_(along), part_(part), least_(least) {
  if (wide()) {
    setFixedWidth(themes.theme().ipx(6));
  } else {
    setFixedHeight(themes.theme().u(2));
  }
  setCursor(wide() ? Qt::SplitHCursor : Qt::SplitVCursor);
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setAccessibleName(name);
  setToolTip(wide() ? tr("Drag to change the width; a double click sets it back")
                    : tr("Drag to change the height; a double click sets it back"));
}

int EdgeHandle::extent() const { return wide() ? part_->maximumWidth() : part_->maximumHeight(); }

void EdgeHandle::setExtent(int pixels) {
  const int least = themes_.theme().ipx(least_);
  const int half = (wide() ? window()->width() : window()->height()) / 2;
  const int bounded = std::clamp(pixels, least, std::max(least, half));
  if (wide()) {
    part_->setFixedWidth(bounded);
  } else {
    part_->setFixedHeight(bounded);
  }
}

void EdgeHandle::choose(int pixels) {
  const int before = extent();
  setExtent(pixels);
  if (extent() != before) Q_EMIT chosen(extent());
}

int EdgeHandle::reach(const QMouseEvent& event) const {
  const QPoint at = mapToParent(event.position().toPoint());
  return wide() ? at.x() : -at.y();
}

void EdgeHandle::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  dragging_ = true;
  grip_ = reach(*event) - extent();
  update();
}

void EdgeHandle::mouseMoveEvent(QMouseEvent* event) {
  if (dragging_) choose(reach(*event) - grip_);
}

void EdgeHandle::mouseReleaseEvent(QMouseEvent* /*event*/) {
  dragging_ = false;
  update();
}

void EdgeHandle::mouseDoubleClickEvent(QMouseEvent* /*event*/) {
  if (usual_ > 0) choose(usual_);
}

void EdgeHandle::keyPressEvent(QKeyEvent* event) {
  const int by = themes_.theme().u(4);
  if (event->key() == (wide() ? Qt::Key_Right : Qt::Key_Up)) return choose(extent() + by);
  if (event->key() == (wide() ? Qt::Key_Left : Qt::Key_Down)) return choose(extent() - by);
  if (event->key() == Qt::Key_Home && usual_ > 0) return choose(usual_);
  QWidget::keyPressEvent(event);
}

bool EdgeHandle::event(QEvent* event) {
  if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave || event->type() == QEvent::FocusIn ||
      event->type() == QEvent::FocusOut)
    update();
  return QWidget::event(event);
}

void EdgeHandle::paintEvent(QPaintEvent* /*event*/) {
  const Theme& theme = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), theme.window);
  if (!hasFocus() && !dragging_ && !underMouse()) return;
  // A list ends at its edge; above the charts the edge is the middle of a gap.
  const QRect line = wide() ? QRect(0, 0, 2, height()) : QRect(0, height() / 2 - 1, width(), 2);
  painter.fillRect(line, hasFocus() || dragging_ ? theme.accent : theme.border);
}

}  // namespace thalweg
