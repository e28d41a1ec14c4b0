#include "ui/panels/panel_grid.h"

#include "core/objectives/landscape.h"
#include "ui/controls/buttons.h"
#include "ui/document/height_import.h"
#include "ui/document/panel_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/plain_text.h"
#include "ui/panels/objective_gallery.h"
#include "ui/panels/panel_brush.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_header.h"
#include "ui/panels/panel_options.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include <algorithm>

namespace thalweg {

namespace {

constexpr int kMostColumns = 3;

int columnsOf(int panels) { return std::max(1, panels == 4 ? 2 : std::min(panels, kMostColumns)); }

/// Where a dragged panel will stand.
class DropMark : public QWidget {
 public:
  DropMark(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(themes_.theme().accent);
    painter.drawRoundedRect(rect(), width() / 2.0, width() / 2.0);
  }

 private:
  const ThemeController& themes_;
};

}  // namespace

PanelGrid::PanelGrid(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, ViewState& view,
                     QWidget* parent)
    : QWidget(parent), themes_(themes), model_(model), compute_(compute), view_(view), thumbnails_(themes) {
  layout_ = new QGridLayout(this);
  layout_->setContentsMargins(0, 0, 0, 0);
  layout_->setSpacing(themes.theme().u(2));
  gallery_ = new ObjectiveGallery(themes, thumbnails_, this);
  connect(gallery_, &ObjectiveGallery::chosen, this, &PanelGrid::choseObjective);
  connect(gallery_, &ObjectiveGallery::fileWanted, this, &PanelGrid::chooseHeights);
  dropMark_ = new DropMark(themes, this);
  connect(&model_, &ScenarioModel::changed, this, &PanelGrid::refresh);
  connect(&view_, &ViewState::changed, this, [this](const Looking& now, const Looking& before) {
    if (now.panel != before.panel) turnToChosen();
  });
  refresh();
}

PanelCard* PanelGrid::card(std::size_t index) const { return index < cards_.size() ? cards_[index] : nullptr; }

void PanelGrid::addCard() {
  auto* card = new PanelCard(themes_, model_, compute_, view_, cards_.size(), this);
  cards_.push_back(card);
  card->setCompact(compact_);
  connect(card, &CardFrame::pressed, this, [this, card] { choose(card->index()); });
  connect(card, &PanelCard::galleryRequested, this, [this, card](bool added) { openGallery(card->index(), added); });
  connect(card, &PanelCard::dragged, this, [this, card](const QPoint& at) { drag(card->index(), at); });
  connect(card, &PanelCard::dropped, this, [this, card](const QPoint& at) { drop(card->index(), at); });
  connect(card, &PanelCard::copyRequested, this, [this, card] { Q_EMIT copyRequested(card->index()); });
  connect(card, &PanelCard::exportRequested, this, [this, card] { Q_EMIT exportRequested(card->index()); });
  connect(card, &PanelCard::guessed, this,
          [this, card](const QPointF& at, PanelView::DragPhase phase) { Q_EMIT guessed(card->index(), at, phase); });
  connect(card, &PanelCard::shownChanged, this, &PanelGrid::arranged);
  connect(card, &PanelCard::pointed, this, [this, card](const std::optional<ReadOut>& read) {
    for (PanelCard* other : cards_) {
      if (other != card && (!read || card->showsSameSurface(*other))) other->showPointer(read);
    }
  });
}

void PanelGrid::refresh() {
  const std::size_t count = model_.scenario().panels.size();
  while (cards_.size() > count) {
    layout_->removeWidget(cards_.back());
    cards_.back()->hide();
    // Its menu may be at work.
    cards_.back()->deleteLater();
    cards_.pop_back();
    shown_.clear();
  }
  while (cards_.size() < count) addCard();
  turnToChosen();
  arrange();
}

bool PanelGrid::isEnlarged() const {
  const auto& enlarged = model_.scenario().display.enlarged;
  return enlarged && *enlarged < cards_.size() && cards_.size() > 1;
}

std::size_t PanelGrid::places() const {
  const int layout = std::max(1, model_.scenario().display.layout);
  int most = layout;
  // What does not fit gives up columns before rows; two in one column would be no better than one.
  while (most > 1 && columnsOf(most) > mostColumns_) --most;
  return static_cast<std::size_t>(most);
}

void PanelGrid::setMostColumns(int columns) {
  columns = std::max(1, columns);
  if (columns == mostColumns_) return;
  mostColumns_ = columns;
  turnToChosen();
  arrange();
}

std::vector<std::size_t> PanelGrid::wanted() const {
  const Display& display = model_.scenario().display;
  if (isEnlarged()) return {*display.enlarged};
  const std::size_t places = std::min(this->places(), cards_.size());
  std::vector<std::size_t> panels;
  const std::size_t first = std::min(first_, cards_.size() - places);
  for (std::size_t k = 0; k < places; ++k) panels.push_back(first + k);
  return panels;
}

void PanelGrid::arrange() {
  std::vector<std::size_t> panels = wanted();
  if (panels == shown_) return;
  shown_ = std::move(panels);
  for (PanelCard* card : cards_) {
    layout_->removeWidget(card);
    card->setVisible(std::ranges::find(shown_, card->index()) != shown_.end());
  }
  const int across = columns();
  for (int i = 0; i < static_cast<int>(shown_.size()); ++i) {
    layout_->addWidget(cards_[shown_[static_cast<std::size_t>(i)]], i / across, i % across);
  }
  for (int c = 0; c < kMostColumns; ++c) layout_->setColumnStretch(c, c < across ? 1 : 0);
  for (int r = 0; r < 2; ++r) layout_->setRowStretch(r, r < rows() ? 1 : 0);
  Q_EMIT arranged();
}

int PanelGrid::columns() const { return columnsOf(static_cast<int>(shown_.size())); }

int PanelGrid::rows() const { return (static_cast<int>(shown_.size()) + columns() - 1) / columns(); }

std::pair<int, int> PanelGrid::plotEdges(const QWidget* ancestor) const {
  if (shown_.empty()) return {0, 0};
  const auto edge = [&](std::size_t place, bool right) {
    const PanelView* plot = cards_[shown_[place]]->plot();
    const QRectF frame = plot->frame().rect;
    return plot->mapTo(ancestor, QPoint(qRound(right ? frame.right() : frame.left()), 0)).x();
  };
  return {edge(0, false), edge(static_cast<std::size_t>(columns() - 1), true)};
}

void PanelGrid::choose(std::size_t index) {
  view_.choosePanel(index);
  turnToChosen();
}

void PanelGrid::turnToChosen() {
  const std::size_t index = view_.now().panel;
  const std::size_t places = this->places();
  if (index < first_ || index >= first_ + places) {
    first_ = index / places * places;
    if (!cards_.empty()) arrange();
  }
}

void PanelGrid::turn(int pages) {
  const Display& display = model_.scenario().display;
  const auto count = static_cast<std::ptrdiff_t>(cards_.size());
  if (count == 0) return;
  if (isEnlarged()) {
    const auto next = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(*display.enlarged) + pages, 0, count - 1);
    return model_.look([&](Scenario& s) { s.display.enlarged = static_cast<std::size_t>(next); });
  }
  const auto places = static_cast<std::ptrdiff_t>(this->places());
  const auto most = std::max<std::ptrdiff_t>(0, count - places);
  first_ = static_cast<std::size_t>(
      std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(shown_.front()) + pages * places, 0, most));
  arrange();
  if (std::ranges::find(shown_, view_.now().panel) == shown_.end()) choose(pages > 0 ? shown_.front() : shown_.back());
}

bool PanelGrid::restore() {
  if (!isEnlarged()) return false;
  model_.look([](Scenario& s) { s.display.enlarged.reset(); });
  return true;
}

void PanelGrid::openGallery(std::size_t index, bool added) {
  galleryFor_ = index;
  galleryAdds_ = added;
  choose(index);
  gallery_->openAt(cards_[index]->header()->title(), model_.scenario().panels[index].objective);
}

void PanelGrid::choseObjective(const std::string& id, const QString& formula) {
  const ObjectiveCard* chosen = findObjective(id);
  if (!chosen || galleryFor_ >= cards_.size()) return;
  std::size_t place = galleryFor_;
  const bool same = !galleryAdds_ && model_.scenario().panels[place].objective == id;
  if (!same) {
    model_.edit(tr("Choose %1").arg(QString::fromStdString(chosen->label)), [&](Scenario& s) {
      if (galleryAdds_)
        place = addPanel(s, galleryFor_, id);
      else
        chooseObjective(s, place, id);
    });
  }
  choose(place);
  // Once the picture knows what it shows.
  if (id == landscape::id)
    QMetaObject::invokeMethod(
        cards_[place]->brush(), [b = cards_[place]->brush()] { b->setOn(true); }, Qt::QueuedConnection);
  if (!ObjectiveGallery::isTyped(*chosen)) return;
  cards_[place]->setOptionsOpen(true);
  if (!formula.isEmpty()) cards_[place]->options()->type(formula);
}

void PanelGrid::chooseHeights() {
  const QString path = QFileDialog::getOpenFileName(
      window(), tr("Open a landscape"), {},
      tr("Heights and pictures (%1);;All files (*)").arg(heightFilePatterns().join(QLatin1Char(' '))));
  if (!path.isEmpty()) showHeights(path, galleryFor_, galleryAdds_);
}

void PanelGrid::openHeights(const QString& path, std::optional<QPoint> globalPosition) {
  const auto under = globalPosition ? panelAt(*globalPosition) : std::nullopt;
  const std::size_t index = under.value_or(view_.now().panel);
  // For data a table of numbers has samples.
  if (index < cards_.size() && cards_[index]->openSamples(path)) return choose(index);
  showHeights(path, index, false);
}

void PanelGrid::showHeights(const QString& path, std::size_t index, bool added) {
  if (index >= cards_.size()) return;
  try {
    const Options options = optionsOfHeights(path);
    std::size_t place = index;
    model_.edit(tr("Open a landscape"), [&](Scenario& s) {
      if (added)
        place = addPanel(s, index, landscape::id);
      else
        chooseObjective(s, place, landscape::id);
      s.panels[place].options = options;
    });
    choose(place);
  } catch (const std::exception& error) {
    Q_EMIT refused(QString::fromUtf8(error.what()));
  }
}

std::optional<std::size_t> PanelGrid::panelAt(const QPoint& globalPosition) const {
  for (const std::size_t index : shown_) {
    if (cards_[index]->geometry().contains(mapFromGlobal(globalPosition))) return index;
  }
  return {};
}

void PanelGrid::drag(std::size_t index, const QPoint& globalPosition) {
  cards_[index]->header()->setCursor(Qt::ClosedHandCursor);
  const auto target = panelAt(globalPosition);
  dropMark_->setVisible(target && *target != index);
  if (!target || *target == index) return;
  const QRect box = cards_[*target]->geometry();
  const Theme& theme = themes_.theme();
  const int wide = theme.ipx(4);
  const int x = *target > index ? box.right() + 1 : box.left() - wide;
  dropMark_->setGeometry(std::clamp(x, 0, width() - wide), box.top(), wide, box.height());
  dropMark_->raise();
}

void PanelGrid::drop(std::size_t index, const QPoint& globalPosition) {
  cards_[index]->header()->unsetCursor();
  dropMark_->hide();
  const auto target = panelAt(globalPosition);
  if (!target || *target == index) return;
  model_.edit(tr("Move a panel"), [&](Scenario& s) { movePanel(s, index, *target); });
  choose(*target);
}

void PanelGrid::setCompact(bool compact) {
  compact_ = compact;
  for (PanelCard* card : cards_) card->setCompact(compact);
}

PanelPager::PanelPager(const ThemeController& themes, ScenarioModel& model, PanelGrid& grid, QWidget* parent)
    : QWidget(parent), model_(model), grid_(grid) {
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(themes.theme().u(1));
  previous_ = new FlatButton(themes, QStringLiteral("chevron-left"), {}, this);
  previous_->setToolTip(tr("Panels before (Page Up)"));
  words_ = plainLabel(this, {}, "secondary");
  next_ = new FlatButton(themes, QStringLiteral("chevron-right"), {}, this);
  next_->setToolTip(tr("Panels after (Page Down)"));
  for (FlatButton* button : {previous_, next_}) {
    button->setControlHeight(24);
    button->setFocusPolicy(Qt::TabFocus);
  }
  line->addWidget(previous_);
  line->addWidget(words_);
  line->addWidget(next_);
  connect(previous_, &QToolButton::clicked, this, [this] { grid_.turn(-1); });
  connect(next_, &QToolButton::clicked, this, [this] { grid_.turn(1); });
  connect(&grid_, &PanelGrid::arranged, this, &PanelPager::refresh);
  connect(&model_, &ScenarioModel::changed, this, &PanelPager::refresh);
  refresh();
}

void PanelPager::refresh() {
  const std::vector<std::size_t>& shown = grid_.shown();
  const std::size_t count = model_.scenario().panels.size();
  setVisible(!shown.empty() && shown.size() < count);
  if (shown.empty()) return;
  const std::size_t first = shown.front() + 1;
  const std::size_t last = shown.back() + 1;
  words_->setText(first == last ? tr("panel %1 of %2").arg(first).arg(count)
                                : tr("panels %1–%2 of %3").arg(first).arg(last).arg(count));
  previous_->setEnabled(first > 1);
  next_->setEnabled(last < count);
}

}  // namespace thalweg
