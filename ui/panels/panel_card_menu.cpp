/// What can be done with a panel, as menus.
#include "core/contracts/dataset.h"
#include "core/scenario/contender_names.h"
#include "ui/controls/buttons.h"
#include "ui/controls/shortcuts.h"
#include "ui/document/branch_edit.h"
#include "ui/document/panel_edits.h"
#include "ui/document/playback.h"
#include "ui/document/point_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_header.h"
#include "ui/panels/start_popup.h"

#include <QActionGroup>
#include <QCursor>
#include <QMenu>

namespace thalweg {

void PanelCard::popUp(QMenu* menu, const QWidget* below) {
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->popup(below->mapToGlobal(QPoint(0, below->height())));
}

void PanelCard::addStartActions(QMenu* menu, std::optional<QPointF> place) {
  const Scenario& scenario = model_.scenario();
  const auto icon = [&](const char* name) { return themedIcon(themes_, QLatin1String(name)); };
  if (place && compute_.objective(index_)) {
    const std::vector<double> point = pointAt(place->x(), place->y());
    menu->addAction(icon("target"), tr("Start here"), this, [this, point] {
      model_.edit(tr("Start here"), [&](Scenario& s) {
        setStart(s, index_, {}, point);
        shareStart(s, index_);
      });
    });
    const std::size_t contender = view_.now().contender;
    if (contender < scenario.contenders.size()) {
      const QString name = text(contenderName(scenario, contender));
      menu->addAction(tr("Start %1 alone here").arg(menuText(name)), this, [this, contender, point] {
        model_.edit(tr("Start here"), [&](Scenario& s) { setStart(s, index_, contender, point); });
      });
    }
  }
  if (compute_.objective(index_)) {
    menu->addAction(icon("pencil"), tr("Type the start…"), this,
                    [this, at = QCursor::pos()] { startPopup()->ask(compute_.objective(index_), index_, {}, at); });
  }
  if (hasOwnStarts(scenario, index_)) {
    menu->addAction(tr("One start for all"), this,
                    [this] { model_.edit(tr("One start for all"), [&](Scenario& s) { shareStart(s, index_); }); });
  }
  QAction* reset = menu->addAction(icon("reset"), tr("Reset the start"), this, [this] {
    model_.edit(tr("Reset the start"), [&](Scenario& s) {
      s.panels[index_].start.clear();
      shareStart(s, index_);
    });
  });
  reset->setEnabled(hasOwnStarts(scenario, index_) || !scenario.panels[index_].start.empty());
}

void PanelCard::addBranchActions(QMenu* menu, std::optional<QPointF> place) {
  const Scenario& scenario = model_.scenario();
  const auto hit = place ? plot_->pathAt(place->x(), place->y()) : std::nullopt;
  const auto read = hit ? readPath(scenario, results_, scene_, *hit) : std::nullopt;
  const std::size_t contender = read ? read->contender : view_.now().contender;
  const std::int64_t step = read ? read->step : view_.now().step;
  if (contender >= scenario.contenders.size()) return;
  const QString name = menuText(text(contenderName(scenario, contender)));
  const QString key = step == view_.now().step && contender == view_.now().contender
                          ? QLatin1Char('\t') + keyText(Command::Branch)
                          : QString();
  const bool room = scenario.contenders.size() < limits::contenders;
  menu->addAction(themedIcon(themes_, QStringLiteral("fork")), tr("Branch %1 at step %2").arg(name).arg(step) + key,
                  this, [this, contender, step] { branchAt(model_, view_, contender, step); })
      ->setEnabled(room);
  if (read) {
    menu->addAction(tr("Put the cursor at step %1").arg(step), this, [this, contender, step] {
      view_.selectContender(contender);
      view_.playback().setStep(step);
    });
  }
  menu->addAction(tr("Pin %1 as ghost").arg(name), this, [this, contender] { pinAsGhost(model_, contender); })
      ->setEnabled(room);
  menu->addSeparator();
}

void PanelCard::addLayerActions(QMenu* menu) {
  const Scenario& scenario = model_.scenario();
  const Display& now = scenario.display;
  const auto add = [&](const DisplayItem& item, const std::string& label, bool checked, auto change) {
    QAction* action = menu->addAction(
        text(label), this, [this, &item, change] { model_.edit(text(item.label), [&](Scenario& s) { change(s); }); });
    action->setCheckable(true);
    action->setChecked(checked);
    return action;
  };
  const std::vector<DisplayItem>& items = displayItems();
  for (const DisplayItem& item : items) {
    const auto* member = std::get_if<bool Display::*>(&item.member);
    if (!item.layer || !member) continue;
    add(item, item.label, now.**member, [on = *member](Scenario& s) { s.display.*on = !(s.display.*on); });
  }
  for (const DisplayItem& item : items) {
    const auto* member = std::get_if<std::string Display::*>(&item.member);
    if (!item.layer || !member) continue;
    menu->addSeparator();
    menu->addAction(text(item.label))->setEnabled(false);
    auto* group = new QActionGroup(menu);
    // What a panel may have of its own, this one shows, and all get.
    const bool projection = *member == &Display::projection;
    const bool height = *member == &Display::height;
    const std::string& shown = projection ? projectionOf(scenario, index_)
                               : height   ? heightOf(scenario, index_)
                                          : now.**member;
    for (const DisplayChoice& choice : item.choices) {
      group->addAction(add(item, choice.label, shown == choice.id, [=, of = *member, &choice](Scenario& s) {
        if (projection)
          setProjection(s, choice.id);
        else if (height)
          setHeight(s, choice.id);
        else
          s.display.*of = choice.id;
      }));
    }
  }
}

QMenu* PanelCard::makeLayersMenu() {
  auto* menu = new QMenu(this);
  addLayerActions(menu);
  return menu;
}

void PanelCard::addFitActions(QMenu* menu) {
  flush();
  const std::optional<View>& now = model_.scenario().panels[index_].view;
  const auto add = [&](Command command, void (PanelCard::*act)()) {
    QAction* action = menu->addAction(shortcut(command).label, this, act);
    // Only said here: the window knows its keys.
    action->setShortcuts(QList<QKeySequence>(shortcut(command).keys.begin(), shortcut(command).keys.end()));
    action->setShortcutContext(Qt::WidgetShortcut);
    action->setShortcutVisibleInContextMenu(true);
    return action;
  };
  QAction* fitted = add(Command::Fit, &PanelCard::fit);
  fitted->setIcon(themedIcon(themes_, QStringLiteral("restore")));
  fitted->setEnabled(fitTarget() != now);
  const std::optional<View> paths = pathsTarget();
  add(Command::FitPaths, &PanelCard::fitPaths)->setEnabled(paths && paths != now);
}

void PanelCard::addReliefActions(QMenu* menu) {
  if (scene_.isCurve()) return;
  QAction* relief = menu->addAction(tr("This surface in relief"), this, [this] {
    model_.edit(text(displayItem("projection").label),
                [this](Scenario& s) { setProjection(s, index_, projectionOf(s, index_) == "3d" ? "2d" : "3d"); });
  });
  relief->setCheckable(true);
  relief->setChecked(scene_.relief.has_value());
  if (!scene_.relief) return;
  QMenu* views = menu->addMenu(tr("Seen from"));
  const auto add = [&](const QString& label, NamedView view) {
    views->addAction(label, this, [this, view] { turn(cameraOf(view)); })
        ->setEnabled(!(scene_.relief->camera == cameraOf(view)));
  };
  add(tr("First view"), NamedView::First);
  add(tr("Straight above"), NamedView::Above);
  add(tr("Along x"), NamedView::AlongX);
  add(tr("Along y"), NamedView::AlongY);
  QAction* alone = menu->addAction(tr("Turns alone"), this, [this] {
    model_.edit(tr("Turns alone"), [this](Scenario& s) {
      std::optional<Camera>& own = s.panels[index_].camera;
      own = own ? std::nullopt : std::optional(s.display.camera);
    });
  });
  alone->setCheckable(true);
  alone->setChecked(model_.scenario().panels[index_].camera.has_value());
}

void PanelCard::addDataActions(QMenu* menu) {
  const auto objective = compute_.objective(index_);
  if (!objective || !drawableData(*objective)) return;
  const bool ofData = showsData(model_.scenario().panels[index_]);
  QAction* shown = menu->addAction(tr("Data in place of the surface"), this, [this, ofData] {
    model_.edit(tr("Show data"), [&](Scenario& s) {
      s.panels[index_].viewKind = ofData ? std::nullopt : std::optional<std::string>("data");
    });
  });
  shown->setCheckable(true);
  shown->setChecked(ofData);
  if (!ofData) {
    menu->addAction(themedIcon(themes_, QStringLiteral("plus")), tr("Data beside the surface"), this,
                    [this] { model_.edit(tr("Show data"), [&](Scenario& s) { addDataPanel(s, index_); }); })
        ->setEnabled(model_.scenario().panels.size() < limits::panels);
  }
  if (takesPoints(model_.scenario().panels[index_])) {
    QAction* placing = menu->addAction(themedIcon(themes_, QStringLiteral("pencil")), tr("Place samples by hand"), this,
                                       [this](bool on) { setPlacing(on); });
    placing->setCheckable(true);
    placing->setChecked(placing_);
    menu->addAction(themedIcon(themes_, QStringLiteral("import")), tr("Samples as a table…"), this,
                    &PanelCard::openPointTable);
    if (plot_->chosenSample())
      menu->addAction(themedIcon(themes_, QStringLiteral("trash")), tr("Remove the chosen sample\tDel"), this,
                      &PanelCard::removeSample);
  }
  menu->addSeparator();
}

QMenu* PanelCard::makeMenu(std::optional<QPointF> place) {
  auto* menu = new QMenu(this);
  const Scenario& scenario = model_.scenario();
  const auto icon = [&](const char* name) { return themedIcon(themes_, QLatin1String(name)); };
  const auto objective = compute_.objective(index_);
  const bool ofData = showsData(scenario.panels[index_]);
  if (!ofData) {
    addBranchActions(menu, place);
    addStartActions(menu, place);
    addFitActions(menu);
    constexpr double notches = 3;
    menu->addAction(icon("plus"), tr("Zoom in"), this, [this] { plot_->zoom(notches); });
    menu->addAction(icon("minus"), tr("Zoom out"), this, [this] { plot_->zoom(-notches); });
    menu->addSeparator();
  }
  addDataActions(menu);
  menu->addAction(icon("search"), tr("Choose a surface…"), this, [this] { Q_EMIT galleryRequested(false); });
  if (!header_->parameters()->isHidden()) {
    menu->addAction(icon("settings"), tr("Parameters"), this, [this] { header_->parameters()->setChecked(true); });
  }
  if (objective && objective->dimension() > 2 && !ofData) addPlaneActions(menu->addMenu(tr("Plane")));
  if (!ofData) addReliefActions(menu);
  addLayerActions(menu->addMenu(icon("layers"), tr("Colours and overlays")));
  menu->addSeparator();
  menu->addAction(icon("camera"), tr("Copy picture"), this, &PanelCard::copyRequested);
  menu->addAction(icon("export"), tr("Export…"), this, &PanelCard::exportRequested);
  menu->addSeparator();
  const bool enlarged = scenario.display.enlarged == index_;
  menu->addAction(icon(enlarged ? "restore" : "expand"), enlarged ? tr("Back to all panels") : tr("Enlarge"), this,
                  &PanelCard::toggleEnlarged)
      ->setEnabled(scenario.panels.size() > 1);
  const auto shift = [&](const char* sign, const QString& label, std::size_t to, bool possible) {
    menu->addAction(icon(sign), label, this,
                    [this, to] { model_.edit(tr("Move a panel"), [&](Scenario& s) { movePanel(s, index_, to); }); })
        ->setEnabled(possible);
  };
  shift("chevron-left", tr("Move left"), index_ - 1, index_ > 0);
  shift("chevron-right", tr("Move right"), index_ + 1, index_ + 1 < scenario.panels.size());
  menu->addAction(icon("plus"), tr("Add a panel…"), this, [this] { Q_EMIT galleryRequested(true); })
      ->setEnabled(scenario.panels.size() < limits::panels);
  menu->addAction(icon("trash"), tr("Remove this panel"), this,
                  [this] { model_.edit(tr("Remove a panel"), [&](Scenario& s) { removePanel(s, index_); }); })
      ->setEnabled(scenario.panels.size() > 1);
  return menu;
}

}  // namespace thalweg
