#include "ui/scenes/assembly.h"

#include "core/contracts/dataset.h"
#include "core/contracts/mini_batch.h"
#include "core/maps/basin.h"
#include "core/recorded/recorded_objective.h"
#include "core/runs/flow.h"
#include "core/runs/memory_share.h"
#include "core/runs/stability.h"
#include "core/scenario/branch.h"
#include "core/scenario/contender_names.h"
#include "core/scenario/scenario_size.h"
#include "core/scenario/view_kind.h"
#include "ui/document/panel_edits.h"
#include "ui/look/contender_look.h"
#include "ui/look/number_text.h"
#include "ui/look/text.h"
#include "ui/scenes/data_picture.h"
#include "ui/scenes/fit_box.h"
#include "ui/scenes/map_overlay.h"
#include "ui/scenes/outcome_words.h"
#include "ui/scenes/phase_assembly.h"
#include "ui/scenes/phase_picture.h"
#include "ui/scenes/spread_ellipse.h"
#include "ui/scenes/study_picture.h"

#include <QObject>

#include <algorithm>
#include <cmath>
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

/// The scale of the surface or, where there is none, of all losses that are shown, which the colour bar then shows;
/// false where there is neither.
bool scaleByLosses(PanelScene& scene, const Objective& objective, const Display& display) {
  if (scene.field && scene.field->finite > 0) return true;
  Field losses;
  for (const PathData& path : scene.paths) {
    if (path.visible) losses.quantiles.insert(losses.quantiles.end(), path.loss->begin(), path.loss->end());
  }
  std::erase_if(losses.quantiles, [](double loss) { return !std::isfinite(loss); });
  if (losses.quantiles.empty()) return false;
  std::ranges::sort(losses.quantiles);
  losses.minimum = losses.quantiles.front();
  losses.maximum = losses.quantiles.back();
  scene.scale = ValueScale(losses, colorScale(display, objective));
  return true;
}

/// Of the selected path, where none is of the first that is shown, as far as the display asks for it.
std::optional<MemoryPicture> memoryPicture(const Scenario& scenario, const PanelScene& scene,
                                           const PanelResults& results) {
  if (!scenario.display.memory && !scenario.display.stepCircles) return {};
  auto own = std::ranges::find_if(scene.paths, [](const PathData& p) { return p.selected && p.visible; });
  if (own == scene.paths.end()) own = std::ranges::find_if(scene.paths, &PathData::visible);
  if (own == scene.paths.end()) return {};
  MemoryPicture picture{static_cast<std::size_t>(own - scene.paths.begin()), nullptr, scenario.display.stepCircles};
  if (scenario.display.memory) {
    Column kept = memoryKept(scenario, own->contender, *results.paths[own->contender]);
    if (kept.size() > 0) picture.kept = std::make_shared<const Column>(std::move(kept));
  }
  return picture;
}

std::optional<ReliefView> reliefView(const Display& display, const Panel& panel) {
  if (panel.projection.value_or(display.projection) != "3d") return {};
  return ReliefView{panel.camera.value_or(display.camera), heightKind(panel.height.value_or(display.height))};
}

/// What the two directions of a plane are called: in a word, and at length.
struct DirectionWords {
  QString plain, words;
};
std::array<DirectionWords, 2> directionWords(PlaneKind kind) {
  const auto pair = [](const QString& x, const QString& xWords, const QString& y, const QString& yWords) {
    return std::array{DirectionWords{x, xWords}, DirectionWords{y, yWords}};
  };
  switch (kind) {
    case PlaneKind::Random:
      return pair(QObject::tr("first"), QObject::tr("random direction"), QObject::tr("second"), QObject::tr("another"));
    case PlaneKind::ThroughPoints:
      return pair(QObject::tr("first"), QObject::tr("to the second point"), QObject::tr("second"),
                  QObject::tr("to the third"));
    case PlaneKind::Hessian:
      return pair(QObject::tr("first"), QObject::tr("largest curvature"), QObject::tr("second"),
                  QObject::tr("next largest"));
    case PlaneKind::Velocity:
      return pair(QObject::tr("first"), QObject::tr("velocity"), QObject::tr("second"), QObject::tr("its change"));
    case PlaneKind::Principal:
    case PlaneKind::Coordinates:
      break;
  }
  return pair(QObject::tr("first"), QObject::tr("first direction"), QObject::tr("second"), QObject::tr("second"));
}

/// Coordinates by their names, directions by words with their shares of the movement.
void nameAxes(PanelScene& scene, const Panel& panel, const PanelResults& results) {
  const PanelPlane* plane = results.plane.get();
  if (plane && plane->choice.kind != PlaneKind::Coordinates && plane->problem.empty()) {
    const std::array<DirectionWords, 2> words = directionWords(plane->choice.kind);
    const std::array shares = {plane->shares.first, plane->shares.plane - plane->shares.first};
    for (std::size_t k = 0; k < 2; ++k) {
      scene.names[k] = {words[k].plain.toStdString(), ""};
      scene.directions[k] = QObject::tr("%1, %2").arg(words[k].words, shareText(shares[k]));
    }
    return;
  }
  const std::vector<CoordinateName> names = results.objective->coordinateNames();
  const PlaneChoice choice = standsStill(panel) ? planeChoice(panel) : PlaneChoice{};
  const std::array shown = {choice.x, choice.y};
  for (std::size_t k = 0; k < std::min(names.size(), shown.size()); ++k) {
    if (const auto coordinate = static_cast<std::size_t>(shown[k]); coordinate < names.size())
      scene.names[k] = names[coordinate];
  }
}

/// The contenders whose models are shown, the chosen one last.
std::vector<std::size_t> modelOrder(const Scenario& scenario, const PanelResults& results, const Chosen& chosen) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < std::min(scenario.contenders.size(), results.paths.size()); ++i) {
    const auto& path = results.paths[i];
    if (path && !scenario.contenders[i].hidden && path->points.cols() == results.objective->dimension())
      order.push_back(i);
  }
  const auto own = std::ranges::find(order, chosen.contender.value_or(0));
  if (own != order.end()) std::rotate(own, own + 1, order.end());
  return order;
}

Points rowAt(const Trajectory& path, std::int64_t step) {
  return path.points.row(std::clamp<Index>(static_cast<Index>(step), 0, path.steps()));
}

/// The training samples that the contender's next step sees; empty: all of them.
std::vector<Index> batchAt(const Scenario& scenario, std::size_t contender, const Objective& objective,
                           const Chosen& chosen) {
  const std::int64_t step = std::clamp<std::int64_t>(chosen.step, 0, scenario.steps - 1);
  const std::vector<Stretch> line = stretches(scenario, contender);
  const auto last = std::find_if(line.rbegin(), line.rend(), [&](const Stretch& s) { return s.from <= step; });
  const Index size = last == line.rend() ? 0 : batchSize(last->gradient, objective.samples());
  if (size == 0) return {};
  const DrawKey key = {.seed = scenario.seed, .stream = last->stream};
  std::int64_t drawnFor = -1;
  std::vector<Index> drawn;
  const Batch batch = drawBatch(step, last->gradient.replacement, size, objective.samples(), key, drawnFor, drawn);
  return {batch.begin(), batch.end()};
}

/// The mean over the samples where the path begins, so that samples shrink as they are learned.
double usualLoss(const DataObjective& data, const Points& start) {
  Column losses;
  data.sampleLosses(start, data.dataset().inputs, data.dataset().targets, losses);
  const double mean = losses.mean();
  return std::isfinite(mean) && mean > 0 ? mean : 1;
}

std::shared_ptr<const DataPicture> dataPicture(const Scenario& scenario, const PanelResults& results,
                                               const Chosen& chosen, const Theme& theme) {
  auto picture = std::make_shared<DataPicture>();
  picture->objective = results.objective;
  const std::vector<std::string> names = contenderNames(scenario);
  const std::vector<std::size_t> order = modelOrder(scenario, results, chosen);
  for (const std::size_t i : order)
    picture->models.push_back(
        {rowAt(*results.paths[i], chosen.step), contenderMark(theme, scenario, i).color, text(names[i])});
  if (!order.empty() && scenario.steps > 0)
    picture->batch = batchAt(scenario, order.back(), *results.objective, chosen);
  if (scenario.display.sampleLoss && !order.empty())
    picture->usualLoss = usualLoss(picture->data(), rowAt(*results.paths[order.back()], 0));
  return picture;
}

/// Where each node costs a pass of a network over its data, fewer nodes, between which pictures are smooth.
QSize affordable(QSize nodes, const Objective& objective) {
  constexpr double budget = 1e8;  // weights times samples times nodes: half a second
  constexpr double fewest = 48 * 48;
  const double cost = static_cast<double>(objective.dimension()) * static_cast<double>(objective.samples());
  const double wanted = static_cast<double>(nodes.width()) * nodes.height();
  if (!(cost > 0) || wanted * cost <= budget) return nodes;
  const double scale = std::min(1.0, std::sqrt(std::max(budget / cost, fewest) / wanted));
  return QSize(qRound(nodes.width() * scale), qRound(nodes.height() * scale)).expandedTo({2, 2});
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

Plane panelPlane(const Panel& panel, const Objective& objective, const PanelPlane* made) {
  if (objective.dimension() <= 2) return {};
  if (made && made->plane.fits(objective.dimension())) return made->plane;
  // The slice goes through the start of the paths.
  const PlaneChoice choice = standsStill(panel) ? planeChoice(panel) : PlaneChoice{};
  Plane plane = Plane::ofCoordinates(choice.x, choice.y, commonStart(panel, objective));
  return plane.fits(objective.dimension()) ? plane : Plane::ofCoordinates(0, 1, commonStart(panel, objective));
}

bool standsStill(const Panel& panel) { return planeChoice(panel).kind == PlaneKind::Coordinates; }

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
  if (!thalweg::showsSurface(shown) && viewKind(shown).problem(objective).empty()) {
    scene.ofOneVariable = false;
    scene.field = nullptr;
    scene.contours = nullptr;
    scene.curve = nullptr;
    scene.gradients = nullptr;
    if (showsData(shown)) {
      scene.data = dataPicture(scenario, results, chosen, theme);
      scene.view = dataBox(*scene.data);
    } else if (showsPhase(shown)) {
      scene.phaseAtCursor = shown.phaseAt == "cursor";
      scene.phase = phasePicture(scenario, results, chosen, scene.phaseAtCursor, theme);
      if (!scene.phase->directions.empty()) {
        const PhasePicture::Direction& first = scene.phase->directions.front();
        scene.view = {-first.position, first.position, -first.velocity, first.velocity};
      }
    } else {
      scene.study = studyPicture(scenario, panel, results.study.get(), chosen.step, theme);
      scene.view = scene.study->boxes.front();
      scene.plane = panelPlane(shown, objective, nullptr);
    }
    scene.cursor = chosen.step;
    return scene;
  }
  scene.view = shownBox(objective, shown.view.value_or(objective.view()));
  scene.plane = panelPlane(shown, objective, results.plane.get());
  nameAxes(scene, shown, results);
  // Where nothing is known of the heights there is no landscape.
  const RecordedObjective* recorded = recordedObjective(objective);
  if (!scene.ofOneVariable && (!recorded || recorded->surface())) scene.relief = reliefView(scenario.display, shown);
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
    const bool hidden = scenario.contenders[i].hidden || !shows[i].seen;
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
    if (!hidden && trajectory->spread && !scene.ofOneVariable)
      scene.faintPaths.push_back(spreadEllipse(*trajectory->spread, scene.plane, mark.color));
  }
  scene.memory = memoryPicture(scenario, scene, results);
  const bool asked = scenario.display.trueLoss && objective.dimension() > 2 && scene.field;
  if (asked || (recorded && scaleByLosses(scene, objective, scenario.display))) {
    const LossFill fill{std::make_shared<const ValueScale>(scene.scale), scene.colors};
    for (PathData& path : scene.paths) path.fill = fill;
  }
  const PanelPlane* plane = results.plane.get();
  const bool moves = plane && plane->choice.kind != PlaneKind::Coordinates && plane->problem.empty();
  for (StartHandle& start : scene.starts) start.fixed = moves;
  // Directions of a weight's own size have an extent of their own.
  if (moves && !shown.view)
    scene.view = plane->choice.kind == PlaneKind::Random ? View{} : planeBox(scene, objective.view());
  else if (!shown.view && !scene.ofOneVariable)
    scene.focus = focusOf(scene, placeOf(scene.plane, objective.starts().front()));
  moveCursor(scene, scenario, results, chosen);
  return scene;
}

void moveCursor(PanelScene& scene, const Scenario& scenario, const PanelResults& results, const Chosen& chosen) {
  scene.cursor = chosen.step;
  if (scene.data) {
    scene.data = dataPicture(scenario, results, chosen, scene.theme);
    return;
  }
  if (scene.phase) {
    scene.phase = phasePicture(scenario, results, chosen, scene.phaseAtCursor, scene.theme);
    return;
  }
  if (scene.study) {
    if (!scene.study->spectrum) scene.study = atStep(*scene.study, results.study.get(), chosen.step);
    return;
  }
  scene.tangent = tangentAt(scenario, results, chosen, scene.theme);
  scene.batch = scenario.display.batchContours ? results.batch : nullptr;
  if (results.batchAtOnce) {
    const auto request = batchRequest(scenario, results, chosen);
    scene.batch = request ? batchContours(*request) : nullptr;
  }
  if (scene.batch) scene.batchColor = contenderMark(scene.theme, scenario, chosen.contender.value_or(0)).color;
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
  PathRead read{contender,
                text(contenderName(scenario, contender)),
                hit.step,
                {},
                results.objective ? lossAt(path, *results.objective, hit.step) : path.loss[hit.step],
                {}};
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

std::vector<OutcomeEntry> shownEntries(const Scenario& scenario, const PanelResults& results, const Chosen& chosen,
                                       const Theme& theme) {
  if (results.phases) return phaseEntries(scenario, results, chosen, theme);
  std::vector<OutcomeEntry> entries;
  const DataObjective* data = results.objective ? drawableData(*results.objective) : nullptr;
  if (!data) return entries;
  std::vector<std::size_t> order = modelOrder(scenario, results, chosen);
  std::ranges::sort(order);
  const std::vector<std::string> names = contenderNames(scenario);
  for (const std::size_t i : order) {
    const Trajectory& path = *results.paths[i];
    const Points point = rowAt(path, chosen.step);
    const Index step = std::clamp<Index>(static_cast<Index>(chosen.step), 0, path.steps());
    Column train;
    Column test;
    QString word;
    QString detail;
    if (data->accuracy(point, train)) {
      const auto of = [](double share, Index count) {
        return QObject::tr("%1 of %2").arg(std::lround(share * static_cast<double>(count))).arg(count);
      };
      const QString trained = of(train[0], data->samples());
      const bool tested = data->testAccuracy(point, test);
      const QString held = tested ? of(test[0], data->dataset().testTargets.size()) : QString();
      word = tested ? QObject::tr("train %1, test %2").arg(trained, held) : QObject::tr("train %1").arg(trained);
      detail = tested ? QObject::tr("tells %1 training and %2 test samples rightly").arg(trained, held)
                      : QObject::tr("tells %1 training samples rightly").arg(trained);
    } else {
      const bool tested = data->testLoss(point, test);
      const double loss = lossAt(path, *data, step);
      word = tested ? QObject::tr("train %1, test %2").arg(shownNumber(loss, 3), shownNumber(test[0], 3))
                    : QObject::tr("train %1").arg(shownNumber(loss, 3));
      detail = QObject::tr("loss on the data: %1").arg(word);
    }
    entries.push_back({contenderMark(theme, scenario, i), text(names[i]), word, -1, detail, {}});
    entries.back().chosen = i == chosen.contender;
  }
  return entries;
}

std::optional<Honesty> panelHonesty(const Scenario& scenario, const PanelResults& results, const Chosen& chosen,
                                    const Theme& theme) {
  if (!results.plane || !results.objective) return {};
  Honesty honesty;
  honesty.held = results.plane->shares.plane;
  honesty.randomWalk = results.plane->randomWalk;
  const std::size_t i = chosen.contender.value_or(0);
  if (i >= std::min(scenario.contenders.size(), results.paths.size()) || !results.paths[i] ||
      scenario.contenders[i].hidden || results.paths[i]->points.cols() != results.objective->dimension())
    return honesty;
  const Trajectory& path = *results.paths[i];
  const Index step = std::clamp<Index>(static_cast<Index>(chosen.step), 0, path.steps());
  const Plane::Place place = results.plane->plane.project(path.points, step);
  Points foot(1, path.points.cols());
  results.plane->plane.fill(Column::Constant(1, place.x), Column::Constant(1, place.y), foot);
  Column f;
  results.objective->value(foot, f);
  honesty.point = Honesty::Point{contenderMark(theme, scenario, i), f[0], lossAt(path, *results.objective, step),
                                 (path.points.row(step) - foot.row(0)).matrix().norm(),
                                 !recordedObjective(*results.objective) || std::isfinite(f[0])};
  return honesty;
}

std::vector<OutcomeEntry> outcomeEntries(const Scenario& scenario, const PanelResults& results, const Plane& plane,
                                         const View& seen, const Theme& theme, std::optional<std::size_t> selected) {
  std::vector<OutcomeEntry> entries;
  const std::vector<std::string> names = contenderNames(scenario);
  const Coincidence same = coincidence(scenario, results);
  const std::vector<BranchShow> shows = branchShows(scenario);
  for (std::size_t i = 0; i < std::min(scenario.contenders.size(), results.paths.size()); ++i) {
    if (!results.objective || !results.paths[i] || scenario.contenders[i].hidden || !shows[i].seen) continue;
    const auto [word, step] = outcomeWord(*results.paths[i], plane, seen);
    entries.push_back({contenderMark(theme, scenario, i), text(names[i]), word, step,
                       outcomeSentence(*results.paths[i], *results.objective, plane, seen),
                       sharedWords(same, i, results, names), shows[i].ghostFrom >= 0, outcomeLasts(*results.paths[i]),
                       i == selected});
  }
  return entries;
}

SurfaceRequest surfaceRequest(const Scenario& scenario, std::size_t panel, const Objective& objective,
                              const PanelPlane* plane, const View& seen, QSize nodes, QSize arrows) {
  SurfaceRequest request;
  request.field = cellRequest(seen, affordable(nodes.expandedTo({2, 2}), objective));
  // A curve is drawn from edge to edge.
  if (objective.dimension() == 1) request.field.view = seen;
  request.field.plane = panelPlane(scenario.panels[panel], objective, plane);
  if (scenario.display.gradientField && objective.dimension() > 1) {
    request.arrows = cellRequest(seen, arrows);
    request.arrows->plane = request.field.plane;
  }
  return request;
}

std::optional<BatchRequest> batchRequest(const Scenario& scenario, const PanelResults& results, const Chosen& chosen) {
  constexpr double budget = 4e7;  // weights times samples times nodes
  constexpr double most = 72;     // nodes each way
  const Surface* surface = results.surface.get();
  if (!scenario.display.batchContours || !surface || !surface->field || !surface->contours || !results.objective)
    return {};
  auto data = std::dynamic_pointer_cast<const DataObjective>(results.objective);
  const std::size_t contender = chosen.contender.value_or(0);
  const bool here = contender < std::min(scenario.contenders.size(), results.paths.size()) &&
                    results.paths[contender] && !scenario.contenders[contender].hidden;
  if (!data || !here || scenario.steps == 0 || !surface->plane.fits(data->dimension())) return {};
  BatchRequest request{data, batchAt(scenario, contender, *data, chosen), {}, {}};
  if (request.batch.empty()) return {};
  const double cost = static_cast<double>(data->dimension()) * static_cast<double>(request.batch.size());
  const double side = std::clamp(std::sqrt(budget / cost), 16.0, most);
  request.field.view = surface->field->view;
  request.field.columns = request.field.rows = static_cast<Index>(side);
  request.field.plane = surface->plane;
  for (const ContourLevel& level : surface->contours->levels) request.levels.push_back(level.value);
  return request;
}

std::shared_ptr<const Contours> batchContours(const BatchRequest& request, const std::stop_token& stop) {
  const auto part = request.objective->onSamples(request.batch);
  const auto field = evaluateField(*part, request.field, stop);
  if (!field) return nullptr;
  std::vector<ContourLevel> levels;
  for (const double value : request.levels) levels.push_back({value, value, false});
  return traceContours(*field, std::move(levels), stop);
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
  return chartContent(id, scenario, *results.objective, runs, theme, selected,
                      results.plane ? &results.plane->plane : nullptr);
}

std::shared_ptr<const PhaseTracks> phasesOfPaths(const Scenario& scenario, std::size_t panel,
                                                 const Objective& objective, const PathSet& paths,
                                                 const PhaseTracks* before, const std::stop_token& stop) {
  if (!showsPhase(scenario.panels[panel]) || !paths.scenario) return nullptr;
  std::vector<std::shared_ptr<const Trajectory>> own;
  for (std::size_t i = 0; i < paths.contenders; ++i) own.push_back(paths.at(panel, i));
  // With the settings that made them, which may be those of a few moves ago.
  return phaseTracks(*paths.scenario, objective, std::move(own), before, stop);
}

std::shared_ptr<const PanelPlane> planeOfPaths(const Scenario& scenario, std::size_t panel, const Objective& objective,
                                               const PathSet& paths, const PanelPlane* before,
                                               const std::stop_token& stop) {
  std::vector<const Trajectory*> own;
  for (std::size_t i = 0; i < std::min(paths.contenders, scenario.contenders.size()); ++i) {
    const auto path = paths.at(panel, i);
    own.push_back(path && path->points.cols() == objective.dimension() ? path.get() : nullptr);
  }
  return makePanelPlane(scenario, panel, objective, own, before, stop);
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
  results.planes.resize(scenario.panels.size());
  results.phases.resize(scenario.panels.size());
  for (const std::size_t panel : wanted)
    results.phases[panel] = phasesOfPaths(scenario, panel, *results.objectives[panel], *results.paths, nullptr, stop);
  for (const std::size_t panel : wanted)
    results.planes[panel] = planeOfPaths(scenario, panel, *results.objectives[panel], *results.paths, nullptr, stop);
  return results;
}

Plane basinPlane(const Scenario& scenario, std::size_t panel, std::size_t contender, const Objective& objective,
                 const PanelPlane* made) {
  if (!standsStill(scenario.panels[panel])) return panelPlane(scenario.panels[panel], objective, made);
  const PlaneChoice choice = planeChoice(scenario.panels[panel]);
  return Plane::ofCoordinates(choice.x, choice.y, startPoint(scenario, panel, contender, objective));
}

namespace {

/// Null where there are none, or after a stop request.
std::shared_ptr<const MapOverlay> basins(const PanelResults& results, const Scenario& scenario, std::size_t panel,
                                         const View& view, const Theme& theme, const std::stop_token& stop) {
  constexpr Index cells = 512;
  const auto contender = basinContender(scenario, results.objective.get());
  if (!contender) return nullptr;
  try {
    const Plane plane = basinPlane(scenario, panel, *contender, *results.objective, results.plane.get());
    const auto map = basinMap(scenario, *contender, *results.objective, {view, cells, cells, plane, false}, stop);
    return map ? basinOverlay(scenario, *contender, *map, *results.objective, theme, true) : nullptr;
  } catch (const OptionError&) {
    return nullptr;  // this contender has no paths here
  }
}

}  // namespace

bool addSurface(PanelResults& results, const Scenario& scenario, std::size_t panel, const PlotFrame& frame, QSize nodes,
                const Theme& theme, const std::stop_token& stop) {
  const SurfaceRequest request = surfaceRequest(scenario, panel, *results.objective, results.plane.get(), frame.view,
                                                nodes, arrowCount(frame, theme));
  results.surface = makeSurface(results.objective, request.field, request.arrows, true, stop);
  if (!results.surface) return false;
  results.overlay = basins(results, scenario, panel, frame.view, theme, stop);
  results.batchAtOnce = true;
  return !stop.stop_requested();
}

}  // namespace thalweg
