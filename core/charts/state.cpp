#include "core/charts/chart.h"

#include <algorithm>

namespace thalweg {

namespace {

void drawState(ChartDrawing& drawing, const ChartSource& source) {
  for (std::size_t i = 0; i < source.runs.size(); ++i) {
    const auto& vectors = source.runs[i].columns->state;
    for (std::size_t k = 0; k < vectors.size(); ++k) {
      drawing.lines.push_back(
          {.run = i, .y = vectors[k].second, .name = "‖" + vectors[k].first + "‖", .companion = k > 0});
    }
  }
  const auto open = [](const ChartRun& run) { return !run.columns->measured.state; };
  const auto none = [](const ChartLine& line) { return !line.y; };
  if (std::ranges::all_of(drawing.lines, none) && std::ranges::none_of(source.runs, open))
    drawing.note = "No contender remembers anything";
}

}  // namespace

const ChartDescription& stateChart() {
  static const ChartDescription card{
      .id = "state",
      .label = "State",
      .symbol = "\\lVert m_t\\rVert, \\lVert v_t\\rVert, \\ldots",
      .tip =
          "How long the vectors are that each method remembers: velocities, averages of gradients, and of their "
          "squares; all but the first dashed, with their names",
      .measures = [](const Scenario&, const Objective&) { return ChartMeasures{.state = true}; },
      .draw = drawState};
  return card;
}

}  // namespace thalweg
