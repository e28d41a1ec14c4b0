#include "ui/scenes/assembly.h"

#include "core/maps/basin.h"
#include "core/runs/flow.h"
#include "core/runs/stability.h"
#include "core/scenario/branch.h"
#include "core/scenario/contender_names.h"
#include "core/scenario/scenario_size.h"
#include "ui/document/panel_edits.h"
#include "ui/look/contender_look.h"
#include "ui/look/number_text.h"
#include "ui/look/text.h"
#include "ui/scenes/fit_box.h"
#include "ui/scenes/map_overlay.h"
#include "ui/scenes/outcome_words.h"

#include <QObject>

#include <algorithm>
#include <map>
#include <utility>

namespace thalweg {

namespace {

QPointF placeOf(const Plane& plane, const std::vector<double>& point) {
  const Plane::Place place = plane.project(point);
  return {place.x, place.y};
}

/// A ring for all that have no start of their own, in the text's colour, and one in its own colour for each that has.
std::vector<StartHandle> startHandles(const Scenario& scenario, std::size_t panel, const Objective& objective,
                                      const Plane& plane, const Theme& theme) {
  std::vector<StartHandle> starts;
  std::vector<StartHandle> own;
  bool shared = false;
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    if (scenario.contenders[i].hidden) continue;
    // Branches begin where they come from.
    const std::size_t root = rootOf(scenario, i);
    const auto known = [&](const StartHandle& handle) { return handle.contender == static_cast<int>(root); };
    if (!hasOwnStart(scenario, panel, root))
      shared = true;
    else if (std::ranges::none_of(own, known))
      own.push_back({static_cast<int>(root), placeOf(plane, *scenario.contenders[root].start[panel]),
                     contenderMark(theme, scenario, root).color});
  }
  // A common start that nobody uses would only mislead, unless there is nobody to use one.
  if (shared || own.empty()) starts.push_back({-1, placeOf(plane, commonStart(scenario.panels[panel], objective))});
  starts.insert(starts.end(), own.begin(), own.end());
  return starts;
}

std::optional<Tangent> tangentAt(const Scenario& scenario, const PanelResults& results, const Chosen& chosen,
                                 const Theme& theme) {
  if (!results.objective || results.objective->dimension() != 1 || !chosen.contender) return {};
  const std::size_t i = *chosen.contender;
  if (i >= std::min(scenario.contenders.size(), results.paths.size()) || !results.paths[i] ||
      scenario.contenders[i].hidden)
    return {};
  const Points& points = results.paths[i]->points;
  if (points.cols() != 1 || points.rows() == 0) return {};
  const Points point = points.row(std::clamp<Index>(static_cast<Index>(chosen.step), 0, points.rows() - 1));
  Column f;
  Points g;
  results.objective->valueAndGradient(point, f, g);
  return Tangent{{point(0, 0), f[0]}, g(0, 0), contenderMark(theme, scenario, i).color};
}

/// Of the contenders that are shown; of those that `without` names none.
Coincidence coincidence(const Scenario& scenario, const PanelResults& results, const std::vector<bool>& without = {}) {
  std::vector<const Trajectory*> paths;
  for (std::size_t i = 0; i < std::min(scenario.contenders.size(), results.paths.size()); ++i) {
    const bool left = scenario.contenders[i].hidden || (i < without.size() && without[i]);
    paths.push_back(left ? nullptr : results.paths[i].get());
  }
  return Coincidence(paths);
}

/// "same path as Adam until step 212"; empty where it is soon a way of its own.
QString sharedWords(const Coincidence& same, std::size_t index, const PanelResults& results,
                    const std::vector<std::string>& names) {
  constexpr Index few = 5;  // steps that nobody sees
  const Index steps = results.paths[index]->steps();
  std::size_t other = index;
  for (std::size_t j = 0; j < std::min(names.size(), results.paths.size()); ++j) {
    const bool further = other == index || same.until(index, j) > same.until(index, other);
    if (j != index && same.until(index, j) >= std::min(few, steps) && further) other = j;
  }
  if (other == index) return {};
  const Index until = same.until(index, other);
  if (until == steps && results.paths[other]->steps() == steps)
    return QObject::tr("same path as %1").arg(text(names[other]));
  return QObject::tr("same path as %1 until step %2").arg(text(names[other])).arg(until);
}

/// The path's continuous limits, with a dot at the time of every tenth step, where the path has its markers.
void addFlows(std::vector<FaintPath>& lines, const std::shared_ptr<const Trajectory>& path, const QColor& color) {
  constexpr Index marked = 10;
  const auto add = [&](const Points& points, FaintPath::Kind kind) {
    if (points.rows() > 1) lines.push_back({{path, &points}, color, kind, marked * flowParts});
  };
  add(path->flow, FaintPath::Kind::Flow);
  add(path->modifiedFlow, FaintPath::Kind::ModifiedFlow);
}

std::optional<ReliefView> reliefView(const Display& display, const Panel& panel) {
  if (panel.projection.value_or(display.projection) != "3d") return {};
  return ReliefView{panel.camera.value_or(display.camera), heightKind(panel.height.value_or(display.height))};
}

/// Around the middles of `count` cells.
FieldRequest cellRequest(const View& view, QSize count) {
  FieldRequest request;
  request.columns = std::max(1, count.width());
  request.rows = std::max(1, count.height());
  const double dx = (view.xMax - view.xMin) / static_cast<double>(request.columns) / 2;
  const double dy = (view.yMax - view.yMin) / static_cast<double>(request.rows) / 2;
  request.view = {view.xMin + dx, view.xMax - dx, view.yMin + dy, view.yMax - dy};
  return request;
}

}  // namespace

PanelResults panelResults(std::shared_ptr<const Objective> objective, const PathSet& paths, std::size_t panel) {
  PanelResults results;
  results.objective = std::move(objective);
  for (std::size_t i = 0; i < paths.contenders; ++i) {
    results.paths.push_back(paths.at(panel, i));
    results.ensembles.push_back(paths.ensemble(panel, i));
  }
  return results;
}

Plane panelPlane(const Panel& panel, const Objective& objective) {
  // In more than two dimensions the slice goes through the start of the paths.
  return objective.dimension() > 2 ? Plane::ofCoordinates(0, 1, commonStart(panel, objective)) : Plane();
}

PanelScene panelScene(const Scenario& scenario, std::size_t panel, const PanelResults& results, const Chosen& chosen,
                      const Theme& theme) {
  PanelScene scene;
  scene.theme = theme;
  if (!results.objective) return scene;
  const Objective& objective = *results.objective;
  const Panel& shown = scenario.panels[panel];
  scene.ofOneVariable = objective.dimension() == 1;
  // A surface's picture says nothing of a curve.
  const Surface* surface = results.surface.get();
  if (surface && (surface->curve != nullptr) == scene.ofOneVariable) setSurface(scene, *surface, scenario.display);
  dress(scene, scenario.display);
  scene.view = shownBox(objective, shown.view.value_or(objective.view()));
  scene.plane = panelPlane(shown, objective);
  const std::vector<CoordinateName> names = objective.coordinateNames();
  std::copy_n(names.begin(), std::min(names.size(), scene.names.size()), scene.names.begin());
  if (!scene.ofOneVariable) scene.relief = reliefView(scenario.display, shown);
  scene.landmarks = landmarksInPlane(objective, scene.plane);
  scene.overlay = results.overlay;
  scene.starts = startHandles(scenario, panel, objective, scene.plane, theme);
  const std::vector<BranchShow> shows = branchShows(scenario);
  // Branches are drawn from their forks on, and ghosts in dashes.
  std::vector<bool> apart;
  for (std::size_t i = 0; i < shows.size(); ++i) apart.push_back(shows[i].first > 0 || scenario.contenders[i].ghost);
  const Coincidence same = coincidence(scenario, results, apart);
  // Paths may be of a state with more contenders, or fewer.
  for (std::size_t i = 0; i < std::min(scenario.contenders.size(), results.paths.size()); ++i) {
    const auto& trajectory = results.paths[i];
    if (!trajectory) continue;
    const ContenderMark mark = contenderMark(theme, scenario, i);
    const bool hidden = scenario.contenders[i].hidden;
    PathData path;
    path.points = {trajectory, &trajectory->points};
    path.loss = {trajectory, &trajectory->loss};
    path.color = mark.color;
    path.marker = mark.marker;
    path.visible = !hidden;
    path.selected = chosen.contender == i;
    path.contender = i;
    path.first = shows[i].first;
    path.ghostFrom = shows[i].ghostFrom;
    path.shared = same.stretches(i);
    scene.paths.push_back(std::move(path));
    if (!hidden) addFlows(scene.faintPaths, trajectory, mark.color);
    if (results.ensembles[i] && !hidden) addFaintPaths(scene.faintPaths, *results.ensembles[i], mark.color);
  }
  if (!shown.view && !scene.ofOneVariable)
    scene.focus = focusOf(scene, placeOf(scene.plane, objective.starts().front()));
  moveCursor(scene, scenario, results, chosen);
  return scene;
}

void moveCursor(PanelScene& scene, const Scenario& scenario, const PanelResults& results, const Chosen& chosen) {
  scene.cursor = chosen.step;
  scene.tangent = tangentAt(scenario, results, chosen, scene.theme);
}

void setStep(PanelScene& scene, std::shared_ptr<const StepPicture> step) {
  scene.step = std::move(step);
  for (PathData& path : scene.paths) path.quiet = scene.step && !scene.isCurve() && !path.selected;
}

std::optional<PathRead> readPath(const Scenario& scenario, const PanelResults& results, const PanelScene& scene,
                                 const PathHit& hit) {
  if (hit.path >= scene.paths.size()) return {};
  const std::size_t contender = scene.paths[hit.path].contender;
  if (contender >= std::min(scenario.contenders.size(), results.paths.size()) || !results.paths[contender]) return {};
  const Trajectory& path = *results.paths[contender];
  if (hit.step < 0 || hit.step > path.steps()) return {};
  PathRead read{contender, text(contenderName(scenario, contender)), hit.step, {}, path.loss[hit.step], {}};
  const Plane::Place place = scene.plane.project(path.points, hit.step);
  read.at = {place.x, scene.isCurve() ? read.value : place.y};
  // The last step has no rate: it is where the path ends.
  if (hit.step < path.rates.rows() && path.rates.cols() > 0) read.rate = path.rates(hit.step, 0);
  return read;
}

QString pathWords(const PanelScene& scene, const PathRead& read) {
  QStringList parts = {QString::fromStdString(scene.names[0].plain) + QLatin1Char(' ') + shownNumber(read.at.x())};
  if (!scene.isCurve())
    parts << QString::fromStdString(scene.names[1].plain) + QLatin1Char(' ') + shownNumber(read.at.y());
  parts << QStringLiteral("f ") + shownNumber(read.value);
  if (read.rate) parts << QObject::tr("learning rate %1").arg(shownNumber(*read.rate));
  return QObject::tr("%1, step %2: %3").arg(read.name).arg(read.step).arg(parts.join(QStringLiteral(", ")));
}

std::vector<OutcomeEntry> outcomeEntries(const Scenario& scenario, const PanelResults& results, const Plane& plane,
                                         const View& seen, const Theme& theme) {
  std::vector<OutcomeEntry> entries;
  const std::vector<std::string> names = contenderNames(scenario);
  const Coincidence same = coincidence(scenario, results);
  const std::vector<BranchShow> shows = branchShows(scenario);
  for (std::size_t i = 0; i < std::min(scenario.contenders.size(), results.paths.size()); ++i) {
    if (!results.objective || !results.paths[i] || scenario.contenders[i].hidden) continue;
    const auto [word, step] = outcomeWord(*results.paths[i], plane, seen);
    entries.push_back({contenderMark(theme, scenario, i), text(names[i]), word, step,
                       outcomeSentence(*results.paths[i], *results.objective, plane, seen),
                       sharedWords(same, i, results, names), shows[i].ghostFrom >= 0});
  }
  return entries;
}

SurfaceRequest surfaceRequest(const Scenario& scenario, std::size_t panel, const Objective& objective, const View& seen,
                              QSize nodes, QSize arrows) {
  SurfaceRequest request;
  request.field = cellRequest(seen, nodes.expandedTo({2, 2}));
  // A curve is drawn from edge to edge.
  if (objective.dimension() == 1) request.field.view = seen;
  request.field.plane = panelPlane(scenario.panels[panel], objective);
  if (scenario.display.gradientField && objective.dimension() > 1) {
    request.arrows = cellRequest(seen, arrows);
    request.arrows->plane = request.field.plane;
  }
  return request;
}

QSize arrowCount(const PlotFrame& frame, const Theme& theme) {
  return (frame.rect.size() / arrowSpacing(theme)).toSize().expandedTo({1, 1});
}

std::optional<std::size_t> basinContender(const Scenario& scenario, const Objective* objective) {
  const auto& contender = scenario.display.basin;
  if (!contender || *contender >= scenario.contenders.size() || !objective || objective->dimension() < 2) return {};
  return contender;
}

ChartContent panelChart(const std::string& id, const Scenario& scenario, const PanelResults& results,
                        const ColumnsOf& columnsOf, const Theme& theme, std::optional<std::size_t> selected) {
  if (!results.objective) return {};
  std::vector<ChartRun> runs;
  for (std::size_t i = 0; i < std::min(scenario.contenders.size(), results.paths.size()); ++i) {
    if (results.paths[i]) runs.push_back({i, &columnsOf(i, results.paths[i]), results.ensembles[i]});
  }
  return chartContent(id, scenario, *results.objective, runs, theme, selected);
}

ScenarioResults computeScenario(const Scenario& scenario, const std::vector<std::size_t>& wanted,
                                const std::stop_token& stop) {
  ScenarioResults results;
  results.scenario = std::make_shared<const Scenario>(scenario);
  results.objectives.resize(scenario.panels.size());
  for (const std::size_t panel : wanted) results.objectives[panel] = makeObjective(scenario.panels[panel]);
  std::vector<Index> dimensions;
  for (const auto& objective : results.objectives) dimensions.push_back(objective ? objective->dimension() : 0);
  checkSize(scenario, dimensions);
  results.paths = PathTracer().trace(results.scenario, results.objectives, stop);
  return results;
}

namespace {

/// Null where there are none, or after a stop request.
std::shared_ptr<const MapOverlay> basins(const PanelResults& results, const Scenario& scenario, std::size_t panel,
                                         const View& view, const Theme& theme, const std::stop_token& stop) {
  constexpr Index cells = 512;
  const auto contender = basinContender(scenario, results.objective.get());
  if (!contender) return nullptr;
  try {
    const Plane plane = Plane::ofCoordinates(0, 1, startPoint(scenario, panel, *contender, *results.objective));
    const auto map = basinMap(scenario, *contender, *results.objective, {view, cells, cells, plane, false}, stop);
    return map ? basinOverlay(scenario, *contender, *map, *results.objective, theme, true) : nullptr;
  } catch (const OptionError&) {
    return nullptr;  // this contender has no paths here
  }
}

}  // namespace

bool addSurface(PanelResults& results, const Scenario& scenario, std::size_t panel, const PlotFrame& frame, QSize nodes,
                const Theme& theme, const std::stop_token& stop) {
  const SurfaceRequest request =
      surfaceRequest(scenario, panel, *results.objective, frame.view, nodes, arrowCount(frame, theme));
  results.surface = makeSurface(results.objective, request.field, request.arrows, true, stop);
  if (!results.surface) return false;
  results.overlay = basins(results, scenario, panel, frame.view, theme, stop);
  return !stop.stop_requested();
}

}  // namespace thalweg
