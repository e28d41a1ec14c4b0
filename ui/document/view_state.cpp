#include "ui/document/view_state.h"

#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"

#include <algorithm>
#include <utility>

namespace thalweg {

namespace {

std::size_t within(std::size_t index, std::size_t count) { return count == 0 ? 0 : std::min(index, count - 1); }

}  // namespace

ViewState::ViewState(const ScenarioModel& model, Playback& playback, QObject* parent)
    : QObject(parent), model_(model), playback_(playback) {
  now_.step = playback.step();
  connect(&playback_, &Playback::stepChanged, this, [this](std::int64_t step) {
    Looking next = now_;
    next.step = step;
    assign(next);
  });
  connect(&model_, &ScenarioModel::changed, this, &ViewState::follow);
  follow(model_.scenario());
}

void ViewState::choosePanel(std::size_t panel) {
  Looking next = now_;
  next.panel = panel;
  assign(next);
}

void ViewState::selectContender(std::size_t contender) {
  Looking next = now_;
  next.contender = contender;
  assign(next);
}

void ViewState::setPresenting(bool presenting) {
  Looking next = now_;
  next.presenting = presenting;
  assign(next);
}

void ViewState::follow(const Scenario& scenario) {
  Looking next = now_;
  next.panel = scenario.display.enlarged.value_or(now_.panel);
  assign(next);
}

void ViewState::assign(Looking next) {
  const Scenario& scenario = model_.scenario();
  next.panel = within(next.panel, scenario.panels.size());
  next.contender = within(next.contender, scenario.contenders.size());
  if (next == now_) return;
  const Looking before = std::exchange(now_, next);
  // A listener may go on to change it: what it was told of stays as it was.
  Q_EMIT changed(next, before);
}

}  // namespace thalweg
