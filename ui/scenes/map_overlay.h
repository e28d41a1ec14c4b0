#pragma once
/// A map laid over a panel's surface, with its legend: values, ready to be painted.
/// Threads: an overlay may be made in any thread; painting as core panels.

#include "ui/scenes/map_image.h"
#include "ui/scenes/plot_frame.h"

#include <memory>

class QPainter;

namespace thalweg {

struct BasinMap;

struct MapOverlay {
  QImage image;  ///< a pixel a cell, top row first
  View view;     ///< the box that the cells fill
  std::vector<MapLegendEntry> legend;
  bool complete = false;  ///< as fine as it gets
  QString whose;          ///< words before the legend
};

/// A contender's basins; `complete`: as fine as they get.
std::shared_ptr<const MapOverlay> basinOverlay(const Scenario& scenario, std::size_t contender, const BasinMap& map,
                                               const Objective& objective, const Theme& theme, bool complete);

/// Over the surface and under its contour lines, so that both can be read.
void paintMapOverlay(QPainter& painter, const MapOverlay& overlay, const PlotFrame& frame);
/// In the place of the colour bar: a swatch and a word an entry, as many as have room.
void paintMapLegend(QPainter& painter, const MapOverlay& overlay, const QRectF& place, const Theme& theme);

}  // namespace thalweg
