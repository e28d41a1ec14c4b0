#pragma once
/// A scenario in small: its first panels side by side with their paths, without axes and words.

#include "core/scenario/scenario.h"
#include "ui/scenes/panel_scene.h"

#include <QImage>
#include <QSize>

#include <vector>

namespace thalweg {

struct Thumbnail {
  struct Part {
    PanelScene scene;
    PlotFrame frame;
  };
  QSize size;  ///< logical pixels
  qreal ratio = 1;
  std::vector<Part> parts;
};

/// Computes paths, fields and contours; any thread. A panel whose options do not fit is left out.
[[nodiscard]] Thumbnail computeThumbnail(const Scenario& scenario, const Theme& theme, QSize size, qreal ratio);
/// GUI thread only.
[[nodiscard]] QImage paintThumbnail(const Thumbnail& thumbnail, const QColor& ground);

}  // namespace thalweg
