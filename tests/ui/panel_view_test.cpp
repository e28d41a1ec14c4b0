#include "tests/core/plane_function.h"
#include "ui/scenes/axis_painter.h"
#include "ui/scenes/map_overlay.h"
#include "ui/scenes/stroke_canvas.h"
#include "ui/scenes/surface.h"
#include "ui/views/panel_plot.h"

#include <QPainter>
#include <QSignalSpy>
#include <QtTest>

#include <array>
#include <cmath>
#include <memory>

using namespace thalweg;
using thalweg::testing::PlaneFunction;

class PanelViewTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void pathStandsWhereItsPointsAre();
  void hiddenPathIsNotDrawn();
  void pastIsThickerThanFuture();
  void divergingPathStaysInTheFrame();
  void undefinedAndEmptyPathsAreDrawnAsNothing();
  void lowGroundIsDark();
  void equalAxesFillTheFrame();
  void stepRepaintsThePathsAlone();
  void keptPicturesOfRestingPathsLookAsPainted_data();
  void keptPicturesOfRestingPathsLookAsPainted();
  void playedFramesLookAsPainted();
  void anotherMapLooksAsPaintedAtOnce();
  void readOutRepaintsItselfAlone();
  void draggedStartIsReported();
  void wheelZoomsAtThePointer();
  void dragPans();
  void doubleClickAsksToFit();
  void hoverNamesThePoint();
  void resizeAsksForAnotherField();
  void plotMarginsPlaceTheFrame();
  void paintsWithoutAWindow();
  void curveCarriesItsPath();
  void strokeOnImageMatchesPainter();
  void tickLabelsAreExact_data();
  void tickLabelsAreExact();
  void readingsKeepFourDigits();
  void labelsKeepClearOfPaths();
  void pathThatLeftHasAnArrowAtItsExit();
  void oldMovesOnACurveFade();
  void arrowsPointDownhill();
  void wigglesAreNotBuriedUnderContours();
  void ownStartHasItsColourAndIsOnTop();
  void tangentLeavesTheBallFree();
  void barNamesTrueValues();
};

namespace {

const QColor kRed(0xD55E00);

double bowl(const Eigen::ArrayXd& p) { return p[0] * p[0] + p[1] * p[1]; }

PathData pathThrough(const std::vector<QPointF>& points) {
  auto rows = std::make_shared<Points>(static_cast<Index>(points.size()), 2);
  for (std::size_t k = 0; k < points.size(); ++k) {
    (*rows)(static_cast<Index>(k), 0) = points[k].x();
    (*rows)(static_cast<Index>(k), 1) = points[k].y();
  }
  return {rows, nullptr, kRed, QStringLiteral("plus"), true, false};
}

int colorDistance(const QColor& a, const QColor& b) {
  return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue());
}

/// Pixels within `reach` of `at` that have nearly this colour.
int countNear(const QImage& image, const QPointF& at, const QColor& color, int reach) {
  int count = 0;
  for (int y = -reach; y <= reach; ++y) {
    for (int x = -reach; x <= reach; ++x) {
      const QPoint p(static_cast<int>(at.x()) + x, static_cast<int>(at.y()) + y);
      if (image.rect().contains(p) && colorDistance(image.pixelColor(p), color) < 90) ++count;
    }
  }
  return count;
}

/// How much of a red path lies there: its colour against white, also where it is mixed with the ground.
int redness(const QColor& c) { return std::max(0, c.red() - c.blue()); }

int countPath(const QImage& image, const QPointF& at, int reach) {
  int count = 0;
  for (int y = -reach; y <= reach; ++y) {
    for (int x = -reach; x <= reach; ++x) {
      const QPoint p(static_cast<int>(at.x()) + x, static_cast<int>(at.y()) + y);
      if (image.rect().contains(p) && redness(image.pixelColor(p)) > 70) ++count;
    }
  }
  return count;
}

void sendMove(QWidget& widget, const QPointF& at, Qt::MouseButtons buttons = Qt::NoButton) {
  QMouseEvent event(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, buttons, Qt::NoModifier);
  QCoreApplication::sendEvent(&widget, &event);
}

struct Shown {
  PanelPlot plot{makeTheme(false)};
  PanelScene scene;  // shown by `settle`
  Shown() {
    scene.theme = makeTheme(false);
    scene.view = {-2, 2, -2, 2};
    // As the document does.
    QObject::connect(&plot, &PanelView::viewChanged, &plot, [this](const View& view) { scene.view = view; });
    plot.resize(420, 560);
    plot.show();
    if (!QTest::qWaitForWindowExposed(&plot)) qFatal("no window");
    settle();
  }
  void settle() {
    plot.show(scene);
    plot.flush();
    QCoreApplication::processEvents();
  }
  QImage picture() {
    settle();
    return plot.grab().toImage().convertToFormat(QImage::Format_RGB32);
  }
  /// f = x² in place of a surface.
  void showParabola() {
    Surface surface;
    surface.objective = std::make_shared<PlaneFunction>([](const auto& p) { return p[0] * p[0]; }, 1);
    surface.curve = sampleCurve(*surface.objective, -2, 2, 400);
    setSurface(scene, surface, {});
  }
  QPointF pixel(double x, double y) const { return plot.frame().toPixel(x, y); }
};

void sendWheel(QWidget& widget, const QPointF& at, int notches) {
  QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                    false);
  QCoreApplication::sendEvent(&widget, &event);
}

}  // namespace

void PanelViewTest::pathStandsWhereItsPointsAre() {
  Shown shown;
  shown.scene.paths = {pathThrough({{-1, -1}, {-1, 1}, {1, 1}})};
  shown.scene.cursor = 2;
  const QImage image = shown.picture();
  QVERIFY(countPath(image, shown.pixel(-1, 0.2), 2) >= 3);
  QVERIFY(countPath(image, shown.pixel(0.3, 1), 2) >= 3);
  QCOMPARE(countPath(image, shown.pixel(0.3, 0), 4), 0);
}

void PanelViewTest::hiddenPathIsNotDrawn() {
  Shown shown;
  PathData path = pathThrough({{-1, 0}, {1, 0}});
  path.visible = false;
  shown.scene.paths = {path};
  shown.scene.cursor = 1;
  QCOMPARE(countPath(shown.picture(), shown.pixel(0.3, 0), 4), 0);
}

void PanelViewTest::pastIsThickerThanFuture() {
  Shown shown;
  shown.scene.paths = {pathThrough({{-1.5, 0}, {0, 0}, {1.5, 0}})};
  shown.scene.cursor = 1;
  const QImage image = shown.picture();
  const auto ink = [&](double x) {
    const QPointF at = shown.pixel(x, 0);
    int sum = 0;
    for (int dy = -4; dy <= 4; ++dy) {
      sum += redness(image.pixelColor(static_cast<int>(at.x()), static_cast<int>(at.y()) + dy));
    }
    return sum;
  };
  QVERIFY(ink(-0.7) > 1.5 * ink(0.9));
  QVERIFY(ink(0.9) > 100);
}

void PanelViewTest::divergingPathStaysInTheFrame() {
  Shown shown;
  shown.scene.paths = {pathThrough({{0, 0}, {0.5, 0.5}, {-40, 1}, {3e9, 1e200}, {-1e300, 1e305}})};
  shown.scene.cursor = 4;
  const QImage image = shown.picture();
  const QRect frame = shown.plot.frame().rect.toAlignedRect().adjusted(-1, -1, 1, 1);
  int outside = 0;
  int inside = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      if (redness(image.pixelColor(x, y)) <= 70) continue;
      (frame.contains(x, y) ? inside : outside)++;
    }
  }
  QCOMPARE(outside, 0);
  QVERIFY(inside > 50);
}

void PanelViewTest::undefinedAndEmptyPathsAreDrawnAsNothing() {
  Shown shown;
  PathData none;
  shown.scene.paths = {none, pathThrough({{std::nan(""), 0}}), pathThrough({{-1, 0}, {1, 0}, {std::nan(""), 1}})};
  shown.scene.cursor = 1000;
  QVERIFY(countPath(shown.picture(), shown.pixel(0.3, 0), 3) > 3);
  shown.scene.cursor = -5;
  shown.settle();
}

void PanelViewTest::lowGroundIsDark() {
  Shown shown;
  Surface surface;
  surface.objective = std::make_shared<PlaneFunction>(bowl);
  surface.field = evaluateField(*surface.objective, {shown.plot.shownView(), 200, 200, {}});
  thalweg::Display display;
  display.colorScale = "linear";
  setSurface(shown.scene, surface, display);
  const QImage image = shown.picture();
  const QColor middle = image.pixelColor(shown.pixel(0, 0).toPoint());
  const QColor corner = image.pixelColor((shown.plot.frame().rect.topLeft() + QPointF(3, 3)).toPoint());
  QVERIFY(colorDistance(middle, shown.plot.scene().theme.mapLow) < 12);
  QVERIFY(colorDistance(corner, shown.plot.scene().theme.mapHigh) < 24);
}

void PanelViewTest::equalAxesFillTheFrame() {
  Shown shown;
  const PlotFrame& frame = shown.plot.frame();
  QVERIFY(std::abs(frame.xScale() - frame.yScale()) < 1e-9);
  QCOMPARE(frame.view.xMin, -2.0);
  QVERIFY(frame.view.yMin < -2);
  shown.scene.equalAxes = false;
  shown.settle();
  QVERIFY(shown.plot.shownView() == (View{-2, 2, -2, 2}));
}

void PanelViewTest::stepRepaintsThePathsAlone() {
  Shown shown;
  shown.scene.paths = {pathThrough({{-1, 0}, {0, 1}, {1, 0}})};
  shown.settle();
  const auto counts = [&] {
    return std::array{shown.plot.repaints(PanelView::Layer::Ground), shown.plot.repaints(PanelView::Layer::Marks),
                      shown.plot.repaints(PanelView::Layer::ReadOut)};
  };
  const auto before = counts();
  const int paths = shown.plot.repaints(PanelView::Layer::Paths);
  shown.scene.cursor = 1;
  shown.settle();
  shown.scene.cursor = 2;
  shown.settle();
  QCOMPARE(shown.plot.repaints(PanelView::Layer::Paths), paths + 2);
  QVERIFY(counts() == before);
}

void PanelViewTest::keptPicturesOfRestingPathsLookAsPainted_data() {
  QTest::addColumn<int>("step");
  QTest::addColumn<bool>("dark");
  QTest::newRow("begin") << 0 << false;
  QTest::newRow("under way") << 30 << false;
  QTest::newRow("under way, dark") << 30 << true;
  QTest::newRow("end") << 60 << false;
}

void PanelViewTest::keptPicturesOfRestingPathsLookAsPainted() {
  QFETCH(const int, step);
  QFETCH(const bool, dark);
  const auto spiral = [](double turn, const QColor& color, bool selected) {
    std::vector<QPointF> points;
    for (int k = 0; k <= 60; ++k) points.emplace_back(0.03 * k * std::cos(turn * k), 0.03 * k * std::sin(turn * k));
    PathData path = pathThrough(points);
    path.color = color;
    path.selected = selected;
    return path;
  };
  const std::vector<PathData> resting = {spiral(0.15, QColor(0x0072B2), false), spiral(-0.2, QColor(0x009E73), false)};
  const auto with = [&](double turn) {
    std::vector<PathData> paths = resting;
    paths.insert(paths.begin() + 1, spiral(turn, kRed, true));
    return paths;
  };
  Shown kept;
  Shown fresh;
  for (Shown* shown : {&kept, &fresh}) {
    shown->scene.theme = makeTheme(dark);
    shown->scene.cursor = step;
  }
  // The first paint draws all, the second keeps what rests, the third takes it.
  for (const double turn : {0.1, 0.11, 0.12, 0.3}) {
    kept.scene.paths = with(turn);
    kept.settle();
  }
  fresh.scene.paths = with(0.3);
  const QImage one = kept.picture();
  const QImage other = fresh.picture();
  QCOMPARE(one.size(), other.size());
  int farthest = 0;
  for (int y = 0; y < one.height(); ++y) {
    for (int x = 0; x < one.width(); ++x)
      farthest = std::max(farthest, colorDistance(one.pixelColor(x, y), other.pixelColor(x, y)));
  }
  QVERIFY2(farthest <= 6, qPrintable(QString::number(farthest)));
  // A resting path that is hidden, or has another view, is not taken from the pictures.
  std::vector<PathData> hidden = with(0.3);
  hidden[2].visible = false;
  kept.scene.paths = hidden;
  QVERIFY(kept.picture() != one);
  kept.scene.paths = with(0.3);
  kept.settle();
  kept.scene.view = {-1, 1, -1, 1};
  fresh.scene.view = {-1, 1, -1, 1};
  QCOMPARE(kept.picture(), fresh.picture());
}

void PanelViewTest::playedFramesLookAsPainted() {
  const auto wave = [](double height, const QColor& color, bool selected) {
    std::vector<QPointF> points;
    for (int k = 0; k <= 300; ++k) points.emplace_back(-1.8 + 0.012 * k, height * std::sin(0.35 * k));
    PathData path = pathThrough(points);
    path.color = color;
    path.selected = selected;
    return path;
  };
  Shown played;
  played.scene.paths = {wave(1.2, QColor(0x0072B2), false), wave(0.4, kRed, true)};
  for (const int step : {0, 1, 5, 8, 9, 15, 16, 40, 127, 128, 129, 140, 143, 144, 200, 299, 300}) {
    played.scene.cursor = step;
    const QImage one = played.picture();
    Shown fresh;
    fresh.scene.paths = played.scene.paths;
    fresh.scene.cursor = step;
    const QImage other = fresh.picture();
    int farthest = 0;
    for (int y = 0; y < one.height(); ++y) {
      for (int x = 0; x < one.width(); ++x)
        farthest = std::max(farthest, colorDistance(one.pixelColor(x, y), other.pixelColor(x, y)));
    }
    QVERIFY2(farthest <= 9, qPrintable(QStringLiteral("step %1: %2").arg(step).arg(farthest)));
    // What is recent is at most an eighth of the past, or a few steps.
    QVERIFY(step - pathAnchor(step) < std::max(8, step / 8 + 1));
    QVERIFY(pathAnchor(step) >= 0 && pathAnchor(step) <= step);
  }
  // Most frames take the picture of what lies behind: their anchor is the last one's.
  int same = 0;
  for (int step = 1; step <= 300; ++step) same += pathAnchor(step) == pathAnchor(step - 1) ? 1 : 0;
  QVERIFY(same > 260);
}

void PanelViewTest::anotherMapLooksAsPaintedAtOnce() {
  const auto map = [](const QColor& left, const QColor& right) {
    MapOverlay overlay;
    overlay.image = QImage(2, 1, QImage::Format_RGB32);
    overlay.image.setPixelColor(0, 0, left);
    overlay.image.setPixelColor(1, 0, right);
    overlay.view = {-2, 2, -2, 2};
    overlay.legend = {{left, QStringLiteral("left")}, {right, QStringLiteral("right")}};
    return std::make_shared<const MapOverlay>(overlay);
  };
  Surface surface;
  surface.objective = std::make_shared<PlaneFunction>(bowl, 2);
  surface.field = evaluateField(*surface.objective, {{-2, 2, -2, 2}, 100, 100, {}});
  surface.contours = traceContours(*surface.field, contourLevels(*surface.field, LevelRule::Decimal));
  Shown follows;
  Shown fresh;
  for (Shown* shown : {&follows, &fresh}) setSurface(shown->scene, surface, {});
  const QImage bare = follows.picture();
  for (const QColor& color : {QColor(Qt::red), QColor(Qt::yellow), QColor(Qt::blue)}) {
    follows.scene.overlay = map(color, Qt::green);
    follows.settle();
  }
  fresh.scene.overlay = map(Qt::blue, Qt::green);
  QCOMPARE(follows.picture(), fresh.picture());
  QVERIFY(follows.picture() != bare);
  // What lies under and over a map changes with the surface, and goes with the map.
  follows.scene.colors = ColorMapChoice::Grey;
  fresh.scene.colors = ColorMapChoice::Grey;
  QCOMPARE(follows.picture(), fresh.picture());
  for (Shown* shown : {&follows, &fresh}) {
    shown->scene.colors = ColorMapChoice::Theme;
    shown->scene.overlay = nullptr;
  }
  QCOMPARE(follows.picture(), bare);
}

void PanelViewTest::readOutRepaintsItselfAlone() {
  Shown shown;
  const int paths = shown.plot.repaints(PanelView::Layer::Paths);
  const int readOut = shown.plot.repaints(PanelView::Layer::ReadOut);
  shown.scene.readOut = ReadOut{{0.5, 0.5}, 0.5, 1.414};
  shown.settle();
  QCOMPARE(shown.plot.repaints(PanelView::Layer::Paths), paths);
  QCOMPARE(shown.plot.repaints(PanelView::Layer::ReadOut), readOut + 1);
}

void PanelViewTest::draggedStartIsReported() {
  Shown shown;
  shown.scene.starts = {{-1, {1, 1}}, {3, {-1, -1}}};
  shown.settle();
  std::vector<std::tuple<int, double, double, PanelView::DragPhase>> seen;
  connect(&shown.plot, &PanelView::startDragged, this,
          [&](int c, double x, double y, PanelView::DragPhase phase) { seen.emplace_back(c, x, y, phase); });
  QTest::mousePress(&shown.plot, Qt::LeftButton, {}, shown.pixel(-1, -1).toPoint());
  sendMove(shown.plot, shown.pixel(0.5, -0.5), Qt::LeftButton);
  QTest::mouseRelease(&shown.plot, Qt::LeftButton, {}, shown.pixel(0.5, -0.5).toPoint());
  QVERIFY(seen.size() >= 3);
  QCOMPARE(std::get<0>(seen.front()), 3);
  QCOMPARE(std::get<3>(seen.front()), PanelView::DragPhase::Begin);
  QCOMPARE(std::get<3>(seen[1]), PanelView::DragPhase::Move);
  QCOMPARE(std::get<3>(seen.back()), PanelView::DragPhase::End);
  const double pixel = 1 / shown.plot.frame().xScale();
  QVERIFY(std::abs(std::get<1>(seen.back()) - 0.5) < pixel);
  QVERIFY(std::abs(std::get<2>(seen.back()) + 0.5) < pixel);
}

void PanelViewTest::wheelZoomsAtThePointer() {
  Shown shown;
  QSignalSpy changed(&shown.plot, &PanelView::viewChanged);
  const QPointF at = shown.pixel(1, -1);
  const QPointF before = shown.plot.frame().toData(at);
  const double range = shown.plot.shownView().xMax - shown.plot.shownView().xMin;
  sendWheel(shown.plot, at, 2);
  const QPointF after = shown.plot.frame().toData(at);
  QCOMPARE(changed.count(), 1);
  QVERIFY(std::hypot(after.x() - before.x(), after.y() - before.y()) < 1e-9);
  const View& view = shown.plot.shownView();
  QVERIFY(std::abs((view.xMax - view.xMin) * 1.44 / range - 1) < 1e-9);
  for (int k = 0; k < 400; ++k) sendWheel(shown.plot, at, 3);
  QVERIFY(shown.plot.shownView().xMax > shown.plot.shownView().xMin);
}

void PanelViewTest::dragPans() {
  Shown shown;
  QSignalSpy changed(&shown.plot, &PanelView::viewChanged);
  QTest::mousePress(&shown.plot, Qt::LeftButton, {}, shown.pixel(0, 0).toPoint());
  sendMove(shown.plot, shown.pixel(0.5, 0.25), Qt::LeftButton);
  QTest::mouseRelease(&shown.plot, Qt::LeftButton, {}, shown.pixel(0.5, 0.25).toPoint());
  shown.settle();
  QVERIFY(changed.count() >= 1);
  const double pixel = 1 / shown.plot.frame().xScale();
  QVERIFY(std::abs(shown.plot.shownView().xMin + 2.5) < 2 * pixel);
}

void PanelViewTest::doubleClickAsksToFit() {
  Shown shown;
  QSignalSpy fit(&shown.plot, &PanelView::fitRequested);
  QTest::mouseDClick(&shown.plot, Qt::LeftButton, {}, shown.pixel(0.5, 0.5).toPoint());
  QCOMPARE(fit.count(), 1);
}

void PanelViewTest::hoverNamesThePoint() {
  Shown shown;
  QSignalSpy hovered(&shown.plot, &PanelView::hovered);
  QSignalSpy left(&shown.plot, &PanelView::left);
  sendMove(shown.plot, shown.pixel(0.5, -1));
  QVERIFY(hovered.count() >= 1);
  const double pixel = 1 / shown.plot.frame().xScale();
  QVERIFY(std::abs(hovered.last().at(0).toDouble() - 0.5) <= pixel);
  QVERIFY(std::abs(hovered.last().at(1).toDouble() + 1) <= pixel);
  sendMove(shown.plot, {2, 2});
  QVERIFY(left.count() >= 1);
}

void PanelViewTest::resizeAsksForAnotherField() {
  Shown shown;
  QSignalSpy asked(&shown.plot, &PanelView::shownChanged);
  const QSize before = shown.plot.fieldSize();
  shown.plot.resize(520, 600);
  shown.settle();
  QVERIFY(asked.count() >= 1);
  QVERIFY(shown.plot.fieldSize().width() > before.width());
}

void PanelViewTest::plotMarginsPlaceTheFrame() {
  Shown shown;
  shown.scene.marginLeft = 61;
  shown.scene.marginRight = 17;
  shown.settle();
  QCOMPARE(shown.plot.frame().rect.left(), 61.0);
  QCOMPARE(shown.plot.frame().rect.right(), shown.plot.width() - 17.0);
}

void PanelViewTest::paintsWithoutAWindow() {
  PanelScene scene;
  scene.theme = makeTheme(true);
  scene.view = {-2, 2, -2, 2};
  const PlaneFunction f(bowl);
  scene.field = evaluateField(f, {scene.view, 100, 100, {}});
  scene.scale = ValueScale(*scene.field, ColorScale::Rank);
  scene.contours = traceContours(*scene.field, contourLevels(*scene.field, LevelRule::Decimal));
  scene.landmarks = {{Landmark::Kind::GlobalMinimum, {0, 0}, 0, true, true}};
  scene.paths = {pathThrough({{-1, -1}, {-1, 1}, {1, 1}})};
  scene.starts = {{-1, {-1, -1}}};
  scene.cursor = 2;
  QImage image(400, 500, QImage::Format_ARGB32_Premultiplied);
  image.fill(scene.theme.surface);
  QPainter painter(&image);
  paintPanel(painter, image.rect(), scene);
  painter.end();
  const PlotFrame frame = panelFrame(scene, image.rect());
  QVERIFY(countPath(image, frame.toPixel(0.3, 1), 2) >= 3);
  QVERIFY(countNear(image, frame.toPixel(0, 0), scene.theme.text, 5) >= 20);
}

void PanelViewTest::curveCarriesItsPath() {
  Shown shown;
  shown.scene.view = {-2, 2, -0.5, 4};
  shown.showParabola();
  auto points = std::make_shared<Points>(2, 1);
  *points << -1.5, 1;
  auto loss = std::make_shared<Column>(2);
  *loss << 2.25, 1;
  shown.scene.paths = {{points, loss, kRed, QStringLiteral("circle"), true, false}};
  shown.scene.cursor = 1;
  const QImage image = shown.picture();
  QVERIFY(countPath(image, shown.pixel(1, 1), 12) >= 20);
  QVERIFY(countNear(image, shown.pixel(-0.5, 0.25), shown.plot.scene().theme.text, 3) >= 2);
}

void PanelViewTest::strokeOnImageMatchesPainter() {
  const QRectF box(0, 0, 80, 60);
  const std::vector<QPointF> zigzag = {{5, 5}, {70, 20}, {10, 30}, {72.5, 55}, {72.5, 10}};
  QImage fast(80, 60, QImage::Format_ARGB32_Premultiplied);
  QImage exact = fast;
  for (QImage* image : {&fast, &exact}) {
    image->fill(Qt::white);
    QPainter painter(image);
    const auto draw = [&](StrokeCanvas& canvas) {
      canvas.polyline(zigzag, 4);
      canvas.stroke(4, Qt::black);
      canvas.clear();
    };
    if (image == &fast) {
      StrokeCanvas canvas(painter, box, 1);
      draw(canvas);
    } else {
      StrokeCanvas canvas(painter, box);
      draw(canvas);
    }
  }
  double difference = 0;
  double ink = 0;
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < 80; ++x) {
      const int a = qGray(fast.pixel(x, y));
      const int b = qGray(exact.pixel(x, y));
      difference += a - b;
      ink += 255 - b;
      QVERIFY2(std::abs(a - b) <= 90, qPrintable(QStringLiteral("%1, %2").arg(x).arg(y)));
    }
  }
  QVERIFY(std::abs(difference) < 0.02 * ink);
}

void PanelViewTest::tickLabelsAreExact_data() {
  QTest::addColumn<double>("low");
  QTest::addColumn<double>("high");
  QTest::addColumn<QString>("labels");
  QTest::newRow("halves") << -1.5 << 1.0 << QStringLiteral("−1.5 −1 −0.5 0 0.5 1");
  QTest::newRow("tenths") << 0.05 << 0.55 << QStringLiteral("0.1 0.2 0.3 0.4 0.5");
  QTest::newRow("thousands") << 0.0 << 5000.0 << QStringLiteral("0 1000 2000 3000 4000 5000");
  QTest::newRow("far from zero") << 1000.02 << 1000.25 << QStringLiteral("1000.05 1000.1 1000.15 1000.2 1000.25");
  QTest::newRow("nothing") << 1.0 << 1.0 << QString();
}

void PanelViewTest::tickLabelsAreExact() {
  QFETCH(double, low);
  QFETCH(double, high);
  QFETCH(QString, labels);
  QStringList found;
  for (const Tick& tick : linearTicks(low, high, 300, 50)) found << tick.label;
  QCOMPARE(found.join(QLatin1Char(' ')), labels);
}

void PanelViewTest::readingsKeepFourDigits() {
  QCOMPARE(fixedDigits(0.55), QStringLiteral("0.5500"));
  QCOMPARE(fixedDigits(-1.85), QStringLiteral("−1.850"));
  QCOMPARE(fixedDigits(1234), QStringLiteral("1234"));
  QCOMPARE(fixedDigits(1.5e-9), QStringLiteral("1.500e−09"));
  QCOMPARE(fixedDigits(std::nan("")), QStringLiteral("–"));
  QCOMPARE(powerText(-12), QStringLiteral("10⁻¹²"));
}

void PanelViewTest::labelsKeepClearOfPaths() {
  const PlotFrame frame{QRectF(0, 0, 400, 400), {-2, 2, -2, 2}};
  const PlaneFunction f(bowl);
  const auto field = evaluateField(f, {frame.view, 200, 200, {}});
  const auto contours = traceContours(*field, {{0.5, 0.5, true}, {1, 1, true}, {2, 2, true}, {3, 3, true}});
  std::vector<QPointF> obstacles;
  for (double y = 0; y <= 400; y += 3) obstacles.push_back({200, y});
  const std::vector<ContourLabel> labels = placeLabels(*contours, frame, obstacles, makeTheme(false));
  QCOMPARE(labels.size(), std::size_t{4});
  for (std::size_t k = 0; k < labels.size(); ++k) {
    QVERIFY(std::abs(labels[k].center.x() - 200) > 8);
    QVERIFY(labels[k].angle > -90 && labels[k].angle <= 90);
    for (std::size_t n = 0; n < k; ++n) {
      const QPointF way = labels[k].center - labels[n].center;
      QVERIFY(std::hypot(way.x(), way.y()) >= 44);
    }
  }
}

void PanelViewTest::pathThatLeftHasAnArrowAtItsExit() {
  Shown shown;
  shown.scene.paths = {pathThrough({{0, 0}, {0.5, 0.5}, {1, 1}, {40, 40}})};
  shown.scene.cursor = 2;
  const QImage inside = shown.picture();
  const QPointF exit = shown.pixel(2, 2) + QPointF(-8, 8);
  const int before = countPath(inside, exit, 9);
  shown.scene.cursor = 3;
  QVERIFY(countPath(shown.picture(), exit, 9) > before + 40);
}

void PanelViewTest::oldMovesOnACurveFade() {
  Shown shown;
  shown.scene.view = {-2, 2, -0.5, 4};
  shown.showParabola();
  // Once from end to end, then small moves at the bottom.
  auto points = std::make_shared<Points>(40, 1);
  auto loss = std::make_shared<Column>(40);
  for (Index k = 0; k < 40; ++k) {
    (*points)(k, 0) = k == 0 ? -1.8 : k == 1 ? 1.8 : (k % 2 == 0 ? 0.1 : -0.1);
    (*loss)[k] = (*points)(k, 0) * (*points)(k, 0);
  }
  shown.scene.paths = {{points, loss, kRed, QStringLiteral("circle"), true, false}};
  shown.scene.cursor = 1;
  shown.settle();
  const QPointF chord = shown.pixel(1.0, 3.24);
  QVERIFY(countPath(shown.picture(), chord, 3) > 5);
  shown.scene.cursor = 39;
  const QImage late = shown.picture();
  QCOMPARE(countPath(late, chord, 3), 0);
  // Where it was is still to be seen.
  QVERIFY(countPath(late, shown.pixel(1.8, 3.24), 3) > 3);
  // What is to come is not drawn over it all.
  shown.scene.cursor = 0;
  QCOMPARE(countPath(shown.picture(), chord, 3), 0);
}

void PanelViewTest::arrowsPointDownhill() {
  PanelScene scene;
  scene.theme = makeTheme(false);
  scene.view = {-2, 2, -2, 2};
  const auto objective = findObjective("quadratic")->make({{"kappa", 1}}, 2);
  scene.field = evaluateField(*objective, {scene.view, 64, 64, {}});
  scene.scale = ValueScale(*scene.field, ColorScale::Linear);
  scene.gradients = evaluateGradients(*objective, {{1, 1, 0, 0}, 1, 1, {}});
  const auto picture = [&](bool arrows) {
    scene.gradientField = arrows;
    QImage image(400, 400, QImage::Format_ARGB32_Premultiplied);
    image.fill(scene.theme.surface);
    QPainter painter(&image);
    paintPanel(painter, image.rect(), scene);
    return image;
  };
  const QImage without = picture(false);
  const QImage with = picture(true);
  const QPointF at = panelFrame(scene, with.rect()).toPixel(1, 0);
  // Of an arrow to the left, the head's half is the one with more ink, and nothing lies above or below it.
  int head = 0;
  int tail = 0;
  for (int y = 0; y < 400; ++y) {
    for (int x = 0; x < 400; ++x) {
      if (with.pixel(x, y) == without.pixel(x, y)) continue;
      QVERIFY(std::abs(y - at.y()) < 8 && std::abs(x - at.x()) < 16);
      (x < at.x() ? head : tail)++;
    }
  }
  QVERIFY(tail > 5);
  QVERIFY(head > tail + 5);
}

void PanelViewTest::wigglesAreNotBuriedUnderContours() {
  PanelScene scene;
  scene.theme = makeTheme(false);
  const auto share = [&](const char* id, double* kept) {
    const auto objective = findObjective(id)->make({}, 2);
    scene.view = objective->view();
    const QRectF area(0, 0, 320, 340);
    PanelCache cache;
    cache.frame = panelFrame(scene, area);
    scene.field = evaluateField(*objective, {cache.frame.view, 270, 280, {}});
    scene.contours = traceContours(*scene.field, contourLevels(*scene.field, LevelRule::Decimal));
    preparePaths(cache, scene);
    prepareLabels(cache, scene);
    *kept = static_cast<double>(cache.contours->lines.size()) / static_cast<double>(scene.contours->lines.size());
    double length = 0;
    for (const ContourLine& line : cache.contours->lines) {
      for (std::size_t k = 1; k < line.points.size(); ++k) {
        const QPointF way = cache.frame.toPixel(line.points[k].x, line.points[k].y) -
                            cache.frame.toPixel(line.points[k - 1].x, line.points[k - 1].y);
        length += std::hypot(way.x(), way.y());
      }
    }
    return length / (cache.frame.rect.width() * cache.frame.rect.height());
  };
  double kept = 0;
  QVERIFY(share("shubert", &kept) < 0.25);
  QVERIFY(kept < 0.8);
  QVERIFY(share("sphere", &kept) < 0.25);
  QCOMPARE(kept, 1.0);
}

void PanelViewTest::ownStartHasItsColourAndIsOnTop() {
  Shown shown;
  shown.scene.starts = {{-1, {1, 1}, {}}, {2, {1, 1}, kRed}};
  const QImage image = shown.picture();
  QVERIFY(countNear(image, shown.pixel(1, 1), kRed, 9) > 20);
  int grabbed = -2;
  connect(&shown.plot, &PanelView::startDragged, this, [&](int contender) { grabbed = contender; });
  QTest::mousePress(&shown.plot, Qt::LeftButton, {}, shown.pixel(1, 1).toPoint());
  QTest::mouseRelease(&shown.plot, Qt::LeftButton, {}, shown.pixel(1, 1).toPoint());
  QCOMPARE(grabbed, 2);
}

void PanelViewTest::tangentLeavesTheBallFree() {
  Shown shown;
  shown.scene.view = {-2, 2, -0.5, 4};
  shown.showParabola();
  shown.scene.tangent = Tangent{{1, 1}, 2, kRed};
  const QImage image = shown.picture();
  QVERIFY(countPath(image, shown.pixel(1.15, 1.3), 2) >= 3);
  QVERIFY(countPath(image, shown.pixel(0.85, 0.7), 2) >= 3);
  QCOMPARE(countPath(image, shown.pixel(1, 1), 3), 0);
}

void PanelViewTest::barNamesTrueValues() {
  // Colours say what the bar says: the ground at a value's place has the bar's colour at that value.
  PanelScene scene;
  scene.theme = makeTheme(false);
  scene.view = {0, 4, 0, 4};
  scene.equalAxes = false;
  const PlaneFunction f([](const auto& p) { return p[0] * p[0]; });
  scene.field = evaluateField(f, {scene.view, 400, 50, {}});
  for (const ColorScale kind : {ColorScale::Linear, ColorScale::Log, ColorScale::Rank}) {
    scene.scale = ValueScale(*scene.field, kind, 0.0);
    QImage image(460, 460, QImage::Format_ARGB32_Premultiplied);
    image.fill(scene.theme.surface);
    QPainter painter(&image);
    paintPanel(painter, image.rect(), scene);
    painter.end();
    const PlotFrame frame = panelFrame(scene, image.rect());
    const int barRow = static_cast<int>(frame.rect.bottom() + scene.theme.px(28));
    for (const double value : {1.0, 4.0, 9.0}) {
      const QPointF ground = frame.toPixel(std::sqrt(value), 2);
      const double along = frame.rect.left() + scene.scale.position(value) * frame.rect.width();
      QVERIFY(colorDistance(image.pixelColor(ground.toPoint()),
                            image.pixelColor(static_cast<int>(std::lround(along)), barRow)) <= 8);
    }
  }
}

QTEST_MAIN(PanelViewTest)
#include "panel_view_test.moc"
