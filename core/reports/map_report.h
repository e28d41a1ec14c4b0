#pragma once
/// Maps, ensembles and tuning as CSV with 17 significant digits.
/// Threads: pure functions.

#include "core/maps/basin.h"
#include "core/maps/sweep.h"
#include "core/maps/tuning.h"
#include "core/runs/ensemble.h"

#include <ostream>

namespace thalweg {

/// A row a cell, the lowest row of cells first: the values of both axes ("x", "y", or the options' ids), outcome, index
/// of the minimum reached among the objective's landmarks (−1: none), steps, final loss, end point (as far as the map
/// holds them). Steps: from which on the outcome holds, where it holds from some step on, else those that were made.
/// Where options do not fit together the outcome is "refused" and the rest is empty.
void writeBasinCsv(const BasinMap& map, const Objective& objective, std::ostream& out);
void writeSweepCsv(const SweepMap& map, const Objective& objective, std::ostream& out);

/// A row a step: step, 10 % quantile, median and 90 % quantile of the loss, then the loss of each run; empty where a
/// run has ended.
void writeEnsembleCsv(const Ensemble& ensemble, std::ostream& out);

/// A row a rate tried: contender, its name, rate, second number's id and value, score, whether it is the best one.
void writeTuningCsv(const Scenario& scenario, const std::vector<Tuned>& tuned, std::ostream& out);

}  // namespace thalweg
