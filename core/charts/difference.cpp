#include "core/base/format.h"
#include "core/charts/chart.h"
#include "core/runs/path_measures.h"
#include "core/scenario/contender_names.h"

#include <string>

namespace thalweg {

namespace {

/// Of every other path to that of the first contender that is shown.
void drawDifferences(ChartDrawing& drawing, const ChartSource& source) {
  const auto shown = [&](const ChartRun& run) { return !source.scenario.contenders[run.contender].hidden; };
  const ChartRun* first = nullptr;
  double largest = 0;
  Index at = 0;
  bool any = false;
  for (std::size_t i = 0; i < source.runs.size(); ++i) {
    const ChartRun& run = source.runs[i];
    if (!first && shown(run)) {
      first = &run;
      continue;
    }
    if (!first) continue;
    PathColumns& columns = *run.columns;
    if (columns.comparedWith != first->columns->path) {
      columns.comparedWith = first->columns->path;
      columns.difference = shareColumn(pathDifferences(*columns.path, *columns.comparedWith));
    }
    drawing.lines.push_back({.run = i, .y = columns.difference});
    if (!shown(run)) continue;
    any = true;
    for (Index k = 0; k < columns.difference->size(); ++k) {
      if (!((*columns.difference)[k] > largest)) continue;
      largest = (*columns.difference)[k];
      at = k;
    }
  }
  if (!any) {
    drawing.note = "There is no second path to compare with";
    return;
  }
  const std::string name = contenderName(source.scenario, first->contender);
  drawing.remark =
      largest > 0 ? "from " + name + "; largest " + formatSignificant(largest, 3) + " at step " + std::to_string(at)
                  : "from " + name + "; none at any step";
}

}  // namespace

const ChartDescription& differenceChart() {
  static const ChartDescription card{.id = "difference",
                                     .label = "Difference",
                                     .symbol = "\\lVert x_t - y_t\\rVert",
                                     .tip =
                                         "How far each path is from the first one that is shown, at the same step: "
                                         "methods that are one in disguise differ by rounding alone",
                                     .draw = drawDifferences};
  return card;
}

}  // namespace thalweg
