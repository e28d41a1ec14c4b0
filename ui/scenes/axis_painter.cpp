#include "ui/scenes/axis_painter.h"

#include "core/base/format.h"
#include "ui/look/math_text.h"
#include "ui/look/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg {

namespace {

constexpr int kMostTicks = 200;

/// The least of 1, 2, 5 × 10^k not under `least`, with its k.
struct Step {
  double value;
  int decimals;
};
Step niceStep(double least) {
  const int k = static_cast<int>(std::floor(std::log10(least)));
  for (const double m : {1.0, 2.0, 5.0}) {
    const double step = m * std::pow(10.0, k);
    if (step >= least * (1 - 1e-9)) return {step, -k};
  }
  return {std::pow(10.0, k + 1), -k - 1};
}

/// Pixel positions of lines one pixel wide.
double crisp(double at) { return std::floor(at) + 0.5; }

constexpr double kPanelTicks = 4;   // ems between them
constexpr double kCloseTicks = 3;   // the same where there would be one alone
constexpr double kNameScale = 1.1;  // mathematics is set larger than text
constexpr double kNameBeyond = 8;   // base pixels that the name below reaches beyond the frame
constexpr double kLabelGap = 1.5;   // base pixels between a tick and its label

MathText axisName(const QString& tex, const Theme& theme) {
  return tex.isEmpty() ? MathText() : MathText(tex, theme.fontSize(TextRole::Axis) * kNameScale);
}

std::vector<Tick> ticksBeside(const PlotFrame& frame, const Theme& theme) {
  return scaleTicks(frame.view.yMin, frame.view.yMax, frame.rect.height(), kPanelTicks * theme.em,
                    kCloseTicks * theme.em);
}

}  // namespace

QString numberText(double value, int digits) {
  QString text = QString::fromStdString(formatSignificant(value, digits));
  text.replace(QLatin1Char('-'), QChar(0x2212));
  return text;
}

QString fixedDigits(double value, int digits) {
  if (!std::isfinite(value)) return std::isnan(value) ? QStringLiteral("–") : numberText(value);
  const int power = value == 0 ? 0 : static_cast<int>(std::floor(std::log10(std::abs(value))));
  const bool plain = power >= -4 && power < digits + 2;
  QString text =
      plain ? QString::number(value, 'f', std::max(0, digits - 1 - power)) : QString::number(value, 'e', digits - 1);
  text.replace(QLatin1Char('-'), QChar(0x2212));
  return text;
}

QString powerText(int exponent) {
  constexpr std::array<char16_t, 10> kRaised = {u'⁰', u'¹', u'²', u'³', u'⁴', u'⁵', u'⁶', u'⁷', u'⁸', u'⁹'};
  QString text = QStringLiteral("10");
  if (exponent < 0) text += QChar(u'⁻');
  for (const QChar digit : QString::number(std::abs(exponent))) {
    text += QChar(kRaised[static_cast<std::size_t>(digit.digitValue())]);
  }
  return text;
}

std::vector<Tick> linearTicks(double low, double high, double pixels, double spacing) {
  const double range = high - low;
  if (!(range > 0) || !std::isfinite(range) || !(pixels > 0)) return {};
  const Step step = niceStep(range * spacing / pixels);
  std::vector<Tick> ticks;
  const double slack = 1e-9 * range;
  const double first = std::ceil((low - slack) / step.value);
  for (int n = 0; n < kMostTicks; ++n) {
    // Dividing by a power of ten is exact where multiplying by a fraction is not.
    const double multiple = first + n;
    const double value = std::abs(multiple) < 0.5 ? 0.0 : multiple * step.value;
    if (value > high + slack) break;
    const int digits =
        std::abs(value) > 0
            ? std::clamp(static_cast<int>(std::floor(std::log10(std::abs(value) * (1 + 1e-12)))) + step.decimals + 1, 1,
                         15)
            : 1;
    ticks.push_back({value, numberText(value, digits)});
  }
  return ticks;
}

std::vector<Tick> scaleTicks(double low, double high, double pixels, double spacing, double close) {
  std::vector<Tick> ticks = linearTicks(low, high, pixels, spacing);
  return ticks.size() < 2 ? linearTicks(low, high, pixels, close) : ticks;
}

std::vector<Tick> decadeTicks(double low, double high, double pixels, double spacing) {
  if (!(high > low) || !std::isfinite(high - low) || !(pixels > 0)) return {};
  int stride = 1;
  for (const int wider : {1, 2, 3, 5, 10, 20, 50, 100}) {
    stride = wider;
    if (wider * pixels / (high - low) >= spacing) break;
  }
  std::vector<int> exponents;
  for (int k = static_cast<int>(std::ceil(low - 1e-9)); k <= high + 1e-9; ++k) {
    if (k % stride == 0) exponents.push_back(k);
  }
  const bool plain = !exponents.empty() && exponents.front() >= -3 && exponents.back() <= 3 && exponents.size() <= 3;
  std::vector<Tick> ticks;
  for (const int k : exponents) {
    ticks.push_back({static_cast<double>(k), plain ? numberText(std::pow(10.0, k), 1) : powerText(k)});
  }
  return ticks;
}

double tickLength(const Theme& theme) { return theme.px(4) * (theme.presenting ? 0.75 : 1); }

double axisHeight(const Theme& theme) {
  return tickLength(theme) + theme.px(2) + QFontMetricsF(theme.font(TextRole::Axis)).height();
}

void paintTickLabelBelow(QPainter& painter, const QPointF& tick, const QString& label, const Theme& theme) {
  painter.setFont(theme.font(TextRole::Axis));
  painter.setPen(theme.secondary);
  const QFontMetricsF metrics(painter.font());
  const double width = metrics.horizontalAdvance(label);
  const double baseline = tick.y() + tickLength(theme) + theme.px(1.5) + metrics.ascent();
  painter.drawText(QPointF(tick.x() - width / 2, baseline), label);
}

void paintTickLabelLeft(QPainter& painter, const QPointF& tick, const QString& label, const Theme& theme) {
  painter.setFont(theme.font(TextRole::Axis));
  painter.setPen(theme.secondary);
  const QFontMetricsF metrics(painter.font());
  const double width = metrics.horizontalAdvance(label);
  const double right = tick.x() - tickLength(theme) - theme.px(1.5);
  painter.drawText(QPointF(right - width, tick.y() + metrics.capHeight() / 2), label);
}

QSizeF nameRoom(const Theme& theme) { return {theme.px(58), theme.px(44)}; }

void paintAxisNames(QPainter& painter, const QRectF& frame, const QString& below, const QString& beside,
                    const Theme& theme) {
  painter.save();
  painter.setFont(theme.font(TextRole::Axis));
  painter.setPen(theme.secondary);
  const double high = QFontMetricsF(painter.font()).height();
  const double gap = theme.px(2);
  const QSizeF room = nameRoom(theme);
  painter.drawText(QRectF(frame.left(), frame.bottom() + room.height() - gap - high, frame.width(), high),
                   Qt::AlignCenter, below);
  painter.translate(frame.left() - room.width() + gap + high / 2, frame.center().y());
  painter.rotate(-90);
  painter.drawText(QRectF(-frame.height() / 2, -high / 2, frame.height(), high), Qt::AlignCenter, beside);
  painter.restore();
}

double panelLabelRoom(const PlotFrame& frame, const Theme& theme, const AxisNames& names) {
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  double widest = axisName(names.y, theme).size().width();
  for (const Tick& tick : ticksBeside(frame, theme)) widest = std::max(widest, metrics.horizontalAdvance(tick.label));
  return std::ceil(tickLength(theme) + theme.px(kLabelGap) + widest + theme.px(2));
}

std::array<QRectF, 2> axisNameBoxes(const PlotFrame& frame, const Theme& theme, const AxisNames& names) {
  const QRectF& r = frame.rect;
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  const double gap = tickLength(theme) + theme.px(kLabelGap);
  std::array<QRectF, 2> boxes;
  if (const MathText x = axisName(names.x, theme); !x.isEmpty()) {
    const double right = r.right() + theme.px(kNameBeyond);
    boxes[0] = QRectF(QPointF(right - x.size().width(), r.bottom() + gap + metrics.ascent() - x.baseline()), x.size());
  }
  if (const MathText y = axisName(names.y, theme); !y.isEmpty())
    boxes[1] = QRectF(QPointF(r.left() - gap - y.size().width(), r.top()), y.size());
  return boxes;
}

void paintPanelAxes(QPainter& painter, const PlotFrame& frame, const Theme& theme, const AxisNames& names) {
  const QRectF& r = frame.rect;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme.axis, 1));
  // Frames on a screen have whole pixels; those of pictures lie between the device's.
  painter.drawRect(r.adjusted(-0.5, -0.5, 0.5, 0.5));
  const std::vector<Tick> below =
      scaleTicks(frame.view.xMin, frame.view.xMax, r.width(), kPanelTicks * theme.em, kCloseTicks * theme.em);
  const std::vector<Tick> beside = ticksBeside(frame, theme);
  const double length = tickLength(theme);
  painter.setPen(QPen(theme.hint, 1));
  for (const Tick& tick : below) {
    const double x = crisp(frame.toPixel(tick.value, 0).x());
    painter.drawLine(QPointF(x, r.bottom() + 1), QPointF(x, r.bottom() + length));
  }
  for (const Tick& tick : beside) {
    const double y = crisp(frame.toPixel(0, tick.value).y());
    painter.drawLine(QPointF(r.left() - length, y), QPointF(r.left() - 1, y));
  }
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  const auto [xBox, yBox] = axisNameBoxes(frame, theme, names);
  for (const Tick& tick : below) {
    const double x = frame.toPixel(tick.value, 0).x();
    const double end = x + metrics.horizontalAdvance(tick.label) / 2 + theme.px(3);
    if (!xBox.isEmpty() && end > xBox.left()) continue;
    paintTickLabelBelow(painter, {x, r.bottom()}, tick.label, theme);
  }
  // A label at the very top stays below the frame's edge, where nothing cuts it off.
  const double half = metrics.capHeight() / 2;
  for (const Tick& tick : beside) {
    const double y = std::max(r.top() + half, frame.toPixel(0, tick.value).y());
    if (!yBox.isEmpty() && y - half < yBox.bottom()) continue;
    paintTickLabelLeft(painter, {r.left(), y}, tick.label, theme);
  }
  painter.setRenderHint(QPainter::Antialiasing);
  if (!xBox.isEmpty()) axisName(names.x, theme).draw(painter, xBox.topLeft(), theme.text);
  if (!yBox.isEmpty()) axisName(names.y, theme).draw(painter, yBox.topLeft(), theme.text);
  painter.restore();
}

}  // namespace thalweg
