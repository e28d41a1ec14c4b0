#pragma once
/// Contours for documents, which keep every point. Threads: any thread.

#include "ui/scenes/panel_scene.h"

namespace thalweg {

/// Leaves out points of contours that lie within `tolerance` pixels of the line without them.
void thinContours(PanelScene& scene, const PlotFrame& frame, double tolerance);

}  // namespace thalweg
