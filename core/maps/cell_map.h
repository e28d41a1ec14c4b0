#pragma once
/// What basin maps and outcome maps have in common: an outcome a cell, known coarsely at first.
///
/// Shapes: `columns` × `rows` cells, row by row from the lowest. Threads: a value; different cells may be set from
/// different threads at once.

#include "core/base/types.h"
#include "core/runs/block_run.h"

#include <cstdint>
#include <vector>

namespace thalweg {

namespace limits {
inline constexpr Index mapSide = 4096;
}

struct CellMap {
  Index columns = 0;
  Index rows = 0;
  std::int64_t requested = 0;  ///< steps that each run was to have
  Index block = 1;             ///< so many cells each way hold one result: 1 when the map is complete
  std::vector<Outcome> outcome;
  std::vector<std::int32_t> landmark;  ///< index in Objective::landmarks(); −1: none
  std::vector<std::int32_t> settled;   ///< Verdict::step: from which step on the outcome holds; −1: none
  std::vector<std::int32_t> steps;     ///< that the run made; −1: it could not begin, for its options do not fit
  std::vector<double> loss;            ///< after them
  Points ends;                         ///< last point of each cell; no rows unless asked for

  /// Throws std::invalid_argument for more than `limits::mapSide` cells each way, or too many end points.
  void resize(Index newColumns, Index newRows, Index endDimension);
  [[nodiscard]] Index cells() const { return columns * rows; }
  void set(Index cell, const Ending& ending);
  /// Lets the cells that are no multiples of `size` hold the results of the computed ones before them.
  void spread(Index size);
};

/// The cell centre `i` of `n` between `low` and `high`.
double cellCentre(double low, double high, Index i, Index n);

/// Cells each way between two that the first pass computes; each further pass halves it.
inline constexpr Index coarsestBlock = 8;

/// The cells at multiples of `block` that are at no multiple of `known` (0: none is known yet).
std::vector<Index> cellsOfPass(Index columns, Index rows, Index block, Index known);

}  // namespace thalweg
