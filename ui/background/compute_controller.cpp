#include "ui/background/compute_controller.h"

#include "core/base/parallel.h"
#include "core/scenario/contender.h"
#include "core/scenario/scenario_size.h"
#include "ui/document/scenario_model.h"

#include <algorithm>

namespace thalweg {

std::shared_ptr<const Trajectory> PathSet::at(std::size_t panel, std::size_t contender) const {
  const std::size_t i = panel * contenders + contender;
  return contender < contenders && i < paths.size() ? paths[i] : nullptr;
}

std::string PathSet::problem(std::size_t panel, std::size_t contender) const {
  const std::size_t i = panel * contenders + contender;
  return contender < contenders && i < problems.size() ? problems[i] : std::string();
}

std::shared_ptr<const Ensemble> PathSet::ensemble(std::size_t panel, std::size_t contender) const {
  const std::size_t i = panel * contenders + contender;
  return contender < contenders && i < ensembles.size() ? ensembles[i] : nullptr;
}

/// All that a path depends on.
struct PathInput {
  std::shared_ptr<const Objective> objective;
  std::vector<double> start;
  Contender contender;  // without what only looks
  std::int64_t steps = 0;
  std::uint64_t seed = 0;
  GradientConditions gradient;
  std::size_t stream = 0;
  bool operator==(const PathInput&) const = default;
};

/// What the last run traced; belongs to the job's thread.
struct PathMemory {
  std::vector<PathInput> inputs;
  std::vector<std::shared_ptr<const Trajectory>> paths;
  std::vector<std::string> problems;
  std::vector<std::shared_ptr<const Ensemble>> ensembles;
};

namespace {

PathInput inputOf(const Scenario& scenario, std::size_t panel, std::size_t contender,
                  std::shared_ptr<const Objective> objective) {
  PathInput input;
  input.start = startPoint(scenario, panel, contender, *objective);
  input.objective = std::move(objective);
  input.contender = scenario.contenders[contender];
  input.contender.label.clear();
  input.contender.color.clear();
  input.contender.marker.clear();
  input.contender.hidden = false;
  input.contender.start.clear();
  input.steps = scenario.steps;
  input.seed = scenario.seed;
  input.gradient = scenario.gradient;
  input.stream = scenario.gradient.paired ? 0 : contender;
  return input;
}

std::shared_ptr<const PathSet> tracePaths(std::shared_ptr<const Scenario> scenario,
                                          const std::vector<std::shared_ptr<const Objective>>& objectives,
                                          PathMemory& memory, std::stop_token stop) {
  auto set = std::make_shared<PathSet>();
  const std::size_t contenders = scenario->contenders.size();
  set->contenders = contenders;
  set->paths.resize(objectives.size() * contenders);
  set->problems.resize(set->paths.size());
  set->ensembles.resize(set->paths.size());
  std::vector<PathInput> inputs(set->paths.size());
  std::vector<std::size_t> missing;
  std::vector<Index> dimensions;
  for (const auto& objective : objectives) dimensions.push_back(objective ? objective->dimension() : 0);
  std::string tooMuch;
  try {
    checkSize(*scenario, dimensions);
  } catch (const OptionError& error) {
    tooMuch = error.what();
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto& objective = objectives[i / contenders];
    if (!objective) continue;
    if (!tooMuch.empty()) {
      set->problems[i] = tooMuch;
      continue;
    }
    inputs[i] = inputOf(*scenario, i / contenders, i % contenders, objective);
    const auto known = i < memory.inputs.size() && memory.inputs[i] == inputs[i]
                           ? memory.inputs.begin() + static_cast<std::ptrdiff_t>(i)
                           : std::ranges::find(memory.inputs, inputs[i]);
    if (known == memory.inputs.end()) {
      missing.push_back(i);
      continue;
    }
    const auto at = static_cast<std::size_t>(known - memory.inputs.begin());
    set->paths[i] = memory.paths[at];
    set->problems[i] = memory.problems[at];
    set->ensembles[i] = memory.ensembles[at];
  }
  parallelFor(
      missing.size(),
      [&](std::size_t m) {
        const std::size_t i = missing[m];
        // Options that fit one surface, such as its coordinates' groups, may not fit another.
        try {
          checkContender(scenario->contenders[i % contenders], inputs[i].objective->dimension(), scenario->steps);
          set->paths[i] = std::make_shared<const Trajectory>(
              trace(*scenario, i % contenders, *inputs[i].objective, inputs[i].start, stop));
        } catch (const OptionError& error) {
          set->problems[i] = error.what();
        }
      },
      stop);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    std::shared_ptr<const Ensemble>& runs = set->ensembles[i];
    const bool drawn = set->paths[i] && !scenario->contenders[i % contenders].hidden;
    const int wanted = drawn ? shownRuns(*scenario, *inputs[i].objective) : 0;
    if (wanted == 0)
      runs.reset();
    else if (!runs || runs->runs.size() != static_cast<std::size_t>(wanted))
      runs = ensemble(*scenario, i % contenders, *inputs[i].objective, inputs[i].start, wanted, stop);
  }
  set->scenario = std::move(scenario);
  if (!stop.stop_requested()) memory = {std::move(inputs), set->paths, set->problems, set->ensembles};
  return set;
}

}  // namespace

struct ComputeController::PanelState {
  PanelState(ComputeController* owner, std::size_t index)
      : job(owner, [owner, index](std::shared_ptr<const Surface> s) { owner->deliver(index, std::move(s)); }) {}

  std::shared_ptr<const Objective> objective;
  QString problem;
  View view;
  QSize pixels;
  QSize arrows;
  std::shared_ptr<const Surface> surface;
  LatestJob<std::shared_ptr<const Surface>> job;  // a sketch, then the whole
};

void ComputeController::deliver(std::size_t panel, std::shared_ptr<const Surface> result) {
  // Under a slider it may be that of a value a few moves ago: the newest that is ready.
  std::shared_ptr<const Surface>& shown = panels_[panel]->surface;
  // What is fine already needs no sketch.
  const bool known = shown && shown->refined && !result->refined && shown->objective == result->objective &&
                     shown->field && result->field && shown->field->view == result->field->view;
  if (known) return;
  shown = std::move(result);
  Q_EMIT surfaceChanged(panel);
}

ComputeController::ComputeController(ScenarioModel& model, QObject* parent)
    : QObject(parent), model_(model), paths_(std::make_shared<PathSet>()), pathMemory_(std::make_shared<PathMemory>()) {
  pathJob_ =
      std::make_unique<LatestJob<std::shared_ptr<const PathSet>>>(this, [this](std::shared_ptr<const PathSet> set) {
        paths_ = std::move(set);
        dropStale(model_.scenario());
        Q_EMIT pathsChanged();
      });
  connect(&model_, &ScenarioModel::changed, this, &ComputeController::follow);
  follow(model_.scenario(), Scenario{});
}

ComputeController::~ComputeController() = default;

std::shared_ptr<const Objective> ComputeController::objective(std::size_t panel) const {
  return panel < panels_.size() ? panels_[panel]->objective : nullptr;
}

QString ComputeController::problem(std::size_t panel) const {
  return panel < panels_.size() ? panels_[panel]->problem : QString();
}

std::shared_ptr<const Surface> ComputeController::surface(std::size_t panel) const {
  return panel < panels_.size() ? panels_[panel]->surface : nullptr;
}

bool ComputeController::busy() const {
  return pathJob_->busy() || std::ranges::any_of(panels_, [](const auto& p) { return p->job.busy(); });
}

/// Old paths stay until their successors are there, but only on the surface that they were made on.
void ComputeController::dropStale(const Scenario& now) {
  std::shared_ptr<PathSet> kept;
  for (std::size_t i = 0; i < paths_->paths.size(); ++i) {
    const std::shared_ptr<const Trajectory>& path = paths_->paths[i];
    const std::size_t panel = i / paths_->contenders;
    const auto& made = paths_->scenario->panels;
    const auto surface = objective(panel);
    const bool own = panel < now.panels.size() && panel < made.size() && surface &&
                     made[panel].objective == now.panels[panel].objective &&
                     (!path || path->points.cols() == surface->dimension());
    if (own) continue;
    if (!kept) kept = std::make_shared<PathSet>(*paths_);
    kept->paths[i] = nullptr;
    kept->problems[i].clear();
    kept->ensembles[i] = nullptr;
  }
  if (kept) paths_ = std::move(kept);
}

void ComputeController::follow(const Scenario& now, const Scenario& before) {
  while (panels_.size() > now.panels.size()) panels_.pop_back();
  while (panels_.size() < now.panels.size()) panels_.push_back(std::make_unique<PanelState>(this, panels_.size()));
  for (std::size_t i = 0; i < now.panels.size(); ++i) {
    PanelState& state = *panels_[i];
    const Panel& panel = now.panels[i];
    const bool same = state.objective && i < before.panels.size() && before.panels[i].objective == panel.objective &&
                      before.panels[i].options == panel.options && before.panels[i].dimension == panel.dimension &&
                      before.panels[i].start.size() == panel.start.size();
    if (same) {
      // Arrows come with the surface; without them nothing need be computed.
      if (now.display.gradientField && !before.display.gradientField) requestSurface(i);
      continue;
    }
    const auto old = state.objective;
    try {
      state.objective = makeObjective(panel);
      state.problem.clear();
    } catch (const OptionError& error) {
      state.problem = QString::fromStdString(error.what());
    }
    // A surface of the same kind may come late; one of another says nothing of this panel.
    const bool sameKind = i < before.panels.size() && before.panels[i].objective == panel.objective && old &&
                          state.objective && old->dimension() == state.objective->dimension();
    if (!sameKind) state.job.cancel();
    dropStale(now);
    Q_EMIT objectiveChanged(i);
    requestSurface(i);
  }
  dropStale(now);
  requestPaths();
}

void ComputeController::requestPaths() {
  std::vector<std::shared_ptr<const Objective>> objectives;
  for (const auto& panel : panels_) objectives.push_back(panel->objective);
  pathJob_->request([scenario = model_.snapshot(), objectives = std::move(objectives), memory = pathMemory_](
                        const std::stop_token& stop) { return tracePaths(scenario, objectives, *memory, stop); });
}

void ComputeController::setViewport(std::size_t panel, const View& view, QSize pixels, QSize arrows) {
  if (panel >= panels_.size()) return;
  PanelState& state = *panels_[panel];
  if (state.view == view && state.pixels == pixels && state.arrows == arrows) return;
  state.view = view;
  state.pixels = pixels;
  state.arrows = arrows;
  requestSurface(panel);
}

namespace {

/// Arrows stand in the middle of cells as wide as one another.
FieldRequest arrowRequest(const FieldRequest& field, QSize count) {
  FieldRequest arrows = field;
  arrows.columns = std::max(1, count.width());
  arrows.rows = std::max(1, count.height());
  const View& v = field.view;
  const double dx = (v.xMax - v.xMin) / static_cast<double>(arrows.columns) / 2;
  const double dy = (v.yMax - v.yMin) / static_cast<double>(arrows.rows) / 2;
  arrows.view = {v.xMin + dx, v.xMax - dx, v.yMin + dy, v.yMax - dy};
  return arrows;
}

}  // namespace

void ComputeController::requestSurface(std::size_t panel) {
  PanelState& state = *panels_[panel];
  if (!state.objective || state.pixels.isEmpty() || !(state.view.xMin < state.view.xMax)) return;
  FieldRequest request;
  request.view = state.view;
  request.columns = std::max(2, state.pixels.width());
  request.rows = std::max(2, state.pixels.height());
  // In more than two dimensions the slice goes through the start of the paths.
  if (state.objective->dimension() > 2) {
    const Panel& shown = model_.scenario().panels[panel];
    request.base = shown.start.empty() ? state.objective->starts().front() : shown.start;
  }
  std::optional<FieldRequest> arrows;
  if (model_.scenario().display.gradientField) arrows = arrowRequest(request, state.arrows);
  constexpr Index sketchFactor = 4;
  const auto make = [objective = state.objective, arrows](const FieldRequest& wanted, bool refined) {
    return [objective, arrows, wanted, refined](const std::stop_token& stop) {
      return makeSurface(objective, wanted, arrows, refined, stop);
    };
  };
  if (state.objective->dimension() == 1)
    state.job.request(make(request, false));
  else
    state.job.request(make(request.coarser(sketchFactor), false), make(request, true));
}

}  // namespace thalweg
