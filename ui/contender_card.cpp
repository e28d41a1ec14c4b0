#include "ui/contender_card.h"

#include "core/optimizer.h"
#include "core/schedule.h"
#include "ui/contender_look.h"
#include "ui/controls/buttons.h"
#include "ui/controls/number_text.h"
#include "ui/controls/option_row.h"
#include "ui/markers.h"
#include "ui/scenario_model.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace thalweg {

namespace {

QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

/// The rate that a contender starts with, and what its schedule makes of it over the scenario's steps.
std::vector<double> ratesOf(const Contender& contender, std::int64_t steps) {
  const OptimizerCard* card = findOptimizer(contender.optimizer);
  if (!card || card->rate.empty()) return {};
  std::vector<double> initial;
  for (const ParameterGroup& group : contender.groups) {
    Options options = contender.options;
    for (const auto& [id, value] : group.options) options[id] = value;
    initial.push_back(initialRate(*card, options));
  }
  initial.push_back(initialRate(*card, contender.options));
  if (!contender.schedule) return {initial.front(), initial.front()};
  const ScheduleCard* schedule = findSchedule(contender.schedule->name);
  // Whether coordinates are left for a last group depends on the surface; lists in the schedule fit one of the two.
  for (std::size_t groups = initial.size(); groups + 1 >= initial.size() && groups > 0; --groups) {
    try {
      // More steps than the screen could show are sampled by the widget.
      const Eigen::ArrayXXd rates = previewSchedule(
          *schedule, contender.schedule->options,
          {initial.begin(), initial.begin() + static_cast<std::ptrdiff_t>(groups)}, std::max<std::int64_t>(steps, 1));
      return {rates.data(), rates.data() + rates.rows()};
    } catch (const OptionError&) {
      continue;
    }
  }
  return {};
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
  column->addWidget(scheduleOptions_);

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
    scheduleOptions_->setExpanded(true);
  }
  connect(options_, &OptionsForm::edited, this, [this](const std::string& id, const Json& value) {
    apply(tr("Change %1 of %2").arg(text(id), name_->text()), id, [&](Contender& c) { c.options[id] = value; });
  });
  connect(options_, &OptionsForm::resetRequested, this, [this](const std::string& id) {
    apply(tr("Reset %1 of %2").arg(text(id), name_->text()), id, [&](Contender& c) { c.options.erase(id); });
  });
  connect(scheduleOptions_, &OptionsForm::edited, this, [this](const std::string& id, const Json& value) {
    apply(tr("Change the schedule of %1").arg(name_->text()), {},
          [&](Contender& c) { c.schedule->options[id] = value; });
  });
  connect(scheduleOptions_, &OptionsForm::resetRequested, this, [this](const std::string& id) {
    apply(tr("Reset the schedule of %1").arg(name_->text()), {}, [&](Contender& c) { c.schedule->options.erase(id); });
  });
  connect(schedule_, &QComboBox::activated, this, [this] {
    const std::string id = schedule_->currentData().toString().toStdString();
    apply(tr("Schedule of %1").arg(name_->text()), {}, [&](Contender& c) {
      if (id.empty())
        c.schedule.reset();
      else if (!c.schedule || c.schedule->name != id)
        c.schedule = ScheduleChoice{id, {}};
    });
    scheduleExpanded_ = !id.empty();
    refreshSchedule();
  });
}

void ContenderCard::apply(const QString& what, const std::string& optionId,
                          const std::function<void(Contender&)>& change) {
  Contender next = contender();
  change(next);
  OptionRow* row = options_->row(optionId);
  if (!row) row = options_->row(optionId, 0);
  try {
    (void)findOptimizer(next.optimizer)->make(next.options);
    if (next.schedule) (void)findSchedule(next.schedule->name)->make(next.schedule->options, model_.scenario().steps);
    message_->clear();
    if (row) row->showNote({});
  } catch (const OptionError& error) {
    const QString words = tr("%1. The last good value stays in force.").arg(text(error.message()));
    if (row)
      row->showNote(words);
    else
      message_->showMessage(InlineMessage::Kind::Error, words);
    shownSteps_ = -1;
    return refresh();
  }
  model_.edit(what, [&](Scenario& s) { s.contenders[index_] = next; });
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
    options_->setCard(card);
  }
  options_->setOptions(now.options, scenario.steps);
  options_->setExpanded(expanded_);
  second_->setVisible(options_->hasSecondRow());
  secondText_->setText(options_->secondRowText());
  name_->setText(text(displayName(now)));
  name_->setToolTip(card ? text(card->id + ": " + card->summary) : QString());
  eye_->setIconName(now.hidden ? QStringLiteral("eye-off") : QStringLiteral("eye"));
  scheduleRow_->setVisible(card && !card->rate.empty());
  const OptionDescription* rate = card ? card->find("lr") : nullptr;
  brief_->setText(rate ? OptionsForm::valueText(*rate, optionValue(*rate, now.options)) : QString());
  rates_ = ratesOf(now, scenario.steps);
  refreshSchedule();
  restyle();
}

void ContenderCard::refreshSchedule() {
  const auto& choice = contender().schedule;
  schedule_->setCurrentIndex(std::max(0, schedule_->findData(choice ? text(choice->name) : QString())));
  scheduleOptions_->setCard(choice ? findSchedule(choice->name) : nullptr);
  if (choice) scheduleOptions_->setOptions(choice->options, model_.scenario().steps);
  scheduleOptions_->setExpanded(true);
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
        apply(tr("Preset"), {}, [&](Contender& c) { c.options = options; });
      });
    }
  }
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

void ContenderCard::enterEvent(QEnterEvent* event) {
  solo_->show();
  CardFrame::enterEvent(event);
}

void ContenderCard::leaveEvent(QEvent* event) {
  solo_->hide();
  CardFrame::leaveEvent(event);
}

}  // namespace thalweg
