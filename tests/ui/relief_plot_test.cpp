// Landscapes under the mouse and the keys, alone and in the window.

#include "ui/views/relief_plot.h"

#include "core/scenario/scenario_file.h"
#include "tests/core/plane_function.h"
#include "tests/ui/settle.h"
#include "ui/controls/buttons.h"
#include "ui/document/view_state.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_header.h"
#include "ui/scenes/relief_axes.h"
#include "ui/scenes/relief_pick.h"

#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

using namespace thalweg;
using thalweg::testing::PlaneFunction;

class ReliefPlotTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void dragTurns();
  void dragFromAboveTiltsTheMap();
  void shiftDragMoves();
  void wheelComesNearer();
  void doubleClickGoesBack();
  void lettersOfTheCompassLookAlong();
  void ringFollowsTheSurface();
  void ringBesideTheBlockIsNearest();
  void arrowsTurnWhereTabBroughtTheFocus();
  void hoverNamesTheSurface();
  void clickOnAPathGoesThere();
  void linkedOnesTurnCoarselyAndRest();
  void stepRepaintsThePathsAlone();
  void gesturesEndWithTheView();
  void pointerIsLinked();
  void landscapesFollowTheMapsBox();
  void altTurnsOnePanel();
  void heightIsInTheHead();
  void layersAreOfAllPanels();
  void panelsTurnTogether();
};

namespace {

double ripples(const Eigen::ArrayXd& p) { return std::sin(2 * p[0]) * std::cos(2 * p[1]) + 0.2 * p[0]; }

double lengthOf(const QPointF& v) { return std::hypot(v.x(), v.y()); }

void mouse(QWidget& widget, QEvent::Type type, const QPointF& at, Qt::KeyboardModifiers modifiers = {}) {
  const bool move = type == QEvent::MouseMove;
  QMouseEvent event(type, at, widget.mapToGlobal(at), move ? Qt::NoButton : Qt::LeftButton,
                    type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, modifiers);
  QCoreApplication::sendEvent(&widget, &event);
}

void hover(QWidget& widget, const QPointF& at) {
  QMouseEvent event(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&widget, &event);
}

void drag(QWidget& widget, const QPointF& from, const QPointF& to, Qt::KeyboardModifiers modifiers = {}) {
  mouse(widget, QEvent::MouseButtonPress, from, modifiers);
  for (int k = 1; k <= 4; ++k) mouse(widget, QEvent::MouseMove, from + (to - from) * k / 4, modifiers);
  mouse(widget, QEvent::MouseButtonRelease, to, modifiers);
}

bool key(QWidget& widget, Qt::Key which) {
  QKeyEvent event(QEvent::KeyPress, which, Qt::NoModifier);
  event.ignore();
  QCoreApplication::sendEvent(&widget, &event);
  return event.isAccepted();
}

/// A landscape of its own; what it reports is taken over as by the document.
struct Alone {
  ReliefPlot plot{makeTheme(false)};
  PanelScene scene;
  explicit Alone() {
    scene.theme = makeTheme(false);
    scene.view = {-2, 2, -2, 2};
    scene.field = evaluateField(PlaneFunction(ripples, 2, scene.view), {scene.view, 201, 201, {}});
    scene.scale = ValueScale(*scene.field, ColorScale::Linear);
    scene.relief.emplace();
    Points points(3, 2);
    points << -1.5, -1.2, -0.4, -1.2, 0.7, -1.2;
    scene.paths.push_back({std::make_shared<const Points>(points), nullptr, QColor(0xD55E00), QStringLiteral("plus")});
    scene.cursor = 2;
    scene.starts.push_back({-1, {-1.5, -1.2}});
    QObject::connect(&plot, &PanelView::cameraChanged, &plot,
                     [this](const Camera& camera) { scene.relief->camera = camera; });
    QObject::connect(&plot, &PanelView::startDragged, &plot,
                     [this](int, double x, double y, PanelView::DragPhase, bool) {
                       scene.starts[0].at = {x, y};
                     });
    plot.resize(520, 560);
    plot.show();
    if (!QTest::qWaitForWindowExposed(&plot)) qFatal("no window");
    settle();
  }
  void settle() {
    plot.show(scene);
    plot.flush();
    QCoreApplication::processEvents();
  }
  [[nodiscard]] QPointF pixel(double x, double y) const { return plot.pixelOf(x, y).value_or(QPointF(-1, -1)); }
  [[nodiscard]] QPointF ground() const { return pixel(0.6, 0.9); }
};

Scenario twoWells() {
  return parseScenario(R"({"thalweg": 1, "steps": 60,
    "panels": [{"objective": "gaussian_wells", "projection": "2d"}, {"objective": "gaussian_wells"},
               {"objective": "rosenbrock"}],
    "contenders": [{"optimizer": "SGD", "options": {"lr": 0.02}}, {"optimizer": "Adam", "options": {"lr": 0.1}}],
    "display": {"projection": "3d", "layout": 3}})");
}

std::unique_ptr<ThemeController> themes;

struct Window {
  MainWindow window{*themes};
  explicit Window(const Scenario& scenario, QSize size = {1900, 1000}) {
    window.resize(size);
    window.show(scenario);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window)) qFatal("no window");
    settle();
  }
  void settle() {
    QCoreApplication::processEvents();
    thalweg::settle(window);
    for (PanelView* plot : window.findChildren<PanelView*>()) plot->flush();
    QCoreApplication::processEvents();
  }
  [[nodiscard]] const Scenario& scenario() { return window.model().scenario(); }
  [[nodiscard]] PanelView& plot(std::size_t i) { return *window.panel(i)->plot(); }
  [[nodiscard]] const std::optional<ReadOut>& read(std::size_t i) { return plot(i).scene().readOut; }
  [[nodiscard]] SegmentedControl* projections() {
    for (SegmentedControl* control : window.findChildren<SegmentedControl*>()) {
      for (QToolButton* segment : control->findChildren<QToolButton*>()) {
        if (segment->text() == QStringLiteral("3-D")) return control;
      }
    }
    return nullptr;
  }
};

QToolButton* segment(const QWidget& control, const QString& text) {
  for (QToolButton* button : control.findChildren<QToolButton*>()) {
    if (button->text() == text) return button;
  }
  return nullptr;
}

QAction* action(const QMenu& menu, const QString& text) {
  for (QAction* entry : menu.actions()) {
    if (entry->text() == text) return entry;
  }
  return nullptr;
}

}  // namespace

void ReliefPlotTest::dragTurns() {
  Alone shown;
  QSignalSpy begun(&shown.plot, &PanelView::gestureStarted), ended(&shown.plot, &PanelView::gestureFinished);
  QSignalSpy clicked(&shown.plot, &PanelView::clicked);
  const QImage before = shown.plot.grab().toImage();
  const Camera was = shown.plot.camera();
  QCOMPARE(was.elevation.value_or(0), 46.0);
  const QPointF from = shown.ground();
  drag(shown.plot, from, from + QPointF(50, -20));
  QCOMPARE(shown.scene.relief->camera.azimuth, was.azimuth - 20);
  QCOMPARE(shown.scene.relief->camera.elevation.value_or(0), 38.0);
  QCOMPARE(begun.count(), 1);
  QCOMPARE(ended.count(), 1);
  QCOMPARE(clicked.count(), 0);
  shown.settle();
  QVERIFY(shown.plot.grab().toImage() != before);
  // Never below the ground, and not upside down.
  drag(shown.plot, from, from + QPointF(0, -400));
  QCOMPARE(shown.scene.relief->camera.elevation.value_or(0), 5.0);
  drag(shown.plot, from, from + QPointF(0, 400));
  QCOMPARE(shown.scene.relief->camera.elevation.value_or(0), 85.0);
}

void ReliefPlotTest::dragFromAboveTiltsTheMap() {
  Alone shown;
  shown.scene.relief->camera = cameraOf(NamedView::Above);
  shown.settle();
  QCOMPARE(shown.pixel(0.5, 0.25), shown.plot.frame().toPixel(0.5, 0.25));
  const QPointF from = shown.pixel(0.5, 0.25);
  drag(shown.plot, from, from + QPointF(0, -100));
  QCOMPARE(shown.scene.relief->camera.elevation.value_or(0), 45.0);
  shown.settle();
  QVERIFY(lengthOf(shown.pixel(0.5, 0.25) - shown.plot.frame().toPixel(0.5, 0.25)) > 5);
}

void ReliefPlotTest::shiftDragMoves() {
  Alone shown;
  const QRectF frame = shown.plot.frame().rect;
  const QPointF from = shown.ground();
  const QPointF corner = shown.pixel(1, 1);
  drag(shown.plot, from, from + QPointF(30, -44), Qt::ShiftModifier);
  QCOMPARE(shown.scene.relief->camera.panX, 30 / frame.width());
  QCOMPARE(shown.scene.relief->camera.panY, -44 / frame.height());
  QCOMPARE(shown.scene.relief->camera.azimuth, Camera().azimuth);
  shown.settle();
  // The mesh is coarser while it moves.
  QVERIFY(lengthOf(shown.pixel(1, 1) - corner - QPointF(30, -44)) < 0.75);
}

void ReliefPlotTest::wheelComesNearer() {
  Alone shown;
  QSignalSpy begun(&shown.plot, &PanelView::gestureStarted), ended(&shown.plot, &PanelView::gestureFinished);
  const auto wheel = [&](int notches) {
    const QPointF at = shown.ground();
    QWheelEvent event(at, shown.plot.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&shown.plot, &event);
  };
  const double before = lengthOf(shown.pixel(1, 0) - shown.pixel(-1, 0));
  wheel(1);
  wheel(1);
  QCOMPARE(shown.scene.relief->camera.zoom, 1.44);
  QCOMPARE(begun.count(), 1);  // a run of the wheel is one step
  QCOMPARE(ended.count(), 0);
  QVERIFY(std::abs(lengthOf(shown.pixel(1, 0) - shown.pixel(-1, 0)) / before - 1.44) < 0.01);
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(&shown.plot, &leave);
  QCOMPARE(ended.count(), 1);
  for (int k = 0; k < 40; ++k) wheel(-1);
  QCOMPARE(shown.scene.relief->camera.zoom, 0.2);
}

void ReliefPlotTest::doubleClickGoesBack() {
  Alone shown;
  shown.scene.relief->camera = {.azimuth = -70, .elevation = 20, .zoom = 1.5};
  shown.settle();
  QSignalSpy clicked(&shown.plot, &PanelView::clicked), withdrawn(&shown.plot, &PanelView::clickWithdrawn);
  const QPointF at = shown.ground();
  for (const QEvent::Type type :
       {QEvent::MouseButtonPress, QEvent::MouseButtonRelease, QEvent::MouseButtonDblClick, QEvent::MouseButtonRelease})
    mouse(shown.plot, type, at);
  QVERIFY(shown.scene.relief->camera == Camera());
  QCOMPARE(clicked.count(), 1);
  QCOMPARE(withdrawn.count(), 1);
}

void ReliefPlotTest::lettersOfTheCompassLookAlong() {
  Alone shown;
  for (const auto& [axis, view] :
       {std::pair(&Compass::x, NamedView::AlongX), std::pair(&Compass::y, NamedView::AlongY),
        std::pair(&Compass::f, NamedView::Above), std::pair(&Compass::x, NamedView::AlongX)}) {
    const Compass at = compass(shown.plot.frame().rect, shown.plot.camera(), shown.scene.theme);
    const QPointF letter = (at.*axis).letter;
    mouse(shown.plot, QEvent::MouseButtonPress, letter);
    mouse(shown.plot, QEvent::MouseButtonRelease, letter);
    QVERIFY(shown.scene.relief->camera == cameraOf(view));
    shown.settle();
  }
  // Along x, y goes to the left: what is seen from x's end has it across the screen.
  QVERIFY(std::abs(shown.pixel(0, 1).x() - shown.pixel(0, -1).x()) > 100);
  QVERIFY(std::abs(shown.pixel(1, 0).x() - shown.pixel(-1, 0).x()) < 1);
}

void ReliefPlotTest::ringFollowsTheSurface() {
  Alone shown;
  QSignalSpy dragged(&shown.plot, &PanelView::startDragged);
  QSignalSpy turned(&shown.plot, &PanelView::cameraChanged);
  const QPointF from = shown.pixel(-1.5, -1.2);
  QVERIFY(from.x() > 0);
  mouse(shown.plot, QEvent::MouseButtonPress, from);
  for (const QPointF& to : {from + QPointF(40, -30), shown.pixel(0.8, 0.3), shown.pixel(1.5, -1.5)}) {
    mouse(shown.plot, QEvent::MouseMove, to);
    const QPointF at = shown.scene.starts[0].at;
    QVERIFY2(lengthOf(shown.pixel(at.x(), at.y()) - to) < 0.05,
             qPrintable(QString::number(lengthOf(shown.pixel(at.x(), at.y()) - to))));
    shown.settle();
  }
  mouse(shown.plot, QEvent::MouseButtonRelease, shown.pixel(1.5, -1.5));
  QCOMPARE(turned.count(), 0);
  QCOMPARE(dragged.first().at(3).value<PanelView::DragPhase>(), PanelView::DragPhase::Begin);
  QCOMPARE(dragged.last().at(3).value<PanelView::DragPhase>(), PanelView::DragPhase::End);
  QCOMPARE(dragged.count(), 5);
}

/// No point of the surface that is seen is nearer on the screen, by more than the nodes are apart.
void ReliefPlotTest::ringBesideTheBlockIsNearest() {
  Alone shown;
  const QPointF from = shown.pixel(-1.5, -1.2);
  const QRectF frame = shown.plot.frame().rect;
  ReliefCache cache;
  prepareMesh(cache, shown.scene, shown.plot.frame().view);
  prepareRelief(cache, shown.scene, shown.plot.frame(), 1, 2);
  for (const QPointF& beside : {frame.topLeft() + QPointF(8, 60), frame.bottomLeft() + QPointF(10, -200),
                                frame.bottomRight() - QPointF(8, 260), frame.topRight() + QPointF(-150, 40)}) {
    if (pick(cache, beside)) QFAIL("that is not beside the block");
    mouse(shown.plot, QEvent::MouseButtonPress, from);
    mouse(shown.plot, QEvent::MouseMove, beside);
    mouse(shown.plot, QEvent::MouseButtonRelease, beside);
    const QPointF chosen = shown.scene.starts[0].at;
    const double distance = lengthOf(shown.pixel(chosen.x(), chosen.y()) - beside);
    double least = 1e9;
    for (double x = -2; x <= 2; x += 0.01) {
      for (double y = -2; y <= 2; y += 0.01) {
        const double height = cache.mesh.at(x, y);
        if (std::isnan(height)) continue;
        const ReliefPoint point = cache.frame.project(x, y, height);
        if (!cache.image.hides(point)) least = std::min(least, lengthOf(point.pixel - beside));
      }
    }
    QVERIFY2(distance < least + 2.5, qPrintable(QStringLiteral("%1 %2").arg(distance).arg(least)));
    shown.scene.starts[0].at = {-1.5, -1.2};
    shown.settle();
  }
}

void ReliefPlotTest::arrowsTurnWhereTabBroughtTheFocus() {
  Alone shown;
  shown.plot.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&shown.plot));
  shown.plot.setFocus(Qt::MouseFocusReason);
  QVERIFY(!key(shown.plot, Qt::Key_Right));  // the timeline's
  QVERIFY(shown.scene.relief->camera == Camera());
  shown.plot.clearFocus();
  const QImage before = shown.plot.grab().toImage();
  shown.plot.setFocus(Qt::TabFocusReason);
  QVERIFY(shown.plot.grab().toImage() != before);  // and it is seen
  QVERIFY(key(shown.plot, Qt::Key_Right));
  QCOMPARE(shown.scene.relief->camera.azimuth, 10.0);
  QVERIFY(key(shown.plot, Qt::Key_Left));
  QVERIFY(key(shown.plot, Qt::Key_Left));
  QCOMPARE(shown.scene.relief->camera.azimuth, 20.0);
  QVERIFY(key(shown.plot, Qt::Key_Up));
  QCOMPARE(shown.scene.relief->camera.elevation.value_or(0), 51.0);
  for (int k = 0; k < 20; ++k) key(shown.plot, Qt::Key_Down);
  QCOMPARE(shown.scene.relief->camera.elevation.value_or(0), 5.0);
  QVERIFY(!key(shown.plot, Qt::Key_Space));
}

void ReliefPlotTest::hoverNamesTheSurface() {
  Alone shown;
  QSignalSpy hovered(&shown.plot, &PanelView::hovered), left(&shown.plot, &PanelView::left);
  const QPointF at = shown.pixel(0.5, -0.75).toPoint();
  hover(shown.plot, at);
  QCOMPARE(hovered.count(), 1);
  const double x = hovered.first().at(0).toDouble(), y = hovered.first().at(1).toDouble();
  QVERIFY(lengthOf(shown.pixel(x, y) - at) < 0.05);
  hover(shown.plot, shown.plot.frame().rect.topLeft() + QPointF(3, 3));
  QCOMPARE(left.count(), 1);
}

void ReliefPlotTest::clickOnAPathGoesThere() {
  Alone shown;
  QSignalSpy clicked(&shown.plot, &PanelView::clicked);
  const QPointF at = shown.pixel(-0.35, -1.2);
  mouse(shown.plot, QEvent::MouseButtonPress, at);
  mouse(shown.plot, QEvent::MouseButtonRelease, at);
  QCOMPARE(clicked.count(), 1);
  const auto hit = shown.plot.pathAt(clicked.first().at(0).toDouble(), clicked.first().at(1).toDouble());
  QVERIFY(hit && hit->path == 0 && hit->step == 1);
  QVERIFY(!shown.plot.pathAt(0.6, 0.9));
  // From above as well.
  shown.scene.relief->camera = cameraOf(NamedView::Above);
  shown.settle();
  QVERIFY(shown.plot.pathAt(-0.4, -1.2).has_value());
}

void ReliefPlotTest::linkedOnesTurnCoarselyAndRest() {
  Alone shown;
  const int before = shown.plot.repaints(PanelView::Layer::Ground);
  shown.scene.relief->camera = {.azimuth = 40, .elevation = 30};
  shown.plot.show(shown.scene);
  shown.plot.flush();
  QCOMPARE(shown.plot.repaints(PanelView::Layer::Ground), before + 1);
  QTRY_COMPARE(shown.plot.repaints(PanelView::Layer::Ground), before + 2);
}

void ReliefPlotTest::stepRepaintsThePathsAlone() {
  Alone shown;
  const int ground = shown.plot.repaints(PanelView::Layer::Ground);
  const int paths = shown.plot.repaints(PanelView::Layer::Paths);
  shown.scene.cursor = 1;
  shown.settle();
  QCOMPARE(shown.plot.repaints(PanelView::Layer::Ground), ground);
  QCOMPARE(shown.plot.repaints(PanelView::Layer::Paths), paths + 1);
  shown.scene.readOut = ReadOut{{0.5, 0.5}, 1, 1};
  shown.settle();
  QCOMPARE(shown.plot.repaints(PanelView::Layer::Paths), paths + 1);
}

void ReliefPlotTest::gesturesEndWithTheView() {
  Alone shown;
  QSignalSpy ended(&shown.plot, &PanelView::gestureFinished), dragged(&shown.plot, &PanelView::startDragged);
  mouse(shown.plot, QEvent::MouseButtonPress, shown.ground());
  shown.plot.hide();
  QCOMPARE(ended.count(), 1);
  shown.plot.QWidget::show();
  QCoreApplication::processEvents();
  // A key takes the start away while it is held.
  mouse(shown.plot, QEvent::MouseButtonPress, shown.pixel(-1.5, -1.2));
  QCOMPARE(dragged.count(), 1);
  PanelScene without = shown.scene;
  without.starts.clear();
  shown.plot.show(without);
  QCOMPARE(dragged.last().at(3).value<PanelView::DragPhase>(), PanelView::DragPhase::End);
  mouse(shown.plot, QEvent::MouseMove, shown.ground());
  mouse(shown.plot, QEvent::MouseButtonRelease, shown.ground());
  QCOMPARE(dragged.count(), 2);
}

void ReliefPlotTest::pointerIsLinked() {
  Window shown(twoWells());
  const PlotFrame map = shown.plot(0).frame();
  const QPointF at = map.rect.topLeft() + QPointF(0.4 * map.rect.width(), 0.6 * map.rect.height());
  hover(shown.plot(0), at);
  QVERIFY(shown.read(0).has_value());
  QVERIFY(shown.read(1) == shown.read(0));
  QVERIFY(!shown.read(2).has_value());  // another surface
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(&shown.plot(0), &leave);
  QVERIFY(!shown.read(0) && !shown.read(1));
  // And the other way round.
  auto* relief = qobject_cast<ReliefPlot*>(&shown.plot(1));
  QVERIFY(relief);
  const QPointF pixel = relief->pixelOf(0.5, -0.5).value_or(QPointF());
  hover(*relief, pixel);
  QVERIFY(shown.read(1).has_value());
  QVERIFY(shown.read(0) == shown.read(1));
  QVERIFY(lengthOf(shown.read(0)->at - QPointF(0.5, -0.5)) < 0.01);
  QCoreApplication::sendEvent(relief, &leave);
  QVERIFY(!shown.read(0) && !shown.read(1));
}

/// A landscape shows what the map of the same surface shows, and not the other way round.
void ReliefPlotTest::landscapesFollowTheMapsBox() {
  Window shown(twoWells());
  const View before = shown.plot(1).shownView();
  shown.plot(0).zoom(2);
  shown.settle();
  QVERIFY(shown.scenario().panels[0].view.has_value());
  QVERIFY(shown.scenario().panels[1].view == shown.scenario().panels[0].view);
  QVERIFY(!shown.scenario().panels[2].view);
  QVERIFY(shown.plot(1).shownView().xMax - shown.plot(1).shownView().xMin < 0.8 * (before.xMax - before.xMin));
  shown.window.model().undoStack()->undo();
  shown.settle();
  QVERIFY(!shown.scenario().panels[0].view && !shown.scenario().panels[1].view);
  shown.plot(1).zoom(2);  // comes nearer: the camera's
  QVERIFY(!shown.scenario().panels[0].view && !shown.scenario().panels[1].view);
}

void ReliefPlotTest::altTurnsOnePanel() {
  Scenario flat = twoWells();
  flat.display.projection = "2d";
  flat.panels[0].projection.reset();
  Window shown(flat);
  SegmentedControl* control = shown.projections();
  QVERIFY(control);
  QCOMPARE(control->current(), 0);
  mouse(shown.plot(2), QEvent::MouseButtonPress, shown.plot(2).frame().rect.center());
  mouse(shown.plot(2), QEvent::MouseButtonRelease, shown.plot(2).frame().rect.center());
  QTest::mouseClick(segment(*control, QStringLiteral("3-D")), Qt::LeftButton, Qt::AltModifier);
  shown.settle();
  QCOMPARE(shown.scenario().display.projection, std::string("2d"));
  QCOMPARE(shown.scenario().panels[2].projection.value_or(""), std::string("3d"));
  QVERIFY(qobject_cast<ReliefPlot*>(&shown.plot(2)) && !qobject_cast<ReliefPlot*>(&shown.plot(1)));
  QCOMPARE(control->current(), -1);  // mixed
  // What the chosen one is has the accent.
  const QImage onRelief = control->grab().toImage();
  mouse(shown.plot(1), QEvent::MouseButtonPress, shown.plot(1).frame().rect.center());
  mouse(shown.plot(1), QEvent::MouseButtonRelease, shown.plot(1).frame().rect.center());
  QCoreApplication::processEvents();
  QCOMPARE(control->current(), -1);
  QVERIFY(control->grab().toImage() != onRelief);
  QTest::mouseClick(segment(*control, QStringLiteral("3-D")), Qt::LeftButton);
  shown.settle();
  QCOMPARE(control->current(), 1);
  for (std::size_t i = 0; i < 3; ++i) QVERIFY(qobject_cast<ReliefPlot*>(&shown.plot(i)));
  shown.window.model().undoStack()->undo();
  shown.settle();
  QCOMPARE(control->current(), -1);
  // The key: all become what the chosen one is not.
  QTest::keyClick(&shown.window, Qt::Key_D);
  shown.settle();
  QCOMPARE(control->current(), 1);
}

void ReliefPlotTest::heightIsInTheHead() {
  Scenario scenario = twoWells();
  scenario.panels.resize(2);
  scenario.display.layout = 2;
  Window shown(scenario);
  const PanelHeader& flat = *shown.window.panel(0)->header();
  const PanelHeader& head = *shown.window.panel(1)->header();
  QVERIFY(flat.heights()->isHidden());
  QVERIFY(head.heights()->isVisible());
  QCOMPARE(head.heights()->current(), 0);
  // Both show the same wells.
  QVERIFY(head.pointerSign()->isVisible());
  QVERIFY(flat.pointerSign()->isHidden());
  const auto lies = [&] {
    const auto* relief = qobject_cast<ReliefPlot*>(&shown.plot(1));
    return relief && relief->scene().relief ? relief->scene().relief->height : HeightKind::Auto;
  };
  const QPointF before = qobject_cast<ReliefPlot*>(&shown.plot(1))->pixelOf(0, 3).value_or(QPointF());
  QTest::mouseClick(segment(*head.heights(), QStringLiteral("log")), Qt::LeftButton);
  shown.settle();
  QCOMPARE(shown.scenario().panels[1].height.value_or(""), std::string("log"));
  QVERIFY(!shown.scenario().panels[0].height);
  QVERIFY(lies() == HeightKind::Log);
  QCOMPARE(head.heights()->current(), 2);
  QVERIFY(lengthOf(qobject_cast<ReliefPlot*>(&shown.plot(1))->pixelOf(0, 3).value_or(before) - before) > 1);
  shown.window.model().undoStack()->undo();
  shown.settle();
  QCOMPARE(head.heights()->current(), 0);
  QVERIFY(lies() == HeightKind::Auto);
  // Where the head is narrow, the layers' menu has it.
  shown.window.resize(1024, 700);
  shown.settle();
  QVERIFY(shown.window.panel(1)->header()->width() < shown.plot(1).scene().theme.px(420));
  QVERIFY(head.heights()->isHidden());
  QVERIFY(head.pointerSign()->isHidden());
}

void ReliefPlotTest::layersAreOfAllPanels() {
  Scenario scenario = twoWells();
  scenario.panels[1].height = "log";
  Window shown(scenario);
  const std::unique_ptr<QMenu> menu(shown.window.panel(1)->makeLayersMenu());
  std::vector<QAction*> checked;
  for (QAction* entry : menu->actions()) {
    if (entry->isChecked()) checked.push_back(entry);
  }
  // This panel's own height, not the display's, is ticked, and so is that it is in relief.
  QVERIFY(std::ranges::any_of(checked, [](const QAction* a) { return a->text() == QStringLiteral("In relief"); }));
  QVERIFY(std::ranges::any_of(checked, [](const QAction* a) { return a->text() == QStringLiteral("Logarithmic"); }));
  QVERIFY(action(*menu, QStringLiteral("Flat")));
  action(*menu, QStringLiteral("Flat"))->trigger();
  shown.settle();
  for (std::size_t i = 0; i < 3; ++i) QVERIFY(!shown.scenario().panels[i].projection);
  QCOMPARE(shown.scenario().display.projection, std::string("2d"));
  QVERIFY(!qobject_cast<ReliefPlot*>(&shown.plot(1)));
}

void ReliefPlotTest::panelsTurnTogether() {
  Scenario scenario = twoWells();
  scenario.panels[0].projection.reset();
  scenario.panels[2].camera = Camera{.azimuth = 70, .elevation = 30};
  Window shown(scenario);
  const auto cameraOfPanel = [&](std::size_t i) { return qobject_cast<ReliefPlot*>(&shown.plot(i))->camera(); };
  const QPointF from = qobject_cast<ReliefPlot*>(&shown.plot(0))->pixelOf(-1, 0).value_or(QPointF());
  const int steps = shown.window.model().undoStack()->count();
  drag(shown.plot(0), from, from + QPointF(25, 10));
  shown.settle();
  QCOMPARE(cameraOfPanel(0).azimuth, 5.0);
  QVERIFY(cameraOfPanel(1) == cameraOfPanel(0));
  QVERIFY(cameraOfPanel(2) == *scenario.panels[2].camera);
  QCOMPARE(shown.window.model().undoStack()->count(), steps + 1);
  // From the menu: straight above is a map.
  const std::unique_ptr<QMenu> menu(shown.window.panel(1)->makeMenu({}));
  QAction* views = action(*menu, QStringLiteral("Seen from"));
  QVERIFY(views && views->menu());
  action(*views->menu(), QStringLiteral("Straight above"))->trigger();
  shown.settle();
  QVERIFY(cameraOfPanel(0) == cameraOf(NamedView::Above));
}

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  themes = std::make_unique<ThemeController>(&application);
  ReliefPlotTest test;
  const int result = QTest::qExec(&test, argc, argv);
  themes.reset();
  return result;
}
#include "relief_plot_test.moc"
