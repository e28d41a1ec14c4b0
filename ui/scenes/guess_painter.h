#pragma once
/// What was predicted of a path, over the path itself: a mark, a line, or those of a whole class.
/// Threads: as ui/scenes/panel_scene.h.

#include "ui/look/theme.h"

#include <QLineF>
#include <QPointF>
#include <QPolygonF>
#include <QRectF>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

class QPainter;

namespace thalweg {

/// All places are data.
struct GuessPicture {
  std::vector<QPolygonF> lines;
  std::vector<QPointF> points;
  bool many = false;                ///< a class: thin lines and small marks
  std::optional<QPointF> pen = {};  ///< what keys move
  std::optional<QLineF> gap = {};   ///< from a guess to what happened
  QString words = {};               ///< beside the gap
};

/// Dashed and hollow, in the text's colour, within `frame`.
void paintGuess(QPainter& painter, const GuessPicture& guess, const std::function<QPointF(const QPointF&)>& toPixel,
                const QRectF& frame, const Theme& theme);

}  // namespace thalweg
