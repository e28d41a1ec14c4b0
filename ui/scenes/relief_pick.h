#pragma once
/// What of a landscape lies under a pixel. Threads: pure functions.

#include "ui/scenes/relief_painter.h"

#include <optional>

namespace thalweg {

/// The place on the surface under a pixel, in data; none where there is none.
[[nodiscard]] std::optional<QPointF> pick(const ReliefCache& cache, const QPointF& pixel);
/// That place, else the one of the surface nearest to the pixel on the screen.
[[nodiscard]] QPointF pickNearest(const ReliefCache& cache, const QPointF& pixel);
/// The step nearest to a pixel on a path that passes within `reach` pixels of it in sight; none: no path does.
[[nodiscard]] std::optional<PathHit> reliefPathAt(const ReliefCache& cache, const PanelScene& scene,
                                                  const QPointF& pixel, double reach);

}  // namespace thalweg
