#pragma once
/// Maps, tuning and ensembles as pictures that explain themselves: title, settings, axes with ticks, legend.
/// Threads: any one thread at a time; needs a QGuiApplication, but no display. Errors: PictureError where there is no
/// room.

#include "core/maps/basin.h"
#include "core/maps/sweep.h"
#include "core/maps/tuning.h"
#include "core/runs/ensemble.h"
#include "core/surfaces/panel_plane.h"
#include "ui/export/picture.h"
#include "ui/scenes/map_image.h"

#include <QImage>

#include <vector>

namespace thalweg {

struct MapPictureSettings {
  QSize size{1200, 1000};  ///< pixels
  Palette palette = Palette::Light;
};

/// The map over the panel's contour lines and minima. `plane`: the one of many coordinates that it is of; null: of two
/// coordinates.
QImage basinPicture(const Scenario& scenario, std::size_t panel, std::size_t contender, const BasinMap& map,
                    const MapPictureSettings& settings, const std::shared_ptr<const PanelPlane>& plane = nullptr);
/// With the stability boundary and the best point of theory where there is one, and the settings in force. Maps of one
/// row are strips.
QImage sweepPicture(const Scenario& scenario, std::size_t panel, std::size_t contender,
                    const std::shared_ptr<const SweepMap>& map, SweepColoring coloring,
                    const MapPictureSettings& settings);
/// The score of each rate tried, a line a contender, the best ones marked.
QImage tuningPicture(const Scenario& scenario, const TuningRequest& request, const std::vector<Tuned>& tuned,
                     const MapPictureSettings& settings);
/// The loss: the scenario's own run, median and band.
QImage ensemblePicture(const Scenario& scenario, std::size_t panel, std::size_t contender,
                       const std::shared_ptr<const Ensemble>& ensemble, const MapPictureSettings& settings);

}  // namespace thalweg
