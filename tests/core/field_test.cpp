#include "core/surfaces/field.h"

#include "tests/core/plane_function.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace thalweg;
using thalweg::testing::PlaneFunction;

class FieldTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void nodesLieOnTheEdgesOfTheView();
  void sliceRunsThroughTheBasePoint();
  void undefinedValuesStayOutOfRangeAndRanks();
  void allUndefinedGivesAnEmptyRange();
  void quantilesOfAPlaneAreLinear();
  void requestsThatDoNotFitAreRefused_data();
  void requestsThatDoNotFitAreRefused();
  void stopRequestGivesNothing();
  void coarserKeepsTheView();
  void curveSamplesBothEnds();
  void logScaleIsEvenInDecades();
  void rankScaleMixesRankAndLinear();
  void linearScaleIsLinear();
  void thresholdsInvertPositions_data();
  void thresholdsInvertPositions();
  void flatSurfaceHasAPosition();
  void gradientsStandAtTheirNodes();
  void arrowsAreLostNowhere();
  void gradientsOfASliceAreThePlanes();
  void marksAreShortAndSpread_data();
  void marksAreShortAndSpread();
};

namespace {
std::shared_ptr<const Field> planeField(const PlaneFunction::Function& f, View view, Index columns, Index rows) {
  return evaluateField(PlaneFunction(f), {view, columns, rows, {}});
}
}  // namespace

void FieldTest::nodesLieOnTheEdgesOfTheView() {
  const auto field = planeField([](const auto& p) { return 10 * p[0] + p[1]; }, {-1, 3, 2, 5}, 5, 4);
  QCOMPARE(field->values.size(), Index{20});
  QCOMPARE(field->at(0, 0), -8.0);
  QCOMPARE(field->at(4, 0), 32.0);
  QCOMPARE(field->at(0, 3), -5.0);
  QCOMPARE(field->at(3, 2), 24.0);
  QCOMPARE(field->x(4), 3.0);
  QCOMPARE(field->y(3), 5.0);
  QCOMPARE(field->minimum, -8.0);
  QCOMPARE(field->maximum, 35.0);
}

void FieldTest::sliceRunsThroughTheBasePoint() {
  const PlaneFunction f([](const auto& p) { return p[0] + 10 * p[1] + 100 * p[2] + 1000 * p[3]; }, 4);
  const auto field = evaluateField(f, {{0, 1, 0, 1}, 2, 2, Plane::ofCoordinates(3, 1, {7, 8, 9, 6})});
  QCOMPARE(field->at(0, 0), 907.0);
  QCOMPARE(field->at(1, 0), 1907.0);
  QCOMPARE(field->at(0, 1), 917.0);
}

void FieldTest::undefinedValuesStayOutOfRangeAndRanks() {
  const auto field =
      planeField([](const auto& p) { return p[0] > 0 ? std::log(p[0]) : p[0] / 0.0 + p[1]; }, {-1, 1, -1, 1}, 41, 41);
  QVERIFY(!std::isfinite(field->at(0, 0)));
  QCOMPARE(field->finite, Index{20 * 41});
  QCOMPARE(field->maximum, 0.0);
  QCOMPARE(field->minimum, std::log(field->x(21)));
  QCOMPARE(field->rank(1.0), 1.0);
  QCOMPARE(field->rank(-10.0), 0.0);
}

void FieldTest::allUndefinedGivesAnEmptyRange() {
  const auto field =
      planeField([](const auto&) { return std::numeric_limits<double>::quiet_NaN(); }, {0, 1, 0, 1}, 4, 4);
  QCOMPARE(field->finite, Index{0});
  QCOMPARE(field->minimum, 0.0);
  QCOMPARE(field->maximum, 0.0);
  QVERIFY(field->quantiles.empty());
  QVERIFY(std::isnan(ValueScale(*field, ColorScale::Rank).position(std::numeric_limits<double>::quiet_NaN())));
}

void FieldTest::quantilesOfAPlaneAreLinear() {
  const auto field = planeField([](const auto& p) { return p[0]; }, {2, 6, 0, 1}, 401, 301);
  for (const double p : {0.0, 0.1, 0.25, 0.5, 0.9, 1.0}) {
    QVERIFY(std::abs(field->quantile(p) - (2 + 4 * p)) < 0.02);
    QVERIFY(std::abs(field->rank(2 + 4 * p) - p) < 0.005);
  }
}

void FieldTest::requestsThatDoNotFitAreRefused_data() {
  QTest::addColumn<int>("columns");
  QTest::addColumn<int>("x");
  QTest::addColumn<int>("y");
  QTest::addColumn<int>("base");
  QTest::newRow("one column") << 1 << 0 << 1 << 0;
  QTest::newRow("same coordinate") << 8 << 1 << 1 << 0;
  QTest::newRow("coordinate too high") << 8 << 0 << 3 << 0;
  QTest::newRow("negative coordinate") << 8 << -1 << 1 << 0;
  QTest::newRow("base of another dimension") << 8 << 0 << 1 << 2;
}

void FieldTest::requestsThatDoNotFitAreRefused() {
  QFETCH(int, columns);
  QFETCH(int, x);
  QFETCH(int, y);
  QFETCH(int, base);
  const PlaneFunction f([](const auto& p) { return p.sum(); }, 3);
  const FieldRequest request{
      {}, columns, 8, Plane::ofCoordinates(x, y, std::vector<double>(static_cast<std::size_t>(base), 0.0))};
  QVERIFY_EXCEPTION_THROWN(evaluateField(f, request), std::invalid_argument);
}

void FieldTest::stopRequestGivesNothing() {
  std::stop_source source;
  source.request_stop();
  const PlaneFunction f([](const auto& p) { return p.sum(); });
  QVERIFY(evaluateField(f, {{}, 64, 64, {}}, source.get_token()) == nullptr);
}

void FieldTest::coarserKeepsTheView() {
  const FieldRequest request{{0, 1, 2, 3}, 360, 517, {}};
  const FieldRequest coarse = request.coarser(8);
  QCOMPARE(coarse.columns, Index{45});
  QCOMPARE(coarse.rows, Index{65});
  QVERIFY(coarse.view == request.view);
  QCOMPARE(request.coarser(1000).columns, Index{2});
}

void FieldTest::curveSamplesBothEnds() {
  const PlaneFunction f([](const auto& p) { return p[0] * p[0]; }, 1);
  const auto curve = sampleCurve(f, -2, 3, 11);
  QCOMPARE(curve->x[0], -2.0);
  QCOMPARE(curve->x[10], 3.0);
  QCOMPARE(curve->f[10], 9.0);
  QCOMPARE(curve->minimum, 0.0);
  QCOMPARE(curve->maximum, 9.0);
}

void FieldTest::logScaleIsEvenInDecades() {
  const auto field = planeField([](const auto& p) { return 5 + std::pow(10, p[0]); }, {-2, 2, 0, 1}, 401, 101);
  const ValueScale scale(*field, ColorScale::Log, 5.0);
  QCOMPARE(scale.offset(), 5.0);
  const double decade = scale.position(15) - scale.position(6);
  QVERIFY(std::abs(decade - 0.25) < 0.002);
  QVERIFY(std::abs(scale.position(5.1) - scale.position(5.01) - decade) < 0.01);
  QCOMPARE(scale.position(5.0), 0.0);
  QCOMPARE(scale.position(1e9), 1.0);
}

void FieldTest::rankScaleMixesRankAndLinear() {
  // Half of the view lies below 1, the rest rises to 101.
  const auto field =
      planeField([](const auto& p) { return p[0] < 0 ? 1 + p[0] : 1 + 100 * p[0]; }, {-1, 1, 0, 1}, 401, 51);
  const ValueScale scale(*field, ColorScale::Rank);
  QVERIFY(std::abs(scale.position(1) - (0.8 * 0.5 + 0.2 * 1 / 101)) < 0.005);
  QVERIFY(std::abs(scale.position(51) - (0.8 * 0.75 + 0.2 * 51 / 101)) < 0.005);
  QCOMPARE(scale.position(101), 1.0);
  QVERIFY(scale.position(0) < 0.005);
}

void FieldTest::linearScaleIsLinear() {
  const auto field = planeField([](const auto& p) { return p[0]; }, {0, 8, 0, 1}, 9, 2);
  const ValueScale scale(*field, ColorScale::Linear);
  QCOMPARE(scale.position(2), 0.25);
  QCOMPARE(scale.position(-1), 0.0);
  QCOMPARE(scale.position(std::numeric_limits<double>::infinity()), 1.0);
}

void FieldTest::thresholdsInvertPositions_data() {
  QTest::addColumn<int>("kind");
  QTest::newRow("linear") << static_cast<int>(ColorScale::Linear);
  QTest::newRow("log") << static_cast<int>(ColorScale::Log);
  QTest::newRow("rank") << static_cast<int>(ColorScale::Rank);
}

void FieldTest::thresholdsInvertPositions() {
  QFETCH(int, kind);
  const auto field = planeField([](const auto& p) { return p[0] * p[0] + 7 * p[1] * p[1]; }, {-1, 2, -1, 1}, 201, 201);
  const ValueScale scale(*field, static_cast<ColorScale>(kind), 0.0);
  const std::vector<double> thresholds = scale.thresholds(256);
  QCOMPARE(thresholds.size(), std::size_t{255});
  for (std::size_t k = 0; k < thresholds.size(); ++k) {
    QVERIFY(std::abs(scale.position(thresholds[k]) - static_cast<double>(k + 1) / 256) < 1e-9);
  }
}

void FieldTest::flatSurfaceHasAPosition() {
  const auto field = planeField([](const auto&) { return 3.0; }, {0, 1, 0, 1}, 8, 8);
  for (const ColorScale kind : {ColorScale::Linear, ColorScale::Log, ColorScale::Rank}) {
    const ValueScale scale(*field, kind, 3.0);
    QCOMPARE(scale.position(3.0), 0.0);
    QCOMPARE(scale.thresholds(256).size(), std::size_t{255});
  }
}

void FieldTest::gradientsStandAtTheirNodes() {
  const auto himmelblau = findObjective("himmelblau")->make({}, 2);
  const auto field = evaluateGradients(*himmelblau, {{-3, 4, -2, 5}, 8, 6, {}});
  QVERIFY(field);
  QCOMPARE(field->gradient.rows(), Index{48});
  for (Index row = 0; row < field->rows; ++row) {
    for (Index column = 0; column < field->columns; ++column) {
      const double x = -3 + 7.0 * static_cast<double>(column) / 7;
      const double y = -2 + 7.0 * static_cast<double>(row) / 5;
      const double u = x * x + y - 11;
      const double v = x + y * y - 7;
      const Index i = row * field->columns + column;
      QVERIFY(std::abs(field->f[i] - (u * u + v * v)) <= 1e-12 * (1 + u * u + v * v));
      QVERIFY(std::abs(field->gradient(i, 0) - (4 * x * u + 2 * v)) < 1e-10);
      QVERIFY(std::abs(field->gradient(i, 1) - (2 * u + 4 * y * v)) < 1e-10);
    }
  }
  std::stop_source source;
  source.request_stop();
  QVERIFY(!evaluateGradients(*himmelblau, {{-3, 4, -2, 5}, 8, 6, {}}, source.get_token()));
}

void FieldTest::arrowsAreLostNowhere() {
  // ‖∇f‖ spans six decades, and the strength rises with it; the minimum has no direction.
  const auto rosenbrock = findObjective("rosenbrock")->make({{"b", 1e5}}, 2);
  const auto field = evaluateGradients(*rosenbrock, {{-2, 2, -1, 3}, 41, 41, {}});
  Index strong = 0;
  for (Index i = 0; i < field->f.size(); ++i) {
    const double norm = field->gradient.row(i).matrix().norm();
    QCOMPARE(std::isnan(field->strength[i]), norm == 0);
    if (norm == 0) continue;
    QVERIFY(field->strength[i] >= 0 && field->strength[i] <= 1);
    strong += field->strength[i] > 0.25 ? 1 : 0;
    for (Index k = 0; k < i; k += 37) {
      const double other = field->gradient.row(k).matrix().norm();
      if (other > 0) QVERIFY((field->strength[i] >= field->strength[k]) || (norm < other));
    }
  }
  QVERIFY(strong > field->f.size() / 2);
  const auto sphere = findObjective("sphere")->make({}, 2);
  const auto around = evaluateGradients(*sphere, {{-1, 1, -1, 1}, 3, 3, {}});
  QVERIFY(std::isnan(around->strength[4]));
  QVERIFY(!std::isnan(around->strength[0]));
}

void FieldTest::gradientsOfASliceAreThePlanes() {
  const auto sphere = findObjective("ellipsoid")->make({}, 4);
  const auto field = evaluateGradients(*sphere, {{1, 2, 3, 4}, 2, 2, Plane::ofCoordinates(3, 1, {9, 8, 7, 6})});
  Points whole;
  Points at(1, 4);
  at << 9, 3, 7, 2;
  sphere->gradient(at, whole);
  QCOMPARE(field->gradient(1, 0), whole(0, 3));
  QCOMPARE(field->gradient(1, 1), whole(0, 1));
}

void FieldTest::marksAreShortAndSpread_data() {
  QTest::addColumn<int>("kind");
  for (const ColorScale kind : {ColorScale::Linear, ColorScale::Log, ColorScale::Rank})
    QTest::addRow("%d", static_cast<int>(kind)) << static_cast<int>(kind);
}

void FieldTest::marksAreShortAndSpread() {
  QFETCH(int, kind);
  const auto himmelblau = findObjective("himmelblau")->make({}, 2);
  const auto field = evaluateField(*himmelblau, {{-6, 6, -6, 6}, 200, 200, {}});
  const ValueScale scale(*field, static_cast<ColorScale>(kind), 0.0);
  for (const Index n : {1, 3, 5, 7}) {
    const std::vector<double> marks = scale.marks(n);
    QCOMPARE(static_cast<Index>(marks.size()), n);
    for (std::size_t k = 0; k < marks.size(); ++k) {
      const double place = scale.position(marks[k]) * static_cast<double>(n) - static_cast<double>(k);
      QVERIFY(place > 0.2 && place < 0.8);
      // At most three digits name it.
      const double power = std::pow(10, 2 - std::floor(std::log10(marks[k])));
      QVERIFY(std::abs(marks[k] * power - std::round(marks[k] * power)) < 1e-6);
      QVERIFY(std::abs(scale.value(scale.position(marks[k])) / marks[k] - 1) < 1e-9);
    }
  }
}

QTEST_GUILESS_MAIN(FieldTest)
#include "field_test.moc"
