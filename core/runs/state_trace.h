#pragma once
/// A method's internal vectors (velocity, m, v, m̂ …) at every step of a path, for tables.
/// Threads: pure functions.

#include "core/contracts/optimizer.h"
#include "core/scenario/scenario.h"

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

/// One vector along a path.
struct StateColumns {
  std::string name;  ///< "m", "m_hat", "v_max"
  Points values;     ///< a row a step, a column a coordinate; NaN where there was none
};

/// The vectors of contender `contender` during the first `steps` steps from `start`, in the order in which they appear;
/// of one phase alone, where it is given. None where parameter groups have an optimizer each. Throws OptionError for
/// options that do not fit.
std::vector<StateColumns> traceState(const Scenario& scenario, std::size_t contender, const Objective& objective,
                                     const std::vector<double>& start, Index steps, std::stop_token stop = {},
                                     std::optional<Phase> phase = {});

/// A symbol without TeX: "\hat m_t" is "m_hat", "v^{\max}_t" is "v_max".
std::string plainSymbol(std::string_view tex);

}  // namespace thalweg
