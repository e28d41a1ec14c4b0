#pragma once
/// Markers that are drawn many times a frame. Threads: any; each thread keeps its own pictures.

#include <QColor>
#include <QPointF>
#include <QString>

class QPainter;

namespace thalweg {

/// As `drawMarker`. On an image it is copied from a small picture that is kept, one for each half of a pixel, since a
/// stroked shape costs as much as a hundred pixels copied.
void stampMarker(QPainter& painter, const QString& id, const QPointF& center, qreal size, const QColor& color,
                 const QColor& casing, qreal casingWidth, const QColor& edge = QColor());

}  // namespace thalweg
