#pragma once
/// How high a landscape stands, and from where it is seen at first, so that most of it and its minima are in sight.
/// Threads: pure functions.

#include "ui/scenes/relief_frame.h"
#include "ui/scenes/relief_mesh.h"

#include <vector>

namespace thalweg {

/// Whether the way from the surface at x, y to the viewer is free. What stands outside the box is not in sight.
[[nodiscard]] bool isInSight(const ReliefMesh& mesh, const ReliefFrame& frame, const QPointF& at);

/// How much of it is in sight from a frame's camera, in [0, 1]; 1 where there is nothing to see.
[[nodiscard]] double shareInSight(const ReliefMesh& mesh, const ReliefFrame& frame);

/// How high height 1 stands, in block units: `tall` or, where ripples would hide too much of the surface from the first
/// view, or all of `deepest` (data) would lie in shafts, as much lower as it takes, down to two fifths of it.
[[nodiscard]] double tallToSee(const ReliefMesh& mesh, double tall, const std::vector<QPointF>& deepest);

/// The elevation of a camera that has none of its own: 46° or, where a mark at one of `minima` (data) would not be
/// wholly in sight, as many times 6° higher, up to 64°, as bring most into sight.
[[nodiscard]] double elevationToSee(const ReliefMesh& mesh, const QRectF& rect, const Camera& camera, double tall,
                                    const std::vector<QPointF>& minima);

}  // namespace thalweg
