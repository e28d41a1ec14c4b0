#include "ui/background/step_explainer.h"

#include "core/recorded/recorded_objective.h"
#include "core/runs/stability.h"
#include "ui/background/compute_controller.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/scenes/assembly.h"

#include <algorithm>
#include <utility>

namespace thalweg {

namespace {

constexpr std::size_t mostKnown = 256;  // steps of a path

bool hasReason(const Trajectory& path) {
  return runsAway(path) || !path.leftDomain.empty() || path.verdict.outcome == Outcome::Unbounded;
}

}  // namespace

/// The run that is explained: of one path.
struct StepExplainer::Run {
  std::shared_ptr<const Scenario> scenario;
  std::shared_ptr<const Objective> objective;
  std::size_t panel = 0;
  std::size_t contender = 0;
  std::unique_ptr<StepTracer> tracer = {};

  [[nodiscard]] std::vector<double> start() const { return startPoint(*scenario, panel, contender, *objective); }

  /// Null after a stop request.
  std::shared_ptr<const Explanation> at(Index step, const std::stop_token& stop) {
    if (!tracer) tracer = std::make_unique<StepTracer>(*scenario, contender, objective, start());
    const StepTrace& trace = tracer->at(step, stop);
    if (trace.lines.empty()) return nullptr;
    auto made = std::make_shared<Explanation>();
    made->step = thalweg::explained(panel, contender, *objective, trace);
    // In a plane that paths are projected to, an arrow is not what it seems.
    if (objective->dimension() > 2 && !standsStill(scenario->panels[panel])) return made;
    const Plane plane = panelPlane(scenario->panels[panel], *objective, nullptr);
    if (auto model = quadraticModel(*objective, plane, trace.point))
      made->model = std::make_shared<const QuadraticModel>(std::move(*model));
    return made;
  }
};

StepExplainer::StepExplainer(const ScenarioModel& model, const ComputeController& compute, const ViewState& view,
                             QObject* parent)
    : QObject(parent),
      model_(model),
      compute_(compute),
      view_(view),
      job_(this, [this](const Result& result) { deliver(result); }),
      reasonJob_(
          this,
          [this](const Reason& reason) {
            if (reason.path != path_) return;
            divergence_ = reason.divergence;
            Q_EMIT changed();
          },
          Priority::Low),
      ghostJob_(this, [this](std::shared_ptr<const Trajectory> ghost) {
        ghost_ = std::move(ghost);
        Q_EMIT changed();
      }) {
  connect(&view_, &ViewState::changed, this, &StepExplainer::follow);
  connect(&compute_, &ComputeController::pathsChanged, this, &StepExplainer::follow);
  connect(&compute_, &ComputeController::objectiveChanged, this, &StepExplainer::follow);
}

StepExplainer::~StepExplainer() = default;

void StepExplainer::setActive(bool active) {
  if (active == active_) return;
  active_ = active;
  follow();
}

Index StepExplainer::wanted() const {
  if (!path_ || path_->steps() < 1) return -1;
  return std::clamp<Index>(view_.now().step, 0, path_->steps() - 1);
}

bool StepExplainer::waiting() const { return wanted() >= 0 && (!now_ || now_->step.trace.step != wanted()); }

void StepExplainer::follow() {
  if (!active_) return;
  const Looking& looking = view_.now();
  const PathSet& paths = compute_.paths();
  const auto objective = looking.panel < compute_.panels() ? compute_.objective(looking.panel) : nullptr;
  const bool there = objective && !recordedObjective(*objective) && paths.scenario &&
                     looking.panel < paths.scenario->panels.size() &&
                     looking.contender < std::min(paths.contenders, model_.scenario().contenders.size());
  const auto path = there ? paths.at(looking.panel, looking.contender) : nullptr;
  if (path != path_) {
    path_ = path;
    known_.clear();
    now_ = nullptr;
    divergence_ = nullptr;
    run_ = path ? std::make_shared<Run>() : nullptr;
    if (run_) *run_ = {paths.scenario, objective, looking.panel, looking.contender, nullptr};
    hideGhost();
    job_.cancel();
    reasonJob_.cancel();
    if (path && hasReason(*path)) {
      // Its own run: the explained one goes on at the cursor.
      reasonJob_.request([path, scenario = paths.scenario, objective, looking](const std::stop_token& stop) {
        const auto why = whyDiverged(*scenario, looking.contender, objective,
                                     startPoint(*scenario, looking.panel, looking.contender, *objective), stop);
        return Reason{path, why ? std::make_shared<const Divergence>(*why) : nullptr};
      });
    }
  }
  ask();
}

void StepExplainer::ask() {
  const Index step = wanted();
  if (step < 0) return Q_EMIT changed();
  if (const auto found = known_.find(step); found != known_.end()) {
    now_ = found->second;
    return Q_EMIT changed();
  }
  job_.request([path = path_, run = run_, step](const std::stop_token& stop) {
    return Result{path, step, run->at(step, stop)};
  });
  Q_EMIT changed();
}

void StepExplainer::deliver(const Result& result) {
  if (result.path != path_ || !result.explanation) return;
  ++explained_;
  if (known_.size() >= mostKnown) known_.clear();
  known_[result.step] = result.explanation;
  now_ = result.explanation;
  Q_EMIT changed();
}

void StepExplainer::showGhost() {
  if (!divergence_ || !divergence_->survives || !run_) return;
  ghostJob_.request([scenario = run_->scenario, objective = run_->objective, panel = run_->panel,
                     contender = run_->contender, rate = *divergence_->survives](const std::stop_token& stop) {
    Scenario tried = *scenario;
    setRate(tried.contenders[contender], rate);
    const std::vector<double> start = startPoint(*scenario, panel, contender, *objective);
    return std::make_shared<const Trajectory>(trace(tried, contender, *objective, start, stop));
  });
}

void StepExplainer::hideGhost() {
  ghostJob_.cancel();
  ghost_ = nullptr;
}

}  // namespace thalweg
