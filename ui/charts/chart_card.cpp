#include "ui/charts/chart_card.h"

#include "ui/controls/buttons.h"
#include "ui/controls/tab_group.h"
#include "ui/document/scenario_model.h"
#include "ui/look/math_text.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace thalweg {

namespace {

QAction* addChoice(QMenu* menu, QActionGroup* group, const QString& words, bool chosen) {
  QAction* action = menu->addAction(words);
  action->setCheckable(true);
  action->setChecked(chosen);
  group->addAction(action);
  return action;
}

}  // namespace

void addChartActions(QMenu* menu, ScenarioModel& model) {
  const std::vector<std::string>& shown = model.scenario().display.charts;
  for (const ChartDescription* card : chartDescriptions()) {
    if (std::ranges::find(shown, card->id) != shown.end()) continue;
    const ChartKind kind = chartKind(card->id);
    QAction* action = menu->addAction(kind.title, &model, [&model, card, title = kind.title] {
      model.edit(ChartCard::tr("Add the chart %1").arg(title),
                 [card](Scenario& s) { s.display.charts.push_back(card->id); });
    });
    action->setToolTip(kind.tip);
    action->setEnabled(shown.size() < ChartCard::most);
  }
}

void chooseChartAxis(ScenarioModel& model, const std::string& id) {
  model.edit(text(displayItem("chart_axis").label), [&](Scenario& s) { s.display.chartAxis = id; });
}

void addAxisActions(QMenu* menu, ScenarioModel& model) {
  auto* group = new QActionGroup(menu);
  for (const DisplayChoice& choice : displayItem("chart_axis").choices) {
    QAction* action = addChoice(menu, group, ChartCard::tr("Against %1").arg(text(choice.label)),
                                model.scenario().display.chartAxis == choice.id);
    action->setToolTip(text(choice.tip));
    QObject::connect(action, &QAction::triggered, &model, [&model, &choice] { chooseChartAxis(model, choice.id); });
  }
}

ChartCard::ChartCard(const ThemeController& themes, ScenarioModel& model, std::size_t place, QWidget* parent)
    : CardFrame(themes, parent), themes_(themes), model_(model), place_(place) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2, 2, 2, 2);
  column->setSpacing(0);
  auto* header = new QWidget(this);
  header->setFixedHeight(theme.ipx(34));
  auto* line = new QHBoxLayout(header);
  line->setContentsMargins(theme.u(3), 0, theme.u(1.5), 0);
  line->setSpacing(theme.u(2));
  title_ = new ElidedLabel(themes, {}, TextRole::Title, header);
  symbol_ = new MathLabel(themes, {}, header);
  symbol_->setSecondary(true);
  remark_ = new ElidedLabel(themes, {}, TextRole::Secondary, header);
  remark_->setSecondary(true);
  scale_ = new FlatButton(themes, {}, {}, header);
  scale_->setControlHeight(24);
  scale_->setTextTint(IconTint::Secondary);
  scale_->setToolTip(tr("The vertical axis"));
  more_ = new FlatButton(themes, QStringLiteral("ellipsis"), {}, header);
  more_->setControlHeight(24);
  more_->setToolTip(tr("Choose, add and remove charts"));
  auto* scales = new QMenu(scale_);
  scales->setToolTipsVisible(true);
  connect(scales, &QMenu::aboutToShow, this, [this, scales] { fillScales(scales); });
  scale_->setMenu(scales);
  auto* menu = new QMenu(more_);
  menu->setToolTipsVisible(true);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMenu(menu); });
  more_->setMenu(menu);
  line->addWidget(title_);
  line->addWidget(symbol_);
  line->addWidget(remark_, 1);
  line->addWidget(scale_);
  line->addWidget(more_);
  makeTabGroup(header);
  column->addWidget(header);
  plot_ = new ChartPlot(theme, this);
  column->addWidget(plot_, 1);
  connect(&themes_, &ThemeController::changed, this, [this] { plot_->setTheme(themes_.theme()); });
}

void ChartCard::show(const std::string& kind, ChartContent content) {
  if (kind != kind_) {
    const ChartKind words = chartKind(kind);
    kind_ = kind;
    title_->setText(words.title);
    title_->parentWidget()->setToolTip(words.tip);  // the label's own is its whole text
    plot_->setAccessibleName(tr("Chart of the %1").arg(words.title.toLower()));
  }
  symbol_->setTex(content.symbol);
  remark_->setText(content.remark);
  scale_->setText(scaleWords(content.logarithmic));
  plot_->setLogarithmic(content.logarithmic);
  plot_->setNote(content.note);
  bounds_ = std::move(content.bounds);
  plot_->setSeries(std::move(content.series), content.xMax, content.evaluations, content.still);
  showSymbol();
}

/// Where the title has room beside it.
void ChartCard::showSymbol() {
  const Theme& theme = themes_.theme();
  int room = width() - 4 - theme.u(4.5) - 4 * theme.u(2);  // less frame, margins and gaps
  for (const QWidget* each : std::initializer_list<QWidget*>{title_, symbol_, scale_, more_})
    room -= each->sizeHint().width();
  symbol_->setVisible(room >= remark_->minimumSizeHint().width());
}

void ChartCard::resizeEvent(QResizeEvent* event) {
  CardFrame::resizeEvent(event);
  showSymbol();
}

void ChartCard::setLocked(bool locked) {
  scale_->setVisible(!locked);
  more_->setVisible(!locked);
}

/// A scale that is a kind of logarithm of its own says so itself; else the axis that is seen, which may not be the one
/// that was chosen.
QString ChartCard::scaleWords(bool logarithmic) const {
  const ChartDescription* chart = findChart(kind_);
  if (!chart) return {};
  const std::string& chosen = chartScale(model_.scenario().display, *chart);
  const std::vector<DisplayChoice>& scales = chartScales(*chart);
  const std::string shown = chosen == "log" || chosen == "linear" ? (logarithmic ? "log" : "linear") : chosen;
  const auto found = std::ranges::find(scales, shown, &DisplayChoice::id);
  return found == scales.end() ? QString() : text(found->label);
}

void ChartCard::fillScales(QMenu* menu) {
  menu->clear();
  const ChartDescription* chart = findChart(kind_);
  if (!chart) return;
  auto* group = new QActionGroup(menu);
  const std::string& chosen = chartScale(model_.scenario().display, *chart);
  for (const DisplayChoice& scale : chartScales(*chart)) {
    QAction* action = addChoice(menu, group, text(scale.label), scale.id == chosen);
    action->setToolTip(text(scale.tip));
    connect(action, &QAction::triggered, this, [this, chart, &scale] {
      model_.edit(tr("Axis of the chart %1").arg(title()),
                  [chart, &scale](Scenario& s) { setChartScale(s.display, *chart, scale.id); });
    });
  }
}

/// The switch, and of each bound what it is made of, or which of its assumptions fails.
void ChartCard::addBoundActions(QMenu* menu) {
  const ChartDescription* chart = findChart(kind_);
  if (!chart || !chart->bounds) return;
  menu->addSeparator();
  const DisplayItem& item = displayItem("bounds");
  QAction* action = menu->addAction(text(item.label), this, [this, &item] {
    model_.edit(text(item.label), [](Scenario& s) { s.display.bounds = !s.display.bounds; });
  });
  action->setCheckable(true);
  action->setChecked(model_.scenario().display.bounds);
  action->setToolTip(tr("What theory promises gradient descent and heavy ball, where its assumptions hold"));
  for (const ChartContent::Bound& bound : bounds_)
    menu->addAction(menuText(bound.holds ? tr("%1: %2").arg(bound.name, bound.words)
                                         : tr("%1: no, %2").arg(bound.name, bound.words)))
        ->setEnabled(false);
}

void ChartCard::fillMenu(QMenu* menu) {
  menu->clear();
  auto* group = new QActionGroup(menu);
  const std::vector<std::string>& shown = model_.scenario().display.charts;
  for (const ChartDescription* card : chartDescriptions()) {
    const std::string& id = card->id;
    const ChartKind kind = chartKind(id);
    QAction* action = addChoice(menu, group, kind.title, id == kind_);
    action->setToolTip(kind.tip);
    // A chart that stands elsewhere changes places with this one.
    connect(action, &QAction::triggered, this, [this, id, title = kind.title] {
      model_.edit(tr("Chart %1").arg(title), [this, id](Scenario& s) {
        auto& charts = s.display.charts;
        const auto there = std::ranges::find(charts, id);
        if (there != charts.end())
          std::swap(*there, charts[place_]);
        else
          charts[place_] = id;
      });
    });
  }
  menu->addSeparator();
  addAxisActions(menu, model_);
  addBoundActions(menu);
  menu->addSeparator();
  QMenu* more = menu->addMenu(themedIcon(themes_, QStringLiteral("plus")), tr("Add a chart"));
  more->setToolTipsVisible(true);
  addChartActions(more, model_);
  more->setEnabled(shown.size() < most);
  QAction* remove =
      menu->addAction(themedIcon(themes_, QStringLiteral("close")), tr("Remove this chart"), this, [this] {
        model_.edit(tr("Remove the chart %1").arg(title()), [this](Scenario& s) {
          s.display.charts.erase(s.display.charts.begin() + static_cast<std::ptrdiff_t>(place_));
        });
      });
  remove->setEnabled(shown.size() > 1);
}

}  // namespace thalweg
