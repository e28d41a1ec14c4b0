#include "ui/charts/chart_row.h"

#include "ui/background/compute_controller.h"
#include "ui/charts/chart_card.h"
#include "ui/controls/buttons.h"
#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/text.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace thalweg {

ChartRow::ChartRow(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, ViewState& view,
                   QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      model_(model),
      compute_(compute),
      view_(view),
      data_(themes, model, compute),
      later_(this, [this] { showPaths(); }) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  header_ = makeHeader();
  column->addWidget(header_);
  line_ = new QHBoxLayout;
  line_->setSpacing(themes.theme().u(2));
  column->addLayout(line_, 1);
  setCompact(false);
  const auto later = [this] { later_.ask(); };
  connect(&compute_, &ComputeController::pathsChanged, this, later);
  connect(&compute_, &ComputeController::objectiveChanged, this, later);
  connect(&model_, &ScenarioModel::changed, this, later);
  connect(&themes_, &ThemeController::changed, this, later);
  connect(&data_, &ChartData::measured, this, later);
  connect(&view_, &ViewState::changed, this, [this](const Looking& now, const Looking& before) {
    if (now.panel != before.panel || now.contender != before.contender) later_.ask();
    if (now.step == before.step) return;
    for (ChartCard* chart : charts_) chart->plot()->setStep(now.step);
  });
  later_.ask();
}

QWidget* ChartRow::makeHeader() {
  const Theme& theme = themes_.theme();
  auto* header = new QWidget(this);
  header->setFixedHeight(theme.ipx(32));
  auto* line = new QHBoxLayout(header);
  line->setContentsMargins(theme.u(3), 0, theme.u(1), theme.u(1));
  line->setSpacing(theme.u(2));
  auto* of = new ElidedLabel(themes_, tr("of"), TextRole::Body, header);
  of->setSecondary(true);
  panels_ = new ComboButton(themes_, header);
  panels_->setAccessibleName(tr("The panel that the charts show"));
  panels_->setToolTip(tr("The panel that the charts show"));
  connect(panels_, &QComboBox::activated, this, [this](int i) { view_.choosePanel(static_cast<std::size_t>(i)); });
  auto* against = new ElidedLabel(themes_, tr("against"), TextRole::Body, header);
  against->setSecondary(true);
  axis_ = new SegmentedControl(themes_, header);
  axis_->setControlHeight(24);
  const std::vector<DisplayChoice>& axes = displayItem("chart_axis").choices;
  for (const DisplayChoice& axis : axes) axis_->addSegment({}, text(axis.label), text(axis.tip));
  connect(axis_, &SegmentedControl::chosen, this,
          [this, &axes](int i) { chooseChartAxis(model_, axes[static_cast<std::size_t>(i)].id); });
  add_ = new FlatButton(themes_, QStringLiteral("plus"), tr("Add a chart"), header);
  add_->setControlHeight(24);
  add_->setTextTint(IconTint::Secondary);
  auto* menu = new QMenu(add_);
  menu->setToolTipsVisible(true);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] {
    menu->clear();
    addChartActions(menu, model_);
  });
  connect(add_, &QToolButton::clicked, this,
          [this, menu] { menu->popup(add_->mapToGlobal(QPoint(0, add_->height()))); });
  line->addWidget(new ElidedLabel(themes_, tr("Charts"), TextRole::Title, header));
  line->addWidget(of);
  line->addWidget(panels_);
  line->addStretch(1);
  line->addWidget(against);
  line->addWidget(axis_);
  line->addSpacing(theme.u(2));
  line->addWidget(add_);
  return header;
}

void ChartRow::setCompact(bool compact) {
  compact_ = compact;
  showParts();
  if (!beside_) setFixedHeight(usualHeight());
}

void ChartRow::setLocked(bool locked) {
  locked_ = locked;
  showParts();
}

void ChartRow::setSpan(std::int64_t steps) {
  if (steps == span_) return;
  span_ = steps;
  later_.ask();
}

void ChartRow::setGuess(const std::string& id, std::optional<ChartGuess> guess) {
  if (std::exchange(guessChart_, id) != id) later_.ask();
  guess_ = std::move(guess);
  showGuess();
}

void ChartRow::showGuess() {
  for (ChartCard* chart : charts_)
    chart->plot()->setGuess(chart->kind() == guessChart_ ? guess_ : std::optional<ChartGuess>());
}

void ChartRow::setBeside(bool beside) {
  if (beside == beside_) return;
  beside_ = beside;
  if (beside) {
    setMinimumHeight(0);
    setMaximumHeight(QWIDGETSIZE_MAX);
  } else {
    setFixedHeight(usualHeight());
  }
  line_->setDirection(beside ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  showParts();
  later_.ask();
}

void ChartRow::showParts() {
  header_->setVisible(!compact_ && !locked_ && !beside_);
  for (ChartCard* chart : charts_) chart->setLocked(locked_ || beside_);
}

int ChartRow::usualHeight() const { return themes_.theme().ipx(compact_ ? 186 : 292); }

void ChartRow::showHeader() {
  const Scenario& scenario = model_.scenario();
  QStringList names;
  for (const Panel& panel : scenario.panels) names << QString::fromStdString(displayName(panel));
  QStringList shown;
  for (int i = 0; i < panels_->count(); ++i) shown << panels_->itemText(i);
  if (shown != names) {
    panels_->clear();
    panels_->addItems(names);
    panels_->updateGeometry();
  }
  panels_->setCurrentIndex(static_cast<int>(view_.now().panel));
  const std::vector<DisplayChoice>& axes = displayItem("chart_axis").choices;
  axis_->setCurrent(
      static_cast<int>(std::ranges::find(axes, scenario.display.chartAxis, &DisplayChoice::id) - axes.begin()));
  add_->setEnabled(charts_.size() < ChartCard::most);
  add_->setToolTip(add_->isEnabled() ? tr("Choose what else to draw")
                                     : tr("There is room for three charts side by side"));
}

std::vector<std::string> ChartRow::shown() const {
  constexpr int leastBeside = 96;  // pixels at the base font, below which a chart is but an axis
  std::vector<std::string> ids = model_.scenario().display.charts;
  std::size_t most = ChartCard::most;
  if (beside_) most = height() < 2 * themes_.theme().ipx(leastBeside) ? 1 : 2;
  // The one in which one guesses is among them.
  const auto asked = std::ranges::find(ids, guessChart_);
  if (asked != ids.end() && asked - ids.begin() >= static_cast<std::ptrdiff_t>(most)) std::swap(ids[most - 1], *asked);
  if (ids.size() > most) ids.resize(most);
  return ids;
}

void ChartRow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (beside_ && event->size().height() != event->oldSize().height()) later_.ask();
}

void ChartRow::showPaths() {
  ++assembled_;
  const std::vector<std::string> ids = shown();
  const std::size_t count = ids.size();
  while (charts_.size() > count) {
    charts_.back()->hide();
    charts_.back()->deleteLater();
    charts_.pop_back();
  }
  while (charts_.size() < count) {
    auto* chart = new ChartCard(themes_, model_, charts_.size(), this);
    line_->addWidget(chart, 1);
    charts_.push_back(chart);
    chart->setLocked(locked_ || beside_);
    chart->plot()->setStep(view_.now().step);
    connect(chart->plot(), &ChartPlot::seek, &view_.playback(), &Playback::setStep);
    connect(chart->plot(), &ChartPlot::guessed, this, &ChartRow::guessed);
  }
  showHeader();
  for (std::size_t i = 0; i < count; ++i) {
    ChartContent content = data_.content(ids[i], view_.now().panel, view_.now().contender);
    if (!content.still && !content.evaluations) content.xMax = std::max(content.xMax, static_cast<double>(span_));
    charts_[i]->show(ids[i], std::move(content));
  }
  showGuess();
  data_.measure();
}

}  // namespace thalweg
