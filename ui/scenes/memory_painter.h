#pragma once
/// What lies under the paths of a map beside the selected one: the ribbon of its memory, and circles as long as its
/// steps. Threads: as ui/scenes/panel_scene.h.

#include "core/base/types.h"

#include <memory>

class QPainter;

namespace thalweg {

struct PanelScene;
struct PanelCache;

struct MemoryPicture {
  std::size_t path = 0;                ///< of the scene's
  std::shared_ptr<const Column> kept;  ///< memoryKept (core/runs/memory_share.h); null: no ribbon
  bool circles = false;                ///< of the steps
  bool operator==(const MemoryPicture&) const = default;
};

/// A ribbon under the past, as wide as each past gradient still counts at the cursor; circles round the points from
/// which the last steps and the next one were taken, through those where they end.
void paintMemory(QPainter& painter, const PanelScene& scene, const PanelCache& cache);

}  // namespace thalweg
