#include "core/charts/chart.h"

#include "core/runs/path_measures.h"

#include <utility>

namespace thalweg {

ChartDrawing drawChart(const ChartDescription& card, const ChartSource& source) {
  ChartDrawing drawing;
  drawing.symbol = card.symbol;
  drawing.logarithmic = chartScale(source.scenario.display, card) != "linear";
  card.draw(drawing, source);
  std::erase_if(drawing.lines, [](const ChartLine& line) { return !line.y; });
  return drawing;
}

void measure(PathColumns& columns, const Objective& objective, const ChartMeasures& wanted) {
  constexpr Index coordinates = 2;
  if (wanted.tests && !std::exchange(columns.measured.tests, true)) {
    columns.testLoss = shareColumn(testLosses(*columns.path, objective));
    columns.accuracy = shareColumn(accuracies(*columns.path, objective));
  }
  if (!wanted.rates || std::exchange(columns.measured.rates, true)) return;
  const Points values = effectiveRates(*columns.path, objective, coordinates);
  for (Index c = 0; c < values.cols(); ++c) columns.effective.push_back(shareColumn(values.col(c)));
}

}  // namespace thalweg
