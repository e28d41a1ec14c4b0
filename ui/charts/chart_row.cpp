#include "ui/charts/chart_row.h"

#include "ui/background/compute_controller.h"
#include "ui/charts/chart_card.h"
#include "ui/controls/buttons.h"
#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"
#include "ui/look/text.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

namespace thalweg {

ChartRow::ChartRow(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, Playback& playback,
                   QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      model_(model),
      compute_(compute),
      playback_(playback),
      data_(themes, model, compute) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  header_ = makeHeader();
  column->addWidget(header_);
  line_ = new QHBoxLayout;
  line_->setSpacing(themes.theme().u(2));
  column->addLayout(line_, 1);
  setCompact(false);
  connect(&compute_, &ComputeController::pathsChanged, this, &ChartRow::showPaths);
  connect(&model_, &ScenarioModel::changed, this, &ChartRow::showPaths);
  connect(&themes_, &ThemeController::changed, this, &ChartRow::showPaths);
  connect(&data_, &ChartData::measured, this, &ChartRow::showPaths);
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
  connect(panels_, &QComboBox::activated, this, [this](int i) { Q_EMIT panelChosen(static_cast<std::size_t>(i)); });
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

void ChartRow::setPanel(std::size_t panel) {
  panel_ = panel;
  showPaths();
}

void ChartRow::setContender(std::size_t contender) {
  contender_ = contender;
  showPaths();
}

void ChartRow::setCompact(bool compact) {
  const Theme& theme = themes_.theme();
  header_->setVisible(!compact);
  setFixedHeight(compact ? theme.ipx(186) : theme.ipx(292));
}

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
  panels_->setCurrentIndex(static_cast<int>(panel_));
  const std::vector<DisplayChoice>& axes = displayItem("chart_axis").choices;
  axis_->setCurrent(
      static_cast<int>(std::ranges::find(axes, scenario.display.chartAxis, &DisplayChoice::id) - axes.begin()));
  add_->setEnabled(charts_.size() < ChartCard::most);
  add_->setToolTip(add_->isEnabled() ? tr("Choose what else to draw")
                                     : tr("There is room for three charts side by side"));
}

void ChartRow::showPaths() {
  const Scenario& scenario = model_.scenario();
  const std::size_t count = std::min(scenario.display.charts.size(), ChartCard::most);
  while (charts_.size() > count) {
    charts_.back()->hide();
    charts_.back()->deleteLater();
    charts_.pop_back();
  }
  while (charts_.size() < count) {
    auto* chart = new ChartCard(themes_, model_, charts_.size(), this);
    line_->addWidget(chart, 1);
    charts_.push_back(chart);
    chart->plot()->setStep(playback_.step());
    connect(chart->plot(), &ChartPlot::seek, &playback_, &Playback::setStep);
    connect(&playback_, &Playback::stepChanged, chart->plot(), &ChartPlot::setStep);
  }
  showHeader();
  for (std::size_t i = 0; i < count; ++i)
    charts_[i]->show(scenario.display.charts[i], data_.content(scenario.display.charts[i], panel_, contender_));
  data_.measure();
}

}  // namespace thalweg
