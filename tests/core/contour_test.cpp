#include "core/surfaces/contour.h"

#include "tests/core/plane_function.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace thalweg;
using thalweg::testing::PlaneFunction;

class ContourTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void ruleFollowsTheSurface();
  void levelsAboveTheMinimumAreOneAndThree();
  void levelsOfASaddleAreSymmetricAndRound();
  void decimalLevelsKeepThreePercentBetweenThem();
  void decimalLevelsHaveFewDigits();
  void rangeTinyBesideTheValuesHasNoDecimals();
  void slopeFarFromTheMinimumFallsBackToDecimals();
  void flatAndUndefinedSurfacesHaveNoLevels();
  void circlesAreRoundAndClosed();
  void hyperbolasAreFourOpenBranches();
  void saddleCellIsJoinedAsTheBilinearSurfaceIs();
  void higherGroundLiesOnTheLeft();
  void linesStopAtUndefinedGround();
  void everyPointLiesOnItsLevel();
  void stopRequestGivesNothing();
};

namespace {

std::shared_ptr<const Field> planeField(const PlaneFunction::Function& f, View view, Index columns, Index rows) {
  return evaluateField(PlaneFunction(f), {view, columns, rows, {}});
}

double bowl(const Eigen::ArrayXd& p) { return p[0] * p[0] + p[1] * p[1]; }
double saddle(const Eigen::ArrayXd& p) { return p[0] * p[0] - p[1] * p[1]; }

std::vector<double> values(const std::vector<ContourLevel>& levels, bool labelledOnly = false) {
  std::vector<double> result;
  for (const ContourLevel& level : levels) {
    if (level.labelled || !labelledOnly) result.push_back(level.value);
  }
  return result;
}

/// Twice the signed area that a closed line goes round; positive anticlockwise.
double signedArea(const ContourLine& line) {
  double sum = 0;
  for (std::size_t k = 0; k < line.points.size(); ++k) {
    const PlanePoint& a = line.points[k];
    const PlanePoint& b = line.points[(k + 1) % line.points.size()];
    sum += a.x * b.y - b.x * a.y;
  }
  return sum / 2;
}

}  // namespace

void ContourTest::ruleFollowsTheSurface() {
  const Landmark origin{Landmark::Kind::Saddle, {0, 0}, 0, true, true};
  const Landmark minimum{Landmark::Kind::GlobalMinimum, {1, 1}, 0, true, true};
  QCOMPARE(levelRule(ColorScale::Log, {minimum}, {-2, 2, -2, 2}), LevelRule::AboveMinimum);
  QCOMPARE(levelRule(ColorScale::Rank, {origin}, {-2, 2, -2, 2}), LevelRule::BothSigns);
  QCOMPARE(levelRule(ColorScale::Rank, {minimum, origin}, {-2, 2, -2, 2}), LevelRule::Decimal);
  QCOMPARE(levelRule(ColorScale::Rank, {minimum, origin}, {-0.5, 0.5, -0.5, 0.5}), LevelRule::BothSigns);
  QCOMPARE(levelRule(ColorScale::Rank, {}, {-2, 2, -2, 2}), LevelRule::Decimal);
}

void ContourTest::levelsAboveTheMinimumAreOneAndThree() {
  const auto field = planeField([](const auto& p) { return 7 + bowl(p); }, {-20, 20, -20, 20}, 201, 201);
  const auto levels = contourLevels(*field, LevelRule::AboveMinimum, 7.0);
  const std::vector<double> expected = {8, 10, 17, 37, 107, 307};
  QCOMPARE(values(levels), expected);
  QCOMPARE(values(levels, true), (std::vector<double>{8, 17, 107}));
  QCOMPARE(levels[2].shown, 10.0);
}

void ContourTest::levelsOfASaddleAreSymmetricAndRound() {
  const auto field = planeField(saddle, {-1.5, 1.5, -2.18, 2.18}, 301, 437);
  const auto levels = contourLevels(*field, LevelRule::BothSigns);
  QCOMPARE(values(levels), (std::vector<double>{-2, -1, -0.5, -0.2, -0.1, 0, 0.1, 0.2, 0.5, 1, 2}));
  QCOMPARE(values(levels, true), (std::vector<double>{-1, -0.2, 0, 0.2, 1}));
}

void ContourTest::decimalLevelsKeepThreePercentBetweenThem() {
  const auto field =
      planeField([](const auto& p) { return bowl(p) - 4 * std::exp(-2 * bowl(p - 1)); }, {-3, 3, -3, 3}, 241, 241);
  const auto levels = contourLevels(*field, LevelRule::Decimal);
  QVERIFY(levels.size() >= 12);
  QVERIFY(levels.size() <= 34);
  for (std::size_t k = 1; k < levels.size(); ++k) {
    QVERIFY(field->rank(levels[k].value) - field->rank(levels[k - 1].value) >= 0.03);
  }
  QVERIFY(std::any_of(levels.begin(), levels.end(), [](const auto& level) { return level.labelled; }));
}

void ContourTest::decimalLevelsHaveFewDigits() {
  const auto field = planeField([](const auto& p) { return 3 * p[0]; }, {-1, 1, 0, 1}, 201, 51);
  for (const ContourLevel& level : contourLevels(*field, LevelRule::Decimal)) {
    const double hundreds = level.value * 100;
    QCOMPARE(hundreds, std::round(hundreds));
  }
}

void ContourTest::rangeTinyBesideTheValuesHasNoDecimals() {
  // 1e22 and one or two units of its last digit: whole steps between them cannot be counted.
  const auto field = planeField([](const auto& p) { return 1e22 + 2.2e6 * p[0]; }, {0, 1, 0, 1}, 20, 20);
  QVERIFY(field->maximum > field->minimum);
  for (const ContourLevel& level : contourLevels(*field, LevelRule::Decimal))
    QVERIFY(level.value >= field->minimum && level.value <= field->maximum);
}

void ContourTest::slopeFarFromTheMinimumFallsBackToDecimals() {
  const auto field = planeField(bowl, {10, 10.5, 10, 10.5}, 101, 101);
  const auto levels = contourLevels(*field, LevelRule::AboveMinimum, 0.0);
  QVERIFY(levels.size() >= 5);
  QVERIFY(levels.front().value > 200 && levels.back().value < 220.5);
}

void ContourTest::flatAndUndefinedSurfacesHaveNoLevels() {
  const auto flat = planeField([](const auto&) { return 2.0; }, {0, 1, 0, 1}, 8, 8);
  const auto none = planeField([](const auto&) { return std::sqrt(-1.0); }, {0, 1, 0, 1}, 8, 8);
  for (const LevelRule rule : {LevelRule::AboveMinimum, LevelRule::BothSigns, LevelRule::Decimal}) {
    QVERIFY(contourLevels(*flat, rule, 2.0).empty());
    QVERIFY(contourLevels(*none, rule).empty());
  }
}

void ContourTest::circlesAreRoundAndClosed() {
  const auto field = planeField(bowl, {-2, 2, -2, 2}, 201, 201);
  const auto contours = traceContours(*field, {{0.25, 0.25, true}, {2.25, 2.25, true}});
  QCOMPARE(contours->lines.size(), std::size_t{2});
  for (const ContourLine& line : contours->lines) {
    QVERIFY(line.closed);
    const double radius = std::sqrt(contours->levels[line.level].value);
    // A fiftieth of a cell from linear interpolation, a twenty-fifth from thinning.
    for (const PlanePoint& p : line.points) QVERIFY(std::abs(std::hypot(p.x, p.y) - radius) < 0.02 * 0.02 * 2);
    QVERIFY(std::abs(std::abs(signedArea(line)) / (std::numbers::pi * radius * radius) - 1) < 0.003);
  }
}

void ContourTest::hyperbolasAreFourOpenBranches() {
  const auto field = planeField(saddle, {-2, 2, -2, 2}, 200, 200);
  const auto contours = traceContours(*field, {{-1, -1, true}, {1, 1, true}});
  QCOMPARE(contours->lines.size(), std::size_t{4});
  for (const ContourLine& line : contours->lines) {
    QVERIFY(!line.closed);
    const auto onEdge = [](const PlanePoint& p) { return std::max(std::abs(p.x), std::abs(p.y)) > 2 - 1e-9; };
    QVERIFY(onEdge(line.points.front()) && onEdge(line.points.back()));
  }
}

void ContourTest::saddleCellIsJoinedAsTheBilinearSurfaceIs() {
  // xy has its saddle at the centre of the one cell; a level above 0 leaves the high corners apart, one below joins
  // them.
  const auto field = planeField([](const auto& p) { return p[0] * p[1]; }, {-1, 1, -1, 1}, 2, 2);
  const auto apart = traceContours(*field, {{0.5, 0.5, true}});
  QCOMPARE(apart->lines.size(), std::size_t{2});
  for (const ContourLine& line : apart->lines) {
    for (const PlanePoint& p : line.points) QVERIFY(p.x * line.points[0].x > 0 || p.y * line.points[0].y > 0);
    QVERIFY((line.points[0].x + line.points[1].x) * (line.points[0].y + line.points[1].y) > 0);
  }
  const auto together = traceContours(*field, {{-0.5, -0.5, true}});
  QCOMPARE(together->lines.size(), std::size_t{2});
  for (const ContourLine& line : together->lines) {
    QVERIFY((line.points[0].x + line.points[1].x) * (line.points[0].y + line.points[1].y) < 0);
  }
}

void ContourTest::higherGroundLiesOnTheLeft() {
  const auto up = traceContours(*planeField(bowl, {-2, 2, -2, 2}, 50, 50), {{1, 1, true}});
  QVERIFY(signedArea(up->lines.front()) < 0);
  const auto down =
      traceContours(*planeField([](const auto& p) { return -bowl(p); }, {-2, 2, -2, 2}, 50, 50), {{-1, -1, true}});
  QVERIFY(signedArea(down->lines.front()) > 0);
}

void ContourTest::linesStopAtUndefinedGround() {
  const auto field =
      planeField([](const auto& p) { return p[0] < 0 ? std::sqrt(-1.0) : bowl(p); }, {-2, 2, -2, 2}, 101, 101);
  const auto contours = traceContours(*field, {{1, 1, true}});
  QCOMPARE(contours->lines.size(), std::size_t{1});
  QVERIFY(!contours->lines[0].closed);
  for (const PlanePoint& p : contours->lines[0].points) QVERIFY(p.x >= 0);
}

void ContourTest::everyPointLiesOnItsLevel() {
  const auto f = [](const Eigen::ArrayXd& p) { return std::sin(3 * p[0]) * std::cos(2 * p[1]) + 0.2 * p[0]; };
  const auto field = planeField(f, {-3, 3, -3, 3}, 401, 401);
  const auto contours = traceContours(*field, contourLevels(*field, LevelRule::Decimal));
  QVERIFY(contours->lines.size() > 20);
  for (const ContourLine& line : contours->lines) {
    for (const PlanePoint& p : line.points) {
      const double value = f(Eigen::Array2d(p.x, p.y));
      QVERIFY(std::abs(value - contours->levels[line.level].value) < 5e-4);
    }
  }
}

void ContourTest::stopRequestGivesNothing() {
  std::stop_source source;
  source.request_stop();
  const auto field = planeField(bowl, {-2, 2, -2, 2}, 50, 50);
  QVERIFY(traceContours(*field, {{1, 1, true}}, source.get_token()) == nullptr);
}

QTEST_GUILESS_MAIN(ContourTest)
#include "contour_test.moc"
