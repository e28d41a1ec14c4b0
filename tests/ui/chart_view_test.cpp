#include "ui/scenes/axis_painter.h"
#include "ui/views/chart_plot.h"

#include <QPainter>
#include <QSignalSpy>
#include <QtTest>

#include <array>
#include <cmath>
#include <limits>
#include <memory>

using namespace thalweg;

class ChartViewTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void lineStandsWhereItsValuesAre();
  void logAxisLeavesZerosOut();
  void logAxisSpansAtMostTwelveDecades();
  void runawaySeriesDoesNotFlattenTheOthers();
  void axesHoldAllLinesButStrays();
  void undefinedValuesBreakTheLine();
  void longSeriesKeepTheirExtremes();
  void stepRepaintsThePastAlone();
  void clickSeeksTheStep();
  void evaluationsPlaceTheCursor();
  void constantSeriesHasAnAxis();
  void decadesAreWrittenAsPowers();
  void cursorBoxCarriesTheStep();
  void emptyChartPaints();
  void movedCursorPaintsAsAWholeChartDoes();
  void movedCursorPaintsAsAWholeChartDoes_data();
  void spikesOfOneStepAreSeen();
  void unchangedSeriesKeepTheirStrokes();
  void sharesHaveAnAxisOfTheirOwn();
  void bandLiesUnderItsMedianAndEndsAtTheFrame();
  void bandIsWithinTheAxisAndBreaksWhereItHasNoTop();
  void longBandKeepsItsExtremes();
  void bandIsReadByName();
  void hoverReadsEveryContender();
  void readingsAgainstEvaluationsAreOfWhatWasReached();
};

namespace {

const QColor kGreen(0x009E73);

SeriesData series(const std::vector<double>& values) {
  auto y = std::make_shared<Column>(static_cast<Index>(values.size()));
  for (std::size_t k = 0; k < values.size(); ++k) (*y)[static_cast<Index>(k)] = values[k];
  return {nullptr, y, kGreen, QStringLiteral("circle"), true, false, false, false, {}};
}

ChartScene sceneOf(std::vector<SeriesData> some, double xMax, bool logarithmic) {
  ChartScene scene;
  scene.theme = makeTheme(false);
  scene.series = std::move(some);
  scene.xMax = xMax;
  scene.logarithmic = logarithmic;
  return scene;
}

constexpr QRectF kArea(0, 0, 400, 200);

struct Shown {
  ChartPlot plot{makeTheme(false)};
  explicit Shown(std::vector<SeriesData> some, double xMax) {
    plot.resize(400, 220);
    plot.setLogarithmic(false);
    plot.setSeries(std::move(some), xMax);
    plot.show();
    if (!QTest::qWaitForWindowExposed(&plot)) qFatal("no window");
    settle();
  }
  void settle() {
    plot.flush();
    QCoreApplication::processEvents();
  }
};

}  // namespace

void ChartViewTest::lineStandsWhereItsValuesAre() {
  Shown shown({series({0, 1, 2, 3, 4})}, 4);
  shown.plot.setStep(4);
  shown.settle();
  const QImage image = shown.plot.grab().toImage();
  const QPointF at = shown.plot.frame().toPixel(2.5, 2.5);
  int found = 0;
  for (int dy = -2; dy <= 2; ++dy) {
    const QColor c = image.pixelColor(static_cast<int>(at.x()), static_cast<int>(at.y()) + dy);
    if (c.green() - c.red() > 80) ++found;
  }
  QVERIFY(found >= 1);
}

void ChartViewTest::logAxisLeavesZerosOut() {
  const ChartCache cache = prepareChart(sceneOf({series({1, 0, 0.1, -3, 0.01})}, 4, true), kArea);
  QCOMPARE(cache.series[0].points.size(), std::size_t{3});
  QVERIFY(cache.series[0].gap[1]);
  QVERIFY(cache.frame.yMin < -2 && cache.frame.yMin > -2.5);
  QVERIFY(cache.frame.yMax > 0 && cache.frame.yMax < 0.5);
}

void ChartViewTest::logAxisSpansAtMostTwelveDecades() {
  const ChartCache cache = prepareChart(sceneOf({series({10, 1e-5, 1e-30, 1e-300})}, 3, true), kArea);
  QVERIFY(cache.frame.yMax - cache.frame.yMin < 13.5);
  QVERIFY(cache.frame.yMax > 1);
}

void ChartViewTest::runawaySeriesDoesNotFlattenTheOthers() {
  const auto calm = series({5, 4, 3, 2, 1});
  auto wild = series({5, 1e30, 1e100, 1e200, 1e300});
  wild.stray = true;
  QVERIFY(prepareChart(sceneOf({calm, calm, wild}, 4, false), kArea).frame.yMax < 20);
  QVERIFY(prepareChart(sceneOf({calm, calm, wild}, 4, true), kArea).frame.yMax < 4);
  auto deep = series({5, -1e30, -1e100, -1e200, -1e300});
  deep.stray = true;
  QVERIFY(prepareChart(sceneOf({calm, calm, deep}, 4, false), kArea).frame.yMin > -20);
}

// One large line among small ones, such as a test loss or one of four rates, is not cut off.
void ChartViewTest::axesHoldAllLinesButStrays() {
  const auto small = series({5, 4, 3, 2, 1});
  const auto large = series({100, 1.5e5, 1.5e5, 1.4e5, 1e5});
  for (const bool logarithmic : {true, false}) {
    const ChartCache cache = prepareChart(sceneOf({small, small, small, large}, 4, logarithmic), kArea);
    for (const SeriesPixels& pixels : cache.series) {
      for (const QPointF& p : pixels.points)
        QVERIFY(p.y() >= cache.frame.rect.top() - 0.5 && p.y() <= cache.frame.rect.bottom() + 0.5);
    }
  }
  const auto low = series({-5e4, -4e4, -3e4, -2e4, 0});
  const ChartCache cache = prepareChart(sceneOf({small, small, small, low}, 4, false), kArea);
  QVERIFY(cache.series[3].points[0].y() <= cache.frame.rect.bottom() + 0.5);
  // A line far below the others is there, too.
  const auto tiny = series({1e-20, 1e-20, 1e-20, 1e-20, 1e-20});
  const ChartCache deep = prepareChart(sceneOf({small, tiny}, 4, true), kArea);
  QVERIFY(deep.series[1].points[0].y() <= deep.frame.rect.bottom() + 0.5);
}

void ChartViewTest::undefinedValuesBreakTheLine() {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  const ChartCache cache = prepareChart(sceneOf({series({1, 2, nan, 2, inf, 1})}, 5, false), kArea);
  const SeriesPixels& pixels = cache.series[0];
  QCOMPARE(pixels.points.size(), std::size_t{4});
  QVERIFY(pixels.gap[0] && !pixels.gap[1] && pixels.gap[2] && pixels.gap[3]);
  for (const QPointF& p : pixels.points) QVERIFY(std::isfinite(p.x()) && std::isfinite(p.y()));
}

void ChartViewTest::longSeriesKeepTheirExtremes() {
  std::vector<double> values(200'000, 1.0);
  values[77'777] = 9;
  values[77'779] = -4;
  const ChartCache cache = prepareChart(sceneOf({series(values)}, 199'999, false), kArea);
  const SeriesPixels& pixels = cache.series[0];
  QVERIFY(pixels.points.size() <= 4 * 401);
  QVERIFY(std::find(pixels.steps.begin(), pixels.steps.end(), 77'777) != pixels.steps.end());
  QVERIFY(std::find(pixels.steps.begin(), pixels.steps.end(), 77'779) != pixels.steps.end());
  QVERIFY(std::is_sorted(pixels.steps.begin(), pixels.steps.end()));
}

void ChartViewTest::stepRepaintsThePastAlone() {
  Shown shown({series({0, 1, 2, 3, 4})}, 4);
  const int ground = shown.plot.repaints(ChartPlot::Layer::Ground);
  const int past = shown.plot.repaints(ChartPlot::Layer::Past);
  shown.plot.setStep(2);
  shown.settle();
  QCOMPARE(shown.plot.repaints(ChartPlot::Layer::Ground), ground);
  QCOMPARE(shown.plot.repaints(ChartPlot::Layer::Past), past + 1);
}

void ChartViewTest::clickSeeksTheStep() {
  Shown shown({series(std::vector<double>(101, 1.0))}, 100);
  std::vector<std::int64_t> sought;
  connect(&shown.plot, &ChartPlot::seek, this, [&](std::int64_t step) { sought.push_back(step); });
  const ChartFrame& frame = shown.plot.frame();
  QTest::mouseClick(&shown.plot, Qt::LeftButton, {}, QPointF(frame.xPixel(40), frame.rect.center().y()).toPoint());
  QTest::mouseClick(&shown.plot, Qt::LeftButton, {}, QPointF(1, frame.rect.center().y()).toPoint());
  QCOMPARE(sought.size(), std::size_t{2});
  QCOMPARE(sought[0], 40);
  QCOMPARE(sought[1], 0);
}

void ChartViewTest::evaluationsPlaceTheCursor() {
  SeriesData twice = series({4, 3, 2, 1});
  auto x = std::make_shared<Column>(4);
  *x << 0, 2, 4, 6;
  twice.x = x;
  const ChartScene scene = sceneOf({twice}, 6, false);
  const ChartCache cache = prepareChart(scene, kArea);
  QCOMPARE(cursorX(scene, 2), 4.0);
  QCOMPARE(cursorX(scene, 99), 6.0);
  QCOMPARE(stepAt(scene, cache.frame, cache.frame.xPixel(4.4)), std::int64_t{2});
  QCOMPARE(cache.series[0].points[1].x(), cache.frame.xPixel(2));
}

void ChartViewTest::constantSeriesHasAnAxis() {
  for (const bool logarithmic : {false, true}) {
    const ChartFrame frame = prepareChart(sceneOf({series({3, 3, 3})}, 2, logarithmic), kArea).frame;
    QVERIFY(frame.yMax > frame.yMin);
    QVERIFY(frame.rect.contains(frame.toPixel(1, 3)));
  }
}

void ChartViewTest::decadesAreWrittenAsPowers() {
  const auto labels = [](double low, double high) {
    QStringList found;
    for (const Tick& tick : decadeTicks(low, high, 200, 38)) found << tick.label;
    return found.join(QLatin1Char(' '));
  };
  QCOMPARE(labels(-8.2, 0.7), QStringLiteral("10⁻⁸ 10⁻⁶ 10⁻⁴ 10⁻² 10⁰"));
  QCOMPARE(labels(-3.4, -0.8), QStringLiteral("0.001 0.01 0.1"));
}

void ChartViewTest::cursorBoxCarriesTheStep() {
  Shown shown({series(std::vector<double>(101, 1.0))}, 100);
  shown.plot.setStep(50);
  shown.settle();
  const QImage image = shown.plot.grab().toImage();
  const ChartFrame& frame = shown.plot.frame();
  const QColor accent = shown.plot.scene().theme.accent;
  int found = 0;
  for (int y = static_cast<int>(frame.rect.bottom()) + 1; y < image.height(); ++y) {
    for (int dx = -12; dx <= 12; ++dx) {
      if (image.pixelColor(static_cast<int>(frame.xPixel(50)) + dx, y) == accent) ++found;
    }
  }
  QVERIFY(found > 100);
}

void ChartViewTest::emptyChartPaints() {
  QImage image(400, 200, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::white);
  QPainter painter(&image);
  ChartScene scene = sceneOf({SeriesData{}, series({})}, 0, true);
  scene.hover = 3;
  paintChart(painter, kArea, scene);
  painter.end();
  QVERIFY(image.pixelColor(20, 20) == QColor(Qt::white));
}

void ChartViewTest::movedCursorPaintsAsAWholeChartDoes_data() {
  QTest::addColumn<double>("ratio");
  QTest::addColumn<bool>("evaluations");
  QTest::newRow("steps") << 1.0 << false;
  QTest::newRow("evaluations") << 1.0 << true;
  QTest::newRow("steps, high resolution") << 1.5 << false;
  QTest::newRow("evaluations, high resolution") << 2.0 << true;
}

void ChartViewTest::movedCursorPaintsAsAWholeChartDoes() {
  QFETCH(double, ratio);
  QFETCH(bool, evaluations);
  std::vector<SeriesData> some;
  for (int s = 0; s < 3; ++s) {
    std::vector<double> values;
    auto counts = std::make_shared<Column>(301);
    for (int k = 0; k <= 300; ++k) {
      values.push_back(2 + std::sin(0.3 * (s + 1) * k) * std::exp(-0.01 * k) + s);
      (*counts)[k] = k * (s + 1);
    }
    some.push_back(series(values));
    some.back().color = QColor::fromHsv(120 * s, 200, 180);
    some.back().selected = s == 1;
    if (evaluations) some.back().x = counts;
  }
  some.push_back(some[0]);
  some.back().dashed = true;
  ChartScene scene = sceneOf(some, evaluations ? 900 : 300, false);
  scene.evaluations = evaluations;
  const QSize size(401, 203);
  ChartRaster raster;
  ChartCache cache = prepareChart(scene, QRectF(QPointF(), size));
  raster.paint(scene, cache, size, ratio);
  for (const std::int64_t step : {1, 2, 30, 29, 300, 7, 0, 150, 1000, 299}) {
    scene.cursor = step;
    QImage before = raster.image().copy();
    const QRect changed = raster.moveCursor(scene, cache);
    ChartRaster whole;
    ChartCache own = prepareChart(scene, QRectF(QPointF(), size));
    whole.paint(scene, own, size, ratio);
    QVERIFY2(raster.image() == whole.image(), qPrintable(QString::number(step)));
    // What lies outside of the reported columns has not changed.
    for (int x = 0; x < before.width(); ++x) {
      if (x >= std::floor(changed.left() * ratio) && x < std::ceil((changed.right() + 1) * ratio)) continue;
      for (int y = 0; y < before.height(); ++y) QCOMPARE(raster.image().pixel(x, y), before.pixel(x, y));
    }
  }
}

void ChartViewTest::spikesOfOneStepAreSeen() {
  std::vector<double> values(100'000, 1.0);
  values[43'210] = 9;
  const ChartScene scene = sceneOf({series(values)}, 99'999, false);
  const QSize size(400, 200);
  ChartRaster raster;
  ChartCache cache = prepareChart(scene, QRectF(QPointF(), size));
  raster.paint(scene, cache, size, 1);
  const QPointF tip = cache.frame.toPixel(43'210, 8);
  bool green = false;
  for (int dx = -1; dx <= 1; ++dx) {
    const QColor c = raster.image().pixelColor(static_cast<int>(tip.x()) + dx, static_cast<int>(tip.y()));
    green = green || c.green() - c.red() > 60;
  }
  QVERIFY(green);
}

void ChartViewTest::unchangedSeriesKeepTheirStrokes() {
  const QSize size(400, 200);
  ChartScene scene = sceneOf({series({0, 9, 3, 4, 5}), series({5, 4, 3, 2, 1})}, 4, false);
  ChartCache cache = prepareChart(scene, QRectF(QPointF(), size));
  ChartRaster raster;
  raster.paint(scene, cache, size, 1);
  scene.series[1] = series({5, 4, 3.1, 2, 1});
  cache = prepareChart(scene, QRectF(QPointF(), size), std::move(cache));
  QVERIFY(cache.series[0].covered);
  QVERIFY(!cache.series[1].covered);
  // Another range moves all of them.
  scene.series[1] = series({5, 4, 3, 2, -7});
  cache = prepareChart(scene, QRectF(QPointF(), size), std::move(cache));
  QVERIFY(!cache.series[0].covered);
}

void ChartViewTest::sharesHaveAnAxisOfTheirOwn() {
  SeriesData accuracy = series({0, 0.5, 1});
  accuracy.share = accuracy.dashed = true;
  accuracy.name = QStringLiteral("accuracy");
  const ChartFrame plain = prepareChart(sceneOf({series({700, 800, 900})}, 2, true), kArea).frame;
  const ChartCache cache = prepareChart(sceneOf({series({700, 800, 900}), accuracy}, 2, true), kArea);
  QVERIFY(cache.frame.shares);
  QVERIFY(cache.frame.yMin > 2);  // log10
  const std::vector<QPointF>& points = cache.series[1].points;
  QCOMPARE(points.size(), std::size_t{3});
  QCOMPARE(points[0].y(), cache.frame.rect.bottom());
  QCOMPARE(points[1].y(), (points[0].y() + points[2].y()) / 2);
  QVERIFY(points[2].y() >= cache.frame.rect.top());
  // Its labels stand beside the lines, with a title; dots have a key above them.
  QVERIFY(cache.frame.rect.right() + 30 < plain.rect.right());
  QCOMPARE(cache.frame.shareTitle, QStringLiteral("accuracy"));
  QVERIFY(cache.frame.keys == (std::vector<ChartKey>{{ChartKey::Line::Dotted, QStringLiteral("accuracy")}}));
  QVERIFY(plain.keys.empty());
  QVERIFY(cache.frame.rect.top() > plain.rect.top());
}

namespace {

SeriesData banded(const std::vector<double>& low, const std::vector<double>& median, const std::vector<double>& high) {
  SeriesData result = series(median);
  result.bandLow = series(low).y;
  result.bandHigh = series(high).y;
  result.name = QStringLiteral("median");
  result.bandName = QStringLiteral("10–90 %");
  return result;
}

}  // namespace

void ChartViewTest::bandLiesUnderItsMedianAndEndsAtTheFrame() {
  Shown shown({banded(std::vector<double>(11, 1), std::vector<double>(11, 3), std::vector<double>(11, 4))}, 10);
  const QImage image = shown.plot.grab().toImage();
  const ChartFrame& frame = shown.plot.frame();
  const QColor surface = makeTheme(false).surface;
  const auto at = [&](double x, double y) { return image.pixelColor(frame.toPixel(x, y).toPoint()); };
  // Between the ends there is the colour, thin, and nothing of it beyond them.
  QVERIFY(at(5.3, 2.2).green() - at(5.3, 2.2).red() > 20);
  QVERIFY(at(5.3, 2.2).green() - at(5.3, 2.2).red() < 80);
  QCOMPARE(at(5.3, 4.1), surface);
  QCOMPARE(at(5.3, 0.95), surface);
  // The median's line is stronger than the band.
  shown.plot.setStep(10);
  shown.settle();
  const QImage past = shown.plot.grab().toImage();
  int strong = 0;
  for (int x = 0; x < 60; ++x) {
    const QPoint place = frame.toPixel(5, 3).toPoint() + QPoint(x, 0);
    for (int dy = -1; dy <= 1; ++dy) {
      const QColor c = past.pixelColor(place + QPoint(0, dy));
      if (c.green() - c.red() > 80) ++strong;
    }
  }
  QVERIFY(strong >= 20);
}

void ChartViewTest::bandIsWithinTheAxisAndBreaksWhereItHasNoTop() {
  const double none = std::nan("");
  const double infinite = std::numeric_limits<double>::infinity();
  // On a log axis a lower end of 0 lies below the frame, an infinite upper one above it.
  const ChartScene scene =
      sceneOf({banded({0.1, 0, 0.1, none, 1, 1}, {1, 1, 1, 1, 2, 2}, {10, 10, infinite, none, 10, 10})}, 5, true);
  const ChartCache cache = prepareChart(scene, kArea);
  QVERIFY(cache.frame.yMin <= -1 && cache.frame.yMax >= 1);
  const std::vector<QPolygonF>& bands = cache.series[0].bands;
  QCOMPARE(bands.size(), std::size_t{2});
  for (const QPolygonF& band : bands)
    QVERIFY(cache.frame.rect.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(band.boundingRect()));
  QCOMPARE(bands[0].boundingRect().bottom(), cache.frame.rect.bottom());
  QCOMPARE(bands[0].boundingRect().top(), cache.frame.rect.top());
  QCOMPARE(bands[0].boundingRect().right(), cache.frame.xPixel(2));
  QCOMPARE(bands[1].boundingRect().left(), cache.frame.xPixel(4));
  QCOMPARE(bands[1].boundingRect().bottom(), cache.frame.yPixel(0));
}

void ChartViewTest::longBandKeepsItsExtremes() {
  std::vector<double> low(100'001, 1), median(100'001, 2), high(100'001, 3);
  low[40'000] = 0.5;
  high[60'000] = 3.5;
  const ChartCache cache = prepareChart(sceneOf({banded(low, median, high)}, 100'000, false), kArea);
  QCOMPARE(cache.series[0].bands.size(), std::size_t{1});
  const QPolygonF& band = cache.series[0].bands[0];
  QVERIFY(band.size() < 4 * 400);
  QCOMPARE(band.boundingRect().bottom(), cache.frame.yPixel(0.5));
  QCOMPARE(band.boundingRect().top(), cache.frame.yPixel(3.5));
  QCOMPARE(band.boundingRect().right(), cache.frame.rect.right());
}

void ChartViewTest::bandIsReadByName() {
  ChartScene scene = sceneOf({series({5, 6}), banded({1, 1.5}, {2, 2.5}, {3, 3.5})}, 1, false);
  scene.hover = 1;
  const std::vector<ChartReading> rows = chartReadings(scene);
  QCOMPARE(rows.size(), std::size_t{4});
  QCOMPARE(rows[0].text, QStringLiteral("step 1"));
  QCOMPARE(rows[1].text, QStringLiteral("6.000"));
  QCOMPARE(rows[2].text, QStringLiteral("2.500 median"));
  QCOMPARE(rows[3].text, QStringLiteral("1.500 … 3.500 10–90 %"));
}

void ChartViewTest::hoverReadsEveryContender() {
  Shown shown({series(std::vector<double>(101, 1.0)), series(std::vector<double>(101, 2.0))}, 100);
  const ChartFrame& frame = shown.plot.frame();
  const int hovers = shown.plot.repaints(ChartPlot::Layer::Hover);
  const int past = shown.plot.repaints(ChartPlot::Layer::Past);
  QTest::mouseMove(shown.plot.windowHandle(), QPointF(frame.xPixel(40), frame.rect.center().y()).toPoint());
  shown.settle();
  QVERIFY(shown.plot.scene().hover);
  QVERIFY(std::abs(*shown.plot.scene().hover - 40) <= 1);
  QVERIFY(shown.plot.repaints(ChartPlot::Layer::Hover) > hovers);
  QCOMPARE(shown.plot.repaints(ChartPlot::Layer::Past), past);
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(&shown.plot, &leave);
  QVERIFY(!shown.plot.scene().hover);
}

void ChartViewTest::readingsAgainstEvaluationsAreOfWhatWasReached() {
  SeriesData twice = series({4, 3, 2, 1});
  auto x = std::make_shared<Column>(4);
  *x << 0, 2, 4, 6;
  twice.x = x;
  QCOMPARE(stepReached(twice, 0), Index{0});
  QCOMPARE(stepReached(twice, 3), Index{1});
  QCOMPARE(stepReached(twice, 6), Index{3});
  QCOMPARE(stepReached(twice, 7), Index{-1});
  QCOMPARE(stepReached(series({4, 3}), 1), Index{1});
  QCOMPARE(stepReached(series({4, 3}), 2), Index{-1});
}

QTEST_MAIN(ChartViewTest)
#include "chart_view_test.moc"
