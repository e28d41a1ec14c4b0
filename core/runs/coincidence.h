#pragma once
/// Where paths of one race lie on one another: variants of a rule often go the same way for a while.
/// Threads: pure functions.

#include "core/runs/trace.h"

#include <vector>

namespace thalweg {

/// Part of a path that others go, too: from the stretch before it, else from the start.
struct SharedStretch {
  Index until = 0;  ///< the last step that is shared
  int place = 0;    ///< among those that share it, in the order of the race
  int count = 2;
  bool operator==(const SharedStretch&) const = default;
};

/// The paths of one panel side by side.
class Coincidence {
 public:
  /// Null entries share nothing.
  explicit Coincidence(const std::vector<const Trajectory*>& paths);

  /// The last step up to which both go through the same points, to the bit; −1: they start apart, or one is null.
  [[nodiscard]] Index until(std::size_t one, std::size_t other) const { return until_[one * count_ + other]; }
  /// From the start on, each ending where another of those that shared it leaves; the start alone is none.
  [[nodiscard]] std::vector<SharedStretch> stretches(std::size_t path) const;

 private:
  std::size_t count_;
  std::vector<Index> until_;
};

}  // namespace thalweg
