// Basins over the panels, strips in the grooves, the outcome map and tuning, in a real window.

#include "core/runs/trace.h"
#include "core/scenario/axis.h"
#include "core/scenario/contender.h"
#include "tests/ui/settle.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/contenders/strip_legend.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/controls/value_slider.h"
#include "ui/maps/map_button.h"
#include "ui/maps/map_controller.h"
#include "ui/maps/map_tuning.h"
#include "ui/maps/map_window.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/scenes/map_overlay.h"
#include "ui/views/map_sweep_view.h"
#include "ui/window/main_window.h"

#include <QLabel>
#include <QMenu>
#include <QSpinBox>
#include <QTest>
#include <QUndoStack>
#include <QWheelEvent>

#include <algorithm>

using namespace thalweg;

namespace {

constexpr int patience = 300'000;  // ms; far more than any machine should need

Scenario bowlScenario() {
  Scenario s;
  Panel wells;
  wells.objective = "himmelblau";
  Panel bowl;
  bowl.objective = "quadratic";
  bowl.options = {{"kappa", 10}};
  bowl.start = {2, 1};
  s.panels = {wells, bowl};
  s.display.layout = 2;
  Contender c;
  c.optimizer = "SGD";
  c.options = {{"lr", 0.01}, {"momentum", 0.5}};
  Contender plain;
  plain.optimizer = "GradientDescent";
  plain.options = {{"lr", 0.01}};
  s.contenders = {c, plain};
  s.steps = 100;
  return s;
}

}  // namespace

class MapTest : public QObject {
  Q_OBJECT

  ThemeController themes_{qApp};
  std::unique_ptr<MainWindow> window_;

  MapController* maps() { return window_->maps()->controller(); }
  std::shared_ptr<const MapOverlay> overlay(std::size_t panel) {
    return window_->panel(panel)->plot()->scene().overlay;
  }
  bool isComplete(std::size_t panel) { return overlay(panel) && overlay(panel)->complete; }

 private Q_SLOTS:
  void init() {
    window_ = std::make_unique<MainWindow>(themes_);
    window_->resize(1500, 900);
    static_cast<QWidget*>(window_.get())->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->show(bowlScenario());
  }
  void cleanup() { window_.reset(); }

  void basinsLieOverThePanelsUntilTheyAreTakenAway() {
    maps()->toggleBasin(0);
    QTRY_VERIFY_WITH_TIMEOUT(isComplete(0) && isComplete(1), patience);
    QCOMPARE(overlay(0)->image.size(), QSize(512, 512));
    QCOMPARE(overlay(0)->view, window_->panel(0)->plot()->shownView());
    QVERIFY(overlay(0)->legend.size() >= 4);  // four minima
    maps()->toggleBasin(0);
    QTRY_VERIFY(!overlay(0) && !overlay(1));
    window_->model().undoStack()->undo();
    QTRY_VERIFY_WITH_TIMEOUT(isComplete(0), patience);
  }

  void anotherMomentumMakesAnotherMap() {
    maps()->toggleBasin(0);
    QTRY_VERIFY_WITH_TIMEOUT(isComplete(0), patience);
    const QImage before = overlay(0)->image;
    window_->model().edit(QStringLiteral("momentum"), [](Scenario& s) { s.contenders[0].options["momentum"] = 0.9; });
    QTRY_VERIFY_WITH_TIMEOUT(isComplete(0) && overlay(0)->image != before, patience);
    // What concerns another contender does not.
    QTRY_VERIFY_WITH_TIMEOUT(!maps()->busy(), patience);
    const auto now = overlay(0);
    window_->model().edit(QStringLiteral("other"), [](Scenario& s) { s.contenders[1].options["lr"] = 0.02; });
    QTest::qWait(50);
    QTRY_VERIFY_WITH_TIMEOUT(!maps()->busy(), patience);
    QCOMPARE(overlay(0), now);
  }

  void clickOnABasinSetsTheStart() {
    maps()->toggleBasin(0);
    QTRY_VERIFY_WITH_TIMEOUT(isComplete(0), patience);
    PanelView* plot = window_->panel(0)->plot();
    const QPoint at = plot->frame().toPixel(-2.0, 3.5).toPoint();
    const QPointF exact = plot->frame().toData(at);
    QTest::mouseClick(plot, Qt::LeftButton, {}, at);
    QCOMPARE(window_->model().scenario().panels[0].start, (std::vector<double>{exact.x(), exact.y()}));
    // Without a map a click sets nothing.
    maps()->toggleBasin(0);
    QTRY_VERIFY(!overlay(0));
    QTest::mouseClick(plot, Qt::LeftButton, {}, at + QPoint(30, 0));
    QCOMPARE(window_->model().scenario().panels[0].start, (std::vector<double>{exact.x(), exact.y()}));
  }

  void doubleClickOnABasinFitsAndSetsNoStart() {
    QUndoStack* undo = window_->model().undoStack();
    maps()->toggleBasin(0);
    QTRY_VERIFY_WITH_TIMEOUT(isComplete(0), patience);
    window_->model().edit(QStringLiteral("view"), [](Scenario& s) { s.panels[0].view = View{-5, 5, -5, 5}; });
    QTRY_VERIFY_WITH_TIMEOUT(isComplete(0) && !maps()->busy(), patience);
    const int entries = undo->count();
    PanelView* plot = window_->panel(0)->plot();
    const QPoint at = plot->frame().toPixel(-2.0, 3.5).toPoint();
    const auto twice = [&] {
      // A toolkit's double click: press, release, double press, release.
      QTest::mouseClick(plot, Qt::LeftButton, {}, at);
      plot->flush();
      QTest::mouseDClick(plot, Qt::LeftButton, {}, at);
    };
    twice();
    QVERIFY(window_->model().scenario().panels[0].start.empty());
    QVERIFY(!window_->model().scenario().panels[0].view);
    QCOMPARE(undo->count(), entries + 1);
    QCOMPARE(undo->undoText(), QStringLiteral("Fit"));
    // Where there is nothing to fit, nothing remains.
    twice();
    QVERIFY(window_->model().scenario().panels[0].start.empty());
    QCOMPARE(undo->count(), entries + 1);
    QVERIFY(!undo->canRedo());
    undo->undo();
    QVERIFY(window_->model().scenario().panels[0].view);
    // A start that was set before stays the one before.
    QTest::mouseClick(plot, Qt::LeftButton, {}, at);
    const std::vector<double> start = window_->model().scenario().panels[0].start;
    QVERIFY(!start.empty());
    plot->flush();
    const QPoint other = at + QPoint(60, 40);
    QTest::mouseClick(plot, Qt::LeftButton, {}, other);
    QVERIFY(window_->model().scenario().panels[0].start != start);
    QTest::mouseDClick(plot, Qt::LeftButton, {}, other);
    QCOMPARE(window_->model().scenario().panels[0].start, start);
  }

  void legendSaysWhatTheGroovesColoursMean() {
    StripLegend* legend = window_->dock()->stripLegend();
    QTRY_VERIFY_WITH_TIMEOUT(legend->isVisible(), patience);
    // Strips show the worst of all panels.
    QCOMPARE(legend->panels().size(), qsizetype{2});
    QVERIFY2(legend->sentence().contains(QStringLiteral("worst panel")), qPrintable(legend->sentence()));
    QVERIFY(legend->toolTip().contains(QStringLiteral("Himmelblau")));
    window_->model().edit(QStringLiteral("one"), [](Scenario& s) { s.panels.pop_back(); });
    QTRY_VERIFY_WITH_TIMEOUT(legend->sentence().contains(QStringLiteral("Himmelblau")), patience);
    // Its swatches are the strips' colours.
    const QImage image = legend->grab().toImage();
    for (const QColor& color : themes_.theme().outcome) {
      int found = 0;
      for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) found += image.pixelColor(x, y) == color ? 1 : 0;
      }
      QVERIFY2(found >= 40, qPrintable(color.name()));
    }
    // The cards need the room of a small window.
    window_->resize(1366, 768);
    QTRY_VERIFY(!legend->isVisible());
    window_->resize(1500, 900);
    QTRY_VERIFY(legend->isVisible());
    // And that of a long list.
    window_->model().edit(QStringLiteral("seven"), [](Scenario& s) { s.contenders.resize(7, s.contenders[0]); });
    QTRY_VERIFY(!legend->isVisible());
    window_->model().undoStack()->undo();
    QTRY_VERIFY(legend->isVisible());
    // Without rates there are no strips.
    window_->model().edit(QStringLiteral("no rates"), [](Scenario& s) {
      s.contenders.resize(1);
      s.contenders[0] = {};
      s.contenders[0].optimizer = "NelderMead";
    });
    QTRY_VERIFY_WITH_TIMEOUT(!legend->isVisible(), patience);
  }

  void stripsJudgeOnlyPanelsThatAreShown() {
    StripLegend* legend = window_->dock()->stripLegend();
    // A gentle bowl on the first page, a steep surface on the second: where that is not shown it forbids nothing.
    Scenario s = bowlScenario();
    s.panels[0] = s.panels[1];
    s.panels[0].options = {{"kappa", 2}};
    s.panels[1].objective = "himmelblau";
    s.panels[1].options = {};
    s.display.layout = 1;
    window_->show(s);
    window_->panels()->choose(0);
    settleBackground();
    QCOMPARE(window_->panels()->shown(), std::vector<std::size_t>{0});
    const ValueSlider* slider = window_->dock()->card(1)->options()->row("lr")->slider();
    QCOMPARE(slider->outcomeAt(0.5), StripOutcome::Converges);
    QCOMPARE(legend->panels().size(), qsizetype{1});
    QVERIFY(!legend->sentence().contains(QStringLiteral("Himmelblau")));
    window_->panels()->choose(1);
    settleBackground();
    QCOMPARE(window_->panels()->shown(), std::vector<std::size_t>{1});
    QCOMPARE(slider->outcomeAt(0.5), StripOutcome::Diverges);
    QVERIFY2(legend->sentence().contains(QStringLiteral("Himmelblau")), qPrintable(legend->sentence()));
    // Both, and then one of them enlarged.
    window_->model().edit(QStringLiteral("two"), [](Scenario& now) { now.display.layout = 2; });
    settleBackground();
    QCOMPARE(slider->outcomeAt(0.5), StripOutcome::Diverges);
    QCOMPARE(legend->panels().size(), qsizetype{2});
    window_->model().edit(QStringLiteral("one"), [](Scenario& now) { now.display.enlarged = 0; });
    settleBackground();
    QCOMPARE(slider->outcomeAt(0.5), StripOutcome::Converges);
    QCOMPARE(legend->panels().size(), qsizetype{1});
  }

  void groovesShowWhatEachRateLeadsTo() {
    ValueSlider* slider = window_->dock()->card(1)->options()->row("lr")->slider();
    QTRY_VERIFY_WITH_TIMEOUT(!slider->strip().empty(), patience);
    QCOMPARE(slider->outcomeAt(9.0), StripOutcome::Diverges);
    QVERIFY(slider->outcomeAt(0.02) != StripOutcome::Diverges);
    const auto before = slider->strip();
    // A steeper bowl diverges at lower rates.
    window_->model().edit(QStringLiteral("kappa"), [](Scenario& s) { s.panels[1].options["kappa"] = 1000; });
    QTRY_VERIFY_WITH_TIMEOUT(slider->strip() != before, patience);
    QCOMPARE(slider->outcomeAt(0.01), StripOutcome::Diverges);
  }

  void outcomeMapIsASliderOfTwo() {
    MapWindow* map = window_->maps()->outcomeMap();
    map->open(1, 0);
    QVERIFY(QTest::qWaitForWindowExposed(map));
    MapSweepView* view = map->view();
    QTRY_VERIFY_WITH_TIMEOUT(view->map() && view->map()->columns == 128 && view->map()->block == 1, patience);
    QCOMPARE(view->map()->x.id, std::string("lr"));
    QCOMPARE(view->map()->y->id, std::string("momentum"));
    const QRectF box = view->mapRect();
    const auto place = [&](double x, double y) {
      return QPoint(qRound(box.left() + x * box.width()), qRound(box.bottom() - y * box.height()));
    };
    const auto options = [&]() -> const Options& { return window_->model().scenario().contenders[0].options; };
    const int entries = window_->model().undoStack()->count();
    QTest::mousePress(view, Qt::LeftButton, {}, place(0.5, 0.5));
    QTest::mouseMove(view, place(0.4, 0.6));
    QTest::mouseRelease(view, Qt::LeftButton, {}, place(0.4, 0.6));
    const Axis& x = view->map()->x;
    QVERIFY(std::abs(x.position(options().at("lr").get<double>()) - 0.4) < 0.02);
    QVERIFY(std::abs(view->map()->y->position(options().at("momentum").get<double>()) - 0.6) < 0.02);
    QCOMPARE(window_->model().undoStack()->count(), entries + 1);
    // The map does not change with what its own axes say.
    const auto before = view->map();
    QTest::qWait(100);
    QCOMPARE(view->map(), before);
    for (int i = 0; i < map->colorChoice()->count(); ++i) {
      map->colorChoice()->setCurrentIndex(i);
      QVERIFY(!view->grab().isNull());
    }
    map->hide();
  }

  void theCellUnderThePointerShowsItsRunOnThePanel() {
    MapWindow* map = window_->maps()->outcomeMap();
    map->open(1, 0);
    QVERIFY(QTest::qWaitForWindowExposed(map));
    MapSweepView* view = map->view();
    QTRY_VERIFY_WITH_TIMEOUT(view->map() && view->map()->block == 1, patience);
    PanelCard* card = window_->panel(1);
    const int entries = window_->model().undoStack()->count();
    const QRectF box = view->mapRect();
    const auto over = [&](double x, double y) {
      QTest::mouseMove(view, QPoint(qRound(box.left() + x * box.width()), qRound(box.bottom() - y * box.height())));
    };
    over(0.3, 0.7);
    QTRY_VERIFY_WITH_TIMEOUT(card->tried(), patience);
    const auto shown = view->map();
    const auto cell = [](double share, Index cells) { return static_cast<Index>(share * static_cast<double>(cells)); };
    Scenario own = window_->model().scenario();
    setAxisValue(own, 1, 0, "lr", shown->x.value(cell(0.3, shown->columns)));
    setAxisValue(own, 1, 0, "momentum", shown->y->value(cell(0.7, shown->rows)));
    const auto objective = makeObjective(own.panels[1]);
    const Trajectory path = trace(own, 0, *objective, startPoint(own, 1, 0, *objective));
    QCOMPARE(card->tried()->points.rows(), path.points.rows());
    QVERIFY((card->tried()->points == path.points).all());
    QTRY_VERIFY_WITH_TIMEOUT(card->plot()->scene().tried, patience);
    QCOMPARE(card->plot()->scene().tried->line.size(), path.points.rows());
    // It is looked at, not chosen.
    QCOMPARE(window_->model().undoStack()->count(), entries);
    // Another surface has other runs, and none is left when the map goes.
    window_->model().edit(QStringLiteral("kappa"), [](Scenario& s) { s.panels[1].options["kappa"] = 30; });
    QVERIFY(!card->tried());
    // Under a pointer that rests, too.
    QTRY_VERIFY_WITH_TIMEOUT(card->tried() && (card->tried()->points != path.points).any(), patience);
    map->hide();
    QVERIFY(!card->tried());
    window_->model().undoStack()->undo();
  }

  void outcomeMapIsDivedIntoUntilFloat64Ends() {
    MapWindow* map = window_->maps()->outcomeMap();
    map->open(1, 0);
    QVERIFY(QTest::qWaitForWindowExposed(map));
    MapSweepView* view = map->view();
    const auto settled = [&] { return view->map() && view->map()->block == 1; };
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
    QVERIFY(!map->wholeButton()->isVisible());
    const auto wheel = [&](const QPointF& at, int notches) {
      QWheelEvent event(at, view->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier,
                        Qt::NoScrollPhase, false);
      QCoreApplication::sendEvent(view, &event);
    };
    // What is under the pointer stays there, to a cell.
    const QRectF box = view->mapRect();
    const QPointF at(box.left() + 0.25 * box.width(), box.top() + 0.25 * box.height());
    const double rate = view->map()->x.at(0.25);
    wheel(at, 4);
    QVERIFY(std::abs(map->frame().size - 0.25) < 1e-12);
    QVERIFY(std::abs(view->map()->x.position(rate) - 0.25) < 0.01);
    QVERIFY(map->wholeButton()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
    // A cell is what its settings come to.
    const auto shown = view->map();
    for (const Index cell : {Index{0}, shown->cells() / 2 + 3, shown->cells() - 1}) {
      Scenario own = window_->model().scenario();
      setAxisValue(own, 1, 0, "lr", shown->x.value(cell % shown->columns));
      setAxisValue(own, 1, 0, "momentum", shown->y->value(cell / shown->columns));
      const auto objective = makeObjective(own.panels[1]);
      const Trajectory path = trace(own, 0, *objective, startPoint(own, 1, 0, *objective));
      QCOMPARE(shown->outcome[static_cast<std::size_t>(cell)], path.verdict.outcome);
      QCOMPARE(shown->loss[static_cast<std::size_t>(cell)], path.loss[path.steps()]);
    }
    // Keys and Shift with the mouse move it; what was computed is there at once.
    const MapFrame before = map->frame();
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Right);
    QVERIFY(std::abs(map->frame().left - before.left - before.size / 8) < 1e-12);
    QTest::keyClick(view, Qt::Key_Left);
    QVERIFY(settled());
    QTest::mousePress(view, Qt::LeftButton, Qt::ShiftModifier, box.center().toPoint());
    QTest::mouseMove(view, box.center().toPoint() + QPoint(40, 0));
    QTest::mouseRelease(view, Qt::LeftButton, Qt::ShiftModifier, box.center().toPoint() + QPoint(40, 0));
    QVERIFY(map->frame().left < before.left);
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
    // A setting that moves makes all tiles anew, where one is.
    const auto stale = view->map();
    window_->model().edit(QStringLiteral("kappa"), [](Scenario& s) { s.panels[1].options["kappa"] = 40; });
    QTRY_VERIFY_WITH_TIMEOUT(view->map() != stale && settled(), patience);
    QVERIFY(view->map()->loss != stale->loss);
    QCOMPARE(view->map()->x, stale->x);
    for (int i = 0; i < 60; ++i) QTest::keyClick(view, Qt::Key_Plus);
    QVERIFY(1 / map->frame().size > 1e11);
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
    const auto deepest = view->map();
    for (Index i = 1; i < deepest->columns; ++i) QVERIFY(deepest->x.value(i) > deepest->x.value(i - 1));
    const MapFrame end = map->frame();
    QTest::keyClick(view, Qt::Key_Plus);
    QVERIFY(map->frame() == end);
    QTest::keyClick(view, Qt::Key_0);
    QVERIFY(map->frame() == MapFrame{});
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
    map->hide();
  }

  void outcomeMapFollowsTheChosenPanel() {
    window_->panels()->choose(1);
    MapWindow* map = window_->maps()->outcomeMap();
    map->open(1, 0);
    QVERIFY(QTest::qWaitForWindowExposed(map));
    settleBackground();
    const auto bowl = map->view()->map();
    QVERIFY(bowl && map->view()->showsTheory());
    window_->panels()->choose(0);
    settleBackground();
    QVERIFY(map->view()->map() != bowl);
    QVERIFY(!map->view()->showsTheory());
    QCOMPARE(map->view()->map()->columns, Index{128});
    const auto titles = map->findChildren<QLabel*>();
    QVERIFY(
        std::ranges::any_of(titles, [](const QLabel* l) { return l->text().contains(QStringLiteral("Himmelblau")); }));
    // A panel that goes while it is looked at leaves the map of one that stays.
    window_->panels()->choose(1);
    settleBackground();
    window_->model().edit(QStringLiteral("one"), [](Scenario& s) { s.panels.pop_back(); });
    settleBackground();
    QVERIFY(map->isVisible());
    map->hide();
  }

  void allThatWasTunedIsAppliedAtOnce() {
    TuningWindow* tuning = window_->maps()->tuning();
    tuning->budget()->setValue(40);
    tuning->open();
    QVERIFY(QTest::qWaitForWindowExposed(tuning));
    settleBackground();
    QCOMPARE(tuning->results().size(), std::size_t{2});
    QVERIFY(tuning->applyAllButton() && tuning->applyAllButton()->isEnabled());
    const int entries = window_->model().undoStack()->count();
    const Scenario before = window_->model().scenario();
    QTest::mouseClick(tuning->applyAllButton(), Qt::LeftButton);
    for (std::size_t i = 0; i < 2; ++i) {
      QCOMPARE(window_->model().scenario().contenders[i].options.at("lr").get<double>(),
               tuning->results()[i].best.rate);
    }
    QCOMPARE(window_->model().undoStack()->count(), entries + 1);
    window_->model().undoStack()->undo();
    QCOMPARE(window_->model().scenario(), before);
    // What was found for a method says nothing of the one that took its place.
    window_->model().edit(QStringLiteral("exchange"), [](Scenario& s) { s.contenders[1].optimizer = "Adam"; });
    QTest::mouseClick(tuning->applyAllButton(), Qt::LeftButton);
    QCOMPARE(window_->model().scenario().contenders[0].options.at("lr").get<double>(), tuning->results()[0].best.rate);
    QCOMPARE(window_->model().scenario().contenders[1].options.at("lr").get<double>(), 0.01);
    tuning->hide();
  }

  void cancelledTuningSaysNothingLater() {
    TuningWindow* tuning = window_->maps()->tuning();
    tuning->budget()->setValue(100'000);
    tuning->open();
    QThread::msleep(20);
    tuning->startButton()->click();
    settleBackground();
    QVERIFY(tuning->results().empty());
    QCOMPARE(tuning->startButton()->text(), QStringLiteral("Search"));
    tuning->hide();
  }

  void tuningIsAppliedWithOneClick() {
    TuningWindow* tuning = window_->maps()->tuning();
    tuning->budget()->setValue(40);
    tuning->open();
    QVERIFY(QTest::qWaitForWindowExposed(tuning));
    QTRY_COMPARE_WITH_TIMEOUT(tuning->results().size(), std::size_t{2}, patience);
    QVERIFY(tuning->results()[1].best.score < tuning->results()[1].before);
    tuning->apply(1);
    QCOMPARE(window_->model().scenario().contenders[1].options.at("lr").get<double>(), tuning->results()[1].best.rate);
    tuning->hide();
  }

  void ensemblesLieFaintlyUnderThePathsAndInTheLossChart() {
    window_->model().edit(QStringLiteral("noise"), [](Scenario& s) {
      s.gradient.noise = 0.5;
      s.display.seeds = 7;
    });
    QTRY_COMPARE_WITH_TIMEOUT(window_->panel(1)->plot()->scene().faintPaths.size(), std::size_t{14}, patience);
    const auto runs = window_->compute().paths().ensemble(1, 0);
    QCOMPARE(runs->runs.size(), std::size_t{7});
    QVERIFY((runs->runs[0]->points == window_->compute().paths().at(1, 0)->points).all());
    window_->model().edit(QStringLiteral("no noise"), [](Scenario& s) { s.gradient.noise = 0; });
    QTRY_VERIFY_WITH_TIMEOUT(window_->panel(1)->plot()->scene().faintPaths.empty(), patience);
  }

  void menuOffersEveryContender() {
    const std::unique_ptr<QMenu> menu(window_->maps()->makeMenu());
    int checkable = 0;
    for (const QAction* action : menu->actions()) checkable += action->isCheckable() ? 1 : 0;
    QCOMPARE(checkable, 2);
  }
};

QTEST_MAIN(MapTest)
#include "map_test.moc"
