#pragma once
/// Outcome maps that are dived into: both axes' ranges as a pyramid of tiles that are kept, as maps of the earth have
/// them. A tile of level 0 is the whole map; each level's tiles are half as wide as those of the level before.
///
/// The boundary of the settings that train is fractal (Sohl-Dickstein 2024, arXiv:2402.06184), so each magnification
/// shows what none before it could. Every cell's settings are exact in float64, the same on whatever part of the map
/// it is seen, so that tiles meet without seams and a cell is the path that its settings give.
/// Threads: `computeTile` may be called from any thread; a MapTiles is its owner's.

#include "core/maps/sweep.h"

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <vector>

namespace thalweg {

inline constexpr Index tileSide = 64;  ///< cells

struct TileKey {
  int level = 0;
  std::int64_t column = 0;  ///< counted from the axis's low end, of 2^level
  std::int64_t row = 0;
  auto operator<=>(const TileKey&) const = default;
  /// The tile of a coarser level that holds it.
  [[nodiscard]] TileKey at(int coarser) const;
};

/// What is looked at: a square of the map, as shares of both axes' ranges.
struct MapFrame {
  double left = 0;
  double bottom = 0;
  double size = 1;
  bool operator==(const MapFrame&) const = default;
};

/// The same in whole cells of one level.
struct MapPart {
  int level = 0;
  std::int64_t column = 0;  ///< its first cell, of tileSide · 2^level
  std::int64_t row = 0;
  Index columns = 0;
  Index rows = 0;
  bool operator==(const MapPart&) const = default;
};

/// The smallest frame of `cells` cells whose settings differ: where float64 ends, or, on axes of whole numbers, where
/// there would be less than `cells` / 8 numbers. At most 1.
double leastFrame(const SweepRequest& whole, const MapFrame& frame, Index cells);
/// `frame` moved and grown until it lies within the map and is not smaller than `least`.
MapFrame fitted(MapFrame frame, double least);
/// `frame` magnified so many times about a place of it, given as shares of the frame.
MapFrame magnified(const MapFrame& frame, double times, double x, double y);
/// The cells that show a frame with at least `cells` and less than twice as many each way.
MapPart partOf(const MapFrame& frame, Index cells, bool strip);

/// `whole`: axes over their whole ranges. nullptr after a stop request. Errors: as sweepMap.
std::shared_ptr<const SweepMap> computeTile(const Scenario& scenario, const SweepRequest& whole, const TileKey& key,
                                            std::stop_token stop = {});

class MapTiles {
 public:
  /// Tiles kept at most; those that were looked at longest ago go first.
  static constexpr std::size_t most = 600;

  explicit MapTiles(SweepRequest whole) : whole_(std::move(whole)) {}

  void add(const TileKey& key, std::shared_ptr<const SweepMap> tile);
  [[nodiscard]] std::size_t size() const { return tiles_.size(); }
  /// The tiles of a part that are not there, those at its middle first; with `coarser` levels up, those of them that
  /// nothing coarser stands in for.
  [[nodiscard]] std::vector<TileKey> missing(const MapPart& part) const;
  [[nodiscard]] std::vector<TileKey> missingCoarse(const MapPart& part, int coarser) const;
  /// The part as one map; cells whose tile is not there show a coarser one's. `block` is 1 if none does. nullptr where
  /// a cell has not even that.
  [[nodiscard]] std::shared_ptr<const SweepMap> compose(const MapPart& part);

 private:
  struct Kept {
    std::shared_ptr<const SweepMap> tile;
    std::uint64_t used = 0;
  };
  /// The tile or the finest coarser one there is; end() if none.
  std::map<TileKey, Kept>::iterator best(const TileKey& key);
  [[nodiscard]] std::vector<TileKey> keysOf(const MapPart& part) const;
  void dropOldest();

  SweepRequest whole_;
  std::map<TileKey, Kept> tiles_;
  std::uint64_t clock_ = 0;
};

}  // namespace thalweg
