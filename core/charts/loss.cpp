#include "core/charts/chart.h"
#include "core/runs/path_measures.h"

#include <algorithm>

namespace thalweg {

namespace {

/// The median of an ensemble with its band stands for the contender; its own path is one run among many.
void addEnsemble(ChartDrawing& drawing, std::size_t index, const ChartRun& run, std::optional<double> minimum) {
  PathColumns& columns = *run.columns;
  if (columns.ensemble != run.ensemble) {
    columns.ensemble = run.ensemble;
    columns.lowAbove = columns.medianAbove = columns.highAbove = nullptr;
  }
  if (!run.ensemble) return;
  const auto place = [&](const Column& values, SharedColumn& above) {
    if (!minimum) return SharedColumn(run.ensemble, &values);
    if (!above) above = shareColumn(values - *minimum);
    return above;
  };
  drawing.lines.push_back({.run = index,
                           .y = place(run.ensemble->median, columns.medianAbove),
                           .name = "median of " + std::to_string(run.ensemble->runs.size()) + " runs",
                           .low = place(run.ensemble->low, columns.lowAbove),
                           .high = place(run.ensemble->high, columns.highAbove),
                           .band = "10–90 %"});
}

/// Above the known minimum where that is asked for, or where f itself has no logarithm.
void drawLosses(ChartDrawing& drawing, const ChartSource& source) {
  const std::optional<double> minimum = knownMinimum(source.objective);
  const bool positive = std::ranges::all_of(source.runs, [&](const ChartRun& run) {
    return source.scenario.contenders[run.contender].hidden || run.columns->path->loss.minCoeff() > 0;
  });
  const std::string& scale = source.scenario.display.lossScale;
  const bool linear = scale == "linear";
  const bool distance = scale == "distance";
  const bool above = minimum && (distance || (!linear && !positive));
  drawing.logarithmic = !linear && (above || positive);
  if (above) drawing.symbol = "f - f^\\star";
  if (distance && !minimum)
    drawing.remark = positive ? "No minimum is known here: f itself" : "No minimum is known here: f itself, linear";
  else if (!linear && !drawing.logarithmic)
    drawing.remark = "Linear: f is not positive, and no minimum is known";
  for (std::size_t i = 0; i < source.runs.size(); ++i) {
    const ChartRun& run = source.runs[i];
    PathColumns& columns = *run.columns;
    const std::shared_ptr<const Trajectory>& path = columns.path;
    const bool many = run.ensemble != nullptr;
    drawing.lines.push_back(
        {.run = i,
         .y = above ? derived(columns, "loss above the minimum", [&] { return Column(path->loss - *minimum); })
                    : SharedColumn(path, &path->loss),
         .name = many ? "this run" : "",
         .companion = many,
         .faint = many});
    addEnsemble(drawing, i, run, above ? minimum : std::nullopt);
    // A test loss has a minimum of its own.
    if (!above) drawing.lines.push_back({.run = i, .y = columns.testLoss, .name = "test", .companion = true});
    drawing.lines.push_back({.run = i, .y = columns.accuracy, .name = "accuracy", .companion = true, .share = true});
    drawing.lines.push_back({.run = i,
                             .y = columns.testAccuracy,
                             .name = "test accuracy",
                             .companion = true,
                             .share = true,
                             .sparse = true});
  }
  if (minimum) addBounds(drawing, source, "loss", above ? 0 : *minimum);
  remarkMeasured(drawing, source);
}

}  // namespace

const ChartDescription& lossChart() {
  static const ChartDescription card{.id = "loss",
                                     .label = "Loss",
                                     .symbol = "f",
                                     .tip = "The objective at each point",
                                     .scale = &Display::lossScale,
                                     .bounds = true,
                                     .measures =
                                         [](const Scenario& scenario, const Objective& objective) {
                                           return ChartMeasures{.tests = objective.samples() > 0,
                                                                .bounds = scenario.display.bounds};
                                         },
                                     .draw = drawLosses};
  return card;
}

}  // namespace thalweg
