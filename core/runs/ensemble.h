#pragma once
/// Ensembles: the same run with other draws of noise and mini-batches, and how the losses spread.
/// Shapes: a row a step, the start first. Threads: as core/maps/sweep.h.

#include "core/runs/trace.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace thalweg {

struct Ensemble {
  std::vector<std::shared_ptr<const Trajectory>> runs;  ///< the first is the single path that is traced without it
  Column low;                                           ///< 10 % quantile of the loss after each step
  Column median;
  Column high;  ///< 90 %
};

/// Whether the contender's gradients are drawn at all, so that seeds make a difference on `objective`; and whether any
/// contender's are.
bool hasDraws(const Scenario& scenario, std::size_t contender, const Objective& objective);
bool hasDraws(const Scenario& scenario, const Objective& objective);

/// How many runs of a contender the scenario shows on `objective`: its seeds; 0 where draws make no difference, or
/// where all runs together would take more numbers than memory and patience last.
int shownRuns(const Scenario& scenario, const Objective& objective);

/// `count` ≥ 1 runs. A run that has ended early counts as infinite from there on; quantiles are the order statistics
/// of rank ⌈q·n⌉. nullptr after a stop request. Throws OptionError.
std::shared_ptr<const Ensemble> ensemble(const Scenario& scenario, std::size_t contender, const Objective& objective,
                                         const std::vector<double>& start, int count, std::stop_token stop = {});

}  // namespace thalweg
