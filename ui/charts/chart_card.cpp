#include "ui/charts/chart_card.h"

#include "ui/controls/buttons.h"
#include "ui/document/scenario_model.h"
#include "ui/look/math_text.h"

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

void chooseAxis(ScenarioModel& model, std::string_view id) {
  model.edit(ChartCard::tr("Axis of the charts"), [id](Scenario& s) { s.display.chartAxis = id; });
}

}  // namespace

QString evaluationsTip() {
  return ChartCard::tr(
      "Against gradients evaluated (values, for methods without gradients). Each marker stands at what its contender "
      "had spent by the current step, the cursor at the selected one's.");
}

void addChartActions(QMenu* menu, ScenarioModel& model) {
  const std::vector<std::string>& shown = model.scenario().display.charts;
  for (const std::string_view id : chartIds) {
    if (std::ranges::find(shown, id) != shown.end()) continue;
    const ChartKind kind = chartKind(std::string(id));
    QAction* action = menu->addAction(kind.title, &model, [&model, id, title = kind.title] {
      model.edit(ChartCard::tr("Add the chart %1").arg(title),
                 [id](Scenario& s) { s.display.charts.emplace_back(id); });
    });
    action->setToolTip(kind.tip);
    action->setEnabled(shown.size() < ChartCard::most);
  }
}

void addAxisActions(QMenu* menu, ScenarioModel& model) {
  auto* group = new QActionGroup(menu);
  const bool evaluations = model.scenario().display.chartAxis == chartAxisIds[1];
  QAction* steps = addChoice(menu, group, ChartCard::tr("Against steps"), !evaluations);
  QAction* spent = addChoice(menu, group, ChartCard::tr("Against evaluations"), evaluations);
  spent->setToolTip(evaluationsTip());
  QObject::connect(steps, &QAction::triggered, &model, [&model] { chooseAxis(model, chartAxisIds[0]); });
  QObject::connect(spent, &QAction::triggered, &model, [&model] { chooseAxis(model, chartAxisIds[1]); });
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
    plot_->setAccessibleName(words.title);
  }
  symbol_->setTex(content.symbol);
  remark_->setText(content.remark);
  const bool distance = kind == chartIds[0] && model_.scenario().display.lossScale == lossScaleIds[2];
  scale_->setText(distance ? tr("distance") : content.logarithmic ? tr("log") : tr("linear"));
  plot_->setLogarithmic(content.logarithmic);
  plot_->setNote(content.note);
  plot_->setSeries(std::move(content.series), content.xMax, content.evaluations);
}

void ChartCard::fillScales(QMenu* menu) {
  menu->clear();
  auto* group = new QActionGroup(menu);
  if (kind_ != chartIds[0]) {
    const bool logarithmic = isLogarithmic(model_.scenario().display, kind_);
    for (const bool log : {true, false}) {
      QAction* action = addChoice(menu, group, log ? tr("log") : tr("linear"), logarithmic == log);
      connect(action, &QAction::triggered, this, [this, log] {
        model_.edit(tr("Axis of the chart %1").arg(title()), [this, log](Scenario& s) {
          // What is left out is logarithmic.
          if (log)
            s.display.chartScales.erase(kind_);
          else
            s.display.chartScales[kind_] = chartScaleIds[1];
        });
      });
    }
    return;
  }
  const std::array<QString, 3> words = {tr("log"), tr("linear"), tr("distance")};
  const std::array<QString, 3> tips = {tr("Of f; above the known minimum where f is not positive"), tr("Of f itself"),
                                       tr("Above the value of the best known minimum, logarithmic")};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view id = lossScaleIds[i];
    QAction* action = addChoice(menu, group, words[i], model_.scenario().display.lossScale == id);
    action->setToolTip(tips[i]);
    connect(action, &QAction::triggered, this,
            [this, id] { model_.edit(tr("Axis of the loss"), [id](Scenario& s) { s.display.lossScale = id; }); });
  }
}

void ChartCard::fillMenu(QMenu* menu) {
  menu->clear();
  auto* group = new QActionGroup(menu);
  const std::vector<std::string>& shown = model_.scenario().display.charts;
  for (const std::string_view id : chartIds) {
    const ChartKind kind = chartKind(std::string(id));
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
