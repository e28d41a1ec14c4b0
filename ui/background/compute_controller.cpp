#include "ui/background/compute_controller.h"

#include "core/scenario/view_kind.h"
#include "ui/document/panel_edits.h"
#include "ui/document/scenario_model.h"

#include <algorithm>
#include <utility>

namespace thalweg {

struct ComputeController::PanelState {
  PanelState(ComputeController* owner, std::size_t index)
      : job(owner, [owner, index](std::shared_ptr<const Surface> s) { owner->deliver(index, std::move(s)); }),
        batchJob(owner, [owner, index, this](std::shared_ptr<const Contours> contours) {
          batch = std::move(contours);
          Q_EMIT owner->batchChanged(index);
        }) {}

  std::shared_ptr<const Objective> objective;
  QString problem;
  View view;
  QSize pixels;
  QSize arrows;
  std::shared_ptr<const Surface> surface;
  std::shared_ptr<const PanelPlane> plane;
  std::shared_ptr<const PhaseTracks> phases;
  std::shared_ptr<const Contours> batch;
  std::optional<BatchRequest> batchAsked;  // that `batch` is of, or will be
  std::shared_ptr<const PanelStudy> study;
  LatestJob<std::shared_ptr<const Surface>> job;  // a sketch, then the whole
  LatestJob<std::shared_ptr<const Contours>> batchJob;
};

void ComputeController::deliver(std::size_t panel, std::shared_ptr<const Surface> result) {
  // Under a slider it may be that of a value a few moves ago: the newest that is ready.
  std::shared_ptr<const Surface>& shown = panels_[panel]->surface;
  // What is fine already needs no sketch.
  const bool known = shown && shown->refined && !result->refined && shown->objective == result->objective &&
                     shown->field && result->field && shown->field->view == result->field->view &&
                     shown->plane == result->plane;
  if (known) return;
  shown = std::move(result);
  Q_EMIT surfaceChanged(panel);
}

ComputeController::ComputeController(ScenarioModel& model, QObject* parent)
    : QObject(parent), model_(model), paths_(std::make_shared<PathSet>()), tracer_(std::make_shared<PathTracer>()) {
  pathJob_ =
      std::make_unique<LatestJob<std::shared_ptr<const PathSet>>>(this, [this](std::shared_ptr<const PathSet> set) {
        paths_ = std::move(set);
        dropStale(model_.scenario());
        Q_EMIT pathsChanged();
        requestPlanes();
        requestPhases();
        requestStudies();
      });
  phaseJob_ = std::make_unique<LatestJob<Phases>>(this, [this](const Phases& phases) { showPhases(phases); });
  planeJob_ = std::make_unique<LatestJob<Planes>>(this, [this](const Planes& planes) { showPlanes(planes); });
  studyJob_ = std::make_unique<LatestJob<Studies>>(this, [this](const Studies& studies) { showStudies(studies); });
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

std::shared_ptr<const PanelPlane> ComputeController::plane(std::size_t panel) const {
  const auto shown = objective(panel);
  if (!shown || !panels_[panel]->plane || !panels_[panel]->plane->plane.fits(shown->dimension())) return nullptr;
  return shown->dimension() > 2 ? panels_[panel]->plane : nullptr;
}

PanelResults ComputeController::results(std::size_t panel) const {
  PanelResults results = panelResults(objective(panel), *paths_, panel);
  results.surface = surface(panel);
  results.plane = plane(panel);
  if (panel < panels_.size() && showsPhase(model_.scenario().panels[panel])) results.phases = panels_[panel]->phases;
  if (panel < panels_.size()) results.batch = panels_[panel]->batch;
  if (panel < panels_.size()) results.study = panels_[panel]->study;
  return results;
}

void ComputeController::setChosen(std::size_t panel, const Chosen& chosen) {
  if (panel >= panels_.size()) return;
  PanelState& state = *panels_[panel];
  std::optional<BatchRequest> request = batchRequest(model_.scenario(), results(panel), chosen);
  if (request == state.batchAsked) return;
  state.batchAsked = std::move(request);
  if (state.batchAsked) {
    state.batchJob.request(
        [wanted = *state.batchAsked](const std::stop_token& stop) { return batchContours(wanted, stop); });
    return;
  }
  state.batchJob.cancel();
  if (std::exchange(state.batch, nullptr)) Q_EMIT batchChanged(panel);
}

bool ComputeController::busy() const {
  return pathJob_->busy() || planeJob_->busy() || phaseJob_->busy() || studyJob_->busy() ||
         std::ranges::any_of(panels_, [](const auto& p) { return p->job.busy() || p->batchJob.busy(); });
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
      if (before.panels[i].plane != panel.plane) requestPlanes();
      if (before.panels[i].viewKind != panel.viewKind) {
        requestSurface(i);
        requestPhases();
        requestStudies();
      }
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
    state.phases.reset();
    if (!sameKind) state.study = nullptr;
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
  pathJob_->request([scenario = model_.snapshot(), objectives = std::move(objectives), tracer = tracer_](
                        const std::stop_token& stop) { return tracer->trace(scenario, objectives, stop); });
}

/// Of the paths that are there, which may be of a state a few moves ago; another plane follows when their successors
/// are.
void ComputeController::requestPlanes() {
  bool any = false;
  std::vector<std::shared_ptr<const Objective>> objectives;
  Planes before;
  for (std::size_t i = 0; i < panels_.size(); ++i) {
    objectives.push_back(panels_[i]->objective);
    before.push_back(plane(i));
    any = any || (objectives.back() && objectives.back()->dimension() > 2);
  }
  if (!any) return planeJob_->cancel();
  auto scenario = std::make_shared<Scenario>(model_.scenario());
  scenario->display.step = step_;
  planeJob_->request([scenario = std::shared_ptr<const Scenario>(std::move(scenario)), paths = paths_,
                      objectives = std::move(objectives), before = std::move(before)](const std::stop_token& stop) {
    Planes made(objectives.size());
    for (std::size_t i = 0; i < std::min(objectives.size(), scenario->panels.size()); ++i) {
      if (objectives[i] && !stop.stop_requested())
        made[i] = planeOfPaths(*scenario, i, *objectives[i], *paths, before[i].get(), stop);
    }
    return made;
  });
}

void ComputeController::showPlanes(const Planes& planes) {
  for (std::size_t i = 0; i < std::min(planes.size(), panels_.size()); ++i) {
    PanelState& state = *panels_[i];
    if (!planes[i] || !state.objective || !planes[i]->plane.fits(state.objective->dimension())) continue;
    const std::shared_ptr<const PanelPlane> before = std::exchange(state.plane, planes[i]);
    const bool moved = !state.surface || !(state.surface->plane == state.plane->plane);
    // A surface of another plane says nothing of the paths in this one; one of the same kind follows it closely.
    if (moved && (!before || before->choice != state.plane->choice)) {
      state.job.cancel();
      state.surface = nullptr;
    }
    Q_EMIT planeChanged(i);
    if (moved) requestSurface(i);
  }
}

/// Of the paths that are there. Where no panel shows a portrait, nothing is done.
void ComputeController::requestPhases() {
  const std::vector<Panel>& panels = model_.scenario().panels;
  if (std::ranges::none_of(panels, showsPhase)) return phaseJob_->cancel();
  std::vector<std::shared_ptr<const Objective>> objectives;
  Phases before;
  for (const auto& panel : panels_) {
    objectives.push_back(panel->objective);
    before.push_back(panel->phases);
  }
  phaseJob_->request([scenario = model_.snapshot(), paths = paths_, objectives = std::move(objectives),
                      before = std::move(before)](const std::stop_token& stop) {
    Phases made(objectives.size());
    for (std::size_t i = 0; i < std::min(objectives.size(), scenario->panels.size()); ++i) {
      if (objectives[i] && !stop.stop_requested())
        made[i] = phasesOfPaths(*scenario, i, *objectives[i], *paths, before[i].get(), stop);
    }
    return made;
  });
}

/// Of the paths that are there; what is shown stays until its successor is ready.
void ComputeController::requestStudies() {
  const std::vector<Panel>& panels = model_.scenario().panels;
  if (std::ranges::none_of(panels, needsStudy)) return studyJob_->cancel();
  auto scenario = std::make_shared<Scenario>(model_.scenario());
  std::vector<PanelResults> known;
  for (std::size_t i = 0; i < panels_.size(); ++i) known.push_back(results(i));
  studyJob_->request([scenario = std::shared_ptr<const Scenario>(std::move(scenario)), known = std::move(known),
                      step = step_](const std::stop_token& stop) {
    Studies made(known.size());
    for (std::size_t i = 0; i < std::min(known.size(), scenario->panels.size()) && !stop.stop_requested(); ++i) {
      if (known[i].objective)
        made[i] = makeStudy(*scenario, i, *known[i].objective, known[i].paths, step, known[i].study.get(), stop);
    }
    return made;
  });
}

void ComputeController::showPhases(const Phases& phases) {
  for (std::size_t i = 0; i < std::min(phases.size(), panels_.size()); ++i) {
    if (!phases[i] || !panels_[i]->objective) continue;
    panels_[i]->phases = phases[i];
    Q_EMIT surfaceChanged(i);
  }
}

void ComputeController::showStudies(const Studies& studies) {
  for (std::size_t i = 0; i < std::min(studies.size(), panels_.size()); ++i) {
    if (studies[i] == panels_[i]->study) continue;
    panels_[i]->study = studies[i];
    Q_EMIT studyChanged(i);
  }
}

void ComputeController::setStep(std::int64_t step) {
  if (std::exchange(step_, step) == step) return;
  if (std::ranges::any_of(model_.scenario().panels, studyFollowsStep)) requestStudies();
  const auto isCursor = [](const PathPlace& place) { return place.kind == PathPlace::Kind::Cursor; };
  for (const Panel& panel : model_.scenario().panels) {
    if (!panel.plane) continue;
    const PlaneChoice& choice = *panel.plane;
    const bool follows = choice.at ? isCursor(*choice.at) : choice.kind == PlaneKind::Velocity;
    const bool through = std::ranges::any_of(choice.points, [&](const PlaneAnchor& anchor) {
      const auto* place = std::get_if<PathPlace>(&anchor);
      return place && isCursor(*place);
    });
    if (follows || through) return requestPlanes();
  }
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

void ComputeController::requestSurface(std::size_t panel) {
  PanelState& state = *panels_[panel];
  if (!showsSurface(model_.scenario().panels[panel])) return;
  if (!state.objective || state.pixels.isEmpty() || !(state.view.xMin < state.view.xMax)) return;
  const auto [request, arrows] = surfaceRequest(model_.scenario(), panel, *state.objective, plane(panel).get(),
                                                state.view, state.pixels, state.arrows);
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
