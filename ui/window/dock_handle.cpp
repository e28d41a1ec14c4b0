#include "ui/window/dock_handle.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace thalweg {

DockHandle::DockHandle(const ThemeController& themes, QWidget* dock, int least, QWidget* parent)
    : QWidget(parent), themes_(themes), dock_(dock), least_(least) {
  setFixedWidth(themes.theme().ipx(6));
  setCursor(Qt::SplitHCursor);
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setAccessibleName(tr("Width of the contender list"));
  setToolTip(tr("Drag to change the width; a double click sets it back"));
}

void DockHandle::setWidth(int pixels) {
  const int most = std::max(least_, window()->width() / 2);
  dock_->setFixedWidth(std::clamp(pixels, themes_.theme().ipx(least_), most));
}

void DockHandle::choose(int pixels) {
  const int before = dock_->width();
  setWidth(pixels);
  if (dock_->width() != before) Q_EMIT widthChosen(dock_->width());
}

void DockHandle::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  dragging_ = true;
  grip_ = mapTo(dock_->parentWidget(), event->position().toPoint()).x() - dock_->geometry().right();
  update();
}

void DockHandle::mouseMoveEvent(QMouseEvent* event) {
  if (!dragging_) return;
  const int edge = mapTo(dock_->parentWidget(), event->position().toPoint()).x() - grip_;
  choose(edge - dock_->x() + 1);
}

void DockHandle::mouseReleaseEvent(QMouseEvent* /*event*/) {
  dragging_ = false;
  update();
}

void DockHandle::mouseDoubleClickEvent(QMouseEvent* /*event*/) {
  if (usual_ > 0) choose(usual_);
}

void DockHandle::keyPressEvent(QKeyEvent* event) {
  const int by = themes_.theme().u(4);
  if (event->key() == Qt::Key_Left) return choose(dock_->width() - by);
  if (event->key() == Qt::Key_Right) return choose(dock_->width() + by);
  if (event->key() == Qt::Key_Home && usual_ > 0) return choose(usual_);
  QWidget::keyPressEvent(event);
}

bool DockHandle::event(QEvent* event) {
  if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave || event->type() == QEvent::FocusIn ||
      event->type() == QEvent::FocusOut)
    update();
  return QWidget::event(event);
}

void DockHandle::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme& theme = themes_.theme();
  painter.fillRect(rect(), theme.window);
  if (hasFocus() || dragging_) {
    painter.fillRect(QRect(0, 0, 2, height()), theme.accent);
  } else if (underMouse()) {
    painter.fillRect(QRect(0, 0, 2, height()), theme.border);
  }
}

}  // namespace thalweg
