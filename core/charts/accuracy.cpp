#include "core/charts/chart.h"

#include <algorithm>

namespace thalweg {

namespace {

void drawAccuracies(ChartDrawing& drawing, const ChartSource& source) {
  for (std::size_t i = 0; i < source.runs.size(); ++i) {
    const PathColumns& columns = *source.runs[i].columns;
    drawing.lines.push_back({.run = i, .y = columns.accuracy, .name = "training data"});
    drawing.lines.push_back({.run = i, .y = columns.testAccuracy, .name = "test data", .companion = true});
  }
  const auto open = [](const ChartRun& run) { return !run.columns->measured.tests; };
  if (std::ranges::none_of(drawing.lines, [](const ChartLine& line) { return line.y != nullptr; }) &&
      std::ranges::none_of(source.runs, open))
    drawing.note = "There are no classes here";
  remarkMeasured(drawing, source);
}

}  // namespace

const ChartDescription& accuracyChart() {
  static const ChartDescription card{
      .id = "accuracy",
      .label = "Accuracy",
      .symbol = "\\mathrm{acc}",
      .tip = "The fraction of samples that are classified rightly: of training data, and dashed of test data",
      .measures = [](const Scenario&,
                     const Objective& objective) { return ChartMeasures{.tests = objective.samples() > 0}; },
      .draw = drawAccuracies};
  return card;
}

}  // namespace thalweg
