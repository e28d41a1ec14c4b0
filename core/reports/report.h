#pragma once
/// What leaves a scenario as data: trajectories as JSON or CSV, with 17 significant digits.
/// Threads: pure functions.

#include "core/reports/measures.h"
#include "core/runs/state_trace.h"
#include "core/runs/trace.h"
#include "core/scenario/scenario.h"

#include <functional>
#include <ostream>

namespace thalweg {

/// One contender on one panel.
struct RunResult {
  std::size_t panel = 0;
  std::size_t contender = 0;
  std::shared_ptr<const Trajectory> trajectory;
  std::vector<StateColumns> state = {};  ///< only where it was asked for
  /// Those that were asked for and that the objective has, an entry a point.
  std::vector<std::pair<const Measure*, Points>> measures = {};
  std::vector<CoordinateName> coordinates = {};
};

/// What `runScenario` computes beside the paths.
struct RunExtras {
  bool state = false;  ///< the methods' internal vectors
  std::vector<const Measure*> measures = {};
};

/// Every contender on every panel, panel by panel, on all cores. Throws OptionError.
std::vector<RunResult> runScenario(const Scenario& scenario, std::stop_token stop = {}, const RunExtras& extras = {});

/// {"runs": [{"panel": 0, "contender": 0, "outcome": "moving", "evaluations": {…}, "lr": […], "loss": […],
/// "coordinates": ["x", "y"], "trajectory": [[…], …]}]}; `lr` has a list an entry where groups differ; `momentum`,
/// `average`, `d`, `func_evals`, `n_iter`, and measures that were asked for, where they exist; `spread`, where the
/// display shows it, has a centre and a covariance; `state`, where it was asked for, a list of vectors a name, an entry
/// a step. Where the loss is not computed at every step (Trajectory::every), `loss_every` says at which, and between
/// them stands null; a table has empty cells there.
void writeRunsJson(const Scenario& scenario, const std::vector<RunResult>& runs, std::ostream& out);
/// The same of what `runScenario` returns, but a path goes when it is written: there are never more than a few. Throws
/// OptionError before anything is written. After a stop request what is written is incomplete.
void runToJson(const Scenario& scenario, std::ostream& out, std::stop_token stop = {}, const RunExtras& extras = {});

/// One tidy table, a row a step: panel, contender, label, optimizer, step, x1 … xn, loss, gradient_norm, lr, momentum,
/// evaluations, outcome; then, where some run has them, lr_2, momentum_2 … of further parameter groups, average_x1 … of
/// an averaged iterate, what methods report (d, n_iter …), and, where they were asked for, measures (test_loss,
/// effective_rate_x1 …) and internal vectors (m_x1 …). The rate in a row is the one that led to its point. What a path
/// does not have stays empty.
void writeRunsCsv(const Scenario& scenario, const std::vector<RunResult>& runs, std::ostream& out);

}  // namespace thalweg
