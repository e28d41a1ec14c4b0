#pragma once
/// A relief in pixels: its lit surface and plinth filled with a depth buffer, which also says what they hide.
///
/// The picture is cut into bands of rows that are filled side by side; each pixel gets its triangles in the same order
/// whoever fills it, so that its bits do not depend on the number of threads. A node's colour is that of the map times
/// ambient + diffuse · n·l, the light standing over the viewer's left shoulder; between nodes it is mixed.
/// Threads: pure functions; results are immutable.

#include "ui/scenes/relief_frame.h"
#include "ui/scenes/relief_mesh.h"

#include <QImage>

#include <array>
#include <vector>

namespace thalweg {

struct Theme;
enum class ColorMapChoice;

struct ReliefLook {
  std::array<QRgb, 256> colors{};  ///< from low to high
  QRgb wallAlongX = 0;             ///< sides of the plinth
  QRgb wallAlongY = 0;
  float ambient = 0.74F;
  float diffuse = 0.33F;
  QImage overlay;    ///< painted on the surface where it is not transparent, top row first; may be null
  View overlayView;  ///< the box that it covers
};
[[nodiscard]] ReliefLook reliefLook(const Theme& theme, ColorMapChoice colors);

struct ReliefImage {
  QImage picture;               ///< ARGB32, premultiplied, transparent beside the block; its device pixel ratio is set
  QRectF rect;                  ///< logical pixels that it covers
  double unit = 1;              ///< samples a logical pixel
  int width = 0, height = 0;    ///< samples
  std::vector<float> nearness;  ///< of what is seen at each sample, row by row from the top; 0: nothing

  /// Whether the surface or the plinth stands between the viewer and the point.
  [[nodiscard]] bool hides(const ReliefPoint& point) const;
};

/// `ratio`: the device's pixels a logical pixel; `samples`: 1, or 2 for smooth edges; `threads` 0: all processors. An
/// image that is no longer needed may give its memory.
ReliefImage rasteriseRelief(const ReliefMesh& mesh, const ReliefFrame& frame, const ReliefLook& look, double ratio,
                            int samples = 2, unsigned threads = 0, ReliefImage memory = {});

}  // namespace thalweg
