#include "ui/contenders/contender_card.h"

#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/recorded/recorded_run.h"
#include "core/scenario/branch.h"
#include "core/scenario/conditions.h"
#include "core/scenario/contender.h"
#include "core/scenario/contender_names.h"
#include "ui/contenders/branch_row.h"
#include "ui/contenders/contender_header.h"
#include "ui/contenders/group_editor.h"
#include "ui/contenders/mark_popup.h"
#include "ui/contenders/rule_editor.h"
#include "ui/contenders/rule_options.h"
#include "ui/contenders/rule_view.h"
#include "ui/controls/buttons.h"
#include "ui/controls/nested_schedules.h"
#include "ui/controls/option_row.h"
#include "ui/controls/shortcuts.h"
#include "ui/controls/tab_group.h"
#include "ui/document/contender_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/contender_look.h"
#include "ui/look/number_text.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QColorDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <limits>

namespace thalweg {

namespace {

/// The curve of the first parameter group.
std::vector<double> ratesOf(const Contender& contender, Index dimension, std::int64_t steps,
                            std::int64_t stepsPerEpoch) {
  try {
    // A constant is a line from end to end; more steps than the screen could show are sampled by the widget.
    const std::int64_t shown = contender.schedule ? std::max<std::int64_t>(steps, 2) : 2;
    const Eigen::ArrayXXd rates = previewRates(contender, dimension, shown, stepsPerEpoch);
    if (rates.cols() == 0) return {};
    return {rates.data(), rates.data() + rates.rows()};
  } catch (const OptionError&) {
    return {};
  }
}

/// The contender's name; of a branch only what its parent's has not, since the card says whose it is.
QString headerName(const Scenario& scenario, std::size_t index) {
  const QString name = text(contenderName(scenario, index));
  const Contender& own = scenario.contenders[index];
  if (!own.branch || !own.label.empty() || own.branch->of >= scenario.contenders.size()) return name;
  const QString head = text(contenderName(scenario, own.branch->of)) + QStringLiteral(", ");
  return name.startsWith(head) ? name.mid(head.size()) : name;
}

/// How a recorded run was made, as far as its file says; empty of others.
std::string recordedWords(const Scenario& scenario, const Contender& contender) {
  if (!contender.run || !scenario.recorded || *contender.run >= scenario.recorded->runs.size()) return {};
  const RecordedRun& run = scenario.recorded->runs[*contender.run];
  std::string words = run.settings;
  if (run.every() > 1)
    words += (words.empty() ? "A" : "; a") + std::string(" point every ") + std::to_string(run.every()) + " steps";
  return words;
}

}  // namespace

ContenderCard::ContenderCard(const ThemeController& themes, ScenarioModel& model, const ViewState& view,
                             std::size_t index, QWidget* parent)
    : CardFrame(themes, parent), themes_(themes), model_(model), view_(view), index_(index) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2, 2, 2, 2);
  column->setSpacing(0);
  buildHeader();
  buildBody();
  buildShortcuts();
  makeTabGroup(this);
  connect(this, &CardFrame::pressed, this, [this] { Q_EMIT selected(index_); });
  connect(&themes_, &ThemeController::changed, this, &ContenderCard::restyle);
  connect(&view_, &ViewState::changed, this, [this](const Looking& now, const Looking& before) {
    if (now.step != before.step) showStep();
  });
  refresh();
}

const Contender& ContenderCard::contender() const { return model_.scenario().contenders[index_]; }

void ContenderCard::buildHeader() {
  header_ = new ContenderHeader(themes_, index_ + 1, this);
  marks_ = new MarkPopup(themes_, this);
  layout()->addWidget(header_);
  auto* menu = new QMenu(header_->moreButton());
  menu->setToolTipsVisible(true);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMenu(menu); });
  connect(header_->moreButton(), &QToolButton::clicked, this, [this, menu] {
    const QWidget* button = header_->moreButton();
    menu->popup(button->mapToGlobal(QPoint(0, button->height())));
  });
  connect(header_->foldButton(), &QToolButton::clicked, this, [this] { setFolded(!folded_); });
  connect(header_->soloButton(), &QToolButton::clicked, this, &ContenderCard::solo);
  connect(header_->eyeButton(), &QToolButton::clicked, this, &ContenderCard::toggleHidden);
  connect(header_->markButton(), &QToolButton::clicked, this,
          [this] { marks_->popup(*header_->markButton(), contenderMark(themes_.theme(), model_.scenario(), index_)); });
  connect(header_, &ContenderHeader::pressed, this, [this] { Q_EMIT selected(index_); });
  connect(header_, &ContenderHeader::dragMoved, this, [this](const QPoint& at) { Q_EMIT dragMoved(index_, at); });
  connect(header_, &ContenderHeader::dragEnded, this, [this](bool dropped) { Q_EMIT dragEnded(index_, dropped); });
  connect(header_, &ContenderHeader::renamed, this, [this](const QString& name) {
    // The name that it has without a label needs not be kept.
    Scenario plain = model_.scenario();
    plain.contenders[index_].label.clear();
    const bool same = name == text(contenderName(plain, index_)) || name == headerName(plain, index_);
    const std::string label = same ? std::string() : name.toStdString();
    model_.edit(tr("Rename %1").arg(header_->name()), [&](Scenario& s) { s.contenders[index_].label = label; });
    refresh();
  });
  connect(marks_, &MarkPopup::colorChosen, this, [this](const QString& color) {
    recolor(tr("Colour of %1"), [&](Contender& c) { c.color = color.toStdString(); });
  });
  connect(marks_, &MarkPopup::markerChosen, this, [this](const QString& marker) {
    recolor(tr("Marker of %1"), [&](Contender& c) { c.marker = marker.toStdString(); });
  });
  connect(marks_, &MarkPopup::resetRequested, this, [this] {
    recolor(tr("Colour of %1"), [](Contender& c) {
      c.color.clear();
      c.marker.clear();
    });
  });
  connect(marks_, &MarkPopup::otherColorWanted, this, &ContenderCard::chooseOtherColor);
}

FlatButton* ContenderCard::moreButton() const { return header_->moreButton(); }

void ContenderCard::buildShortcuts() {
  const auto add = [this](Command command, const std::function<void()>& act) {
    auto* key = new QShortcut(shortcut(command).keys.front(), this);
    key->setContext(Qt::WidgetWithChildrenShortcut);
    connect(key, &QShortcut::activated, this, act);
  };
  add(Command::ContenderUp, [this] { Q_EMIT moveRequested(index_, -1); });
  add(Command::ContenderDown, [this] { Q_EMIT moveRequested(index_, 1); });
  add(Command::DuplicateContender, [this] { Q_EMIT duplicateRequested(index_); });
}

void ContenderCard::toggleHidden() {
  model_.edit(tr("Show or hide %1").arg(header_->name()),
              [this](Scenario& s) { s.contenders[index_].hidden = !s.contenders[index_].hidden; });
}

void ContenderCard::solo() {
  const bool alone = isAlone(model_.scenario(), index_);
  model_.edit(alone ? tr("Show all") : tr("Show %1 alone").arg(header_->name()),
              [this](Scenario& s) { showAlone(s, index_); });
  refresh();
  if (!alone) Q_EMIT selected(index_);
}

void ContenderCard::recolor(const QString& what, const std::function<void(Contender&)>& change) {
  model_.edit(what.arg(header_->name()), [&](Scenario& s) { change(s.contenders[index_]); });
}

void ContenderCard::chooseOtherColor() {
  if (!colors_) {
    colors_ = new QColorDialog(this);
    connect(colors_, &QColorDialog::colorSelected, this, [this](const QColor& color) {
      recolor(tr("Colour of %1"), [&](Contender& c) { c.color = color.name().toUpper().toStdString(); });
    });
  }
  colors_->setWindowTitle(tr("Colour of %1").arg(header_->name()));
  colors_->setCurrentColor(contenderMark(themes_.theme(), model_.scenario(), index_).color);
  colors_->open();
}

void ContenderCard::buildBody() {
  const Theme& theme = themes_.theme();
  body_ = new QWidget(this);
  auto* column = new QVBoxLayout(body_);
  column->setContentsMargins(0, 0, 0, theme.ipx(2));
  column->setSpacing(0);
  branch_ = new BranchRow(themes_, body_);
  column->addWidget(branch_);
  connect(branch_, &BranchRow::toggled, this, [this] {
    shownSteps_ = -1;
    refresh();
  });
  typed_ = new RuleEditor(themes_, body_);
  typed_->hide();
  column->addWidget(typed_);
  options_ = new OptionsForm(themes_, body_);
  column->addWidget(options_);
  column->addWidget(typed_->parameters());
  message_ = new InlineMessage(themes_, body_);
  column->addWidget(message_);

  scheduleRow_ = new QWidget(body_);
  auto* line = new QHBoxLayout(scheduleRow_);
  line->setContentsMargins(theme.u(2), theme.ipx(3), theme.u(3), theme.ipx(3));
  line->setSpacing(theme.u(2.5));
  schedule_ = new ComboButton(themes_, scheduleRow_);
  schedule_->setAccessibleName(tr("Learning-rate schedule"));
  schedule_->setToolTip(tr("How the learning rate changes from step to step"));
  schedule_->addItem(tr("constant"), QString());
  for (const ScheduleCard* card : scheduleCards()) {
    schedule_->addItem(scheduleName(*card), text(card->id));
    schedule_->setItemData(schedule_->count() - 1, text(card->id + ": " + card->summary), Qt::ToolTipRole);
    schedule_->setItemData(schedule_->count() - 1, text(card->label), ComboButton::shortText);
  }
  schedule_->setFixedWidth(theme.ipx(130));
  preview_ = new SchedulePreview(themes_, scheduleRow_);
  preview_->setToolTip(tr("The rate over the steps. Click for the schedule's options."));
  preview_->setAccessibleName(tr("The schedule's options"));
  rate_ = plainLabel(scheduleRow_);
  rate_->setProperty("role", QStringLiteral("secondary"));
  rate_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  rate_->setToolTip(tr("The rate at the current step"));
  // Of a fixed size its figures change without a new layout of the card.
  rate_->setFixedSize(theme.ipx(71), theme.ipx(22));
  // Its figures end where those in the rows' fields do.
  rate_->setContentsMargins(0, 0, theme.ipx(7), 0);
  line->addWidget(schedule_);
  line->addWidget(preview_);
  line->addStretch();
  line->addWidget(rate_);
  column->addWidget(scheduleRow_);
  notice_ = plainLabel(body_);
  notice_->setProperty("role", QStringLiteral("secondary"));
  notice_->setWordWrap(true);
  notice_->setContentsMargins(theme.u(2), 0, theme.u(3), theme.u(1));
  column->addWidget(notice_);
  scheduleOptions_ = new OptionsForm(themes_, body_);
  scheduleOptions_->setExpanded(true);
  column->addWidget(scheduleOptions_);
  groupList_ = new QVBoxLayout;
  groupList_->setSpacing(0);
  column->addLayout(groupList_);

  buildConditions(column);
  buildSecondRow(column);
  layout()->addWidget(body_);

  connect(secondFold_, &QToolButton::clicked, this, [this] {
    expanded_ = !expanded_;
    options_->setExpanded(expanded_);
    secondFold_->setIconName(expanded_ ? QStringLiteral("chevron-up") : QStringLiteral("chevron-right"));
    secondFold_->setToolTip(expanded_ ? tr("Fewer options") : tr("More options"));
    // What is unfolded needs no summary.
    secondText_->setText(expanded_ ? QString() : options_->secondRowText());
    alignRows();
  });
  connect(ruleFold_, &QToolButton::toggled, this, [this](bool shown) { rule_->setVisible(shown); });
  connect(rule_, &RuleView::helpRequested, this, &ContenderCard::helpRequested);
  connect(preview_, &SchedulePreview::clicked, this, [this] {
    scheduleExpanded_ = !scheduleExpanded_;
    refreshSchedule();
  });
  connect(typed_, &RuleEditor::gestureStarted, this, [this] { Q_EMIT selected(index_); });
  connect(typed_, &RuleEditor::gestureStarted, &model_, &ScenarioModel::beginGesture);
  connect(typed_, &RuleEditor::gestureFinished, &model_, &ScenarioModel::endGesture);
  connect(typed_, &RuleEditor::helpRequested, this, [this] { Q_EMIT helpRequested(QStringLiteral("guide:language")); });
  connect(typed_, &RuleEditor::edited, this, [this](const Options& changes) {
    apply(tr("Change the rule of %1").arg(header_->name()), [&](Contender& c) {
      for (const auto& [id, value] : changes) c.options[id] = value;
    });
  });
  for (OptionsForm* form : {options_, scheduleOptions_}) {
    // Whose values are dragged is looked at: its path lies on top.
    connect(form, &OptionsForm::gestureStarted, this, [this] { Q_EMIT selected(index_); });
    connect(form, &OptionsForm::gestureStarted, &model_, &ScenarioModel::beginGesture);
    connect(form, &OptionsForm::gestureFinished, &model_, &ScenarioModel::endGesture);
    const bool schedule = form == scheduleOptions_;
    const auto change = [this, schedule](const QString& what, const auto& act) {
      apply(what.arg(schedule ? tr("the schedule of %1").arg(header_->name()) : header_->name()),
            [&](Contender& c) { act(schedule ? c.schedule->options : c.options); });
    };
    connect(form, &OptionsForm::edited, this, [this, schedule, change](const std::string& id, const Json& value) {
      if (!schedule) return changeOption(id, value);
      change(tr("Change %1 of %2").arg(text(id)), [&](Options& o) { o[id] = value; });
    });
    connect(form, &OptionsForm::editedTogether, this, [change](const Options& changes) {
      change(tr("Change %1"), [&](Options& o) {
        for (const auto& [id, value] : changes) o[id] = value;
      });
    });
    connect(form, &OptionsForm::resetRequested, this, [change](const std::string& id) {
      change(tr("Reset %1 of %2").arg(text(id)), [&](Options& o) { o.erase(id); });
    });
  }
  connect(schedule_, &QComboBox::activated, this, [this] {
    const std::string id = schedule_->currentData().toString().toStdString();
    scheduleExpanded_ = !id.empty();
    apply(tr("Schedule of %1").arg(header_->name()), [&](Contender& c) {
      if (id.empty())
        c.schedule.reset();
      else if (!c.schedule || c.schedule->name != id)
        c.schedule = ScheduleChoice{id, {}};
    });
    refreshSchedule();
  });
}

void ContenderCard::buildSecondRow(QVBoxLayout* column) {
  const Theme& theme = themes_.theme();
  second_ = new QWidget(body_);
  auto* rows = new QVBoxLayout(second_);
  rows->setContentsMargins(0, theme.ipx(2), 0, 0);
  rows->setSpacing(0);
  rows->addWidget(new Rule(themes_));
  auto* brief = new QHBoxLayout;
  brief->setContentsMargins(theme.u(3), theme.ipx(1), theme.u(1.5), 0);
  secondText_ = new ElidedLabel(themes_, {}, TextRole::Secondary, second_);
  secondText_->setSecondary(true);
  secondText_->setSeparator(OptionsForm::secondRowSeparator());
  secondFold_ = new FlatButton(themes_, QStringLiteral("chevron-right"), {}, second_);
  secondFold_->setControlHeight(22);
  secondFold_->setToolTip(tr("More options"));
  ruleFold_ = new FlatButton(themes_, {}, tr("Rule"), second_);
  ruleFold_->setControlHeight(22);
  ruleFold_->setTextTint(IconTint::Secondary);
  ruleFold_->setCheckable(true);
  ruleFold_->setToolTip(tr("The update rule in formulas"));
  brief->addWidget(secondText_, 1);
  brief->addWidget(ruleFold_);
  brief->addWidget(secondFold_);
  rows->addLayout(brief);
  rule_ = new RuleView(themes_, second_);
  rule_->hide();
  rows->addWidget(rule_);
  column->addWidget(second_);
}

std::vector<std::string> ContenderCard::differences() const { return differencesFromParent(model_.scenario(), index_); }

bool ContenderCard::showsAllOptions() const {
  // A branch that is still its parent has everything yet to be changed.
  return !contender().branch || branch_->showsAll() || differences().empty();
}

void ContenderCard::alignRows() {
  int widest = options_->widestLabel();
  if (!scheduleOptions_->isHidden()) widest = std::max(widest, scheduleOptions_->widestLabel());
  if (!typed_->isHidden()) widest = std::max(widest, typed_->widestLabel());
  for (const GroupEditor* group : groups_) widest = std::max(widest, group->options()->widestLabel());
  int beside = options_->roomBeside();
  if (!scheduleOptions_->isHidden()) beside = std::max(beside, scheduleOptions_->roomBeside());
  for (const GroupEditor* group : groups_) beside = std::max(beside, group->options()->roomBeside());
  const QMargins edges = layout()->contentsMargins();
  alignedAt_ = width();
  widest = std::min(widest, std::max(themes_.theme().ipx(24), width() - edges.left() - edges.right() - beside));
  options_->setLabelWidth(widest);
  scheduleOptions_->setLabelWidth(widest);
  typed_->setLabelWidth(widest);
  for (const GroupEditor* group : groups_) group->options()->setLabelWidth(widest);
}

void ContenderCard::resizeEvent(QResizeEvent* event) {
  CardFrame::resizeEvent(event);
  if (width() != alignedAt_) alignRows();
}

void ContenderCard::changeOption(const std::string& id, const Json& value) {
  const OptimizerCard& card = *findOptimizer(contender().optimizer);
  const bool rate = !card.rate.empty() && card.rate.substr(0, card.rate.find('.')) == id;
  const double before = rate ? rateOf(contender()) : 0;
  apply(tr("Change %1 of %2").arg(text(id), header_->name()), [&](Contender& c) { c.options[id] = value; });
  if (rate && ratesLinked_ && rateOf(contender()) != before) setRateOfAll(rateOf(contender()));
}

void ContenderCard::setRateOfAll(double rate) {
  model_.edit(tr("Learning rate of all"), [&](Scenario& s) {
    for (Contender& other : s.contenders) {
      const OptimizerCard* card = findOptimizer(other.optimizer);
      if (!card || card->rate.empty() || other.ghost) continue;
      Contender next = other;
      setRate(next, rate);
      keepLabelTrue(next, other);
      try {
        checkContender(next, dimension_, s.steps);
        other = std::move(next);
      } catch (const OptionError&) {
        continue;  // beyond what this one takes
      }
    }
  });
}

void ContenderCard::apply(const QString& what, const std::function<void(Contender&)>& change) {
  Q_EMIT selected(index_);
  Contender next = contender();
  change(next);
  keepLabelTrue(next, contender());
  try {
    checkContender(next, dimension_, model_.scenario().steps);
  } catch (const OptionError& error) {
    shownSteps_ = -1;
    refresh();
    return showError(error);
  }
  message_->clear();
  model_.edit(what, [&](Scenario& s) { s.contenders[index_] = next; });
  // An entry that means what is there already changes nothing, yet has to be shown so.
  shownSteps_ = -1;
  refresh();
}

void ContenderCard::showError(const OptionError& error) {
  const QString words = text(error.message());
  std::string_view path = error.path();
  const auto below = [&path](std::string_view head) {
    if (!path.starts_with(head)) return false;
    path.remove_prefix(head.size());
    return true;
  };
  bool said = false;
  if (below("schedule."))
    said = scheduleOptions_->showError(path, words);
  else if (path.starts_with("groups[")) {
    for (std::size_t i = 0; i < groups_.size() && !said; ++i)
      said = below("groups[" + std::to_string(i) + "].") && groups_[i]->options()->showError(path, words);
  } else {
    said = options_->showError(path, words);
  }
  if (!said)
    message_->showMessage(InlineMessage::Kind::Error, tr("%1. The last good value stays in force.").arg(words));
}

void ContenderCard::refresh() {
  const Scenario& scenario = model_.scenario();
  if (index_ >= scenario.contenders.size()) return;
  const Contender& now = contender();
  header_->setVisibility(now.hidden, scenario.contenders.size() > 1 && isAlone(scenario, index_));
  header_->setMark(contenderMark(themes_.theme(), scenario, index_));
  const OptimizerCard* card = findOptimizer(now.optimizer);
  // Namesakes come and go.
  const QString name = text(contenderName(scenario, index_));
  header_->setName(headerName(scenario, index_), card ? text(card->id + ": " + card->summary) : QString());
  for (OptionsForm* form : {options_, scheduleOptions_}) form->setOwner(name);
  typed_->setOwner(name);
  schedule_->setAccessibleName(tr("Learning-rate schedule of %1").arg(name));
  preview_->setAccessibleName(tr("The schedule's options of %1").arg(name));
  secondFold_->setAccessibleName(tr("More options of %1").arg(name));
  ruleFold_->setAccessibleName(tr("Update rule of %1").arg(name));
  branch_->showBranch(scenario, index_);
  // Of a branch, what it has otherwise depends on its parent, too.
  const std::vector<std::string> without = replacedOptions();
  if (now == shown_ && scenario.steps == shownSteps_ && without == shownWithout_) return;
  shownWithout_ = without;
  const bool same = now.optimizer == shown_.optimizer;
  shown_ = now;
  shownSteps_ = scenario.steps;
  if (!same) {
    message_->clear();
  }
  // Rows without effect would mislead.
  std::vector<std::string> elsewhere = without;
  const bool typed = card && card->inForce;
  if (typed) elsewhere.insert(elsewhere.end(), {"formula", "parameters"});
  typed_->setVisible(typed);
  typed_->parameters()->setVisible(typed);
  if (typed) typed_->setOptions(now.options);
  options_->setCard(card, elsewhere);
  options_->setOptions(now.options, scenario.steps);
  options_->setExpanded(expanded_);
  secondFold_->setVisible(options_->hasSecondRow());
  ruleFold_->setVisible(!now.run);
  secondText_->setText(expanded_ ? QString() : options_->secondRowText());
  // Made anew only where it is another one: its rows may be at work.
  const QString key = card ? ruleKey(*card, now.options) : QString();
  if (!inForce_ || key != inForceKey_) {
    const auto inForce = card ? cardInForce(*card, now.options) : nullptr;
    rule_->setCard(inForce.get());
    replacedCard_ = std::exchange(inForce_, inForce);  // until no row of it is left
    inForceKey_ = key;
  }
  const std::vector<std::string> differ = differences();
  const auto differs = [&](const char* part) { return std::ranges::find(differ, part) != differ.end(); };
  scheduleRow_->setVisible(card && !card->rate.empty() &&
                           (showsAllOptions() || differs("schedule") || differs("optimizer")));
  refreshConditions();
  showBrief();
  refreshGroups();
  refreshRates();
  refreshSchedule();
  showStability();
}

std::vector<std::string> ContenderCard::replacedOptions() const {
  const auto& groups = contender().groups;
  Index named = 0;
  for (const ParameterGroup& group : groups) named += static_cast<Index>(group.coordinates.size());
  std::vector<std::string> ids;
  const OptimizerCard* card = findOptimizer(contender().optimizer);
  const std::vector<std::string> differ = differences();
  if (card && !showsAllOptions() && std::ranges::find(differ, "optimizer") == differ.end()) {
    for (const OptionDescription& option : card->options) {
      if (std::ranges::find(differ, option.id) == differ.end()) ids.push_back(option.id);
    }
  }
  if (groups.empty() || named < dimension_) return ids;
  for (const auto& [id, value] : groups.front().options) {
    if (std::ranges::all_of(groups, [&id = id](const ParameterGroup& g) { return g.options.contains(id); }))
      ids.push_back(id);
  }
  return ids;
}

void ContenderCard::refreshGroups() {
  const Contender& now = contender();
  const OptimizerCard* card = findOptimizer(now.optimizer);
  while (groups_.size() > now.groups.size()) {
    groups_.back()->hide();
    groups_.back()->deleteLater();
    groups_.pop_back();
  }
  while (groups_.size() < now.groups.size()) {
    const std::size_t i = groups_.size();
    auto* group = new GroupEditor(themes_, body_);
    groupList_->addWidget(group);
    groups_.push_back(group);
    connect(group, &GroupEditor::gestureStarted, &model_, &ScenarioModel::beginGesture);
    connect(group, &GroupEditor::gestureFinished, &model_, &ScenarioModel::endGesture);
    connect(group, &GroupEditor::edited, this, [this, i](const Options& options) {
      apply(tr("Change a group of %1").arg(header_->name()), [&](Contender& c) {
        Options next = ruleGathered(*findOptimizer(c.optimizer), *inForce_, options);
        // A rule of its own, which only files give a group.
        const auto own = c.groups[i].options.find("formula");
        if (inForce_->find("formula") == nullptr && own != c.groups[i].options.end()) next["formula"] = own->second;
        c.groups[i].options = next;
      });
    });
    connect(group, &GroupEditor::removeRequested, this, [this, i] {
      apply(tr("Remove a group of %1").arg(header_->name()),
            [&](Contender& c) { c.groups.erase(c.groups.begin() + static_cast<std::ptrdiff_t>(i)); });
    });
  }
  const QString name = text(contenderName(model_.scenario(), index_));
  for (std::size_t i = 0; i < groups_.size() && card; ++i) {
    groups_[i]->options()->setOwner(tr("group %1 of %2").arg(i + 1).arg(name));
    ParameterGroup shown = now.groups[i];
    shown.options = ruleFlattened(*card, *inForce_, shown.options);
    groups_[i]->setGroup(inForce_.get(), shown, ruleFlattened(*card, *inForce_, groupOptions(now, i)),
                         model_.scenario().steps, coordinates_);
  }
}

void ContenderCard::refreshRates() {
  const Contender& now = contender();
  const ScheduleCard* schedule = now.schedule ? findSchedule(now.schedule->name) : nullptr;
  if (schedule && schedule->needsLoss && run_ && run_->rates.rows() > 0) {
    rates_.assign(run_->rates.data(), run_->rates.data() + run_->rates.rows());
    // A path that ended early fills only its part of the width.
    const auto steps = static_cast<std::size_t>(std::max<std::int64_t>(model_.scenario().steps, 2));
    if (rates_.size() < steps) rates_.resize(steps, std::numeric_limits<double>::quiet_NaN());
  } else {
    rates_ = ratesOf(now, dimension_, model_.scenario().steps,
                     conditionsOf(model_.scenario(), now).stepsPerEpoch.value_or(1));
  }
}

void ContenderCard::setRun(std::shared_ptr<const Trajectory> run) {
  run_ = std::move(run);
  const auto& choice = contender().schedule;
  const ScheduleCard* schedule = choice ? findSchedule(choice->name) : nullptr;
  if (!schedule || !schedule->needsLoss) return;
  refreshRates();
  preview_->setCurve(rates_);
  showStep();
}

void ContenderCard::setDimensions(Index least, Index most, const std::vector<CoordinateName>& names) {
  if (least == leastDimension_ && most == dimension_ && names == coordinates_) return;
  leastDimension_ = least;
  dimension_ = most;
  coordinates_ = names;
  shownSteps_ = -1;
  refresh();
}

void ContenderCard::refreshSchedule() {
  const auto& choice = contender().schedule;
  schedule_->setCurrentIndex(std::max(0, schedule_->findData(choice ? text(choice->name) : QString())));
  scheduleOptions_->setCard(choice ? findSchedule(choice->name) : nullptr);
  scheduleOptions_->setExpanded(true);
  if (choice) scheduleOptions_->setOptions(choice->options, model_.scenario().steps);
  scheduleOptions_->setVisible(choice && scheduleExpanded_);
  alignRows();
  const ScheduleCard* card = choice ? findSchedule(choice->name) : nullptr;
  schedule_->setToolTip(card ? text(card->id + ": " + card->summary)
                             : tr("How the learning rate changes from step to step"));
  const std::string notice = card && card->notice ? card->notice(choice->options, model_.scenario().steps)
                                                  : recordedWords(model_.scenario(), contender());
  notice_->setText(text(notice));
  notice_->setVisible(!notice.empty());
  preview_->setCurve(rates_);
  showStep();
}

void ContenderCard::showStep() {
  const std::int64_t step = view_.now().step;
  if (rates_.empty()) return rate_->clear();
  const auto steps = static_cast<double>(std::max<std::int64_t>(1, model_.scenario().steps));
  preview_->setCursorShare(std::clamp(static_cast<double>(step) / steps, 0.0, 1.0));
  const std::size_t last = rates_.size() - 1;
  const std::size_t at =
      contender().schedule ? std::min(last, static_cast<std::size_t>(std::max<std::int64_t>(0, step))) : 0;
  rate_->setText(shownNumber(rates_[at]));
}

void ContenderCard::setFolded(bool folded) {
  folded_ = folded;
  header_->setFolded(folded);
  body_->setVisible(!folded);
}

void ContenderCard::setCompact(bool compact) {
  compact_ = compact;
  rate_->setVisible(!compact);
  showBrief();
}

void ContenderCard::showBrief() {
  const OptimizerCard* card = findOptimizer(contender().optimizer);
  QStringList parts;
  QStringList rates;
  for (const double lr : initialRates(contender(), dimension_)) rates << shownNumber(lr);
  if (const OptionDescription* rate = card ? card->find("lr") : nullptr)
    parts << OptionsForm::valueText(*rate, rates.join(QStringLiteral(", ")).toStdString());
  // "momentum" or "betas[0]".
  const std::string id = card && !compact_ ? card->momentum.substr(0, card->momentum.find('[')) : std::string();
  if (const OptionDescription* momentum = id.empty() ? nullptr : card->find(id)) {
    const Json value = optionValue(*momentum, contender().options);
    if (value.is_number() || value.is_array())
      parts << OptionsForm::valueText(*momentum, value, value.is_array() ? 0 : -1);
  }
  header_->setBrief(parts.join(QStringLiteral("   ")));
}

void ContenderCard::restyle() {
  // A card that waits to be deleted still hears of another theme.
  if (index_ >= model_.scenario().contenders.size()) return;
  header_->setMark(contenderMark(themes_.theme(), model_.scenario(), index_));
  update();
}

void ContenderCard::enterEvent(QEnterEvent* event) {
  header_->setHovered(true);
  CardFrame::enterEvent(event);
}

void ContenderCard::leaveEvent(QEvent* event) {
  header_->setHovered(false);
  CardFrame::leaveEvent(event);
}

}  // namespace thalweg
