#include "core/charts/chart.h"

namespace thalweg {

namespace {

/// One parameter group's values during the steps, rates or momentum; the last one stays to the end.
Column duringSteps(const Points& values, Index group) {
  if (values.rows() == 0) return {};
  Column column(values.rows() + 1);
  column.head(values.rows()) = values.col(group);
  column[values.rows()] = values(values.rows() - 1, group);
  return column;
}

void drawRates(ChartDrawing& drawing, const ChartSource& source) {
  drawing.holdsAll = true;
  for (std::size_t i = 0; i < source.runs.size(); ++i) {
    PathColumns& columns = *source.runs[i].columns;
    const Trajectory& path = *columns.path;
    const Index groups = path.rates.cols();
    for (Index g = 0; g < groups; ++g) {
      const std::string number = std::to_string(g + 1);
      drawing.lines.push_back({.run = i,
                               .y = derived(columns, "rate " + number, [&] { return duringSteps(path.rates, g); }),
                               .name = groups > 1 ? "group " + number : "",
                               .companion = g > 0});
    }
    drawing.lines.push_back({.run = i,
                             .y = derived(columns, "momentum", [&] { return duringSteps(path.momentum, 0); }),
                             .name = "momentum",
                             .companion = true,
                             .share = true});
  }
}

}  // namespace

const ChartDescription& learningRateChart() {
  static const ChartDescription card{.id = "lr",
                                     .label = "Learning rate",
                                     .symbol = "\\mathrm{lr}_t",
                                     .tip =
                                         "The rate that each step takes, of each parameter group; momentum where a "
                                         "schedule cycles it",
                                     .draw = drawRates};
  return card;
}

}  // namespace thalweg
