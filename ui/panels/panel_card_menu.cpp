/// What can be done with a panel, as menus.
#include "core/contracts/dataset.h"
#include "core/contracts/optimizer.h"
#include "core/objectives/landscape.h"
#include "core/runs/ensemble.h"
#include "core/runs/flow.h"
#include "core/runs/panel_study.h"
#include "core/scenario/contender_names.h"
#include "core/scenario/view_kind.h"
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
#include "ui/panels/panel_brush.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_header.h"
#include "ui/panels/start_popup.h"

#include <QActionGroup>
#include <QCursor>
#include <QMenu>

#include <algorithm>

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

/// The selected contender's continuous limits.
void PanelCard::addFlowActions(QMenu* menu, std::size_t contender) {
  const Contender& now = model_.scenario().contenders[contender];
  const auto add = [&](const QString& label, bool Contender::*member, bool possible) {
    QAction* action = menu->addAction(label, this, [this, contender, member, label] {
      model_.edit(label, [&](Scenario& s) {
        if (contender < s.contenders.size()) s.contenders[contender].*member = !(s.contenders[contender].*member);
      });
    });
    action->setCheckable(true);
    action->setChecked(now.*member);
    action->setEnabled(possible || now.*member);
  };
  add(tr("Continuous limit"), &Contender::flow, true);
  add(tr("Modified flow f + (η/4)‖∇f‖²"), &Contender::modifiedFlow, takesModifiedFlow(now));
}

void PanelCard::addLayerActions(QMenu* menu) {
  const Scenario& scenario = model_.scenario();
  const Display& now = scenario.display;
  QMenu* into = menu;
  const auto add = [&](const DisplayItem& item, const std::string& label, bool checked, auto change) {
    QAction* action = into->addAction(
        text(label), this, [this, &item, change] { model_.edit(text(item.label), [&](Scenario& s) { change(s); }); });
    action->setCheckable(true);
    action->setChecked(checked);
    return action;
  };
  const std::vector<DisplayItem>& items = displayItems();
  const auto heading = [&](const QString& words) {
    menu->addSeparator();
    menu->addAction(words)->setEnabled(false);
  };
  const auto toggle = [&](const char* key, const QString& refused = {}) {
    const DisplayItem& item = displayItem(key);
    const auto on = std::get<bool Display::*>(item.member);
    QAction* action = add(item, item.label, now.*on, [on](Scenario& s) { s.display.*on = !(s.display.*on); });
    if (refused.isEmpty()) return;
    action->setText(action->text() + QLatin1Char('\t') + refused);
    action->setEnabled(now.*on);
  };
  const auto objective = compute_.objective(index_);
  const QString curve = objective && objective->dimension() == 1 ? tr("surfaces only") : QString();
  const QString onMap = !curve.isEmpty() ? curve : scene_.inPerspective() ? tr("maps only") : QString();
  heading(tr("Over the surface"));
  toggle("gradient_field", curve);
  toggle("spread", !curve.isEmpty()                               ? curve
                   : objective && !hasDraws(scenario, *objective) ? tr("noise only")
                                                                  : QString());
  toggle("equal_axes");
  const std::size_t selected = view_.now().contender;
  if (selected < scenario.contenders.size()) {
    heading(tr("Of %1").arg(menuText(text(contenderName(scenario, selected)))));
    const OptimizerCard* card = findOptimizer(scenario.contenders[selected].optimizer);
    toggle("memory", card && card->momentum.empty() ? tr("momentum only") : onMap);
    toggle("step_circles", onMap);
    addFlowActions(menu, selected);
  }
  const bool branched =
      std::ranges::any_of(scenario.contenders, [](const Contender& c) { return c.branch || c.ghost; });
  toggle("ghosts", branched ? QString() : tr("branches only"));
  for (const DisplayItem& item : items) {
    const auto* member = std::get_if<std::string Display::*>(&item.member);
    if (!item.layer || !member) continue;
    // Colours are many: a menu each, which says what is in force.
    const bool folded = *member == &Display::colorMap || *member == &Display::colorScale;
    if (!folded || *member == &Display::colorMap) menu->addSeparator();
    into = menu;
    if (folded) {
      const auto inForce = std::ranges::find(item.choices, now.**member, &DisplayChoice::id);
      into = menu->addMenu(text(item.label) + QLatin1Char('\t') + text(inForce->label));
    } else {
      menu->addAction(text(item.label))->setEnabled(false);
    }
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
  QAction* relief = menu->addAction(tr("This surface in 3-D"), this, [this] {
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
                    [this] { model_.edit(tr("Show data"), [&](Scenario& s) { addKindPanel(s, index_, "data"); }); })
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

void PanelCard::addDrawAction(QMenu* menu) {
  QAction* drawn = menu->addAction(themedIcon(themes_, QStringLiteral("pencil")), tr("Draw on this surface"), this,
                                   [this] { brush_->setOn(!brush_->isOn()); });
  drawn->setCheckable(true);
  drawn->setChecked(brush_->isOn());
  if (model_.scenario().panels[index_].objective != landscape::id) return;
  menu->addAction(tr("Level all heights"), this, [this] {
    model_.edit(tr("Level all heights"), [this](Scenario& s) { s.panels[index_].options.erase("values"); });
  });
}

void PanelCard::addPhaseActions(QMenu* menu) {
  const auto objective = compute_.objective(index_);
  if (!objective || objective->dimension() > mostPhaseCoordinates) return;
  const Panel& panel = model_.scenario().panels[index_];
  const bool shown = showsPhase(panel);
  QAction* action = menu->addAction(tr("Phase portrait in place of the surface"), this, [this, shown] {
    model_.edit(tr("Show the phase portrait"), [&](Scenario& s) {
      s.panels[index_].viewKind = shown ? std::nullopt : std::optional<std::string>("phase");
      if (shown) s.panels[index_].phaseAt.reset();
    });
  });
  action->setCheckable(true);
  action->setChecked(shown);
  if (!shown) {
    menu->addAction(themedIcon(themes_, QStringLiteral("plus")), tr("Phase portrait beside the surface"), this,
                    [this] {
                      model_.edit(tr("Show the phase portrait"),
                                  [&](Scenario& s) { addKindPanel(s, index_, "phase"); });
                    })
        ->setEnabled(model_.scenario().panels.size() < limits::panels);
  } else {
    auto* group = new QActionGroup(menu);
    const auto place = [&](const QString& label, const std::optional<std::string>& at) {
      QAction* choice = menu->addAction(label, this, [this, at] {
        model_.edit(tr("Where the curvature is taken"), [&](Scenario& s) { s.panels[index_].phaseAt = at; });
      });
      choice->setCheckable(true);
      choice->setChecked((panel.phaseAt == "cursor") == (at == "cursor"));
      group->addAction(choice);
    };
    place(tr("Curvature at the minimum"), std::nullopt);
    place(tr("Curvature at the cursor"), "cursor");
  }
  menu->addSeparator();
}

/// Singular values and spectra, of objectives that have them.
void PanelCard::addStudyActions(QMenu* menu) {
  const auto objective = compute_.objective(index_);
  if (!objective) return;
  const Panel& panel = model_.scenario().panels[index_];
  bool any = false;
  for (const ViewKind& kind : viewKinds()) {
    Panel other = panel;
    other.viewKind = kind.id;
    if (!needsStudy(other) || !kind.problem(*objective).empty()) continue;
    const bool shown = &viewKind(panel) == &kind;
    QMenu* own = menu->addMenu(text(kind.label));
    QAction* here = own->addAction(tr("In place of the surface"), this, [this, &kind, shown] {
      model_.edit(tr("Change the view"), [&](Scenario& s) {
        s.panels[index_].viewKind = shown ? std::nullopt : std::optional<std::string>(kind.id);
      });
    });
    here->setCheckable(true);
    here->setChecked(shown);
    own->addAction(themedIcon(themes_, QStringLiteral("plus")), tr("Beside it"), this,
                   [this, &kind] {
                     model_.edit(tr("Change the view"), [&](Scenario& s) { addKindPanel(s, index_, kind.id); });
                   })
        ->setEnabled(!shown && model_.scenario().panels.size() < limits::panels);
    any = true;
  }
  if (any) menu->addSeparator();
}

QMenu* PanelCard::makeMenu(std::optional<QPointF> place) {
  auto* menu = new QMenu(this);
  const Scenario& scenario = model_.scenario();
  const auto icon = [&](const char* name) { return themedIcon(themes_, QLatin1String(name)); };
  const auto objective = compute_.objective(index_);
  const bool ofSurface = showsSurface(scenario.panels[index_]);
  if (ofSurface) {
    addBranchActions(menu, place);
    addStartActions(menu, place);
    addFitActions(menu);
    constexpr double notches = 3;
    menu->addAction(icon("plus"), tr("Zoom in"), this, [this] { plot_->zoom(notches); });
    menu->addAction(icon("minus"), tr("Zoom out"), this, [this] { plot_->zoom(-notches); });
    menu->addSeparator();
  }
  addDataActions(menu);
  addPhaseActions(menu);
  addStudyActions(menu);
  menu->addAction(icon("search"), tr("Choose a surface…"), this, [this] { Q_EMIT galleryRequested(false); });
  if (!header_->parameters()->isHidden()) {
    menu->addAction(icon("settings"), tr("Parameters"), this, [this] { header_->parameters()->setChecked(true); });
  }
  if (brush_->isPossible()) addDrawAction(menu);
  if (objective && objective->dimension() > 2 && ofSurface) addPlaneActions(menu->addMenu(tr("Plane")));
  if (ofSurface) addReliefActions(menu);
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
