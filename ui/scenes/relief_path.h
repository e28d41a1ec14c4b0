#pragma once
/// A path laid on a relief: followed along the surface between its steps, so that it neither sinks nor floats, and
/// parted into what is seen and what the surface hides.
/// Threads: pure functions.

#include "ui/scenes/path_painter.h"
#include "ui/scenes/relief_raster.h"

#include <cstdint>
#include <vector>

namespace thalweg {

class StrokeCanvas;
struct Theme;

struct ReliefPath {
  struct Place {
    QPointF pixel;
    double step = 0;  ///< whole at a step, between two steps a fraction
    double gone = 0;  ///< pixels from the path's start, seen or not
    bool hidden = false;
    bool joined = false;  ///< to the place before
  };
  std::vector<Place> places;        ///< rising in `step`
  std::vector<std::size_t> atStep;  ///< place of each step; `none` where it lies outside the box
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
};

/// The points' projections onto the plane. Ends before the first step that is not finite.
ReliefPath reliefPath(const Points& points, const Plane& plane, const ReliefMesh& mesh, const ReliefFrame& frame,
                      const ReliefImage& image);
/// A polyline of the plane with pieces of any length, followed along the surface and cut at the box.
std::vector<ReliefPath::Place> followOnRelief(const std::vector<QPointF>& line, const ReliefMesh& mesh,
                                              const ReliefFrame& frame, const ReliefImage& image);
/// A polyline whose pieces are no longer than the mesh's cells, such as a contour line: its points alone are placed.
std::vector<ReliefPath::Place> layOnRelief(const std::vector<QPointF>& line, const ReliefMesh& mesh,
                                           const ReliefFrame& frame, const ReliefImage& image);

/// As `paintPathPart`, with what is hidden thin and dashed.
void paintReliefPathPart(StrokeCanvas& canvas, PathPart part, const PathData& path, const ReliefPath& relief,
                         std::int64_t cursor, const Theme& theme);

}  // namespace thalweg
