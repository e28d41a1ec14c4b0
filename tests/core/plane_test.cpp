// Planes in the space of points: coordinate planes to the bit, any others by what defines them.

#include "core/surfaces/plane.h"

#include "core/contracts/objective.h"
#include "core/surfaces/field.h"
#include "tests/core/plane_function.h"

#include <QTest>

#include <cmath>
#include <stdexcept>

using namespace thalweg;
using thalweg::testing::PlaneFunction;

namespace {

double product(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

const std::vector<double> origin = {0.5, -1, 2, 0.25};
const std::vector<double> along = {1, 2, 0, -1};
const std::vector<double> across = {0.5, 0, 3, 1};

}  // namespace

class PlaneTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void coordinatesAreThePointsOwn() {
    const Plane plane = Plane::ofCoordinates(2, 0, {9, 7, 9, -0.1});
    QCOMPARE(plane.at(1.0 / 3, -0.0, 4), (std::vector<double>{-0.0, 7, 1.0 / 3, -0.1}));
    QVERIFY(std::signbit(plane.at(1, -0.0, 4)[0]));
    const std::vector<double> point = {1e-300, 8, 0.1, 6};
    QCOMPARE(plane.project(point).x, 0.1);
    QCOMPARE(plane.project(point).y, 1e-300);
    QCOMPARE(plane.distance(point), 6.1);
    // The held coordinates decide, not where the plane was said to go through.
    QVERIFY(plane == Plane::ofCoordinates(2, 0, {1, 7, 2, -0.1}));
    QVERIFY(!(plane == Plane::ofCoordinates(2, 0, {1, 7.5, 2, -0.1})));
  }

  void oneVariableHasNoSecond() {
    QCOMPARE(Plane().at(3, 5, 1), (std::vector<double>{3}));
    const std::vector<double> point = {4};
    QCOMPARE(Plane().project(point).x, 4.0);
    QCOMPARE(Plane().project(point).y, 0.0);
    QVERIFY(Plane().fits(1) && Plane().fits(2) && Plane().fits(1000));
  }

  void placesAndPointsAreInverse() {
    const Plane plane = Plane::spanned(origin, along, across);
    for (const auto& [x, y] : {std::pair(0.0, 0.0), std::pair(1.5, -2.0), std::pair(-3.0, 0.125)}) {
      const std::vector<double> point = plane.at(x, y, 4);
      for (std::size_t k = 0; k < 4; ++k) QCOMPARE(point[k], origin[k] + along[k] * x + across[k] * y);
      QVERIFY(std::abs(plane.project(point).x - x) < 1e-13);
      QVERIFY(std::abs(plane.project(point).y - y) < 1e-13);
      QVERIFY(plane.distance(point) < 1e-13);
    }
  }

  void projectionIsOrthogonal() {
    const Plane plane = Plane::spanned(origin, along, across);
    const std::vector<double> point = {3, 1, -2, 5};
    const Plane::Place place = plane.project(point);
    std::vector<double> rest = plane.at(place.x, place.y, 4);
    double farthest = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      rest[k] = point[k] - rest[k];
      farthest = std::max(farthest, std::abs(rest[k]));
    }
    QVERIFY(std::abs(product(rest, along)) < 1e-12);
    QVERIFY(std::abs(product(rest, across)) < 1e-12);
    QCOMPARE(plane.distance(point), farthest);
    Points rows(2, 4);
    rows.row(0).setZero();
    for (Index c = 0; c < 4; ++c) rows(1, c) = point[static_cast<std::size_t>(c)];
    QCOMPARE(plane.project(rows, 1).x, place.x);
    QCOMPARE(plane.project(rows, 1).y, place.y);
  }

  void slopesAreDerivativesAlongTheDirections() {
    const Plane plane = Plane::spanned(origin, along, across);
    Points gradient(1, 4);
    gradient << 0.5, -1, 2, 3;
    QCOMPARE(plane.slopes(gradient)(0, 0), 0.5 - 2 - 3);
    QCOMPARE(plane.slopes(gradient)(0, 1), 0.25 + 6 + 3);
    QCOMPARE(Plane::ofCoordinates(3, 1).slopes(gradient)(0, 0), 3.0);
    QCOMPARE(Plane::ofCoordinates(3, 1).slopes(gradient)(0, 1), -1.0);
  }

  void fieldsLieInTheirPlane() {
    const PlaneFunction f([](const auto& p) { return p[0] + 10 * p[1] + 100 * p[2] + 1000 * p[3]; }, 4);
    const Plane plane = Plane::spanned(origin, along, across);
    const auto field = evaluateField(f, {{-1, 1, -2, 2}, 5, 3, plane});
    for (Index row = 0; row < 3; ++row) {
      for (Index column = 0; column < 5; ++column) {
        const std::vector<double> point = plane.at(field->x(column), field->y(row), 4);
        const double value = point[0] + 10 * point[1] + 100 * point[2] + 1000 * point[3];
        QVERIFY(std::abs(field->at(column, row) - value) < 1e-9);
      }
    }
    // The same plane in other words has the same field to the bit.
    const auto one = evaluateField(f, {{-1, 1, -2, 2}, 5, 3, Plane::ofCoordinates(1, 3, {0.3, 0, 0.7, 0})});
    const auto other =
        evaluateField(f, {{-1, 1, -2, 2}, 5, 3, Plane::spanned({0.3, 0, 0.7, 0}, {0, 1, 0, 0}, {0, 0, 0, 1})});
    QVERIFY((one->values == other->values).all());
  }

  void whatSpansNoPlaneIsRefused() {
    QVERIFY_EXCEPTION_THROWN(Plane::spanned(origin, along, along), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(Plane::spanned(origin, along, {0, 0, 0, 0}), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(Plane::spanned(origin, {1, 0}, {0, 1}), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(Plane::spanned({}, {}, {}), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(Plane::spanned(origin, along, {NAN, 0, 0, 0}), std::invalid_argument);
    const Plane plane = Plane::spanned(origin, along, across);
    QVERIFY(plane.fits(4) && !plane.fits(3) && !plane.fits(1));
    QVERIFY_EXCEPTION_THROWN(plane.check(5), std::invalid_argument);
    QVERIFY(!Plane::ofCoordinates(1, 1).fits(3));
    QVERIFY(!Plane::ofCoordinates(0, 3).fits(3));
  }
};

QTEST_GUILESS_MAIN(PlaneTest)
#include "plane_test.moc"
