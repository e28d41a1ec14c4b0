#include "ui/lessons/answer_card.h"

#include <QPainter>

#include <algorithm>

namespace thalweg {

namespace {

constexpr int cardMargin = 5;  // pixels at the base font
constexpr int markSize = 14;

}  // namespace

AnswerCard::AnswerCard(const ThemeController& themes, const QString& words, const QString& caption, QWidget* parent)
    : QAbstractButton(parent), themes_(themes), caption_(caption) {
  setText(words);
  setAccessibleName(caption.isEmpty() ? words : caption + QStringLiteral(": ") + words);
  setCheckable(caption.isEmpty());
  if (caption.isEmpty()) {
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
  } else {
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents);
  }
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  connect(&themes, &ThemeController::changed, this, qOverload<>(&QWidget::update));
}

void AnswerCard::setPictured(bool pictured) {
  pictured_ = pictured;
  updateGeometry();
}

void AnswerCard::setPicture(const QPixmap& picture) {
  picture_ = picture;
  update();
}

int AnswerCard::captionHeight() const {
  const Theme& theme = themes_.theme();
  return caption_.isEmpty() ? 0 : QFontMetrics(theme.font(TextRole::Secondary)).height() + theme.ipx(2);
}

QRect AnswerCard::wordsRect(int width, int height) const {
  const Theme& theme = themes_.theme();
  const int margin = theme.ipx(cardMargin);
  const int top = margin + captionHeight() + (pictured_ ? pictureSize(theme).height() + theme.ipx(6) : 0);
  const int left = margin + theme.ipx(3) + (caption_.isEmpty() ? theme.ipx(markSize + 7) : 0);
  return {left, top, width - left - margin, std::max(0, height - top - margin)};
}

int AnswerCard::heightForWidth(int width) const {
  const Theme& theme = themes_.theme();
  const QRect room = wordsRect(width, 10'000);
  const QFontMetrics metrics(theme.font(caption_.isEmpty() ? TextRole::Body : TextRole::Strong));
  const int words = metrics.boundingRect(QRect(0, 0, room.width(), 10'000), Qt::TextWordWrap, text()).height();
  return room.top() + std::max(words, theme.ipx(markSize + 4)) + theme.ipx(cardMargin + 2);
}

QSize AnswerCard::sizeHint() const {
  const int wide = pictureSize(themes_.theme()).width() + 2 * themes_.theme().ipx(cardMargin);
  return {wide, heightForWidth(wide)};
}

void AnswerCard::paintEvent(QPaintEvent* /*event*/) {
  const Theme& theme = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const bool chosen = isChecked();
  const qreal line = chosen || hasFocus() ? 2 : 1;
  painter.setPen(QPen(chosen || hasFocus() ? theme.accent : theme.border, line));
  painter.setBrush(over_ && isEnabled() ? theme.rowHover : theme.surface);
  const qreal inset = line / 2;
  painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), theme.px(4), theme.px(4));

  const int margin = theme.ipx(cardMargin);
  if (!caption_.isEmpty()) {
    painter.setFont(theme.font(TextRole::Secondary));
    painter.setPen(theme.secondary);
    painter.drawText(QRect(margin + theme.ipx(3), margin, width() - 2 * margin, captionHeight()),
                     Qt::AlignLeft | Qt::AlignTop, caption_);
  }
  if (pictured_) {
    const QSize size = pictureSize(theme);
    const QRect place(QPoint((width() - size.width()) / 2, margin + captionHeight()), size);
    if (picture_.isNull())
      painter.fillRect(place, theme.groove);
    else
      painter.drawPixmap(place, picture_);
  }
  QRect words = wordsRect(width(), height());
  if (!pictured_ && caption_.isEmpty()) {
    // Beside answers with pictures it is higher than its words.
    const int needed = QFontMetrics(theme.font(TextRole::Body)).boundingRect(words, Qt::TextWordWrap, text()).height();
    words.translate(0, std::max(0, (words.height() - needed) / 2));
  }
  if (caption_.isEmpty()) {
    const QRectF mark(margin + theme.px(3), words.top() + theme.px(2), theme.px(markSize), theme.px(markSize));
    painter.setPen(QPen(chosen ? theme.accent : theme.hint, theme.px(1.5)));
    painter.setBrush(theme.field);
    painter.drawEllipse(mark);
    if (chosen) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(theme.accent);
      painter.drawEllipse(mark.center(), theme.px(4), theme.px(4));
    }
  }
  painter.setFont(theme.font(caption_.isEmpty() ? TextRole::Body : TextRole::Strong));
  painter.setPen(theme.text);
  painter.drawText(words, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, text());
}

void AnswerCard::enterEvent(QEnterEvent* event) {
  over_ = true;
  update();
  QAbstractButton::enterEvent(event);
}

void AnswerCard::leaveEvent(QEvent* event) {
  over_ = false;
  update();
  QAbstractButton::leaveEvent(event);
}

}  // namespace thalweg
