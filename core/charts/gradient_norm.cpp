#include "core/charts/chart.h"

namespace thalweg {

const ChartDescription& gradientNormChart() {
  static const ChartDescription card{
      .id = "gradient_norm",
      .label = "Gradient norm",
      .symbol = "\\lVert\\nabla f\\rVert",
      .tip = "The exact gradient's length at each point",
      .draw = [](ChartDrawing& drawing, const ChartSource& source) {
        for (std::size_t i = 0; i < source.runs.size(); ++i) {
          const std::shared_ptr<const Trajectory>& path = source.runs[i].columns->path;
          drawing.lines.push_back({.run = i, .y = SharedColumn(path, &path->gradientNorm)});
        }
      }};
  return card;
}

}  // namespace thalweg
