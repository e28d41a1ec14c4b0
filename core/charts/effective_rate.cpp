#include "core/charts/chart.h"

namespace thalweg {

const ChartDescription& effectiveRateChart() {
  static const ChartDescription card{
      .id = "effective_lr",
      .label = "Effective rate",
      .symbol = "\\mathrm{lr}_{t,i}",
      .tip =
          "What the rule multiplies each coordinate's gradient by, such as lr/(√v̂ + ε) of Adam: the second "
          "coordinate dashed",
      .measures = [](const Scenario&, const Objective&) { return ChartMeasures{.rates = true}; },
      .draw =
          [](ChartDrawing& drawing, const ChartSource& source) {
            for (std::size_t i = 0; i < source.runs.size(); ++i)
              addCoordinates(drawing, i, source.runs[i].columns->effective, source.objective.dimension());
          }};
  return card;
}

}  // namespace thalweg
