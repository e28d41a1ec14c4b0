#include "core/charts/chart.h"

namespace thalweg {

const ChartDescription& updateAngleChart() {
  static const ChartDescription card{
      .id = "update_angle",
      .label = "Angle to −∇f",
      .symbol = "\\angle(\\Delta x_t, -\\nabla f)",
      .tip =
          "Degrees between each step and the way straight down from where it began: 0 is steepest descent, 90 goes "
          "along a contour, beyond that the step goes up",
      .linear = true,
      .measures = [](const Scenario&, const Objective&) { return ChartMeasures{.angles = true}; },
      .draw =
          [](ChartDrawing& drawing, const ChartSource& source) {
            for (std::size_t i = 0; i < source.runs.size(); ++i)
              drawing.lines.push_back({.run = i, .y = source.runs[i].columns->updateAngle});
          }};
  return card;
}

}  // namespace thalweg
