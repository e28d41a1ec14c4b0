#pragma once
/// What stands beside a landscape: its axes along the near edges of the base, the scale of heights at the left corner,
/// and a compass that shows where the axes go.
/// Lengths are logical pixels. Threads: pure functions; fonts need a QGuiApplication.

#include "ui/scenes/axis_painter.h"
#include "ui/scenes/height_scale.h"
#include "ui/scenes/relief_frame.h"

class QPainter;

namespace thalweg {

struct Theme;

/// Whether a plot is large enough for axes; a thumbnail is not.
[[nodiscard]] bool hasRoomForAxes(const QRectF& rect, const Theme& theme);

/// Whether it is also large enough for a compass beside the block.
[[nodiscard]] bool hasRoomForCompass(const QRectF& rect, const Theme& theme);

void paintReliefAxes(QPainter& painter, const ReliefFrame& frame, const HeightScale& heights, const AxisNames& names,
                     const Theme& theme);

/// A disc at the plot's upper right with the directions of the axes; letters do not touch.
struct Compass {
  struct Axis {
    QPointF end;     ///< of its line from the disc's middle
    QPointF letter;  ///< its middle
  };
  QRectF disc;
  Axis x, y, f;
};
[[nodiscard]] Compass compass(const QRectF& rect, const Camera& camera, const Theme& theme);
/// Nothing where there is no room for it. Names of more than a letter are x and y there.
void paintCompass(QPainter& painter, const QRectF& rect, const Camera& camera, const AxisNames& names,
                  const Theme& theme);

}  // namespace thalweg
