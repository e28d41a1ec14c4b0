#include "core/scenario/scenario.h"

#include "core/contracts/optimizer.h"
#include "core/recorded/recorded_objective.h"
#include "core/scenario/branch.h"

namespace thalweg {

std::shared_ptr<const Objective> makeObjective(const Panel& panel) {
  const ObjectiveCard* card = findObjective(panel.objective);
  if (!card) throw OptionError("objective", "there is no objective \"" + panel.objective + "\"");

  const Index wanted = panel.dimension.value_or(static_cast<Index>(panel.start.size()));
  const bool fixed = card->minDimension == card->maxDimension || panel.recorded;
  const bool fits =
      wanted == 0 || (wanted >= card->minDimension && (card->maxDimension == 0 || wanted <= card->maxDimension) &&
                      wanted % card->dimensionStep == 0);
  const std::shared_ptr<const Objective> made = panel.recorded
                                                    ? std::make_shared<const RecordedObjective>(panel.recorded)
                                                    : card->make(panel.options, fits ? wanted : 0);
  const std::string dimension = std::to_string(made->dimension());
  if (panel.dimension && *panel.dimension != made->dimension()) {
    std::string takes = fixed
                            ? dimension
                            : std::to_string(card->minDimension) +
                                  (card->maxDimension == 0 ? " or more" : " to " + std::to_string(card->maxDimension));
    if (card->dimensionStep > 1) takes = "a multiple of " + std::to_string(card->dimensionStep);
    throw OptionError("dimension",
                      "expected " + takes + " for " + card->id + ", found " + std::to_string(*panel.dimension));
  }
  if (!panel.start.empty() && static_cast<Index>(panel.start.size()) != made->dimension()) {
    throw OptionError("start", "expected " + dimension + " numbers, found " + std::to_string(panel.start.size()));
  }
  return made;
}

std::vector<double> startPoint(const Scenario& scenario, std::size_t panel, std::size_t contender,
                               const Objective& objective) {
  const auto& own = scenario.contenders[rootOf(scenario, contender)].start;
  if (panel < own.size() && own[panel]) return *own[panel];
  if (!scenario.panels[panel].start.empty()) return scenario.panels[panel].start;
  return objective.starts().front();
}

std::string displayName(const Contender& contender) {
  if (!contender.label.empty()) return contender.label;
  const OptimizerCard* card = findOptimizer(contender.optimizer);
  return card ? card->label : contender.optimizer;
}

std::string displayName(const Panel& panel) {
  const ObjectiveCard* card = findObjective(panel.objective);
  return card && !card->label.empty() ? card->label : panel.objective;
}

Scenario startUpScenario() {
  Scenario s;
  s.title = "Saddle · ravine · local minimum";
  s.panels = {
      {.objective = "saddle", .options = {{"bound", 0.25}}, .dimension = {}, .start = {1.2, 0.02}, .view = {}},
      {.objective = "rosenbrock", .options = {{"b", 10}}, .dimension = {}, .start = {-1.3, 2.0}, .view = {}},
      {.objective = "gaussian_wells", .options = {}, .dimension = {}, .start = {-0.25, 2.3}, .view = {}},
  };
  const auto add = [&s](std::string optimizer, Options options, std::string label) {
    Contender& contender = s.contenders.emplace_back();
    contender.optimizer = std::move(optimizer);
    contender.options = std::move(options);
    contender.label = std::move(label);
  };
  add("SGD", {{"lr", 0.01}}, "");
  add("SGD", {{"lr", 0.01}, {"momentum", 0.9}}, "Momentum");
  add("SGD", {{"lr", 0.008}, {"momentum", 0.9}, {"nesterov", true}}, "Nesterov");
  add("RMSprop", {{"lr", 0.02}, {"alpha", 0.9}}, "");
  add("Adam", {{"lr", 0.08}}, "");
  s.contenders[1].schedule = {"CosineAnnealingLR", {{"eta_min", 5e-4}}};
  s.contenders[3].schedule = {"ExponentialLR", {{"gamma", 0.995}}};
  s.contenders[4].schedule = {"WarmupCosine", {{"warmup_steps", 20}, {"eta_min", 1e-3}}};
  s.steps = 300;
  s.display.playing = true;
  s.display.loop = true;
  return s;
}

}  // namespace thalweg
