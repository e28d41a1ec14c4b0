#pragma once
/// What an optimizer saw and did at every step of a path, beyond what the path itself tells: the path is run again.
/// Threads: pure functions.

#include "core/contracts/optimizer.h"
#include "core/scenario/scenario.h"

#include <stop_token>
#include <vector>

namespace thalweg {

struct RuleTrace {
  /// A row a point, steps + 1, of the step that led to it (NaN at the start); a column a coordinate: what the rule
  /// multiplied the gradient by, Optimizer::rates. NaN where a parameter group's rule has none; no rows where none has.
  Points rates;
  /// An entry a point: the length of the gradient that the optimizer was given there: of a mini-batch, noisy,
  /// accumulated, clipped. NaN at the last point, and where it asked for none. Of methods that ask more than once a
  /// step the first.
  Column gradientNorm;
};

/// The first `steps` steps of contender `contender` from `start`; of the first `coordinates` coordinates' rates.
/// Throws OptionError for options that do not fit. A stop request leaves the rest NaN.
RuleTrace traceRule(const Scenario& scenario, std::size_t contender, const Objective& objective,
                    const std::vector<double>& start, Index steps, Index coordinates, std::stop_token stop = {});

/// Whether optimizers are given other gradients than the exact ones.
bool changesGradients(const GradientConditions& conditions);

}  // namespace thalweg
