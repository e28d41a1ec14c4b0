#include "core/lessons/run_facts.h"

namespace thalweg {

RunFacts::RunFacts(Scenario scenario) : scenario_(std::make_shared<const Scenario>(std::move(scenario))) {
  for (const Panel& panel : scenario_->panels) objectives_.push_back(makeObjective(panel));
  paths_.resize(objectives_.size() * scenario_->contenders.size());
}

RunFacts::RunFacts(const PathSet& paths) : RunFacts(*paths.scenario) {
  if (paths.paths.size() == paths_.size()) paths_ = paths.paths;
}

const Trajectory& RunFacts::path(std::size_t panel, std::size_t contender) const {
  auto& path = paths_[panel * scenario_->contenders.size() + contender];
  if (!path) {
    const Objective& on = *objectives_[panel];
    path = std::make_shared<const Trajectory>(
        trace(*scenario_, contender, on, startPoint(*scenario_, panel, contender, on)));
  }
  return *path;
}

}  // namespace thalweg
