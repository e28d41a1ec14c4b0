#include "core/charts/chart.h"

#include <algorithm>

namespace thalweg {

namespace {

void drawTestLosses(ChartDrawing& drawing, const ChartSource& source) {
  for (std::size_t i = 0; i < source.runs.size(); ++i) {
    const PathColumns& columns = *source.runs[i].columns;
    drawing.lines.push_back({.run = i, .y = columns.testLoss});
    // The training loss is there for comparison, where it is drawn elsewhere, too.
    drawing.lines.push_back({.run = i,
                             .y = SharedColumn(columns.path, &columns.path->loss),
                             .name = "training data",
                             .companion = true,
                             .faint = true});
  }
  const auto open = [](const ChartRun& run) { return !run.columns->measured.tests; };
  const auto none = [](const ChartRun& run) { return !run.columns->testLoss; };
  if (std::ranges::all_of(source.runs, none) && std::ranges::none_of(source.runs, open)) {
    drawing.lines.clear();
    drawing.note = "There are no test data here";
  }
  remarkMeasured(drawing, source);
}

}  // namespace

const ChartDescription& testLossChart() {
  static const ChartDescription card{
      .id = "test_loss",
      .label = "Test loss",
      .symbol = "f_{\\mathrm{test}}",
      .tip = "The loss on data that nothing was learned from; thin, the loss on those it was",
      .measures = [](const Scenario&,
                     const Objective& objective) { return ChartMeasures{.tests = objective.samples() > 0}; },
      .draw = drawTestLosses};
  return card;
}

}  // namespace thalweg
