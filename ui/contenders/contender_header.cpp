#include "ui/contenders/contender_header.h"

#include "core/scenario/scenario_file.h"
#include "ui/controls/buttons.h"
#include "ui/controls/panels.h"
#include "ui/look/markers.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>

#include <algorithm>
#include <utility>

namespace thalweg {

ContenderHeader::ContenderHeader(const ThemeController& themes, std::size_t number, QWidget* parent)
    : QWidget(parent), themes_(themes) {
  const Theme& theme = themes.theme();
  setFixedHeight(theme.ipx(34));
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(theme.u(1), 0, theme.u(1.5), 0);
  line->setSpacing(theme.u(0.5));
  fold_ = button(QStringLiteral("chevron-down"), tr("Fold or unfold"));
  mark_ = button({}, tr("Colour and marker"));
  name_ = new ElidedLabel(themes_, {}, TextRole::Title, this);
  brief_ = new ElidedLabel(themes_, {}, TextRole::Secondary, this);
  brief_->setSecondary(true);
  brief_->setAlignment(Qt::AlignRight);
  solo_ = button(QStringLiteral("solo"), tr("Show this one alone, or all again"));
  solo_->setCheckable(true);
  solo_->hide();
  eye_ = button(QStringLiteral("eye"),
                number <= 9 ? tr("Show or hide its paths (%1)").arg(number) : tr("Show or hide its paths"));
  more_ = button(QStringLiteral("ellipsis"), tr("More"));
  line->addWidget(fold_);
  line->addWidget(mark_);
  line->addSpacing(theme.u(0.5));
  line->addWidget(name_, 1);
  line->addSpacing(theme.u(1));
  line->addWidget(brief_);
  for (FlatButton* last : {solo_, eye_, more_}) line->addWidget(last);
}

FlatButton* ContenderHeader::button(const QString& icon, const QString& tip) {
  auto* made = new FlatButton(themes_, icon, {}, this);
  made->setControlHeight(24);
  made->setToolTip(tip);
  return made;
}

void ContenderHeader::setName(const QString& name, const QString& tip) {
  name_->setText(name);
  setToolTip(tip);  // the label's own is its whole text
  for (FlatButton* each : {fold_, mark_, solo_, eye_, more_})
    each->setAccessibleName(tr("%1: %2").arg(name, each->toolTip()));
  // Values give way first.
  name_->setMinimumWidth(std::min(name_->sizeHint().width(), themes_.theme().ipx(112)));
  showBrief();
}

QString ContenderHeader::name() const { return name_->text(); }

void ContenderHeader::setBrief(const QString& words) {
  brief_->setText(words);
  showBrief();
}

/// As a whole or not at all: a piece of a number would be another number.
void ContenderHeader::showBrief() {
  const Theme& theme = themes_.theme();
  int room = width() - theme.u(2.5) - theme.u(1.5) - 5 * theme.u(0.5) - name_->minimumWidth();
  for (const FlatButton* each : {fold_, mark_, solo_, eye_, more_}) {
    if (!each->isHidden()) room -= each->sizeHint().width();
  }
  brief_->setVisible(folded_ && !brief_->text().isEmpty() && brief_->sizeHint().width() <= room);
}

void ContenderHeader::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  showBrief();
}

QString ContenderHeader::brief() const { return brief_->text(); }

void ContenderHeader::setMark(const ContenderMark& mark) {
  const QColor ground = themes_.theme().surface;
  if (mark.color == shown_.color && mark.marker == shown_.marker && ground == ground_) return;
  shown_ = mark;
  ground_ = ground;
  mark_->setPicture(markerPixmap(mark.marker, themes_.theme().px(13), mark.color, ground, devicePixelRatioF()));
}

void ContenderHeader::setFolded(bool folded) {
  fold_->setIconName(folded ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"));
  folded_ = folded;
  showBrief();
}

void ContenderHeader::setVisibility(bool hidden, bool alone) {
  if (hidden == hidden_ && alone == alone_) return;
  hidden_ = hidden;
  alone_ = alone;
  eye_->setIconName(hidden ? QStringLiteral("eye-off") : QStringLiteral("eye"));
  solo_->setChecked(alone);
  name_->setSecondary(hidden);
  setHovered(hovered_);
}

void ContenderHeader::setHovered(bool hovered) {
  hovered_ = hovered;
  solo_->setVisible(hovered || alone_);
  showBrief();
}

void ContenderHeader::rename() {
  if (field_) return;
  field_ = new QLineEdit(name_->text(), this);
  field_->setMaxLength(limits::characters);
  field_->setAccessibleName(tr("Name"));
  field_->setFont(themes_.theme().font(TextRole::Title));
  field_->installEventFilter(this);
  delete layout()->replaceWidget(name_, field_);
  name_->hide();
  field_->show();
  field_->selectAll();
  field_->setFocus();
}

void ContenderHeader::endRename(bool take) {
  QLineEdit* field = std::exchange(field_, nullptr);
  if (!field) return;
  const QString entry = field->text().trimmed();
  const bool changed = take && entry != name_->text();
  delete layout()->replaceWidget(field, name_);
  name_->show();
  field->removeEventFilter(this);
  if (field->hasFocus()) more_->setFocus();
  field->hide();
  field->deleteLater();
  if (changed) Q_EMIT renamed(entry);
}

bool ContenderHeader::eventFilter(QObject* watched, QEvent* event) {
  if (watched != field_) return QWidget::eventFilter(watched, event);
  if (event->type() == QEvent::FocusOut && static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason)
    endRename(true);
  if (event->type() != QEvent::KeyPress) return false;
  const int key = static_cast<QKeyEvent*>(event)->key();
  const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
  if (!enter && key != Qt::Key_Escape) return false;
  endRename(enter);
  return true;
}

void ContenderHeader::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  pressedAt_ = event->globalPosition().toPoint();
  Q_EMIT pressed();
}

void ContenderHeader::mouseMoveEvent(QMouseEvent* event) {
  const QPoint at = event->globalPosition().toPoint();
  if ((event->buttons() & Qt::LeftButton) == 0) return;
  if (!dragging_) {
    if ((at - pressedAt_).manhattanLength() < QApplication::startDragDistance()) return;
    dragging_ = true;
    setCursor(Qt::ClosedHandCursor);
    grabKeyboard();  // for Escape
  }
  Q_EMIT dragMoved(at);
}

void ContenderHeader::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) endDrag(true);
}

void ContenderHeader::endDrag(bool dropped) {
  if (!std::exchange(dragging_, false)) return;
  unsetCursor();
  releaseKeyboard();
  Q_EMIT dragEnded(dropped);
}

void ContenderHeader::keyPressEvent(QKeyEvent* event) {
  if (!dragging_) return QWidget::keyPressEvent(event);
  if (event->key() == Qt::Key_Escape) endDrag(false);
}

void ContenderHeader::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && name_->geometry().contains(event->position().toPoint())) rename();
}

}  // namespace thalweg
