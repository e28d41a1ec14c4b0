// The charts below the panels: which there are, what they show of which path, and what they say where they cannot.

#include "ui/charts/chart_row.h"

#include "core/runs/path_measures.h"
#include "core/runs/trace.h"
#include "tests/ui/settle.h"
#include "ui/background/compute_controller.h"
#include "ui/charts/chart_card.h"
#include "ui/controls/buttons.h"
#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/scenes/chart_content.h"

#include <QAbstractButton>
#include <QMenu>
#include <QTest>

#include <cmath>

using namespace thalweg;

namespace {

Contender contender(const std::string& optimizer, const Options& options = {}) {
  Contender c;
  c.optimizer = optimizer;
  c.options = options;
  return c;
}

QAction* actionOf(QMenu* menu, const QString& words) {
  Q_EMIT menu->aboutToShow();
  for (QAction* action : menu->actions()) {
    if (action->text() == words) return action;
  }
  return nullptr;
}

}  // namespace

class ChartRowTest : public QObject {
  Q_OBJECT

 private:
  struct Window {
    Window(const ThemeController& themes, const std::string& objective, const std::vector<Contender>& contenders,
           const std::vector<std::string>& charts)
        : compute(model) {
      Scenario s;
      s.panels = {{objective, {}, {}, {}, {}}};
      s.contenders = contenders;
      s.steps = 60;
      s.display.charts = charts;
      playback.setSteps(s.steps);
      row = std::make_unique<ChartRow>(themes, model, compute, view);
      model.reset(s);
      row->resize(1200, 292);
      row->show();
      if (!QTest::qWaitForWindowExposed(row.get())) qWarning("no window");
      settle();
    }
    void settle() const {
      settleBackground();
      QCoreApplication::processEvents();
      for (std::size_t i = 0; i < row->count(); ++i) row->chart(i)->plot()->flush();
    }
    [[nodiscard]] const std::vector<SeriesData>& series(std::size_t chart) const {
      return row->chart(chart)->plot()->scene().series;
    }
    [[nodiscard]] const std::vector<std::string>& charts() const { return model.scenario().display.charts; }
    void choose(std::size_t chart, const QString& words) const {
      QAction* action = actionOf(row->chart(chart)->moreButton()->menu(), words);
      QVERIFY2(action && action->isEnabled(), qPrintable(words));
      action->trigger();
      row->flush();
    }
    ScenarioModel model;
    ComputeController compute;
    Playback playback;
    ViewState view{model, playback};
    std::unique_ptr<ChartRow> row;
  };
  ThemeController* themes_ = nullptr;

 private Q_SLOTS:
  void initTestCase() {
    themes_ = new ThemeController(qApp, this);
    themes_->setMode(ThemeController::Mode::Light);
  }

  void chartsAreChosenAddedAndRemoved() {
    Window w(*themes_, "rosenbrock", {contender("SGD")}, {"loss", "lr"});
    QCOMPARE(w.row->count(), std::size_t{2});
    w.choose(1, QStringLiteral("Step length"));
    QCOMPARE(w.charts(), (std::vector<std::string>{"loss", "step_length"}));
    QCOMPARE(w.row->chart(1)->title(), QStringLiteral("Step length"));
    // One that stands elsewhere changes places.
    w.choose(1, QStringLiteral("Loss"));
    QCOMPARE(w.charts(), (std::vector<std::string>{"step_length", "loss"}));
    QMenu* more = actionOf(w.row->chart(0)->moreButton()->menu(), QStringLiteral("Add a chart"))->menu();
    QVERIFY(more);
    QAction* distance = nullptr;
    for (QAction* action : more->actions()) {
      if (action->text() == QStringLiteral("Distance")) distance = action;
    }
    QVERIFY(distance);
    distance->trigger();
    w.row->flush();
    QCOMPARE(w.charts(), (std::vector<std::string>{"step_length", "loss", "distance"}));
    QCOMPARE(w.row->count(), std::size_t{3});
    QVERIFY(!w.row->addButton()->isEnabled());
    w.choose(0, QStringLiteral("Remove this chart"));
    w.choose(0, QStringLiteral("Remove this chart"));
    QCOMPARE(w.charts(), (std::vector<std::string>{"distance"}));
    QVERIFY(!actionOf(w.row->chart(0)->moreButton()->menu(), QStringLiteral("Remove this chart"))->isEnabled());
    for (int i = 0; i < 5; ++i) w.model.undoStack()->undo();
    w.row->flush();
    QCOMPARE(w.charts(), (std::vector<std::string>{"loss", "lr"}));
    QCOMPARE(w.row->count(), std::size_t{2});
  }

  void linesAreThePathsMeasures() {
    Window w(*themes_, "himmelblau", {contender("SGD", {{"lr", 0.01}})}, {"loss", "distance", "step_length"});
    const auto path = w.compute.paths().at(0, 0);
    const auto objective = w.compute.objective(0);
    QVERIFY((*w.series(0)[0].y == path->loss).all());
    QVERIFY((*w.series(1)[0].y == minimumDistances(*path, *objective)).all());
    QVERIFY((w.series(2)[0].y->tail(60) == stepLengths(*path).tail(60)).all());
    QVERIFY(std::isnan((*w.series(2)[0].y)[0]));
  }

  void effectiveRatesComeFromTheBackground() {
    Window w(*themes_, "quadratic", {contender("SGD", {{"lr", 0.03}}), contender("Adam")}, {"effective_lr"});
    QVERIFY(QTest::qWaitFor([&] { return w.series(0).size() == 4; }, 20'000));
    QCOMPARE(w.series(0)[0].name, QStringLiteral("x"));
    QVERIFY(!w.series(0)[0].dashed && w.series(0)[1].dashed);
    QVERIFY(((w.series(0)[0].y->tail(60) - 0.03).abs() < 1e-12).all());
  }

  void rulesAndStepsHaveRatesOfTheirOwn() {
    Window w(*themes_, "quadratic", {contender("Adam", {{"lr", 0.1}}), contender("LBFGS")},
             {"effective_lr", "realised_lr"});
    // L-BFGS has no rate a coordinate, its steps have.
    QVERIFY(QTest::qWaitFor([&] { return w.series(0).size() == 2 && w.series(1).size() == 4; }, 20'000));
    QCOMPARE(w.row->chart(1)->title(), QStringLiteral("Realised rate"));
    const Column& rule = *w.series(0)[1].y;
    QVERIFY(rule.tail(rule.size() - 1).isFinite().all());
  }

  void theGradientThatTheOptimizerSawIsASecondLine() {
    Window w(*themes_, "quadratic", {contender("SGD", {{"lr", 0.01}})}, {"gradient_norm"});
    QCOMPARE(w.series(0).size(), std::size_t{1});
    w.model.edit(QStringLiteral("clip"), [](Scenario& s) { s.gradient.clipNorm = 0.5; });
    w.settle();
    QVERIFY(QTest::qWaitFor([&] { return w.series(0).size() == 2; }, 20'000));
    QVERIFY(w.series(0)[1].dashed && !w.series(0)[1].name.isEmpty());
    QVERIFY(w.series(0)[1].y->head(10).maxCoeff() <= 0.5);
    QVERIFY(w.series(0)[0].y->head(10).maxCoeff() > 0.5);
  }

  void dashesAndDotsHaveNames() {
    for (const bool drawn : {false, true}) {
      Scenario s;
      s.panels = {{"logistic_regression", {}, {}, {}, {}}};
      s.contenders = {contender("SGD", {{"lr", 0.5}})};
      s.steps = 30;
      s.gradient.noise = drawn ? 0.1 : 0;
      const auto f = makeObjective(s.panels[0]);
      PathColumns columns;
      columns.path = std::make_shared<const Trajectory>(trace(s, 0, *f, startPoint(s, 0, 0, *f)));
      measure(columns, s, 0, *f, {.tests = true, .seen = drawn});
      const Theme theme = makeTheme(false);
      const ChartContent loss = chartContent("loss", s, *f, {{0, &columns, nullptr}}, theme, {});
      QStringList names;
      for (const SeriesData& line : loss.series) {
        if (line.dashed) names << line.name;
      }
      QVERIFY2(names.contains(QStringLiteral("test")) && names.contains(QStringLiteral("accuracy")),
               qPrintable(names.join(QLatin1Char(' '))));
      const ChartContent slope = chartContent("gradient_norm", s, *f, {{0, &columns, nullptr}}, theme, {});
      QCOMPARE(slope.series.size(), std::size_t{drawn ? 2U : 1U});
      QVERIFY(!drawn || (slope.series[1].dashed && !slope.series[1].name.isEmpty()));
    }
  }

  // A typed function's minimum is found, so its loss is shown above it, logarithmically.
  void typedFunctionsHaveALogarithmicLoss() {
    Scenario s;
    s.panels = {{"expression", {{"formula", "x**2 + y**2 - 3"}}, {}, {1, 1}, {}}};
    s.contenders = {contender("SGD", {{"lr", 0.1}})};
    s.steps = 30;
    const auto f = makeObjective(s.panels[0]);
    PathColumns columns;
    columns.path = std::make_shared<const Trajectory>(trace(s, 0, *f, {1, 1}));
    const ChartContent loss = chartContent("loss", s, *f, {{0, &columns, nullptr}}, makeTheme(false), {});
    QVERIFY(loss.logarithmic);
    QCOMPARE(loss.symbol, QStringLiteral("f - f^\\star"));
    QVERIFY(std::abs((*loss.series[0].y)[0] - 2) < 1e-12);
  }

  void unchangedContendersKeepTheirColumns() {
    Window w(*themes_, "rosenbrock", {contender("SGD", {{"lr", 0.001}}), contender("Adam")},
             {"loss", "lr", "step_length"});
    const auto before = w.series(2);
    w.model.edit(QStringLiteral("lr"), [](Scenario& s) { s.contenders[0].options["lr"] = 0.0011; });
    w.row->flush();
    w.settle();
    QVERIFY(w.series(2)[0].y != before[0].y);
    QCOMPARE(w.series(2)[1].y, before[1].y);
    // Nothing that is drawn changes with the title; a contender's name stands at the end of its curve.
    const auto painted = [&] { return w.row->chart(0)->plot()->repaints(ChartPlot::Layer::Ground); };
    const int first = painted();
    w.model.edit(QStringLiteral("title"), [](Scenario& s) { s.title = "other"; });
    w.row->flush();
    w.settle();
    QCOMPARE(painted(), first);
    w.model.edit(QStringLiteral("name"), [](Scenario& s) { s.contenders[0].label = "other"; });
    w.row->flush();
    w.settle();
    QCOMPARE(painted(), first + 1);
    QCOMPARE(w.series(2)[1].y, before[1].y);
  }

  void theLossSaysWhatItIsAbove() {
    // f falls below 0, its least value is known.
    Window w(*themes_, "mccormick", {contender("SGD", {{"lr", 0.05}})}, {"loss"});
    w.model.edit(QStringLiteral("start"), [](Scenario& s) { s.panels[0].start = {0, -1}; });
    w.row->flush();
    w.settle();
    const ChartScene& scene = w.row->chart(0)->plot()->scene();
    const auto path = w.compute.paths().at(0, 0);
    QVERIFY(path->loss.minCoeff() < 0);
    const std::optional<double> least = knownMinimum(*w.compute.objective(0));
    QVERIFY(least);
    QVERIFY(scene.logarithmic);
    QVERIFY((*scene.series[0].y == path->loss - *least).all());
    QAction* linear = actionOf(w.row->chart(0)->scaleButton()->menu(), QStringLiteral("linear"));
    linear->trigger();
    w.row->flush();
    QCOMPARE(w.model.scenario().display.lossScale, std::string("linear"));
    QVERIFY(!scene.logarithmic);
    QVERIFY((*scene.series[0].y == path->loss).all());
    w.model.undoStack()->undo();
    w.row->flush();
    QVERIFY(scene.logarithmic);
  }

  void axisOfEachChartIsTheDocuments() {
    Window w(*themes_, "rosenbrock", {contender("SGD", {{"lr", 0.001}})}, {"loss", "gradient_norm", "step_length"});
    const auto logarithmic = [&](std::size_t i) { return w.row->chart(i)->plot()->scene().logarithmic; };
    QVERIFY(logarithmic(1) && logarithmic(2));
    actionOf(w.row->chart(1)->scaleButton()->menu(), QStringLiteral("linear"))->trigger();
    w.row->flush();
    QVERIFY(!logarithmic(1) && logarithmic(0) && logarithmic(2));
    QCOMPARE(w.row->chart(1)->scaleButton()->text(), QStringLiteral("linear"));
    QCOMPARE(w.model.scenario().display.chartScales, (std::map<std::string, std::string>{{"gradient_norm", "linear"}}));
    // It belongs to the kind of chart, wherever that stands.
    w.choose(2, QStringLiteral("Gradient norm"));
    QVERIFY(logarithmic(1) && !logarithmic(2));
    w.model.undoStack()->undo();
    w.row->flush();
    w.model.undoStack()->undo();
    w.row->flush();
    QVERIFY(logarithmic(1));
    w.model.undoStack()->redo();
    w.row->flush();
    QVERIFY(!logarithmic(1));
    actionOf(w.row->chart(1)->scaleButton()->menu(), QStringLiteral("log"))->trigger();
    w.row->flush();
    QVERIFY(w.model.scenario().display.chartScales.empty());
  }

  void ensembleIsAMedianWithItsBand() {
    Window w(*themes_, "quadratic", {contender("SGD", {{"lr", 0.01}}), contender("Adam")}, {"loss"});
    w.model.edit(QStringLiteral("noise"), [](Scenario& s) {
      s.gradient.noise = 0.5;
      s.display.seeds = 9;
      s.contenders[1].hidden = true;
    });
    w.settle();
    // Its own path and the median; the hidden one has its path alone.
    QCOMPARE(w.series(0).size(), std::size_t{3});
    const auto runs = w.compute.paths().ensemble(0, 0);
    QVERIFY(runs);
    const SeriesData& median = w.series(0)[1];
    QVERIFY(!median.dashed && (*median.y == runs->median).all());
    QVERIFY(w.series(0)[0].dashed && w.series(0)[0].faint && !w.series(0)[2].faint);
    QVERIFY((*w.series(0)[0].y == w.compute.paths().at(0, 0)->loss).all());
    QVERIFY((*median.bandLow == runs->low).all() && (*median.bandHigh == runs->high).all());
    QVERIFY(median.name.contains(QStringLiteral("9")) && !median.bandName.isEmpty());
    const auto columns = median.bandLow;
    w.model.edit(QStringLiteral("seeds"), [](Scenario& s) { s.display.seeds = 12; });
    w.row->flush();
    w.settle();
    QVERIFY(w.series(0)[1].bandLow != columns);
  }

  void withoutAKnownMinimumAWordSaysSo() {
    Window w(*themes_, "monkey_saddle", {contender("SGD", {{"lr", 0.01}})}, {"distance", "loss"});
    QVERIFY(!w.row->chart(0)->plot()->scene().note.isEmpty());
    QVERIFY(w.series(0).empty());
    w.model.edit(QStringLiteral("scale"), [](Scenario& s) { s.display.lossScale = "distance"; });
    w.row->flush();
    QVERIFY2(w.row->chart(1)->remark().contains(QStringLiteral("No minimum")), qPrintable(w.row->chart(1)->remark()));
    QVERIFY((*w.series(1)[0].y == w.compute.paths().at(0, 0)->loss).all());
  }

  void pathsOfAnotherSurfaceAreNotMeasured() {
    // Until the new paths are there, those of one coordinate are all there is.
    Window w(*themes_, "parabola", {contender("SGD")}, {"loss", "distance"});
    QVERIFY(w.compute.paths().at(0, 0));
    w.model.edit(QStringLiteral("surface"), [](Scenario& s) { s.panels[0] = {"himmelblau", {}, {}, {}, {}}; });
    w.row->flush();
    QVERIFY(!w.compute.paths().at(0, 0));
    QVERIFY(w.series(1).empty());
    w.settle();
    QCOMPARE(w.compute.paths().at(0, 0)->points.cols(), Index{2});
  }

  void evaluationsStretchMethodsThatAskTwice() {
    Window w(*themes_, "rosenbrock", {contender("SGD"), contender("SAM")}, {"loss"});
    w.playback.setStep(30);
    const auto segments = w.row->axisChoice()->findChildren<QAbstractButton*>();
    QCOMPARE(segments.size(), qsizetype{2});
    QTest::mouseClick(segments[1], Qt::LeftButton);
    w.row->flush();
    QCOMPARE(w.model.scenario().display.chartAxis, std::string("evaluations"));
    const ChartScene& scene = w.row->chart(0)->plot()->scene();
    QVERIFY(scene.evaluations);
    QCOMPARE(scene.xMax, 120.0);
    QCOMPARE(cursorX(scene, scene.series[0]), 30.0);
    QCOMPARE(cursorX(scene, scene.series[1]), 60.0);
    // The selected contender's is the cursor's, and what a click counts in.
    w.view.selectContender(1);
    w.row->flush();
    QCOMPARE(cursorX(scene, std::int64_t{30}), 60.0);
    ChartPlot* plot = w.row->chart(0)->plot();
    plot->flush();
    QTest::mouseClick(plot, Qt::LeftButton, {},
                      QPointF(plot->frame().xPixel(100), plot->frame().rect.center().y()).toPoint());
    QVERIFY(std::abs(w.playback.step() - 50) <= 1);
  }

  void dataShowTestLossAndAccuracy() {
    Window w(*themes_, "logistic_regression", {contender("SGD", {{"lr", 0.5}})}, {"loss"});
    QVERIFY(QTest::qWaitFor([&] { return w.series(0).size() == 4; }, 20'000));
    QVERIFY(w.series(0)[1].dashed && !w.series(0)[1].share);
    QVERIFY(w.series(0)[2].share);
    const auto path = w.compute.paths().at(0, 0);
    QVERIFY((*w.series(0)[1].y == testLosses(*path, *w.compute.objective(0))).all());
    QVERIFY((*w.series(0)[2].y == accuracies(*path, *w.compute.objective(0))).all());
    QVERIFY(w.series(0)[3].share && w.series(0)[3].sparse && !w.series(0)[2].sparse);
    QVERIFY((*w.series(0)[3].y == testAccuracies(*path, *w.compute.objective(0))).all());
  }

  void cycledMomentumStandsBesideTheRate() {
    Contender c = contender("SGD", {{"lr", 0.001}, {"momentum", 0.9}});
    c.schedule = ScheduleChoice{"OneCycleLR", {{"max_lr", 0.01}}};
    Window w(*themes_, "rosenbrock", {c}, {"lr"});
    QCOMPARE(w.series(0).size(), std::size_t{2});
    QVERIFY(w.series(0)[1].share && w.series(0)[1].name == QStringLiteral("momentum"));
  }

  void hiddenContendersHaveNoLine() {
    Window w(*themes_, "rosenbrock", {contender("SGD"), contender("Adam")}, {"loss"});
    w.model.edit(QStringLiteral("hide"), [](Scenario& s) { s.contenders[1].hidden = true; });
    w.row->flush();
    QVERIFY(w.series(0)[0].visible && !w.series(0)[1].visible);
  }
};

QTEST_MAIN(ChartRowTest)
#include "chart_row_test.moc"
