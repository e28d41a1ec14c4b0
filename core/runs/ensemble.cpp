#include "core/runs/ensemble.h"

#include "core/base/format.h"
#include "core/base/parallel.h"
#include "core/contracts/mini_batch.h"
#include "core/recorded/recorded_objective.h"
#include "core/scenario/branch.h"
#include "core/scenario/scenario_size.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

bool hasDraws(const Scenario& scenario, std::size_t contender, const Objective& objective) {
  if (recordedObjective(objective)) return false;
  return std::ranges::any_of(stretches(scenario, contender), [&](const Stretch& stretch) {
    return stretch.gradient.noise > 0 || batchSize(stretch.gradient, objective.samples()) > 0;
  });
}

bool hasDraws(const Scenario& scenario, const Objective& objective) {
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    if (hasDraws(scenario, i, objective)) return true;
  }
  return false;
}

int shownRuns(const Scenario& scenario, const Objective& objective) {
  constexpr double mostNumbers = 4e6;
  const int seeds = scenario.display.seeds;
  const double numbers = static_cast<double>(seeds) * static_cast<double>(scenario.steps) *
                         static_cast<double>(objective.dimension()) *
                         static_cast<double>(scenario.panels.size() * scenario.contenders.size());
  return seeds > 1 && numbers < mostNumbers && hasDraws(scenario, objective) ? seeds : 0;
}

std::shared_ptr<const Ensemble> ensemble(const Scenario& scenario, std::size_t contender, const Objective& objective,
                                         const std::vector<double>& start, int count, std::stop_token stop) {
  if (recordedObjective(objective))
    throw OptionError("optimizer", "this run was recorded: there is none with other draws");
  const double values = static_cast<double>(std::max(1, count)) * static_cast<double>(scenario.steps + 1) *
                        static_cast<double>(objective.dimension());
  if (values > limits::allValues) {
    throw OptionError("seeds", "expected fewer runs or steps, found " + std::to_string(count) + " runs of " +
                                   std::to_string(scenario.steps) + ": there is room for " +
                                   formatSignificant(limits::allValues, 3) + " numbers");
  }
  auto result = std::make_shared<Ensemble>();
  const auto runs = static_cast<std::size_t>(std::max(1, count));
  result->runs.resize(runs);
  const bool all = parallelFor(
      runs,
      [&](std::size_t i) {
        result->runs[i] = std::make_shared<const Trajectory>(trace(scenario, contender, objective, start, stop, i));
      },
      stop);
  if (!all || stop.stop_requested()) return nullptr;

  const Index states = scenario.steps + 1;
  result->low.resize(states);
  result->median.resize(states);
  result->high.resize(states);
  std::vector<double> losses(runs);
  const auto quantile = [&](double q) {
    const double rank = std::ceil(q * static_cast<double>(runs)) - 1;
    return losses[static_cast<std::size_t>(std::max(0.0, rank))];
  };
  for (Index k = 0; k < states; ++k) {
    for (std::size_t i = 0; i < runs; ++i) {
      const Column& loss = result->runs[i]->loss;
      losses[i] = k < loss.size() ? loss[k] : std::numeric_limits<double>::infinity();
    }
    std::ranges::sort(losses);
    result->low[k] = quantile(0.1);
    result->median[k] = quantile(0.5);
    result->high[k] = quantile(0.9);
  }
  return result;
}

}  // namespace thalweg
