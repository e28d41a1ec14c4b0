#include "ui/controls/range_widget.h"

#include "ui/controls/wheel_rest.h"
#include "ui/look/theme.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QWheelEvent>

namespace thalweg {

namespace {

class AccessibleRange : public QAccessibleWidget, public QAccessibleValueInterface {
 public:
  explicit AccessibleRange(RangeWidget* widget) : QAccessibleWidget(widget, QAccessible::Slider) {}

  void* interface_cast(QAccessible::InterfaceType type) override {
    if (type == QAccessible::ValueInterface) return static_cast<QAccessibleValueInterface*>(this);
    return QAccessibleWidget::interface_cast(type);
  }
  QVariant currentValue() const override { return range()->rangeValue(); }
  void setCurrentValue(const QVariant& value) override { range()->editRange(value.toDouble()); }
  QVariant maximumValue() const override { return range()->rangeMaximum(); }
  QVariant minimumValue() const override { return range()->rangeMinimum(); }
  QVariant minimumStepSize() const override { return QVariant(); }
  QString text(QAccessible::Text kind) const override {
    return kind == QAccessible::Value ? range()->rangeText() : QAccessibleWidget::text(kind);
  }

 private:
  [[nodiscard]] RangeWidget* range() const { return static_cast<RangeWidget*>(object()); }
};

QAccessibleInterface* makeAccessible(const QString&, QObject* object) {
  auto* range = qobject_cast<RangeWidget*>(object);
  return range ? new AccessibleRange(range) : nullptr;
}

}  // namespace

RangeWidget::RangeWidget(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  static const bool installed = (QAccessible::installFactory(makeAccessible), true);
  Q_UNUSED(installed)
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAttribute(Qt::WA_Hover);
  wheelRest_.setSingleShot(true);
  wheelRest_.setInterval(wheelRestMs);
  connect(&wheelRest_, &QTimer::timeout, this, &RangeWidget::endGesture);
  connect(&themes, &ThemeController::changed, this, [this] {
    updateGeometry();
    update();
  });
}

void RangeWidget::beginGesture() {
  if (inGesture_) return;
  inGesture_ = true;
  Q_EMIT gestureStarted();
}

void RangeWidget::endGesture() {
  wheelRest_.stop();
  if (!inGesture_) return;
  inGesture_ = false;
  Q_EMIT gestureFinished();
}

void RangeWidget::wheelGesture() {
  beginGesture();
  wheelRest_.start();
}

bool RangeWidget::takesWheel() const { return hasFocus() || pressed_; }

int RangeWidget::wheelNotches(const QWheelEvent& event) {
  const QPoint angle = event.angleDelta();
  wheelAngle_ += angle.y() != 0 ? angle.y() : angle.x();
  const int notches = wheelAngle_ / 120;
  wheelAngle_ -= 120 * notches;
  return notches;
}

void RangeWidget::announce() {
  QAccessibleValueChangeEvent event(this, rangeValue());
  QAccessible::updateAccessibility(&event);
}

void RangeWidget::enterEvent(QEnterEvent* event) {
  update();
  QWidget::enterEvent(event);
}

void RangeWidget::leaveEvent(QEvent* event) {
  pressed_ = false;
  wheelAngle_ = 0;
  update();
  QWidget::leaveEvent(event);
}

void RangeWidget::mousePressEvent(QMouseEvent* event) {
  pressed_ = true;
  QWidget::mousePressEvent(event);
}

void RangeWidget::keyReleaseEvent(QKeyEvent* event) {
  if (!event->isAutoRepeat()) endGesture();
  QWidget::keyReleaseEvent(event);
}

void RangeWidget::focusOutEvent(QFocusEvent* event) {
  endGesture();
  update();
  QWidget::focusOutEvent(event);
}

}  // namespace thalweg
