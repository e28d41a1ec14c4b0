// Panels in the window: choosing, typing, enlarging, moving, starting, colouring; by mouse and keys as their user
// would.

#include "ui/panels/panel_grid.h"

#include "core/scenario/scenario_file.h"
#include "tests/ui/shown_window.h"
#include "ui/charts/chart_row.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/controls/buttons.h"
#include "ui/controls/number_field.h"
#include "ui/controls/option_row.h"
#include "ui/controls/value_slider.h"
#include "ui/document/panel_edits.h"
#include "ui/panels/objective_gallery.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_header.h"
#include "ui/panels/panel_options.h"
#include "ui/window/main_window.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QWindow>
#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <random>
#include <set>

using namespace thalweg;

namespace {

constexpr int kPatience = 30'000;  // ms; only a broken program waits that long

Scenario scenarioWith(const std::vector<std::string>& objectives) {
  Scenario s;
  s.title = "Test";
  for (const std::string& id : objectives) s.panels.push_back({id, {}, {}, {}, {}});
  s.contenders = {contender("SGD", {{"lr", 0.001}}), contender("Adam", {{"lr", 0.05}})};
  s.steps = 40;
  s.display.layout = static_cast<int>(std::min<std::size_t>(objectives.size(), 3));
  return s;
}

std::unique_ptr<ThemeController> themes;

struct Shown : ShownWindow {
  explicit Shown(const Scenario& scenario, QSize size = {1280, 720}) : ShownWindow(*themes, scenario, size) {}
  [[nodiscard]] ObjectiveGallery* gallery() { return window.panels()->gallery(); }
  [[nodiscard]] static QPointF middle(const QWidget* widget) { return QRectF(widget->rect()).center(); }
  void drag(const QWidget* w, const QPointF& from, const QPointF& to, Qt::KeyboardModifiers modifiers = {}) {
    press(w, from, modifiers);
    for (int k = 1; k <= 4; ++k) move(w, from + (to - from) * k / 4);
    release(w, to);
    QCoreApplication::processEvents();
  }
  [[nodiscard]] std::vector<std::string> objectives() {
    std::vector<std::string> ids;
    for (const Panel& p : scenario().panels) ids.push_back(p.objective);
    return ids;
  }
  [[nodiscard]] std::vector<bool> visible() {
    std::vector<bool> seen;
    for (std::size_t i = 0; panel(i); ++i) seen.push_back(panel(i)->isVisible());
    return seen;
  }
  QImage picture(std::size_t i) {
    settle();
    return plot(i)->grab().toImage();
  }
  /// Triggers an entry of a panel's menu; fails if there is none or it is disabled.
  bool choose(std::size_t i, const QString& words, std::optional<QPointF> place = {}) {
    // A card that is removed takes its menu along.
    const QPointer<QMenu> menu = panel(i)->makeMenu(place);
    const auto actions = menu->findChildren<QAction*>();
    const auto found =
        std::ranges::find_if(actions, [&](const QAction* a) { return a->text() == words && a->isEnabled(); });
    const bool possible = found != actions.end();
    if (possible) (*found)->trigger();
    settle();
    delete menu;
    return possible;
  }
  bool chooseLayer(std::size_t i, const QString& words) {
    const std::unique_ptr<QMenu> menu(panel(i)->makeLayersMenu());
    const auto actions = menu->findChildren<QAction*>();  // colours have menus of their own
    const auto found = std::ranges::find_if(actions, [&](const QAction* a) { return a->text() == words; });
    if (found == actions.end()) return false;
    (*found)->trigger();
    settle();
    return true;
  }
};

int differing(const QImage& a, const QImage& b) {
  int count = 0;
  for (int y = 0; y < std::min(a.height(), b.height()); ++y) {
    for (int x = 0; x < std::min(a.width(), b.width()); ++x) count += a.pixel(x, y) != b.pixel(x, y) ? 1 : 0;
  }
  return count;
}

}  // namespace

class PanelGridTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QApplication::setApplicationName(QStringLiteral("thalweg"));
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }
  void cleanupTestCase() { themes.reset(); }

  void titleOpensTheGalleryAndTypingChooses() {
    Shown shown(scenarioWith({"saddle", "rosenbrock", "beale"}));
    shown.click(shown.panel(1)->header()->title());
    QVERIFY(shown.gallery()->isVisible());
    QVERIFY(shown.gallery()->search()->hasFocus());
    QCOMPARE(shown.gallery()->grid()->current()->id, std::string("rosenbrock"));
    QTest::keyClicks(shown.gallery()->search(), QStringLiteral("himm"));
    QCOMPARE(shown.gallery()->grid()->shownCount(), 1);
    QTest::keyClick(shown.gallery()->search(), Qt::Key_Return);
    QVERIFY(!shown.gallery()->isVisible());
    QCOMPARE(shown.objectives(), (std::vector<std::string>{"saddle", "himmelblau", "beale"}));
    shown.window.model().undoStack()->undo();
    QCOMPARE(shown.objectives(), (std::vector<std::string>{"saddle", "rosenbrock", "beale"}));
  }

  void aFormulaInTheSearchIsTaken() {
    Shown shown(scenarioWith({"saddle"}));
    const auto search = [&](const QString& words) {
      shown.click(shown.panel(0)->header()->title());
      QTest::keyClicks(shown.gallery()->search(), words);
      QTest::keyClick(shown.gallery()->search(), Qt::Key_Return);
    };
    search(QStringLiteral("x**2 + 3*y**2 + sin(3*x)"));
    QCOMPARE(shown.scenario().panels[0].objective, std::string("expression"));
    QCOMPARE(shown.scenario().panels[0].options.at("formula").get<std::string>(),
             std::string("x**2 + 3*y**2 + sin(3*x)"));
    QVERIFY(shown.panel(0)->options()->isVisible());
    // What is no formula yet stands there with what is wrong with it; plain words do not.
    const Scenario before = shown.scenario();
    search(QStringLiteral("x**2 + ("));
    QCOMPARE(shown.panel(0)->options()->formula()->text(), QStringLiteral("x**2 + ("));
    QVERIFY(shown.scenario() == before);
    shown.panel(0)->setOptionsOpen(false);
    search(QStringLiteral("no such thing"));
    QCOMPARE(shown.panel(0)->options()->formula()->text(), QStringLiteral("x**2 + 3*y**2 + sin(3*x)"));
  }

  void galleryFindsWordsOfSummaryAndFamily() {
    Shown shown(scenarioWith({"saddle"}));
    shown.click(shown.panel(0)->header()->title());
    GalleryGrid* grid = shown.gallery()->grid();
    QCOMPARE(grid->shownCount(), static_cast<int>(objectiveCards().size()));
    QTest::keyClicks(shown.gallery()->search(), QStringLiteral("one dimension"));
    QVERIFY(!grid->cell("forrester").isEmpty());
    QVERIFY(grid->cell("himmelblau").isEmpty());
    shown.gallery()->search()->clear();
    QTest::keyClicks(shown.gallery()->search(), QStringLiteral("no such thing"));
    // What is not there can be typed.
    QCOMPARE(grid->shownCount(), 1);
    QCOMPARE(grid->current()->id, std::string("expression"));
    QTest::keyClick(shown.gallery()->search(), Qt::Key_Escape);
    QVERIFY(!shown.gallery()->isVisible());
    QCOMPARE(shown.objectives(), (std::vector<std::string>{"saddle"}));
  }

  void arrowKeysMoveByRowsAndColumns() {
    Shown shown(scenarioWith({"beale"}));
    shown.click(shown.panel(0)->header()->title());
    GalleryGrid* grid = shown.gallery()->grid();
    QLineEdit* search = shown.gallery()->search();
    const QRect before = grid->cell(grid->current()->id);
    QTest::keyClick(search, Qt::Key_Right);
    const QRect right = grid->cell(grid->current()->id);
    QCOMPARE(right.top(), before.top());
    QVERIFY(right.left() > before.left());
    QTest::keyClick(search, Qt::Key_Left);
    QTest::keyClick(search, Qt::Key_Down);
    const QRect below = grid->cell(grid->current()->id);
    QVERIFY(below.top() > before.top());
    QCOMPARE(below.left(), before.left());
    QTest::keyClick(search, Qt::Key_Up);
    QCOMPARE(grid->cell(grid->current()->id), before);
    for (int k = 0; k < 40; ++k) QTest::keyClick(search, Qt::Key_Up);
    QCOMPARE(grid->current()->id, std::string("expression"));
  }

  void clickOnAPictureChooses() {
    Shown shown(scenarioWith({"saddle"}));
    shown.click(shown.panel(0)->header()->title());
    GalleryGrid* grid = shown.gallery()->grid();
    QTest::mouseClick(grid, Qt::LeftButton, {}, grid->cell("booth").center());
    QCOMPARE(shown.objectives(), (std::vector<std::string>{"booth"}));
  }

  void galleryShowsEachSurfaceItsOwnPicture() {
    Shown shown(scenarioWith({"saddle"}));
    shown.click(shown.panel(0)->header()->title());
    GalleryGrid* grid = shown.gallery()->grid();
    const auto colors = [&](const std::string& id) {
      const QImage image = grid->grab(grid->cell(id).adjusted(4, 4, -4, -30)).toImage();
      std::set<QRgb> found;
      for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) found.insert(image.pixel(x, y));
      return found.size();
    };
    QVERIFY(QTest::qWaitFor([&] { return colors("himmelblau") > 40 && colors("rosenbrock") > 40; }, kPatience));
    const QImage one = grid->grab(grid->cell("himmelblau")).toImage();
    const QImage other = grid->grab(grid->cell("rosenbrock")).toImage();
    QVERIFY(differing(one, other) > 2000);
  }

  void surfaceOfAnotherDimensionHasItsOwnStart() {
    Scenario scenario = scenarioWith({"himmelblau", "saddle"});
    scenario.panels[0].start = {1, 2};
    scenario.panels[0].view = View{-1, 1, -1, 1};
    scenario.contenders[1].start = {std::vector<double>{2, 2}, std::vector<double>{0.5, 0.5}};
    Shown shown(scenario);
    shown.click(shown.panel(0)->header()->title());
    QTest::keyClicks(shown.gallery()->search(), QStringLiteral("forrester"));
    QTest::keyClick(shown.gallery()->search(), Qt::Key_Return);
    shown.settle();
    QVERIFY(shown.scenario().panels[0].start.empty());
    QVERIFY(!shown.scenario().panels[0].view);
    QVERIFY(!hasOwnStart(shown.scenario(), 0, 1));
    QVERIFY(hasOwnStart(shown.scenario(), 1, 1));
    QVERIFY(shown.window.compute().problem(0).isEmpty());
    QCOMPARE(shown.window.compute().paths().at(0, 1)->points.cols(), Index{1});
    QVERIFY(shown.plot(0)->scene().isCurve());
  }

  void tangentTouchesTheCurveAtTheSelectedPoint() {
    Shown shown(scenarioWith({"parabola"}));
    shown.window.view().selectContender(1);
    shown.window.playback().setStep(7);
    shown.settle();
    const auto path = shown.window.compute().paths().at(0, 1);
    const auto& tangent = shown.plot(0)->scene().tangent;
    QVERIFY(tangent.has_value());
    const double x = path->points(7, 0);
    QCOMPARE(tangent->at.x(), x);
    const double h = 1e-6;
    const auto objective = shown.window.compute().objective(0);
    Points around(2, 1);
    around << x - h, x + h;
    Column f;
    objective->value(around, f);
    QVERIFY(std::abs((f[1] - f[0]) / (2 * h) - tangent->slope) < 1e-6 * (1 + std::abs(tangent->slope)));
    shown.window.model().edit(QStringLiteral("hide"), [](Scenario& s) { s.contenders[1].hidden = true; });
    shown.settle();
    QVERIFY(!shown.plot(0)->scene().tangent);
  }

  void typedFormulaGetsItsSlidersAndIsOneEntry() {
    Shown shown(scenarioWith({"saddle", "beale"}));
    shown.click(shown.panel(0)->header()->title());
    QTest::keyClicks(shown.gallery()->search(), QStringLiteral("type"));
    shown.gallery()->search()->clear();
    shown.gallery()->grid()->setCurrent(findObjective("expression"));
    QTest::keyClick(shown.gallery()->search(), Qt::Key_Return);
    shown.settle();
    PanelOptions* options = shown.panel(0)->options();
    QVERIFY(options->isVisible());
    QVERIFY(options->formula()->hasFocus());
    const int entries = shown.window.model().undoStack()->count();
    QTest::keyClicks(options->formula(), QStringLiteral("a*x**2 + y**2 + a"));
    QTest::keyClick(options->formula(), Qt::Key_Return);
    shown.settle();
    QCOMPARE(shown.window.model().undoStack()->count(), entries + 1);
    const Options& now = shown.scenario().panels[0].options;
    QCOMPARE(now.at("formula").get<std::string>(), std::string("a*x**2 + y**2 + a"));
    QCOMPARE(now.at("parameters").at("a").at("value").get<double>(), 1.0);
    OptionRow* row = options->parameter("a");
    QVERIFY(row && row->isVisible());

    // Dragging it changes the surface while it is dragged.
    ValueSlider* slider = row->slider();
    const auto value = [&] { return shown.scenario().panels[0].options.at("parameters").at("a").at("value"); };
    const double y = slider->height() / 2.0;
    shown.press(slider, {slider->positionToX(0.5), y});
    shown.move(slider, {slider->positionToX(0.75), y});
    QCoreApplication::processEvents();
    QVERIFY(std::abs(value().get<double>() - 1.5) < 0.05);
    QCOMPARE(options->parameter("a"), row);
    shown.release(slider, {slider->positionToX(0.75), y});
    shown.settle();
    Column f;
    shown.window.compute().objective(0)->value(Points::Zero(1, 2), f);
    QCOMPARE(f[0], value().get<double>());
    QCOMPARE(shown.window.model().undoStack()->count(), entries + 2);
  }

  void wrongFormulaSaysWhereAndKeepsTheLastGoodOne() {
    Shown shown(scenarioWith({"expression"}));
    shown.panel(0)->setOptionsOpen(true);
    PanelOptions* options = shown.panel(0)->options();
    const Scenario before = shown.scenario();
    options->formula()->selectAll();
    QTest::keyClicks(options->formula(), QStringLiteral("x**2 + ("));
    QTest::keyClick(options->formula(), Qt::Key_Return);
    const auto messages = options->findChildren<InlineMessage*>();
    QVERIFY(std::ranges::any_of(messages, [](const InlineMessage* m) {
      return m->isVisible() && m->text().contains(QStringLiteral("column 9"));
    }));
    QVERIFY(shown.scenario() == before);
    QTest::keyClick(options->formula(), Qt::Key_Backspace);
    QTest::keyClicks(options->formula(), QStringLiteral("3*y**2"));
    QTest::keyClick(options->formula(), Qt::Key_Return);
    QCOMPARE(shown.scenario().panels[0].options.at("formula").get<std::string>(), std::string("x**2 + 3*y**2"));
    QVERIFY(std::ranges::none_of(messages, [](const InlineMessage* m) { return m->isVisible(); }));
  }

  void formulaOfOneVariableBecomesACurve() {
    Scenario scenario = scenarioWith({"expression"});
    scenario.panels[0].start = {1, 1};
    Shown shown(scenario);
    shown.panel(0)->setOptionsOpen(true);
    QLineEdit* formula = shown.panel(0)->options()->formula();
    formula->selectAll();
    QTest::keyClicks(formula, QStringLiteral("cos(3*x) + x**2"));
    QTest::keyClick(formula, Qt::Key_Return);
    shown.settle();
    QVERIFY(shown.plot(0)->scene().isCurve());
    QVERIFY(shown.scenario().panels[0].start.empty());
    shown.window.model().undoStack()->undo();
    shown.settle();
    QVERIFY(!shown.plot(0)->scene().isCurve());
    QCOMPARE(shown.scenario().panels[0].start.size(), std::size_t{2});
  }

  void parametersStayOpenAndLive() {
    Shown shown(scenarioWith({"rosenbrock"}));
    QVERIFY(!shown.panel(0)->options()->isVisible());
    shown.click(shown.panel(0)->header()->parameters());
    PanelOptions* options = shown.panel(0)->options();
    QVERIFY(options->isVisible());
    ValueSlider* slider = options->form()->row("b")->slider();
    const double y = slider->height() / 2.0;
    const QImage before = shown.picture(0);
    shown.press(slider, {slider->positionToX(0.3), y});
    shown.settle();
    const double b = shown.scenario().panels[0].options.at("b").get<double>();
    QVERIFY(b > 1 && b < 10);
    QVERIFY(differing(before, shown.picture(0)) > 20'000);
    shown.release(slider, {slider->positionToX(0.3), y});
    QVERIFY(options->isVisible());
    QVERIFY(shown.panel(0)->header()->parameters()->text().contains(QStringLiteral("b = ")));
    shown.click(shown.panel(0)->header()->parameters());
    QVERIFY(!options->isVisible());
    shown.click(shown.panel(0)->header()->parameters());
    shown.key(Qt::Key_Escape);
    QVERIFY(!options->isVisible());
    QVERIFY(!shown.panel(0)->header()->parameters()->isChecked());
  }

  void doubleClickOnTheHeadEnlargesAndEscapeBringsBack() {
    Shown shown(scenarioWith({"saddle", "rosenbrock", "beale"}));
    const QWidget* head = shown.panel(1)->header();
    const QPointF free((shown.panel(1)->header()->parameters()->geometry().right() +
                        shown.panel(1)->header()->enlarge()->geometry().left()) /
                           2.0,
                       head->height() / 2.0);
    QTest::mouseDClick(shown.handle(), Qt::LeftButton, {}, shown.at(head, free));
    shown.settle();
    QCOMPARE(shown.scenario().display.enlarged, std::optional<std::size_t>(1));
    QCOMPARE(shown.visible(), (std::vector<bool>{false, true, false}));
    // Looking closer changes no document.
    QVERIFY(!shown.window.model().modified() && !shown.window.model().undoStack()->canUndo());
    QVERIFY(shown.panel(1)->width() > 0.9 * shown.window.panels()->width());
    QVERIFY(!shown.window.charts()->isVisible());
    shown.key(Qt::Key_Escape);
    shown.settle();
    QVERIFY(shown.window.charts()->isVisible());
    QVERIFY(!shown.scenario().display.enlarged);
    QCOMPARE(shown.visible(), (std::vector<bool>{true, true, true}));
    shown.click(shown.panel(2)->header()->enlarge());
    QCOMPARE(shown.scenario().display.enlarged, std::optional<std::size_t>(2));
    shown.key(Qt::Key_PageUp);
    QCOMPARE(shown.scenario().display.enlarged, std::optional<std::size_t>(1));
    shown.click(shown.panel(1)->header()->enlarge());
    QVERIFY(!shown.scenario().display.enlarged);
  }

  void draggedHeadTakesAnotherPlace() {
    Scenario scenario = scenarioWith({"saddle", "rosenbrock", "beale"});
    scenario.contenders[1].start = {std::vector<double>{0.5, 0.5}};
    Shown shown(scenario);
    const QWidget* head = shown.panel(0)->header();
    const QPointF from(head->width() * 0.55, head->height() / 2.0);
    const QPointF to = from + QPointF(shown.panel(2)->x() - shown.panel(0)->x(), 60);
    shown.drag(head, from, to);
    shown.settle();
    QCOMPARE(shown.objectives(), (std::vector<std::string>{"rosenbrock", "beale", "saddle"}));
    QVERIFY(hasOwnStart(shown.scenario(), 2, 1));
    QVERIFY(!hasOwnStart(shown.scenario(), 0, 1));
    QCOMPARE(shown.window.view().now().panel, std::size_t{2});
    // The title carries it as well, and opens nothing by that.
    const QWidget* title = shown.panel(2)->header()->title();
    shown.drag(title, Shown::middle(title), Shown::middle(title) - QPointF(shown.panel(2)->x() - 30, 0));
    shown.settle();
    QCOMPARE(shown.objectives(), (std::vector<std::string>{"saddle", "rosenbrock", "beale"}));
    QVERIFY(!shown.gallery()->isVisible());
  }

  void hiddenPanelsArePagesAway() {
    Scenario scenario = scenarioWith({"saddle", "rosenbrock", "beale", "booth", "matyas"});
    Shown shown(scenario);
    QCOMPARE(shown.visible(), (std::vector<bool>{true, true, true, false, false}));
    const auto* pager = shown.window.findChild<PanelPager*>();
    QVERIFY(pager->isVisible());
    QVERIFY(!pager->previous()->isEnabled());
    shown.click(pager->next());
    QCOMPARE(shown.visible(), (std::vector<bool>{false, false, true, true, true}));
    QVERIFY(!pager->next()->isEnabled());
    QVERIFY(shown.window.view().now().panel >= 2);
    shown.key(Qt::Key_PageUp);
    QCOMPARE(shown.visible(), (std::vector<bool>{true, true, true, false, false}));
    shown.window.model().edit(QStringLiteral("layout"), [](Scenario& s) { s.display.layout = 6; });
    QCOMPARE(shown.visible(), std::vector<bool>(5, true));
    QVERIFY(!pager->isVisible());
  }

  void panelsAreAddedMovedAndRemovedByTheirMenu() {
    Shown shown(scenarioWith({"saddle", "rosenbrock"}));
    QVERIFY(shown.choose(0, QStringLiteral("Add a panel…")));
    QVERIFY(shown.gallery()->isVisible());
    QTest::keyClicks(shown.gallery()->search(), QStringLiteral("matyas"));
    QTest::keyClick(shown.gallery()->search(), Qt::Key_Return);
    shown.settle();
    QCOMPARE(shown.objectives(), (std::vector<std::string>{"saddle", "matyas", "rosenbrock"}));
    QCOMPARE(shown.visible(), (std::vector<bool>{true, true, true}));
    QVERIFY(shown.choose(1, QStringLiteral("Move left")));
    QCOMPARE(shown.objectives(), (std::vector<std::string>{"matyas", "saddle", "rosenbrock"}));
    QVERIFY(!shown.choose(0, QStringLiteral("Move left")));
    QVERIFY(shown.choose(2, QStringLiteral("Remove this panel")));
    QVERIFY(shown.choose(1, QStringLiteral("Remove this panel")));
    QCOMPARE(shown.objectives(), (std::vector<std::string>{"matyas"}));
    QVERIFY(!shown.choose(0, QStringLiteral("Remove this panel")));
    while (shown.window.model().undoStack()->canUndo()) shown.window.model().undoStack()->undo();
    QCOMPARE(shown.objectives(), (std::vector<std::string>{"saddle", "rosenbrock"}));
  }

  void startsMoveForAllOrForOne() {
    Shown shown(scenarioWith({"himmelblau"}));
    shown.window.view().selectContender(1);
    QVERIFY(shown.choose(0, QStringLiteral("Start here"), QPointF(1, 2)));
    QCOMPARE(shown.scenario().panels[0].start, (std::vector<double>{1, 2}));
    QVERIFY(shown.choose(0, QStringLiteral("Start Adam alone here"), QPointF(-2, 0.5)));
    QCOMPARE(shown.scenario().panels[0].start, (std::vector<double>{1, 2}));
    const PathSet& paths = shown.window.compute().paths();
    QCOMPARE(paths.at(0, 0)->points(0, 0), 1.0);
    QCOMPARE(paths.at(0, 1)->points(0, 0), -2.0);
    const auto& starts = shown.plot(0)->scene().starts;
    QCOMPARE(starts.size(), std::size_t{2});
    QCOMPARE(starts[1].contender, 1);
    QCOMPARE(starts[1].color, shown.plot(0)->scene().paths[1].color);
    QVERIFY(shown.choose(0, QStringLiteral("One start for all")));
    QVERIFY(!hasOwnStarts(shown.scenario(), 0));
    QVERIFY(shown.choose(0, QStringLiteral("Reset the start")));
    QVERIFY(shown.scenario().panels[0].start.empty());
  }

  void shiftDragGivesTheSelectedItsOwnStart() {
    Scenario scenario = scenarioWith({"himmelblau"});
    scenario.panels[0].start = {0, 0};
    Shown shown(scenario);
    shown.window.view().selectContender(1);
    const int entries = shown.window.model().undoStack()->count();
    const PlotFrame frame = shown.plot(0)->frame();
    shown.drag(shown.plot(0), frame.toPixel(0, 0), frame.toPixel(2, -1), Qt::ShiftModifier);
    shown.settle();
    const double pixel = 1.5 / frame.xScale();
    QCOMPARE(shown.scenario().panels[0].start, (std::vector<double>{0, 0}));
    QVERIFY(hasOwnStart(shown.scenario(), 0, 1));
    QVERIFY(std::abs((*shown.scenario().contenders[1].start[0])[0] - 2) < pixel);
    QVERIFY(std::abs((*shown.scenario().contenders[1].start[0])[1] + 1) < pixel);
    QCOMPARE(shown.window.model().undoStack()->count(), entries + 1);
    // Its own handle is dragged without Shift, and the common one moves the others alone.
    shown.drag(shown.plot(0), frame.toPixel(2, -1), frame.toPixel(1, 1));
    QVERIFY(std::abs((*shown.scenario().contenders[1].start[0])[1] - 1) < pixel);
    shown.drag(shown.plot(0), frame.toPixel(0, 0), frame.toPixel(-1, -1));
    QVERIFY(std::abs(shown.scenario().panels[0].start[0] + 1) < pixel);
    QVERIFY(std::abs((*shown.scenario().contenders[1].start[0])[1] - 1) < pixel);
  }

  void rightClickOpensTheMenuOfThePlace() {
    Shown shown(scenarioWith({"himmelblau"}));
    const PlotFrame frame = shown.plot(0)->frame();
    const QPoint place = frame.toPixel(1, -1).toPoint();
    QContextMenuEvent event(QContextMenuEvent::Mouse, place, shown.plot(0)->mapToGlobal(place));
    QCoreApplication::sendEvent(shown.plot(0), &event);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(menu);
    const auto actions = menu->actions();
    const auto found = std::ranges::find(actions, QStringLiteral("Start here"), [](QAction* a) { return a->text(); });
    QVERIFY(found != actions.end());
    (*found)->trigger();
    menu->close();
    const double pixel = 1.5 / frame.xScale();
    QVERIFY(std::abs(shown.scenario().panels[0].start[0] - 1) < pixel);
    QVERIFY(std::abs(shown.scenario().panels[0].start[1] + 1) < pixel);
  }

  void mapAndScaleRecolourTheSurface() {
    Shown shown(scenarioWith({"himmelblau"}));
    QList<QImage> pictures = {shown.picture(0)};
    for (const char* words : {"Viridis", "Cividis", "Grey", "Linear", "Logarithmic"}) {
      QVERIFY(shown.chooseLayer(0, QLatin1String(words)));
      pictures << shown.picture(0);
      for (qsizetype k = 0; k + 1 < pictures.size(); ++k) QVERIFY(differing(pictures[k], pictures.back()) > 20'000);
    }
    QCOMPARE(shown.scenario().display.colorMap, std::string("grey"));
    QCOMPARE(shown.scenario().display.colorScale, std::string("log"));
    while (shown.window.model().undoStack()->canUndo()) shown.window.model().undoStack()->undo();
    QCOMPARE(differing(shown.picture(0), pictures.front()), 0);
  }

  void headShowsTheFormulaOrElseTheLandscape() {
    Shown s(scenarioWith({"rosenbrock", "gaussian_wells"}), {1920, 1080});
    const auto head = [&](std::size_t i) { return s.panel(i)->findChild<PanelHeader*>(); };
    QCOMPARE(head(0)->shownFormula(), QStringLiteral("(a - x)^2 + b\\,(y - x^2)^2"));
    s.window.model().edit(QStringLiteral("third"), [](Scenario& n) {
      n.panels.push_back({"saddle", {}, {}, {}, {}});
      n.display.layout = 3;
    });
    s.settle();
    QVERIFY(head(1)->shownFormula().isEmpty());
    QCOMPARE(head(1)->shownLandscape(), QStringLiteral("1 global, 3 local minima"));
    QVERIFY(!head(0)->shownFormula().isEmpty() && head(0)->shownLandscape().isEmpty());
    // Neither hides the title.
    for (const std::size_t i : {0u, 1u, 2u}) QVERIFY(head(i)->title()->width() >= head(i)->title()->sizeHint().width());
    // In more dimensions the sum is the formula.
    s.window.model().edit(QStringLiteral("more"), [](Scenario& n) {
      n.panels[0].dimension = 5;
      n.display.enlarged = 0;
    });
    s.settle();
    QVERIFY2(head(0)->shownFormula().contains(QStringLiteral("\\sum")), qPrintable(head(0)->shownFormula()));
    s.window.model().undoStack()->undo();
    s.window.resize(1366, 768);
    s.settle();
    for (const std::size_t i : {0u, 1u, 2u})
      QVERIFY(head(i)->shownFormula().isEmpty() && head(i)->shownLandscape().isEmpty());
  }

  void gradientFieldIsDrawnAndFollowsTheZoom() {
    Shown shown(scenarioWith({"himmelblau"}));
    const QImage before = shown.picture(0);
    QVERIFY(!shown.plot(0)->scene().gradients);
    QVERIFY(shown.chooseLayer(0, QStringLiteral("Gradient field −∇f")));
    const QImage with = shown.picture(0);
    QVERIFY(differing(before, with) > 2000);
    const auto wide = shown.plot(0)->scene().gradients;
    QVERIFY(wide && wide->columns > 8 && wide->rows > 4);
    shown.window.model().edit(QStringLiteral("zoom"), [](Scenario& s) { s.panels[0].view = View{0, 1, 0, 1}; });
    shown.settle();
    const auto close = shown.plot(0)->scene().gradients;
    QVERIFY(close->view.xMax - close->view.xMin < 0.5 * (wide->view.xMax - wide->view.xMin));
    QVERIFY(shown.chooseLayer(0, QStringLiteral("Gradient field −∇f")));
    QVERIFY(!shown.scenario().display.gradientField);
  }

  void axesAreEqualOrFree() {
    Scenario scenario = scenarioWith({"goldstein_price"});
    scenario.panels[0].view = View{-1, 1, -4, 4};
    Shown shown(scenario);
    const PlotFrame equal = shown.plot(0)->frame();
    QVERIFY(std::abs(equal.xScale() / equal.yScale() - 1) < 1e-9);
    QVERIFY(shown.chooseLayer(0, QStringLiteral("Equal axes")));
    QVERIFY(shown.plot(0)->frame().view == (View{-1, 1, -4, 4}));
  }

  void menuZoomsAndFits() {
    Shown shown(scenarioWith({"himmelblau"}));
    const View before = shown.plot(0)->shownView();
    QVERIFY(!shown.choose(0, QStringLiteral("Fit the view")));
    QVERIFY(shown.choose(0, QStringLiteral("Zoom in")));
    const View after = shown.plot(0)->shownView();
    QVERIFY(std::abs((after.xMax - after.xMin) * 1.728 / (before.xMax - before.xMin) - 1) < 1e-9);
    QVERIFY(std::abs(after.xMin + after.xMax - before.xMin - before.xMax) < 1e-9);
    QVERIFY(shown.choose(0, QStringLiteral("Fit the view")));
    QVERIFY(shown.plot(0)->shownView() == before);
  }

  void runOfTheWheelIsOneEntry() {
    Shown shown(scenarioWith({"himmelblau"}));
    const auto wheel = [&] {
      const QPoint place = shown.at(shown.plot(0), shown.plot(0)->frame().rect.center());
      QWheelEvent event(place, shown.handle()->mapToGlobal(place), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                        Qt::NoScrollPhase, false);
      QCoreApplication::sendEvent(shown.handle(), &event);
    };
    const int entries = shown.window.model().undoStack()->count();
    for (int k = 0; k < 5; ++k) wheel();
    QCOMPARE(shown.window.model().undoStack()->count(), entries + 1);
    QSignalSpy ended(shown.plot(0), &PanelView::gestureFinished);
    QVERIFY(ended.wait(kPatience));
    wheel();
    QCOMPARE(shown.window.model().undoStack()->count(), entries + 2);
    shown.window.model().undoStack()->undo();
    shown.window.model().undoStack()->undo();
    QVERIFY(!shown.scenario().panels[0].view);
  }

  void draggedSliderLeavesTheArrowKeysToThePlayer() {
    Shown shown(scenarioWith({"himmelblau"}));
    ValueSlider* slider = shown.window.dock()->card(0)->options()->row("lr")->slider();
    const double y = slider->height() / 2.0;
    shown.drag(slider, {slider->positionToX(0.4), y}, {slider->positionToX(0.5), y});
    const Options set = shown.scenario().contenders[0].options;
    shown.key(Qt::Key_Right);
    QCOMPARE(shown.window.playback().step(), std::int64_t{1});
    QVERIFY(shown.scenario().contenders[0].options == set);
    // Reached by the keyboard, it takes those up and down alone.
    slider->setFocus(Qt::TabFocusReason);
    shown.key(Qt::Key_Right);
    QCOMPARE(shown.window.playback().step(), std::int64_t{2});
    QVERIFY(shown.scenario().contenders[0].options == set);
    shown.key(Qt::Key_Up);
    QCOMPARE(shown.window.playback().step(), std::int64_t{2});
    QVERIFY(shown.scenario().contenders[0].options != set);
  }

  void pressOnTheSurfaceChoosesItsPanel() {
    Shown shown(scenarioWith({"saddle", "rosenbrock"}));
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
      const QRectF frame = shown.plot(i)->frame().rect;
      const QPointF corner = frame.bottomLeft() + QPointF(9, -9);
      shown.press(shown.plot(i), corner);
      shown.release(shown.plot(i), corner);
      QCOMPARE(shown.window.view().now().panel, i);
      QVERIFY(shown.panel(i)->isSelected());
    }
  }

  void playbackRepaintsThePathsAlone() {
    Scenario scenario = scenarioWith({"himmelblau", "saddle"});
    scenario.display.gradientField = true;
    Shown shown(scenario);
    const auto counts = [&] {
      std::vector<int> all;
      for (const std::size_t i : {std::size_t{0}, std::size_t{1}})
        for (const auto layer : {PanelView::Layer::Ground, PanelView::Layer::Marks, PanelView::Layer::ReadOut})
          all.push_back(shown.plot(i)->repaints(layer));
      return all;
    };
    // Labels that look for better places after the last path settle first.
    QTest::qWait(400);
    const auto before = counts();
    const int paths = shown.plot(0)->repaints(PanelView::Layer::Paths);
    for (int step = 1; step <= 10; ++step) {
      shown.window.playback().setStep(step);
      shown.settle();
    }
    QCOMPARE(shown.plot(0)->repaints(PanelView::Layer::Paths), paths + 10);
    QCOMPARE(counts(), before);
  }

  void nothingIsPutTogetherTwiceForOneEvent() {
    Shown shown(scenarioWith({"himmelblau", "saddle"}));
    const auto counts = [&] {
      return std::array{shown.panel(0)->assembled(), shown.panel(1)->assembled(), shown.window.charts()->assembled()};
    };
    const auto difference = [&](const auto& before) {
      auto now = counts();
      QStringList words;
      for (std::size_t i = 0; i < now.size(); ++i) words << QString::number(now[i] - before[i]);
      return words.join(QLatin1Char(' '));
    };
    // An edit, and then the paths that follow from it, or both at once where they are fast.
    auto before = counts();
    shown.window.model().edit(QStringLiteral("lr"), [](Scenario& s) { s.contenders[0].options["lr"] = 0.0123; });
    shown.settle();
    const auto onceOrTwice = QRegularExpression(QStringLiteral("^[12] [12] [12]$"));
    QVERIFY2(difference(before).contains(onceOrTwice), qPrintable(difference(before)));
    before = counts();
    shown.window.view().selectContender(1);
    shown.settle();
    QCOMPARE(difference(before), QStringLiteral("1 1 1"));
    // Charts tell of another panel; the panels' own pictures stay.
    before = counts();
    shown.window.view().choosePanel(1 - shown.window.view().now().panel);
    shown.settle();
    QCOMPARE(difference(before), QStringLiteral("0 0 1"));
    before = counts();
    const int moved = shown.panel(0)->moved();
    shown.window.playback().setStep(3);
    shown.window.playback().setStep(4);
    shown.settle();
    QCOMPARE(difference(before), QStringLiteral("0 0 0"));
    QCOMPARE(shown.panel(0)->moved(), moved + 1);
  }

  void randomEventsLeaveASoundScenario_data() {
    QTest::addColumn<unsigned>("seed");
    for (const unsigned seed : {1U, 2U, 3U}) QTest::addRow("seed %u", seed) << seed;
  }

  void randomEventsLeaveASoundScenario() {
    QFETCH(unsigned, seed);
    Shown shown(scenarioWith({"saddle", "rosenbrock", "expression", "parabola"}));
    std::mt19937 random(seed);
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    // No Tab: it leads out of the panels, to the menu with its file dialogs.
    constexpr std::array keys = {Qt::Key_Left,   Qt::Key_Right,    Qt::Key_Up,        Qt::Key_Down,   Qt::Key_Return,
                                 Qt::Key_Escape, Qt::Key_PageDown, Qt::Key_Backspace, Qt::Key_Plus,   Qt::Key_Space,
                                 Qt::Key_X,      Qt::Key_Y,        Qt::Key_Asterisk,  Qt::Key_Period, Qt::Key_3};
    constexpr int events = 300;
    for (int n = 1; n <= events; ++n) {
      QWidget* popup = QApplication::activePopupWidget();
      QWidget* target = popup ? popup : shown.window.panels();
      QWindow* window = popup ? popup->windowHandle() : shown.handle();
      if (!window) continue;
      const QPoint local(pick(target->width()), pick(target->height()));
      const QPoint at = popup ? local : target->mapTo(&shown.window, local);
      const Qt::KeyboardModifiers modifiers = pick(5) == 0 ? Qt::ShiftModifier : Qt::NoModifier;
      switch (pick(7)) {
        case 0:
          QTest::mouseClick(window, Qt::LeftButton, modifiers, at);
          break;
        case 1:
          QTest::mouseDClick(window, Qt::LeftButton, modifiers, at);
          break;
        case 2: {
          // A dragged link of a message would wait for a real mouse to let go of it.
          if (!popup && qobject_cast<QLabel*>(shown.window.childAt(at))) break;
          const auto near = [&] {
            const QPoint there = at + QPoint(pick(300) - 150, pick(200) - 100);
            return QPoint(std::clamp(there.x(), 0, window->width() - 1),
                          std::clamp(there.y(), 0, window->height() - 1));
          };
          QTest::mousePress(window, Qt::LeftButton, modifiers, at);
          for (int k = 0; k < 3; ++k) QTest::mouseMove(window, near());
          QTest::mouseRelease(window, Qt::LeftButton, modifiers, near());
          break;
        }
        case 3: {
          QWheelEvent event(at, window->mapToGlobal(at), {}, {0, pick(2) == 0 ? 120 : -360}, Qt::NoButton, modifiers,
                            Qt::NoScrollPhase, false);
          QCoreApplication::sendEvent(window, &event);
          break;
        }
        case 4: {
          if (popup) break;
          QWidget* under = shown.window.childAt(at);
          if (!under) break;
          QContextMenuEvent event(QContextMenuEvent::Mouse, under->mapFrom(&shown.window, at), window->mapToGlobal(at));
          QCoreApplication::sendEvent(under, &event);
          break;
        }
        default: {
          QWidget* focus = popup ? (popup->focusWidget() ? popup->focusWidget() : popup) : nullptr;
          const Qt::Key key = keys[static_cast<std::size_t>(pick(static_cast<int>(keys.size())))];
          if (focus)
            QTest::keyClick(focus, key, modifiers);
          else
            QTest::keyClick(window, key, modifiers);
        }
      }
      QCoreApplication::processEvents();
      if (n % 50 != 0) continue;
      while (QWidget* open = QApplication::activePopupWidget()) open->close();
      shown.settle();
      validateScenario(shown.scenario());
      QVERIFY(parseScenario(writeScenario(shown.scenario())) == shown.scenario());
      QCOMPARE(shown.visible().size(), shown.scenario().panels.size());
      QVERIFY(std::ranges::count(shown.visible(), true) >= 1);
    }
  }

  void editsKeepWhatHangsOnAPanelsPlace() {
    Scenario s = scenarioWith({"saddle", "rosenbrock", "beale", "booth"});
    s.contenders[0].start = {std::nullopt, std::vector<double>{1, 1}, std::nullopt, std::vector<double>{3, 3}};
    s.display.enlarged = 3;
    movePanel(s, 3, 0);
    QCOMPARE(s.display.enlarged, std::optional<std::size_t>(0));
    QCOMPARE(s.panels[0].objective, std::string("booth"));
    QVERIFY(s.contenders[0].start == (std::vector<std::optional<std::vector<double>>>{
                                         std::vector<double>{3, 3}, std::nullopt, std::vector<double>{1, 1}}));
    movePanel(s, 1, 2);
    QCOMPARE(s.display.enlarged, std::optional<std::size_t>(0));
    QVERIFY(hasOwnStart(s, 1, 0) && !hasOwnStart(s, 2, 0));
    s.display.enlarged = 2;
    removePanel(s, 0);
    QCOMPARE(s.display.enlarged, std::optional<std::size_t>(1));
    QVERIFY(hasOwnStart(s, 0, 0) && !hasOwnStart(s, 1, 0));
    removePanel(s, 1);
    QVERIFY(!s.display.enlarged);
    QCOMPARE(addPanel(s, 0, "matyas"), std::size_t{1});
    QCOMPARE(s.panels[1].objective, std::string("matyas"));
    QVERIFY(hasOwnStart(s, 0, 0) && s.contenders[0].start.size() == 1);
    shareStart(s, 0);
    QVERIFY(s.contenders[0].start.empty());
    // Nothing of this is out of what a file may hold.
    QVERIFY(parseScenario(writeScenario(s)) == s);
  }
};

QTEST_MAIN(PanelGridTest)
#include "panel_grid_test.moc"
