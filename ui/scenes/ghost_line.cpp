#include "ui/scenes/ghost_line.h"

#include "ui/look/markers.h"
#include "ui/look/theme.h"
#include "ui/scenes/coverage.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <vector>

namespace thalweg {

void paintGhostLine(QPainter& painter, const QPolygonF& line, const QRectF& clip, const QColor& color,
                    const Theme& theme) {
  constexpr double width = 1.5;
  const double scale = theme.plot.marks;
  std::vector<QPolygonF> pieces;
  for (qsizetype k = 1; k < line.size(); ++k) {
    QPointF a = line[k - 1];
    QPointF b = line[k];
    if (!clipSegment(clip, a, b)) continue;
    if (pieces.empty() || pieces.back().back() != a) pieces.push_back(QPolygonF({a}));
    pieces.back() << b;
  }
  QPen under(theme.casing, 2 * width * scale, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
  QPen dashes(color, width * scale, Qt::CustomDashLine, Qt::FlatCap, Qt::RoundJoin);
  dashes.setDashPattern({5 / width, 4 / width});
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  for (const QPen& pen : {under, dashes}) {
    painter.setPen(pen);
    for (const QPolygonF& piece : pieces) painter.drawPolyline(piece);
  }
  painter.restore();
}

void paintGhostRun(QPainter& painter, const QPolygonF& line, const QRectF& clip, const QColor& color,
                   const Theme& theme) {
  const auto end =
      std::ranges::find_if(line, [](const QPointF& at) { return !std::isfinite(at.x()) || !std::isfinite(at.y()); });
  const QPolygonF seen(QList<QPointF>(line.begin(), end));
  if (seen.size() < 2) return;
  paintGhostLine(painter, seen, clip, color, theme);
  if (clip.contains(seen.last()))
    paintGhostMarker(painter, QStringLiteral("circle"), seen.last(), 10 * theme.plot.marks, color, theme);
}

void paintGhostMarker(QPainter& painter, const QString& marker, const QPointF& at, double size, const QColor& color,
                      const Theme& theme) {
  drawMarker(painter, marker, at, size, color, theme.casing, theme.plot.marks);
  drawMarker(painter, marker, at, 0.55 * size, theme.surface);
}

void paintFork(QPainter& painter, const QPointF& at, const Theme& theme) {
  const double scale = theme.plot.marks;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme.text, 1.5 * scale));
  painter.setBrush(theme.surface);
  painter.drawEllipse(at, 8 * scale, 8 * scale);
  // A stem, and a twig that leaves it.
  painter.setPen(QPen(theme.text, 1.4 * scale, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(Qt::NoBrush);
  const auto place = [&](double x, double y) { return at + QPointF(x, y) * scale; };
  painter.drawLine(place(-2, 4), place(-2, -4));
  painter.drawPolyline(QPolygonF({place(-2, 2), place(2.5, -0.5), place(2.5, -4)}));
  painter.setBrush(theme.text);
  painter.setPen(Qt::NoPen);
  for (const QPointF& end : {place(-2, 4), place(-2, -4), place(2.5, -4)})
    painter.drawEllipse(end, 1.5 * scale, 1.5 * scale);
  painter.restore();
}

}  // namespace thalweg
