#pragma once
/// A panel's scene as a lit landscape: the same surface, contours, paths and marks as the map's, in perspective.
/// What the surface hides is thin and dashed, never lost. Functions of one variable have no relief.
/// Threads: a scene is painted by one thread at a time; fonts need a QGuiApplication, but no window.

#include "ui/scenes/panel_scene.h"
#include "ui/scenes/relief_path.h"
#include "ui/scenes/relief_raster.h"

#include <optional>
#include <vector>

namespace thalweg {

/// What is kept between paintings; each part is made when first needed.
struct ReliefCache {
  ReliefMesh mesh;
  ReliefFrame frame;
  ReliefImage image;
  std::shared_ptr<const Contours> allLevels;  ///< those that `levels` were chosen from, for `plot`
  std::shared_ptr<const Contours> levels;
  PlotFrame plot;
  struct Line {
    std::vector<ReliefPath::Place> places;
    bool labelled = false;
    double color = 0;  ///< position in the colour map
  };
  std::vector<Line> contours;
  std::vector<ReliefPath> paths;
};

/// The mesh: what depends on the field, its scales and the box that is seen.
void prepareMesh(ReliefCache& cache, const PanelScene& scene, const View& box);
/// Frame, picture and contours: what depends on the camera. `samples` 1 while it turns, 2 when it rests.
void prepareRelief(ReliefCache& cache, const PanelScene& scene, const PlotFrame& plot, double ratio, int samples);
/// The lines of `scene.paths` on the surface.
void prepareReliefPaths(ReliefCache& cache, const PanelScene& scene);

/// The layers from below, as a panel's. `ratio` 0 paints lines in any resolution, over the surface as one image.
void paintReliefGround(QPainter& painter, const PanelScene& scene, const ReliefCache& cache, qreal ratio);
void paintReliefPaths(QPainter& painter, const PanelScene& scene, const ReliefCache& cache, qreal ratio);
void paintReliefMarks(QPainter& painter, const PanelScene& scene, const ReliefCache& cache);
void paintReliefReadOut(QPainter& painter, const PanelScene& scene, const ReliefCache& cache);

/// The compass at the frame's upper right: a disc with the axes' directions. Where each letter stands, in pixels.
struct Compass {
  QRectF disc;
  QPointF x, y, f;
};
[[nodiscard]] Compass compass(const ReliefFrame& frame, const Theme& theme);

/// The place on the surface under a pixel, in data; none where there is none.
[[nodiscard]] std::optional<QPointF> pick(const ReliefCache& cache, const QPointF& pixel);
/// That place, else the one of the surface nearest to the pixel on the screen.
[[nodiscard]] QPointF pickNearest(const ReliefCache& cache, const QPointF& pixel);

}  // namespace thalweg
