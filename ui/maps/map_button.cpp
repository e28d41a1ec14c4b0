#include "ui/maps/map_button.h"

#include "core/scenario/contender_names.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/icons.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"
#include "ui/maps/map_controller.h"
#include "ui/maps/map_tuning.h"
#include "ui/maps/map_window.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"

#include <QMenu>

namespace thalweg {

MapButton::MapButton(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, ViewState& view,
                     PanelGrid& panels, ContenderDock& contenders, QWidget* parent)
    : FlatButton(themes, QStringLiteral("maps"), tr("Maps"), parent),
      themes_(themes),
      model_(model),
      view_(view),
      panels_(panels),
      controller_(new MapController(themes, model, compute, view, panels, contenders, this)) {
  setToolTip(tr("Basins, outcome map, tuning"));
  connect(this, &QToolButton::clicked, this, [this] {
    QMenu* menu = makeMenu();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(mapToGlobal(QPoint(0, height())));
  });
}

QMenu* MapButton::makeMenu() {
  auto* menu = new QMenu(this);
  menu->addAction(tr("Basins over the panels"))->setEnabled(false);
  const Scenario& scenario = model_.scenario();
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    QAction* action = menu->addAction(menuText(thalweg::text(contenderName(scenario, i))), this,
                                      [this, i] { controller_->toggleBasin(i); });
    action->setCheckable(true);
    action->setChecked(scenario.display.basin == i);
  }
  menu->addSeparator();
  QMenu* runs = menu->addMenu(tr("Runs with other draws"));
  runs->setToolTipsVisible(true);
  for (const int seeds : {1, 5, 10, 20, 50, 100}) {
    QAction* action = runs->addAction(
        seeds == 1 ? tr("One") : tr("%1, with median and 10–90 % band").arg(seeds), this,
        [this, seeds] { model_.edit(tr("Runs with other draws"), [seeds](Scenario& s) { s.display.seeds = seeds; }); });
    action->setCheckable(true);
    action->setChecked(scenario.display.seeds == seeds);
    action->setToolTip(tr("Where gradients are noisy or from mini-batches"));
  }
  menu->addSeparator();
  menu->addAction(themedIcon(themes_, QStringLiteral("maps")), tr("Outcome map…"), this,
                  [this] { outcomeMap()->open(view_.now().panel, view_.now().contender); });
  menu->addAction(themedIcon(themes_, QStringLiteral("target")), tr("Tune at equal budget…"), this,
                  [this] { tuning()->open(); });
  return menu;
}

MapWindow* MapButton::outcomeMap() {
  if (!outcomeMap_) {
    outcomeMap_ = new MapWindow(themes_, model_, window());
    connect(outcomeMap_, &MapWindow::tried, this,
            [this](std::size_t panel, std::size_t contender, std::shared_ptr<const Trajectory> path) {
              if (PanelCard* card = panels_.card(panel)) card->setTried(std::move(path), contender);
            });
    connect(&view_, &ViewState::changed, outcomeMap_, [this](const Looking& now, const Looking& before) {
      if (now.panel != before.panel) outcomeMap_->setPanel(now.panel);
    });
  }
  return outcomeMap_;
}

TuningWindow* MapButton::tuning() {
  if (!tuning_) tuning_ = new TuningWindow(themes_, model_, window());
  return tuning_;
}

}  // namespace thalweg
