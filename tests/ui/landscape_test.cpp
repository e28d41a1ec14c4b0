// Landscapes in the window: drawn with a brush, chosen, opened from files; by mouse as their user would.

#include "core/objectives/landscape.h"

#include "core/contracts/matrix_option.h"
#include "core/scenario/scenario_file.h"
#include "tests/ui/settle.h"
#include "ui/background/compute_controller.h"
#include "ui/controls/buttons.h"
#include "ui/controls/message_bar.h"
#include "ui/controls/option_row.h"
#include "ui/controls/panels.h"
#include "ui/document/panel_edits.h"
#include "ui/panels/brush_bar.h"
#include "ui/panels/objective_gallery.h"
#include "ui/panels/panel_brush.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/panels/panel_header.h"
#include "ui/panels/panel_options.h"
#include "ui/window/main_window.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPointer>
#include <QUndoStack>
#include <QWheelEvent>
#include <QWindow>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace thalweg;

namespace {

constexpr int kPatience = 30'000;  // ms; only a broken program waits that long

std::unique_ptr<ThemeController> themes;

Scenario scenarioWith(const std::vector<std::string>& objectives, double lr = 0.2) {
  Scenario s;
  s.title = "Test";
  for (const std::string& id : objectives) s.panels.push_back({id, {}, {}, {}, {}});
  Contender& c = s.contenders.emplace_back();
  c.optimizer = "SGD";
  c.options = {{"lr", lr}};
  s.steps = 300;
  s.display.layout = static_cast<int>(objectives.size());
  return s;
}

struct Shown {
  MainWindow window{*themes};

  explicit Shown(const Scenario& scenario, QSize size = {1280, 720}) {
    window.resize(size);
    window.move(0, 0);
    window.show(scenario);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window, kPatience)) qFatal("the window did not become active");
    settle();
  }
  void settle() {
    thalweg::settle(window);
    for (PanelView* plot : window.findChildren<PanelView*>()) plot->flush();
    QCoreApplication::processEvents();
  }
  [[nodiscard]] const Scenario& scenario() { return window.model().scenario(); }
  [[nodiscard]] const Panel& panel(std::size_t i = 0) { return scenario().panels[i]; }
  [[nodiscard]] PanelCard* card(std::size_t i = 0) { return window.panel(i); }
  [[nodiscard]] PanelView* plot(std::size_t i = 0) { return card(i)->plot(); }
  [[nodiscard]] BrushBar* bar(std::size_t i = 0) { return card(i)->brush()->bar(); }
  [[nodiscard]] QUndoStack* history() { return window.model().undoStack(); }
  [[nodiscard]] QWindow* handle() const { return window.windowHandle(); }
  [[nodiscard]] QPoint pixel(double x, double y, std::size_t i = 0) {
    return plot(i)->mapTo(&window, plot(i)->frame().toPixel(x, y).toPoint());
  }
  void press(double x, double y) { QTest::mousePress(handle(), Qt::LeftButton, {}, pixel(x, y)); }
  void move(double x, double y) { QTest::mouseMove(handle(), pixel(x, y)); }
  void release(double x, double y) { QTest::mouseRelease(handle(), Qt::LeftButton, {}, pixel(x, y)); }
  void stroke(double x, double y, double toX, double toY) {
    press(x, y);
    for (int k = 1; k <= 8; ++k) move(x + (toX - x) * k / 8, y + (toY - y) * k / 8);
    release(toX, toY);
    settle();
  }
  void click(const QWidget* w) {
    QTest::mouseClick(handle(), Qt::LeftButton, {}, w->mapTo(&window, w->rect().center()));
    QCoreApplication::processEvents();
  }
  /// Where the path on a panel ends.
  [[nodiscard]] QPointF end(std::size_t i = 0) {
    settle();
    const PathData& path = plot(i)->scene().paths.at(0);
    const Index last = path.points->rows() - 1;
    return {(*path.points)(last, 0), (*path.points)(last, 1)};
  }
  /// The same in words.
  [[nodiscard]] QByteArray last() {
    const QPointF at = end();
    return "it ends at " + QByteArray::number(at.x()) + ", " + QByteArray::number(at.y());
  }
  [[nodiscard]] Eigen::MatrixXd heights(std::size_t i = 0) { return matrixOf(panel(i).options.at("values"), {}); }
  bool choose(std::size_t i, const QString& words) {
    const QPointer<QMenu> menu = card(i)->makeMenu({});
    const auto actions = menu->findChildren<QAction*>();
    const auto found =
        std::ranges::find_if(actions, [&](const QAction* a) { return a->text() == words && a->isEnabled(); });
    const bool possible = found != actions.end();
    if (possible) (*found)->trigger();
    settle();
    delete menu;
    return possible;
  }
  [[nodiscard]] QString message() {
    for (const MessageBar* bar : window.findChildren<MessageBar*>()) {
      if (bar->isVisible()) return bar->text();
    }
    return {};
  }
};

/// Within a few pixels.
bool isAt(const QPointF& a, const QPointF& b) { return std::hypot(a.x() - b.x(), a.y() - b.y()) < 0.06; }

}  // namespace

class LandscapeTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;

  QString file(const char* name, const QByteArray& bytes) {
    const QString path = folder_.filePath(QLatin1String(name));
    QFile written(path);
    if (!written.open(QIODevice::WriteOnly)) qFatal("cannot write");
    written.write(bytes);
    return path;
  }

 private Q_SLOTS:
  void initTestCase() {
    QApplication::setApplicationName(QStringLiteral("thalweg"));
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }
  void cleanupTestCase() { themes.reset(); }

  void aWellAttractsAPathWhileItIsDrawn() {
    Scenario s = scenarioWith({"grid"}, 0.02);
    s.panels[0].start = {0.4, 0.3};
    s.steps = 20'000;  // on the slopes at a well's edge it is a long way
    Shown shown(s);
    QCOMPARE(shown.end(), QPointF(0.4, 0.3));
    shown.click(shown.card()->header()->draw());
    QVERIFY(shown.bar()->isVisible());
    shown.settle();
    shown.bar()->setKind(HeightBrush::Kind::Well);
    shown.bar()->setRadius(0.25);
    shown.bar()->setStrength(1);
    const int before = shown.history()->count();
    // The button is held all the while.
    shown.press(0.7, 0.5);
    QVERIFY2(isAt(shown.end(), {0.7, 0.5}), shown.last());
    shown.move(0.6, 0);
    QVERIFY2(isAt(shown.end(), {0.6, 0}), shown.last());
    shown.move(0.1, 0.1);
    QVERIFY2(isAt(shown.end(), {0.1, 0.1}), shown.last());
    shown.release(0.1, 0.1);
    QVERIFY2(isAt(shown.end(), {0.1, 0.1}), shown.last());
    QCOMPARE(shown.history()->count(), before + 1);
    QVERIFY(parseScenario(writeScenario(shown.scenario())) == shown.scenario());
    // One hollow alone is left, as deep as the brush is strong.
    QVERIFY(std::abs(shown.heights().minCoeff() + 1) < 0.01);
    QCOMPARE(shown.heights().maxCoeff(), 0.0);

    shown.history()->undo();
    QCOMPARE(shown.end(), QPointF(0.4, 0.3));
    QVERIFY(!shown.panel().options.contains("values"));
    shown.history()->redo();
    QVERIFY2(isAt(shown.end(), {0.1, 0.1}), shown.last());
    QVERIFY(shown.bar()->isVisible());
    shown.click(shown.bar()->done());
    QVERIFY(!shown.bar()->isVisible());
    QVERIFY(!shown.card()->header()->draw()->isChecked());
    // Without it a drag moves the box.
    const Scenario drawn = shown.scenario();
    const View box = shown.plot()->frame().view;
    const double width = box.xMax - box.xMin;
    const double middle = (box.yMin + box.yMax) / 2;
    shown.stroke(box.xMin + 0.7 * width, middle, box.xMin + 0.6 * width, middle);
    QVERIFY(shown.panel().options == drawn.panels[0].options);
    QVERIFY(!(shown.panel().view == drawn.panels[0].view));
  }

  void anyMapOfTwoCoordinatesIsDrawnOn() {
    Shown shown(scenarioWith({"gaussian_wells"}, 0.03));
    QVERIFY(!shown.card()->header()->draw()->isVisible());
    const Scenario before = shown.scenario();
    QVERIFY(shown.choose(0, QStringLiteral("Draw on this surface")));
    const View seen = shown.plot()->frame().view;
    shown.bar()->setKind(HeightBrush::Kind::Ridge);
    shown.bar()->setRadius(0.05);
    shown.stroke(-1, 1, 1, 1);
    QCOMPARE(shown.panel().objective, std::string("grid"));
    // What was seen stays, to what an expansion to the frame rounds.
    const View box = shown.plot()->frame().view;
    const auto same = [](double p, double q) { return std::abs(p - q) < 1e-9; };
    QVERIFY(same(box.xMin, seen.xMin) && same(box.xMax, seen.xMax) && same(box.yMin, seen.yMin) &&
            same(box.yMax, seen.yMax));
    QVERIFY(shown.card()->header()->draw()->isVisible());
    const auto wells = findObjective("gaussian_wells")->make({}, 0);
    QCOMPARE(shown.panel().start, wells->starts().front());
    const auto drawn = makeObjective(shown.panel());
    Points x(3, 2);
    x << 0, 1, 1.6, -1.4, 0, -1.5;
    Column was, now;
    wells->value(x, was);
    drawn->value(x, now);
    QVERIFY(now[0] > was[0] + 0.5);
    QVERIFY(std::abs(now[1] - was[1]) < 1e-3);
    QVERIFY(std::abs(now[2] - was[2]) < 1e-3);
    shown.history()->undo();
    QVERIFY(shown.scenario() == before);
  }

  void whatCannotBeDrawnOnSaysWhy() {
    Scenario s = scenarioWith({"expression"});
    s.panels[0].options = {{"formula", "log(x) + y**2"}};
    s.panels[0].view = View{-1, 3, -1, 1};
    s.panels[0].start = {1, 1};
    Shown shown(s);
    QVERIFY(shown.choose(0, QStringLiteral("Draw on this surface")));
    shown.stroke(0.5, 0.2, 0.6, 0.2);
    QCOMPARE(shown.panel().objective, std::string("expression"));
    bool said = false;
    for (const auto* message : shown.card()->findChildren<InlineMessage*>())
      said = said || (message->isVisible() && message->text().contains(QStringLiteral("no finite value")));
    QVERIFY(said);
    Shown curve(scenarioWith({"parabola"}));
    QVERIFY(!curve.choose(0, QStringLiteral("Draw on this surface")));
  }

  void sheetGrowsWithWhatIsSeen() {
    Scenario s = scenarioWith({"grid"});
    s.panels[0].view = View{-4, 4, -4, 4};
    Shown shown(s);
    shown.click(shown.card()->header()->draw());
    shown.stroke(3.5, 3.5, 3.6, 3.5);
    const auto drawn = makeObjective(shown.panel());
    Points x(1, 2);
    x << 3.55, 3.5;
    Column f;
    drawn->value(x, f);
    QVERIFY(f[0] > 0.05);
    // It does not grow on and on.
    const View box = drawn->view();
    shown.stroke(3.5, 3.5, 3.6, 3.5);
    QVERIFY(makeObjective(shown.panel())->view() == box);
  }

  void wheelWithCtrlChangesTheSize() {
    Shown shown(scenarioWith({"grid"}));
    shown.click(shown.card()->header()->draw());
    shown.settle();
    const double before = shown.bar()->radius();
    const QPointF at = shown.plot()->frame().rect.center();
    const auto turn = [&](Qt::KeyboardModifiers modifiers) {
      QWheelEvent event(at, shown.plot()->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                        false);
      QCoreApplication::sendEvent(shown.plot(), &event);
      shown.settle();
    };
    const View seen = shown.plot()->frame().view;
    turn(Qt::ControlModifier);
    QVERIFY(shown.bar()->radius() > before * 1.1);
    QVERIFY(shown.plot()->frame().view == seen);
    turn({});
    QVERIFY(!(shown.plot()->frame().view == seen));
  }

  void reliefOfTheSameSurfaceFollows() {
    Scenario s = scenarioWith({"grid", "grid", "grid"});
    s.panels[1].projection = "3d";
    Shown shown(s);
    shown.click(shown.card()->header()->draw());
    shown.stroke(0, 0, 0.5, 0);
    QVERIFY(shown.panel(1).options == shown.panel(0).options);
    QVERIFY(shown.panel(2).options.empty());
    // In relief there is no brush.
    QVERIFY(!shown.choose(1, QStringLiteral("Draw on this surface")));
    shown.window.model().edit(QStringLiteral("Relief"), [](Scenario& now) { setProjection(now, 0, "3d"); });
    shown.settle();
    QVERIFY(!shown.bar()->isVisible());
  }

  void galleryLeadsToASheet() {
    Shown shown(scenarioWith({"saddle"}));
    shown.click(shown.card()->header()->title());
    ObjectiveGallery* gallery = shown.window.panels()->gallery();
    gallery->grid()->setCurrent(findObjective("grid"));
    QTest::keyClick(gallery->findChild<QLineEdit*>(), Qt::Key_Return);
    shown.settle();
    QCOMPARE(shown.panel().objective, std::string("grid"));
    QVERIFY(shown.bar()->isVisible());
    shown.card()->setOptionsOpen(true);
    OptionsForm* form = shown.card()->options()->form();
    QVERIFY(form->row("x", 0) && form->row("y", 1) && form->row("smoothing") && form->row("outside"));
    QVERIFY(!form->row("values"));
    shown.card()->setOptionsOpen(false);
    shown.stroke(0, 0, 0.5, 0);
    QVERIFY(shown.heights().maxCoeff() > 0.1);
    QVERIFY(shown.choose(0, QStringLiteral("Level all heights")));
    QVERIFY(!shown.panel().options.contains("values"));
  }

  void filesAreOpened() {
    Shown shown(scenarioWith({"saddle", "beale"}));
    PanelGrid* grid = shown.window.panels();
    const auto over = [&](std::size_t i) { return shown.card(i)->mapToGlobal(shown.card(i)->rect().center()); };
    grid->openHeights(file("h.csv", "1,2,3,4,5\n2,3,4,5,6\n3,4,5,6,7\n4,5,6,7,8\n"), over(0));
    shown.settle();
    QCOMPARE(shown.panel(0).objective, std::string("grid"));
    QCOMPARE(shown.heights(0)(3, 4), 8.0);
    QVERIFY(shown.panel(0).options.at("x") == Json({-2.0, 2.0}));
    QVERIFY(shown.panel(0).options.at("y") == Json({-1.5, 1.5}));
    shown.history()->undo();
    QCOMPARE(shown.panel(0).objective, std::string("saddle"));

    // Pictures: light is high, the upper edge is y's greatest.
    QImage picture(300, 600, QImage::Format_RGB32);
    picture.fill(Qt::black);
    for (int x = 0; x < 300; ++x) picture.setPixel(x, 0, qRgb(255, 255, 255));
    const QString path = folder_.filePath(QStringLiteral("p.png"));
    QVERIFY(picture.save(path));
    grid->openHeights(path, over(1));
    shown.settle();
    QCOMPARE(shown.panel(1).objective, std::string("grid"));
    QCOMPARE(shown.heights(1).rows(), Index{257});
    QVERIFY(shown.heights(1).row(256).minCoeff() > 0.1);
    QVERIFY(shown.heights(1).row(0).maxCoeff() < 0.01);
    QVERIFY(shown.panel(1).options.at("smoothing") == Json(2.0));

    // What is wrong with a file is said, and all stays.
    const Scenario before = shown.scenario();
    grid->openHeights(file("bad.csv", "1,2,3,4\n1,2,x,4\n"));
    QVERIFY2(shown.message().startsWith(QStringLiteral("bad.csv, row 2, column 3: ")), qPrintable(shown.message()));
    QVERIFY(shown.scenario() == before);
    grid->openHeights(folder_.filePath(QStringLiteral("none.npy")));
    QVERIFY(shown.message().startsWith(QStringLiteral("none.npy: ")));
    grid->openHeights(file("broken.png", "\x89PNG\r\n"));
    QVERIFY(shown.message().startsWith(QStringLiteral("broken.png: ")));
    QVERIFY(shown.scenario() == before);
  }

  void filesAreDropped() {
    Shown shown(scenarioWith({"saddle", "beale"}));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file("h.txt", "1 2 3 4\n2 3 4 5\n3 4 5 6\n4 5 6 7\n"))});
    const QPoint at = shown.card(1)->mapTo(&shown.window, shown.card(1)->rect().center());
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(shown.handle(), &enter);
    QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(shown.handle(), &drop);
    shown.settle();
    QCOMPARE(shown.panel(0).objective, std::string("saddle"));
    QCOMPARE(shown.panel(1).objective, std::string("grid"));
    QCOMPARE(shown.heights(1)(0, 3), 4.0);
  }
};

QTEST_MAIN(LandscapeTest)
#include "landscape_test.moc"
