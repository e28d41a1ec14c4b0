#pragma once
/// Whether two contenders do the same: the largest distance of their paths, or where they part, and by which line.
/// Threads: pure functions.

#include "core/scenario/scenario.h"

#include <string>

namespace thalweg {

/// Two paths from the first one's start, each with its own optimizer, schedule and groups.
struct Comparison {
  Index steps = 0;     ///< that both went
  double largest = 0;  ///< |a − b| / max(1, |b|) over all points; infinite where one path is longer
  bool same = true;    ///< `largest` is at most 1e-9
  /// Where they part: the first step, from 1, at which a line that both have gives numbers of more than that distance;
  /// without such a line, the first at which the points do. 0: they do not.
  Index step = 0;
  std::string line;      ///< the name that the line assigns, "x" for the point
  Index coordinate = 0;  ///< from 1; 0: a number of all
  double one = 0, other = 0;
};

/// Throws OptionError for a contender that does not run on the panel.
Comparison compareContenders(const Scenario& scenario, std::size_t panel, std::size_t one, std::size_t other);
/// The same in words: "The same as Adam on Rosenbrock: …".
std::string comparisonText(const Scenario& scenario, std::size_t panel, std::size_t one, std::size_t other);

}  // namespace thalweg
