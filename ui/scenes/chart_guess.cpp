#include "ui/scenes/chart_guess.h"

#include "ui/scenes/chart_parts.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

/// Where a value lies in the frame; beyond its ends at the nearer one.
double guessRow(const ChartFrame& frame, double value) {
  const double y = frame.yPixel(valueOnAxis(value, frame.logarithmic));
  // What a log axis does not have lies below all that it has.
  return std::isfinite(y) ? std::clamp(y, frame.rect.top(), frame.rect.bottom()) : frame.rect.bottom();
}

/// On the ground, so that lines do not run through them; left of `right`, or right of `left` where there is no room.
void drawChartWords(QPainter& painter, const ChartScene& scene, const QRectF& frame, const QString& words, double left,
                    double right, double middle) {
  const Theme& theme = scene.theme;
  const QFontMetricsF metrics(painter.font());
  QRectF box(0, 0, metrics.horizontalAdvance(words) + theme.px(6), metrics.height());
  box.moveLeft(left - box.width() >= frame.left() ? left - box.width() : right);
  box.moveTop(std::clamp(middle - box.height() / 2, frame.top(), std::max(frame.top(), frame.bottom() - box.height())));
  painter.fillRect(box, theme.surface);
  painter.setPen(theme.text);
  painter.drawText(QPointF(box.left() + theme.px(3), box.center().y() + metrics.capHeight() / 2), words);
}

}  // namespace

double guessAt(const ChartScene& scene, const ChartCache& cache, double yPixel) {
  const ChartFrame& frame = cache.frame;
  const double onAxis = frame.yMin + (frame.rect.bottom() - yPixel) / frame.rect.height() * (frame.yMax - frame.yMin);
  return std::clamp(frame.logarithmic ? std::pow(10.0, onAxis) : onAxis, scene.guess->low, scene.guess->high);
}

void paintChartGuess(QPainter& painter, const ChartScene& scene, const ChartCache& cache) {
  if (!scene.guess || scene.still) return;
  const Theme& theme = scene.theme;
  const ChartGuess& guess = *scene.guess;
  const ChartFrame& frame = cache.frame;
  const qreal scale = theme.plot.marks;
  const double x = frame.xPixel(std::min(guess.step, frame.xMax));
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(theme.font(TextRole::Strong));
  if (guess.open) {
    painter.setPen(QPen(theme.groove, 4 * scale, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(x, guessRow(frame, guess.low)), QPointF(x, guessRow(frame, guess.high)));
  }
  // Before one has guessed, the mark waits in the middle of its way.
  const double y =
      guess.value ? guessRow(frame, *guess.value) : (guessRow(frame, guess.low) + guessRow(frame, guess.high)) / 2;
  if (guess.value) {
    QPen dashes(theme.text, 1.5 * scale, Qt::SolidLine, Qt::FlatCap);
    dashes.setDashPattern({5, 4});
    painter.setPen(dashes);
    for (const SeriesData& series : scene.series) {
      if (lengthOf(series) == 0 || series.dashed || series.owner != guess.owner) continue;
      const QPointF start = frame.toPixel(xOf(series, 0), (*series.y)[0]);
      if (std::isfinite(start.y()) && frame.rect.contains(start)) painter.drawLine(start, QPointF(x, y));
      break;
    }
    paintChartNames(painter, scene, cache);  // which it would strike out
    painter.setFont(theme.font(TextRole::Strong));
  }
  painter.setPen(QPen(theme.text, 1.5 * scale));
  painter.setBrush(theme.surface);
  for (const double other : guess.others) painter.drawEllipse(QPointF(x, guessRow(frame, other)), 4 * scale, 4 * scale);
  if (guess.truth && guess.value) {
    // The bracket stands beside the marks, so that both are seen.
    const double beside = x - 12 * scale > frame.rect.left() ? x - 12 * scale : x + 12 * scale;
    const double there = guessRow(frame, *guess.truth);
    painter.setPen(QPen(theme.text, 1.25 * scale));
    painter.drawLine(QPointF(beside, y), QPointF(beside, there));
    for (const double end : {y, there}) painter.drawLine(QPointF(beside, end), QPointF(x, end));
    if (std::abs(there - y) > 3 * QFontMetricsF(painter.font()).height())
      drawChartWords(painter, scene, frame.rect, guess.gapWords, beside - 6 * scale, beside + 6 * scale,
                     (y + there) / 2);
  }
  if (guess.open) {
    const QRectF handle(x - 9 * scale, y - 5 * scale, 18 * scale, 10 * scale);
    painter.setPen(QPen(guess.value ? theme.accent : theme.hint, 2 * scale));
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(handle, 5 * scale, 5 * scale);
  } else if (guess.value) {
    painter.setPen(QPen(theme.text, 1.75 * scale));
    painter.setBrush(theme.surface);
    painter.drawEllipse(QPointF(x, y), 5 * scale, 5 * scale);
  }
  if (!guess.words.isEmpty() && (guess.open || guess.value))
    drawChartWords(painter, scene, frame.rect, guess.words, x - 14 * scale, x + 14 * scale,
                   y + (guess.truth && guess.value && guessRow(frame, *guess.truth) < y ? 1.0 : -1.0) * 12 * scale);
  painter.restore();
}

}  // namespace thalweg
