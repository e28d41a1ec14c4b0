#include "ui/controls/number_field.h"

#include "core/base/format.h"
#include "ui/controls/wheel_rest.h"
#include "ui/look/number_text.h"
#include "ui/look/theme.h"

#include <QKeyEvent>
#include <QStyle>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace thalweg {

namespace {

std::optional<double> readNumber(const QString& text, bool infinity) {
  const QString trimmed = text.trimmed();
  if (infinity &&
      (trimmed == QLatin1String("inf") || trimmed == QStringLiteral("∞") || trimmed == QLatin1String("+inf")))
    return std::numeric_limits<double>::infinity();
  return parseNumber(trimmed.toStdString());
}

double cleaned(double value) { return parseNumber(formatSignificant(value, 12)).value_or(value); }

}  // namespace

NumberField::NumberField(const ThemeController& themes, QWidget* parent) : QLineEdit(parent), themes_(themes) {
  setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setFocusPolicy(Qt::StrongFocus);
  wheelRest_.setSingleShot(true);
  wheelRest_.setInterval(wheelRestMs);
  connect(&wheelRest_, &QTimer::timeout, this, &NumberField::endGesture);
  connect(this, &QLineEdit::textEdited, this, [this] { typed_ = true; });
  connect(this, &QLineEdit::returnPressed, this, [this] {
    commit();
    if (!rejected_) selectAll();
  });
  connect(&themes, &ThemeController::changed, this, [this] { updateGeometry(); });
  showValue();
}

void NumberField::setValue(double value) {
  value_ = value;
  if (!typed_ && !rejected_) showValue();
}

void NumberField::setRange(const Range& range) { range_ = range; }

void NumberField::setScale(Scale scale) { scale_ = scale; }

void NumberField::setAcceptsInfinity(bool accepts) { infinity_ = accepts; }

void NumberField::setDigits(int digits) {
  digits_ = digits;
  showValue();
}

QSize NumberField::sizeHint() const {
  const Theme& t = themes_.theme();
  return {t.ipx(72), t.ipx(20) + 2};
}

QSize NumberField::minimumSizeHint() const {
  const Theme& t = themes_.theme();
  return {t.ipx(40), t.ipx(20) + 2};
}

QString NumberField::objection(double value) const {
  if (std::isinf(value)) return infinity_ ? QString() : tr("must be finite");
  if (scale_ == Scale::Integer && value != std::floor(value)) return tr("must be a whole number");
  if (range_.contains(value)) return {};
  return tr("must be %1").arg(QString::fromStdString(range_.text()));
}

void NumberField::commit() {
  if (!typed_) return;
  const std::optional<double> read = readNumber(text(), infinity_);
  const QString reason = read ? objection(*read) : tr("is not a number");
  if (!reason.isEmpty()) {
    setRejected(true);
    Q_EMIT rejected(text(), reason);
    return;
  }
  typed_ = false;
  setRejected(false);
  if (*read != value_) {
    value_ = *read;
    beginGesture();
    Q_EMIT edited(value_);
    endGesture();
  }
  showValue();
}

void NumberField::restore() {
  typed_ = false;
  setRejected(false);
  showValue();
  selectAll();
}

void NumberField::showValue() {
  setText(hasFocus() ? editedNumber(value_) : shownNumber(value_, digits_));
  // The beginning of a long number says more than its end.
  if (!hasFocus()) setCursorPosition(0);
}

void NumberField::setRejected(bool rejected) {
  if (rejected == rejected_) return;
  rejected_ = rejected;
  setProperty("invalid", rejected);
  // Property selectors are only looked at when a widget is polished.
  style()->unpolish(this);
  style()->polish(this);
  if (!rejected) Q_EMIT accepted();
}

void NumberField::beginGesture() {
  if (inGesture_) return;
  inGesture_ = true;
  Q_EMIT gestureStarted();
}

void NumberField::endGesture() {
  wheelRest_.stop();
  if (!inGesture_) return;
  inGesture_ = false;
  Q_EMIT gestureFinished();
}

void NumberField::step(double steps, double factor) {
  if (typed_) commit();
  if (rejected_ || !std::isfinite(value_)) return;
  double next = value_;
  if (scale_ == Scale::Integer) {
    next += std::copysign(std::max(1.0, std::round(std::abs(steps) * factor)), steps);
  } else {
    const double figure = scale_ == Scale::LogOneMinus ? 1 - value_ : value_;
    const double size = figure == 0 ? 0.1 : std::abs(figure);
    next = cleaned(value_ + steps * factor * std::pow(10.0, std::floor(std::log10(size) + 1e-9) - 1));
  }
  if (next == value_ || !objection(next).isEmpty()) return;
  value_ = next;
  showValue();
  Q_EMIT edited(value_);
}

void NumberField::focusInEvent(QFocusEvent* event) {
  QLineEdit::focusInEvent(event);
  if (!typed_ && !rejected_) {
    showValue();
    selectAll();
  }
}

void NumberField::focusOutEvent(QFocusEvent* event) {
  QLineEdit::focusOutEvent(event);
  // A context menu is not the end of editing.
  if (event->reason() == Qt::PopupFocusReason) return;
  commit();
  endGesture();
  if (!rejected_) showValue();
}

void NumberField::keyPressEvent(QKeyEvent* event) {
  // With Alt, Up and Down are for what the field stands in.
  if (event->modifiers() & Qt::AltModifier) return event->ignore();
  const double factor = (event->modifiers() & Qt::ControlModifier) ? 0.1 : 1;
  double steps = 0;
  switch (event->key()) {
    case Qt::Key_Up:
      steps = 1;
      break;
    case Qt::Key_Down:
      steps = -1;
      break;
    case Qt::Key_PageUp:
      steps = 10;
      break;
    case Qt::Key_PageDown:
      steps = -10;
      break;
    case Qt::Key_Escape:
      // Without anything to restore, Escape is for the window.
      if (!typed_ && !rejected_) return event->ignore();
      restore();
      return;
    default:
      if (leavesToDocument(*event)) return event->ignore();
      QLineEdit::keyPressEvent(event);
      return;
  }
  beginGesture();
  step(steps, factor);
}

bool NumberField::leavesToDocument(const QKeyEvent& event) const {
  return !typed_ && (event.matches(QKeySequence::Undo) || event.matches(QKeySequence::Redo));
}

bool NumberField::event(QEvent* event) {
  // A line edit takes these keys for itself before the window's actions are asked.
  if (event->type() == QEvent::ShortcutOverride && leavesToDocument(*static_cast<QKeyEvent*>(event))) {
    event->ignore();
    return true;
  }
  return QLineEdit::event(event);
}

void NumberField::keyReleaseEvent(QKeyEvent* event) {
  if (!event->isAutoRepeat() && !wheelRest_.isActive()) endGesture();
  QLineEdit::keyReleaseEvent(event);
}

void NumberField::wheelEvent(QWheelEvent* event) {
  if (!hasFocus()) return event->ignore();
  event->accept();
  wheelAngle_ += event->angleDelta().y();
  const int notches = wheelAngle_ / 120;
  wheelAngle_ -= 120 * notches;
  if (notches == 0) return;
  beginGesture();
  wheelRest_.start();
  step(notches, (event->modifiers() & Qt::ControlModifier) ? 0.1 : 1);
}

}  // namespace thalweg
