#pragma once
/// A panel's scene as a lit landscape: the same surface, contours, paths and marks as the map's, in perspective.
/// What the surface hides is thin and dashed, never lost. Functions of one variable have no relief, and from straight
/// above a landscape is its map: neither comes here.
/// Threads: a scene is painted by one thread at a time; fonts need a QGuiApplication, but no window.

#include "ui/scenes/panel_scene.h"
#include "ui/scenes/relief_path.h"
#include "ui/scenes/relief_raster.h"

#include <vector>

namespace thalweg {

/// What is kept between paintings; each part is made when first needed.
struct ReliefCache {
  ReliefMesh mesh;
  double tall = 0.5;  ///< of height 1, in block units
  ReliefFrame frame;
  ReliefImage image;
  std::shared_ptr<const Contours> allLevels;  ///< those that `levels` were chosen from, for `plot`
  PlotFrame plot;
  double zoom = 1;  ///< for which `levels` were thinned
  struct Level {
    std::vector<QPointF> line;  ///< data; closed: the first point comes again
    bool labelled = false;
    double value = 0;
  };
  std::vector<Level> levels;
  struct Line {
    std::vector<ReliefPath::Place> places;
    bool labelled = false;
    double color = 0;  ///< position in the colour map
  };
  std::vector<Line> contours;
  struct Faint {
    std::vector<ReliefPath::Place> places;
    QColor color;
    FaintPath::Kind kind = FaintPath::Kind::Run;
  };
  std::vector<Faint> faintPaths;
  std::vector<ReliefPath> paths;
  std::vector<std::shared_ptr<const Points>> laid;  ///< of `paths`, for the camera and mesh that are prepared
};

/// The mesh, of at most `most` nodes a side: what depends on the field, its scales and the box that is seen.
void prepareMesh(ReliefCache& cache, const PanelScene& scene, const View& box, Index most = restingNodes);
/// Frame, picture, contours and faint paths: what depends on the camera, whose elevation is found where it has none of
/// its own. `samples` 1 while it turns, 2 when it rests.
void prepareRelief(ReliefCache& cache, const PanelScene& scene, const PlotFrame& plot, double ratio, int samples);
/// The lines of `scene.paths` on the surface; those that were there already are kept until `prepareRelief`.
void prepareReliefPaths(ReliefCache& cache, const PanelScene& scene);

/// The layers from below, as a panel's. `ratio` 0 paints lines in any resolution, over the surface as one image.
void paintReliefGround(QPainter& painter, const PanelScene& scene, const ReliefCache& cache, qreal ratio);
void paintReliefPaths(QPainter& painter, const PanelScene& scene, const ReliefCache& cache, qreal ratio);
/// Arrows lie in the plane that touches the surface where they begin.
void paintReliefMarks(QPainter& painter, const PanelScene& scene, const ReliefCache& cache);
/// The pointer's cross lies on the surface, and a pin stands where it is.
void paintReliefReadOut(QPainter& painter, const PanelScene& scene, const ReliefCache& cache);

/// Where a start's ring stands: on the surface or, where it lies outside the box, on the nearest edge of it.
struct ReliefStart {
  QPointF at;  ///< data, within the box
  QPointF pixel;
  QPointF way;  ///< from there to a start outside, in pixels; else 0
  bool shown = false;
  bool hidden = false;
};
[[nodiscard]] ReliefStart reliefStart(const ReliefCache& cache, const StartHandle& start);

}  // namespace thalweg
