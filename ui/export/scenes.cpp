#include "ui/export/scenes.h"

#include "core/base/parallel.h"
#include "core/maps/basin.h"
#include "core/scenario/contender.h"
#include "ui/look/contender_look.h"
#include "ui/scenes/chart_content.h"
#include "ui/scenes/map_overlay.h"
#include "ui/scenes/surface.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

std::vector<double> commonStart(const Panel& panel, const Objective& objective) {
  return panel.start.empty() ? objective.starts().front() : panel.start;
}

QPointF planePoint(const std::vector<double>& point) { return {point[0], point.size() > 1 ? point[1] : 0}; }

double distanceToSegment(const QPointF& p, const QPointF& a, const QPointF& b) {
  const QPointF way = b - a;
  const double square = QPointF::dotProduct(way, way);
  const double t = square > 0 ? std::clamp(QPointF::dotProduct(p - a, way) / square, 0.0, 1.0) : 0;
  const QPointF off = p - a - t * way;
  return std::hypot(off.x(), off.y());
}

/// Douglas & Peucker 1973.
std::vector<PlanePoint> thinned(const std::vector<PlanePoint>& points, const PlotFrame& frame, double tolerance) {
  std::vector<QPointF> pixels;
  for (const PlanePoint& p : points) pixels.push_back(frame.toPixel(p.x, p.y));
  std::vector<bool> kept(points.size(), false);
  kept.front() = kept.back() = true;
  std::vector<std::pair<std::size_t, std::size_t>> open = {{0, points.size() - 1}};
  while (!open.empty()) {
    const auto [first, last] = open.back();
    open.pop_back();
    double worst = tolerance;
    std::size_t at = 0;
    for (std::size_t k = first + 1; k < last; ++k) {
      const double distance = distanceToSegment(pixels[k], pixels[first], pixels[last]);
      if (distance > worst) worst = distance, at = k;
    }
    if (at == 0) continue;
    kept[at] = true;
    open.push_back({first, at});
    open.push_back({at, last});
  }
  std::vector<PlanePoint> result;
  for (std::size_t k = 0; k < points.size(); ++k) {
    if (kept[k]) result.push_back(points[k]);
  }
  return result;
}

}  // namespace

SceneData computeScenes(const Scenario& scenario, const std::vector<std::size_t>& wanted, std::stop_token stop) {
  SceneData data;
  data.scenario = scenario;
  data.objectives.resize(scenario.panels.size());
  for (const std::size_t panel : wanted) data.objectives[panel] = makeObjective(scenario.panels[panel]);
  const std::size_t contenders = scenario.contenders.size();
  std::vector<RunResult> runs(wanted.size() * contenders);
  std::vector<std::string> problems(runs.size());
  parallelFor(
      runs.size(),
      [&](std::size_t i) {
        const std::size_t panel = wanted[i / contenders];
        const std::size_t contender = i % contenders;
        const Objective& objective = *data.objectives[panel];
        // Options that fit one surface, such as its coordinates' groups, may not fit another.
        try {
          checkContender(scenario.contenders[contender], objective.dimension(), scenario.steps);
          const std::vector<double> start = startPoint(scenario, panel, contender, objective);
          runs[i] = {panel, contender,
                     std::make_shared<const Trajectory>(trace(scenario, contender, objective, start, stop))};
        } catch (const OptionError& error) {
          problems[i] = "contenders[" + std::to_string(contender) + "]: " + error.what();
        }
      },
      stop);
  for (RunResult& run : runs) {
    if (!run.trajectory) continue;
    const Objective& objective = *data.objectives[run.panel];
    const int seeds = scenario.contenders[run.contender].hidden ? 0 : shownRuns(scenario, objective);
    const std::vector<double> start = startPoint(scenario, run.panel, run.contender, objective);
    data.ensembles.push_back(seeds > 0 ? ensemble(scenario, run.contender, objective, start, seeds, stop) : nullptr);
    data.runs.push_back(std::move(run));
  }
  std::ranges::copy_if(problems, std::back_inserter(data.problems), [](const auto& words) { return !words.empty(); });
  return data;
}

PanelScene panelScene(const SceneData& data, std::size_t panel, const Theme& theme) {
  const Scenario& scenario = data.scenario;
  const Objective& objective = *data.objectives[panel];
  PanelScene scene;
  scene.theme = theme;
  scene.view = shownBox(objective, scenario.panels[panel].view.value_or(objective.view()));
  scene.landmarks = landmarksInPlane(objective, commonStart(scenario.panels[panel], objective));
  scene.starts = {{-1, planePoint(commonStart(scenario.panels[panel], objective))}};
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const auto& own = scenario.contenders[i].start;
    if (panel >= own.size() || !own[panel] || scenario.contenders[i].hidden) continue;
    scene.starts.push_back({static_cast<int>(i), planePoint(*own[panel])});
  }
  for (std::size_t i = 0; i < data.runs.size(); ++i) {
    const RunResult& run = data.runs[i];
    if (run.panel != panel) continue;
    const ContenderMark mark = contenderMark(theme, scenario, run.contender);
    PathData path;
    path.points = {run.trajectory, &run.trajectory->points};
    path.loss = {run.trajectory, &run.trajectory->loss};
    path.color = mark.color;
    path.marker = mark.marker;
    path.visible = !scenario.contenders[run.contender].hidden;
    scene.paths.push_back(std::move(path));
    if (data.ensembles[i]) addFaintPaths(scene.faintPaths, *data.ensembles[i], mark.color);
  }
  // The frame of a curve differs from a surface's; the samples come with the surface.
  if (objective.dimension() == 1) scene.curve = sampleCurve(objective, scene.view.xMin, scene.view.xMax, 2);
  dress(scene, scenario.display);
  return scene;
}

namespace {

/// The basins that lie over the panel's surface in the window; null where there are none, or after a stop request.
std::shared_ptr<const MapOverlay> basins(const SceneData& data, std::size_t panel, const View& view, const Theme& theme,
                                         const std::stop_token& stop) {
  constexpr Index cells = 512;
  const auto& contender = data.scenario.display.basin;
  const Objective& objective = *data.objectives[panel];
  if (!contender || *contender >= data.scenario.contenders.size() || objective.dimension() < 2) return nullptr;
  try {
    const BasinRequest request{view, cells, cells, startPoint(data.scenario, panel, *contender, objective), false};
    const auto map = basinMap(data.scenario, *contender, objective, request, stop);
    if (!map) return nullptr;
    return std::make_shared<const MapOverlay>(MapOverlay{basinImage(*map, theme), view,
                                                         basinLegend(*map, objective.landmarks(), theme), true,
                                                         basinOwner(data.scenario, *contender)});
  } catch (const OptionError&) {
    return nullptr;  // this contender has no paths here
  }
}

}  // namespace

bool addSurface(PanelScene& scene, const SceneData& data, std::size_t panel, const PlotFrame& frame, QSize nodes,
                std::stop_token stop) {
  const auto& objective = data.objectives[panel];
  // Around the middles of `count` cells.
  const auto request = [&](QSize count) {
    const View& view = frame.view;
    FieldRequest field;
    field.columns = std::max(1, count.width());
    field.rows = std::max(1, count.height());
    const double dx = (view.xMax - view.xMin) / static_cast<double>(field.columns) / 2;
    const double dy = (view.yMax - view.yMin) / static_cast<double>(field.rows) / 2;
    field.view = {view.xMin + dx, view.xMax - dx, view.yMin + dy, view.yMax - dy};
    // In more than two dimensions the slice goes through the start of the paths.
    if (objective->dimension() > 2) field.base = commonStart(data.scenario.panels[panel], *objective);
    return field;
  };
  FieldRequest field = request(nodes.expandedTo({2, 2}));
  if (objective->dimension() == 1) field.view = frame.view;
  std::optional<FieldRequest> arrows;
  if (data.scenario.display.gradientField) arrows = request((frame.rect.size() / arrowSpacing(scene.theme)).toSize());
  const auto surface = makeSurface(objective, field, arrows, true, stop);
  if (!surface) return false;
  setSurface(scene, *surface, data.scenario.display);
  scene.overlay = basins(data, panel, frame.view, scene.theme, stop);
  return !stop.stop_requested();
}

void thinContours(PanelScene& scene, const PlotFrame& frame, double tolerance) {
  if (!scene.contours) return;
  auto thin = std::make_shared<Contours>(*scene.contours);
  for (ContourLine& line : thin->lines) line.points = thinned(line.points, frame, tolerance);
  scene.contours = std::move(thin);
}

void select(PanelScene& scene, const SceneData& data, std::size_t panel, std::size_t contender) {
  std::size_t path = 0;
  for (const RunResult& run : data.runs) {
    if (run.panel == panel) scene.paths[path++].selected = run.contender == contender;
  }
}

std::optional<Tangent> tangentAt(const SceneData& data, std::size_t panel, const Theme& theme, std::size_t contender,
                                 std::int64_t step) {
  const auto run =
      std::ranges::find_if(data.runs, [&](const RunResult& r) { return r.panel == panel && r.contender == contender; });
  const Objective& objective = *data.objectives[panel];
  if (run == data.runs.end() || objective.dimension() != 1 || data.scenario.contenders[contender].hidden) return {};
  const Points& points = run->trajectory->points;
  const Points point = points.row(std::clamp<Index>(step, 0, points.rows() - 1));
  Column f;
  Points g;
  objective.valueAndGradient(point, f, g);
  return Tangent{{point(0, 0), f[0]}, g(0, 0), contenderMark(theme, data.scenario, contender).color};
}

ChartPicture chartPicture(const SceneData& data, std::size_t panel, const std::string& kind, const Theme& theme,
                          std::optional<std::size_t> selected) {
  const Objective& objective = *data.objectives[panel];
  std::vector<PathColumns> columns;
  columns.reserve(data.runs.size());
  std::vector<ChartRun> runs;
  for (std::size_t i = 0; i < data.runs.size(); ++i) {
    if (data.runs[i].panel != panel) continue;
    columns.emplace_back().path = data.runs[i].trajectory;
    measure(columns.back(), data.scenario, data.runs[i].contender, objective,
            chartMeasures(kind, data.scenario, objective));
    runs.push_back({data.runs[i].contender, &columns.back(), data.ensembles[i]});
  }
  ChartContent content = chartContent(kind, data.scenario, objective, runs, theme, selected);
  ChartPicture chart;
  chart.title = chartKind(kind).title;
  chart.symbol = content.symbol;
  chart.remark = content.remark;
  chart.scene = chartScene(std::move(content), theme);
  return chart;
}

}  // namespace thalweg
