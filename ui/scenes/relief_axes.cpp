#include "ui/scenes/relief_axes.h"

#include "ui/look/math_text.h"
#include "ui/look/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

constexpr double discSize = 56;         // pixels at the base font
constexpr double lettersApart = 12;     // middle to middle
constexpr double letterOut = 9;         // from the disc's middle at least
constexpr double roomForCompass = 250;  // of a plot, either way
constexpr double leastWide = 150;       // of a plot with axes
constexpr double leastHigh = 120;

/// A unit vector across an edge of the base, away from the block's middle.
QPointF outward(const ReliefFrame& frame, const QPointF& from, const QPointF& to) {
  const QPointF way = to - from;
  QPointF across(-way.y(), way.x());
  const View& v = frame.view();
  const QPointF middle = frame.pixel((v.xMin + v.xMax) / 2, (v.yMin + v.yMax) / 2, -1);
  if (QPointF::dotProduct(across, (from + to) / 2 - middle) < 0) across = -across;
  const double length = std::hypot(across.x(), across.y());
  return length > 0 ? across / length : QPointF(0, 1);
}

class AxisPen {
 public:
  AxisPen(QPainter& painter, const Theme& theme) : painter_(painter), theme_(theme) {}

  void line(const QPointF& a, const QPointF& b) {
    painter_.setPen(QPen(theme_.axis, 1));
    painter_.drawLine(a, b);
  }
  /// A tick at `at` towards `way` with its label beyond, upright.
  /// `ground`: over the block, where its colours are covered.
  void tick(const QPointF& at, const QPointF& way, const QString& label, bool ground = false) {
    painter_.setPen(QPen(theme_.hint, 1));
    painter_.drawLine(at, at + way * tickLength(theme_));
    text(at + way * (tickLength(theme_) + theme_.px(3)), way, label, theme_.font(TextRole::Axis), ground);
  }
  /// `tex`: typeset, so placed that its box touches `at` and lies towards `way`.
  void name(const QPointF& at, const QPointF& way, const QString& tex) {
    const MathText name(tex, theme_.fontSize(TextRole::Axis) * 1.2);
    const QSizeF size = name.size();
    const QPointF middle = at + QPointF(way.x() * size.width() / 2, way.y() * size.height() / 2);
    name.draw(painter_, middle - QPointF(size.width() / 2, size.height() / 2), theme_.secondary);
  }

 private:
  /// So placed that the text's box touches `at` and lies towards `way`.
  void text(const QPointF& at, const QPointF& way, const QString& words, const QFont& font, bool ground) {
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(words);
    const double height = metrics.capHeight();
    const QPointF middle = at + QPointF(way.x() * width / 2, way.y() * height / 2);
    if (ground) {
      QRectF box(0, 0, width + theme_.px(4), height + theme_.px(4));
      box.moveCenter(middle);
      painter_.fillRect(box, withAlpha(theme_.surface, 0.75));
    }
    painter_.setFont(font);
    painter_.setPen(theme_.secondary);
    painter_.drawText(QPointF(middle.x() - width / 2, middle.y() + height / 2), words);
  }

  QPainter& painter_;
  const Theme& theme_;
};

double axisLength(const QPointF& v) { return std::hypot(v.x(), v.y()); }

/// Pushes the letters away from the disc's middle and from one another.
void part(std::array<QPointF*, 3> letters, const QPointF& middle, double out, double apart) {
  for (QPointF* letter : letters) {
    const QPointF way = *letter - middle;
    const double length = axisLength(way);
    // An axis that points at the viewer has its letter beside the others' lines.
    if (length < out) *letter = middle + (length > 1 ? way / length : QPointF(-0.7, 0.7)) * out;
  }
  constexpr int rounds = 8;  // a push may bring one near the third
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < letters.size(); ++i) {
      for (std::size_t j = i + 1; j < letters.size(); ++j) {
        const QPointF way = *letters[j] - *letters[i];
        const double length = axisLength(way);
        if (length >= apart) continue;
        const QPointF push = (length > 1e-6 ? way / length : QPointF(1, 0)) * ((apart - length) / 2);
        *letters[i] -= push;
        *letters[j] += push;
      }
    }
  }
}

}  // namespace

bool hasRoomForAxes(const QRectF& rect, const Theme& theme) {
  return rect.width() >= theme.px(leastWide) && rect.height() >= theme.px(leastHigh);
}

void paintReliefAxes(QPainter& painter, const ReliefFrame& frame, const HeightScale& heights, const AxisNames& names,
                     const Theme& theme) {
  const View& v = frame.view();
  AxisPen pen(painter, theme);
  const double nearX = frame.nearXMax() ? v.xMax : v.xMin;
  const double nearY = frame.nearYMax() ? v.yMax : v.yMin;
  const double spacing = 4 * theme.em;
  const QFontMetricsF labels(theme.font(TextRole::Axis));
  const auto edge = [&](const QPointF& from, const QPointF& to, double low, double high, const QString& name,
                        const auto& at) {
    const QPointF way = outward(frame, from, to);
    pen.line(from, to);
    const double length = axisLength(to - from);
    double widest = 0;
    for (const Tick& tick : scaleTicks(low, high, length, spacing * 0.8, spacing * 0.6)) {
      pen.tick(at(tick.value), way, tick.label);
      widest = std::max(widest, labels.horizontalAdvance(tick.label));
    }
    // Beyond the labels, whichever way they lie.
    const double across = std::abs(way.x()) * widest + std::abs(way.y()) * labels.capHeight();
    pen.name((from + to) / 2 + way * (tickLength(theme) + across + theme.px(9)), way, name);
  };
  edge(frame.pixel(v.xMin, nearY, -1), frame.pixel(v.xMax, nearY, -1), v.xMin, v.xMax, names.x,
       [&](double x) { return frame.pixel(x, nearY, -1); });
  edge(frame.pixel(nearX, v.yMin, -1), frame.pixel(nearX, v.yMax, -1), v.yMin, v.yMax, names.y,
       [&](double y) { return frame.pixel(nearX, y, -1); });

  // f stands at the corner that is leftmost on the screen.
  QPointF corner(v.xMin, v.yMin);
  for (const double x : {v.xMin, v.xMax}) {
    for (const double y : {v.yMin, v.yMax}) {
      if (frame.pixel(x, y, 0).x() < frame.pixel(corner.x(), corner.y(), 0).x()) corner = {x, y};
    }
  }
  const QPointF foot = frame.pixel(corner.x(), corner.y(), 0);
  const QPointF head = frame.pixel(corner.x(), corner.y(), 1);
  pen.line(foot, head);
  const double length = axisLength(head - foot);
  const auto most = static_cast<Index>(std::clamp(length / (1.5 * theme.em), 2.0, 8.0));
  double last = std::numeric_limits<double>::infinity();
  const std::vector<double> marks = heights.marks(most);
  // Long numbers of decades are powers, as on all axes.
  const bool powers = heights.isLogarithmic() && std::ranges::any_of(marks, [&](double mark) {
                        const double shown = mark - heights.offset();
                        return shown > 1001 || shown < 0.00099;
                      });
  const auto wordsAt = [&](double mark) {
    const double shown = mark - heights.offset();
    return powers ? powerText(static_cast<int>(std::lround(std::log10(shown)))) : numberText(shown);
  };
  double widest = 0;
  for (const double mark : marks) widest = std::max(widest, labels.horizontalAdvance(wordsAt(mark)));
  // Where the block takes the plot's whole width, they stand on its side of the axis.
  const bool inside = std::min(foot.x(), head.x()) - tickLength(theme) - theme.px(4) - widest < frame.rect().left();
  const QPointF side(inside ? 1 : -1, 0);
  for (const double mark : marks) {
    const QPointF at = frame.pixel(corner.x(), corner.y(), heights.height(mark));
    if (last - at.y() < 1.1 * theme.em) continue;
    last = at.y();
    pen.tick(at, side, wordsAt(mark), inside);
  }
  pen.name(head + QPointF(inside ? theme.px(3) : 0, -theme.px(9)), {inside ? 1.0 : 0.0, -1},
           heights.offset() != 0 ? QStringLiteral("f - f^*") : QStringLiteral("f"));
}

Compass compass(const QRectF& rect, const Camera& camera, const Theme& theme) {
  const double size = theme.px(discSize);
  Compass result;
  result.disc = QRectF(rect.right() - size - theme.px(8), rect.top() + theme.px(8), size, size);
  Camera turned = camera;
  // A map has x to the right, wherever its landscape was turned to.
  if (turned.elevation.value_or(0) >= 90) turned.azimuth = 0;
  const ReliefFrame frame(rect, {}, turned, 1);
  const auto axis = [&](double x, double y, double z) {
    double right = 0, up = 0, near = 0;
    frame.toViewer(x, y, z, right, up, near);
    const QPointF way(right, -up);
    return Compass::Axis{result.disc.center() + way * (0.22 * size), result.disc.center() + way * (0.36 * size)};
  };
  result.x = axis(1, 0, 0);
  result.y = axis(0, 1, 0);
  result.f = axis(0, 0, 1);
  part({&result.x.letter, &result.y.letter, &result.f.letter}, result.disc.center(), theme.px(letterOut),
       theme.px(lettersApart));
  return result;
}

bool hasRoomForCompass(const QRectF& rect, const Theme& theme) {
  return std::min(rect.width(), rect.height()) >= theme.px(roomForCompass);
}

void paintCompass(QPainter& painter, const QRectF& rect, const Camera& camera, const AxisNames& names,
                  const Theme& theme) {
  if (!hasRoomForCompass(rect, theme)) return;
  const Compass place = compass(rect, camera, theme);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme.border, 1));
  painter.setBrush(theme.surface);
  painter.drawEllipse(place.disc);
  AxisPen pen(painter, theme);
  const bool letters = names.x.size() == 1 && names.y.size() == 1;
  const QString x = letters ? names.x : QStringLiteral("x");
  const QString y = letters ? names.y : QStringLiteral("y");
  for (const auto& [axis, name] :
       {std::pair{place.x, x}, std::pair{place.y, y}, std::pair{place.f, QStringLiteral("f")}}) {
    pen.line(place.disc.center(), axis.end);
    pen.name(axis.letter, {0, 0}, name);
  }
  painter.restore();
}

}  // namespace thalweg
