#pragma once
/// How paths are drawn, on maps and on landscapes alike. Lengths are pixels at marks of usual size. Threads: pure
/// functions.

#include "ui/scenes/path_painter.h"

#include <cstddef>

class QPainter;

namespace thalweg {

inline constexpr double pathEdgeWidth = 1.3;     ///< added to a line whose colour is not seen on its casing
inline constexpr double futureCasing = 1.6;      ///< added to what is to come
inline constexpr double quietLine = 1.6 / 2.25;  ///< width of a path drawn back, of a path's
inline constexpr double quietOpacity = 0.45;
inline constexpr double dotSpacing = 7;  ///< between steps that get a dot each
inline constexpr double dotRing = 4.1;   ///< across, with its casing
inline constexpr double dotSize = 2.1;
inline constexpr std::size_t markerStep = 10;  ///< markers stand at every tenth step
inline constexpr double markerSpacing = 26;    ///< and keep at least this apart
inline constexpr double lossSpacing = 12;      ///< between points that are filled by their loss
inline constexpr double sharedTurn = 11;       ///< that a path draws of a stretch it shares, then the next one

/// The stretch in which the move to step `step` lies; null: the path goes alone.
const SharedStretch* stretchAt(const PathData& path, std::size_t step);

/// A point of the path that is filled by its loss.
void paintLossPoint(QPainter& painter, const QPointF& at, double loss, const PathData& path, const ColorMap& map,
                    const Theme& theme);

}  // namespace thalweg
