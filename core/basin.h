#pragma once
/// Basin maps: which start ends where, and how fast.
///
/// Shapes: `columns` × `rows` cells over a view; cell (0, 0) lies at its lower left; a cell's start is its centre, in
/// the first two coordinates, the others being the panel's. Functions of one variable have one row. A cell's label,
/// steps, loss and end point have the bits of `trace` from its centre, within one instruction set.
/// Errors: std::invalid_argument for sizes out of range, OptionError for options that do not fit. Threads: functions
/// may be called from any thread and use all cores; results are immutable values.

#include "core/block_run.h"
#include "core/scenario.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace thalweg {

struct BasinRequest {
  View view;
  Index columns = 512;
  Index rows = 512;
  std::vector<double> base;  ///< the start whose first two coordinates vary; empty: the objective's first
  bool ends = false;         ///< keep the end points
  bool operator==(const BasinRequest&) const = default;
};

/// An outcome a cell, row by row from the lowest. Cells that have not been computed yet hold those of a coarser map.
struct BasinMap {
  View view;
  Index columns = 0;
  Index rows = 0;
  std::int64_t requested = 0;  ///< steps that each run was to have
  Index block = 1;             ///< so many cells each way hold one result: 1 when the map is complete
  std::vector<Outcome> outcome;
  std::vector<std::int32_t> landmark;  ///< index in Objective::landmarks(); −1: none
  std::vector<std::int32_t> settled;   ///< Verdict::step: from which step on the outcome holds; −1: none
  std::vector<std::int32_t> steps;     ///< that the run made
  std::vector<double> loss;            ///< after them
  Points ends;                         ///< last point of each cell; no rows unless asked for

  [[nodiscard]] Index cells() const { return columns * rows; }
  [[nodiscard]] double x(Index column) const;
  [[nodiscard]] double y(Index row) const;
};

/// The cell centre `i` of `n` between `low` and `high`.
double cellCentre(double low, double high, Index i, Index n);

/// Called from the computing thread with the finished part of a map, coarse first, each time four times as many cells
/// are known; not for the complete one.
using BasinProgress = std::function<void(std::shared_ptr<const BasinMap>)>;

namespace limits {
inline constexpr Index mapSide = 4096;
}

/// Computes the map; nullptr after a stop request. `threads` 0: as many as there are processors.
std::shared_ptr<const BasinMap> basinMap(const Scenario& scenario, std::size_t contender, const Objective& objective,
                                         const BasinRequest& request, std::stop_token stop = {},
                                         const BasinProgress& progress = {}, unsigned threads = 0);

}  // namespace thalweg
