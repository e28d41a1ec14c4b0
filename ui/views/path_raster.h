#pragma once
/// A panel's paths as pixels, of which only those that changed are painted anew. While the paths rest, their pasts and
/// futures lie ready in one picture up to the cursor's anchor, and a step costs what is recent and the heads. While the
/// selected contender's path changes, the others lie ready in two pictures, and the new path costs itself alone.
/// Threads: one raster belongs to one thread.

#include "ui/scenes/path_painter.h"

#include <QImage>

#include <optional>

class QPainter;

namespace thalweg {

class PathRaster {
 public:
  /// What `paintPaths` draws, pixel for pixel but for rounding where pictures are laid over one another. `pixels`
  /// belong to `paths`, one each, and to `frame`. `ratio`: the device's pixels a logical pixel, above 0.
  void paint(QPainter& painter, const PlotFrame& frame, const std::vector<PathData>& paths,
             const std::vector<PathPixels>& pixels, std::int64_t cursor, const Theme& theme, qreal ratio);
  /// Colours or widths have changed.
  void forget();

 private:
  /// All that pictures depend on, but for the theme.
  struct Shown {
    qreal ratio = 0;
    std::int64_t anchor = 0;
    std::vector<PathData> paths;
    std::vector<PathSource> sources;
    bool operator==(const Shown&) const = default;
  };

  std::optional<Shown> rest_;  // all but the selected path, as they were painted last
  std::optional<Shown> all_;   // all of them
  QImage futures_, pasts_;     // of `rest_`; null until a selected path changes over it
  QImage under_;               // futures and pasts of `all_`; null until it is painted a second time
};

}  // namespace thalweg
