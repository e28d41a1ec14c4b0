#include "core/runs/path_set.h"

#include "core/base/parallel.h"
#include "core/runs/flow.h"
#include "core/runs/stationary.h"
#include "core/scenario/branch.h"
#include "core/scenario/scenario_size.h"

#include <algorithm>

namespace thalweg {

std::shared_ptr<const Trajectory> PathSet::at(std::size_t panel, std::size_t contender) const {
  const std::size_t i = panel * contenders + contender;
  return contender < contenders && i < paths.size() ? paths[i] : nullptr;
}

std::string PathSet::problem(std::size_t panel, std::size_t contender) const {
  const std::size_t i = panel * contenders + contender;
  return contender < contenders && i < problems.size() ? problems[i] : std::string();
}

std::shared_ptr<const Ensemble> PathSet::ensemble(std::size_t panel, std::size_t contender) const {
  const std::size_t i = panel * contenders + contender;
  return contender < contenders && i < ensembles.size() ? ensembles[i] : nullptr;
}

/// All that a path depends on.
struct PathInput {
  std::shared_ptr<const Objective> objective;
  std::vector<double> start;
  std::vector<Stretch> line;
  std::int64_t steps = 0;
  std::uint64_t seed = 0;
  bool flow = false;
  bool modifiedFlow = false;
  bool spread = false;
  bool operator==(const PathInput&) const = default;
};

namespace {

PathInput inputOf(const Scenario& scenario, std::size_t panel, std::size_t contender,
                  std::shared_ptr<const Objective> objective) {
  PathInput input;
  input.start = startPoint(scenario, panel, contender, *objective);
  input.objective = std::move(objective);
  input.line = stretches(scenario, contender);
  input.steps = scenario.steps;
  input.seed = scenario.seed;
  input.flow = scenario.contenders[contender].flow;
  input.modifiedFlow = scenario.contenders[contender].modifiedFlow;
  input.spread = scenario.display.spread;
  return input;
}

/// Why all paths together are too much; empty: they are not.
std::string sizeProblem(const Scenario& scenario, const std::vector<std::shared_ptr<const Objective>>& objectives) {
  std::vector<Index> dimensions;
  for (const auto& objective : objectives) dimensions.push_back(objective ? objective->dimension() : 0);
  try {
    checkSize(scenario, dimensions);
    return {};
  } catch (const OptionError& error) {
    return error.what();
  }
}

}  // namespace

/// What the last set holds.
struct PathTracer::Memory {
  std::vector<PathInput> inputs;
  std::vector<std::shared_ptr<const Trajectory>> paths;
  std::vector<std::string> problems;
  std::vector<std::shared_ptr<const Ensemble>> ensembles;
};

PathTracer::PathTracer() : memory_(std::make_unique<Memory>()) {}

PathTracer::~PathTracer() = default;

std::shared_ptr<const PathSet> PathTracer::trace(std::shared_ptr<const Scenario> scenario,
                                                 const std::vector<std::shared_ptr<const Objective>>& objectives,
                                                 const std::stop_token& stop) {
  Memory& memory = *memory_;
  auto set = std::make_shared<PathSet>();
  const std::size_t contenders = scenario->contenders.size();
  set->contenders = contenders;
  set->paths.resize(objectives.size() * contenders);
  set->problems.resize(set->paths.size());
  set->ensembles.resize(set->paths.size());
  std::vector<PathInput> inputs(set->paths.size());
  std::vector<std::size_t> missing;
  const std::string tooMuch = sizeProblem(*scenario, objectives);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto& objective = objectives[i / contenders];
    if (!objective) continue;
    if (!tooMuch.empty()) {
      set->problems[i] = tooMuch;
      continue;
    }
    inputs[i] = inputOf(*scenario, i / contenders, i % contenders, objective);
    const auto known = i < memory.inputs.size() && memory.inputs[i] == inputs[i]
                           ? memory.inputs.begin() + static_cast<std::ptrdiff_t>(i)
                           : std::ranges::find(memory.inputs, inputs[i]);
    if (known == memory.inputs.end()) {
      missing.push_back(i);
      continue;
    }
    const auto at = static_cast<std::size_t>(known - memory.inputs.begin());
    set->paths[i] = memory.paths[at];
    set->problems[i] = memory.problems[at];
    set->ensembles[i] = memory.ensembles[at];
  }
  parallelFor(
      missing.size(),
      [&](std::size_t m) {
        const std::size_t i = missing[m];
        // Options that fit one surface, such as its coordinates' groups, may not fit another.
        try {
          checkRun(*scenario, i % contenders, inputs[i].objective->dimension());
          auto path = std::make_shared<Trajectory>(
              thalweg::trace(*scenario, i % contenders, *inputs[i].objective, inputs[i].start, stop));
          addFlows(*path, *scenario, i % contenders, *inputs[i].objective, stop);
          addSpread(*path, *scenario, i % contenders, *inputs[i].objective, stop);
          set->paths[i] = std::move(path);
        } catch (const OptionError& error) {
          set->problems[i] = error.what();
        }
      },
      stop);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    std::shared_ptr<const Ensemble>& runs = set->ensembles[i];
    const bool drawn = set->paths[i] && !scenario->contenders[i % contenders].hidden;
    const bool differ = drawn && hasDraws(*scenario, i % contenders, *inputs[i].objective);
    const int wanted = differ ? shownRuns(*scenario, *inputs[i].objective) : 0;
    if (wanted == 0)
      runs.reset();
    else if (!runs || runs->runs.size() != static_cast<std::size_t>(wanted))
      runs = ensemble(*scenario, i % contenders, *inputs[i].objective, inputs[i].start, wanted, stop);
  }
  set->scenario = std::move(scenario);
  if (!stop.stop_requested()) memory = {std::move(inputs), set->paths, set->problems, set->ensembles};
  return set;
}

}  // namespace thalweg
