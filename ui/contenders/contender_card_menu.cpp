// What the menu of a contender's card offers.

#include "core/contracts/optimizer.h"
#include "core/expression/rule_lines.h"
#include "core/runs/comparison.h"
#include "core/runs/flow.h"
#include "core/scenario/branch.h"
#include "core/scenario/contender.h"
#include "core/scenario/contender_names.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_header.h"
#include "ui/contenders/mark_popup.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/controls/panels.h"
#include "ui/controls/shortcuts.h"
#include "ui/document/contender_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/contender_look.h"
#include "ui/look/text.h"

#include <QMenu>

#include <algorithm>

namespace thalweg {

void ContenderCard::fillMenu(QMenu* menu) {
  menu->clear();
  const auto add = [&](const char* id, const QString& icon, const QString& label, const auto& act) {
    QAction* action = menu->addAction(themedIcon(themes_, icon), label, this, act);
    action->setObjectName(QLatin1String(id));
    return action;
  };
  const std::size_t count = model_.scenario().contenders.size();
  add("rename", QStringLiteral("pencil"), tr("Rename"), [this] { header_->rename(); });
  add("mark", QStringLiteral("target"), tr("Colour and marker…"),
      [this] { marks_->popup(*header_->markButton(), contenderMark(themes_.theme(), model_.scenario(), index_)); });
  // What was recorded has nothing to be set.
  if (!contender().run) addSettings(menu);
  menu->addSeparator();
  QAction* alone = add("solo", QStringLiteral("solo"), tr("Show alone"), [this] { solo(); });
  alone->setCheckable(true);
  alone->setChecked(count > 1 && isAlone(model_.scenario(), index_));
  add("hide", contender().hidden ? QStringLiteral("eye") : QStringLiteral("eye-off"),
      contender().hidden ? tr("Show") : tr("Hide"), [this] { toggleHidden(); });
  add("duplicate", QStringLiteral("copy"), tr("Duplicate") + QStringLiteral("\tCtrl+D"), [this] {
    Q_EMIT duplicateRequested(index_);
  })->setEnabled(count < limits::contenders);
  add("up", QStringLiteral("chevron-up"), tr("Move up") + QStringLiteral("\tAlt+Up"), [this] {
    Q_EMIT moveRequested(index_, -1);
  })->setEnabled(index_ > 0);
  add("down", QStringLiteral("chevron-down"), tr("Move down") + QStringLiteral("\tAlt+Down"), [this] {
    Q_EMIT moveRequested(index_, 1);
  })->setEnabled(index_ + 1 < count);
  menu->addSeparator();
  add("remove", QStringLiteral("trash"), tr("Remove"), [this] { Q_EMIT removeRequested(index_); });
}

void ContenderCard::addSettings(QMenu* menu) {
  const auto add = [&](const char* id, const QString& icon, const QString& label, const auto& act) {
    QAction* action = menu->addAction(themedIcon(themes_, icon), label, this, act);
    action->setObjectName(QLatin1String(id));
    return action;
  };
  add("exchange", QStringLiteral("search"), tr("Change the optimizer…"), [this] { Q_EMIT exchangeRequested(index_); });
  addPresets(menu);
  add("reset", QStringLiteral("reset"), tr("Reset all options"),
      [this] { apply(tr("Reset %1").arg(header_->name()), [](Contender& c) { c.options.clear(); }); });
  menu->addSeparator();
  const auto& starts = model_.scenario().contenders[rootOf(model_.scenario(), index_)].start;
  const bool own = std::ranges::any_of(starts, [](const auto& start) { return start.has_value(); });
  QAction* start = add("start", QStringLiteral("fork"), tr("Start of its own"),
                       [this, own] { Q_EMIT ownStartRequested(index_, !own); });
  start->setToolTip(tr("Begins where its own handle stands, not where the panel's does"));
  start->setCheckable(true);
  start->setChecked(own);
  add("start-point", QStringLiteral("pencil"), tr("Type its start…"), [this] { Q_EMIT startPointRequested(index_); });
  addGroupActions(menu);
  addRuleActions(menu);
  addConditionActions(menu);
  menu->addSeparator();
  addBranchActions(menu);
}

void ContenderCard::addPresets(QMenu* menu) {
  const OptimizerCard* card = findOptimizer(contender().optimizer);
  if (!card) return;
  QMenu* presets = menu->addMenu(themedIcon(themes_, QStringLiteral("settings")), tr("Presets"));
  presets->setObjectName(QStringLiteral("presets"));
  presets->setToolTipsVisible(true);
  const auto add = [&](const QString& label, const Options& options) {
    QStringList values;
    for (const auto& [id, value] : options) values << OptionsForm::valueText(*card->find(id), value);
    // A preset that names no rate leaves the rate as it is.
    const bool rated = options.empty() || (!card->rate.empty() && options.contains(card->rate));
    QAction* action = presets->addAction(label, this, [this, label, options, rated] {
      apply(tr("%1 of %2").arg(label, header_->name()), [&](Contender& c) {
        const std::string rate = findOptimizer(c.optimizer)->rate;
        const auto now = c.options.find(rate);
        Options next = options;
        if (!rated && now != c.options.end()) next[rate] = now->second;
        c.options = next;
      });
    });
    action->setToolTip(values.join(QStringLiteral("   ")));
  };
  add(card->torch.empty() ? tr("Defaults") : tr("PyTorch's defaults"), {});
  for (const auto& [label, options] : card->presets) add(QString::fromStdString(label), options);
}

void ContenderCard::addConditionActions(QMenu* menu) {
  const bool own = contender().gradient.has_value();
  QAction* action =
      menu->addAction(themedIcon(themes_, QStringLiteral("dice")), tr("Gradients of its own"), this, [this, own] {
        apply(tr("Gradients of %1").arg(header_->name()), [&](Contender& c) {
          if (own)
            c.gradient.reset();
          else
            c.gradient = model_.scenario().gradient;
        });
      });
  action->setObjectName(QStringLiteral("conditions"));
  action->setToolTip(tr("A batch size, noise and clipping that the others do not have"));
  action->setCheckable(true);
  action->setChecked(own);
  QAction* race =
      menu->addAction(tr("Race of batch sizes 1, 8, 50"), this, [this] { Q_EMIT batchRaceRequested(index_); });
  race->setObjectName(QStringLiteral("batches"));
  race->setToolTip(tr("Makes three of it, which see one, eight and fifty samples a step"));
  race->setEnabled(model_.scenario().contenders.size() + 1 < limits::contenders);
}

void ContenderCard::addBranchActions(QMenu* menu) {
  const bool room = model_.scenario().contenders.size() < limits::contenders;
  QAction* branch =
      menu->addAction(themedIcon(themes_, QStringLiteral("fork")),
                      tr("Branch at step %1").arg(view_.now().step) + QLatin1Char('\t') + keyText(Command::Branch),
                      this, [this] { Q_EMIT branchRequested(index_); });
  branch->setObjectName(QStringLiteral("branch"));
  branch->setToolTip(tr("Goes on from this step with all its memory, and may then differ"));
  branch->setEnabled(room);
  QAction* pin = menu->addAction(tr("Pin as ghost"), this, [this] { Q_EMIT pinRequested(index_); });
  pin->setObjectName(QStringLiteral("pin"));
  pin->setToolTip(tr("Its path stays in dashes as it is now, to compare with"));
  pin->setEnabled(room);
  const auto limit = [&](const char* id, bool Contender::*member, const QString& label, const QString& tip) {
    QAction* action = menu->addAction(label, this, [this, member, label] {
      apply(tr("%1 of %2").arg(label, header_->name()), [member](Contender& c) { c.*member = !(c.*member); });
    });
    action->setObjectName(QLatin1String(id));
    action->setToolTip(tip);
    action->setCheckable(true);
    action->setChecked(contender().*member);
    return action;
  };
  limit("flow", &Contender::flow, tr("Continuous limit"),
        tr("Dashed: the %1, with a dot at the time of every tenth step").arg(QLatin1String(flowName(contender()))));
  QAction* modified = limit("modified", &Contender::modifiedFlow, tr("Modified flow f + (η/4)‖∇f‖²"),
                            tr("Dotted: the flow that gradient descent stays closer to, and what a large rate adds"));
  modified->setEnabled(takesModifiedFlow(contender()) || contender().modifiedFlow);
}

void ContenderCard::addRuleActions(QMenu* menu) {
  const Scenario& scenario = model_.scenario();
  const OptimizerCard* card = findOptimizer(contender().optimizer);
  if (card && !card->inForce) {
    std::string why;
    const bool possible = writtenAsRule(*card, contender().options, &why).has_value();
    const QString label = tr("Write as a rule");
    QAction* action = menu->addAction(themedIcon(themes_, QStringLiteral("pencil")), label, this, [this] {
      model_.edit(tr("Write %1 as a rule").arg(header_->name()),
                  [this](Scenario& s) { addAsRule(s, index_, themes_.theme()); });
    });
    action->setObjectName(QStringLiteral("write-rule"));
    action->setEnabled(possible && scenario.contenders.size() < limits::contenders);
    action->setToolTip(possible ? tr("Below, as lines that can be changed") : text(why));
  }
  if (scenario.contenders.size() < 2) return;
  QMenu* others = menu->addMenu(themedIcon(themes_, QStringLiteral("layers")), tr("Is it the same as"));
  others->setObjectName(QStringLiteral("compare"));
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    if (i == index_) continue;
    others->addAction(text(contenderName(scenario, i)), this, [this, i] { compareWith(i); });
  }
}

void ContenderCard::compareWith(std::size_t other) {
  const Scenario& scenario = model_.scenario();
  Q_EMIT selected(index_);
  try {
    const std::size_t panel = std::min(view_.now().panel, scenario.panels.size() - 1);
    message_->showMessage(InlineMessage::Kind::Note, text(comparisonText(scenario, panel, index_, other)));
  } catch (const OptionError& error) {
    showError(error);
  }
}

void ContenderCard::addGroupActions(QMenu* menu) {
  const OptimizerCard* card = findOptimizer(contender().optimizer);
  const auto& groups = contender().groups;
  if (!card) return;
  const auto has = [&groups](Index coordinate) {
    return std::ranges::any_of(groups, [coordinate](const ParameterGroup& g) {
      return std::ranges::find(g.coordinates, coordinate) != g.coordinates.end();
    });
  };
  std::vector<Index> missing;
  for (Index c = 0; c < 2; ++c) {
    if (!has(c)) missing.push_back(c);
  }
  const bool possible = card->groups && leastDimension_ >= 2;
  if (!possible || !missing.empty()) {
    QString label = groups.empty() ? tr("Groups…") : tr("Group for the other coordinate");
    if (!card->groups)
      label = tr("No groups: it steps all coordinates together");
    else if (leastDimension_ < 2)
      label = tr("No groups: a panel has one coordinate");
    QAction* action = menu->addAction(themedIcon(themes_, QStringLiteral("layers")), label, this, [this, missing] {
      apply(tr("Groups of %1").arg(header_->name()), [&](Contender& c) {
        const OptimizerCard& optimizer = *findOptimizer(c.optimizer);
        for (const Index coordinate : missing) {
          ParameterGroup group{{coordinate}, {}};
          if (const OptionDescription* rate = optimizer.find(optimizer.rate))
            group.options[rate->id] = optionValue(*rate, c.options);
          c.groups.push_back(std::move(group));
        }
      });
    });
    action->setObjectName(QStringLiteral("addGroups"));
    action->setEnabled(possible);
  }
  if (groups.empty()) return;
  menu->addAction(themedIcon(themes_, QStringLiteral("close")), tr("Remove the groups"), this, [this] {
    apply(tr("Remove the groups of %1").arg(header_->name()), [](Contender& c) { c.groups.clear(); });
  });
}

}  // namespace thalweg
