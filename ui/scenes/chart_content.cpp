#include "ui/scenes/chart_content.h"

#include "core/runs/path_measures.h"
#include "core/runs/stability.h"
#include "core/scenario/branch.h"
#include "core/scenario/contender_names.h"
#include "ui/look/contender_look.h"
#include "ui/look/text.h"

#include <QObject>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

namespace thalweg {

namespace {

/// The column from entry `from` to before entry `to`; no numbers elsewhere.
SharedColumn part(const Column& whole, Index from, Index to) {
  auto column = std::make_shared<Column>(Column::Constant(whole.size(), std::numeric_limits<double>::quiet_NaN()));
  from = std::min(from, whole.size());
  to = std::min(to, whole.size());
  if (from < to) column->segment(from, to - from) = whole.segment(from, to - from);
  return column;
}

}  // namespace

ChartKind chartKind(const std::string& id) {
  const ChartDescription* card = findChart(id);
  return card ? ChartKind{text(card->label), text(card->symbol), text(card->tip)} : ChartKind{};
}

ChartMeasures chartMeasures(const std::string& id, const Scenario& scenario, const Objective& objective) {
  const ChartDescription* card = findChart(id);
  return card && card->measures ? card->measures(scenario, objective) : ChartMeasures{};
}

ChartContent chartContent(const std::string& id, const Scenario& scenario, const Objective& objective,
                          const std::vector<ChartRun>& runs, const Theme& theme, std::optional<std::size_t> selected,
                          const Plane* plane) {
  const ChartDescription* card = findChart(id);
  if (!card) return {};
  ChartDrawing drawing = drawChart(*card, {scenario, objective, runs, plane});
  ChartContent content;
  content.symbol = text(drawing.symbol);
  content.remark = text(drawing.remark);
  content.note = text(drawing.note);
  content.logarithmic = drawing.logarithmic;
  content.still = drawing.still;
  content.evaluations = !drawing.still && scenario.display.chartAxis == "evaluations";
  const bool steps = !drawing.still && !content.evaluations;
  content.xMax = steps ? static_cast<double>(std::max<std::int64_t>(1, scenario.steps)) : drawing.still ? 0 : 1;
  const std::vector<std::string> names = contenderNames(scenario);
  const std::vector<BranchShow> shows = branchShows(scenario);
  for (ChartLine& line : drawing.lines) {
    const ChartRun& run = runs[line.run];
    const ContenderMark mark = contenderMark(theme, scenario, run.contender);
    SeriesData series;
    series.x = std::move(line.x);
    if (content.evaluations && !series.x)
      series.x = derived(*run.columns, "evaluations", [&] { return evaluationCounts(*run.columns->path); });
    series.y = std::move(line.y);
    series.color = mark.color;
    series.marker = mark.marker;
    series.visible = !scenario.contenders[run.contender].hidden && shows[run.contender].seen;
    series.selected = run.contender == selected;
    series.dashed = line.companion;
    series.share = line.share;
    series.sparse = line.sparse;
    series.stray = !drawing.holdsAll && runsAway(*run.columns->path);
    series.name = text(line.name);
    series.owner = text(names[run.contender]);
    series.bandLow = std::move(line.low);
    series.bandHigh = std::move(line.high);
    series.faint = line.faint;
    series.labelled = line.labelled;
    series.bandName = text(line.band);
    if (series.x && series.visible && series.x->size() > 0)
      content.xMax = std::max(content.xMax, (*series.x)[series.x->size() - 1]);
    if (drawing.still || !series.y) {
      content.series.push_back(std::move(series));
      continue;
    }
    // A common way is drawn once, and what was left in dashes.
    const BranchShow& show = shows[run.contender];
    const bool left = show.ghostFrom >= 0 && !series.dashed;
    SeriesData ghost = series;
    const SharedColumn whole = series.y;
    if (show.first > 0) series.y = part(*whole, show.first, whole->size());
    if (left) {
      series.y = part(*series.y, 0, show.ghostFrom + 1);
      ghost.y = part(*whole, std::max(show.ghostFrom, show.first), whole->size());
      ghost.dashed = true;
      ghost.bandLow = ghost.bandHigh = nullptr;
      ghost.name = QObject::tr("before");
    }
    content.series.push_back(std::move(series));
    if (left) content.series.push_back(std::move(ghost));
  }
  for (const ChartBound& bound : drawing.bounds) {
    if (runs[bound.run].contender == selected)
      content.bounds.push_back({text(bound.name), text(bound.words), bound.holds});
  }
  return content;
}

ChartScene chartScene(ChartContent content, const Theme& theme) {
  ChartScene scene;
  scene.theme = theme;
  scene.series = std::move(content.series);
  scene.logarithmic = content.logarithmic;
  scene.xMax = content.xMax;
  scene.evaluations = content.evaluations;
  scene.still = content.still;
  scene.note = std::move(content.note);
  return scene;
}

}  // namespace thalweg
