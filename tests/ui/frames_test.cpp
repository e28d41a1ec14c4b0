// Where windows, plots, axes and their words stand: nothing out of the screen, nothing cut off, nothing lost from
// sight.

#include "tests/ui/shown_window.h"
#include "ui/charts/chart_row.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/controls/number_field.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/panels/start_popup.h"
#include "ui/scenes/assembly.h"
#include "ui/scenes/chart_scene.h"
#include "ui/scenes/fit_box.h"
#include "ui/scenes/map_overlay.h"
#include "ui/views/panel_plot.h"
#include "ui/window/edge_handle.h"
#include "ui/window/opening.h"
#include "ui/window/timeline_bar.h"

#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QScreen>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

using namespace thalweg;

namespace {

std::unique_ptr<ThemeController> themes;

Scenario scenarioOf(const std::string& objective, const Options& options = {}) {
  Scenario s;
  s.title = "Test";
  s.panels = {{objective, options, {}, {}, {}}};
  s.contenders = {contender("SGD", {{"lr", 0.01}})};
  s.steps = 40;
  s.display.layout = 1;
  s.display.playing = false;
  return s;
}

PanelResults resultsOf(const Scenario& scenario) {
  const ScenarioResults data = computeScenario(scenario, {0});
  return data.of(0);
}

/// A panel's scene as it is painted in `size`.
PanelScene sceneOf(const Scenario& scenario, const QSizeF& size = {400, 400}) {
  const Theme theme = makeTheme(false);
  PanelResults results = resultsOf(scenario);
  const PanelScene frameless = panelScene(scenario, 0, results, {}, theme);
  const PlotFrame frame = panelFrame(frameless, QRectF(QPointF(), size));
  addSurface(results, scenario, 0, frame, frame.rect.size().toSize(), theme);
  return panelScene(scenario, 0, results, {}, theme);
}

QImage painted(const PanelScene& scene, const QSize& size) {
  QImage image(size, QImage::Format_RGB32);
  image.fill(scene.theme.surface);
  QPainter painter(&image);
  paintPanel(painter, image.rect(), scene);
  return image;
}

/// Pixels in `box` that are not of the ground.
int inkIn(const QImage& image, const QRectF& box, const QColor& ground) {
  int count = 0;
  const QRect pixels = box.toAlignedRect() & image.rect();
  for (int y = pixels.top(); y <= pixels.bottom(); ++y) {
    for (int x = pixels.left(); x <= pixels.right(); ++x) {
      const QColor c = image.pixelColor(x, y);
      if (std::abs(c.red() - ground.red()) + std::abs(c.green() - ground.green()) > 60) ++count;
    }
  }
  return count;
}

struct Shown : ShownWindow {
  explicit Shown(const Scenario& scenario, QSize size = {1280, 720}, const WindowMemory& memory = {})
      : ShownWindow(*themes, scenario, size, memory) {
    settle();
  }
  // What is laid out anew asks for surfaces of its size, and their coming may change the layout.
  void settle() {
    for (int round = 0; round < 3; ++round) ShownWindow::settle();
  }
  [[nodiscard]] const std::optional<View>& view() { return window.model().scenario().panels[0].view; }
  void key(Qt::Key which, Qt::KeyboardModifiers modifiers = {}) {
    ShownWindow::key(which, modifiers);
    settle();
  }
};

bool inside(const View& box, const QPointF& at) {
  return at.x() >= box.xMin && at.x() <= box.xMax && at.y() >= box.yMin && at.y() <= box.yMax;
}

}  // namespace

class FramesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { themes = std::make_unique<ThemeController>(qApp); }
  void cleanupTestCase() { themes.reset(); }

  void windowOpensOnTheScreen_data() {
    QTest::addColumn<QList<QRect>>("screens");
    QTest::addColumn<QRect>("wanted");
    QTest::addColumn<QRect>("box");
    QTest::addColumn<bool>("maximized");
    const QRect fresh(0, 0, 1440, 860);
    const QRect laptop(0, 0, 1366, 728);
    QTest::newRow("1366 x 768") << QList<QRect>{laptop} << fresh << QRect(0, 32, 1366, 696) << true;
    QTest::newRow("1280 x 800") << QList<QRect>{{0, 0, 1280, 760}} << fresh << QRect(0, 32, 1280, 728) << true;
    QTest::newRow("1920 x 1080 at 2") << QList<QRect>{{0, 0, 960, 520}} << fresh << QRect(0, 32, 960, 488) << true;
    QTest::newRow("3840 x 2160") << QList<QRect>{{0, 0, 3840, 2120}} << fresh << QRect(0, 32, 1440, 860) << false;
    QTest::newRow("its screen has gone") << QList<QRect>{laptop} << QRect(2500, 300, 1000, 600)
                                         << QRect(366, 128, 1000, 600) << false;
    QTest::newRow("half out") << QList<QRect>{{0, 0, 1920, 1080}} << QRect(1500, -200, 1000, 600)
                              << QRect(920, 32, 1000, 600) << false;
    QTest::newRow("on the second screen") << QList<QRect>{laptop, {1366, 0, 1920, 1080}} << QRect(1500, 100, 1000, 600)
                                          << QRect(1500, 100, 1000, 600) << false;
    QTest::newRow("no screen") << QList<QRect>() << fresh << fresh << false;
  }
  void windowOpensOnTheScreen() {
    QFETCH(const QList<QRect>, screens);
    QFETCH(const QRect, wanted);
    const Opening opening = openingOn(screens, wanted, 32);
    QTEST(opening.box, "box");
    QTEST(opening.maximized, "maximized");
  }

  void rememberedPlaceIsBroughtBack() {
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
    const QRect screen = QGuiApplication::primaryScreen()->availableGeometry();
    {
      MainWindow window(*themes, {&settings, {}});
      window.setGeometry(screen.right() + 400, screen.bottom() + 300, 1000, 620);
      settings.setValue(QStringLiteral("window/geometry"), window.saveGeometry());
    }
    const MainWindow window(*themes, {&settings, {}});
    QVERIFY2(screen.contains(window.geometry()), qPrintable(QStringLiteral("%1, %2").arg(window.x()).arg(window.y())));
  }

  void smallestWindowSuitsSmallScreens() {
    const MainWindow window(*themes);
    QVERIFY(window.minimumWidth() <= 960 && window.minimumHeight() <= 540);
    QCOMPARE(fittingType({960, 540}, 13), 13.0);
    QCOMPARE(fittingType({1920, 1080}, 20), 20.0);
    // At 1366 x 768 and a scale of 1.5 type gives way a little for the title's sake.
    const qreal type = fittingType({910, 512}, 13);
    QVERIFY(type > 12 && type < 13);
    QVERIFY(leastWindow.width() * type / 13 <= 910 && leastWindow.height() * type / 13 + titleHeight <= 512.001);
    QCOMPARE(fittingType({320, 200}, 13), 10.0);
  }

  void lowWindowKeepsPanelsInPlaceOfCharts() {
    Shown shown(startUpScenario(), {1024, 600});
    QVERIFY(!shown.window.charts()->isVisible());
    QVERIFY(shown.window.panel(0)->plot()->frame().rect.height() > 250);
    shown.window.resize(1366, 720);
    shown.settle();
    QVERIFY(shown.window.charts()->isVisible());
  }

  void chartsAreAsHighAsTheyAreDragged() {
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
    const auto drag = [](Shown& shown, int by) {
      EdgeHandle* handle = shown.window.chartHandle();
      const QPoint at = handle->mapTo(&shown.window, handle->rect().center());
      QTest::mousePress(shown.window.windowHandle(), Qt::LeftButton, {}, at);
      QTest::mouseMove(shown.window.windowHandle(), at - QPoint(0, by));
      QTest::mouseRelease(shown.window.windowHandle(), Qt::LeftButton, {}, at - QPoint(0, by));
      shown.settle();
    };
    {
      Shown shown(startUpScenario(), {1366, 768}, {&settings, {}});
      const int before = shown.window.charts()->height();
      drag(shown, 40);
      QCOMPARE(shown.window.charts()->height(), before + 40);
      // Neither charts nor panels are dragged away.
      drag(shown, 2000);
      QVERIFY(shown.window.charts()->isVisible() && shown.window.charts()->height() <= 768 / 2);
      drag(shown, -2000);
      QVERIFY(shown.window.charts()->isVisible() && shown.window.charts()->height() >= 100);
    }
    const Shown again(startUpScenario(), {1366, 768}, {&settings, {}});
    QCOMPARE(again.window.charts()->height(), 120);
  }

  void lowPanelHasNoColourBar() {
    const PanelScene scene = sceneOf(scenarioOf("himmelblau"));
    const PlotFrame high = panelFrame(scene, {0, 0, 300, 260});
    const PlotFrame low = panelFrame(scene, {0, 0, 300, 160});
    QVERIFY(high.footer && !low.footer);
    QVERIFY(low.rect.height() > 160 - 30);
    // What is said of basins stays.
    PanelScene basins = scene;
    basins.overlay = std::make_shared<const MapOverlay>();
    QVERIFY(panelFrame(basins, {0, 0, 300, 160}).footer);
  }

  /// A layout that another frame brings about, while that frame is only being prepared.
  void plotThatShrinksWhileItIsPreparedIsDrawnWhole() {
    PanelPlot plot(makeTheme(false));
    PanelScene scene;
    scene.theme = makeTheme(false);
    scene.view = {-2, 2, -2, 2};
    plot.resize(500, 500);
    plot.show(scene);
    plot.QWidget::show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    QCoreApplication::processEvents();
    bool shrunk = false;
    connect(&plot, &PanelView::shownChanged, &plot, [&] {
      if (!std::exchange(shrunk, true)) plot.resize(600, 300);
    });
    plot.resize(600, 600);
    for (int round = 0; round < 5; ++round) QCoreApplication::processEvents();
    QVERIFY(shrunk);
    QCOMPARE(plot.size(), QSize(600, 300));
    QVERIFY2(plot.frame().rect.bottom() < 300, qPrintable(QString::number(plot.frame().rect.bottom())));
  }

  void axesAreNamed_data() {
    QTest::addColumn<QString>("objective");
    QTest::addColumn<QString>("x");
    QTest::addColumn<QString>("y");
    QTest::newRow("plain") << "himmelblau"
                           << "x"
                           << "y";
    QTest::newRow("line through data") << "linear_regression"
                                       << "w"
                                       << "b";
  }
  void axesAreNamed() {
    QFETCH(const QString, objective);
    PanelScene scene = sceneOf(scenarioOf(objective.toStdString()));
    QTEST(QString::fromStdString(scene.names[0].plain), "x");
    QTEST(QString::fromStdString(scene.names[1].plain), "y");
    scene.starts.clear();
    const QSize size(400, 420);
    const PlotFrame frame = panelFrame(scene, QRectF(QPointF(), size));
    const AxisNames names = {QString::fromStdString(scene.names[0].typeset),
                             QString::fromStdString(scene.names[1].typeset)};
    const QImage named = painted(scene, size);
    for (const QRectF& box : axisNameBoxes(frame, scene.theme, names)) {
      QVERIFY(QRectF(QPointF(), size).contains(box) && !box.intersects(frame.rect));
      QVERIFY(inkIn(named, box, scene.theme.surface) > 5);
    }
    // They are in the read-out, too.
    scene.readOut = ReadOut{{0.5, 0.5}, 1, 1};
    const QImage one = painted(scene, size);
    scene.names = {CoordinateName{"theta", scene.names[0].typeset}, {"phi", scene.names[1].typeset}};
    QVERIFY(painted(scene, size) != one);
  }

  void longNamesAndLabelsHaveRoom() {
    PanelScene scene;
    scene.theme = makeTheme(false);
    scene.view = {0, 1, 2.4005, 2.4025};
    scene.equalAxes = false;
    const QRectF area(0, 0, 400, 300);
    const auto fits = [&] {
      const PlotFrame frame = panelFrame(scene, area);
      const AxisNames names = {{}, QString::fromStdString(scene.names[1].typeset)};
      return panelLabelRoom(frame, scene.theme, names) <= frame.rect.left() + 0.01;
    };
    QVERIFY(fits());
    scene.names[1] = {"W₂[10,12]", "W_{2}[10,12]"};
    QVERIFY(fits());
    scene.view = {0, 1, -1, 1};
    scene.names[1] = {"y", "y"};
    QCOMPARE(panelFrame(scene, area).rect.left(), panelMarginLeft(scene.theme));  // plots stand under each other
  }

  void longLabelsOfChartsHaveRoom() {
    ChartScene scene;
    scene.theme = makeTheme(false);
    scene.logarithmic = false;
    Column loss(3);
    loss << 123456.2, 123456.4, 123456.6;
    SeriesData series;
    series.y = std::make_shared<const Column>(loss);
    scene.series = {series};
    scene.xMax = 2;
    QVERIFY(prepareChart(scene, {0, 0, 400, 200}).frame.rect.left() > panelMarginLeft(scene.theme));
    loss << 1, 2, 3;
    scene.series[0].y = std::make_shared<const Column>(loss);
    QCOMPARE(prepareChart(scene, {0, 0, 400, 200}).frame.rect.left(), panelMarginLeft(scene.theme));
  }

  void wordsOfTheColourBarDoNotTouch() {
    for (const char* objective : {"rosenbrock", "himmelblau", "sphere", "saddle", "gaussian_wells", "beale"}) {
      const PanelScene scene = sceneOf(scenarioOf(objective));
      for (double width = 120; width <= 900; width += 20) {
        const PlotFrame frame = panelFrame(scene, {0, 0, width, 400});
        const std::vector<QRectF> words = barWords(scene, frame);
        QVERIFY2(words.size() >= 2, objective);
        for (std::size_t i = 0; i < words.size(); ++i) {
          for (std::size_t j = 0; j < i; ++j)
            QVERIFY2(
                !words[i].intersects(words[j]),
                qPrintable(
                    QStringLiteral("%1, %2 px: %3 and %4").arg(QLatin1String(objective)).arg(width).arg(i).arg(j)));
        }
      }
    }
  }

  void startOutOfSightHasAnArrow() {
    Scenario scenario = scenarioOf("himmelblau");
    scenario.panels[0].start = {80, 60};
    PanelScene scene = sceneOf(scenario);
    scene.paths.clear();
    const QSize size(400, 420);
    const PlotFrame frame = panelFrame(scene, QRectF(QPointF(), size));
    QCOMPARE(scene.starts.size(), std::size_t{1});
    QVERIFY(!startInSight(scene, frame, scene.starts[0]));
    const QPointF at = startPixel(scene, frame, scene.starts[0]);
    QVERIFY(frame.rect.contains(at) && at.x() > frame.rect.center().x() && at.y() < frame.rect.center().y());
    const QImage with = painted(scene, size);
    scene.starts.clear();
    const QImage without = painted(scene, size);
    int changed = 0;
    const QRectF corner(frame.rect.right() - 40, frame.rect.top(), 40, 40);
    for (int y = int(corner.top()); y < corner.bottom(); ++y) {
      for (int x = int(corner.left()); x < corner.right(); ++x) changed += with.pixel(x, y) != without.pixel(x, y);
    }
    QVERIFY2(changed > 100, qPrintable(QString::number(changed)));
  }

  void fitTakesStartsIn() {
    Scenario scenario = scenarioOf("himmelblau");
    scenario.panels[0].start = {30, 20};
    scenario.steps = 1;
    scenario.contenders[0].options["lr"] = 1e-9;
    Shown shown(scenario);
    QVERIFY(!inside(shown.window.panel(0)->plot()->shownView(), {30, 20}));
    shown.key(Qt::Key_F);
    QVERIFY(shown.view() && inside(*shown.view(), {30, 20}) && inside(*shown.view(), {-5, -5}));
  }

  void fitShowsPathsThatAreSmallInTheBox() {
    Scenario scenario = scenarioOf("schwefel");
    scenario.panels[0].start = {400, 410};
    scenario.contenders[0].options["lr"] = 0.1;
    Shown shown(scenario);
    QVERIFY(!shown.view());
    shown.key(Qt::Key_F);
    QVERIFY(shown.view() && inside(*shown.view(), {400, 410}));
    QVERIFY(shown.view()->xMax - shown.view()->xMin < 200);
    // What is fitted is not fitted again: the whole follows.
    shown.key(Qt::Key_F);
    QVERIFY(!shown.view());
  }

  void pathsAreFittedByKeyAndMenu() {
    Shown shown(scenarioOf("himmelblau"));
    shown.key(Qt::Key_F, Qt::ShiftModifier);
    QVERIFY(shown.view());
    const View fitted = *shown.view();
    const PanelScene& scene = shown.window.panel(0)->plot()->scene();
    for (const PathData& path : scene.paths) {
      for (Index k = 0; k < path.points->rows(); ++k)
        QVERIFY(inside(fitted, {(*path.points)(k, 0), (*path.points)(k, 1)}));
    }
    const std::unique_ptr<QMenu> menu(shown.window.panel(0)->makeMenu({}));
    const auto named = [&](const QString& words) {
      const auto actions = menu->actions();
      const auto found = std::ranges::find(actions, words, &QAction::text);
      return found == actions.end() ? nullptr : *found;
    };
    QAction* paths = named(QStringLiteral("Fit the view to the paths"));
    QVERIFY(paths && !paths->isEnabled());
    QAction* whole = named(QStringLiteral("Fit the view"));
    QVERIFY(whole && whole->isEnabled());
    whole->trigger();
    QVERIFY(!shown.view());
  }

  void divergingPathDoesNotDecideTheBox() {
    PanelScene scene;
    scene.view = {-2, 2, -2, 2};
    auto points = std::make_shared<Points>(4, 2);
    *points << 1, 1, 2, 3, 1e9, -1e9, std::nan(""), 0;
    scene.starts = {StartHandle{-1, {1, 1}}};
    scene.paths = {{points, nullptr, Qt::red, QStringLiteral("circle"), true, false}};
    const auto box = pathsBox(scene, scene.view);
    QVERIFY(box && inside(*box, {2, 3}) && box->xMax < 10 && box->yMin > -10);
    scene.paths[0].visible = false;
    QVERIFY(!inside(*pathsBox(scene, scene.view), {2, 3}));
    scene.starts.clear();
    QVERIFY(!pathsBox(scene, scene.view));
  }

  void widePanelIsNotWastedOnWhatLiesBesideTheBox() {
    const PanelScene scene = sceneOf(scenarioOf("quadratic"));
    QVERIFY(scene.focus);
    const PlotFrame frame = panelFrame(scene, {0, 0, 1600, 300});
    const View& box = scene.view;
    const double width = box.xMax - box.xMin;
    const PanelScene plain = [&] {
      PanelScene s = scene;
      s.focus.reset();
      return s;
    }();
    const PlotFrame before = panelFrame(plain, {0, 0, 1600, 300});
    QVERIFY(frame.view.xMax - frame.view.xMin < 0.8 * (before.view.xMax - before.view.xMin));
    QVERIFY(frame.view.xMax - frame.view.xMin >= width);
    QVERIFY(std::abs(frame.xScale() / frame.yScale() - 1) < 1e-9);
    for (const PathData& path : scene.paths) {
      for (Index k = 0; k < path.points->rows(); ++k) {
        const QPointF at((*path.points)(k, 0), (*path.points)(k, 1));
        if (inside(box, at)) QVERIFY(inside(frame.view, at));
      }
    }
    QVERIFY(inside(frame.view, scene.starts[0].at));
    // Where the panel has nearly the box's shape, nothing is given up.
    const PlotFrame square = panelFrame(scene, {0, 0, 500, 500});
    QVERIFY(square.view.yMin <= box.yMin && square.view.yMax >= box.yMax);
    // A view that was chosen is shown whole.
    Scenario chosen = scenarioOf("quadratic");
    chosen.panels[0].view = box;
    QVERIFY(!sceneOf(chosen).focus);
  }

  void startIsTyped() {
    Shown shown(scenarioOf("himmelblau"));
    StartPopup* popup = shown.window.panel(0)->startPopup();
    popup->ask(shown.window.compute().objective(0), 0, {}, {10, 10});
    QTest::keyClicks(popup->field(), QStringLiteral("1.5; -2e-1"));
    QTest::keyClick(popup->field(), Qt::Key_Return);
    QCOMPARE(shown.window.model().scenario().panels[0].start, (std::vector<double>{1.5, -0.2}));
    QVERIFY(!popup->isVisible());
    popup->ask(shown.window.compute().objective(0), 0, 0, {10, 10});
    QTest::keyClicks(popup->field(), QStringLiteral("(3, 4)"));
    QTest::keyClick(popup->field(), Qt::Key_Return);
    QCOMPARE(*shown.window.model().scenario().contenders[0].start[0], (std::vector<double>{3, 4}));
    popup->ask(shown.window.compute().objective(0), 0, {}, {10, 10});
    QTest::keyClicks(popup->field(), QStringLiteral("3 x"));
    QTest::keyClick(popup->field(), Qt::Key_Return);
    QVERIFY(popup->isVisible() && popup->problem().contains(QStringLiteral("“x” is no number")));
    QCOMPARE(shown.window.model().scenario().panels[0].start, (std::vector<double>{1.5, -0.2}));
    popup->hide();
    QMenu menu;
    shown.window.dock()->card(0)->fillMenu(&menu);
    QVERIFY(std::ranges::any_of(menu.actions(),
                                [](const QAction* a) { return a->objectName() == QLatin1String("start-point"); }));
  }

  void typedPointsAreChecked() {
    QString problem;
    const std::vector<double> three = {1, 2, 3};
    QVERIFY(!typedPoint(QStringLiteral("1"), three, problem));
    QVERIFY(problem.contains(QLatin1String("found 1")));
    QCOMPARE(typedPoint(QStringLiteral("7, 8"), three, problem), (std::optional<std::vector<double>>({7, 8, 3})));
    QVERIFY(!typedPoint(QStringLiteral("inf, 8"), three, problem));
    QCOMPARE(typedPoint(QStringLiteral("[4 5 6]"), three, problem), (std::optional<std::vector<double>>({4, 5, 6})));
    QVERIFY(!typedPoint({}, {1.0}, problem));
  }

  void stepFieldsHoldTheirNumbers() {
    for (const std::int64_t steps : {std::int64_t{60}, std::int64_t{100'000}, limits::steps}) {
      Scenario scenario = scenarioOf("sphere");
      scenario.contenders.clear();
      scenario.steps = steps;
      Shown shown(scenario);
      int seen = 0;
      for (const NumberField* field : shown.window.timeline()->findChildren<NumberField*>()) {
        ++seen;
        const int wide = QFontMetrics(field->font()).horizontalAdvance(QString::number(steps));
        QVERIFY2(field->width() >= wide + 14, qPrintable(QStringLiteral("%1 of %2").arg(field->width()).arg(wide)));
      }
      QCOMPARE(seen, 2);
    }
  }
};

QTEST_MAIN(FramesTest)
#include "frames_test.moc"
