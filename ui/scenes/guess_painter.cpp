#include "ui/scenes/guess_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPen>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr qreal guessRing = 6;
constexpr qreal guessRingOfMany = 4;

/// Two strokes: a casing that parts the line from the surface, and the line.
template <typename Draw>
void drawGuessStrokes(QPainter& painter, const Theme& theme, qreal width, bool dashed, const Draw& draw) {
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme.casing, width + 2 * theme.plot.marks, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  draw();
  QPen pen(theme.text, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
  if (dashed) pen.setDashPattern({5, 4});
  painter.setPen(pen);
  draw();
}

void drawGuessWords(QPainter& painter, const QString& words, const QPointF& beside, const QRectF& frame,
                    const Theme& theme) {
  painter.setFont(theme.font(TextRole::Strong));
  const QFontMetricsF metrics(painter.font());
  QRectF box(0, 0, metrics.horizontalAdvance(words) + theme.px(12), metrics.height() + theme.px(4));
  box.moveTopLeft(beside + QPointF(theme.px(12), theme.px(8)));
  if (box.right() > frame.right()) box.moveRight(beside.x() - theme.px(12));
  if (box.bottom() > frame.bottom()) box.moveBottom(beside.y() - theme.px(8));
  box.moveLeft(std::max(box.left(), frame.left() + 2));
  painter.setPen(QPen(theme.border, 1));
  painter.setBrush(theme.surface);
  painter.drawRoundedRect(box, theme.px(4), theme.px(4));
  painter.setPen(theme.text);
  painter.drawText(box, Qt::AlignCenter, words);
}

}  // namespace

void paintGuess(QPainter& painter, const GuessPicture& guess, const std::function<QPointF(const QPointF&)>& toPixel,
                const QRectF& frame, const Theme& theme) {
  const qreal scale = theme.plot.marks;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(frame);
  const qreal width = (guess.many ? 1 : 1.5) * scale;
  for (const QPolygonF& line : guess.lines) {
    QPolygonF pixels;
    for (const QPointF& at : line) pixels << toPixel(at);
    drawGuessStrokes(painter, theme, width, true, [&] { painter.drawPolyline(pixels); });
  }
  const auto ring = [&](const QPointF& at) {
    const qreal radius = (guess.many ? guessRingOfMany : guessRing) * scale;
    drawGuessStrokes(painter, theme, 1.75 * scale, false, [&] { painter.drawEllipse(at, radius, radius); });
  };
  for (const QPointF& at : guess.points) ring(toPixel(at));
  // A line that was drawn has a hollow end.
  if (!guess.many) {
    for (const QPolygonF& line : guess.lines) {
      if (!line.isEmpty()) ring(toPixel(line.back()));
    }
  }
  if (guess.pen) {
    const QPointF at = toPixel(*guess.pen);
    const qreal arm = 11 * scale;
    drawGuessStrokes(painter, theme, 1.5 * scale, false, [&] {
      painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0));
      painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm));
    });
  }
  if (guess.gap) {
    const QPointF from = toPixel(guess.gap->p1()), to = toPixel(guess.gap->p2());
    drawGuessStrokes(painter, theme, 1.25 * scale, false, [&] { painter.drawLine(from, to); });
    if (!guess.words.isEmpty()) drawGuessWords(painter, guess.words, from, frame, theme);
  } else if (!guess.words.isEmpty() && !guess.lines.empty() && !guess.lines.front().isEmpty()) {
    drawGuessWords(painter, guess.words, toPixel(guess.lines.front().back()), frame, theme);
  }
  painter.restore();
}

}  // namespace thalweg
