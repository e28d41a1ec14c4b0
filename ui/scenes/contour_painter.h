#pragma once
/// Contour lines with their values written on them.
/// Threads: GUI thread, or any one thread for an image.

#include "core/surfaces/contour.h"
#include "ui/scenes/plot_frame.h"

#include <QColor>
#include <QPointF>
#include <QString>

#include <vector>

namespace thalweg {

class StrokeCanvas;
struct Theme;

/// A value on a line: the line is left out from `from` to `to` (pixels along it).
struct ContourLabel {
  std::size_t line = 0;
  double from = 0;
  double to = 0;
  QPointF center;
  double angle = 0;  ///< degrees, clockwise, upright
  QString text;
  bool operator==(const ContourLabel&) const = default;
};

/// One label for each labelled level that has room: on the straightest stretch, 44 pixels from other labels, clear of
/// `obstacles` (pixels of paths and marks).
std::vector<ContourLabel> placeLabels(const Contours& contours, const PlotFrame& frame,
                                      const std::vector<QPointF>& obstacles, const Theme& theme);

/// `inks`: what can be read on the ground of each level; empty: the theme's.
void paintContours(StrokeCanvas& canvas, const Contours& contours, const PlotFrame& frame,
                   const std::vector<ContourLabel>& labels, const std::vector<QColor>& inks, const Theme& theme);

}  // namespace thalweg
