#include "core/charts/chart.h"
#include "core/runs/rule_trace.h"

#include <algorithm>

namespace thalweg {

const ChartDescription& gradientNormChart() {
  static const ChartDescription card{
      .id = "gradient_norm",
      .label = "Gradient norm",
      .symbol = "\\lVert\\nabla f\\rVert",
      .tip =
          "The exact gradient's length at each point; dashed, where it differs, the one that the optimizer was given: "
          "of "
          "a mini-batch, noisy, accumulated or clipped",
      .bounds = true,
      .measures =
          [](const Scenario& scenario, const Objective&) {
            const bool seen =
                changesGradients(scenario.gradient) || std::ranges::any_of(scenario.contenders, [](const Contender& c) {
                  return c.gradient && changesGradients(*c.gradient);
                });
            return ChartMeasures{.seen = seen, .bounds = scenario.display.bounds};
          },
      .draw =
          [](ChartDrawing& drawing, const ChartSource& source) {
            for (std::size_t i = 0; i < source.runs.size(); ++i) {
              const std::shared_ptr<const Trajectory>& path = source.runs[i].columns->path;
              drawing.lines.push_back({.run = i, .y = SharedColumn(path, &path->gradientNorm)});
              drawing.lines.push_back({.run = i,
                                       .y = source.runs[i].columns->seenGradient,
                                       .name = "as the optimizer saw it",
                                       .companion = true});
            }
            addBounds(drawing, source, "gradient_norm", 0);
            remarkMeasured(drawing, source);
          }};
  return card;
}

}  // namespace thalweg
