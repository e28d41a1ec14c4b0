#include "ui/background/chart_data.h"

#include "ui/background/compute_controller.h"
#include "ui/document/scenario_model.h"
#include "ui/scenes/assembly.h"

#include <utility>

namespace thalweg {

ChartData::ChartData(const ThemeController& themes, const ScenarioModel& model, const ComputeController& compute,
                     QObject* parent)
    : QObject(parent), themes_(themes), model_(model), compute_(compute), job_(this, [this](Results results) {
        deliver(std::move(results));
      }) {}

ChartData::~ChartData() = default;

ChartContent ChartData::content(const std::string& id, std::size_t panel, std::size_t selected) {
  const Scenario& scenario = model_.scenario();
  const auto objective = compute_.objective(panel);
  if (!objective || panel >= scenario.panels.size()) return {};
  if (objective != objective_) {
    kept_.clear();
    objective_ = objective;
  }
  const ChartMeasures needed = chartMeasures(id, *objective);
  wanted_.tests = wanted_.tests || needed.tests;
  wanted_.rates = wanted_.rates || needed.rates;
  const auto columnsOf = [this](const std::shared_ptr<const Trajectory>& path) -> PathColumns& {
    Kept& own = kept_[path.get()];
    own.columns.path = path;
    own.used = true;
    return own.columns;
  };
  return panelChart(id, scenario, compute_.results(panel), columnsOf, themes_.theme(), selected);
}

void ChartData::measure() {
  const ChartMeasures wanted = std::exchange(wanted_, {});
  std::erase_if(kept_, [](const auto& entry) { return !entry.second.used; });
  Results open;
  std::vector<const Trajectory*> asked;
  for (auto& [path, own] : kept_) {
    own.used = false;
    const ChartMeasures& there = own.columns.measured;
    if ((!wanted.tests || there.tests) && (!wanted.rates || there.rates)) continue;
    PathColumns& columns = open.emplace_back();
    columns.path = own.columns.path;
    columns.measured = there;
    asked.push_back(path);
  }
  if (open.empty() || asked == asked_) return;
  asked_ = std::move(asked);
  job_.request([objective = objective_, open = std::move(open), wanted](const std::stop_token& stop) mutable {
    for (PathColumns& columns : open) {
      if (stop.stop_requested()) break;
      thalweg::measure(columns, *objective, wanted);
    }
    return std::move(open);
  });
}

void ChartData::deliver(Results results) {
  asked_.clear();
  for (PathColumns& result : results) {
    const auto known = kept_.find(result.path.get());
    if (known == kept_.end()) continue;
    PathColumns& columns = known->second.columns;
    if (result.measured.tests && !std::exchange(columns.measured.tests, true)) {
      columns.testLoss = std::move(result.testLoss);
      columns.accuracy = std::move(result.accuracy);
    }
    if (result.measured.rates && !std::exchange(columns.measured.rates, true))
      columns.effective = std::move(result.effective);
  }
  Q_EMIT measured();
}

}  // namespace thalweg
