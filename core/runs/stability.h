#pragma once
/// How large a contender's rate may be before its path runs away.
/// Threads: callable from any thread.

#include "core/runs/trace.h"
#include "core/scenario/scenario.h"

#include <optional>
#include <stop_token>

namespace thalweg {

/// Whether a path runs away: it diverges, or it oscillates ever further, as under a rate just beyond the bound. One
/// that leaves the set on which f is defined does not: its rate need not be too large.
bool runsAway(const Trajectory& path);

struct StableRate {
  double bound = 0;      ///< just under the largest rate at which no path runs away, to 1 %
  double suggested = 0;  ///< clear of the bound, rounded down to one significant digit
  bool operator==(const StableRate&) const = default;
};

/// Searches below the contender's own rate, at which it runs away from `start`, by halving and then bisecting. The rate
/// is the one a schedule begins with. None where no rate down to 2^−40 of it is small enough, the method has no rate,
/// or on a stop request. Throws OptionError for options that do not fit.
std::optional<StableRate> stableRate(const Scenario& scenario, std::size_t contender, const Objective& objective,
                                     const std::vector<double>& start, std::stop_token stop = {});

/// `contender`'s options with `rate` where its optimizer has it ("lr", "base_options.lr").
void setRate(Contender& contender, double rate);

}  // namespace thalweg
