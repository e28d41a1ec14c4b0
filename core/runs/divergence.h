#pragma once
/// Why a run diverges, grows or leaves: the first step whose rate was past its bound, and a rate that survives.
/// Threads: callable from any thread.

#include "core/runs/curvature.h"
#include "core/runs/stability.h"

namespace thalweg {

struct Divergence {
  Index step = -1;            ///< the first whose `number` is past `threshold`; −1: none was, up to the end
  std::vector<double> point;  ///< where it started
  Eigen::VectorXd direction;  ///< of unit length, along which it runs away
  double number = 0;          ///< rate times curvature along it
  double threshold = 2;
  Index last = 0;                  ///< the last step of the path; −1: f is not defined at the start
  double rate = 0;                 ///< the rate in force
  std::optional<double> survives;  ///< the largest rate, to 1 %, whose run does not: found by running it
  std::string words;               ///< one line
};

/// The first step of the path from `start` whose rate was past its bound: `step`, `point`, `direction`, `number` and
/// `rate` of a Divergence; none if no step was, and after a stop request. Throws OptionError.
std::optional<Divergence> firstPastBound(const Scenario& scenario, std::size_t contender,
                                         std::shared_ptr<const Objective> objective, const std::vector<double>& start,
                                         Index steps, const std::stop_token& stop = {});

/// None where the run neither diverges nor grows nor leaves, and after a stop request. Throws OptionError.
std::optional<Divergence> whyDiverged(const Scenario& scenario, std::size_t contender,
                                      std::shared_ptr<const Objective> objective, const std::vector<double>& start,
                                      const std::stop_token& stop = {});

}  // namespace thalweg
