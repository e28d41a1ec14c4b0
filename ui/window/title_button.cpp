#include "ui/window/title_button.h"

#include "ui/look/icons.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace thalweg {

TitleButton::TitleButton(const ThemeController& themes, QWidget* parent)
    : QToolButton(parent), themes_(themes), editor_(new QLineEdit(this)) {
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  editor_->hide();
  editor_->setFocusPolicy(Qt::ClickFocus);
  editor_->setMaxLength(200);
  editor_->setAccessibleName(tr("Title of the scenario"));
  editor_->setToolTip(tr("Enter keeps the title, Esc the one before"));
  editor_->installEventFilter(this);
  connect(editor_, &QLineEdit::editingFinished, this, [this] {
    if (editor_->isHidden()) return;
    editor_->hide();
    const QString typed = editor_->text().simplified();
    if (typed != title_) Q_EMIT renamed(typed);
  });
  connect(&themes, &ThemeController::changed, this, [this] {
    updateGeometry();
    update();
  });
}

void TitleButton::setTitle(const QString& title, bool modified, const QString& path) {
  title_ = title;
  modified_ = modified;
  setAccessibleName(modified ? tr("Scenario: %1, unsaved changes").arg(title) : tr("Scenario: %1").arg(title));
  QStringList tip{tr("Choose a scenario (Ctrl+L)")};
  if (!path.isEmpty()) tip << path;
  if (modified) tip << tr("There are unsaved changes.");
  setToolTip(tip.join(QLatin1Char('\n')));
  updateGeometry();
  update();
}

void TitleButton::edit() {
  editor_->setText(title_);
  editor_->selectAll();
  editor_->setGeometry(rect());
  editor_->show();
  editor_->setFocus(Qt::OtherFocusReason);
}

QSize TitleButton::sizeHint() const {
  // Whatever the title, what stands beside it keeps its place.
  return {themes_.theme().ipx(260), themes_.theme().ipx(32)};
}

QSize TitleButton::minimumSizeHint() const { return {themes_.theme().ipx(120), themes_.theme().ipx(32)}; }

void TitleButton::resizeEvent(QResizeEvent* event) {
  QToolButton::resizeEvent(event);
  editor_->setGeometry(rect());
}

bool TitleButton::eventFilter(QObject* watched, QEvent* event) {
  if (watched == editor_ && event->type() == QEvent::KeyPress &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    editor_->hide();
    return true;
  }
  return QToolButton::eventFilter(watched, event);
}

void TitleButton::paintEvent(QPaintEvent* /*event*/) {
  const Theme& theme = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(hasFocus() ? theme.accent : theme.border, 1));
  painter.setBrush(underMouse() || isDown() ? theme.rowHover : theme.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(5), theme.px(5));
  const qreal chevron = theme.px(14);
  const qreal right = width() - theme.px(8) - chevron;
  drawIcon(painter, QStringLiteral("chevron-down"), QRectF(right, (height() - chevron) / 2, chevron, chevron),
           theme.hint);
  painter.setFont(theme.font(TextRole::Title));
  painter.setPen(theme.text);
  const QRectF words(theme.px(12), 0, right - theme.px(30), height());
  painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetricsF(painter.font()).elidedText(title_, Qt::ElideRight, words.width()));
  if (!modified_) return;
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.accent);
  painter.drawEllipse(QPointF(right - theme.px(8), height() / 2.0), theme.px(3), theme.px(3));
}

}  // namespace thalweg
