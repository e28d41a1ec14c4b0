#include "core/charts/chart.h"

#include <algorithm>

namespace thalweg {

namespace {

void drawSharpness(ChartDrawing& drawing, const ChartSource& source) {
  drawing.holdsAll = true;
  Index every = 1;
  for (std::size_t i = 0; i < source.runs.size(); ++i) {
    const PathColumns& columns = *source.runs[i].columns;
    drawing.lines.push_back({.run = i, .y = columns.sharpness});
    drawing.lines.push_back({.run = i, .y = columns.sharpnessLimit, .name = "edge, 2/lr", .companion = true});
    if (!source.scenario.contenders[source.runs[i].contender].hidden) every = std::max(every, columns.sharpnessEvery);
  }
  drawing.remark = every > 1 ? "dashed: where steps run away; every " + std::to_string(every) + " steps"
                             : "dashed: where steps run away";
}

}  // namespace

const ChartDescription& sharpnessChart() {
  static const ChartDescription card{
      .id = "sharpness",
      .label = "Sharpness",
      .symbol = "\\lambda_{\\max}",
      .tip =
          "The largest curvature at each point; dashed, the one at which the contender's step runs away: 2/lr of "
          "gradient "
          "descent, 2(1 + μ)/lr with momentum, with rates of its own a coordinate where it has them",
      .measures = [](const Scenario&, const Objective&) { return ChartMeasures{.sharpness = true}; },
      .draw = drawSharpness};
  return card;
}

}  // namespace thalweg
