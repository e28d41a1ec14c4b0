#pragma once
/// What contenders are called side by side. Threads: pure functions.

#include "core/scenario/scenario.h"

#include <string>
#include <vector>

namespace thalweg {

/// `displayName` of each contender. One without a label of its own that has namesakes is followed by what it has
/// otherwise than they: "Adam, AMSGrad", "SGD, lr 0.02", "SGD, cosine"; where that tells nothing, by a number:
/// "Adam (2)". Labels stay as they were typed.
std::vector<std::string> contenderNames(const Scenario& scenario);
/// The name of one of them.
std::string contenderName(const Scenario& scenario, std::size_t contender);

}  // namespace thalweg
