#pragma once
/// The contenders' markers and the marks of places on a surface, as paths around the origin and drawn with a casing.
///
/// Ids: "circle" "square" "triangle" "diamond" "plus" "triangle_down" "pentagon" "hexagon". All look equally large at
/// equal size: `size` is the circle's diameter in pixels, the others are drawn to about its area. An unknown id is
/// drawn as a circle. Threads: pure functions.

#include <QColor>
#include <QPainterPath>
#include <QPixmap>
#include <QPointF>
#include <QStringList>

class QPainter;

namespace thalweg {

[[nodiscard]] const QStringList& markerIds();
[[nodiscard]] QPainterPath markerPath(const QString& id, qreal size);

/// A filled marker; a casing `casingWidth` pixels wide lies under its edge if that is above 0.
void drawMarker(QPainter& painter, const QString& id, const QPointF& center, qreal size, const QColor& color,
                const QColor& casing = QColor(), qreal casingWidth = 0, const QColor& edge = QColor());
/// The same where it stands on `ground`, with an edge that shows it if the colour alone would hardly be seen.
void drawMarkerOn(QPainter& painter, const QString& id, const QPointF& center, qreal size, const QColor& color,
                  const QColor& ground);
/// The marker alone on a transparent square of `size` · 1.35 pixels, to be laid on `ground`.
[[nodiscard]] QPixmap markerPixmap(const QString& id, qreal size, const QColor& color, const QColor& ground,
                                   qreal devicePixelRatio);

/// A star of five points with circumradius `radius`: filled for a global minimum, hollow for a local one.
[[nodiscard]] QPainterPath starPath(qreal radius);
void drawStar(QPainter& painter, const QPointF& center, qreal radius, bool filled, const QColor& ink,
              const QColor& casing);
/// A × for a saddle, `half` pixels from its centre to each end along the axes.
void drawCross(QPainter& painter, const QPointF& center, qreal half, const QColor& ink, const QColor& casing);
/// The start: a ring of radius `radius` with a dot.
void drawStartRing(QPainter& painter, const QPointF& center, qreal radius, const QColor& ink, const QColor& casing);
/// A head that points along +x with its tip at the origin, notched at the back.
[[nodiscard]] QPainterPath arrowHeadPath(qreal length, qreal width);
/// A head with its tip at `tip`, turned to `direction` (any length; pixels, y down). Nothing for a zero direction.
void drawArrowHead(QPainter& painter, const QPointF& tip, const QPointF& direction, qreal length, qreal width,
                   const QColor& color, const QColor& casing = QColor(), qreal casingWidth = 0,
                   const QColor& edge = QColor());
/// A straight arrow with a plain triangular head, `width` the shaft's. Short ones shrink their head.
void drawArrow(QPainter& painter, const QPointF& from, const QPointF& to, qreal width, const QColor& color,
               const QColor& casing = QColor());

}  // namespace thalweg
