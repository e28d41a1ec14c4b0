#include "core/charts/chart.h"
#include "core/runs/path_measures.h"

namespace thalweg {

const ChartDescription& stepLengthChart() {
  static const ChartDescription card{.id = "step_length",
                                     .label = "Step length",
                                     .symbol = "\\lVert\\Delta x_t\\rVert",
                                     .tip = "How far the step that led to each point went",
                                     .draw = [](ChartDrawing& drawing, const ChartSource& source) {
                                       for (std::size_t i = 0; i < source.runs.size(); ++i) {
                                         PathColumns& columns = *source.runs[i].columns;
                                         drawing.lines.push_back({.run = i, .y = derived(columns, "step length", [&] {
                                                                              return stepLengths(*columns.path);
                                                                            })});
                                       }
                                     }};
  return card;
}

}  // namespace thalweg
