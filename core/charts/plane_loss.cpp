#include "core/charts/chart.h"

#include <algorithm>

namespace thalweg {

namespace {

void drawPlaneLosses(ChartDrawing& drawing, const ChartSource& source) {
  if (source.objective.dimension() <= 2) {
    drawing.note = "The panel shows all coordinates: both losses are one";
    return;
  }
  bool positive = true;
  for (std::size_t i = 0; i < source.runs.size(); ++i) {
    const PathColumns& columns = *source.runs[i].columns;
    drawing.lines.push_back({.run = i, .y = SharedColumn(columns.path, &columns.path->loss)});
    drawing.lines.push_back({.run = i, .y = columns.planeLoss, .name = "on the plane", .companion = true});
    if (source.scenario.contenders[source.runs[i].contender].hidden) continue;
    positive = positive && columns.path->loss.minCoeff() > 0;
    positive = positive && (!columns.planeLoss || columns.planeLoss->minCoeff() > 0);
  }
  drawing.remark = "dashed: at the projection";
  if (drawing.logarithmic && !positive) {
    drawing.logarithmic = false;
    drawing.remark = "dashed: at the projection; linear, since f is not positive";
  }
}

}  // namespace

const ChartDescription& planeLossChart() {
  static const ChartDescription card{
      .id = "plane_loss",
      .label = "Loss on plane and true",
      .symbol = "f",
      .tip =
          "The loss at each point and, dashed, at its projection onto the plane that the panel shows: where they part, "
          "the contours say nothing of the path",
      .measures = [](const Scenario&,
                     const Objective& objective) { return ChartMeasures{.planeLoss = objective.dimension() > 2}; },
      .draw = drawPlaneLosses};
  return card;
}

}  // namespace thalweg
