// Which gradients a contender alone is given, on its card.
#include "core/scenario/conditions.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_header.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/document/scenario_model.h"
#include "ui/look/text.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

namespace thalweg {

void ContenderCard::buildConditions(QVBoxLayout* column) {
  const Theme& theme = themes_.theme();
  conditionsPart_ = new QWidget(body_);
  auto* rows = new QVBoxLayout(conditionsPart_);
  rows->setContentsMargins(0, theme.u(1), 0, 0);
  rows->setSpacing(0);
  rows->addWidget(new Rule(themes_));
  auto* line = new QHBoxLayout;
  line->setContentsMargins(theme.u(3), theme.ipx(2), theme.u(1.5), 0);
  auto* title = new ElidedLabel(themes_, tr("gradients of its own"), TextRole::Secondary, conditionsPart_);
  title->setSecondary(true);
  auto* more = new FlatButton(themes_, QStringLiteral("settings"), {}, conditionsPart_);
  more->setControlHeight(24);
  more->setToolTip(tr("Which conditions act on its gradients"));
  auto* remove = new FlatButton(themes_, QStringLiteral("close"), {}, conditionsPart_);
  remove->setControlHeight(24);
  remove->setToolTip(tr("Back to the gradients of all"));
  line->addWidget(title, 1);
  line->addWidget(more);
  line->addWidget(remove);
  rows->addLayout(line);
  conditions_ = new OptionsForm(themes_, conditionsPart_);
  rows->addWidget(conditions_);
  column->addWidget(conditionsPart_);
  auto* menu = new QMenu(more);
  menu->setObjectName(QStringLiteral("conditionsMenu"));
  connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillConditionsMenu(menu); });
  connect(more, &QToolButton::clicked, this,
          [more, menu] { menu->popup(more->mapToGlobal(QPoint(0, more->height()))); });
  connect(remove, &QToolButton::clicked, this,
          [this] { apply(tr("Gradients of %1").arg(header_->name()), [](Contender& c) { c.gradient.reset(); }); });
  connect(conditions_, &OptionsForm::gestureStarted, &model_, &ScenarioModel::beginGesture);
  connect(conditions_, &OptionsForm::gestureFinished, &model_, &ScenarioModel::endGesture);
  connect(conditions_, &OptionsForm::edited, this,
          [this](const std::string& id, const Json& value) { changeCondition(id, &value); });
  connect(conditions_, &OptionsForm::resetRequested, this,
          [this](const std::string& id) { changeCondition(id, nullptr); });
}

void ContenderCard::changeCondition(const std::string& id, const Json* value) {
  if (!contender().gradient) return;
  Options next = conditionOptions(*contender().gradient);
  if (value)
    next[id] = *value;
  else
    next.erase(id);
  try {
    const GradientConditions conditions = conditionsOfOptions(next);
    apply(tr("Change %1 of %2").arg(text(ownConditionsCard().find(id)->label), header_->name()),
          [&](Contender& c) { c.gradient = conditions; });
  } catch (const OptionError& error) {
    refreshConditions();
    conditions_->showError(error.path(), text(error.message()));
  }
}

void ContenderCard::fillConditionsMenu(QMenu* menu) {
  // With what a condition begins to act.
  static const Options first = {{"noise", 0.1},       {"batch", 8},           {"sampling", "replacement"},
                                {"paired", false},    {"clip_norm", 1},       {"clip_value", 1},
                                {"accumulate", true}, {"zero_between", true}, {"steps_per_epoch", 10},
                                {"watch_test", true}};
  menu->clear();
  if (!contender().gradient) return;
  const Options now = conditionOptions(*contender().gradient);
  for (const OptionDescription& d : ownConditionsCard().options) {
    const bool acts = now.contains(d.id);
    QAction* action = menu->addAction(text(d.label), this, [this, acts, &d] {
      const Json value = first.at(d.id);
      changeCondition(d.id, acts ? nullptr : &value);
    });
    action->setObjectName(text(d.id));
    action->setCheckable(true);
    action->setChecked(acts);
    action->setToolTip(text(d.tip));
  }
}

void ContenderCard::refreshConditions() {
  const auto& own = contender().gradient;
  conditionsPart_->setVisible(own.has_value());
  if (!own) return;
  const Options now = conditionOptions(*own);
  std::vector<std::string> without;
  for (const OptionDescription& d : ownConditionsCard().options) {
    if (!now.contains(d.id)) without.push_back(d.id);
  }
  conditions_->setCard(&ownConditionsCard(), without);
  conditions_->setExpanded(true);
  conditions_->setOptions(now, model_.scenario().steps);
  conditions_->setLabelWidth(conditions_->widestLabel());
}

}  // namespace thalweg
