#include "ui/controls/buttons.h"

#include "ui/look/math_text.h"
#include "ui/look/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QStyleOption>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr qreal kIcon = 16, kChevron = 14;

/// A frame whose line lies on whole pixels.
void drawFrame(QPainter& p, const QRectF& rect, qreal radius, const QColor& line, const QColor& fill, qreal width = 1) {
  p.setPen(QPen(line, width));
  p.setBrush(fill);
  p.drawRoundedRect(rect.adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius);
}

}  // namespace

FlatButton::FlatButton(const ThemeController& themes, const QString& iconName, const QString& text, QWidget* parent)
    : QToolButton(parent), themes_(themes), iconName_(iconName) {
  setText(text);
  setPopupMode(QToolButton::InstantPopup);
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  connect(&themes, &ThemeController::changed, this, [this] {
    updateGeometry();
    update();
  });
}

void FlatButton::setIconName(const QString& name) {
  iconName_ = name;
  updateGeometry();
  update();
}

void FlatButton::setPicture(const QPixmap& picture) {
  picture_ = picture;
  update();
}

void FlatButton::setTint(IconTint tint) {
  tint_ = tint;
  update();
}

void FlatButton::setTextTint(IconTint tint) {
  textTint_ = tint;
  update();
}

void FlatButton::setControlHeight(int height) {
  controlHeight_ = height;
  updateGeometry();
}

void FlatButton::setFramed(bool framed) {
  framed_ = framed;
  updateGeometry();
  update();
}

void FlatButton::setIconLast(bool last) {
  iconLast_ = last;
  update();
}

bool FlatButton::showsChevron() const { return menu() && !text().isEmpty(); }

QSize FlatButton::sizeHint() const {
  const Theme& t = themes_.theme();
  const int height = t.ipx(controlHeight_);
  if (text().isEmpty()) return {height, height};
  qreal width = QFontMetricsF(font()).horizontalAdvance(text()) + 2 * t.u(framed_ ? 3 : 2);
  if (!iconName_.isEmpty()) width += t.px(kIcon) + t.u(2);
  if (showsChevron()) width += t.px(kChevron) + t.u(2);
  return {static_cast<int>(std::ceil(width)), height};
}

bool FlatButton::event(QEvent* event) {
  if (event->type() == QEvent::ToolTipChange && text().isEmpty() && accessibleName().isEmpty())
    setAccessibleName(toolTip());
  return QToolButton::event(event);
}

void FlatButton::changeEvent(QEvent* event) {
  QToolButton::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::EnabledChange) update();
}

void FlatButton::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter p(this);
  p.setRenderHint(QPainter::Antialiasing);
  const QRectF box = rect();
  const bool hot = isEnabled() && (underMouse() || isDown());
  if (framed_)
    drawFrame(p, box, t.px(5), hasFocus() ? t.accent : t.border,
              isChecked() ? t.accentWeak
              : hot       ? t.rowHover
                          : t.surface);
  else if (isChecked() || hot)
    drawFrame(p, box, t.px(5), Qt::transparent, isChecked() ? t.accentWeak : t.rowHover, 0);
  if (hasFocus() && !framed_) drawFrame(p, box, t.px(5), t.accent, Qt::transparent);

  const auto shade = [&](IconTint tint) {
    const QColor c = isChecked() ? t.accent : tintColor(t, tint);
    return isEnabled() ? c : withAlpha(c, 0.6);
  };
  const qreal icon = t.px(kIcon), middle = height() / 2.0;
  if (!picture_.isNull()) {
    const QSizeF size = picture_.deviceIndependentSize();
    return p.drawPixmap(QPointF((width() - size.width()) / 2, middle - size.height() / 2), picture_);
  }
  if (text().isEmpty()) {
    drawIcon(p, iconName_, QRectF((width() - icon) / 2, middle - icon / 2, icon, icon), shade(tint_));
    return;
  }
  const qreal advance = QFontMetricsF(font()).horizontalAdvance(text());
  const bool hasIcon = !iconName_.isEmpty();
  const qreal content = advance + (hasIcon ? icon + t.u(2) : 0) + (showsChevron() ? t.px(kChevron) + t.u(2) : 0);
  qreal x = std::max(0.0, (width() - content) / 2);
  if (hasIcon && !iconLast_) {
    drawIcon(p, iconName_, QRectF(x, middle - icon / 2, icon, icon), shade(tint_));
    x += icon + t.u(2);
  }
  p.setFont(font());
  p.setPen(shade(textTint_));
  p.drawText(QRectF(x, 0, advance + 2, height()), Qt::AlignVCenter | Qt::AlignLeft, text());
  x += advance + t.u(2);
  if (hasIcon && iconLast_) {
    drawIcon(p, iconName_, QRectF(x, middle - icon / 2, icon, icon), shade(tint_));
    x += icon + t.u(2);
  }
  if (showsChevron()) {
    const qreal side = t.px(kChevron);
    drawIcon(p, QStringLiteral("chevron-down"), QRectF(x, middle - side / 2, side, side), shade(IconTint::Hint));
  }
}

class SegmentedControl::Segment : public QToolButton {
 public:
  Segment(const ThemeController& themes, QString iconName, const QString& text, QWidget* parent)
      : QToolButton(parent), themes_(themes), iconName_(std::move(iconName)) {
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
  }

  bool first = false, last = false, texts = true, stretched = false, hinted = false;
  int controlHeight = 32;

  QSize sizeHint() const override {
    const Theme& t = themes_.theme();
    qreal width = 2 * t.u(3);
    if (!iconName_.isEmpty()) width += t.px(kIcon);
    if (showsText()) {
      // As wide as in the heavier type that the chosen one has.
      width += QFontMetricsF(t.font(TextRole::Medium)).horizontalAdvance(text());
      if (!iconName_.isEmpty()) width += t.u(2);
    }
    return {static_cast<int>(std::ceil(width)), t.ipx(controlHeight)};
  }
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  /// Up and Down choose the one before or after.
  void keyPressEvent(QKeyEvent* event) override {
    const bool up = event->key() == Qt::Key_Up;
    if ((!up && event->key() != Qt::Key_Down) || !group()) return QToolButton::keyPressEvent(event);
    QAbstractButton* other = group()->button(group()->id(this) + (up ? -1 : 1));
    if (!other || !other->isEnabled()) return;
    other->setFocus(Qt::TabFocusReason);
    other->click();
  }

  void paintEvent(QPaintEvent*) override {
    const Theme& t = themes_.theme();
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    // The frame runs on beyond the inner edges and is cut there, so that the ends alone are round.
    const qreal radius = t.px(5), beyond = 2 * radius;
    QRectF frame = QRectF(rect()).adjusted(first ? 0.5 : -beyond, 0.5, last ? -0.5 : beyond, -0.5);
    const QColor fill = isChecked() ? t.accentWeak : (underMouse() && isEnabled()) ? t.rowHover : t.surface;
    p.setPen(QPen(t.border, 1));
    p.setBrush(fill);
    p.drawRoundedRect(frame, radius, radius);
    if (!last) p.fillRect(QRectF(width() - 1, 1, 1, height() - 2), t.border);
    if (hasFocus()) {
      p.setPen(QPen(t.accent, 1));
      p.setBrush(Qt::NoBrush);
      p.drawRoundedRect(QRectF(rect()).adjusted(2.5, 2.5, -2.5 - (last ? 0 : 1), -2.5), t.px(3), t.px(3));
    }
    const QColor base = isChecked() || hinted ? t.accent : t.secondary;
    const QColor ink = isEnabled() ? base : withAlpha(base, 0.6);
    const QFont type = t.font(isChecked() || hinted ? TextRole::Medium : TextRole::Body);
    const qreal icon = iconName_.isEmpty() ? 0 : t.px(kIcon);
    const qreal advance = showsText() ? QFontMetricsF(type).horizontalAdvance(text()) : 0;
    const qreal gap = icon > 0 && advance > 0 ? t.u(2) : 0;
    qreal x = (width() - icon - gap - advance) / 2;
    if (icon > 0) drawIcon(p, iconName_, QRectF(x, (height() - icon) / 2, icon, icon), ink);
    x += icon + gap;
    if (advance > 0) {
      p.setFont(type);
      p.setPen(ink);
      p.drawText(QRectF(x, 0, advance + 2, height()), Qt::AlignVCenter | Qt::AlignLeft, text());
    }
  }

 private:
  [[nodiscard]] bool showsText() const { return !text().isEmpty() && (texts || iconName_.isEmpty()); }

  const ThemeController& themes_;
  QString iconName_;
};

SegmentedControl::SegmentedControl(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  group_.setExclusive(true);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  connect(&group_, &QButtonGroup::idClicked, this, &SegmentedControl::chosen);
  connect(&themes, &ThemeController::changed, this, &SegmentedControl::refreshEnds);
}

int SegmentedControl::addSegment(const QString& iconName, const QString& text, const QString& tip) {
  const int index = static_cast<int>(segments_.size());
  auto* segment = new Segment(themes_, iconName, text, this);
  segment->setToolTip(tip);
  segment->setAccessibleName(tip.isEmpty() ? text : tip);
  segment->setSizePolicy(
      sizePolicy().horizontalPolicy() == QSizePolicy::Fixed ? QSizePolicy::Fixed : QSizePolicy::Expanding,
      QSizePolicy::Fixed);
  group_.addButton(segment, index);
  segments_.push_back(segment);
  layout()->addWidget(segment);
  if (index == 0) segment->setChecked(true);
  refreshEnds();
  return index;
}

int SegmentedControl::current() const { return group_.checkedId(); }

void SegmentedControl::setCurrent(int index) {
  setHint(-1);
  if (QAbstractButton* b = group_.button(index)) b->setChecked(true);
}

void SegmentedControl::setMixed(int index) {
  group_.setExclusive(false);
  for (Segment* segment : segments_) segment->setChecked(false);
  group_.setExclusive(true);
  setHint(index);
}

void SegmentedControl::setHint(int index) {
  for (int i = 0; i < segments_.size(); ++i) {
    if (std::exchange(segments_[i]->hinted, i == index) != (i == index)) segments_[i]->update();
  }
}

void SegmentedControl::setSegmentEnabled(int index, bool enabled) {
  if (QAbstractButton* b = group_.button(index)) b->setEnabled(enabled);
}

void SegmentedControl::setTextsVisible(bool visible) {
  for (Segment* s : segments_) s->texts = visible;
  refreshEnds();
}

void SegmentedControl::setControlHeight(int height) {
  controlHeight_ = height;
  refreshEnds();
}

void SegmentedControl::setStretched(bool stretched) {
  const auto policy = stretched ? QSizePolicy::Expanding : QSizePolicy::Fixed;
  setSizePolicy(policy, QSizePolicy::Fixed);
  for (Segment* s : segments_) s->setSizePolicy(policy, QSizePolicy::Fixed);
}

void SegmentedControl::refreshEnds() {
  for (qsizetype i = 0; i < segments_.size(); ++i) {
    segments_[i]->first = i == 0;
    segments_[i]->last = i + 1 == segments_.size();
    segments_[i]->controlHeight = controlHeight_;
    segments_[i]->updateGeometry();
    segments_[i]->update();
  }
}

PlayButton::PlayButton(const ThemeController& themes, QWidget* parent) : QToolButton(parent), themes_(themes) {
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setPlaying(false);
  connect(&themes, &ThemeController::changed, this, [this] {
    updateGeometry();
    update();
  });
}

void PlayButton::setPlaying(bool playing) {
  playing_ = playing;
  setToolTip(playing ? tr("Pause (Space)") : tr("Play (Space)"));
  setAccessibleName(playing ? tr("Pause") : tr("Play"));
  update();
}

QSize PlayButton::sizeHint() const {
  // One pixel around for the focus ring.
  const int side = themes_.theme().ipx(40) + 6;
  return {side, side};
}

bool PlayButton::hitButton(const QPoint& position) const {
  const QPointF d = QPointF(position) - QRectF(rect()).center();
  return std::hypot(d.x(), d.y()) <= width() / 2.0;
}

void PlayButton::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter p(this);
  p.setRenderHint(QPainter::Antialiasing);
  const QPointF c = QRectF(rect()).center();
  const qreal radius = t.ipx(40) / 2.0;
  const QColor lit = isDown()       ? mixOklab(t.accent, t.text, 0.15)
                     : underMouse() ? mixOklab(t.accent, t.onAccent, 0.1)
                                    : t.accent;
  p.setPen(Qt::NoPen);
  p.setBrush(isEnabled() ? lit : t.groove);
  p.drawEllipse(c, radius, radius);
  if (hasFocus()) {
    p.setPen(QPen(t.accent, 1.5));
    p.setBrush(Qt::NoBrush);
    p.drawEllipse(c, radius + 2, radius + 2);
  }
  const qreal side = t.px(playing_ ? 18 : 20);
  drawIcon(p, playing_ ? QStringLiteral("pause") : QStringLiteral("play"),
           QRectF(c.x() - side / 2, c.y() - side / 2, side, side), t.onAccent);
}

namespace {

/// A list in which typing finds any part of a text, such as the second of two names.
class FindingList : public QListView {
 public:
  using QListView::QListView;

  void keyboardSearch(const QString& key) override {
    if (since_.isValid() && since_.elapsed() > QApplication::keyboardInputInterval()) typed_.clear();
    since_.start();
    typed_ += key;
    for (const Qt::MatchFlag how : {Qt::MatchStartsWith, Qt::MatchContains}) {
      const QModelIndexList found =
          model()->match(model()->index(0, 0), Qt::DisplayRole, typed_, 1, how | Qt::MatchWrap);
      if (!found.isEmpty()) return setCurrentIndex(found.first());
    }
  }

 private:
  QElapsedTimer since_;
  QString typed_;
};

/// As many whole words as there is room for, then an ellipsis.
QString cutText(const QString& text, const QFontMetricsF& metrics, qreal room) {
  if (metrics.horizontalAdvance(text) <= room) return text;
  QStringList words = text.split(QLatin1Char(' '));
  while (words.size() > 1) {
    words.removeLast();
    const QString cut = words.join(QLatin1Char(' ')) + QStringLiteral(" …");
    if (metrics.horizontalAdvance(cut) <= room) return cut;
  }
  return metrics.elidedText(text, Qt::ElideRight, room);
}

}  // namespace

ComboButton::ComboButton(const ThemeController& themes, QWidget* parent) : QComboBox(parent), themes_(themes) {
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_Hover);
  setSizeAdjustPolicy(QComboBox::AdjustToContents);
  setView(new FindingList(this));
  // The style sheet keeps what it found for the list's window, and forgets it by no signal of that window itself
  // (Qt 6.4, QStyleSheetStyle: `unstylable`), but by this one, which hands on who goes.
  connect(view()->parentWidget(), &QObject::destroyed, this, &QObject::destroyed);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  connect(&themes, &ThemeController::changed, this, [this] {
    updateGeometry();
    update();
  });
}

void ComboButton::setControlHeight(int height) {
  controlHeight_ = height;
  updateGeometry();
}

void ComboButton::setPrefix(const QString& tex) {
  prefix_ = tex;
  updateGeometry();
  update();
}

void ComboButton::showPopup() {
  const int bar = count() > maxVisibleItems() ? view()->verticalScrollBar()->sizeHint().width() : 0;
  view()->setMinimumWidth(view()->sizeHintForColumn(0) + bar + themes_.theme().u(4));
  QComboBox::showPopup();
}

QSize ComboButton::sizeHint() const {
  const Theme& t = themes_.theme();
  const QFontMetricsF metrics(font());
  qreal widest = 0;
  bool icons = false;
  for (int i = 0; i < count(); ++i) {
    widest = std::max(widest, metrics.horizontalAdvance(itemText(i)));
    icons = icons || !itemIcon(i).isNull();
  }
  qreal width = widest + 2 * t.u(2) + t.px(kChevron) + t.u(2);
  if (icons) width += t.px(kIcon) + t.u(2);
  if (!prefix_.isEmpty()) width += MathText(prefix_, t.em * 1.12).size().width() + t.u(1);
  return {static_cast<int>(std::ceil(width)), t.ipx(controlHeight_)};
}

QSize ComboButton::minimumSizeHint() const {
  const Theme& t = themes_.theme();
  return {std::min(sizeHint().width(), t.ipx(56)), t.ipx(controlHeight_)};
}

void ComboButton::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter p(this);
  p.setRenderHint(QPainter::Antialiasing);
  const QColor line = hasFocus() ? t.accent : (underMouse() && isEnabled()) ? t.hint : t.border;
  drawFrame(p, rect(), t.px(controlHeight_ > 28 ? 5 : 4), line, t.field);
  const QColor ink = isEnabled() ? t.text : withAlpha(t.secondary, 0.6);
  const qreal chevron = t.px(kChevron), icon = t.px(kIcon);
  const qreal right = width() - t.u(2) - chevron + t.px(2);
  drawIcon(p, QStringLiteral("chevron-down"), QRectF(right, (height() - chevron) / 2, chevron, chevron),
           isEnabled() ? t.hint : withAlpha(t.hint, 0.6));
  qreal x = t.u(2);
  const QIcon current = itemIcon(currentIndex());
  if (!current.isNull()) {
    current.paint(&p, QRect(static_cast<int>(x), static_cast<int>((height() - icon) / 2), static_cast<int>(icon),
                            static_cast<int>(icon)));
    x += icon + t.u(2);
  }
  if (!prefix_.isEmpty()) {
    const MathText prefix(prefix_, t.em * 1.12);
    prefix.draw(p, QPointF(x, (height() - prefix.size().height()) / 2), ink);
    x += prefix.size().width() + t.u(1);
  }
  p.setFont(font());
  p.setPen(ink);
  const QRectF room(x, 0, std::max(0.0, right - x - t.px(2)), height());
  const QFontMetricsF metrics(font());
  const QString brief = currentData(shortText).toString();
  const bool whole = brief.isEmpty() || metrics.horizontalAdvance(currentText()) <= room.width() + 1;
  p.drawText(room, Qt::AlignVCenter | Qt::AlignLeft, cutText(whole ? currentText() : brief, metrics, room.width() + 1));
}

void ComboButton::wheelEvent(QWheelEvent* event) {
  // A list that is scrolled must not change a choice on its way.
  if (hasFocus())
    QComboBox::wheelEvent(event);
  else
    event->ignore();
}

}  // namespace thalweg
