#pragma once
/// A flight into an outcome map: from the whole map to a part of it, each doubling in the same time.
/// Threads: any one thread; needs a QGuiApplication.

#include "core/maps/map_tiles.h"
#include "ui/export/animation.h"
#include "ui/export/map_picture.h"

#include <functional>
#include <stop_token>
#include <string>

namespace thalweg {

struct MapFlight {
  SweepRequest whole;  ///< axes over their whole ranges; cells each way as the pictures are to have at least
  MapFrame to;
  SweepColoring coloring = SweepColoring::Outcome;
  MapPictureSettings look;
  AnimationFormat format = AnimationFormat::Gif;
  double fps = 30;
};

/// The map as it is in a frame, of tiles that are computed where `tiles` has not got them; nullptr after a stop
/// request.
std::shared_ptr<const SweepMap> mapIn(const Scenario& scenario, const SweepRequest& whole, const MapFrame& frame,
                                      MapTiles& tiles, const std::stop_token& stop = {});

/// The frames of a flight, the whole map first. A doubling takes a second.
std::vector<MapFrame> flightFrames(const MapFlight& flight);

/// Writes `path`, or nothing: false after a stop request. Errors: as writeAnimation.
bool writeMapFlight(const Scenario& scenario, const MapFlight& flight, const std::string& path,
                    const std::function<void(const AnimationProgress&)>& progress = {}, std::stop_token stop = {});

}  // namespace thalweg
