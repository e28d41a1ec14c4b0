#include "ui/controls/message_bar.h"

#include "ui/controls/buttons.h"
#include "ui/look/icons.h"
#include "ui/look/plain_text.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace thalweg {

namespace {
constexpr int noteMilliseconds = 5'000;
}

MessageBar::MessageBar(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  const Theme& theme = themes.theme();
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(theme.u(3), theme.u(1), theme.u(1), theme.u(1));
  line->setSpacing(theme.u(2));
  icon_ = plainLabel(this);
  label_ = plainLabel(this);
  label_->setWordWrap(true);
  label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  answers_ = new QHBoxLayout;
  answers_->setSpacing(theme.u(1));
  close_ = new FlatButton(themes, QStringLiteral("close"), {}, this);
  close_->setControlHeight(24);
  close_->setToolTip(tr("Dismiss this message"));
  line->addWidget(icon_);
  line->addWidget(label_, 1);
  line->addLayout(answers_);
  line->addWidget(close_);
  timer_ = new QTimer(this);
  timer_->setSingleShot(true);
  connect(timer_, &QTimer::timeout, this, &MessageBar::dismiss);
  connect(close_, &QToolButton::clicked, this, &MessageBar::dismiss);
  connect(&themes, &ThemeController::changed, this, [this] {
    if (isVisible()) present(kind_, label_->text());
  });
  hide();
}

QString MessageBar::text() const { return label_->text(); }

void MessageBar::showMessage(Kind kind, const QString& words) { ask(words, {}), present(kind, words); }

void MessageBar::ask(const QString& words, const QList<std::pair<QString, std::function<void()>>>& answers) {
  while (QLayoutItem* item = answers_->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
  for (const auto& [label, act] : answers) {
    auto* button = new FlatButton(themes_, {}, label, this);
    button->setControlHeight(24);
    button->setFramed(true);
    button->setToolTip(label);
    connect(button, &QToolButton::clicked, this, [this, act = act] {
      dismiss();
      act();
    });
    answers_->addWidget(button);
    button->show();
  }
  present(Kind::Question, words);
}

void MessageBar::present(Kind kind, const QString& words) {
  kind_ = kind;
  const bool error = kind == Kind::Error;
  label_->setText(words);
  label_->setProperty("role", error ? QStringLiteral("error") : QString());
  icon_->setPixmap(themedIcon(themes_, error ? QStringLiteral("warning") : QStringLiteral("info"),
                              error ? IconTint::Error : IconTint::Accent)
                       .pixmap(themes_.theme().ipx(16)));
  style()->unpolish(label_);
  style()->polish(label_);
  show();
  updateGeometry();
  Q_EMIT presented();
  if (kind == Kind::Note) {
    timer_->start(noteMilliseconds);
  } else {
    timer_->stop();
  }
  QAccessibleEvent spoken(label_, QAccessible::Alert);
  QAccessible::updateAccessibility(&spoken);
}

void MessageBar::setWords(const QString& words) {
  if (!isHidden()) label_->setText(words);
}

void MessageBar::dismiss() {
  timer_->stop();
  if (isHidden()) return;
  hide();
  Q_EMIT dismissed();
}

void MessageBar::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) updateGeometry();
}

void MessageBar::paintEvent(QPaintEvent* /*event*/) {
  const Theme& theme = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(kind_ == Kind::Error ? theme.error : theme.accent, 1));
  painter.setBrush(theme.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6));
}

MessageArea::MessageArea(const ThemeController& themes, int top, QWidget* parent)
    : QWidget(parent), themes_(themes), top_(top), column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(themes.theme().u(1));
  parent->installEventFilter(this);
  hide();
}

MessageBar* MessageArea::addBar() {
  auto* bar = new MessageBar(themes_, this);
  column_->addWidget(bar);
  connect(bar, &MessageBar::presented, this, &MessageArea::place);
  return bar;
}

bool MessageArea::event(QEvent* event) {
  const bool done = QWidget::event(event);
  if (event->type() == QEvent::LayoutRequest) place();
  return done;
}

bool MessageArea::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) place();
  return QWidget::eventFilter(watched, event);
}

void MessageArea::place() {
  const auto bars = findChildren<MessageBar*>(Qt::FindDirectChildrenOnly);
  const bool any = std::ranges::any_of(bars, [](const MessageBar* bar) { return !bar->isHidden(); });
  if (!any) return hide();
  const Theme& theme = themes_.theme();
  const int wide = std::min(parentWidget()->width() - theme.u(8), theme.ipx(620));
  const int high =
      column_->hasHeightForWidth() ? column_->totalHeightForWidth(wide) : column_->totalSizeHint().height();
  setGeometry((parentWidget()->width() - wide) / 2, top_, wide, high);
  show();
  raise();
}

}  // namespace thalweg
