#pragma once
/// Contenders' paths on a panel: the past thick on a casing, the future thin, markers, and a head at the cursor.
/// Threads: GUI thread, or any one thread for an image.

#include "core/types.h"
#include "ui/views/plot_frame.h"

#include <QColor>
#include <QPointF>
#include <QString>

#include <memory>
#include <vector>

namespace thalweg {

class StrokeCanvas;
struct Theme;

/// One contender's path as data. `points` may alias a Trajectory's: {trajectory, &trajectory->points}.
struct PathData {
  std::shared_ptr<const Points> points;  ///< a row a step; null or empty: nothing is drawn
  std::shared_ptr<const Column> loss;    ///< f at those points; needed where y is the function's value
  QColor color;
  QString marker;
  bool visible = true;
  bool selected = false;
  bool operator==(const PathData&) const = default;
};

/// A path in a frame's pixels, ready to be drawn at any cursor.
struct PathPixels {
  std::vector<QPointF> steps;  ///< one a step; ends before the first that is not finite
  std::vector<std::size_t>
      bends;          ///< steps that carry the line to within a fraction of a pixel, first and last among them
  bool ball = false;  ///< on a curve: the head is the marker, whatever the last move
};

/// Coordinates `x` and `y` of the points; `y` < 0 takes the loss instead.
PathPixels pathPixels(const PathData& path, const PlotFrame& frame, Index x, Index y);

/// Draws all visible paths up to `cursor` and from there on; selected ones on top. `pixels` belong to `paths`, one
/// each.
void paintPaths(StrokeCanvas& canvas, const std::vector<PathData>& paths, const std::vector<PathPixels>& pixels,
                std::int64_t cursor, const Theme& theme);

}  // namespace thalweg
