// All kinds of predictions in the window, by mouse and by keys alone: marked, drawn, slid; locked until they are in;
// shown beside the truth, with the distance said; kept over a restart.

#include "core/lessons/prediction_gap.h"
#include "core/scenario/scenario_file.h"
#include "tests/ui/lesson_window.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_row.h"
#include "ui/controls/buttons.h"
#include "ui/controls/value_slider.h"
#include "ui/lessons/value_rail.h"
#include "ui/panels/outcome_line.h"
#include "ui/panels/panel_card.h"
#include "ui/scenes/guess_painter.h"
#include "ui/window/timeline_bar.h"

#include <QFile>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>

#include <cmath>
#include <map>
#include <memory>

using namespace thalweg;

namespace {

std::unique_ptr<ThemeController> themes;

/// A lesson of two pages, the second of which asks `ask` (JSON) of gradient descent on a quadratic.
CourseLesson asking(const std::string& ask) {
  return {"own", parseScenario(R"({"thalweg": 1,
    "panels": [{"objective": "quadratic", "options": {"kappa": 4}, "start": [-2.0, 1.0]}],
    "contenders": [{"optimizer": "GradientDescent", "options": {"lr": 0.1}}], "steps": 40,
    "display": {"layout": 1, "charts": ["loss"]},
    "lesson": {"title": "Own", "chapter": "b", "pages": [{"text": "one"}, {"text": "two", "ask": )" +
                               ask + R"(, "why": "so"}]}})")};
}

struct PredictingWindow : LessonWindow {
  PredictingWindow(const QTemporaryDir& folder, const std::string& ask) : LessonWindow(*themes, folder) {
    session().begin(asking(ask));
    settle(window);
    if (session().page() == 0) key(Qt::Key_PageDown);
  }
  QPoint pixel(double x, double y) { return window.panel(0)->plot()->frame().toPixel(x, y).toPoint(); }
  void press(double x, double y) { QTest::mousePress(window.panel(0)->plot(), Qt::LeftButton, {}, pixel(x, y)); }
  void move(double x, double y) {
    QMouseEvent event(QEvent::MouseMove, pixel(x, y), window.panel(0)->plot()->mapToGlobal(pixel(x, y)), Qt::NoButton,
                      Qt::LeftButton, {});
    QCoreApplication::sendEvent(window.panel(0)->plot(), &event);
  }
  void release(double x, double y) {
    QTest::mouseRelease(window.panel(0)->plot(), Qt::LeftButton, {}, pixel(x, y));
    settle(window);
  }
  /// What the dock says, label by label.
  QString words() {
    QStringList all;
    for (const QLabel* label : view()->findChildren<QLabel*>()) {
      if (label->isVisible()) all << label->text();
    }
    return all.join(QLatin1Char('\n'));
  }
  std::shared_ptr<const GuessPicture> shownGuess() { return window.panel(0)->plot()->scene().guess; }
  void watchToTheEnd() {
    if (session().stage() == LessonStage::Watch) key(Qt::Key_Space);
    QCOMPARE(session().stage(), LessonStage::Why);
  }
};

const char* const endpoint = R"({"kind": "endpoint", "question": "where?", "tolerance": 0.1})";
const char* const path = R"({"kind": "path", "question": "which way?", "tolerance": 0.1})";
const char* const value =
    R"j({"kind": "value", "question": "how low?", "of": "loss(0)", "range": [1e-8, 1], "tolerance": 0.5})j";

}  // namespace

class PredictionsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }
  void cleanupTestCase() { themes.reset(); }

  void anEndIsMarkedByMouse() {
    const QTemporaryDir folder;
    PredictingWindow w(folder, endpoint);
    QCOMPARE(w.session().stage(), LessonStage::Predict);
    QVERIFY(!w.window.timeline()->isEnabled());
    QVERIFY(!w.view()->runButton()->isEnabled() && w.view()->skipButton()->isVisible());
    const View before = w.window.panel(0)->plot()->shownView();
    w.press(0.5, 0.5);
    w.move(1.0, 0.5);
    w.release(1.0, 0.5);
    // Nothing else moved: neither the view nor the start.
    QVERIFY(w.window.panel(0)->plot()->shownView() == before);
    QCOMPARE(w.window.model().scenario().panels[0].start, (std::vector<double>{-2, 1}));
    QVERIFY(std::abs(w.session().guess().point.at(0) - 1) < 0.05 &&
            std::abs(w.session().guess().point.at(1) - 0.5) < 0.05);
    QVERIFY(w.shownGuess() && w.shownGuess()->points.size() == 1 && w.shownGuess()->pen);
    QVERIFY(w.view()->runButton()->isEnabled() && !w.view()->skipButton()->isVisible());
    w.click(w.view()->runButton());
    w.watchToTheEnd();
    QVERIFY(w.shownGuess() && w.shownGuess()->gap && !w.shownGuess()->pen);
    const auto gap = w.session().gap();
    QVERIFY(gap && std::abs(gap->distance - std::hypot(1 + 2 * std::pow(0.9, 40), 0.5)) < 0.1);
    QVERIFY2(w.words().contains(QStringLiteral("from the path’s end")), qPrintable(w.words()));
    // What is said is no longer changed.
    w.press(0, 0);
    w.release(0, 0);
    QVERIFY(std::abs(w.session().guess().point.at(0) - 1) < 0.05);
  }

  void anEndIsMarkedByKeys() {
    const QTemporaryDir folder;
    PredictingWindow w(folder, endpoint);
    w.key(Qt::Key_Return);  // not without a guess
    QCOMPARE(w.session().stage(), LessonStage::Predict);
    for (int i = 0; i < 20; ++i) QTest::keyClick(&w.window, Qt::Key_Right);
    for (int i = 0; i < 10; ++i) QTest::keyClick(&w.window, Qt::Key_Down);
    settle(w.window);
    QVERIFY(w.session().guess().point.at(0) > -1 && w.session().guess().point.at(1) < 0.9);
    const std::vector<double> said = w.session().guess().point;
    w.key(Qt::Key_Return);
    w.watchToTheEnd();
    QCOMPARE(w.session().guess().point, said);
    // The keys are the player's again.
    const std::int64_t step = w.window.playback().step();
    w.key(Qt::Key_Left);
    QCOMPARE(w.window.playback().step(), step - 1);
    QCOMPARE(w.session().guess().point, said);
  }

  void anEndIsMarkedOnACurve() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    w.begin("over_a_small_hollow");
    for (int i = 0; i < 3; ++i) w.key(Qt::Key_PageDown);
    QCOMPARE(w.session().stage(), LessonStage::Predict);
    QCOMPARE(w.session().written().ask->kind, LessonQuestion::Kind::Endpoint);
    for (int i = 0; i < 10; ++i) QTest::keyClick(&w.window, Qt::Key_Left);
    w.key(Qt::Key_Return);
    if (w.session().stage() == LessonStage::Watch) w.key(Qt::Key_Space);
    const auto gap = w.session().gap();
    const auto run = w.window.compute().paths().at(0, 0);
    QVERIFY(gap && run);
    QVERIFY(std::abs(gap->distance - std::abs(w.session().guess().point[0] - run->points(run->steps(), 0))) < 1e-12);
  }

  void aPathIsDrawnByMouse() {
    const QTemporaryDir folder;
    PredictingWindow w(folder, path);
    w.press(-1.5, 0.5);
    for (double t = 0; t < 1.01; t += 0.1) w.move(-1.5 + 1.5 * t, 0.5 - 0.5 * t);
    w.release(0, 0);
    // It begins where the path begins.
    QVERIFY(w.session().guess().line.size() > 5);
    QCOMPARE(w.session().guess().line.front(), (std::vector<double>{-2, 1}));
    QVERIFY(w.shownGuess() && w.shownGuess()->lines.size() == 1);
    w.click(w.view()->runButton());
    w.watchToTheEnd();
    const auto gap = w.session().gap();
    QVERIFY(gap && gap->isNear && gap->distance > 0);
    QVERIFY2(w.words().contains(QStringLiteral("That is close.")), qPrintable(w.words()));
    QVERIFY(w.shownGuess() && !w.shownGuess()->words.isEmpty());
  }

  void anotherLineTakesTheFirstOnesPlace() {
    const QTemporaryDir folder;
    PredictingWindow w(folder, path);
    for (const double y : {1.5, -1.0}) {
      w.press(1, y);
      w.move(1.5, y);
      w.release(1.5, y);
    }
    for (const auto& at : w.session().guess().line) QVERIFY(at[1] < 1.2);
  }

  void aPathIsDrawnByKeys() {
    const QTemporaryDir folder;
    PredictingWindow w(folder, path);
    for (int i = 0; i < 5; ++i) QTest::keyClick(&w.window, Qt::Key_Right);
    QCOMPARE(w.session().guess().line.size(), std::size_t{2});
    QTest::keyClick(&w.window, Qt::Key_Space);
    for (int i = 0; i < 5; ++i) QTest::keyClick(&w.window, Qt::Key_Down);
    QCOMPARE(w.session().guess().line.size(), std::size_t{3});
    QCOMPARE(w.session().guess().line[1][1], 1.0);
    QTest::keyClick(&w.window, Qt::Key_Backspace);
    QCOMPARE(w.session().guess().line.size(), std::size_t{2});
    for (int i = 0; i < 5; ++i) QTest::keyClick(&w.window, Qt::Key_Down);
    w.key(Qt::Key_Return);
    w.watchToTheEnd();
    QVERIFY(w.session().gap());
  }

  void aValueIsSlidByMouseAndByKeys() {
    for (const bool byKeys : {false, true}) {
      const QTemporaryDir folder;
      PredictingWindow w(folder, value);
      QVERIFY(w.view()->valueSlider() && !w.view()->runButton()->isEnabled());
      if (byKeys) {
        for (int i = 0; i < 7; ++i) QTest::keyClick(&w.window, Qt::Key_Left);
      } else {
        QTest::mouseClick(w.view()->valueSlider(), Qt::LeftButton, {},
                          QPoint(static_cast<int>(w.view()->valueSlider()->positionToX(0.36)),
                                 w.view()->valueSlider()->height() / 2));
      }
      settle(w.window);
      QVERIFY(w.session().guess().value);
      // The way is one of decades.
      const double said = *w.session().guess().value;
      QVERIFY2(said > 1e-6 && said < 1e-4, std::to_string(said).c_str());
      w.key(Qt::Key_Return);
      w.watchToTheEnd();
      const auto truth = w.session().trueValue();
      const auto run = w.window.compute().paths().at(0, 0);
      QVERIFY(truth && run && *truth == run->loss[40]);
      QVERIFY2(w.words().contains(QStringLiteral("a factor of")), qPrintable(w.words()));
      QVERIFY(!w.view()->findChildren<ValueRail*>().isEmpty());
    }
  }

  void aValueIsMarkedInAChart() {
    const QTemporaryDir folder;
    PredictingWindow w(folder, value);
    ChartPlot* plot = w.window.charts()->chart(0)->plot();
    const ChartScene& scene = plot->scene();
    // The axes are those of the run that is not shown yet, and of all that may be guessed.
    QVERIFY(scene.guess && scene.guess->open && !scene.guess->value);
    QCOMPARE(scene.xMax, 40.0);
    QCOMPARE(scene.guess->step, 40.0);
    QVERIFY(plot->frame().yMin <= -8 && plot->frame().yMax >= 0);
    QVERIFY(plot->isEnabled());
    const auto at = [&](double y) { return plot->frame().toPixel(40, y).toPoint(); };
    QTest::mousePress(plot, Qt::LeftButton, {}, at(1e-2));
    QMouseEvent drag(QEvent::MouseMove, at(1e-4), plot->mapToGlobal(at(1e-4)), Qt::NoButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(plot, &drag);
    QTest::mouseRelease(plot, Qt::LeftButton, {}, at(1e-4));
    settle(w.window);
    QVERIFY(w.session().guess().value);
    const double marked = *w.session().guess().value;
    QVERIFY2(marked > 0.8e-4 && marked < 1.25e-4, std::to_string(marked).c_str());
    // The slider goes along, and the cursor stays.
    QVERIFY(std::abs(w.view()->valueSlider()->value() - marked) < 1e-9);
    QCOMPARE(w.window.playback().step(), std::int64_t{0});
    // Up is more, by keys.
    QTest::keyClick(&w.window, Qt::Key_Up);
    settle(w.window);
    QVERIFY(*w.session().guess().value > marked);
    QTest::keyClick(&w.window, Qt::Key_Down);
    QTest::keyClick(&w.window, Qt::Key_Down);
    settle(w.window);
    QVERIFY(*w.session().guess().value < marked && scene.guess->value == w.session().guess().value);
    // Out of the frame is at its end.
    QTest::mouseClick(plot, Qt::LeftButton, {}, QPoint(plot->width() / 2, plot->height() - 1));
    settle(w.window);
    QCOMPARE(*w.session().guess().value, 1e-8);
    w.key(Qt::Key_Return);
    w.watchToTheEnd();
    settle(w.window);
    QVERIFY(scene.guess && !scene.guess->open && scene.guess->value == 1e-8);
    const auto run = w.window.compute().paths().at(0, 0);
    QVERIFY(run && scene.guess->truth == run->loss[40]);
    QVERIFY2(scene.guess->gapWords.startsWith(QStringLiteral("×")), qPrintable(scene.guess->gapWords));
    // Nothing can be moved any more, and the cursor is the player's again.
    QTest::mouseClick(plot, Qt::LeftButton, {}, plot->frame().toPixel(10, 1e-3).toPoint());
    settle(w.window);
    QCOMPARE(*w.session().guess().value, 1e-8);
    QCOMPARE(w.window.playback().step(), std::int64_t{10});
  }

  void whereNoChartHasTheValueNothingIsMarked() {
    for (const char* of : {"2*loss(0)", "loss(0)@1", "rate(0)", "contenders[0].lr", "below(0, 0.1)"}) {
      LessonQuestion ask{.kind = LessonQuestion::Kind::Value, .question = "?", .of = of};
      QVERIFY2(!chartAsked(asking(value).scenario, ask), of);
    }
    LessonQuestion ask{.kind = LessonQuestion::Kind::Value, .question = "?", .of = "loss(0, 20)"};
    Scenario scenario = asking(value).scenario;
    QVERIFY((chartAsked(scenario, ask) == ChartPlace{.chart = "loss", .contender = 0, .step = 20}));
    ask.of = "rate(0)";
    scenario.display.charts = {"loss", "lr"};
    QVERIFY((chartAsked(scenario, ask) == ChartPlace{.chart = "lr", .contender = 0, .step = 40}));
    // The loss above a minimum below zero is another number than the loss.
    ask.of = "loss(0)";
    scenario.panels[0] = {"double_well", {}, {}, {}, {}};
    QVERIFY(!chartAsked(scenario, ask));
    scenario.display.lossScale = "linear";
    QVERIFY(chartAsked(scenario, ask));
    scenario.display.chartAxis = "evaluations";
    QVERIFY(!chartAsked(scenario, ask));
  }

  void theSpaceBarShowsTheWholeRun() {
    const QTemporaryDir folder;
    PredictingWindow w(folder, endpoint);
    QTest::keyClick(&w.window, Qt::Key_Right);
    w.key(Qt::Key_Return);
    w.watchToTheEnd();
    QCOMPARE(w.window.playback().step(), std::int64_t{40});
  }

  void allKindsSurviveARestart() {
    for (const char* ask : {endpoint, path, value}) {
      const QTemporaryDir folder;
      Prediction said;
      {
        PredictingWindow w(folder, ask);
        for (int i = 0; i < 4; ++i) QTest::keyClick(&w.window, Qt::Key_Right);
        w.key(Qt::Key_Return);
        said = w.session().guess();
        QVERIFY(w.session().hasGuess());
      }
      PredictingWindow w(folder, ask);
      QCOMPARE(w.session().stage(), LessonStage::Why);
      QVERIFY(w.session().guess() == said);
      QVERIFY(w.session().gap());
    }
  }

  void oneMayLookWithoutGuessing() {
    for (const char* ask : {endpoint, path, value}) {
      const QTemporaryDir folder;
      PredictingWindow w(folder, ask);
      w.click(w.view()->skipButton());
      w.watchToTheEnd();
      QVERIFY(!w.session().gap() && w.session().gapWords().isEmpty());
      QVERIFY(!w.shownGuess());
    }
  }

  void whileItWaitsNothingIsSaidOfTheEnd() {
    const QTemporaryDir folder;
    PredictingWindow w(folder, endpoint);
    const auto& entries = w.window.panel(0)->outcomes()->entries();
    QCOMPARE(entries.size(), std::size_t{1});
    QVERIFY2(entries[0].word.contains(QStringLiteral("waiting")), qPrintable(entries[0].word));
    // What changes charts is not greyed, it is away.
    QVERIFY(!w.window.charts()->addButton()->isVisible());
    for (std::size_t i = 0; i < w.window.charts()->count(); ++i)
      QVERIFY(!w.window.charts()->chart(i)->moreButton()->isVisible());
    w.click(w.view()->skipButton());
    QVERIFY(!w.window.panel(0)->outcomes()->entries()[0].word.contains(QStringLiteral("waiting")));
    w.session().leave();
    settle(w.window);
    QVERIFY(w.window.charts()->chart(0)->moreButton()->isVisible());
  }

  void aLessonOfOnesOwnBeginsWhenItsFileIsOpened() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    const QString file = folder.filePath(QStringLiteral("mine.thalweg"));
    saveScenario(asking(endpoint).scenario, file.toStdString());
    QVERIFY(w.window.open(file));
    settle(w.window);
    QVERIFY(w.session().running());
    QCOMPARE(w.session().id(), std::string("mine"));
    w.session().leave();
    settle(w.window);
    // It stands there as the scenario that it is, and does not begin again.
    QVERIFY(!w.session().running());
    QCOMPARE(w.window.model().path(), file);
    QVERIFY(w.window.model().scenario().lesson);
  }

  void theCourseAsksInAllWays() {
    std::map<LessonQuestion::Kind, int> kinds;
    for (const CourseLesson& lesson : builtInLessons()) {
      for (const LessonPage& page : lesson.scenario.lesson->pages) {
        if (page.ask) ++kinds[page.ask->kind];
      }
    }
    QCOMPARE(kinds.size(), std::size_t{4});
  }
};

QTEST_MAIN(PredictionsTest)
#include "predictions_test.moc"
