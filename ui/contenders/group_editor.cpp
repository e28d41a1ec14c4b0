#include "ui/contenders/group_editor.h"

#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/controls/panels.h"
#include "ui/look/math_text.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

namespace thalweg {

namespace {

QString coordinateTex(Index c, const std::vector<CoordinateName>& names) {
  const auto at = static_cast<std::size_t>(c);
  return at < names.size() ? QString::fromStdString(names[at].typeset) : QStringLiteral("x_{%1}").arg(c + 1);
}

}  // namespace

GroupEditor::GroupEditor(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, theme.u(1), 0, 0);
  column->setSpacing(0);
  column->addWidget(new Rule(themes_));
  auto* header = new QWidget(this);
  header->setFixedHeight(theme.ipx(30));
  auto* line = new QHBoxLayout(header);
  line->setContentsMargins(theme.u(3), 0, theme.u(1.5), 0);
  line->setSpacing(theme.u(1));
  title_ = new MathLabel(themes_, {}, header);
  auto* words = new ElidedLabel(themes_, tr("a group of its own"), TextRole::Secondary, header);
  words->setSecondary(true);
  more_ = new FlatButton(themes_, QStringLiteral("settings"), {}, header);
  more_->setControlHeight(24);
  more_->setToolTip(tr("Which options the group has of its own"));
  remove_ = new FlatButton(themes_, QStringLiteral("close"), {}, header);
  remove_->setControlHeight(24);
  remove_->setToolTip(tr("Remove this group"));
  line->addWidget(title_);
  line->addSpacing(theme.u(1));
  line->addWidget(words, 1);
  line->addWidget(more_);
  line->addWidget(remove_);
  column->addWidget(header);
  options_ = new OptionsForm(themes_, this);
  column->addWidget(options_);

  auto* menu = new QMenu(more_);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMenu(menu); });
  connect(more_, &QToolButton::clicked, this,
          [this, menu] { menu->popup(more_->mapToGlobal(QPoint(0, more_->height()))); });
  connect(remove_, &QToolButton::clicked, this, &GroupEditor::removeRequested);
  connect(options_, &OptionsForm::gestureStarted, this, &GroupEditor::gestureStarted);
  connect(options_, &OptionsForm::gestureFinished, this, &GroupEditor::gestureFinished);
  connect(options_, &OptionsForm::edited, this,
          [this](const std::string& id, const Json& value) { change(id, &value); });
  connect(options_, &OptionsForm::resetRequested, this, [this](const std::string& id) {
    const Json value = optionValue(*card_->find(id), {}, steps_);
    change(id, &value);
  });
}

void GroupEditor::setGroup(const Card* card, const ParameterGroup& group, const Options& all, std::int64_t steps,
                           const std::vector<CoordinateName>& coordinates) {
  card_ = card;
  group_ = group;
  all_ = all;
  steps_ = steps;
  QStringList names;
  for (const Index c : group.coordinates) names << coordinateTex(c, coordinates);
  title_->setTex(names.join(QStringLiteral(",\\,")));
  std::vector<std::string> without;
  for (const OptionDescription& d : card->options) {
    if (!group.options.contains(d.id)) without.push_back(d.id);
  }
  options_->setCard(card, without);
  options_->setExpanded(true);
  options_->setOptions(all, steps);
}

void GroupEditor::change(const std::string& id, const Json* value) {
  Options next = group_.options;
  if (value)
    next[id] = *value;
  else
    next.erase(id);
  Q_EMIT edited(next);
}

void GroupEditor::fillMenu(QMenu* menu) {
  menu->clear();
  for (const OptionDescription& d : card_->options) {
    QAction* action = menu->addAction(QString::fromStdString(d.label), this, [this, id = d.id] {
      const Json now = optionValue(*card_->find(id), all_, steps_);
      change(id, group_.options.contains(id) ? nullptr : &now);
    });
    action->setCheckable(true);
    action->setChecked(group_.options.contains(d.id));
    action->setToolTip(QString::fromStdString(d.tip));
  }
}

}  // namespace thalweg
