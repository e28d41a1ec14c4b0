#include "ui/document/branch_edit.h"

#include "core/scenario/contender_names.h"
#include "ui/document/contender_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/text.h"

namespace thalweg {

namespace {

bool hasRoom(const Scenario& scenario, std::size_t contender) {
  return contender < scenario.contenders.size() && scenario.contenders.size() < limits::contenders;
}

}  // namespace

void branchAt(ScenarioModel& model, ViewState& view, std::size_t contender, std::int64_t step) {
  if (!hasRoom(model.scenario(), contender)) return;
  const QString name = text(contenderName(model.scenario(), contender));
  std::size_t made = contender;
  model.edit(ScenarioModel::tr("Branch %1 at step %2").arg(name).arg(step),
             [&](Scenario& s) { made = branchContender(s, contender, step); });
  view.selectContender(made);
}

void pinAsGhost(ScenarioModel& model, std::size_t contender) {
  if (!hasRoom(model.scenario(), contender)) return;
  const QString name = text(contenderName(model.scenario(), contender));
  model.edit(ScenarioModel::tr("Pin %1 as a ghost").arg(name), [&](Scenario& s) { pinGhost(s, contender); });
}

}  // namespace thalweg
