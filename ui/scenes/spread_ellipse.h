#pragma once
/// Where noise keeps a method at rest, as a line on a panel. Threads: pure functions.

#include "core/runs/trace.h"
#include "ui/scenes/panel_scene.h"

namespace thalweg {

/// Standard deviations from the middle to the ellipse: in a plane 86 % of a normal distribution lies within.
inline constexpr double spreadDeviations = 2;

/// In the plane, whatever the number of coordinates.
FaintPath spreadEllipse(const Spread& spread, const Plane& plane, const QColor& color);

}  // namespace thalweg
