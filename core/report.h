#pragma once
/// What leaves a scenario as data: trajectories as JSON or CSV, with 17 significant digits.
/// Threads: pure functions.

#include "core/scenario.h"
#include "core/trace.h"

#include <functional>
#include <ostream>

namespace thalweg {

/// One contender on one panel.
struct RunResult {
  std::size_t panel = 0;
  std::size_t contender = 0;
  std::shared_ptr<const Trajectory> trajectory;
};

/// Every contender on every panel, panel by panel, on all cores. Throws OptionError.
std::vector<RunResult> runScenario(const Scenario& scenario, std::stop_token stop = {});

/// {"runs": [{"panel": 0, "contender": 0, "outcome": "moving", "evaluations": {…}, "lr": […], "loss": […],
/// "trajectory": [[…], …]}]}; `lr` has a list an entry where groups differ; `momentum`, `average`, `d`, `func_evals`,
/// `n_iter` where they exist.
void writeRunsJson(const Scenario& scenario, const std::vector<RunResult>& runs, std::ostream& out);

/// One tidy table, a row a step: panel, contender, label, optimizer, step, x1 … xn, loss, gradient_norm, lr, momentum,
/// evaluations, outcome; then, where some run has them, lr_2, momentum_2 … of further parameter groups, average_x1 … of
/// an averaged iterate, and what methods report (d, n_iter …). The rate in a row is the one that led to its point. What
/// a path does not have stays empty.
void writeRunsCsv(const Scenario& scenario, const std::vector<RunResult>& runs, std::ostream& out);

}  // namespace thalweg
