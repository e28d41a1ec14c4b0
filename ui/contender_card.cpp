#include "ui/contender_card.h"

#include "core/contender.h"
#include "core/optimizer.h"
#include "core/schedule.h"
#include "ui/contender_look.h"
#include "ui/controls/buttons.h"
#include "ui/controls/number_text.h"
#include "ui/controls/option_row.h"
#include "ui/group_editor.h"
#include "ui/markers.h"
#include "ui/scenario_model.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace thalweg {

namespace {

QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

/// The curve of the first parameter group.
std::vector<double> ratesOf(const Contender& contender, Index dimension, std::int64_t steps) {
  try {
    // A constant is a line from end to end; more steps than the screen could show are sampled by the widget.
    const std::int64_t shown = contender.schedule ? std::max<std::int64_t>(steps, 2) : 2;
    const Eigen::ArrayXXd rates = previewRates(contender, dimension, shown);
    if (rates.cols() == 0) return {};
    return {rates.data(), rates.data() + rates.rows()};
  } catch (const OptionError&) {
    return {};
  }
}

}  // namespace

ContenderCard::ContenderCard(const ThemeController& themes, ScenarioModel& model, std::size_t index, QWidget* parent)
    : CardFrame(themes, parent), themes_(themes), model_(model), index_(index) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2, 2, 2, 2);
  column->setSpacing(0);
  buildHeader();
  buildBody();
  connect(this, &CardFrame::pressed, this, [this] { Q_EMIT selected(index_); });
  connect(&themes_, &ThemeController::changed, this, &ContenderCard::restyle);
  refresh();
}

const Contender& ContenderCard::contender() const { return model_.scenario().contenders[index_]; }

void ContenderCard::buildHeader() {
  const Theme& theme = themes_.theme();
  auto* header = new QWidget(this);
  header->setFixedHeight(theme.ipx(34));
  auto* line = new QHBoxLayout(header);
  line->setContentsMargins(theme.u(1), 0, theme.u(1.5), 0);
  line->setSpacing(theme.u(1));
  const auto button = [&](const QString& icon, const QString& tip) {
    auto* made = new FlatButton(themes_, icon, {}, header);
    made->setControlHeight(24);
    made->setToolTip(tip);
    return made;
  };
  fold_ = button(QStringLiteral("chevron-down"), tr("Fold or unfold"));
  marker_ = new QLabel(header);
  name_ = new ElidedLabel(themes_, {}, TextRole::Title, header);
  brief_ = new QLabel(header);
  brief_->setProperty("role", QStringLiteral("secondary"));
  solo_ = button(QStringLiteral("solo"), tr("Show this one alone, or all again"));
  solo_->hide();
  eye_ = button(QStringLiteral("eye"), tr("Show or hide its paths (%1)").arg(index_ + 1));
  more_ = button(QStringLiteral("ellipsis"), tr("More"));
  auto* menu = new QMenu(more_);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMenu(menu); });
  connect(more_, &QToolButton::clicked, this,
          [this, menu] { menu->popup(more_->mapToGlobal(QPoint(0, more_->height()))); });
  for (QWidget* widget : std::initializer_list<QWidget*>{fold_, marker_, name_, brief_, solo_, eye_, more_})
    line->addWidget(widget);
  line->setStretchFactor(name_, 1);
  layout()->addWidget(header);

  connect(fold_, &QToolButton::clicked, this, [this] { setFolded(!folded_); });
  connect(solo_, &QToolButton::clicked, this, [this] { Q_EMIT soloRequested(index_); });
  connect(eye_, &QToolButton::clicked, this, [this] {
    model_.edit(tr("Show or hide %1").arg(name_->text()),
                [this](Scenario& s) { s.contenders[index_].hidden = !s.contenders[index_].hidden; });
  });
}

void ContenderCard::buildBody() {
  const Theme& theme = themes_.theme();
  body_ = new QWidget(this);
  auto* column = new QVBoxLayout(body_);
  column->setContentsMargins(0, 0, 0, theme.u(1));
  column->setSpacing(0);
  options_ = new OptionsForm(themes_, body_);
  column->addWidget(options_);
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
    schedule_->addItem(text(card->label.empty() ? card->id : card->label), text(card->id));
    schedule_->setItemData(schedule_->count() - 1, text(card->id + ": " + card->summary), Qt::ToolTipRole);
  }
  schedule_->setFixedWidth(theme.ipx(130));
  preview_ = new SchedulePreview(themes_, scheduleRow_);
  preview_->setToolTip(tr("The rate over the steps. Click for the schedule's options."));
  preview_->setAccessibleName(tr("The schedule's options"));
  rate_ = new QLabel(scheduleRow_);
  rate_->setProperty("role", QStringLiteral("secondary"));
  rate_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  rate_->setToolTip(tr("The rate at the current step"));
  rate_->setMinimumWidth(theme.ipx(64));
  line->addWidget(schedule_);
  line->addWidget(preview_);
  line->addStretch();
  line->addWidget(rate_);
  column->addWidget(scheduleRow_);
  scheduleOptions_ = new OptionsForm(themes_, body_);
  scheduleOptions_->setExpanded(true);
  column->addWidget(scheduleOptions_);
  groupList_ = new QVBoxLayout;
  groupList_->setSpacing(0);
  column->addLayout(groupList_);

  second_ = new QWidget(body_);
  auto* rows = new QVBoxLayout(second_);
  rows->setContentsMargins(0, theme.u(1), 0, 0);
  rows->setSpacing(0);
  rows->addWidget(new Rule(themes_));
  auto* brief = new QHBoxLayout;
  brief->setContentsMargins(theme.u(3), theme.ipx(2), theme.u(1.5), 0);
  secondText_ = new ElidedLabel(themes_, {}, TextRole::Secondary, second_);
  secondText_->setSecondary(true);
  secondFold_ = new FlatButton(themes_, QStringLiteral("chevron-right"), {}, second_);
  secondFold_->setControlHeight(24);
  secondFold_->setToolTip(tr("More options"));
  brief->addWidget(secondText_, 1);
  brief->addWidget(secondFold_);
  rows->addLayout(brief);
  column->addWidget(second_);
  layout()->addWidget(body_);

  connect(secondFold_, &QToolButton::clicked, this, [this] {
    expanded_ = !expanded_;
    options_->setExpanded(expanded_);
    secondFold_->setIconName(expanded_ ? QStringLiteral("chevron-up") : QStringLiteral("chevron-right"));
  });
  connect(preview_, &SchedulePreview::clicked, this, [this] {
    scheduleExpanded_ = !scheduleExpanded_;
    refreshSchedule();
  });
  for (OptionsForm* form : {options_, scheduleOptions_}) {
    connect(form, &OptionsForm::gestureStarted, &model_, &ScenarioModel::beginGesture);
    connect(form, &OptionsForm::gestureFinished, &model_, &ScenarioModel::endGesture);
    const bool schedule = form == scheduleOptions_;
    const auto change = [this, schedule](const QString& what, const auto& act) {
      apply(what.arg(schedule ? tr("the schedule of %1").arg(name_->text()) : name_->text()),
            [&](Contender& c) { act(schedule ? c.schedule->options : c.options); });
    };
    connect(form, &OptionsForm::edited, this, [change](const std::string& id, const Json& value) {
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
    apply(tr("Schedule of %1").arg(name_->text()), [&](Contender& c) {
      if (id.empty())
        c.schedule.reset();
      else if (!c.schedule || c.schedule->name != id)
        c.schedule = ScheduleChoice{id, {}};
    });
    refreshSchedule();
  });
}

void ContenderCard::apply(const QString& what, const std::function<void(Contender&)>& change) {
  Contender next = contender();
  change(next);
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
  if (now == shown_ && scenario.steps == shownSteps_) return;
  const bool same = now.optimizer == shown_.optimizer;
  shown_ = now;
  shownSteps_ = scenario.steps;
  const OptimizerCard* card = findOptimizer(now.optimizer);
  if (!same) {
    message_->clear();
  }
  // Rows without effect would mislead.
  options_->setCard(card, replacedOptions());
  options_->setOptions(now.options, scenario.steps);
  options_->setExpanded(expanded_);
  second_->setVisible(options_->hasSecondRow());
  secondText_->setText(options_->secondRowText());
  name_->setText(text(displayName(now)));
  name_->setToolTip(card ? text(card->id + ": " + card->summary) : QString());
  eye_->setIconName(now.hidden ? QStringLiteral("eye-off") : QStringLiteral("eye"));
  scheduleRow_->setVisible(card && !card->rate.empty());
  const OptionDescription* rate = card ? card->find("lr") : nullptr;
  QStringList rates;
  for (const double lr : initialRates(now, dimension_)) rates << shownNumber(lr);
  brief_->setText(rate ? OptionsForm::valueText(*rate, rates.join(QStringLiteral(", ")).toStdString()) : QString());
  refreshGroups();
  refreshRates();
  refreshSchedule();
  restyle();
}

std::vector<std::string> ContenderCard::replacedOptions() const {
  const auto& groups = contender().groups;
  Index named = 0;
  for (const ParameterGroup& group : groups) named += static_cast<Index>(group.coordinates.size());
  std::vector<std::string> ids;
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
      apply(tr("Change a group of %1").arg(name_->text()), [&](Contender& c) { c.groups[i].options = options; });
    });
    connect(group, &GroupEditor::removeRequested, this, [this, i] {
      apply(tr("Remove a group of %1").arg(name_->text()),
            [&](Contender& c) { c.groups.erase(c.groups.begin() + static_cast<std::ptrdiff_t>(i)); });
    });
  }
  for (std::size_t i = 0; i < groups_.size() && card; ++i)
    groups_[i]->setGroup(card, now.groups[i], groupOptions(now, i), model_.scenario().steps, dimension_ <= 2);
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
    rates_ = ratesOf(now, dimension_, model_.scenario().steps);
  }
}

void ContenderCard::setRun(std::shared_ptr<const Trajectory> run) {
  run_ = std::move(run);
  const auto& choice = contender().schedule;
  const ScheduleCard* schedule = choice ? findSchedule(choice->name) : nullptr;
  if (!schedule || !schedule->needsLoss) return;
  refreshRates();
  preview_->setCurve(rates_);
  setStep(step_);
}

void ContenderCard::setDimensions(Index least, Index most) {
  if (least == leastDimension_ && most == dimension_) return;
  leastDimension_ = least;
  dimension_ = most;
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
  preview_->setCurve(rates_);
  setStep(step_);
}

void ContenderCard::setStep(std::int64_t step) {
  step_ = step;
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
  fold_->setIconName(folded ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"));
  body_->setVisible(!folded);
  brief_->setVisible(folded);
}

void ContenderCard::restyle() {
  const Theme& theme = themes_.theme();
  const ContenderMark mark = contenderMark(theme, model_.scenario(), index_);
  marker_->setPixmap(markerPixmap(mark.marker, theme.px(13), mark.color, devicePixelRatioF()));
  brief_->setVisible(folded_);
  update();
}

void ContenderCard::fillMenu(QMenu* menu) {
  menu->clear();
  const auto add = [&](const QString& icon, const QString& label, const std::function<void(Scenario&)>& change) {
    menu->addAction(themedIcon(themes_, icon), label, this, [this, label, change] { model_.edit(label, change); });
  };
  const std::size_t i = index_;
  const auto swapped = [i](Scenario& s, std::size_t other) { std::swap(s.contenders[i], s.contenders[other]); };
  menu->addAction(themedIcon(themes_, QStringLiteral("pencil")), tr("Rename…"), this, [this, i] {
    bool accepted = false;
    const QString label =
        QInputDialog::getText(window(), tr("Rename"), tr("Name"), QLineEdit::Normal, name_->text(), &accepted);
    if (accepted)
      model_.edit(tr("Rename"), [&](Scenario& s) { s.contenders[i].label = label.trimmed().toStdString(); });
  });
  if (const OptimizerCard* card = findOptimizer(contender().optimizer); card && !card->presets.empty()) {
    QMenu* presets = menu->addMenu(tr("Presets"));
    for (const auto& [label, options] : card->presets) {
      presets->addAction(text(label), this, [this, options = options] {
        apply(tr("Preset"), [&](Contender& c) { c.options = options; });
      });
    }
  }
  addGroupActions(menu);
  add(QStringLiteral("copy"), tr("Duplicate"), [i](Scenario& s) {
    if (s.contenders.size() >= limits::contenders) return;
    s.contenders.insert(s.contenders.begin() + static_cast<std::ptrdiff_t>(i) + 1, s.contenders[i]);
  });
  add(QStringLiteral("reset"), tr("Reset all options"), [i](Scenario& s) { s.contenders[i].options.clear(); });
  if (i > 0) add(QStringLiteral("chevron-up"), tr("Move up"), [=](Scenario& s) { swapped(s, i - 1); });
  if (i + 1 < model_.scenario().contenders.size())
    add(QStringLiteral("chevron-down"), tr("Move down"), [=](Scenario& s) { swapped(s, i + 1); });
  menu->addSeparator();
  add(QStringLiteral("trash"), tr("Remove"),
      [i](Scenario& s) { s.contenders.erase(s.contenders.begin() + static_cast<std::ptrdiff_t>(i)); });
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
      apply(tr("Groups of %1").arg(name_->text()), [&](Contender& c) {
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
    apply(tr("Remove the groups of %1").arg(name_->text()), [](Contender& c) { c.groups.clear(); });
  });
}

void ContenderCard::enterEvent(QEnterEvent* event) {
  solo_->show();
  CardFrame::enterEvent(event);
}

void ContenderCard::leaveEvent(QEvent* event) {
  solo_->hide();
  CardFrame::leaveEvent(event);
}

}  // namespace thalweg
