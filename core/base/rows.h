#pragma once
/// Points row by row. A row of many coordinates is spread over all of their memory; here some rows at a time are laid
/// out one after the other, so that each is read as fast as memory goes. Threads: a pure function.

#include "core/base/types.h"

#include <algorithm>
#include <span>
#include <vector>

namespace thalweg {

/// Calls `use(row, numbers)` for every row, in order; it returns false to end.
template <class Use>
void eachRow(const Points& points, Use use) {
  constexpr Index together = 16;
  const Index size = points.cols();
  std::vector<double> rows(static_cast<std::size_t>(together * size));
  for (Index first = 0; first < points.rows(); first += together) {
    const Index count = std::min(together, points.rows() - first);
    for (Index c = 0; c < size; ++c) {
      const double* from = points.data() + c * points.rows() + first;
      for (Index i = 0; i < count; ++i) rows[static_cast<std::size_t>(i * size + c)] = from[i];
    }
    for (Index i = 0; i < count; ++i) {
      const std::span<const double> row(rows.data() + i * size, static_cast<std::size_t>(size));
      if (!use(first + i, row)) return;
    }
  }
}

}  // namespace thalweg
