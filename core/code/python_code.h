#pragma once
/// A scenario as a PyTorch script that runs by itself: objectives, optimizers, schedules, groups, gradient conditions
/// and a loop, in float64. With --json OUT the script writes the paths as `thalweg run` does (without outcomes and
/// counts of evaluations), else it plots. torch.optim's and lr_scheduler's classes stand in it where PyTorch 1.13 and
/// later ones compute alike; for all others the script carries the rule itself.
/// Threads: pure functions.

#include "core/scenario/scenario.h"

#include <stdexcept>
#include <string>

namespace thalweg {

/// Thrown for what a script can not express. `what()` names the contender or panel and what is missing.
class CodeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// `scenario` must be valid (as validateScenario says). Throws CodeError.
std::string pytorchScript(const Scenario& scenario);

/// The same as courses write it: an nn.Module, DataLoaders, torch's own random numbers, so that only paths without
/// noise and batches are the same. Throws CodeError, also for methods that need more than gradients.
std::string plainScript(const Scenario& scenario);

}  // namespace thalweg
