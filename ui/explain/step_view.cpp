#include "ui/explain/step_view.h"

#include <QAccessible>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace thalweg {

StepView::StepView(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setMouseTracking(true);
  setAccessibleName(tr("Step explained"));
}

void StepView::show(std::optional<StepSheet> sheet, const QString& words) {
  sheet_ = std::move(sheet);
  words_ = words;
  const int high = sheet_ ? static_cast<int>(std::ceil(sheet_->height())) : themes_.theme().ipx(60);
  if (minimumHeight() != high) setFixedHeight(high);
  if (QAccessible::isActive()) setAccessibleDescription(sheet_ ? sheet_->words() : words_);
  update();
}

void StepView::setWaiting(bool waiting) {
  if (waiting == waiting_) return;
  waiting_ = waiting;
  update();
}

void StepView::setLit(StepTermKind lit) {
  if (lit == lit_) return;
  lit_ = lit;
  update();
}

void StepView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme& theme = themes_.theme();
  if (!sheet_) {
    painter.setFont(theme.font(TextRole::Body));
    painter.setPen(theme.secondary);
    painter.drawText(rect().adjusted(theme.u(4), 0, -theme.u(4), 0), Qt::AlignCenter | Qt::TextWordWrap, words_);
    return;
  }
  constexpr double pale = 0.6;
  if (waiting_) painter.setOpacity(pale);
  sheet_->paint(painter, lit_);
}

void StepView::mouseMoveEvent(QMouseEvent* event) {
  if (!sheet_) return;
  const auto found = std::ranges::find_if(
      sheet_->rows(), [&](const StepSheet::Row& row) { return row.box.contains(event->position()); });
  Q_EMIT hovered(found == sheet_->rows().end() ? StepTermKind::None : found->kind);
}

void StepView::mousePressEvent(QMouseEvent* event) {
  if (!sheet_ || event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  for (std::size_t phase = 0; phase < sheet_->heads().size(); ++phase) {
    if (sheet_->heads()[phase].contains(event->position())) return Q_EMIT phaseChosen(static_cast<int>(phase));
  }
}

void StepView::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  Q_EMIT hovered(StepTermKind::None);
}

}  // namespace thalweg
