#pragma once
/// A kind of chart with its colours: the window's charts and those of pictures are made here alike. What it shows is
/// described in core/charts.
/// Threads: functions may be called from any thread, each with columns of its own.

#include "core/charts/chart.h"
#include "core/scenario/scenario.h"
#include "ui/look/theme.h"
#include "ui/scenes/chart_scene.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace thalweg {

/// The words for a kind of chart.
struct ChartKind {
  QString title;
  QString symbol;  ///< TeX
  QString tip;
};
/// `id`: of a chart description; of any other all words are empty.
ChartKind chartKind(const std::string& id);

/// What of the background's work the chart `id` of paths on `objective` is drawn from.
ChartMeasures chartMeasures(const std::string& id, const Scenario& scenario, const Objective& objective);

struct ChartContent {
  QString symbol;  ///< TeX
  QString remark;  ///< where the axis is not the one chosen; what dashed and dotted lines are
  QString note;    ///< in place of lines
  bool logarithmic = true;
  std::vector<SeriesData> series;
  double xMax = 1;
  bool evaluations = false;
  bool still = false;  ///< as ChartScene's
  struct Bound {
    QString name;
    QString words;  ///< its constants and source, or why it does not hold
    bool holds = false;
  };
  std::vector<Bound> bounds;  ///< of theory, for the selected contender
};

/// The chart `id` of `runs`; what was not measured has no lines. `selected`: the contender drawn on top. Empty where
/// there is no such chart. `plane`: as the chart's source has it.
ChartContent chartContent(const std::string& id, const Scenario& scenario, const Objective& objective,
                          const std::vector<ChartRun>& runs, const Theme& theme, std::optional<std::size_t> selected,
                          const Plane* plane = nullptr);

/// The chart ready to be painted, its cursor at the start.
ChartScene chartScene(ChartContent content, const Theme& theme);

}  // namespace thalweg
