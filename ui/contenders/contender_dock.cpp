#include "ui/contenders/contender_dock.h"

#include "core/contracts/optimizer.h"
#include "core/runs/divergence.h"
#include "core/scenario/branch.h"
#include "ui/contenders/conditions_card.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_header.h"
#include "ui/contenders/strip_legend.h"
#include "ui/controls/buttons.h"
#include "ui/controls/search_list.h"
#include "ui/document/branch_edit.h"
#include "ui/document/contender_edits.h"
#include "ui/look/text.h"
#include "ui/panels/start_popup.h"
#include "ui/scenes/outcome_words.h"

#include <QApplication>
#include <QCursor>
#include <QMenu>
#include <QPainter>
#include <QPointer>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace thalweg {

namespace {

/// Where a dragged card would come to stand.
class DropLine : public QWidget {
 public:
  DropLine(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
    setObjectName(QStringLiteral("dropLine"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    const Theme& t = themes_.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.accent);
    const qreal middle = height() / 2.0;
    painter.drawRoundedRect(QRectF(0, middle - t.px(1), width(), t.px(2)), t.px(1), t.px(1));
    painter.drawEllipse(QPointF(middle, middle), middle, middle);
  }

 private:
  const ThemeController& themes_;
};

}  // namespace

ContenderDock::ContenderDock(const ThemeController& themes, ScenarioModel& model, ComputeController& compute,
                             ViewState& view, QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      model_(model),
      compute_(compute),
      view_(view),
      later_(this, [this] { showRuns(); }),
      conditions_(new ConditionsCard(themes, model, this)),
      legend_(new StripLegend(themes, this)),
      optimizers_(new SearchList(themes, this)),
      stabilityJob_(
          this,
          [this](Divergences found) {
            for (Divergence& known : divergences_) {
              for (const Divergence& result : found) {
                if (known.path != result.path) continue;
                // Since when it was too fast is found later than how fast it may be.
                if (result.searched) known.rate = result.rate;
                known.searched = known.searched || result.searched;
                if (result.pastBound) known.pastBound = result.pastBound;
              }
            }
            showStability();
          },
          Priority::Low) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 1, 0);  // the border
  column->setSpacing(0);
  column->addLayout(makeHeader());
  makeList();
  column->addWidget(scroll_, 1);
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(theme.u(2), theme.u(1), theme.u(2) - 1, theme.u(2));
  foot->addWidget(conditions_);
  column->addLayout(foot);
  legendRow_ = new QHBoxLayout;
  legendRow_->setContentsMargins(theme.u(4), 0, theme.u(2), 0);
  legendRow_->addWidget(legend_);
  column->addLayout(legendRow_);
  scroll_->widget()->installEventFilter(this);
  legend_->setContentsMargins(0, theme.u(1), 0, theme.u(2));

  connect(optimizers_, &SearchList::chosen, this, [this](const QString& id) {
    if (const OptimizerCard* card = findOptimizer(id.toStdString())) take(*card);
  });
  connect(&model_, &ScenarioModel::changed, this, &ContenderDock::refresh);
  connect(&compute_, &ComputeController::pathsChanged, this, [this] { later_.ask(); });
  connect(&view_, &ViewState::changed, this, [this](const Looking& now, const Looking& before) {
    if (now.panel != before.panel) later_.ask();
    if (now.contender == before.contender) return;
    showSelected();
    if (ContenderCard* card = this->card(now.contender); compact_ && card) card->setFolded(false);
  });
  connect(&compute_, &ComputeController::objectiveChanged, this, &ContenderDock::showObjectives);
  connect(&themes_, &ThemeController::changed, this, qOverload<>(&QWidget::update));
  refresh();
}

QLayout* ContenderDock::makeHeader() {
  const Theme& theme = themes_.theme();
  auto* header = new QHBoxLayout;
  header->setContentsMargins(theme.u(4), theme.u(1.5), theme.u(2), theme.u(1.5));
  header->setSpacing(theme.u(1));
  header->addWidget(new ElidedLabel(themes_, tr("Contenders"), TextRole::Title, this), 1);
  link_ = new FlatButton(themes_, QStringLiteral("link"), tr("same lr"), this);
  link_->setControlHeight(24);
  link_->setTextTint(IconTint::Secondary);
  link_->setCheckable(true);
  link_->setToolTip(tr("While on, a learning rate changed on one card becomes that of all contenders"));
  connect(link_, &QToolButton::toggled, this, [this](bool on) {
    for (ContenderCard* card : cards_) card->setRatesLinked(on);
  });
  auto* more = new FlatButton(themes_, QStringLiteral("ellipsis"), {}, this);
  more->setControlHeight(24);
  more->setToolTip(tr("All contenders"));
  auto* menu = new QMenu(more);
  const auto add = [&](const QString& icon, const QString& label, const auto& act) {
    menu->addAction(themedIcon(themes_, icon), label, this, act);
  };
  add(QStringLiteral("chevron-down"), tr("Unfold all"), [this] { foldAll(false); });
  add(QStringLiteral("chevron-right"), tr("Fold all"), [this] { foldAll(true); });
  menu->addSeparator();
  add(QStringLiteral("eye"), tr("Show all"), [this] {
    model_.edit(tr("Show all"), [](Scenario& s) {
      for (Contender& contender : s.contenders) contender.hidden = false;
    });
  });
  add(QStringLiteral("reset"), tr("Colours and markers by place"), [this] {
    model_.edit(tr("Colours and markers by place"), [](Scenario& s) {
      for (Contender& contender : s.contenders) {
        contender.color.clear();
        contender.marker.clear();
      }
    });
  });
  more->setMenu(menu);
  header->addWidget(link_);
  header->addWidget(more);
  return header;
}

void ContenderDock::makeList() {
  const Theme& theme = themes_.theme();
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
  list_->setContentsMargins(theme.u(2), 0, theme.u(2) - 1, theme.u(1));
  list_->setSpacing(theme.u(2));
  add_ = new FlatButton(themes_, QStringLiteral("plus"), tr("Add a contender"), content);
  add_->setToolTip(tr("Choose an optimizer that joins the race"));
  add_->setTint(IconTint::Accent);
  add_->setTextTint(IconTint::Accent);
  list_->addWidget(add_, 0, Qt::AlignLeft);
  list_->addStretch();
  dropLine_ = new DropLine(themes_, content);
  scroll_->setWidget(content);
  connect(add_, &QToolButton::clicked, this, [this] { choose(*add_, {}); });
  std::vector<SearchEntry> entries;
  for (const OptimizerCard* card : optimizerCards()) {
    entries.push_back(
        {text(card->id), text(card->label.empty() ? card->id : card->label), text(card->family), text(card->summary)});
  }
  optimizers_->setEntries(std::move(entries));
}

ContenderCard* ContenderDock::card(std::size_t index) const { return index < cards_.size() ? cards_[index] : nullptr; }

void ContenderDock::refresh() {
  const std::size_t count = model_.scenario().contenders.size();
  while (cards_.size() > count) {
    cards_.back()->hide();
    view_.disconnect(cards_.back());  // until it is deleted it has no contender to show
    cards_.back()->deleteLater();
    cards_.pop_back();
  }
  while (cards_.size() < count) cards_.push_back(makeCard(cards_.size()));
  for (ContenderCard* card : cards_) card->refresh();
  conditions_->refresh();
  showObjectives();
  add_->setEnabled(count < limits::contenders);
  showSelected();
  later_.ask();
}

ContenderCard* ContenderDock::makeCard(std::size_t index) {
  auto* card = new ContenderCard(themes_, model_, view_, index, this);
  list_->insertWidget(static_cast<int>(index), card);
  card->setCompact(compact_);
  card->setRatesLinked(link_->isChecked());
  card->setFolded(compact_ && index != view_.now().contender);
  connect(card, &ContenderCard::selected, &view_, &ViewState::selectContender);
  connect(card, &ContenderCard::exchangeRequested, this, [this](std::size_t i) { choose(*cards_[i]->header(), i); });
  connect(card, &ContenderCard::duplicateRequested, this, &ContenderDock::duplicate);
  connect(card, &ContenderCard::removeRequested, this, [this](std::size_t i) {
    std::vector<bool> folds = this->folds();
    model_.edit(tr("Remove %1").arg(cards_[i]->header()->name()),
                [&](Scenario& s) { removeContender(s, i, themes_.theme()); });
    folds.erase(folds.begin() + static_cast<std::ptrdiff_t>(i));
    setFolds(folds);
  });
  connect(card, &ContenderCard::branchRequested, this, [this](std::size_t i) { branch(i, view_.now().step); });
  connect(card, &ContenderCard::pinRequested, this, [this](std::size_t i) { pinAsGhost(model_, i); });
  connect(card, &ContenderCard::batchRaceRequested, this, [this](std::size_t i) {
    model_.edit(tr("Race of batch sizes of %1").arg(cards_[i]->header()->name()),
                [&](Scenario& s) { raceBatches(s, i, themes_.theme()); });
  });
  connect(card, &ContenderCard::moveRequested, this, &ContenderDock::moveBy);
  connect(card, &ContenderCard::ownStartRequested, this, &ContenderDock::setOwnStart);
  connect(card, &ContenderCard::startPointRequested, this, &ContenderDock::askStart);
  connect(card, &ContenderCard::dragMoved, this, [this](std::size_t, const QPoint& at) { drag(at); });
  connect(card, &ContenderCard::helpRequested, this, &ContenderDock::helpRequested);
  connect(card, &ContenderCard::dragEnded, this, &ContenderDock::drop);
  return card;
}

void ContenderDock::askStart(std::size_t index) {
  const std::size_t panel = view_.now().panel;
  const auto objective = compute_.objective(panel);
  if (!objective || index >= model_.scenario().contenders.size()) return;
  if (!startPopup_) startPopup_ = new StartPopup(themes_, model_, this);
  startPopup_->ask(objective, panel, index, QCursor::pos());
}

void ContenderDock::showSelected() {
  for (ContenderCard* card : cards_) card->setSelected(card->index() == view_.now().contender);
}

void ContenderDock::showRuns() {
  const PathSet& paths = compute_.paths();
  const std::size_t panel = view_.now().panel;
  const std::size_t count = std::min(cards_.size(), model_.scenario().contenders.size());
  Divergences before = std::exchange(divergences_, {});
  for (std::size_t i = 0; i < count; ++i) {
    const auto path = i < paths.contenders ? paths.at(panel, i) : nullptr;
    cards_[i]->setRun(path);
    Divergence& divergence = divergences_.emplace_back();
    if (!path || (!runsAway(*path) && path->leftDomain.empty())) continue;
    divergence.path = path;
    if (!path->leftDomain.empty()) {
      divergence.searched = true;  // a smaller rate need not stay where f is defined
      continue;
    }
    const auto known = std::ranges::find(before, path, &Divergence::path);
    // Until the new bound is found the last one stands, so that the message does not flicker under a moving slider.
    if (known != before.end())
      divergence = *known;
    else if (i < before.size())
      divergence.rate = before[i].rate;
  }
  showStability();
  const auto objective = compute_.objective(panel);
  const bool open = std::ranges::any_of(divergences_, [](const Divergence& d) { return d.path && !d.searched; });
  if (!open || !objective || !paths.scenario) return;
  stabilityJob_.request(
      [scenario = paths.scenario, objective, panel, all = divergences_](const std::stop_token& stop) mutable {
        for (std::size_t i = 0; i < all.size() && !stop.stop_requested(); ++i) {
          Divergence& divergence = all[i];
          if (!divergence.path || divergence.searched) continue;
          try {
            divergence.rate = stableRate(*scenario, i, *objective, startPoint(*scenario, panel, i, *objective), stop);
          } catch (const OptionError&) {
            divergence.rate.reset();
          }
          divergence.searched = true;
        }
        return all;
      },
      [scenario = paths.scenario, objective, panel, all = divergences_](const std::stop_token& stop) mutable {
        for (std::size_t i = 0; i < all.size() && !stop.stop_requested(); ++i) {
          Divergence& divergence = all[i];
          const bool asked = divergence.path && !divergence.searched;
          divergence.searched = false;
          if (!asked) continue;
          const auto past = firstPastBound(*scenario, i, objective, startPoint(*scenario, panel, i, *objective),
                                           divergence.path->steps(), stop);
          if (!stop.stop_requested()) divergence.pastBound = past ? past->step + 1 : -1;
        }
        return all;
      });
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
  most_ = most;
  const std::vector<CoordinateName> names = commonNames(most);
  conditions_->setSamples(samples);
  for (ContenderCard* card : cards_) {
    if (most > 0 && card->index() < model_.scenario().contenders.size()) card->setDimensions(least, most, names);
  }
}

/// What groups name their coordinates by: panels that call them otherwise leave it at the usual names.
std::vector<CoordinateName> ContenderDock::commonNames(Index dimension) const {
  constexpr Index most = 16;  // a network's weights are too many to be asked for at each change
  if (dimension > most) return {};
  std::vector<CoordinateName> common;
  for (std::size_t i = 0; i < compute_.panels(); ++i) {
    const auto objective = compute_.objective(i);
    if (!objective) continue;
    std::vector<CoordinateName> names = objective->coordinateNames();
    if (!common.empty() && names != common) return usualCoordinateNames(dimension);
    common = std::move(names);
  }
  return common;
}

void ContenderDock::setCompact(bool compact) {
  if (compact == compact_) return;
  compact_ = compact;
  for (ContenderCard* card : cards_) {
    card->setCompact(compact);
    card->setFolded(compact && card->index() != view_.now().contender);
  }
  showLegend();
}

void ContenderDock::foldAll(bool folded) {
  for (ContenderCard* card : cards_) card->setFolded(folded);
}

void ContenderDock::choose(const QWidget& anchor, std::optional<std::size_t> exchanged) {
  exchanged_ = exchanged;
  optimizers_->setPlaceholder(exchanged ? tr("Change to…") : tr("Add an optimizer…"));
  optimizers_->setCurrentId(exchanged ? text(model_.scenario().contenders[*exchanged].optimizer) : QString());
  optimizers_->popup(anchor);
}

void ContenderDock::take(const OptimizerCard& optimizer) {
  const QString name = text(optimizer.label.empty() ? optimizer.id : optimizer.label);
  if (!exchanged_) {
    model_.edit(tr("Add %1").arg(name), [&](Scenario& s) { addContender(s, optimizer, themes_.theme()); });
    view_.selectContender(cards_.size() - 1);
    bringIntoView(*add_);
    return;
  }
  const std::size_t index = *exchanged_;
  if (index >= cards_.size()) return;
  const Index dimension = std::max<Index>(1, most_);
  model_.edit(tr("Change %1 to %2").arg(cards_[index]->header()->name(), name),
              [&](Scenario& s) { exchangeOptimizer(s.contenders[index], optimizer, dimension, s.steps); });
}

void ContenderDock::bringIntoView(QWidget& part) {
  // The layout gives a new card its place first, and the list its height.
  QMetaObject::invokeMethod(
      this,
      [this, part = QPointer(&part)] {
        if (!part) return;
        later_.flush();
        // A part's layout asks its parent's only when it has been done.
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        scroll_->ensureWidgetVisible(part, 0, themes_.theme().u(2));
      },
      Qt::QueuedConnection);
}

std::vector<bool> ContenderDock::folds() const {
  std::vector<bool> folds;
  for (const ContenderCard* card : cards_) folds.push_back(card->isFolded());
  return folds;
}

void ContenderDock::setFolds(const std::vector<bool>& folds) {
  for (std::size_t i = 0; i < std::min(folds.size(), cards_.size()); ++i) cards_[i]->setFolded(folds[i]);
}

void ContenderDock::duplicate(std::size_t index) {
  if (index >= cards_.size()) return;
  std::vector<bool> folds = this->folds();
  folds.insert(folds.begin() + static_cast<std::ptrdiff_t>(index), folds[index]);
  model_.edit(tr("Duplicate %1").arg(cards_[index]->header()->name()),
              [&](Scenario& s) { duplicateContender(s, index, themes_.theme()); });
  if (folds.size() == cards_.size()) setFolds(folds);
  const std::size_t made = std::min(index + 1, cards_.size() - 1);
  view_.selectContender(made);
  bringIntoView(*cards_[made]);
}

void ContenderDock::branch(std::size_t index, std::int64_t step) {
  branchAt(model_, view_, index, step);
  if (ContenderCard* made = card(view_.now().contender)) bringIntoView(*made);
}

void ContenderDock::moveBy(std::size_t index, int places) {
  const auto to = static_cast<std::ptrdiff_t>(index) + places;
  if (index < cards_.size() && to >= 0 && to < static_cast<std::ptrdiff_t>(cards_.size()))
    move(index, static_cast<std::size_t>(to));
}

void ContenderDock::move(std::size_t from, std::size_t to) {
  if (from == to) return;
  std::vector<bool> folds = this->folds();
  const bool folded = folds[from];
  folds.erase(folds.begin() + static_cast<std::ptrdiff_t>(from));
  folds.insert(folds.begin() + static_cast<std::ptrdiff_t>(to), folded);
  const bool focused = cards_[from]->isAncestorOf(QApplication::focusWidget());
  model_.edit(tr("Move %1").arg(cards_[from]->header()->name()),
              [&](Scenario& s) { moveContender(s, from, to, themes_.theme()); });
  setFolds(folds);
  view_.selectContender(to);
  if (focused) cards_[to]->moreButton()->setFocus();
  scroll_->ensureWidgetVisible(cards_[to], 0, themes_.theme().u(2));
}

void ContenderDock::drag(const QPoint& globalPosition) {
  const Theme& theme = themes_.theme();
  const int y = scroll_->widget()->mapFromGlobal(globalPosition).y();
  dropAt_ = 0;
  while (dropAt_ < cards_.size() && y > cards_[dropAt_]->geometry().center().y()) ++dropAt_;
  const int gap = list_->spacing();
  const int line =
      dropAt_ < cards_.size() ? cards_[dropAt_]->y() - gap / 2 - 1 : cards_.back()->geometry().bottom() + gap / 2;
  dropLine_->setGeometry(cards_.front()->x(), line - theme.ipx(3), cards_.front()->width(), theme.ipx(6));
  dropLine_->show();
  dropLine_->raise();
  // Held near an edge the list moves on.
  const int inView = scroll_->viewport()->mapFromGlobal(globalPosition).y();
  const int edge = theme.ipx(28);
  QScrollBar* bar = scroll_->verticalScrollBar();
  if (inView < edge) bar->setValue(bar->value() - theme.ipx(10));
  if (inView > scroll_->viewport()->height() - edge) bar->setValue(bar->value() + theme.ipx(10));
}

void ContenderDock::drop(std::size_t from, bool dropped) {
  dropLine_->hide();
  if (dropped && from < cards_.size()) move(from, dropAt_ > from ? dropAt_ - 1 : dropAt_);
}

void ContenderDock::setOwnStart(std::size_t index, bool own) {
  const QString name = cards_[index]->header()->name();
  model_.edit(own ? tr("Start of %1's own").arg(name) : tr("Common start of %1").arg(name), [&](Scenario& s) {
    std::vector<std::optional<std::vector<double>>> starts;
    for (std::size_t i = 0; own && i < s.panels.size(); ++i) {
      const auto objective = compute_.objective(i);
      if (objective)
        starts.emplace_back(startPoint(s, i, index, *objective));
      else
        starts.emplace_back();
    }
    s.contenders[rootOf(s, index)].start = std::move(starts);
  });
}

void ContenderDock::showStability() {
  const Scenario& scenario = model_.scenario();
  const std::size_t panel = view_.now().panel;
  if (panel >= scenario.panels.size()) return;
  const QString surface = text(displayName(scenario.panels[panel]));
  for (std::size_t i = 0; i < cards_.size() && i < divergences_.size(); ++i) {
    const Divergence& divergence = divergences_[i];
    if (!divergence.path) {
      cards_[i]->setStability({});
      continue;
    }
    const std::vector<double>& left = divergence.path->leftDomain;
    cards_[i]->setStability(Stability{
        surface, divergence.path->verdict.step, left.empty() ? QString() : pointWords(left),
        divergence.path->verdict.outcome != Outcome::Diverged, divergence.rate, divergence.pastBound.value_or(-1)});
  }
}

void ContenderDock::setStripPanels(const QStringList& panels) {
  legend_->setPanels(panels);
  showLegend();
}

void ContenderDock::showLegend() {
  // Cards come first: where they need the room, each groove says at the pointer what its colours mean.
  int taken = scroll_->widget()->sizeHint().height() + legend_->sizeHint().height();
  for (int i = 0; i < layout()->count(); ++i) {
    const QLayoutItem* item = layout()->itemAt(i);
    if (item->widget() != scroll_ && item != legendRow_) taken += item->sizeHint().height();
  }
  legend_->setVisible(!compact_ && taken <= height() && !legend_->panels().isEmpty());
}

bool ContenderDock::eventFilter(QObject* watched, QEvent* event) {
  // A card was folded, or one has come or gone.
  if (watched == scroll_->widget() && event->type() == QEvent::LayoutRequest) showLegend();
  return QWidget::eventFilter(watched, event);
}

void ContenderDock::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  // The contenders keep the larger part.
  conditions_->setBodyLimit(height() * 2 / 5);
  showLegend();
}

void ContenderDock::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme& theme = themes_.theme();
  painter.fillRect(rect(), theme.dock);
  painter.fillRect(QRect(width() - 1, 0, 1, height()), theme.border);
}

}  // namespace thalweg
