#include "ui/export/map_flight.h"

#include "ui/export/palette.h"

#include <chrono>
#include <cmath>

namespace thalweg {

namespace {

std::vector<QColor> flatColors(const Theme& theme) {
  std::vector<QColor> colors = {theme.surface, theme.text, theme.secondary, theme.accent, theme.axis, theme.dock};
  for (const StripOutcome outcome : {StripOutcome::Converges, StripOutcome::NotYet, StripOutcome::Local,
                                     StripOutcome::Oscillates, StripOutcome::Diverges})
    colors.push_back(theme.outcomeColor(outcome));
  return colors;
}

}  // namespace

std::shared_ptr<const SweepMap> mapIn(const Scenario& scenario, const SweepRequest& whole, const MapFrame& frame,
                                      MapTiles& tiles, const std::stop_token& stop) {
  const MapPart part = partOf(frame, whole.x.cells, !whole.y);
  for (const TileKey& key : tiles.missing(part)) {
    auto tile = computeTile(scenario, whole, key, stop);
    if (!tile) return nullptr;
    tiles.add(key, std::move(tile));
  }
  return tiles.compose(part);
}

std::vector<MapFrame> flightFrames(const MapFlight& flight) {
  const double doublings = -std::log2(flight.to.size);
  const auto count = std::max<std::int64_t>(1, std::llround(doublings * flight.fps));
  std::vector<MapFrame> frames;
  for (std::int64_t k = 0; k <= count; ++k) {
    const double size = std::exp2(-doublings * static_cast<double>(k) / static_cast<double>(count));
    // The place that stays where it is while both frames are seen: straight in, without a sidestep.
    const double way = flight.to.size < 1 ? (1 - size) / (1 - flight.to.size) : 0;
    frames.push_back({flight.to.left * way, flight.to.bottom * way, size});
  }
  frames.back() = flight.to;
  return frames;
}

bool writeMapFlight(const Scenario& scenario, const MapFlight& flight, const std::string& path,
                    const std::function<void(const AnimationProgress&)>& progress, std::stop_token stop) {
  using Clock = std::chrono::steady_clock;
  const std::vector<MapFrame> frames = flightFrames(flight);
  constexpr double dpi = 96;
  const auto encoder = makeFrameEncoder({flight.format, path, flight.look.size,
                                         static_cast<std::int64_t>(frames.size()), dpi, flight.fps, 0, true, stop});
  MapTiles tiles(flight.whole);
  const auto paint = [&](const MapFrame& frame) {
    const auto map = mapIn(scenario, flight.whole, frame, tiles, stop);
    if (!map) return QImage();
    return sweepPicture(scenario, flight.whole.panel, flight.whole.contender, map, flight.coloring, flight.look);
  };
  std::vector<QImage> samples;
  if (encoder->wantsSamples()) samples = {paint(frames.front()), paint(frames.back())};
  if (stop.stop_requested()) return false;
  encoder->start(samples, flatColors(pictureTheme(flight.look.palette, Background::Theme, false, 13)));
  const auto begun = Clock::now();
  QImage before;
  for (std::size_t k = 0; k < frames.size(); ++k) {
    const QImage image = paint(frames[k]);
    if (stop.stop_requested()) return false;
    const int index = static_cast<int>(k);
    encoder->append(encoder->encode(k > 0 ? &before : nullptr, image, index), index);
    before = image;
    const double spent = std::chrono::duration<double>(Clock::now() - begun).count();
    const auto done = static_cast<double>(k + 1);
    if (progress)
      progress(
          {index + 1, static_cast<int>(frames.size()), spent / done * (static_cast<double>(frames.size()) - done)});
  }
  encoder->finish();
  return !stop.stop_requested();
}

}  // namespace thalweg
