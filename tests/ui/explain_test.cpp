// The dock Explain under real keys and mouse: it follows cursor, selection and path; rows and arrows light each other;
// phases, copying, what stands where there is nothing to explain, and the run that survives.

#include "tests/ui/settle.h"
#include "ui/background/compute_controller.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_row.h"
#include "ui/controls/buttons.h"
#include "ui/controls/panels.h"
#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/explain/explain_page.h"
#include "ui/look/number_text.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/views/panel_view.h"
#include "ui/window/tab_dock.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QScrollArea>
#include <QStyle>
#include <QTest>

#include <cmath>
#include <set>

using namespace thalweg;

namespace {

Scenario scenarioOf(const std::string& objective, const std::string& optimizer, const Options& options,
                    std::int64_t steps = 60) {
  Scenario s;
  s.panels.emplace_back().objective = objective;
  Contender& c = s.contenders.emplace_back();
  c.optimizer = optimizer;
  c.options = options;
  s.steps = steps;
  s.display.step = 7;
  s.display.layout = 1;
  return s;
}

QPoint middleOf(const QRectF& box) { return box.center().toPoint(); }

const StepSheet::Row* rowOf(const StepView& view, StepTermKind kind) {
  if (!view.sheet()) return nullptr;
  for (const StepSheet::Row& row : view.sheet()->rows())
    if (row.kind == kind) return &row;
  return nullptr;
}

}  // namespace

class ExplainTest : public QObject {
  Q_OBJECT

 private:
  ThemeController* themes_ = nullptr;

  struct Opened {
    Opened(ThemeController& themes, const Scenario& scenario) : window(themes) {
      window.show(scenario);
      window.resize(1600, 1000);
      window.show();
      window.activateWindow();
      settle(window);
      QTest::keyClick(&window, Qt::Key_E);
      settle(window);
    }
    ExplainPage& page() { return *window.explain(); }
    StepView& view() { return *page().sheet(); }
    const StepPicture* picture() { return window.panel(0)->plot()->scene().step.get(); }

    MainWindow window;
  };

 private Q_SLOTS:
  void initTestCase() {
    themes_ = new ThemeController(qApp, this);
    themes_->setMode(ThemeController::Mode::Light);
  }

  void theKeyOpensAndCloses() {
    Opened opened(*themes_, scenarioOf("rosenbrock", "Adam", {{"lr", 0.08}}));
    QVERIFY(opened.page().isOpen() && !opened.window.side()->isFolded());
    QVERIFY(opened.view().sheet() && opened.picture());
    // What it says are the run's numbers.
    const QString words = opened.view().sheet()->words();
    const Points& points = opened.window.compute().paths().at(0, 0)->points;
    for (Index i = 0; i < 2; ++i) {
      QVERIFY2(words.contains(shownNumber(points(7, i))), qPrintable(words));
      QVERIFY2(words.contains(shownNumber(points(8, i))), qPrintable(words));
    }
    QTest::keyClick(&opened.window, Qt::Key_E);
    settle(opened.window);
    QVERIFY(!opened.page().isOpen() && opened.window.side()->isFolded());
    QVERIFY(!opened.picture());
    // Nothing is explained that nobody sees.
    const int before = opened.page().explainer().explained();
    opened.window.playback().setStep(30);
    settle(opened.window);
    QCOMPARE(opened.page().explainer().explained(), before);
    QTest::keyClick(&opened.window, Qt::Key_E);
    QTest::keyClick(&opened.window, Qt::Key_Escape);
    settle(opened.window);
    QVERIFY(opened.window.side()->isFolded());
  }

  void itFollowsCursorAndSelection() {
    Scenario s = scenarioOf("rosenbrock", "Adam", {{"lr", 0.08}});
    s.contenders.emplace_back().optimizer = "SGD";
    s.contenders[1].options = {{"lr", 0.001}, {"momentum", 0.9}};
    Opened opened(*themes_, s);
    const auto shownStep = [&] { return opened.page().explainer().now()->step.trace.step; };
    QCOMPARE(shownStep(), Index{7});
    QTest::keyClick(&opened.window, Qt::Key_Right);
    settle(opened.window);
    QCOMPARE(shownStep(), Index{8});
    QCOMPARE(opened.page().stepWords(), QStringLiteral("step 8 → 9"));
    // The arrows begin at the path's head, and the step ends at its next point.
    const Points& points = opened.window.compute().paths().at(0, 0)->points;
    const StepPicture* picture = opened.picture();
    QVERIFY(picture);
    QCOMPARE(picture->at.x(), points(8, 0));
    QCOMPARE(picture->next.y(), points(9, 1));
    // What was shown before is known.
    const int explained = opened.page().explainer().explained();
    QTest::keyClick(&opened.window, Qt::Key_Left);
    settle(opened.window);
    QCOMPARE(shownStep(), Index{7});
    QCOMPARE(opened.page().explainer().explained(), explained);
    // At the end the last move is shown.
    QTest::keyClick(&opened.window, Qt::Key_End);
    settle(opened.window);
    QCOMPARE(shownStep(), Index{59});
    opened.page().contenders()->setFocus();
    QTest::keyClick(opened.page().contenders(), Qt::Key_Down);
    settle(opened.window);
    QCOMPARE(opened.window.view().now().contender, std::size_t{1});
    QCOMPARE(opened.page().explainer().now()->step.contender, std::size_t{1});
    // Gradient and memory add up to the step.
    picture = opened.picture();
    QVERIFY(picture && picture->sum);
    const QPointF sum = picture->arrow(StepTermKind::Gradient)->move + picture->arrow(StepTermKind::Memory)->move;
    const QPointF step = picture->arrow(StepTermKind::Step)->move;
    QVERIFY(std::hypot(sum.x() - step.x(), sum.y() - step.y()) <= 1e-9 * std::hypot(step.x(), step.y()));
    // The other path is drawn back.
    const auto& paths = opened.window.panel(0)->plot()->scene().paths;
    QVERIFY(paths[0].quiet && !paths[1].quiet);
  }

  void rowsAndArrowsLightEachOther() {
    Opened opened(*themes_, scenarioOf("rosenbrock", "Adam", {{"lr", 0.08}}));
    const StepSheet::Row* row = rowOf(opened.view(), StepTermKind::Memory);
    QVERIFY(row);
    QTest::mouseMove(&opened.view(), middleOf(row->box));
    QTRY_COMPARE(opened.picture()->lit, StepTermKind::Memory);
    QTest::mouseMove(&opened.view(), QPoint(2, 1));
    QTRY_COMPARE(opened.picture()->lit, StepTermKind::None);
    PanelView* plot = opened.window.panel(0)->plot();
    const StepArrow* arrow = opened.picture()->arrow(StepTermKind::Gradient);
    QVERIFY(arrow);
    const QPointF middle = opened.picture()->at + arrow->move * 0.8;
    QTest::mouseMove(plot, plot->frame().toPixel(middle.x(), middle.y()).toPoint());
    QTRY_COMPARE(opened.view().lit(), StepTermKind::Gradient);
    QTest::mouseMove(plot, QPoint(3, 3));
    QTRY_COMPARE(opened.view().lit(), StepTermKind::None);
  }

  void phasesAreWalkedThrough() {
    Opened opened(*themes_, scenarioOf("rosenbrock", "Adam", {{"lr", 0.08}}));
    QCOMPARE(opened.page().phase(), -1);
    QTest::keyClick(&opened.window, Qt::Key_BracketRight);
    QCOMPARE(opened.page().phase(), 0);
    QCOMPARE(opened.page().phases()->current(), 1);
    QTest::mouseClick(opened.page().nextButton(), Qt::LeftButton);
    QTest::mouseClick(opened.page().nextButton(), Qt::LeftButton);
    QCOMPARE(opened.page().phase(), 2);
    // The arrow has grown in the end.
    QTRY_VERIFY(opened.picture() && opened.picture()->grown == 1);
    QTest::keyClick(&opened.window, Qt::Key_BracketRight);
    QCOMPARE(opened.page().phase(), 0);
    QCOMPARE(opened.window.playback().step(), std::int64_t{8});
    QTest::keyClick(&opened.window, Qt::Key_BracketLeft);
    QCOMPARE(opened.page().phase(), 2);
    QCOMPARE(opened.window.playback().step(), std::int64_t{7});
    // With Shift the step itself.
    QTest::keyClick(&opened.window, Qt::Key_BraceRight, Qt::ShiftModifier);
    QCOMPARE(opened.window.playback().step(), std::int64_t{8});
    settle(opened.window);
    // A head chooses its phase, a second click all of them.
    QTest::mouseClick(&opened.view(), Qt::LeftButton, {}, middleOf(opened.view().sheet()->heads()[0]));
    QCOMPARE(opened.page().phase(), 0);
    settle(opened.window);
    QTest::mouseClick(&opened.view(), Qt::LeftButton, {}, middleOf(opened.view().sheet()->heads()[0]));
    QCOMPARE(opened.page().phase(), -1);
    // It plays by itself until it is stopped.
    QTest::mouseClick(opened.page().playButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(opened.page().phase() >= 1, 60'000);
    QTest::mouseClick(opened.page().playButton(), Qt::LeftButton);
    QVERIFY(!opened.page().playButton()->isChecked());
  }

  void theLinesAreCopied() {
    Opened opened(*themes_, scenarioOf("rosenbrock", "Adam", {{"lr", 0.08}}));
    QTest::mouseClick(opened.page().copyButton(), Qt::LeftButton);
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.startsWith(QLatin1String("\\begin{align*}")) && copied.contains(QLatin1String("\\hat m_t")));
  }

  void thePanelCanDoWithout() {
    Opened opened(*themes_, scenarioOf("rosenbrock", "Adam", {{"lr", 0.08}}));
    QTest::mouseClick(opened.page().onPanel(), Qt::LeftButton, {}, QPoint(8, opened.page().onPanel()->height() / 2));
    QTRY_VERIFY(!opened.picture());
    QVERIFY(opened.view().sheet());
  }

  void everyMethodHasItsLines_data() {
    QTest::addColumn<QString>("optimizer");
    for (const char* id : {"SGD", "Adam", "LBFGS", "NelderMead", "BFGS", "Lookahead", "SAM", "Muon", "Shampoo",
                           "CoordinateDescent", "TrustRegionNewton"})
      QTest::newRow(id) << QString::fromUtf8(id);
  }
  void everyMethodHasItsLines() {
    QFETCH(const QString, optimizer);
    Opened opened(*themes_, scenarioOf("himmelblau", optimizer.toStdString(), {}));
    QVERIFY(opened.view().sheet());
    QVERIFY(opened.view().sheet()->rows().size() >= 3);
    const StepArrow* step = opened.picture() ? opened.picture()->arrow(StepTermKind::Step) : nullptr;
    const auto& trace = opened.page().explainer().now()->step.trace;
    QVERIFY(step || trace.point == trace.next);
  }

  void whereThereIsNothingWordsStand() {
    Scenario s = scenarioOf("rosenbrock", "SGD", {});
    s.contenders.clear();
    Opened opened(*themes_, s);
    QVERIFY(!opened.view().sheet());
    QCOMPARE(opened.view().words(), QStringLiteral("Choose a contender"));
    QVERIFY(!opened.page().nextButton()->isEnabled());
    QTest::keyClick(&opened.window, Qt::Key_BracketRight);  // is no fault
  }

  void aRunThatDivergesIsExplained() {
    Opened opened(*themes_, scenarioOf("quadratic", "SGD", {{"lr", 0.3}}, 200));
    opened.window.playback().setStep(150);
    settle(opened.window);
    // The last finite step.
    QVERIFY(opened.page().explainer().now());
    QVERIFY(opened.page().reason()->isVisible());
    QVERIFY2(opened.page().reason()->text().contains(QLatin1String("first past the bound")),
             qPrintable(opened.page().reason()->text()));
    QVERIFY(opened.picture()->escape);
    QVERIFY(!opened.picture()->ghost.points);
    Q_EMIT opened.page().reason()->linkActivated();
    settle(opened.window);
    QVERIFY(opened.picture()->ghost.points);
    // It does not run away.
    QVERIFY(opened.picture()->ghost.points->abs().maxCoeff() < 10);
    Q_EMIT opened.page().reason()->linkActivated();
    settle(opened.window);
    QVERIFY(!opened.picture()->ghost.points);
  }

  void manyCoordinatesAreShownInPairs() {
    Scenario s = scenarioOf("rosenbrock", "Adam", {{"lr", 0.02}});
    s.panels[0].dimension = 6;
    Opened opened(*themes_, s);
    QVERIFY(opened.page().coordinates()->isVisible());
    QCOMPARE(opened.page().coordinates()->count(), 3);
    const QString before = opened.view().sheet()->words();
    opened.page().coordinates()->setFocus();
    QTest::keyClick(opened.page().coordinates(), Qt::Key_Down);
    settle(opened.window);
    QVERIFY(opened.view().sheet()->words() != before);
  }

  void boundsStandOnTheChart() {
    Scenario s = scenarioOf("quadratic", "SGD", {{"lr", 0.01}});
    s.display.bounds = true;
    s.display.charts = {"loss", "gradient_norm"};
    Opened opened(*themes_, s);
    ChartCard* card = opened.window.charts()->chart(0);
    QVERIFY(card);
    const auto& series = card->plot()->scene().series;
    const auto bound =
        std::ranges::find_if(series, [](const SeriesData& d) { return d.name.contains(QLatin1String("bound")); });
    QVERIFY(bound != series.end() && bound->dashed);
    const auto own = std::ranges::find_if(series, [](const SeriesData& d) { return !d.dashed; });
    for (Index k = 0; k < bound->y->size(); ++k) QVERIFY((*own->y)[k] <= (*bound->y)[k] * (1 + 1e-9));
    QCOMPARE(card->remark(), QStringLiteral("with bounds, dashed"));
    // Named at its end, not in a key as well.
    const ChartScene& scene = card->plot()->scene();
    const ChartCache cache = prepareChart(scene, card->plot()->rect());
    QCOMPARE(std::ranges::count_if(cache.names,
                                   [](const ChartName& name) { return name.text.contains(QLatin1String("bound")); }),
             1);
    QVERIFY(cache.frame.keys.empty());
  }

  void onACurveArrowsLieOverOneAnother() {
    Opened opened(*themes_, scenarioOf("double_well", "Adam", {{"lr", 0.08}}));
    const StepPicture* picture = opened.picture();
    QVERIFY(picture && picture->onCurve);
    const Trajectory& path = *opened.window.compute().paths().at(0, 0);
    QCOMPARE(picture->at, QPointF(path.points(7, 0), path.loss[7]));
    QCOMPARE(picture->next, QPointF(path.points(8, 0), path.loss[8]));
    QCOMPARE(picture->arrows.size(), std::size_t{3});
    for (const StepArrow& arrow : picture->arrows) QVERIFY(arrow.move.y() == 0 && arrow.move.x() != 0);
    const StepArrow* step = picture->arrow(StepTermKind::Step);
    QVERIFY(std::abs(step->move.x() - step->factor * (picture->next.x() - picture->at.x())) < 1e-12);
    // The model touches the curve at the point, and is not the curve.
    QVERIFY(!picture->parabola.empty());
    QVERIFY(std::abs(picture->parabola[picture->parabola.size() / 2].y() - path.loss[7]) < 1e-12);
    // Each arrow is found where it is drawn.
    const PlotFrame& frame = opened.window.panel(0)->plot()->frame();
    const auto toPixel = [&](const QPointF& at) { return frame.toPixel(at.x(), at.y()); };
    std::set<StepTermKind> found;
    for (double up = 0; up <= 36; up += 3) {
      for (const StepArrow& arrow : picture->arrows)
        found.insert(
            stepArrowAt(*picture, toPixel, toPixel(picture->at + arrow.move * 0.7) - QPointF(0, up), themes_->theme()));
    }
    for (const StepArrow& arrow : picture->arrows) QVERIFY(found.contains(arrow.kind));
  }

  void slowPlayShowsThePhases() {
    Opened opened(*themes_, scenarioOf("rosenbrock", "Adam", {{"lr", 0.08}}));
    const bool still = opened.page().style()->styleHint(QStyle::SH_Widget_Animation_Duration) == 0;
    Playback& playback = opened.window.playback();
    playback.setSpeed(0.1);
    playback.setPlaying(true);
    std::set<int> phases;
    bool growing = false;
    const auto watch = [&] {
      if (const StepPicture* picture = opened.picture()) {
        if (picture->grown < 1) phases.insert(picture->phase);
        growing = growing || picture->grown < 1;
      }
      return still || phases.size() == 3 || !playback.playing();
    };
    QTRY_VERIFY_WITH_TIMEOUT(watch(), 60'000);
    if (!still) QCOMPARE(phases, (std::set<int>{0, 1, 2}));
    // At the usual speed a step is over before anything could be seen to grow.
    playback.setPlaying(false);
    playback.setSpeed(1);
    playback.setStep(0);
    settle(opened.window);
    QTRY_VERIFY(opened.picture() && opened.picture()->grown == 1);
    growing = false;
    playback.setPlaying(true);
    QTRY_VERIFY_WITH_TIMEOUT((watch(), playback.step() > 20 || !playback.playing()), 60'000);
    QVERIFY(!growing);
  }
};

QTEST_MAIN(ExplainTest)
#include "explain_test.moc"
