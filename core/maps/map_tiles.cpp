#include "core/maps/map_tiles.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace thalweg {

namespace {

/// A share of an axis's range that a cell of a deeper level were narrower than would not be exact.
constexpr int deepestLevel = 42;

double cellWidth(int level) { return std::ldexp(1.0 / tileSide, -level); }

/// The least share of the axis's range between two settings that float64 tells apart, near `share`.
double leastCell(const Axis& axis, double share) {
  constexpr double units = 4;  // in the last place: rounding on the way takes some
  const double epsilon = std::numeric_limits<double>::epsilon();
  double least = cellWidth(deepestLevel);
  const double from = std::clamp(share - 1e-3, 0.0, 1.0);
  const double to = std::clamp(share + 1e-3, 0.0, 1.0);
  const double slope = std::abs(axis.at(to) - axis.at(from)) / (to - from);
  const double value = std::abs(axis.at(share));
  if (slope > 0) least = std::max(least, units * epsilon * value / slope);
  // On a scale of logarithms the exponent is rounded, too.
  if (axis.range.scale != Scale::Linear) {
    const auto exponent = [&](double end) {
      const double power = axis.range.scale == Scale::Log ? end : 1 - end;
      return std::abs(std::log10(std::max(power, 1e-300)));
    };
    least = std::max(least, units * epsilon * std::max({1.0, exponent(axis.at(0)), exponent(axis.at(1))}));
  }
  return least;
}

double leastShare(const Axis& axis, double share, Index cells) {
  if (axis.integer) {
    const double numbers = std::abs(axis.at(1) - axis.at(0));
    return std::min(1.0, static_cast<double>(cells) / 8 / std::max(1.0, numbers));
  }
  return std::min(1.0, leastCell(axis, share) * static_cast<double>(cells));
}

void copyCell(SweepMap& to, std::size_t i, const SweepMap& from, std::size_t k) {
  to.outcome[i] = from.outcome[k];
  to.landmark[i] = from.landmark[k];
  to.settled[i] = from.settled[k];
  to.steps[i] = from.steps[k];
  to.loss[i] = from.loss[k];
  to.reached[i] = from.reached[k];
}

}  // namespace

TileKey TileKey::at(int coarser) const {
  const int up = level - coarser;
  return {coarser, column >> up, row >> up};
}

double leastFrame(const SweepRequest& whole, const MapFrame& frame, Index cells) {
  const double half = frame.size / 2;
  const double x = leastShare(whole.x, frame.left + half, cells);
  return whole.y ? std::max(x, leastShare(*whole.y, frame.bottom + half, cells)) : x;
}

MapFrame fitted(MapFrame frame, double least) {
  if (!(frame.size >= least)) {
    frame.left += (frame.size - least) / 2;
    frame.bottom += (frame.size - least) / 2;
    frame.size = least;
  }
  frame.size = std::min(frame.size, 1.0);
  frame.left = std::clamp(frame.left, 0.0, 1 - frame.size);
  frame.bottom = std::clamp(frame.bottom, 0.0, 1 - frame.size);
  return frame;
}

MapFrame magnified(const MapFrame& frame, double times, double x, double y) {
  const double size = frame.size / times;
  return {frame.left + (frame.size - size) * x, frame.bottom + (frame.size - size) * y, size};
}

MapPart partOf(const MapFrame& frame, Index cells, bool strip) {
  const double wanted = static_cast<double>(cells) / (tileSide * frame.size);
  MapPart part;
  part.level = std::clamp(static_cast<int>(std::ceil(std::log2(wanted) - 1e-9)), 0, deepestLevel);
  const double width = cellWidth(part.level);
  const auto all = static_cast<Index>(std::ldexp(static_cast<double>(tileSide), part.level));
  const auto count = std::clamp<Index>(std::llround(frame.size / width), 1, all);
  const auto first = [&](double low) { return std::clamp<Index>(std::llround(low / width), 0, all - count); };
  part.column = first(frame.left);
  part.columns = count;
  part.row = strip ? 0 : first(frame.bottom);
  part.rows = strip ? 1 : count;
  return part;
}

std::shared_ptr<const SweepMap> computeTile(const Scenario& scenario, const SweepRequest& whole, const TileKey& key,
                                            std::stop_token stop) {
  const double width = std::ldexp(1.0, -key.level);
  const auto part = [&](const Axis& axis, std::int64_t place) {
    const double low = static_cast<double>(place) * width;
    return axis.part(low, low + width, tileSide);
  };
  SweepRequest request = whole;
  request.x = part(whole.x, key.column);
  if (whole.y) request.y = part(*whole.y, key.row);
  return sweepMap(scenario, request, std::move(stop));
}

void MapTiles::add(const TileKey& key, std::shared_ptr<const SweepMap> tile) {
  tiles_[key] = {std::move(tile), ++clock_};
  if (tiles_.size() > most) dropOldest();
}

void MapTiles::dropOldest() {
  const auto oldest = std::ranges::min_element(tiles_, {}, [](const auto& entry) { return entry.second.used; });
  tiles_.erase(oldest);
}

std::vector<TileKey> MapTiles::keysOf(const MapPart& part) const {
  std::vector<TileKey> keys;
  const std::int64_t lastRow = whole_.y ? (part.row + part.rows - 1) / tileSide : 0;
  for (std::int64_t row = part.row / tileSide; row <= lastRow; ++row) {
    for (std::int64_t column = part.column / tileSide; column <= (part.column + part.columns - 1) / tileSide; ++column)
      keys.push_back({part.level, column, row});
  }
  // Those at the middle of what is looked at first.
  const double x = static_cast<double>(part.column) + static_cast<double>(part.columns) / 2;
  const double y = static_cast<double>(part.row) + static_cast<double>(part.rows) / 2;
  std::ranges::stable_sort(keys, {}, [&](const TileKey& key) {
    return std::hypot((static_cast<double>(key.column) + 0.5) * tileSide - x,
                      (static_cast<double>(key.row) + 0.5) * tileSide - y);
  });
  return keys;
}

std::vector<TileKey> MapTiles::missing(const MapPart& part) const {
  std::vector<TileKey> keys = keysOf(part);
  std::erase_if(keys, [&](const TileKey& key) { return tiles_.contains(key); });
  return keys;
}

std::vector<TileKey> MapTiles::missingCoarse(const MapPart& part, int coarser) const {
  std::vector<TileKey> keys;
  for (const TileKey& key : missing(part)) {
    bool stoodIn = false;
    for (int level = key.level; level >= 0 && !stoodIn; --level) stoodIn = tiles_.contains(key.at(level));
    const TileKey wanted = key.at(std::max(0, key.level - coarser));
    if (!stoodIn && std::ranges::find(keys, wanted) == keys.end()) keys.push_back(wanted);
  }
  return keys;
}

std::map<TileKey, MapTiles::Kept>::iterator MapTiles::best(const TileKey& key) {
  for (int level = key.level; level >= 0; --level) {
    if (const auto found = tiles_.find(key.at(level)); found != tiles_.end()) return found;
  }
  return tiles_.end();
}

std::shared_ptr<const SweepMap> MapTiles::compose(const MapPart& part) {
  auto map = std::make_shared<SweepMap>();
  const double width = cellWidth(part.level);
  const auto shown = [&](const Axis& axis, std::int64_t first, Index count) {
    return axis.part(static_cast<double>(first) * width, static_cast<double>(first + count) * width, count);
  };
  map->x = shown(whole_.x, part.column, part.columns);
  if (whole_.y) map->y = shown(*whole_.y, part.row, part.rows);
  map->resize(part.columns, part.rows, 0);
  map->reached.assign(map->outcome.size(), -1);
  ++clock_;
  for (const TileKey& key : keysOf(part)) {
    const auto found = best(key);
    if (found == tiles_.end()) return nullptr;
    found->second.used = clock_;
    const SweepMap& tile = *found->second.tile;
    map->requested = tile.requested;
    const int up = key.level - found->first.level;
    if (up > 0) map->block = std::max<Index>(map->block, 2);
    const std::int64_t left = key.column * tileSide;
    const std::int64_t bottom = key.row * tileSide;
    for (std::int64_t y = std::max(part.row, bottom); y < std::min(part.row + part.rows, bottom + tileSide); ++y) {
      const std::int64_t fromRow = tile.rows == 1 ? 0 : (y >> up) - found->first.row * tileSide;
      for (std::int64_t x = std::max(part.column, left); x < std::min(part.column + part.columns, left + tileSide);
           ++x) {
        const std::int64_t from = fromRow * tileSide + (x >> up) - found->first.column * tileSide;
        copyCell(*map, static_cast<std::size_t>((y - part.row) * part.columns + x - part.column), tile,
                 static_cast<std::size_t>(from));
      }
    }
  }
  return map;
}

}  // namespace thalweg
