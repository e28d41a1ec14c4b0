#pragma once
/// Contenders' paths on a panel: the past thick on a casing, the future thin, markers, and a head at the cursor.
/// Threads: GUI thread, or any one thread for an image.

#include "core/base/types.h"
#include "core/runs/coincidence.h"
#include "core/surfaces/field.h"
#include "core/surfaces/plane.h"
#include "ui/scenes/color_map.h"
#include "ui/scenes/plot_frame.h"

#include <QColor>
#include <QPointF>
#include <QString>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace thalweg {

class StrokeCanvas;
struct Theme;

/// By which points of a path are filled with the colour that the map gives their loss.
struct LossFill {
  std::shared_ptr<const ValueScale> scale;  ///< null: they are not
  ColorMapChoice colors = ColorMapChoice::Theme;
  bool operator==(const LossFill& other) const {
    return colors == other.colors && (scale == other.scale || (scale && other.scale && *scale == *other.scale));
  }
};

/// One contender's path as data. `points` may alias a Trajectory's: {trajectory, &trajectory->points}.
struct PathData {
  std::shared_ptr<const Points> points;  ///< a row a step; null or empty: nothing is drawn
  std::shared_ptr<const Column> loss;    ///< f at those points; needed where y is the function's value
  QColor color;
  QString marker;
  bool visible = true;
  bool selected = false;
  bool quiet = false;  ///< drawn back, while another one's step is explained
  std::size_t contender = 0;
  std::int64_t first = 0;       ///< drawn from this step on; before it, it is on the path that it branched off
  std::int64_t ghostFrom = -1;  ///< from this step on drawn as what might have been; −1: nowhere
  std::vector<SharedStretch> shared = {};  ///< drawn in turn with the paths it lies on
  LossFill fill = {};                      ///< of points by `loss`, in place of dots and markers
  bool operator==(const PathData&) const = default;
};

/// All that a path's pixels depend on: the points' projections onto a plane, in a frame.
struct PathSource {
  std::shared_ptr<const Points> points;
  PlotFrame frame;
  Plane plane;
  bool onCurve = false;  ///< y is the loss
  bool operator==(const PathSource&) const = default;
};

/// A path in a frame's pixels, ready to be drawn at any cursor.
struct PathPixels {
  PathSource source;
  std::vector<QPointF> steps;  ///< one a step; ends before the first that is not finite
  std::vector<std::size_t>
      bends;          ///< steps that carry the line to within a fraction of a pixel, first and last among them
  bool ball = false;  ///< on a curve: the head is the marker, whatever the last move
};

/// The pixels of `path`, whose points those of `source` are.
PathPixels pathPixels(const PathData& path, PathSource source);

/// The past is drawn in so many pieces of colour.
inline constexpr int pathShades = 8;
/// The colour of piece `piece`, from 0: the oldest is mixed with the ground.
QColor pathShade(const QColor& color, int piece, const Theme& theme);
/// What is drawn round a path's colour within its casing, if it is another.
QColor pathEdge(const QColor& color, const Theme& theme);

/// What is drawn of a path, from below: all futures lie under all pasts, and heads over everything, so that nobody's
/// present is hidden. Past and future meet at the cursor's anchor; what is recent lies over them from there on.
enum class PathPart { Future, Past, Recent, Head };
inline constexpr std::array pathParts = {PathPart::Future, PathPart::Past, PathPart::Recent, PathPart::Head};
/// The step up to which the past is drawn as a whole: it stays where it is for a while as the cursor goes on, so that
/// pictures of past and future serve many frames.
std::int64_t pathAnchor(std::int64_t cursor);

/// A step of a path that is drawn.
struct PathHit {
  std::size_t path = 0;  ///< index among the paths
  std::int64_t step = 0;
};
/// The step nearest to `at` on the path that passes within `reach` pixels of it, the topmost of several; none: no path
/// does. Costs the paths' bends, not their steps.
std::optional<PathHit> pathAt(const std::vector<PathData>& paths, const std::vector<PathPixels>& pixels,
                              const QPointF& at, double reach);

/// Indices of the paths that are drawn, from below: ghosts, then the others, selected ones on top. `pixels` belong to
/// `paths`, one each.
std::vector<std::size_t> pathOrder(const std::vector<PathData>& paths, const std::vector<PathPixels>& pixels);
/// One part of one path that `pathOrder` names, with the cursor at step `cursor`.
void paintPathPart(StrokeCanvas& canvas, PathPart part, const PathData& path, const PathPixels& pixels,
                   std::int64_t cursor, const Theme& theme);
/// What the recent part may touch of `frame`; null: it has none.
QRectF recentBox(const PathData& path, const PathPixels& pixels, std::int64_t cursor, const QRectF& frame,
                 const Theme& theme);
/// All parts of all visible paths.
void paintPaths(StrokeCanvas& canvas, const std::vector<PathData>& paths, const std::vector<PathPixels>& pixels,
                std::int64_t cursor, const Theme& theme);

}  // namespace thalweg
