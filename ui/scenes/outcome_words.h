#pragma once
/// How a path ended, in a word under a panel and in a sentence.
/// Threads: pure functions.

#include "core/runs/trace.h"
#include "core/surfaces/plane.h"

#include <QString>

#include <cstdint>
#include <utility>
#include <vector>

namespace thalweg {

/// "converged", "local min", "left view", and the step from which on it holds (−1: none), of a path on a panel of which
/// the box `view` of `plane` is seen.
[[nodiscard]] std::pair<QString, std::int64_t> outcomeWord(const Trajectory& path, const Plane& plane,
                                                           const View& view);
/// Whether it is something that goes on from that step on, such as swinging, and not something that happens at it.
[[nodiscard]] bool outcomeLasts(const Trajectory& path);
/// The same in a sentence, with the numbers that belong to it: "converged to a global minimum, circling ± 0.05 …".
[[nodiscard]] QString outcomeSentence(const Trajectory& path, const Objective& objective, const Plane& plane,
                                      const View& view);
/// A point in words: "(0, 0.3)", the first coordinates of many.
[[nodiscard]] QString pointWords(const std::vector<double>& point);

}  // namespace thalweg
