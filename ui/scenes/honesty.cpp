#include "ui/scenes/honesty.h"

#include "ui/look/icons.h"
#include "ui/look/markers.h"
#include "ui/look/number_text.h"

#include <QFontMetricsF>
#include <QObject>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <vector>

namespace thalweg {

namespace {

constexpr double mostApart = 0.1;
constexpr double leastHeld = 0.7;

/// Words in secondary colour, numbers strong in that of text.
struct HonestyWord {
  QString text;
  bool number = false;
};
using HonestyLine = std::vector<HonestyWord>;

QFont honestyFont(const HonestyWord& word, const Theme& theme) {
  return theme.font(word.number ? TextRole::Strong : TextRole::Secondary);
}

double widthOf(const HonestyLine& line, const Theme& theme) {
  double width = 0;
  for (const HonestyWord& word : line) width += QFontMetricsF(honestyFont(word, theme)).horizontalAdvance(word.text);
  return width;
}

void drawLine(QPainter& painter, double left, double middle, const HonestyLine& line, const Theme& theme) {
  const double baseline = middle + QFontMetricsF(theme.font(TextRole::Secondary)).capHeight() / 2;
  for (const HonestyWord& word : line) {
    painter.setFont(honestyFont(word, theme));
    painter.setPen(word.number ? theme.text : theme.secondary);
    painter.drawText(QPointF(left, baseline), word.text);
    left += QFontMetricsF(painter.font()).horizontalAdvance(word.text);
  }
}

QString differenceText(const Honesty& honesty) {
  const double percent = 100 * honesty.difference();
  if (!std::isfinite(percent)) return {};
  const double rounded = std::abs(percent) < 10 ? std::round(percent * 10) / 10 : std::round(percent);
  if (rounded == 0) return QStringLiteral("±0 %");
  return (rounded > 0 ? QStringLiteral("+") : QString()) + shownNumber(rounded, 3) + QStringLiteral(" %");
}

/// From the most to the least that may be said of the movement.
std::vector<HonestyLine> heldLines(const Honesty& honesty) {
  const HonestyWord share{shareText(honesty.held), true};
  const QString holds = QObject::tr("the plane holds ");
  std::vector<HonestyLine> lines;
  if (honesty.randomWalk > 0) {
    lines.push_back(
        {{holds},
         share,
         {QObject::tr(" of the movement; it would of a random walk: %1").arg(shareText(honesty.randomWalk))}});
    lines.push_back(
        {{holds}, share, {QObject::tr(" of the movement; random walk: %1").arg(shareText(honesty.randomWalk))}});
  }
  lines.push_back({{holds}, share, {QObject::tr(" of the movement")}});
  lines.push_back({{holds}, share});
  lines.push_back({share});
  return lines;
}

std::vector<HonestyLine> lossLines(const Honesty& honesty) {
  if (!honesty.point) return {{}};
  const HonestyWord plane{shownNumber(honesty.point->planeLoss), true};
  const HonestyWord truth{shownNumber(honesty.point->trueLoss), true};
  if (!honesty.point->known && std::isnan(honesty.point->trueLoss))
    return {HonestyLine{HonestyWord{QObject::tr("no losses were recorded")}}, HonestyLine{}};
  if (!honesty.point->known)
    return {{{QObject::tr("no surface was recorded   loss ")}, truth}, {{QObject::tr("loss ")}, truth}, {}};
  const HonestyWord apart{QStringLiteral("   ") + differenceText(honesty)};
  return {{{QObject::tr("loss on the plane ")}, plane, {QObject::tr("   true ")}, truth, apart},
          {{QObject::tr("on the plane ")}, plane, {QObject::tr("   true ")}, truth, apart},
          {{QObject::tr("plane ")}, plane, {QObject::tr("  true ")}, truth},
          {}};
}

}  // namespace

double Honesty::difference() const {
  if (!point || !point->known) return 0;
  if (point->planeLoss == point->trueLoss) return 0;
  return (point->planeLoss - point->trueLoss) / std::abs(point->trueLoss);
}

bool Honesty::needsCare() const { return held < leastHeld || !(std::abs(difference()) <= mostApart); }

QString shareText(double share) {
  const double percent = 100 * share;
  // A share that is next to all is not all.
  const double rounded = percent >= 1 && percent <= 99 ? std::round(percent) : std::floor(percent * 10) / 10;
  return shownNumber(rounded, 3) + QStringLiteral(" %");
}

QString honestyWords(const Honesty& honesty) {
  QString words = QObject::tr("The plane holds %1 of the movement of the paths, seen from the end of the first.")
                      .arg(shareText(honesty.held));
  if (honesty.randomWalk > 0) {
    words += QLatin1Char(' ') + QObject::tr(
                                    "Of a random walk of as many steps its own principal plane would hold %1 "
                                    "(Antognini & Sohl-Dickstein 2018): a large share alone says little.")
                                    .arg(shareText(honesty.randomWalk));
  }
  if (honesty.point && !honesty.point->known) {
    words += QLatin1Char(' ') +
             QObject::tr(
                 "At the cursor the chosen run is %1 beside the plane, with the loss %2. Of the plane itself no "
                 "losses were recorded: a recorder that is given a loss function evaluates them.")
                 .arg(shownNumber(honesty.point->distance), shownNumber(honesty.point->trueLoss));
  } else if (honesty.point) {
    words += QLatin1Char(' ') + QObject::tr(
                                    "At the cursor the chosen path is %1 beside the plane; the loss is %2 there, "
                                    "and %3 at its projection, which the contours show.")
                                    .arg(shownNumber(honesty.point->distance), shownNumber(honesty.point->trueLoss),
                                         shownNumber(honesty.point->planeLoss));
  }
  if (honesty.needsCare()) words += QLatin1Char(' ') + QObject::tr("Read the contours with care.");
  return words;
}

double honestyHeight(const Theme& theme) { return std::round(theme.px(30)); }

void paintHonesty(QPainter& painter, const QRectF& row, const Honesty& honesty, const Theme& theme) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const double middle = row.center().y();
  const double gap = theme.px(8);
  const double marker = honesty.point ? theme.px(16) : 0;
  const QString care = honesty.needsCare() ? QObject::tr("read with care") : QString();
  const double careIcon = care.isEmpty() ? 0 : theme.px(18);
  const double careWords =
      care.isEmpty() ? 0 : QFontMetricsF(theme.font(TextRole::Secondary)).horizontalAdvance(care) + gap;
  const std::vector<HonestyLine> held = heldLines(honesty);
  const std::vector<HonestyLine> losses = lossLines(honesty);
  double bar = theme.px(120);
  // What is said is shortened from both ends of the row; the warning stays.
  std::size_t h = 0;
  std::size_t l = 0;
  bool warned = true;
  const auto wide = [&] {
    const double right = losses[l].empty() ? 0 : widthOf(losses[l], theme) + marker + 2 * gap;
    return bar + gap + widthOf(held[h], theme) + (careIcon > 0 ? careIcon + gap + (warned ? careWords : 0) : 0) + right;
  };
  // What says how much a random walk would be worth goes late: it is what the share is to be held against.
  const std::size_t walk = honesty.randomWalk > 0 ? 1 : 0;
  while (wide() > row.width()) {
    if (h < walk)
      ++h;
    else if (l == 0 && losses.size() > 1)
      ++l;
    else if (bar > theme.px(60))
      bar = theme.px(60);
    else if (h + 1 < held.size())
      ++h;
    else if (l + 2 < losses.size())
      ++l;
    else if (warned && careIcon > 0)
      warned = false;
    else if (l + 1 < losses.size())
      ++l;
    else
      break;
  }
  const QRectF groove(row.left(), middle - theme.px(3), bar, theme.px(6));
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.groove);
  painter.drawRoundedRect(groove, theme.px(3), theme.px(3));
  painter.setBrush(theme.secondary);
  const double filled = std::max(groove.height(), groove.width() * std::clamp(honesty.held, 0.0, 1.0));
  painter.drawRoundedRect(QRectF(groove.topLeft(), QSizeF(filled, groove.height())), theme.px(3), theme.px(3));
  double left = groove.right() + gap;
  drawLine(painter, left, middle, held[h], theme);
  left += widthOf(held[h], theme) + gap;
  if (careIcon > 0) {
    const double side = theme.px(14);
    drawIcon(painter, QStringLiteral("warning"), QRectF(left, middle - side / 2, side, side), theme.error);
    if (warned) drawLine(painter, left + careIcon, middle, {{care}}, theme);
  }
  if (!losses[l].empty() && honesty.point) {
    const double from = row.right() - widthOf(losses[l], theme);
    drawMarkerOn(painter, honesty.point->mark.marker, QPointF(from - theme.px(9), middle), theme.px(10),
                 honesty.point->mark.color, theme.surface);
    drawLine(painter, from, middle, losses[l], theme);
  }
  painter.restore();
}

}  // namespace thalweg
