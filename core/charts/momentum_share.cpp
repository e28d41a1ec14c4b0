#include "core/charts/chart.h"

#include <algorithm>

namespace thalweg {

namespace {

void drawMomentumShares(ChartDrawing& drawing, const ChartSource& source) {
  for (std::size_t i = 0; i < source.runs.size(); ++i)
    drawing.lines.push_back({.run = i, .y = source.runs[i].columns->memoryShare});
  const auto open = [](const ChartRun& run) { return !run.columns->measured.memory; };
  const auto none = [](const ChartLine& line) { return !line.y; };
  if (std::ranges::all_of(drawing.lines, none) && std::ranges::none_of(source.runs, open))
    drawing.note = "No contender has momentum here";
}

}  // namespace

const ChartDescription& momentumShareChart() {
  static const ChartDescription card{
      .id = "momentum_share",
      .label = "Momentum’s share",
      .symbol = "\\langle\\Delta x^{m}_t, \\Delta x_t\\rangle / \\lVert\\Delta x_t\\rVert^2",
      .tip =
          "How much of each step is remembered, the rest being this step’s own gradient: 1 is momentum alone, 0 the "
          "gradient alone; over 1 the gradient pulls back, below 0 it turns the step round",
      .linear = true,
      .measures = [](const Scenario&, const Objective&) { return ChartMeasures{.memory = true}; },
      .draw = drawMomentumShares};
  return card;
}

}  // namespace thalweg
