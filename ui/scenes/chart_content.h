#pragma once
/// What each kind of chart shows of a panel's paths: the window's charts and those of pictures are made here alike.
/// Threads: functions may be called from any thread, each with columns of its own.

#include "core/runs/ensemble.h"
#include "core/scenario/scenario.h"
#include "ui/look/theme.h"
#include "ui/scenes/chart_scene.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace thalweg {

/// The words for a kind of chart, an id of `chartIds`.
struct ChartKind {
  QString title;
  QString symbol;  ///< TeX
  QString tip;
};
ChartKind chartKind(const std::string& id);

/// What of a path needs its objective anew, so that a window leaves it to the background.
struct ChartMeasures {
  bool tests = false;     ///< loss and accuracy on held-out data
  bool rates = false;     ///< effective rates of the first coordinates
  bool realised = false;  ///< realised ones
  bool seen = false;      ///< the gradients that the optimizer was given
  bool operator==(const ChartMeasures&) const = default;
  /// Whether all of `wanted` is among these.
  [[nodiscard]] bool hold(const ChartMeasures& wanted) const;
  void add(const ChartMeasures& more);
};
/// What the chart `id` of paths on `objective` is drawn from.
ChartMeasures chartMeasures(const std::string& id, const Scenario& scenario, const Objective& objective);

/// What was derived from a path, each as it was first asked for. A chart made again of the same columns has the same
/// objects for what did not change. Steps + 1 numbers each.
struct PathColumns {
  std::shared_ptr<const Trajectory> path;
  std::shared_ptr<const Column> lossAbove, evaluations, steps, distance, momentum;
  std::vector<std::shared_ptr<const Column>> rates;  ///< a parameter group each
  std::shared_ptr<const Ensemble> ensemble;          ///< of which are:
  std::shared_ptr<const Column> lowAbove, medianAbove, highAbove;

  ChartMeasures measured;                                          ///< which of these are there
  std::shared_ptr<const Column> testLoss, accuracy, testAccuracy;  ///< null where the objective has none
  std::vector<std::shared_ptr<const Column>> effective;  ///< a coordinate each; none where the rule has no rates
  std::vector<std::shared_ptr<const Column>> realised;   ///< a coordinate each
  std::shared_ptr<const Column> seenGradient;            ///< its length; null where it was the exact one
};
/// Fills what of `wanted` is not there, for the path of a contender of `scenario`. A stop request leaves it open.
void measure(PathColumns& columns, const Scenario& scenario, std::size_t contender, const Objective& objective,
             const ChartMeasures& wanted, const std::stop_token& stop = {});

/// One contender's path on the panel.
struct ChartRun {
  std::size_t contender = 0;
  PathColumns* columns = nullptr;            ///< with the path; never null
  std::shared_ptr<const Ensemble> ensemble;  ///< of the path; null: there are no other runs
};

struct ChartContent {
  QString symbol;  ///< TeX
  QString remark;  ///< where the axis is not the one chosen; what dashed and dotted lines are
  QString note;    ///< in place of lines
  bool logarithmic = true;
  std::vector<SeriesData> series;
  double xMax = 1;
  bool evaluations = false;
};

/// The chart `id` of `runs`; what was not measured has no lines. `selected`: the contender drawn on top.
ChartContent chartContent(const std::string& id, const Scenario& scenario, const Objective& objective,
                          const std::vector<ChartRun>& runs, const Theme& theme, std::optional<std::size_t> selected);

/// The chart ready to be painted, its cursor at the start.
ChartScene chartScene(ChartContent content, const Theme& theme);

}  // namespace thalweg
