#include "ui/contender_dock.h"

#include "core/optimizer.h"
#include "ui/conditions_card.h"
#include "ui/contender_card.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"

#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace thalweg {

ContenderDock::ContenderDock(const ThemeController& themes, ScenarioModel& model, ComputeController& compute,
                             QWidget* parent)
    : QWidget(parent), themes_(themes), model_(model), compute_(compute) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* title = new ElidedLabel(themes, tr("Contenders"), TextRole::Title, this);
  title->setContentsMargins(0, 0, 0, 0);
  auto* header = new QHBoxLayout;
  header->setContentsMargins(theme.u(4), theme.u(2), theme.u(2), theme.u(2));
  header->addWidget(title);
  column->addLayout(header);

  scroll_ = new QScrollArea(this);
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setFocusPolicy(Qt::NoFocus);  // else a click would give it the arrow keys
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* content = new QWidget;
  content->setAutoFillBackground(false);
  content->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  scroll_->viewport()->setAutoFillBackground(false);
  list_ = new QVBoxLayout(content);
  list_->setContentsMargins(theme.u(2), 0, theme.u(2), theme.u(2));
  list_->setSpacing(theme.u(2));
  add_ = new FlatButton(themes, QStringLiteral("plus"), tr("Add a contender"), content);
  add_->setTint(IconTint::Accent);
  add_->setTextTint(IconTint::Accent);
  list_->addWidget(add_, 0, Qt::AlignLeft);
  list_->addStretch();
  scroll_->setWidget(content);
  column->addWidget(scroll_, 1);
  conditions_ = new ConditionsCard(themes_, model_, this);
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(theme.u(2), theme.u(1), theme.u(2), theme.u(2));
  foot->addWidget(conditions_);
  column->addLayout(foot);

  connect(add_, &QToolButton::clicked, this, &ContenderDock::addContender);
  connect(&model_, &ScenarioModel::changed, this, &ContenderDock::refresh);
  connect(&compute_, &ComputeController::pathsChanged, this, &ContenderDock::showRuns);
  connect(&compute_, &ComputeController::objectiveChanged, this, &ContenderDock::showObjectives);
  connect(&themes_, &ThemeController::changed, this, qOverload<>(&QWidget::update));
  refresh();
}

ContenderCard* ContenderDock::card(std::size_t index) const { return index < cards_.size() ? cards_[index] : nullptr; }

void ContenderDock::refresh() {
  const std::size_t count = model_.scenario().contenders.size();
  while (cards_.size() > count) {
    cards_.back()->hide();
    cards_.back()->deleteLater();
    cards_.pop_back();
  }
  while (cards_.size() < count) {
    auto* card = new ContenderCard(themes_, model_, cards_.size(), this);
    list_->insertWidget(static_cast<int>(cards_.size()), card);
    card->setStep(step_);
    card->setCompact(compact_);
    cards_.push_back(card);
    card->setFolded(compact_ && cards_.size() - 1 != selected_);
    connect(card, &ContenderCard::selected, this, &ContenderDock::select);
    connect(card, &ContenderCard::soloRequested, this, &ContenderDock::solo);
  }
  for (ContenderCard* card : cards_) card->refresh();
  conditions_->refresh();
  showObjectives();
  add_->setEnabled(count < limits::contenders);
  select(std::min(selected_, count == 0 ? 0 : count - 1));
}

void ContenderDock::select(std::size_t index) {
  for (ContenderCard* card : cards_) {
    card->setSelected(card->index() == index);
    if (compact_ && index != selected_ && card->index() == index) card->setFolded(false);
  }
  if (index == selected_) return;
  selected_ = index;
  Q_EMIT selectedChanged(index);
}

void ContenderDock::setStep(std::int64_t step) {
  step_ = step;
  for (ContenderCard* card : cards_) card->setStep(step);
}

void ContenderDock::setPanel(std::size_t panel) {
  panel_ = panel;
  showRuns();
}

void ContenderDock::showRuns() {
  const PathSet& paths = compute_.paths();
  for (ContenderCard* card : cards_) {
    const bool there = card->index() < paths.contenders;
    if (card->index() < model_.scenario().contenders.size())
      card->setRun(there ? paths.at(panel_, card->index()) : nullptr);
  }
}

void ContenderDock::showObjectives() {
  std::vector<std::int64_t> samples;
  Index least = 0;
  Index most = 0;
  for (std::size_t i = 0; i < compute_.panels(); ++i) {
    const auto objective = compute_.objective(i);
    if (!objective) continue;
    samples.push_back(objective->samples());
    least = least == 0 ? objective->dimension() : std::min(least, objective->dimension());
    most = std::max(most, objective->dimension());
  }
  conditions_->setSamples(samples);
  for (ContenderCard* card : cards_) {
    if (most > 0 && card->index() < model_.scenario().contenders.size()) card->setDimensions(least, most);
  }
}

void ContenderDock::setCompact(bool compact) {
  if (compact == compact_) return;
  compact_ = compact;
  for (ContenderCard* card : cards_) {
    card->setCompact(compact);
    card->setFolded(compact && card->index() != selected_);
  }
}

void ContenderDock::solo(std::size_t index) {
  const auto& contenders = model_.scenario().contenders;
  bool alone = !contenders[index].hidden;
  for (std::size_t i = 0; i < contenders.size(); ++i) alone = alone && (i == index || contenders[i].hidden);
  model_.edit(alone ? tr("Show all") : tr("Show one alone"), [&](Scenario& s) {
    for (std::size_t i = 0; i < s.contenders.size(); ++i) s.contenders[i].hidden = !alone && i != index;
  });
}

void ContenderDock::addContender() {
  QMenu menu(this);
  menu.setToolTipsVisible(true);
  std::map<std::string, QMenu*> families;
  for (const OptimizerCard* card : optimizerCards()) {
    QMenu*& family = families[card->family];
    if (!family) {
      family = menu.addMenu(QString::fromStdString(card->family));
      family->setToolTipsVisible(true);
    }
    QAction* action =
        family->addAction(QString::fromStdString(card->label.empty() ? card->id : card->label), this, [this, card] {
          model_.edit(tr("Add %1").arg(QString::fromStdString(card->id)), [card](Scenario& s) {
            Contender contender;
            contender.optimizer = card->id;
            s.contenders.push_back(std::move(contender));
          });
          select(model_.scenario().contenders.size() - 1);
        });
    action->setToolTip(QString::fromStdString(card->summary));
  }
  menu.exec(add_->mapToGlobal(QPoint(0, add_->height())));
}

void ContenderDock::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme& theme = themes_.theme();
  painter.fillRect(rect(), theme.dock);
  painter.fillRect(QRect(width() - 1, 0, 1, height()), theme.border);
}

}  // namespace thalweg
