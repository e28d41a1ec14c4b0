#pragma once
/// What might have been: a path that another one left, or that is pinned, as a dashed line with hollow markers.
/// Threads: as ui/scenes/panel_scene.h.

#include <QColor>
#include <QPolygonF>
#include <QRectF>
#include <QString>

class QPainter;

namespace thalweg {

struct Theme;

/// Dashes on a casing, cut at `clip`: dashes far outside would cost time that nobody sees.
void paintGhostLine(QPainter& painter, const QPolygonF& line, const QRectF& clip, const QColor& color,
                    const Theme& theme);
/// Where the places of `line`, data, are seen.
template <class ToPixel>
QPolygonF pixelsOf(const QPolygonF& line, const ToPixel& toPixel) {
  QPolygonF pixels;
  pixels.reserve(line.size());
  for (const QPointF& at : line) pixels << toPixel(at);
  return pixels;
}
/// A whole run, hollow at its end. It ends where a place of `line` is not finite.
void paintGhostRun(QPainter& painter, const QPolygonF& line, const QRectF& clip, const QColor& color,
                   const Theme& theme);
/// A marker that is only its outline.
void paintGhostMarker(QPainter& painter, const QString& marker, const QPointF& at, double size, const QColor& color,
                      const Theme& theme);
/// The disc where a branch leaves its parent.
void paintFork(QPainter& painter, const QPointF& at, const Theme& theme);

}  // namespace thalweg
