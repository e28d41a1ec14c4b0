#pragma once
/// Basin maps: which start ends where, and how fast.
///
/// Shapes: `columns` × `rows` cells over a view; cell (0, 0) lies at its lower left; a cell's start is its centre, a
/// place of the request's plane. Functions of one variable have one row. A cell's label,
/// steps, loss and end point have the bits of `trace` from its centre, within one instruction set.
/// Errors: std::invalid_argument for sizes out of range, OptionError for options that do not fit. Threads: functions
/// may be called from any thread and use all cores; results are immutable values.

#include "core/maps/cell_map.h"
#include "core/scenario/scenario.h"
#include "core/surfaces/plane.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace thalweg {

struct BasinRequest {
  View view;
  Index columns = 512;
  Index rows = 512;
  /// Where the view lies; none: the first two coordinates, through the objective's first start.
  std::optional<Plane> plane;
  bool ends = false;  ///< keep the end points
  bool operator==(const BasinRequest&) const = default;
};

struct BasinMap : CellMap {
  View view;
  [[nodiscard]] double x(Index column) const { return cellCentre(view.xMin, view.xMax, column, columns); }
  [[nodiscard]] double y(Index row) const { return cellCentre(view.yMin, view.yMax, row, rows); }
};

/// Called from the computing thread with the finished part of a map, coarse first, each time four times as many cells
/// are known; not for the complete one.
using BasinProgress = std::function<void(std::shared_ptr<const BasinMap>)>;

/// Computes the map; nullptr after a stop request. `threads` 0: as many as there are processors.
std::shared_ptr<const BasinMap> basinMap(const Scenario& scenario, std::size_t contender, const Objective& objective,
                                         const BasinRequest& request, std::stop_token stop = {},
                                         const BasinProgress& progress = {}, unsigned threads = 0);

}  // namespace thalweg
