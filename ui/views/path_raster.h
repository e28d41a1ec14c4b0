#pragma once
/// A panel's paths as pixels, of which only those that changed are painted anew: while the cursor and all other paths
/// rest, those lie ready in two pictures, and the selected contender's new path costs itself alone.
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
  /// All that the resting paths' pictures depend on, but for the theme.
  struct Rest {
    qreal ratio = 0;
    std::int64_t cursor = 0;
    std::vector<PathData> paths;
    std::vector<PathSource> sources;
    bool operator==(const Rest&) const = default;
  };

  std::optional<Rest> rest_;  // as it was painted last
  QImage futures_, pasts_;    // of `rest_`; null until it is painted a second time
};

}  // namespace thalweg
