#include "core/maps/cell_map.h"

#include "core/scenario/scenario.h"

#include <stdexcept>

namespace thalweg {

void CellMap::resize(Index newColumns, Index newRows, Index endDimension) {
  if (newColumns < 0 || newRows < 0 || newColumns > limits::mapSide || newRows > limits::mapSide)
    throw std::invalid_argument("a map has 0 to 4096 cells each way");
  columns = newColumns;
  rows = newRows;
  if (static_cast<double>(cells()) * static_cast<double>(endDimension) > limits::values)
    throw std::invalid_argument("the end points of so many cells take too much memory");
  const auto size = static_cast<std::size_t>(cells());
  outcome.assign(size, Outcome::Moving);
  landmark.assign(size, -1);
  settled.assign(size, -1);
  steps.assign(size, 0);
  loss.assign(size, 0);
  if (endDimension > 0) ends.resize(cells(), endDimension);
}

void CellMap::set(Index cell, const Ending& ending) {
  const auto i = static_cast<std::size_t>(cell);
  outcome[i] = ending.verdict.outcome;
  landmark[i] = ending.verdict.landmark;
  settled[i] = static_cast<std::int32_t>(ending.verdict.step);
  steps[i] = static_cast<std::int32_t>(ending.steps);
  loss[i] = ending.loss;
}

void CellMap::spread(Index size) {
  block = size;
  for (Index row = 0; row < rows; ++row) {
    for (Index column = 0; column < columns; ++column) {
      const auto from = static_cast<std::size_t>((row - row % size) * columns + column - column % size);
      const auto to = static_cast<std::size_t>(row * columns + column);
      outcome[to] = outcome[from];
      landmark[to] = landmark[from];
      settled[to] = settled[from];
      steps[to] = steps[from];
      loss[to] = loss[from];
    }
  }
}

double cellCentre(double low, double high, Index i, Index n) {
  return low + (high - low) * ((static_cast<double>(i) + 0.5) / static_cast<double>(n));
}

std::vector<Index> cellsOfPass(Index columns, Index rows, Index block, Index known) {
  std::vector<Index> cells;
  for (Index row = 0; row < rows; row += block) {
    for (Index column = 0; column < columns; column += block) {
      if (known == 0 || row % known != 0 || column % known != 0) cells.push_back(row * columns + column);
    }
  }
  return cells;
}

}  // namespace thalweg
