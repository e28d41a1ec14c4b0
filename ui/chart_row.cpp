#include "ui/chart_row.h"

#include "ui/chart_card.h"
#include "ui/contender_look.h"
#include "ui/playback.h"
#include "ui/scenario_model.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace thalweg {

namespace {

constexpr int lossChart = 0;
constexpr int rateChart = 1;
constexpr int gradientChart = 2;

/// One parameter group's values during the steps, rates or momentum; the last one stays to the end.
std::shared_ptr<const Column> duringSteps(const Points& values, Index group) {
  if (values.rows() == 0) return nullptr;
  auto column = std::make_shared<Column>(values.rows() + 1);
  column->head(values.rows()) = values.col(group);
  (*column)[values.rows()] = values(values.rows() - 1, group);
  return column;
}

}  // namespace

ChartRow::ChartRow(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, Playback& playback,
                   QWidget* parent)
    : QWidget(parent), themes_(themes), model_(model), compute_(compute) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  header_ = new QWidget(this);
  header_->setFixedHeight(theme.ipx(30));
  auto* head = new QHBoxLayout(header_);
  head->setContentsMargins(theme.u(3), 0, theme.u(3), theme.u(1));
  head->setSpacing(theme.u(2));
  head->addWidget(new ElidedLabel(themes, tr("Charts"), TextRole::Title, header_));
  of_ = new ElidedLabel(themes, {}, TextRole::Body, header_);
  of_->setSecondary(true);
  head->addWidget(of_, 1);
  column->addWidget(header_);
  auto* line = new QHBoxLayout;
  line->setSpacing(theme.u(2));
  const std::array<ChartQuantity, 3> quantities = {
      {{tr("Loss"), QStringLiteral("f"), true},
       {tr("Learning rate"), QStringLiteral("\\mathrm{lr}_t"), true},
       {tr("Gradient norm"), QStringLiteral("\\lVert\\nabla f\\rVert"), true}}};
  for (const ChartQuantity& quantity : quantities) {
    auto* chart = new ChartCard(themes, quantity, this);
    line->addWidget(chart, 1);
    charts_.push_back(chart);
    connect(chart->plot(), &ChartPlot::seek, &playback, &Playback::setStep);
    connect(&playback, &Playback::stepChanged, chart->plot(), &ChartPlot::setStep);
  }
  column->addLayout(line, 1);
  setCompact(false);
  connect(&compute_, &ComputeController::pathsChanged, this, &ChartRow::showPaths);
  connect(&model_, &ScenarioModel::changed, this, &ChartRow::showPaths);
  connect(&themes_, &ThemeController::changed, this, &ChartRow::showPaths);
}

void ChartRow::setColumns(int columns) {
  for (std::size_t i = 0; i < charts_.size(); ++i)
    charts_[i]->setVisible(columns >= 3 || static_cast<int>(i) < std::max(1, columns));
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

void ChartRow::showPaths() {
  const Scenario& scenario = model_.scenario();
  const auto objective = compute_.objective(panel_);
  if (!objective || panel_ >= scenario.panels.size()) return;
  const ObjectiveCard* card = findObjective(scenario.panels[panel_].objective);
  of_->setText(card ? tr("of %1").arg(QString::fromStdString(card->label.empty() ? card->id : card->label))
                    : QString());

  const std::vector<Landmark> landmarks = objective->landmarks();
  const bool known = !landmarks.empty() && landmarks.front().kind == Landmark::Kind::GlobalMinimum;
  const double minimum = known ? landmarks.front().value : 0;
  std::array<std::vector<SeriesData>, 3> series;
  bool positive = true;
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const auto trajectory = compute_.paths().at(panel_, i);
    if (!trajectory) continue;
    const ContenderMark mark = contenderMark(themes_.theme(), scenario, i);
    const auto add = [&](int chart, std::shared_ptr<const Column> y, bool dashed = false) {
      SeriesData line;
      line.y = std::move(y);
      line.color = mark.color;
      line.marker = mark.marker;
      line.visible = !scenario.contenders[i].hidden;
      line.selected = i == contender_;
      line.dashed = dashed;
      series[static_cast<std::size_t>(chart)].push_back(std::move(line));
    };
    auto loss = std::make_shared<Column>(trajectory->loss - minimum);
    positive = positive && (loss->minCoeff() >= 0 || known);
    add(lossChart, std::move(loss));
    for (Index g = 0; g < trajectory->rates.cols(); ++g) add(rateChart, duringSteps(trajectory->rates, g), g > 0);
    if (trajectory->momentum.rows() > 0) add(rateChart, duringSteps(trajectory->momentum, 0), true);
    add(gradientChart, {trajectory, &trajectory->gradientNorm});
  }
  charts_[lossChart]->setQuantity({tr("Loss"), known ? QStringLiteral("f - f^\\star") : QStringLiteral("f"), positive});
  const auto steps = static_cast<double>(std::max<std::int64_t>(1, scenario.steps));
  for (std::size_t i = 0; i < charts_.size(); ++i) charts_[i]->plot()->setSeries(std::move(series[i]), steps);
}

}  // namespace thalweg
