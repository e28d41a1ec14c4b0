#pragma once
/// A contender's path on a panel's objective: every iterate, with what charts show.
/// Threads: functions may be called from any thread; a Trajectory is a value, shared as `shared_ptr<const Trajectory>`.

#include "core/contracts/optimizer.h"
#include "core/runs/outcome.h"
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
};

/// Runs contender `contender` of `scenario` from `start`. `objective` must be of the start's dimension.
/// `draws` numbers the path's noise and mini-batches: an ensemble's paths have different ones.
/// Throws OptionError for options that do not fit. A stop request ends the path early.
Trajectory trace(const Scenario& scenario, std::size_t contender, const Objective& objective,
                 const std::vector<double>& start, std::stop_token stop = {}, std::uint64_t draws = 0);

}  // namespace thalweg
