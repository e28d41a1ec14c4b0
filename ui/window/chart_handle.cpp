#include "ui/window/chart_handle.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace thalweg {

ChartHandle::ChartHandle(const ThemeController& themes, QWidget* charts, int least, QWidget* parent)
    : QWidget(parent), themes_(themes), charts_(charts), least_(least) {
  setFixedHeight(themes.theme().u(2));
  setCursor(Qt::SplitVCursor);
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setAccessibleName(tr("Height of the charts"));
  setToolTip(tr("Drag to change the height of the charts; a double click sets it back"));
}

void ChartHandle::setCharts(int pixels) {
  const int least = themes_.theme().ipx(least_);
  charts_->setFixedHeight(std::clamp(pixels, least, std::max(least, window()->height() / 2)));
}

void ChartHandle::choose(int pixels) {
  const int before = charts_->maximumHeight();
  setCharts(pixels);
  if (charts_->maximumHeight() != before) Q_EMIT heightChosen(charts_->maximumHeight());
}

void ChartHandle::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  dragging_ = true;
  grip_ = mapTo(charts_->parentWidget(), event->position().toPoint()).y() - charts_->y();
  update();
}

void ChartHandle::mouseMoveEvent(QMouseEvent* event) {
  if (!dragging_) return;
  const int edge = mapTo(charts_->parentWidget(), event->position().toPoint()).y() - grip_;
  choose(charts_->geometry().bottom() + 1 - edge);
}

void ChartHandle::mouseReleaseEvent(QMouseEvent* /*event*/) {
  dragging_ = false;
  update();
}

void ChartHandle::mouseDoubleClickEvent(QMouseEvent* /*event*/) {
  if (usual_ > 0) choose(usual_);
}

void ChartHandle::keyPressEvent(QKeyEvent* event) {
  const int by = themes_.theme().u(4);
  if (event->key() == Qt::Key_Up) return choose(charts_->maximumHeight() + by);
  if (event->key() == Qt::Key_Down) return choose(charts_->maximumHeight() - by);
  if (event->key() == Qt::Key_Home && usual_ > 0) return choose(usual_);
  QWidget::keyPressEvent(event);
}

bool ChartHandle::event(QEvent* event) {
  if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave || event->type() == QEvent::FocusIn ||
      event->type() == QEvent::FocusOut)
    update();
  return QWidget::event(event);
}

void ChartHandle::paintEvent(QPaintEvent* /*event*/) {
  const Theme& theme = themes_.theme();
  if (!hasFocus() && !dragging_ && !underMouse()) return;
  QPainter painter(this);
  painter.fillRect(QRect(0, height() / 2 - 1, width(), 2), hasFocus() || dragging_ ? theme.accent : theme.border);
}

}  // namespace thalweg
