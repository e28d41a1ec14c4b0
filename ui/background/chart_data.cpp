#include "ui/background/chart_data.h"

#include "ui/background/compute_controller.h"
#include "ui/document/scenario_model.h"
#include "ui/scenes/assembly.h"

#include <utility>

namespace thalweg {

ChartData::ChartData(const ThemeController& themes, const ScenarioModel& model, const ComputeController& compute,
                     QObject* parent)
    : QObject(parent),
      themes_(themes),
      model_(model),
      compute_(compute),
      job_(this, [this](Results results) { deliver(std::move(results)); }),
      fineJob_(
          this, [this](Results results) { deliverFine(std::move(results)); }, Priority::Low) {}

ChartData::~ChartData() = default;

ChartContent ChartData::content(const std::string& id, std::size_t panel, std::size_t selected) {
  const Scenario& scenario = model_.scenario();
  const auto objective = compute_.objective(panel);
  if (!objective || panel >= scenario.panels.size()) return {};
  if (objective != objective_) {
    kept_.clear();
    objective_ = objective;
  }
  wanted_.add(chartMeasures(id, scenario, *objective));
  plane_ = compute_.plane(panel);
  const auto columnsOf = [this](std::size_t contender, const std::shared_ptr<const Trajectory>& path) -> PathColumns& {
    Kept& own = kept_[path.get()];
    own.columns.path = path;
    own.contender = contender;
    own.used = true;
    followPlane(own.columns, plane_ ? &plane_->plane : nullptr);
    return own.columns;
  };
  return panelChart(id, scenario, compute_.results(panel), columnsOf, themes_.theme(), selected);
}

void ChartData::measure() {
  const ChartMeasures wanted = std::exchange(wanted_, {});
  std::erase_if(kept_, [](const auto& entry) { return !entry.second.used; });
  if (wanted.sharpness) refine();
  Results open;
  std::vector<std::size_t> contenders;
  std::vector<const Trajectory*> asked;
  for (auto& [path, own] : kept_) {
    own.used = false;
    if (own.columns.measured.hold(wanted)) continue;
    PathColumns& columns = open.emplace_back();
    columns.path = own.columns.path;
    columns.measured = own.columns.measured;
    contenders.push_back(own.contender);
    asked.push_back(path);
  }
  if (open.empty() || asked == asked_) return;
  asked_ = std::move(asked);
  job_.request([scenario = compute_.paths().scenario, objective = objective_, open = std::move(open),
                contenders = std::move(contenders), wanted, plane = plane_](const std::stop_token& stop) mutable {
    for (std::size_t i = 0; i < open.size() && !stop.stop_requested(); ++i)
      thalweg::measure(open[i], *scenario, contenders[i], *objective, wanted, stop, plane ? &plane->plane : nullptr);
    return std::move(open);
  });
}

/// What has a coarse sharpness gets a fine one; what is of use no more ends at once.
void ChartData::refine() {
  Results open;
  std::vector<std::size_t> contenders;
  std::vector<const Trajectory*> refining;
  for (const auto& [path, own] : kept_) {
    if (!own.columns.measured.sharpness || own.columns.sharpnessEvery <= fineSharpness(*path)) continue;
    open.emplace_back().path = own.columns.path;
    contenders.push_back(own.contender);
    refining.push_back(path);
  }
  if (refining == refining_) return;
  refining_ = std::move(refining);
  fineJob_.cancel();
  if (open.empty()) return;
  fineJob_.request([scenario = compute_.paths().scenario, objective = objective_, open = std::move(open),
                    contenders = std::move(contenders)](const std::stop_token& stop) mutable {
    for (std::size_t i = 0; i < open.size() && !stop.stop_requested(); ++i)
      measureSharpness(open[i], *scenario, contenders[i], *objective, fineSharpness(*open[i].path), stop);
    return std::move(open);
  });
}

void ChartData::deliverFine(Results results) {
  for (PathColumns& result : results) {
    const auto known = kept_.find(result.path.get());
    if (known == kept_.end() || result.sharpnessEvery == 0) continue;
    PathColumns& columns = known->second.columns;
    columns.sharpness = std::move(result.sharpness);
    columns.sharpnessLimit = std::move(result.sharpnessLimit);
    columns.sharpnessEvery = result.sharpnessEvery;
  }
  refining_.clear();
  Q_EMIT measured();
}

void ChartData::deliver(Results results) {
  asked_.clear();
  for (PathColumns& result : results) {
    const auto known = kept_.find(result.path.get());
    if (known == kept_.end()) continue;
    PathColumns& columns = known->second.columns;
    const ChartMeasures there = columns.measured;
    if (result.measured.tests && !there.tests) {
      columns.testLoss = std::move(result.testLoss);
      columns.accuracy = std::move(result.accuracy);
      columns.testAccuracy = std::move(result.testAccuracy);
    }
    if (result.measured.rates && !there.rates) columns.effective = std::move(result.effective);
    if (result.measured.realised && !there.realised) columns.realised = std::move(result.realised);
    if (result.measured.seen && !there.seen) columns.seenGradient = std::move(result.seenGradient);
    if (result.measured.angles && !there.angles) columns.updateAngle = std::move(result.updateAngle);
    if (result.measured.memory && !there.memory) columns.memoryShare = std::move(result.memoryShare);
    if (result.measured.state && !there.state) columns.state = std::move(result.state);
    if (result.measured.bounds && !there.bounds) columns.bounds = std::move(result.bounds);
    if (result.measured.planeLoss && !there.planeLoss) {
      columns.planeLoss = std::move(result.planeLoss);
      columns.plane = std::move(result.plane);
    }
    if (result.measured.sharpness && !there.sharpness) {
      columns.sharpness = std::move(result.sharpness);
      columns.sharpnessLimit = std::move(result.sharpnessLimit);
      columns.sharpnessEvery = result.sharpnessEvery;
    }
    columns.measured.add(result.measured);
  }
  Q_EMIT measured();
}

}  // namespace thalweg
