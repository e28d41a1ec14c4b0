#pragma once
/// How many of a surface's contours a picture has room for. Threads: a pure function.

#include "core/surfaces/contour.h"
#include "ui/scenes/plot_frame.h"

#include <memory>

namespace thalweg {

/// All levels, the labelled ones, or every second, fourth … of those: as many as cover at most the share `most` of the
/// frame, so that what spans many wiggles is not buried under lines.
/// Null for null.
[[nodiscard]] std::shared_ptr<const Contours> sparse(const std::shared_ptr<const Contours>& contours,
                                                     const PlotFrame& frame, double most);

}  // namespace thalweg
