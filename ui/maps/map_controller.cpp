#include "ui/maps/map_controller.h"

#include "core/contracts/optimizer.h"
#include "core/maps/basin.h"
#include "core/maps/sweep.h"
#include "core/scenario/axis.h"
#include "core/scenario/branch.h"
#include "core/scenario/view_kind.h"
#include "ui/background/compute_controller.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/controls/option_row.h"
#include "ui/controls/value_slider.h"
#include "ui/document/panel_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/scenes/assembly.h"
#include "ui/scenes/map_overlay.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace thalweg {

/// All that a basin map depends on.
struct BasinInput {
  std::shared_ptr<const Objective> objective;
  std::vector<Stretch> line;
  std::int64_t steps = 0;
  std::uint64_t seed = 0;
  Plane plane;
  View view;
  bool dark = false;
  bool operator==(const BasinInput&) const = default;
};

namespace {

constexpr Index basinSide = 512;       // cells of a whole basin map
constexpr Index basinSketchSide = 64;  // and of what follows the hand
constexpr std::size_t cells = 96;      // of a rate strip
constexpr std::chrono::milliseconds restBeforeStrips{150};
/// Numbers of steps × coordinates × samples above which a strip would keep the machine busy for seconds.
constexpr double dearestRun = 2e5;

/// All that a contender's strip depends on.
struct StripInput {
  std::vector<std::shared_ptr<const Objective>> objectives;
  std::vector<std::vector<double>> starts;
  std::vector<Stretch> line;  // with a rate of 1 at the end
  std::int64_t steps = 0;
  std::uint64_t seed = 0;
  SliderScale scale;
  bool operator==(const StripInput&) const = default;
};

StripOutcome shownOutcome(RateOutcome outcome) {
  switch (outcome) {
    case RateOutcome::Converges:
      return StripOutcome::Converges;
    case RateOutcome::NotYet:
      return StripOutcome::NotYet;
    case RateOutcome::Local:
      return StripOutcome::Local;
    case RateOutcome::Oscillates:
      return StripOutcome::Oscillates;
    case RateOutcome::Diverges:
      break;
  }
  return StripOutcome::Diverges;
}

}  // namespace

/// A map to be computed.
struct MapController::Wanted {
  std::size_t panel = 0;
  std::shared_ptr<const BasinInput> input;
  std::size_t contender = 0;
  bool sketched = false;
  std::shared_ptr<const Scenario> scenario;
  Theme theme;
};

struct MapController::PanelState {
  std::shared_ptr<const BasinInput> input;  // of the map that is wanted; none: no map is
  bool sketched = false;                    // a map of `input` is shown
  bool complete = false;                    // and it is as fine as it gets
};

struct MapController::StripState {
  struct Strip {
    std::size_t contender = 0;
    StripInput input;
    std::vector<StripOutcome> cells;
  };

  explicit StripState(MapController* owner)
      : job(
            owner,
            [this, owner](const std::vector<Strip>& strips) {
              for (const Strip& strip : strips) {
                if (strip.contender < shown.size()) shown[strip.contender] = strip;
              }
              owner->followStrips();
            },
            Priority::Low) {}

  std::vector<Strip> shown;  // a contender each
  LatestJob<std::vector<Strip>> job;
};

void MapController::deliver(const Basins& result) {
  PanelCard* card = panels_.card(result.panel);
  if (!card || !result.overlay || result.panel >= states_.size()) return;
  PanelState& state = *states_[result.panel];
  if (!state.input) return;
  state.sketched = result.input == state.input;
  state.complete = state.sketched && result.overlay->complete;
  card->setOverlay(result.overlay);
  Q_EMIT basinShown(result.panel, result.overlay->complete);
}

MapController::MapController(const ThemeController& themes, ScenarioModel& model, ComputeController& compute,
                             const ViewState& view, PanelGrid& panels, ContenderDock& contenders, QObject* parent)
    : QObject(parent),
      themes_(themes),
      model_(model),
      compute_(compute),
      view_(view),
      panels_(panels),
      contenders_(contenders),
      strips_(std::make_unique<StripState>(this)),
      basins_(std::make_unique<LatestJob<Basins>>(
          this, [this](const Basins& result) { deliver(result); }, Priority::Low)) {
  rest_.setSingleShot(true);
  rest_.setInterval(restBeforeStrips);
  connect(&rest_, &QTimer::timeout, this, &MapController::followStrips);
  connect(&model_, &ScenarioModel::changed, this, &MapController::schedule);
  connect(&compute_, &ComputeController::objectiveChanged, this, &MapController::schedule);
  connect(&compute_, &ComputeController::planeChanged, this, &MapController::schedule);
  connect(&panels_, &PanelGrid::arranged, this, &MapController::schedule);
  connect(&themes_, &ThemeController::changed, this, &MapController::schedule);
}

MapController::~MapController() = default;

void MapController::toggleBasin(std::size_t contender) {
  model_.edit(tr("Basins"), [contender](Scenario& s) {
    if (s.display.basin == contender)
      s.display.basin.reset();
    else
      s.display.basin = contender;
  });
}

bool MapController::busy() const { return due_ || rest_.isActive() || strips_->job.busy() || basins_->busy(); }

void MapController::schedule() {
  if (std::exchange(due_, true)) return;
  announced_ = WorkPool::instance().pending();
  // Cards and plots settle first.
  QMetaObject::invokeMethod(this, &MapController::follow, Qt::QueuedConnection);
}

void MapController::follow() {
  due_ = false;
  const std::size_t count = model_.scenario().panels.size();
  while (states_.size() > count) states_.pop_back();
  while (states_.size() < count) states_.push_back(std::make_unique<PanelState>());
  followBasins();
  // Strips take both cores for a while; paths and pictures come first.
  strips_->job.cancel();
  rest_.start();
}

bool MapController::followBasin(std::size_t panel) {
  PanelCard* card = panels_.card(panel);
  if (!card) return false;
  connect(card, &PanelCard::viewExchanged, this, &MapController::schedule, Qt::UniqueConnection);
  connect(card->plot(), &PanelView::shownChanged, this, &MapController::schedule, Qt::UniqueConnection);
  connect(card->plot(), &PanelView::clicked, this, &MapController::startAt, Qt::UniqueConnection);
  connect(card->plot(), &PanelView::clickWithdrawn, this, &MapController::withdrawStart, Qt::UniqueConnection);
  PanelState& state = *states_[panel];
  const Scenario& scenario = model_.scenario();
  const auto objective = compute_.objective(panel);
  const auto contender = basinContender(scenario, objective.get());
  if (!contender || !card->isVisible() || !showsSurface(scenario.panels[panel])) {
    const bool before = state.input != nullptr;
    state = {};
    card->setOverlay(nullptr);
    // What was computed before the map was taken away stays away.
    if (before) basins_->cancel();
    return before;
  }
  BasinInput input;
  input.objective = objective;
  input.line = stretches(scenario, *contender);
  input.steps = scenario.steps;
  input.seed = scenario.seed;
  input.plane = basinPlane(scenario, panel, *contender, *objective, compute_.plane(panel).get());
  input.view = card->plot()->shownView();
  input.dark = themes_.theme().dark;
  if (state.input && input == *state.input) return false;
  state.input = std::make_shared<const BasinInput>(std::move(input));
  state.sketched = state.complete = false;
  return true;
}

MapController::Basins MapController::basins(const Wanted& wanted, Index cellsEachWay, bool complete,
                                            const std::stop_token& stop,
                                            const std::function<void(const Basins&)>& progress) {
  const BasinInput& input = *wanted.input;
  const BasinRequest request{input.view, cellsEachWay, cellsEachWay, input.plane, false};
  const auto painted = [&](const BasinMap& map, bool whole) {
    return Basins{wanted.panel, wanted.input,
                  basinOverlay(*wanted.scenario, wanted.contender, map, *input.objective, wanted.theme, whole)};
  };
  try {
    const auto map = basinMap(*wanted.scenario, wanted.contender, *input.objective, request, stop,
                              [&](const std::shared_ptr<const BasinMap>& coarse) {
                                if (progress && coarse->block == 2) progress(painted(*coarse, false));
                              });
    return map ? painted(*map, complete) : Basins{};
  } catch (const OptionError&) {
    return {};  // the panel says why this contender has no paths here
  }
}

void MapController::followBasins() {
  bool changed = false;
  for (std::size_t i = 0; i < states_.size(); ++i) changed = followBasin(i) || changed;
  if (!changed) return;
  std::vector<Wanted> open;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const PanelState& state = *states_[i];
    if (!state.input || state.complete) continue;
    open.push_back(
        {i, state.input, *model_.scenario().display.basin, state.sketched, model_.snapshot(), themes_.theme()});
  }
  if (open.empty()) return;
  // The panel that the user is at has its whole map first.
  const auto chosen = std::ranges::find(open, view_.now().panel, &Wanted::panel);
  if (chosen != open.end()) std::rotate(open.begin(), chosen, chosen + 1);
  using Post = std::function<void(const Basins&)>;
  basins_->request(
      [open](const std::stop_token& stop, const Post& post) {
        for (const Wanted& wanted : open) {
          if (!wanted.sketched) post(basins(wanted, basinSketchSide, false, stop, {}));
        }
      },
      [open](const std::stop_token& stop, const Post& post) {
        for (const Wanted& wanted : open) post(basins(wanted, basinSide, true, stop, post));
      });
}

void MapController::followStrips() {
  // A map that lies over a panel is looked at more than a groove.
  if (basins_->busy()) return rest_.start();
  announced_.reset();
  const Scenario& scenario = model_.scenario();
  std::vector<StripState::Strip>& shown = strips_->shown;
  shown.resize(scenario.contenders.size());
  std::vector<StripState::Strip> missing;
  bool any = false;
  // A bound must be one that can be seen: panels on another page are not judged.
  const auto isShown = [this](std::size_t panel) {
    return std::ranges::find(panels_.shown(), panel) != panels_.shown().end();
  };
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const ContenderCard* card = contenders_.card(i);
    const OptimizerCard* optimizer = findOptimizer(scenario.contenders[i].optimizer);
    const OptionRow* row = card && optimizer ? card->options()->row(optimizer->rate) : nullptr;
    ValueSlider* slider = row ? row->slider() : nullptr;
    if (!slider) continue;
    StripInput input;
    double dearest = 0;
    for (std::size_t p = 0; p < scenario.panels.size(); ++p) {
      const auto objective = isShown(p) ? compute_.objective(p) : nullptr;
      input.objectives.push_back(objective);
      input.starts.push_back(objective ? startPoint(scenario, p, i, *objective) : std::vector<double>());
      if (!objective) continue;
      dearest = std::max(dearest, static_cast<double>(scenario.steps) * static_cast<double>(objective->dimension()) *
                                      static_cast<double>(std::max<Index>(1, objective->samples())));
    }
    input.line = stretches(scenario, i);
    input.line.back().settings.options[optimizer->rate] = 1;
    input.steps = scenario.steps;
    input.seed = scenario.seed;
    input.scale = slider->scale();
    if (dearest > dearestRun) {
      slider->setStrip({});
      continue;
    }
    any = any || !shown[i].cells.empty();
    if (slider->strip() != shown[i].cells) slider->setStrip(shown[i].cells);
    if (input == shown[i].input) continue;
    missing.push_back({i, std::move(input), {}});
  }
  QStringList judged;
  for (std::size_t p = 0; p < scenario.panels.size() && any; ++p) {
    if (isShown(p) && compute_.objective(p)) judged << QString::fromStdString(displayName(scenario.panels[p]));
  }
  contenders_.setStripPanels(judged);
  if (missing.empty()) return;
  strips_->job.request(
      [strips = std::move(missing), scenario = model_.snapshot()](const std::stop_token& stop) mutable {
        for (StripState::Strip& strip : strips) {
          std::vector<double> rates;
          for (std::size_t k = 0; k < cells; ++k)
            rates.push_back(sliderValue(strip.input.scale, (static_cast<double>(k) + 0.5) / cells));
          for (const RateOutcome outcome : rateStrip(*scenario, strip.contender, strip.input.objectives, rates, stop))
            strip.cells.push_back(shownOutcome(outcome));
        }
        return strips;
      });
}

void MapController::startAt(double x, double y) {
  started_.reset();
  const auto& basin = model_.scenario().display.basin;
  for (std::size_t i = 0; i < states_.size() && basin; ++i) {
    const PanelCard* card = panels_.card(i);
    if (!card || card->plot() != sender() || !states_[i]->input) continue;
    const BasinInput& input = *states_[i]->input;
    const std::vector<double> point = input.plane.at(x, y, input.objective->dimension());
    const auto before = model_.snapshot();
    model_.edit(tr("Start here"), [&](Scenario& s) {
      const bool own = hasOwnStart(s, i, *basin);
      setStart(s, i, own ? basin : std::nullopt, point);
    });
    if (model_.snapshot() != before) started_ = model_.snapshot();
    return;
  }
}

void MapController::withdrawStart() {
  // A single click need not wait whether a second one follows; a double click only fits the view.
  if (started_ && started_ == model_.snapshot()) model_.takeBack();
  started_.reset();
}

}  // namespace thalweg
