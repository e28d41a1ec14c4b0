#pragma once
/// What `run --measures` adds to a path: quantities of its points that cost further evaluations.
/// Threads: pure functions.

#include "core/runs/trace.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

struct Measure {
  std::string id;   ///< permanent; the key in JSON, the column in CSV
  std::string tip;  ///< a few words
  /// An entry a point of the path; empty where the objective does not have it.
  std::function<Column(const Trajectory& path, const Objective& objective)> values;
};

/// All of them, a line each.
const std::vector<Measure>& measures();
/// nullptr if unknown.
const Measure* findMeasure(std::string_view id);
/// Their ids, as a message lists them.
std::string measureIds();

}  // namespace thalweg
