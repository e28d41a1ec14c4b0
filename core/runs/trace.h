#pragma once
/// A contender's path on a panel's objective: every iterate, with what charts show.
///
/// Where steps see mini-batches of many samples, the loss over all of them would cost far more than the steps. Then it
/// is computed once in so many steps, once an epoch at the least, and between them stands a straight line: `every`
/// says how many. Iterates are exact throughout, and so are losses wherever `measuredAt` says so.
/// Threads: functions may be called from any thread; a Trajectory is a value, shared as `shared_ptr<const Trajectory>`.

#include "core/contracts/optimizer.h"
#include "core/runs/outcome.h"
#include "core/scenario/branch.h"
#include "core/scenario/scenario.h"

#include <memory>
#include <stop_token>

namespace thalweg {

/// Where noise keeps a method at rest: the middle of its points, and their covariance (core/runs/stationary.h).
struct Spread {
  Eigen::VectorXd centre;
  Eigen::MatrixXd covariance;
};

struct Trajectory {
  Points points;                  ///< steps + 1 rows: the start first; ends with the last finite step
  Column loss;                    ///< steps + 1: f at those points, without noise
  Column gradientNorm;            ///< steps + 1: ‖∇f‖ there, without noise or clipping
  Index every = 1;                ///< loss and ‖∇f‖ are f's own at every so many steps and at the last one
  Points rates;                   ///< steps rows: the rate during each step, a column a parameter group at the end
  Points momentum;                ///< steps rows where a schedule cycles it, else none
  Points average;                 ///< steps + 1 rows where the optimizer keeps an averaged iterate, else none
  std::vector<Reading> readings;  ///< an entry a step, where the optimizer has them; NaN where it is another one
  std::vector<Evaluations> evaluations;  ///< steps + 1: what had been evaluated until then
  Points flow, modifiedFlow;  ///< where the continuous limits are, several rows a step (core/runs/flow.h); else none
  std::shared_ptr<const Spread> spread;  ///< only where the display shows it, and there is one
  Verdict verdict;
  std::vector<double> leftDomain;  ///< where the path left the set on which f is defined; empty: it did not

  [[nodiscard]] Index steps() const { return points.rows() - 1; }
  [[nodiscard]] bool measuredAt(Index step) const { return step % every == 0 || step == steps(); }
};

/// How many steps lie between those at which the loss over all samples is computed, of a path of so many steps.
Index stepsBetweenLosses(const Objective& objective, const std::vector<Stretch>& line, Index steps);
/// Straight lines between the measured entries, `every` apart and the last one; entries before one that is beyond
/// ±1e12·(1 + |first loss|) stay. `gradientNorm` may be empty.
void joinMeasured(Column& loss, Column& gradientNorm, Index every);
/// f at the path's point `step`, computed where the path does not have it.
double lossAt(const Trajectory& path, const Objective& objective, Index step);
/// The rows of the path's points at which it is measured, the last one among them.
std::vector<Index> measuredSteps(const Trajectory& path);
/// A number a point of the path from those of `measuredSteps`, with straight lines between.
Column joinedAlong(const Trajectory& path, const Column& measured);
/// The values that are no straight lines; NaN elsewhere. What reports write.
Column measuredOnly(const Trajectory& path, const Column& values);

/// Runs contender `contender` of `scenario` from `start`. `objective` must be of the start's dimension.
/// `draws` numbers the path's noise and mini-batches: an ensemble's paths have different ones. On an objective of
/// recorded runs the path is the contender's run, its rows for steps; `evaluations` count the optimizer's own steps.
/// Throws OptionError for options that do not fit. A stop request ends the path early.
Trajectory trace(const Scenario& scenario, std::size_t contender, const Objective& objective,
                 const std::vector<double>& start, std::stop_token stop = {}, std::uint64_t draws = 0);

}  // namespace thalweg
