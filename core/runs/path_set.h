#pragma once
/// The paths of all contenders on all panels, as windows, pictures and thumbnails show them.
///
/// Shapes: an entry a contender, panel by panel. Errors: a contender whose options do not fit a panel has no path
/// there, and words that say why. Threads: sets are immutable and shared; one thread at a time uses a tracer, which
/// itself uses all cores.

#include "core/runs/ensemble.h"
#include "core/runs/trace.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace thalweg {

/// All paths of one state of the scenario.
struct PathSet {
  std::shared_ptr<const Scenario> scenario;
  std::size_t contenders = 0;
  std::vector<std::shared_ptr<const Trajectory>> paths;  ///< panel by panel
  std::vector<std::string> problems;                     ///< why there is no path; empty: there is
  /// Runs with other draws, where the scenario wants them and gradients are drawn; else null.
  std::vector<std::shared_ptr<const Ensemble>> ensembles;

  [[nodiscard]] std::shared_ptr<const Trajectory> at(std::size_t panel, std::size_t contender) const;
  [[nodiscard]] std::string problem(std::size_t panel, std::size_t contender) const;
  [[nodiscard]] std::shared_ptr<const Ensemble> ensemble(std::size_t panel, std::size_t contender) const;
};

/// Makes sets of paths, and takes from the last one what did not change.
class PathTracer {
 public:
  PathTracer();
  ~PathTracer();

  /// `objectives`: an entry a panel; a panel whose entry is null has no paths. After a stop request the set may be
  /// incomplete, and is forgotten.
  std::shared_ptr<const PathSet> trace(std::shared_ptr<const Scenario> scenario,
                                       const std::vector<std::shared_ptr<const Objective>>& objectives,
                                       const std::stop_token& stop = {});

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace thalweg
