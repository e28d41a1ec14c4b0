#include "ui/look/contender_look.h"

namespace thalweg {

ContenderMark contenderMark(const Theme& theme, const Scenario& scenario, std::size_t index) {
  ContenderMark mark = theme.contender(index);
  // After the eighth, colours come with other markers than before.
  mark.marker = theme.contender(index + index / theme.contenders.size()).marker;
  const Contender& contender = scenario.contenders[index];
  if (!contender.color.empty()) mark.color = QColor(QString::fromStdString(contender.color));
  if (!contender.marker.empty()) mark.marker = QString::fromStdString(contender.marker);
  return mark;
}

}  // namespace thalweg
