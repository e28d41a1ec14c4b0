#include "ui/window/keyboard_map.h"

#include "ui/controls/shortcuts.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

struct Group {
  QString title;
  std::vector<const Shortcut*> entries;
};

std::vector<Group> groups() {
  std::vector<Group> all;
  for (const Shortcut& entry : shortcuts()) {
    if (entry.keys.empty()) continue;
    const auto there = std::ranges::find(all, entry.group, &Group::title);
    Group& group = there == all.end() ? all.emplace_back(Group{entry.group, {}}) : *there;
    group.entries.push_back(&entry);
  }
  return all;
}

/// The keys of an entry, each in a cap of its own; a row of digits is written as a range.
QStringList caps(const Shortcut& entry) {
  QStringList texts;
  for (const QKeySequence& keys : entry.keys) texts << keys.toString(QKeySequence::NativeText);
  const bool range = texts.size() > 3;
  return range ? QStringList{texts.first() + QStringLiteral(" … ") + texts.last()} : texts;
}

}  // namespace

KeyboardMap::KeyboardMap(const ThemeController& themes, QWidget* window) : QWidget(window), themes_(themes) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Keys"));
  setToolTip(tr("Any key or click closes this"));
  window->installEventFilter(this);
  hide();
}

QStringList KeyboardMap::lines() const {
  QStringList all;
  for (const Group& group : groups()) {
    for (const Shortcut* entry : group.entries)
      all << QStringLiteral("%1: %2").arg(caps(*entry).join(QStringLiteral(", ")), entry->label);
  }
  return all;
}

void KeyboardMap::open() {
  before_ = window()->focusWidget();
  setGeometry(parentWidget()->rect());
  setAccessibleDescription(lines().join(QStringLiteral("\n")));
  show();
  raise();
  setFocus(Qt::PopupFocusReason);
}

void KeyboardMap::dismiss() {
  if (isHidden()) return;
  QWidget* next = before_ && before_ != this ? before_.data() : window();
  next->setFocus(Qt::PopupFocusReason);
  hide();
}

void KeyboardMap::keyPressEvent(QKeyEvent* /*event*/) { dismiss(); }

void KeyboardMap::mousePressEvent(QMouseEvent* /*event*/) { dismiss(); }

void KeyboardMap::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  if (event->reason() != Qt::ActiveWindowFocusReason) hide();
}

bool KeyboardMap::event(QEvent* event) {
  // Tab would move the focus below the card; it is a key like the others.
  if (event->type() == QEvent::KeyPress) {
    keyPressEvent(static_cast<QKeyEvent*>(event));
    return true;
  }
  if (event->type() == QEvent::ShortcutOverride) event->accept();
  return QWidget::event(event);
}

bool KeyboardMap::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

void KeyboardMap::paintEvent(QPaintEvent* /*event*/) {
  const Theme& theme = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), withAlpha(theme.dark ? QColor(Qt::black) : QColor(0x1A1E25), 0.45));

  const qreal row = theme.px(26), cap = theme.px(20), pad = theme.px(20), head = theme.px(30);
  const QFontMetricsF metrics(theme.font(TextRole::Body)), small(theme.font(TextRole::Secondary));
  const auto capWidth = [&](const QString& text) {
    return std::max(cap, small.horizontalAdvance(text) + theme.px(12));
  };
  const std::vector<Group> all = groups();
  std::vector<qreal> keysWide, wide;
  qreal high = 0;
  for (const Group& group : all) {
    qreal keys = 0, words = 0;
    for (const Shortcut* entry : group.entries) {
      qreal line = 0;
      for (const QString& text : caps(*entry)) line += capWidth(text) + theme.px(4);
      keys = std::max(keys, line);
      words = std::max(words, metrics.horizontalAdvance(entry->label));
    }
    keysWide.push_back(std::ceil(keys));
    wide.push_back(std::ceil(keys + theme.px(10) + words));
    high = std::max(high, head + row * static_cast<qreal>(group.entries.size()));
  }
  qreal total = 2 * pad + theme.px(32) * static_cast<qreal>(all.size() - 1);
  for (const qreal w : wide) total += w;
  QRectF card(0, 0, total, high + 2 * pad);
  card.moveCenter(QRectF(rect()).center());
  card.moveTopLeft({std::round(card.left()) + 0.5, std::round(card.top()) + 0.5});
  painter.setPen(QPen(theme.border, 1));
  painter.setBrush(theme.surface);
  painter.drawRoundedRect(card, theme.px(6), theme.px(6));

  qreal x = card.left() + pad;
  for (std::size_t g = 0; g < all.size(); ++g) {
    qreal y = card.top() + pad;
    painter.setFont(theme.font(TextRole::Title));
    painter.setPen(theme.text);
    painter.drawText(QRectF(x, y, wide[g], head), Qt::AlignLeft | Qt::AlignTop, all[g].title);
    y += head;
    for (const Shortcut* entry : all[g].entries) {
      qreal left = x;
      painter.setFont(theme.font(TextRole::Secondary));
      for (const QString& text : caps(*entry)) {
        const QRectF box(std::round(left) + 0.5, std::round(y + (row - cap) / 2) + 0.5, capWidth(text), cap);
        painter.setPen(QPen(theme.border, 1));
        painter.setBrush(theme.dock);
        painter.drawRoundedRect(box, theme.px(4), theme.px(4));
        painter.setPen(theme.secondary);
        painter.drawText(box, Qt::AlignCenter, text);
        left += box.width() + theme.px(4);
      }
      painter.setFont(theme.font(TextRole::Body));
      painter.setPen(theme.text);
      painter.drawText(QRectF(x + keysWide[g] + theme.px(10), y, wide[g], row), Qt::AlignLeft | Qt::AlignVCenter,
                       entry->label);
      y += row;
    }
    x += wide[g] + theme.px(32);
  }
}

}  // namespace thalweg
