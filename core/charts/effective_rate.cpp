#include "core/charts/chart.h"

namespace thalweg {

namespace {

void drawEffectiveRates(ChartDrawing& drawing, const ChartSource& source) {
  for (std::size_t i = 0; i < source.runs.size(); ++i) {
    const std::vector<SharedColumn>& rates = source.runs[i].columns->effective;
    for (std::size_t c = 0; c < rates.size(); ++c) {
      const std::string name = rates.size() == 1                  ? ""
                               : source.objective.dimension() > 2 ? "x" + std::to_string(c + 1)
                               : c == 0                           ? "x"
                                                                  : "y";
      drawing.lines.push_back({.run = i, .y = rates[c], .name = name, .companion = c > 0});
    }
  }
}

}  // namespace

const ChartDescription& effectiveRateChart() {
  static const ChartDescription card{.id = "effective_lr",
                                     .label = "Effective rate",
                                     .symbol = "|\\Delta x_{t,i}| / |g_{t,i}|",
                                     .tip =
                                         "The rate at which plain gradient descent would have made the same step, "
                                         "coordinate by coordinate: the second one dashed",
                                     .measures = [](const Objective&) { return ChartMeasures{.rates = true}; },
                                     .draw = drawEffectiveRates};
  return card;
}

}  // namespace thalweg
