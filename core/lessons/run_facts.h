#pragma once
/// A scenario and its paths, as conditions and values of lessons ask for them.
/// Errors: OptionError where a contender's options do not fit a panel. Threads: an object belongs to one thread; paths
/// that were not given are traced when they are first asked for.

#include "core/runs/path_set.h"

#include <functional>
#include <memory>
#include <vector>

namespace thalweg {

class RunFacts {
 public:
  explicit RunFacts(Scenario scenario);
  /// With paths that have been traced; those that are missing are traced.
  explicit RunFacts(const PathSet& paths);

  [[nodiscard]] const Scenario& scenario() const { return *scenario_; }
  /// Panel and contender must be there.
  [[nodiscard]] const Objective& objective(std::size_t panel) const { return *objectives_[panel]; }
  [[nodiscard]] const Trajectory& path(std::size_t panel, std::size_t contender) const;

 private:
  std::shared_ptr<const Scenario> scenario_;
  std::vector<std::shared_ptr<const Objective>> objectives_;
  mutable std::vector<std::shared_ptr<const Trajectory>> paths_;  // panel by panel
};

}  // namespace thalweg
