#include "core/recorded/recorded_run.h"

namespace thalweg {

std::int64_t RecordedRun::every() const {
  if (steps.size() < 2) return 1;
  const std::int64_t first = steps[1] - steps[0];
  for (std::size_t i = 2; i < steps.size(); ++i) {
    // The last row is where the run ended, whenever that was.
    const bool last = i + 1 == steps.size();
    const std::int64_t gap = steps[i] - steps[i - 1];
    if (last ? gap > first : gap != first) return 0;
  }
  return first;
}

}  // namespace thalweg
