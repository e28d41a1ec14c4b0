#pragma once
/// How much a scenario's paths hold, known before any is computed.
///
/// Every path is kept whole: at each step its point and what charts show of it. So 24 panels with 64 contenders of two
/// coordinates have room for some 13 000 steps each, one contender for a million. Threads: pure functions.

#include "core/scenario/scenario.h"

#include <vector>

namespace thalweg {

namespace limits {
/// Numbers of eight bytes in all paths of a scenario together: 1.6 GB.
inline constexpr double allValues = 2e8;
}  // namespace limits

/// Numbers in all paths of the scenario; `dimensions` has an entry a panel, 0 where a panel has no objective.
double valuesOfPaths(const Scenario& scenario, const std::vector<Index>& dimensions);

/// Throws OptionError at "steps" if that is more than `limits::allValues`, or at "panels" if no number of steps would
/// fit. The message says what would.
void checkSize(const Scenario& scenario, const std::vector<Index>& dimensions);

}  // namespace thalweg
