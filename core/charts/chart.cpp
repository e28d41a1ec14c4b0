#include "core/charts/chart.h"

#include "core/recorded/recorded_objective.h"
#include "core/runs/memory_share.h"
#include "core/runs/path_measures.h"
#include "core/runs/rule_trace.h"
#include "core/runs/sharpness.h"
#include "core/runs/state_trace.h"
#include "core/surfaces/panel_plane.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace thalweg {

ChartDrawing drawChart(const ChartDescription& card, const ChartSource& source) {
  ChartDrawing drawing;
  drawing.symbol = card.symbol;
  drawing.logarithmic = chartScale(source.scenario.display, card) != "linear";
  card.draw(drawing, source);
  std::erase_if(drawing.lines, [](const ChartLine& line) { return !line.y; });
  return drawing;
}

namespace {

Index stepsApart(const Trajectory& path, Index most) { return std::max<Index>(1, (path.steps() + most - 1) / most); }

/// Null where there is no number.
SharedColumn shareNumbers(Column values) { return values.isFinite().any() ? shareColumn(std::move(values)) : nullptr; }

/// How long each of the method's vectors is; those that are another one's, corrected for its cold start, are left out.
void measureState(PathColumns& columns, const Scenario& scenario, std::size_t contender, const Objective& objective,
                  const std::stop_token& stop) {
  const Trajectory& path = *columns.path;
  const Points start = path.points.row(0);
  const std::vector<StateColumns> vectors = traceState(
      scenario, contender, objective, {start.data(), start.data() + start.size()}, path.steps(), stop, Phase::State);
  columns.state.clear();
  for (const StateColumns& vector : vectors) {
    if (vector.name.ends_with("_hat")) continue;
    Column lengths(path.steps() + 1);
    lengths[0] = std::numeric_limits<double>::quiet_NaN();
    lengths.tail(path.steps()) = vector.values.matrix().rowwise().norm().array();
    if (SharedColumn shared = shareNumbers(std::move(lengths)))
      columns.state.emplace_back(vector.name, std::move(shared));
  }
}

}  // namespace

void measure(PathColumns& columns, const Scenario& scenario, std::size_t contender, const Objective& objective,
             const ChartMeasures& wanted, const std::stop_token& stop, const Plane* plane) {
  constexpr Index coordinates = 2;
  // Of a run that was read there is what was recorded.
  if (recordedObjective(objective)) return columns.measured.add(wanted);
  const Trajectory& path = *columns.path;
  const ChartMeasures there = columns.measured;
  if (wanted.tests && !there.tests) {
    columns.testLoss = shareColumn(testLosses(path, objective));
    columns.accuracy = shareColumn(accuracies(path, objective));
    columns.testAccuracy = shareColumn(testAccuracies(path, objective));
  }
  if (wanted.realised && !there.realised) {
    const Points values = realisedRates(path, objective, coordinates);
    for (Index c = 0; c < values.cols(); ++c) columns.realised.push_back(shareColumn(values.col(c)));
  }
  const bool rates = wanted.rates && !there.rates;
  const bool seen = wanted.seen && !there.seen;
  if (rates || seen) {
    const Points start = path.points.row(0);
    const RuleTrace rule = traceRule(scenario, contender, objective, {start.data(), start.data() + start.size()},
                                     path.steps(), coordinates, stop);
    for (Index c = 0; rates && c < rule.rates.cols(); ++c) columns.effective.push_back(shareColumn(rule.rates.col(c)));
    if (seen) columns.seenGradient = shareColumn(rule.gradientNorm);
  }
  if (wanted.angles && !there.angles) columns.updateAngle = shareColumn(updateAngles(path, objective));
  if (wanted.memory && !there.memory)
    columns.memoryShare = shareNumbers(memoryShares(scenario, contender, objective, path, stop));
  if (wanted.state && !there.state) measureState(columns, scenario, contender, objective, stop);
  if (wanted.bounds && !there.bounds) columns.bounds = convergenceBounds(scenario, contender, objective, path);
  if (wanted.planeLoss && !there.planeLoss) {
    const bool fits = plane && plane->fits(path.points.cols());
    columns.planeLoss = fits ? shareColumn(planeLosses(path.points, objective, *plane, stop)) : nullptr;
    columns.plane = plane ? std::optional(*plane) : std::nullopt;
  }
  if (wanted.sharpness && !there.sharpness)
    measureSharpness(columns, scenario, contender, objective, coarseSharpness(path), stop);
  columns.measured.add(wanted);
}

void followPlane(PathColumns& columns, const Plane* plane) {
  const bool same = plane ? columns.plane == *plane : !columns.plane;
  if (!same) columns.measured.planeLoss = false;
}

Index coarseSharpness(const Trajectory& path) {
  constexpr Index most = 30;
  return stepsApart(path, most);
}

Index fineSharpness(const Trajectory& path) {
  constexpr Index most = 300;
  return stepsApart(path, most);
}

void measureSharpness(PathColumns& columns, const Scenario& scenario, std::size_t contender, const Objective& objective,
                      Index every, const std::stop_token& stop) {
  if (recordedObjective(objective)) return;
  EdgeOfStability edge = edgeOfStability(scenario, contender, objective, *columns.path, every, stop);
  if (stop.stop_requested()) return;
  columns.sharpness = shareNumbers(std::move(edge.sharpness));
  columns.sharpnessLimit = shareNumbers(std::move(edge.limit));
  columns.sharpnessEvery = every;
}

void addBounds(ChartDrawing& drawing, const ChartSource& source, const std::string& chart, double above) {
  bool any = false;
  std::string refusal;
  for (std::size_t i = 0; i < source.runs.size(); ++i) {
    const ChartRun& run = source.runs[i];
    if (!source.scenario.display.bounds || source.scenario.contenders[run.contender].hidden) continue;
    const ConvergenceBound* tightest = nullptr;
    for (const ConvergenceBound& bound : run.columns->bounds) {
      if (bound.chart != chart) continue;
      const bool holds = bound.refused.empty();
      const std::string words = holds ? bound.constants + "; " + bound.source : bound.refused;
      drawing.bounds.push_back({i, bound.name, words, holds});
      // They stand from the loosest to the tightest.
      if (holds) tightest = &bound;
      if (!holds && refusal.empty()) refusal = bound.refused;
    }
    if (!tightest) continue;
    any = true;
    const auto raised = [&] { return Column(tightest->values + above); };
    drawing.lines.push_back(
        {.run = i,
         .y = derived(*run.columns, "bound of " + chart + " above " + std::to_string(above), raised),
         .name = tightest->proven ? tightest->name + " bound" : "rate in the end",
         .companion = true,
         .labelled = true});
  }
  if (!drawing.remark.empty() || drawing.bounds.empty()) return;
  drawing.remark = any ? "with bounds, dashed" : "no bound: " + refusal;
}

void remarkMeasured(ChartDrawing& drawing, const ChartSource& source) {
  Index every = 1;
  for (const ChartRun& run : source.runs) {
    if (!source.scenario.contenders[run.contender].hidden) every = std::max(every, run.columns->path->every);
  }
  if (every > 1 && drawing.remark.empty())
    drawing.remark = "over all samples once in " + std::to_string(every) + " steps";
}

void addCoordinates(ChartDrawing& drawing, std::size_t run, const std::vector<SharedColumn>& columns, Index dimension) {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const std::string name = columns.size() == 1 ? ""
                             : dimension > 2     ? "x" + std::to_string(c + 1)
                             : c == 0            ? "x"
                                                 : "y";
    drawing.lines.push_back({.run = run, .y = columns[c], .name = name, .companion = c > 0});
  }
}

}  // namespace thalweg
