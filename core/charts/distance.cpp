#include "core/charts/chart.h"
#include "core/runs/path_measures.h"

#include <algorithm>

namespace thalweg {

namespace {

void drawDistances(ChartDrawing& drawing, const ChartSource& source) {
  for (std::size_t i = 0; i < source.runs.size(); ++i) {
    PathColumns& columns = *source.runs[i].columns;
    drawing.lines.push_back({.run = i, .y = derived(columns, "distance", [&] {
                                         return minimumDistances(*columns.path, source.objective);
                                       })});
  }
  const auto minimum = [](const Landmark& mark) { return mark.kind != Landmark::Kind::Saddle; };
  if (std::ranges::none_of(source.objective.landmarks(), minimum)) drawing.note = "No minimum is known here";
}

}  // namespace

const ChartDescription& distanceChart() {
  static const ChartDescription card{.id = "distance",
                                     .label = "Distance",
                                     .symbol = "\\lVert x_t - x^\\star\\rVert",
                                     .tip = "To the nearest known minimum, global or local",
                                     .draw = drawDistances};
  return card;
}

}  // namespace thalweg
