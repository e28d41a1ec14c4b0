// What it takes to add a kind of chart: the description below, as a file of core/charts has it, and one line that lists
// it. Files, menus, exports and the row of charts must know it from that alone.

#include "core/charts/chart.h"
#include "core/runs/path_measures.h"
#include "core/scenario/scenario_file.h"
#include "tests/ui/settle.h"
#include "ui/background/compute_controller.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_row.h"
#include "ui/controls/buttons.h"
#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/export/picture.h"

#include <QMenu>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

/// How many steps are how long: ten classes up to the longest step of all.
void drawStepLengths(ChartDrawing& drawing, const ChartSource& source) {
  constexpr Index classes = 10;
  drawing.still = true;
  double longest = 0;
  std::vector<SharedColumn> lengths;
  for (const ChartRun& run : source.runs) {
    PathColumns& columns = *run.columns;
    lengths.push_back(derived(columns, "step length", [&] { return stepLengths(*columns.path); }));
    for (const double length : *lengths.back()) longest = std::isfinite(length) ? std::max(longest, length) : longest;
  }
  if (!(longest > 0)) return;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    Column edges(2 * classes);
    Column counts = Column::Zero(2 * classes);
    for (Index k = 0; k < classes; ++k) {
      edges[2 * k] = longest * static_cast<double>(k) / classes;
      edges[2 * k + 1] = longest * static_cast<double>(k + 1) / classes;
    }
    for (const double length : *lengths[i]) {
      if (!std::isfinite(length)) continue;
      const Index k = std::min<Index>(static_cast<Index>(length / longest * classes), classes - 1);
      counts[2 * k] += 1;
      counts[2 * k + 1] += 1;
    }
    drawing.lines.push_back({.run = i, .y = shareColumn(std::move(counts)), .x = shareColumn(std::move(edges))});
  }
}

const ChartDescription& stepLengthHistogram() {
  static const ChartDescription chart{.id = "step_length_histogram",
                                      .label = "Step lengths",
                                      .symbol = "\\lVert\\Delta x_t\\rVert",
                                      .tip = "How many steps are how long",
                                      .draw = drawStepLengths};
  return chart;
}

QAction* actionOf(QMenu* menu, const QString& words) {
  Q_EMIT menu->aboutToShow();
  for (QAction* action : menu->actions()) {
    if (action->text() == words) return action;
  }
  return nullptr;
}

Scenario raceScenario() {
  Scenario s;
  s.panels = {{"rosenbrock", {}, {}, {}, {}}};
  for (const char* optimizer : {"SGD", "Adam"}) s.contenders.emplace_back().optimizer = optimizer;
  s.steps = 60;
  s.display.charts = {"loss", "step_length_histogram"};
  s.display.chartScales = {{"step_length_histogram", "linear"}};
  return s;
}

}  // namespace

class OwnChartTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { addChart(stepLengthHistogram()); }

  void anIdIsGivenOnce() {
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, addChart(stepLengthHistogram()));
    ChartDescription loss = stepLengthHistogram();
    loss.id = "loss";
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, addChart(loss));
  }

  void filesKnowIt() {
    const Scenario scenario = raceScenario();
    const std::string file = writeScenario(scenario);
    QVERIFY(file.find("step_length_histogram") != std::string::npos);
    QVERIFY(parseScenario(file) == scenario);
    QString refused;
    try {
      parseScenario(R"({"thalweg": 1, "display": {"charts": ["histogram"]}})");
    } catch (const ScenarioError& error) {
      refused = QString::fromUtf8(error.what());
    }
    QVERIFY2(refused.contains(QStringLiteral("sharpness, step_length_histogram, found")), qPrintable(refused));
  }

  void theWindowShowsIt() {
    ThemeController themes(qApp);
    ScenarioModel model;
    ComputeController compute(model);
    Playback playback;
    playback.setSteps(60);
    ViewState view(model, playback);
    ChartRow row(themes, model, compute, view);
    model.reset(raceScenario());
    row.resize(1200, 292);
    row.show();
    QVERIFY(QTest::qWaitForWindowExposed(&row));
    settleBackground();
    QCoreApplication::processEvents();
    row.flush();
    ChartCard* card = row.chart(1);
    QCOMPARE(card->title(), QStringLiteral("Step lengths"));
    QCOMPARE(card->scaleButton()->text(), QStringLiteral("linear"));
    const ChartPlot& plot = *card->plot();
    QCOMPARE(plot.scene().series.size(), std::size_t{2});
    // Every step is in one class, each of which has two edges.
    for (const SeriesData& series : plot.scene().series) QCOMPARE(series.y->sum(), 2.0 * 60);

    // Length is no time: no cursor runs there, and a click seeks none.
    card->plot()->flush();
    const QImage before = card->plot()->grab().toImage();
    const int painted = plot.repaints(ChartPlot::Layer::Past);
    playback.setStep(30);
    QCoreApplication::processEvents();
    QCOMPARE(plot.repaints(ChartPlot::Layer::Past), painted);
    QCOMPARE(card->plot()->grab().toImage(), before);
    QTest::mouseClick(card->plot(), Qt::LeftButton, {}, plot.frame().rect.center().toPoint());
    QCOMPARE(playback.step(), std::int64_t{30});
    // While the other chart's does.
    QVERIFY(row.chart(0)->plot()->scene().cursor == 30);

    // Its scale is chosen and undone as others' are.
    actionOf(card->scaleButton()->menu(), QStringLiteral("log"))->trigger();
    QVERIFY(model.scenario().display.chartScales.empty());
    row.flush();
    QVERIFY(plot.scene().logarithmic);
    model.undoStack()->undo();
    QCOMPARE(model.scenario().display.chartScales.at("step_length_histogram"), std::string("linear"));
    // Exchanged for another, it is offered again.
    actionOf(card->moreButton()->menu(), QStringLiteral("Distance"))->trigger();
    QCOMPARE(model.scenario().display.charts, (std::vector<std::string>{"loss", "distance"}));
    QVERIFY(actionOf(card->moreButton()->menu(), QStringLiteral("Step lengths")));
  }

  void picturesShowIt() {
    PictureSettings settings;
    settings.size = {600, 400};
    settings.content = {PictureContent::Kind::Chart, 0, "step_length_histogram"};
    const auto at = [&](std::int64_t step) {
      settings.step = step;
      return renderPicture(raceScenario(), settings);
    };
    QCOMPARE(at(10), at(50));
    settings.content.chart = "loss";
    QVERIFY(at(10) != at(50));
  }
};

}  // namespace thalweg

QTEST_MAIN(thalweg::OwnChartTest)
#include "own_chart_test.moc"
