#include "ui/look/contender_look.h"

#include "core/scenario/branch.h"

namespace thalweg {

ContenderMark contenderMark(const Theme& theme, const Scenario& scenario, std::size_t index) {
  const Contender& contender = scenario.contenders[index];
  ContenderMark mark = theme.contender(index);
  // After the eighth, colours come with other markers than before.
  mark.marker = theme.contender(index + index / theme.contenders.size()).marker;
  // A chain of branches that bites its own tail, which files refuse, has no root.
  if (contender.branch && !scenario.contenders[rootOf(scenario, index)].branch)
    mark = contenderMark(theme, scenario, contender.branch->of);
  if (!contender.color.empty()) mark.color = QColor(QString::fromStdString(contender.color));
  if (!contender.marker.empty()) mark.marker = QString::fromStdString(contender.marker);
  return mark;
}

}  // namespace thalweg
