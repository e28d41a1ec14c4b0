#include "ui/controls/scrubber.h"

#include "ui/look/markers.h"
#include "ui/look/theme.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr qreal kScrubGroove = 4, kThumb = 7.7, kScrubLine = 2, kScrubHalo = 3;
constexpr qreal kEventAbove = 13, kEventSize = 7.6;
constexpr qreal kMajor = 5, kMinor = 3, kScrubTickGap = 4;

}  // namespace

TickSteps scrubberTicks(int total, double pixels, double room) {
  TickSteps t;
  const double perStep = pixels / std::max(1, total);
  for (long long decade = 1; decade < 1'000'000'000; decade *= 10)
    for (const int digit : {1, 2, 5}) {
      const long long major = digit * decade;
      if (static_cast<double>(major) * perStep < room && major < total) continue;
      t.major = static_cast<int>(std::min<long long>(major, 1'000'000'000));
      const int parts = digit == 2 ? 4 : 5;
      t.minor = t.major % parts == 0 ? t.major / parts : t.major;
      if (t.minor * perStep < 4) t.minor = t.major;
      return t;
    }
  return t;
}

Scrubber::Scrubber(const ThemeController& themes, QWidget* parent) : RangeWidget(themes, parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Step"));
}

void Scrubber::setTotal(int total) {
  total_ = std::max(1, total);
  step_ = std::min(step_, total_);
  update();
}

void Scrubber::setStep(int step) {
  const int bounded = std::clamp(step, 0, total_);
  if (bounded == step_) return;
  step_ = bounded;
  // A screen reader must not follow playback, only the user's own moves.
  if (hasFocus() && !scrubbing_) announce();
  update();
}

void Scrubber::setEvents(std::vector<Event> events) {
  if (events == events_) return;
  events_ = std::move(events);
  update();
}

void Scrubber::setInsets(int left, int right) {
  left_ = left;
  right_ = right;
  update();
}

double Scrubber::stepToX(double step) const { return left_ + step / total_ * std::max(1, width() - left_ - right_); }

int Scrubber::stepAt(double x) const {
  const double t = (x - left_) / std::max(1, width() - left_ - right_);
  return static_cast<int>(std::lround(std::clamp(t, 0.0, 1.0) * total_));
}

double Scrubber::grooveY() const {
  // Whole pixels keep the groove sharp.
  return std::round(height() / 2.0 - themes().theme().px(2));
}

int Scrubber::reach(const Theme& theme) {
  return static_cast<int>(std::ceil(theme.px(kThumb + kScrubLine / 2 + kScrubHalo)));
}

QSize Scrubber::sizeHint() const {
  const Theme& t = themes().theme();
  return {t.ipx(600), t.ipx(54)};
}

QSize Scrubber::minimumSizeHint() const {
  const Theme& t = themes().theme();
  return {t.ipx(160), t.ipx(54)};
}

QString Scrubber::rangeText() const { return tr("step %1 of %2").arg(step_).arg(total_); }

void Scrubber::editRange(double value) {
  beginGesture();
  request(static_cast<int>(std::lround(value)));
  endGesture();
}

void Scrubber::request(int step) {
  const int bounded = std::clamp(step, 0, total_);
  if (bounded == step_) return;
  step_ = bounded;
  announce();
  update();
  Q_EMIT stepRequested(bounded);
}

void Scrubber::drawTicks(QPainter& p) const {
  const Theme& t = themes().theme();
  const qreal ratio = devicePixelRatioF();
  const qreal top = grooveY() + t.px(kScrubGroove / 2 + kScrubTickGap),
              line = std::max(1.0, std::floor(t.px(1) * ratio)) / ratio;
  const TickSteps ticks = scrubberTicks(total_, stepToX(total_) - stepToX(0), t.px(64));
  const QFont type = t.font(TextRole::Axis);
  const QFontMetricsF metrics(type);
  p.setFont(type);
  const qreal baseline = top + t.px(kMajor + 3.5) + metrics.capHeight();
  const QString lastText = QString::number(total_);
  const qreal lastLeft = stepToX(total_) - metrics.horizontalAdvance(lastText) / 2;
  const auto tick = [&](int step, qreal height, const QColor& color) {
    const qreal x = std::round((stepToX(step) - line / 2) * ratio) / ratio;
    p.fillRect(QRectF(x, top, line, t.px(height)), color);
  };
  const auto label = [&](int step, const QString& text) {
    const qreal advance = metrics.horizontalAdvance(text);
    // The first and the last label stay within the widget.
    const qreal x = std::clamp(stepToX(step) - advance / 2, 0.0, std::max(0.0, width() - advance));
    p.setPen(t.secondary);
    p.drawText(QPointF(x, baseline), text);
  };
  for (int s = 0; s <= total_; s += ticks.minor) {
    const bool major = s % ticks.major == 0;
    tick(s, major ? kMajor : kMinor, major ? t.hint : withAlpha(t.hint, 0.55));
    if (!major || s == total_) continue;
    const QString text = QString::number(s);
    if (stepToX(s) + metrics.horizontalAdvance(text) / 2 + t.px(6) < lastLeft) label(s, text);
    if (total_ - s < ticks.minor) break;
  }
  tick(total_, kMajor, t.hint);
  label(total_, lastText);
}

void Scrubber::drawEvents(QPainter& p) const {
  const Theme& t = themes().theme();
  const qreal y = grooveY() - t.px(kEventAbove), size = t.px(kEventSize);
  for (const Event& e : events_) {
    if (e.step < 0 || e.step > total_) continue;
    const qreal x = stepToX(e.step), w = t.px(1);
    p.fillRect(QRectF(x - w / 2, y + size / 2, w, t.px(3)), withAlpha(t.hint, 0.6));
    drawMarkerOn(p, e.marker, QPointF(x, y), size, e.color, t.dock);
  }
}

void Scrubber::paintEvent(QPaintEvent*) {
  const Theme& t = themes().theme();
  QPainter p(this);
  p.setRenderHint(QPainter::Antialiasing);
  const qreal y = grooveY(), half = t.px(kScrubGroove) / 2, x = stepToX(step_);
  const QRectF groove(stepToX(0), y - half, stepToX(total_) - stepToX(0), 2 * half);
  p.setPen(Qt::NoPen);
  p.setBrush(t.groove);
  p.drawRoundedRect(groove, half, half);
  p.setBrush(isEnabled() ? t.accent : t.hint);
  p.drawRoundedRect(QRectF(groove.left(), groove.top(), std::max(2 * half, x - groove.left()), groove.height()), half,
                    half);
  drawTicks(p);
  drawEvents(p);
  const qreal radius = t.px(kThumb);
  if (isEnabled() && (hasFocus() || scrubbing_ || underMouse())) {
    p.setPen(Qt::NoPen);
    p.setBrush(withAlpha(t.accent, 0.22));
    const qreal halo = radius + t.px(kScrubLine / 2 + kScrubHalo);
    p.drawEllipse(QPointF(x, y), halo, halo);
  }
  p.setPen(QPen(isEnabled() ? t.accent : t.hint, t.px(kScrubLine)));
  p.setBrush(t.thumbFill);
  p.drawEllipse(QPointF(x, y), radius, radius);
}

void Scrubber::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  scrubbing_ = true;
  beginGesture();
  request(stepAt(event->position().x()));
  update();
}

void Scrubber::mouseMoveEvent(QMouseEvent* event) {
  RangeWidget::mouseMoveEvent(event);
  if (scrubbing_) request(stepAt(event->position().x()));
}

void Scrubber::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !scrubbing_) return event->ignore();
  scrubbing_ = false;
  endGesture();
  update();
}

void Scrubber::contextMenuEvent(QContextMenuEvent* event) {
  const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
  Q_EMIT menuRequested(event->globalPos(), keyboard ? step_ : stepAt(event->pos().x()));
}

void Scrubber::keyPressEvent(QKeyEvent* event) {
  int next = step_;
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
      next -= 1;
      break;
    case Qt::Key_Right:
    case Qt::Key_Up:
      next += 1;
      break;
    case Qt::Key_PageDown:
      next -= 10;
      break;
    case Qt::Key_PageUp:
      next += 10;
      break;
    case Qt::Key_Home:
      next = 0;
      break;
    case Qt::Key_End:
      next = total_;
      break;
    default:
      RangeWidget::keyPressEvent(event);
      return;
  }
  beginGesture();
  request(next);
}

void Scrubber::wheelEvent(QWheelEvent* event) {
  event->accept();
  const int notches = wheelNotches(*event);
  if (notches == 0) return;
  wheelGesture();
  request(step_ + notches);
}

bool Scrubber::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return RangeWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  QStringList texts;
  for (const Event& e : events_)
    if (std::abs(stepToX(e.step) - help->pos().x()) <= themes().theme().px(6)) texts << e.text;
  if (texts.isEmpty()) texts << tr("step %1").arg(stepAt(help->pos().x()));
  QToolTip::showText(help->globalPos(), texts.join(QLatin1Char('\n')), this);
  return true;
}

}  // namespace thalweg
