#pragma once
/// What `run --measures` adds to a path: quantities of its points that cost further evaluations.
/// Threads: pure functions.

#include "core/runs/trace.h"

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

/// A path and what it is of.
struct MeasuredPath {
  const Scenario& scenario;
  std::size_t contender = 0;
  const Objective& objective;
  const Trajectory& path;
  std::stop_token stop = {};
};

struct Measure {
  std::string id;   ///< permanent; the key in JSON, the column in CSV
  std::string tip;  ///< a few words
  /// A row a point of the path, of the step that led to it where it is of steps; empty where path or objective do not
  /// have it. One column, or one a coordinate.
  std::function<Points(const MeasuredPath& path)> values;
  bool coordinates = false;  ///< has a column a coordinate: in JSON a list a point, in CSV effective_rate_x1 …
};

/// All of them, a line each.
const std::vector<Measure>& measures();
/// nullptr if unknown.
const Measure* findMeasure(std::string_view id);
/// Their ids, as a message lists them.
std::string measureIds();

}  // namespace thalweg
