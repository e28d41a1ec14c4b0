#include "core/charts/chart.h"

namespace thalweg {

const ChartDescription& realisedRateChart() {
  static const ChartDescription card{
      .id = "realised_lr",
      .label = "Realised rate",
      .symbol = "|\\Delta x_{t,i}| / |g_{t,i}|",
      .tip =
          "The rate at which plain gradient descent would have made the same step, coordinate by coordinate: the "
          "second one dashed. Gaps where the gradient passes through zero",
      .measures = [](const Scenario&, const Objective&) { return ChartMeasures{.realised = true}; },
      .draw =
          [](ChartDrawing& drawing, const ChartSource& source) {
            for (std::size_t i = 0; i < source.runs.size(); ++i)
              addCoordinates(drawing, i, source.runs[i].columns->realised, source.objective.dimension());
          }};
  return card;
}

}  // namespace thalweg
