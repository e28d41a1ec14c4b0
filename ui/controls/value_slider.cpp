#include "ui/controls/value_slider.h"

#include "core/base/format.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr qreal kThumbWidth = 9, kThumbHeight = 17, kThumbLine = 1.5, kHalo = 2.5;
constexpr qreal kGroove = 4, kStrip = 7, kTickGap = 2.5, kTickHeight = 2.5, kBoundHeight = 15;
/// The thumb's middle keeps this far from the widget's edge, so that thumb and halo fit.
constexpr qreal kInset = kThumbWidth / 2 + kThumbLine / 2 + kHalo;

QRectF onPixels(const QRectF& r, qreal ratio) {
  const auto snap = [ratio](qreal v) { return std::round(v * ratio) / ratio; };
  return {QPointF(snap(r.left()), snap(r.top())), QPointF(snap(r.right()), snap(r.bottom()))};
}

}  // namespace

std::vector<StripOutcome> stripPixels(const std::vector<StripOutcome>& cells, int pixels, int minimum) {
  std::vector<StripOutcome> out;
  if (cells.empty() || pixels < 1) return out;
  const auto n = cells.size();
  const auto width = static_cast<std::size_t>(pixels);
  out.reserve(width);
  for (std::size_t x = 0; x < width; ++x) {
    const std::size_t from = x * n / width, to = std::max(from + 1, ((x + 1) * n + width - 1) / width);
    // Of several cells in one pixel the worst; a cell wider than a pixel fills its pixels.
    out.push_back(n > width ? *std::max_element(cells.begin() + static_cast<std::ptrdiff_t>(from),
                                                cells.begin() + static_cast<std::ptrdiff_t>(std::min(to, n)))
                            : cells[std::min(from, n - 1)]);
  }
  // Runs too narrow to see join the worse of their neighbours, the narrowest first.
  while (true) {
    std::size_t best = width, bestLength = static_cast<std::size_t>(minimum);
    for (std::size_t i = 0; i < width;) {
      std::size_t j = i;
      while (j < width && out[j] == out[i]) ++j;
      if (j - i < bestLength && j - i < width) best = i, bestLength = j - i;
      i = j;
    }
    if (best == width) return out;
    const std::size_t last = best + bestLength;
    StripOutcome taken = best > 0 ? out[best - 1] : out[last];
    if (best > 0 && last < width) taken = std::max(out[best - 1], out[last]);
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(best), out.begin() + static_cast<std::ptrdiff_t>(last), taken);
  }
}

ValueSlider::ValueSlider(const ThemeController& themes, QWidget* parent) : RangeWidget(themes, parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setCursor(Qt::ArrowCursor);
  setFocusPolicy(Qt::TabFocus);
}

void ValueSlider::setScale(const SliderScale& scale) {
  scale_ = scale;
  update();
}

void ValueSlider::setValue(double value) {
  if (dragging_ || value == value_) return;
  value_ = value;
  announce();
  update();
}

void ValueSlider::setStrip(std::vector<StripOutcome> cells) {
  strip_ = std::move(cells);
  update();
}

void ValueSlider::setBound(std::optional<double> bound) {
  bound_ = bound;
  update();
}

void ValueSlider::setTicksVisible(bool visible) {
  ticks_ = visible;
  update();
}

void ValueSlider::setHighlighted(bool on) {
  highlighted_ = on;
  update();
}

double ValueSlider::positionToX(double position) const {
  const qreal inset = themes().theme().px(kInset);
  return inset + position * std::max(1.0, width() - 2 * inset);
}

double ValueSlider::xToPosition(double x) const {
  const qreal inset = themes().theme().px(kInset);
  return std::clamp((x - inset) / std::max(1.0, width() - 2 * inset), 0.0, 1.0);
}

std::optional<StripOutcome> ValueSlider::outcomeAt(double value) const {
  if (strip_.empty()) return {};
  const auto n = static_cast<double>(strip_.size());
  const double cell = std::floor(sliderPosition(scale_, value) * n);
  return strip_[static_cast<std::size_t>(std::clamp(cell, 0.0, n - 1))];
}

QSize ValueSlider::sizeHint() const {
  const Theme& t = themes().theme();
  return {t.ipx(148), t.ipx(28)};
}

QSize ValueSlider::minimumSizeHint() const {
  const Theme& t = themes().theme();
  return {t.ipx(60), t.ipx(28)};
}

QString ValueSlider::rangeText() const { return QString::fromStdString(formatSignificant(value_, 4)); }

void ValueSlider::editRange(double value) {
  beginGesture();
  edit(value);
  endGesture();
}

void ValueSlider::edit(double value) {
  if (value == value_) return;
  value_ = value;
  update();
  announce();
  Q_EMIT edited(value);
}

QRectF ValueSlider::thumbRect() const {
  const Theme& t = themes().theme();
  const qreal w = t.px(kThumbWidth), h = t.px(kThumbHeight);
  const qreal x = positionToX(sliderPosition(scale_, value_));
  return {x - w / 2, height() / 2.0 - h / 2, w, h};
}

void ValueSlider::drawStrip(QPainter& painter, const QRectF& groove, const Theme& theme) const {
  const qreal ratio = devicePixelRatioF();
  const int pixels = std::max(1, static_cast<int>(std::lround((positionToX(1) - positionToX(0)) * ratio)));
  const std::vector<StripOutcome> colors = stripPixels(strip_, pixels, static_cast<int>(std::ceil(2 * ratio)));
  QPainterPath clip;
  clip.addRoundedRect(groove, theme.px(2), theme.px(2));
  painter.save();
  painter.setClipPath(clip);
  const qreal from = std::round(positionToX(0) * ratio) / ratio;
  if (!isEnabled()) painter.setOpacity(0.5);
  // Each run is drawn on to the end and the next one over it, so that no seam shows between fractional pixels; the
  // rounded ends continue their neighbours.
  for (std::size_t i = 0; i < colors.size();) {
    std::size_t j = i;
    while (j < colors.size() && colors[j] == colors[i]) ++j;
    const qreal left = i == 0 ? groove.left() : from + double(i) / ratio;
    painter.fillRect(QRectF(left, groove.top(), groove.right() - left, groove.height()), theme.outcomeColor(colors[i]));
    i = j;
  }
  painter.restore();
}

void ValueSlider::paintEvent(QPaintEvent*) {
  const Theme& t = themes().theme();
  QPainter p(this);
  p.setRenderHint(QPainter::Antialiasing);
  const qreal ratio = devicePixelRatioF();
  const qreal middle = height() / 2.0, half = t.px(strip_.empty() ? kGroove : kStrip) / 2;
  const qreal side = t.px(kThumbWidth + kThumbLine) / 2;
  const QRectF groove = onPixels(
      QRectF(positionToX(0) - side, middle - half, positionToX(1) - positionToX(0) + 2 * side, 2 * half), ratio);
  const QRectF thumb = thumbRect();
  const qreal fade = isEnabled() ? 1.0 : 0.5;
  p.setPen(Qt::NoPen);
  if (strip_.empty()) {
    const qreal round = groove.height() / 2;
    p.setBrush(withAlpha(t.groove, fade));
    p.drawRoundedRect(groove, round, round);
    p.save();
    p.setClipRect(QRectF(groove.left(), groove.top(), thumb.center().x() - groove.left(), groove.height()));
    p.setBrush(withAlpha(t.hint, fade));
    p.drawRoundedRect(groove, round, round);
    p.restore();
  } else {
    drawStrip(p, groove, t);
  }
  if (ticks_) {
    const qreal w = std::max(1.0, std::round(t.px(1) * ratio)) / ratio;
    for (const double tick : sliderTicks(scale_)) {
      const qreal x = positionToX(sliderPosition(scale_, tick));
      QRectF mark = onPixels(QRectF(x - w / 2, groove.bottom() + t.px(kTickGap), w, t.px(kTickHeight)), ratio);
      mark.setHeight(std::ceil(t.px(kTickHeight) * ratio) / ratio);
      p.fillRect(mark, withAlpha(t.hint, fade));
    }
  }
  if (bound_ && *bound_ >= scale_.range.min && *bound_ <= scale_.range.max) {
    const qreal x = positionToX(sliderPosition(scale_, *bound_)), w = t.px(1.5), h = t.px(kBoundHeight);
    p.fillRect(onPixels(QRectF(x - w / 2, middle - h / 2, w, h), ratio), t.text);
  }
  const bool active = isEnabled() && (highlighted_ || dragging_ || hasFocus() || underMouse());
  const qreal line = t.px(kThumbLine), round = thumb.width() / 2;
  if (active) {
    const qreal halo = t.px(kHalo) + line / 2;
    p.setPen(Qt::NoPen);
    p.setBrush(withAlpha(t.accent, 0.22));
    p.drawRoundedRect(thumb.adjusted(-halo, -halo, halo, halo), round + halo, round + halo);
  }
  p.setPen(QPen(active ? t.accent : isEnabled() ? t.thumbLine : t.hint, line));
  p.setBrush(isEnabled() ? t.thumbFill : t.groove);
  p.drawRoundedRect(thumb, round, round);
}

void ValueSlider::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  RangeWidget::mousePressEvent(event);
  event->accept();
  // The hand on the mouse needs no keys; a field that was being typed into is done with.
  if (!hasFocus()) window()->setFocus(Qt::MouseFocusReason);
  dragging_ = true;
  Q_EMIT hoverEnded();  // what was said of the value under the pointer holds no longer, and covers what is said now
  lastX_ = event->position().x();
  const QRectF thumb = thumbRect();
  beginGesture();
  if (thumb.adjusted(-2, -height(), 2, height()).contains(event->position())) {
    dragX_ = thumb.center().x();
  } else {
    dragX_ = lastX_;
    edit(sliderRounded(scale_, xToPosition(dragX_), positionToX(1) - positionToX(0), false));
  }
  update();
}

void ValueSlider::mouseMoveEvent(QMouseEvent* event) {
  const double x = event->position().x();
  if (!dragging_) {
    Q_EMIT hovered(sliderRounded(scale_, xToPosition(x), positionToX(1) - positionToX(0), false),
                   event->globalPosition().toPoint());
    return;
  }
  if (x == lastX_) return;
  const bool fine = event->modifiers() & Qt::ControlModifier;
  const double delta = x - lastX_;
  lastX_ = x;
  dragX_ += fine ? delta * 0.1 : delta;
  // With Ctrl the thumb lags behind the hand and must not be held beyond the end.
  if (fine) dragX_ = std::clamp(dragX_, positionToX(0), positionToX(1));
  edit(sliderRounded(scale_, xToPosition(dragX_), positionToX(1) - positionToX(0), fine));
}

void ValueSlider::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !dragging_) return event->ignore();
  dragging_ = false;
  endGesture();
  update();
}

void ValueSlider::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  dragging_ = false;
  endGesture();
  Q_EMIT resetRequested();
}

void ValueSlider::leaveEvent(QEvent* event) {
  RangeWidget::leaveEvent(event);
  Q_EMIT hoverEnded();
}

void ValueSlider::keyPressEvent(QKeyEvent* event) {
  const bool fine = event->modifiers() & Qt::ControlModifier;
  double next = value_;
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
      next = sliderStepped(scale_, value_, -1, fine);
      break;
    case Qt::Key_Right:
    case Qt::Key_Up:
      next = sliderStepped(scale_, value_, 1, fine);
      break;
    case Qt::Key_PageDown:
      next = sliderStepped(scale_, value_, -10, fine);
      break;
    case Qt::Key_PageUp:
      next = sliderStepped(scale_, value_, 10, fine);
      break;
    case Qt::Key_Home:
      next = sliderRounded(scale_, 0, 100, false);
      break;
    case Qt::Key_End:
      next = sliderRounded(scale_, 1, 100, false);
      break;
    case Qt::Key_Backspace:
      Q_EMIT resetRequested();
      return;
    default:
      RangeWidget::keyPressEvent(event);
      return;
  }
  beginGesture();
  edit(next);
}

void ValueSlider::wheelEvent(QWheelEvent* event) {
  if (!takesWheel()) return event->ignore();
  event->accept();
  const int notches = wheelNotches(*event);
  if (notches == 0) return;
  wheelGesture();
  edit(sliderStepped(scale_, value_, notches, event->modifiers() & Qt::ControlModifier));
}

}  // namespace thalweg
