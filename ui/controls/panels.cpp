#include "ui/controls/panels.h"

#include "ui/look/icons.h"
#include "ui/look/plain_text.h"
#include "ui/look/polyline.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

/// Repaints and lays out anew when the theme changes.
void follow(const ThemeController& themes, QWidget* widget) {
  QObject::connect(&themes, &ThemeController::changed, widget, [widget] {
    widget->updateGeometry();
    widget->update();
  });
}

}  // namespace

CardFrame::CardFrame(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  follow(themes, this);
}

void CardFrame::setSelected(bool selected) {
  if (selected == selected_) return;
  selected_ = selected;
  update();
}

void CardFrame::paintEvent(QPaintEvent* event) {
  const Theme& t = themes_.theme();
  QPainter p(this);
  // What a child repaints sixty times a second lies within the round corners.
  const int round = t.ipx(6);
  if (rect().adjusted(round, 2, -round, -2).contains(event->rect()) ||
      rect().adjusted(2, round, -2, -round).contains(event->rect()))
    return p.fillRect(event->rect(), t.surface);
  p.setRenderHint(QPainter::Antialiasing);
  const qreal line = selected_ ? 2 : 1;
  p.setPen(QPen(selected_ ? t.accent : t.border, line));
  p.setBrush(t.surface);
  const qreal half = line / 2;
  p.drawRoundedRect(QRectF(rect()).adjusted(half, half, -half, -half), t.px(6) - half, t.px(6) - half);
}

void CardFrame::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) Q_EMIT pressed();
  QWidget::mousePressEvent(event);
}

HoverRow::HoverRow(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setAttribute(Qt::WA_Hover);
  follow(themes, this);
}

bool HoverRow::event(QEvent* event) {
  if (event->type() == QEvent::Enter || event->type() == QEvent::Leave) {
    update();
    Q_EMIT hoverChanged(event->type() == QEvent::Enter);
  }
  return QWidget::event(event);
}

void HoverRow::paintEvent(QPaintEvent*) {
  if (!underMouse() || !isEnabled()) return;
  QPainter(this).fillRect(rect(), themes_.theme().rowHover);
}

void reserveScrollBar(QAbstractScrollArea& area) {
  area.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
  QScrollBar* bar = area.verticalScrollBar();
  bar->setEnabled(bar->minimum() < bar->maximum());
  QObject::connect(bar, &QScrollBar::rangeChanged, bar, [bar](int first, int last) { bar->setEnabled(first < last); });
}

Rule::Rule(const ThemeController& themes, Qt::Orientation orientation, QWidget* parent)
    : QWidget(parent), themes_(themes) {
  if (orientation == Qt::Horizontal) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(1);
  } else {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setFixedWidth(1);
  }
  follow(themes, this);
}

void Rule::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), themes_.theme().border); }

InlineMessage::InlineMessage(const ThemeController& themes, QWidget* parent)
    : QWidget(parent), themes_(themes), icon_(plainLabel(this)), label_(plainLabel(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(icon_, 0, Qt::AlignTop);
  row->addWidget(label_, 1);
  label_->setWordWrap(true);
  label_->setAlignment(Qt::AlignLeft | Qt::AlignTop);  // beside the icon, however high a layout makes it
  label_->setTextFormat(Qt::RichText);                 // for the link; the words are escaped
  label_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  connect(label_, &QLabel::linkActivated, this, &InlineMessage::linkActivated);
  connect(&themes, &ThemeController::changed, this, &InlineMessage::restyle);
  setVisible(false);
  restyle();
}

void InlineMessage::showMessage(Kind kind, const QString& text, const QString& link) {
  kind_ = kind;
  text_ = text;
  link_ = link;
  restyle();
  setVisible(!text.isEmpty());
  setAccessibleName(text);
  QAccessibleEvent alert(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

void InlineMessage::clear() {
  text_.clear();
  link_.clear();
  setVisible(false);
}

void InlineMessage::restyle() {
  const Theme& t = themes_.theme();
  layout()->setSpacing(t.u(2));
  const int side = t.ipx(14);
  icon_->setPixmap(
      themedIcon(themes_, QStringLiteral("warning"), IconTint::Error).pixmap(QSize(side, side), devicePixelRatioF()));
  icon_->setContentsMargins(0, t.ipx(2), 0, 0);
  label_->setFont(t.font(TextRole::Secondary));
  QPalette colors = label_->palette();
  colors.setColor(QPalette::WindowText, kind_ == Kind::Error ? t.error : t.text);
  colors.setColor(QPalette::Link, t.accent);
  label_->setPalette(colors);
  QString html = text_.toHtmlEscaped();
  if (!link_.isEmpty())
    html += QStringLiteral(" <a href=\"mend\" style=\"color:%1;text-decoration:none\">%2</a>")
                .arg(t.accent.name(), link_.toHtmlEscaped().replace(QLatin1Char(' '), QStringLiteral("&nbsp;")));
  label_->setText(html);
  label_->setToolTip(link_.isEmpty() ? QString() : tr("Click “%1” and it is done").arg(link_));
}

HoverHint::HoverHint(const ThemeController& themes, QWidget* window) : QWidget(window), themes_(themes) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setFocusPolicy(Qt::NoFocus);
  hide();
}

void HoverHint::showAt(const QPoint& globalPosition, const QString& before, const QColor& swatch,
                       const QString& after) {
  const Theme& t = themes_.theme();
  before_ = before;
  swatch_ = swatch;
  after_ = after;
  const QFontMetricsF metrics(t.font(TextRole::Secondary));
  qreal width = 2 * t.u(2.5) + metrics.horizontalAdvance(before);
  if (swatch.isValid()) width += t.u(2) + t.px(10) + t.px(6) + metrics.horizontalAdvance(after);
  resize(static_cast<int>(std::ceil(width)), t.ipx(24));
  const QPoint at = parentWidget()->mapFromGlobal(globalPosition) + QPoint(-t.ipx(20), t.ipx(18));
  const QSize room = parentWidget()->size() - size();
  move(std::clamp(at.x(), 0, std::max(0, room.width())),
       at.y() <= room.height() ? at.y() : std::max(0, at.y() - t.ipx(18) - height() - t.ipx(6)));
  show();
  raise();
  update();
}

void HoverHint::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter p(this);
  p.setRenderHint(QPainter::Antialiasing);
  p.setPen(QPen(t.border, 1));
  p.setBrush(t.surface);
  p.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), t.px(4), t.px(4));
  const QFont type = t.font(TextRole::Secondary);
  const QFontMetricsF metrics(type);
  p.setFont(type);
  p.setPen(t.text);
  qreal x = t.u(2.5);
  p.drawText(QRectF(x, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, before_);
  if (!swatch_.isValid()) return;
  x += metrics.horizontalAdvance(before_) + t.u(2);
  const qreal side = t.px(10);
  p.setPen(Qt::NoPen);
  p.setBrush(swatch_);
  p.drawRoundedRect(QRectF(x, (height() - side) / 2, side, side), t.px(2), t.px(2));
  p.setPen(t.text);
  p.drawText(QRectF(x + side + t.px(6), 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, after_);
}

SchedulePreview::SchedulePreview(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFocusPolicy(Qt::TabFocus);
  connect(&themes, &ThemeController::changed, this, [this] { line_ = {}; });
  follow(themes, this);
}

void SchedulePreview::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return) {
    Q_EMIT clicked();
  } else {
    QWidget::keyPressEvent(event);
  }
}

void SchedulePreview::setCurve(std::vector<double> rates) {
  if (rates == rates_) return;
  rates_ = std::move(rates);
  line_ = {};
  update();
}

void SchedulePreview::setCursorShare(std::optional<double> share) {
  // A quarter of a pixel is the least that can be seen.
  const double parts = std::max(1, 4 * width());
  if (share) share = std::round(*share * parts) / parts;
  if (share == cursor_) return;
  cursor_ = share;
  update();
}

QSize SchedulePreview::sizeHint() const {
  const Theme& t = themes_.theme();
  return {t.ipx(68), t.ipx(24)};
}

QSize SchedulePreview::minimumSizeHint() const {
  const Theme& t = themes_.theme();
  return {t.ipx(40), t.ipx(24)};
}

void SchedulePreview::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter p(this);
  p.setRenderHint(QPainter::Antialiasing);
  const qreal margin = t.px(3);
  const QRectF plot(margin, t.px(4.5), width() - 2 * margin, height() - t.px(8.5));
  p.fillRect(QRectF(plot.left(), std::round(plot.bottom()), plot.width(), 1), t.border);
  double top = 0;
  for (const double r : rates_)
    if (std::isfinite(r)) top = std::max(top, r);
  if (hasFocus()) {
    p.setPen(QPen(t.accent, 1));
    p.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), t.px(4), t.px(4));
  }
  if (rates_.size() < 2 || !(top > 0)) return;
  const auto last = static_cast<double>(rates_.size() - 1);
  const auto at = [&](double share) {
    const double k = std::clamp(share, 0.0, 1.0) * last;
    const auto i = std::min(static_cast<std::size_t>(k), rates_.size() - 2);
    const double rate = std::lerp(rates_[i], rates_[i + 1], k - static_cast<double>(i));
    return QPointF(plot.left() + share * plot.width(),
                   plot.bottom() - std::clamp(rate / top, 0.0, 1.0) * (plot.height() - t.px(1)));
  };
  const qreal ratio = devicePixelRatioF();
  if (const QSize pixels = size() * ratio; line_.size() != pixels) {
    line_ = QPixmap(pixels);
    line_.setDevicePixelRatio(ratio);
    line_.fill(Qt::transparent);
    std::vector<QPointF> points;
    for (std::size_t i = 0; i < rates_.size(); ++i)
      if (std::isfinite(rates_[i])) points.push_back(at(static_cast<double>(i) / last));
    // Thousands of steps on fifty pixels: strokes cost by the piece.
    QPolygonF line;
    constexpr double tolerance = 0.1;
    for (const std::size_t i : polylineBends(points, tolerance)) line << points[i];
    QPainter curve(&line_);
    curve.setRenderHint(QPainter::Antialiasing);
    curve.setPen(QPen(isEnabled() ? t.secondary : t.hint, t.px(1.5), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    curve.drawPolyline(line);
  }
  p.drawPixmap(0, 0, line_);
  if (!cursor_) return;
  const QPointF dot = at(std::clamp(*cursor_, 0.0, 1.0));
  const qreal w = std::max(1.0, std::floor(t.px(1)));
  p.fillRect(QRectF(std::round((dot.x() - w / 2) * ratio) / ratio, plot.top() - t.px(1.5), w, plot.height() + t.px(2)),
             t.accent);
  if (!std::isfinite(dot.y())) return;
  p.setPen(Qt::NoPen);
  p.setBrush(t.accent);
  p.drawEllipse(dot, t.px(2.5), t.px(2.5));
}

void SchedulePreview::changeEvent(QEvent* event) {
  if (event->type() == QEvent::EnabledChange) line_ = {};
  QWidget::changeEvent(event);
}

void SchedulePreview::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) Q_EMIT clicked();
}

ElidedLabel::ElidedLabel(const ThemeController& themes, const QString& text, TextRole role, QWidget* parent)
    : QWidget(parent), themes_(themes), text_(text), role_(role) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setAccessibleName(text);
  follow(themes, this);
}

void ElidedLabel::setText(const QString& text) {
  if (text == text_) return;
  text_ = text;
  setAccessibleName(text);
  updateTip();
  updateGeometry();
  update();
}

void ElidedLabel::setRole(TextRole role) {
  role_ = role;
  updateGeometry();
  update();
}

void ElidedLabel::setSecondary(bool secondary) {
  secondary_ = secondary;
  update();
}

void ElidedLabel::setAlignment(Qt::Alignment alignment) {
  alignment_ = alignment;
  update();
}

QSize ElidedLabel::sizeHint() const {
  const QFontMetricsF metrics(themes_.theme().font(role_));
  return {static_cast<int>(std::ceil(metrics.horizontalAdvance(text_))) + 1,
          static_cast<int>(std::ceil(metrics.height()))};
}

QSize ElidedLabel::minimumSizeHint() const { return {themes_.theme().ipx(16), sizeHint().height()}; }

QString ElidedLabel::shownText() const {
  const QFontMetricsF metrics(themes_.theme().font(role_));
  if (!separator_.isEmpty() && metrics.horizontalAdvance(text_) > width()) {
    QStringList parts = text_.split(separator_);
    while (parts.size() > 2) {
      parts.removeLast();
      const QString shorter = parts.join(separator_) + separator_ + QChar(0x2026);
      if (metrics.horizontalAdvance(shorter) <= width()) return shorter;
    }
  }
  return metrics.elidedText(text_, Qt::ElideRight, width());
}

void ElidedLabel::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter p(this);
  const QFont type = t.font(role_);
  p.setFont(type);
  const QColor ink = secondary_ ? t.secondary : t.text;
  p.setPen(isEnabled() ? ink : withAlpha(ink, 0.6));
  p.drawText(rect(), Qt::AlignVCenter | alignment_, shownText());
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  updateTip();
}

void ElidedLabel::updateTip() {
  const bool whole = QFontMetricsF(themes_.theme().font(role_)).horizontalAdvance(text_) <= width();
  setToolTip(whole ? QString() : text_);
}

FlowLayout::FlowLayout(int horizontalGap, int verticalGap, QWidget* parent)
    : QLayout(parent), horizontalGap_(horizontalGap), verticalGap_(verticalGap) {
  setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() {
  for (QLayoutItem* item : items_) delete item;
}

void FlowLayout::addItem(QLayoutItem* item) { items_.push_back(item); }

int FlowLayout::count() const { return static_cast<int>(items_.size()); }

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
  QLayoutItem* item = itemAt(index);
  if (item) items_.erase(items_.begin() + index);
  return item;
}

int FlowLayout::heightForWidth(int width) const { return arrange(QRect(0, 0, width, 0), false); }

void FlowLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  arrange(rect, true);
}

QSize FlowLayout::sizeHint() const { return minimumSize(); }

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (const QLayoutItem* item : items_) size = size.expandedTo(item->minimumSize());
  const QMargins m = contentsMargins();
  return size + QSize(m.left() + m.right(), m.top() + m.bottom());
}

int FlowLayout::arrange(const QRect& rect, bool apply) const {
  const QMargins m = contentsMargins();
  const QRect room = rect.marginsRemoved(m);
  int x = room.x(), y = room.y(), line = 0;
  for (QLayoutItem* item : items_) {
    if (item->isEmpty()) continue;
    const QSize size = item->sizeHint();
    if (x + size.width() > room.right() + 1 && line > 0) {
      x = room.x();
      y += line + verticalGap_;
      line = 0;
    }
    if (apply) item->setGeometry(QRect(QPoint(x, y), size));
    x += size.width() + horizontalGap_;
    line = std::max(line, size.height());
  }
  return y + line - rect.y() + m.bottom();
}

}  // namespace thalweg
