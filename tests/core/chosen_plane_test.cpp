// The planes that a panel may show: each kind by what defines it, on paths that the program traces.

#include "core/surfaces/chosen_plane.h"

#include "core/base/linear_algebra.h"
#include "core/runs/stability.h"
#include "core/scenario/scenario_file.h"
#include "core/surfaces/movement.h"
#include "core/surfaces/panel_plane.h"

#include <QTest>

#include <cmath>

using namespace thalweg;

namespace {

using Vector = Eigen::VectorXd;

Vector vectorOf(const std::vector<double>& v) {
  return Eigen::Map<const Vector>(v.data(), static_cast<Index>(v.size()));
}
Vector pointOf(const Trajectory& path, Index step) { return path.points.row(step).matrix().transpose(); }
Vector endOf(const Trajectory& path) { return pointOf(path, path.steps()); }

/// A small network and two contenders whose paths end at different places.
struct Race {
  Scenario scenario = parseScenario(
      R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron", "options": {"hidden": [4]}}],
          "contenders": [{"optimizer": "SGD", "options": {"lr": 0.3}}, {"optimizer": "Adam", "options": {"lr": 0.05}}],
          "steps": 60, "display": {"step": 25}})");
  std::shared_ptr<const Objective> objective = makeObjective(scenario.panels[0]);
  std::vector<Trajectory> traced;
  std::vector<const Trajectory*> paths;

  Race() {
    for (std::size_t i = 0; i < 2; ++i)
      traced.push_back(trace(scenario, i, *objective, startPoint(scenario, 0, i, *objective)));
    paths = {&traced[0], &traced[1]};
  }

  Plane plane(const PlaneChoice& choice, const Plane* before = nullptr) {
    scenario.panels[0].plane = choice;
    return chosenPlane(scenario, 0, *objective, paths, before);
  }
  std::string refusal(const PlaneChoice& choice) {
    try {
      plane(choice);
    } catch (const OptionError& error) {
      return error.what();
    }
    return "accepted";
  }
  [[nodiscard]] Vector origin(const Plane& plane) const { return vectorOf(plane.at(0, 0, objective->dimension())); }
  [[nodiscard]] std::pair<Vector, Vector> directions(const Plane& plane) const {
    const Plane::Directions found = plane.directions(objective->dimension());
    return {vectorOf(found.u), vectorOf(found.v)};
  }
};

PlaneChoice ofKind(PlaneKind kind) { return {.kind = kind}; }

}  // namespace

class ChosenPlaneTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void coordinatesGoThroughTheStart() {
    Race race;
    const Vector start = vectorOf(race.objective->starts().front());
    const Plane standard = chosenPlane(race.scenario, 0, *race.objective, race.paths);
    QVERIFY(standard == Plane::ofCoordinates(0, 1, race.objective->starts().front()));
    const Plane plane = race.plane({.kind = PlaneKind::Coordinates, .x = 3, .y = 7});
    Vector moved = start;
    moved[3] = 5;
    moved[7] = -2;
    QCOMPARE(vectorOf(plane.at(5, -2, race.objective->dimension())), moved);
    const auto [u, v] = race.directions(plane);
    QVERIFY(u == Vector::Unit(u.size(), 3) && v == Vector::Unit(v.size(), 7));
  }

  void theCommonCaseOfTwoDimensionsStaysAsItIs() {
    const Scenario s = startUpScenario();
    QVERIFY(chosenPlane(s, 0, *makeObjective(s.panels[0]), {}) == Plane());
  }

  void randomDirectionsHaveTheSizeOfTheNeurons() {
    Race race;
    const Plane plane = race.plane(ofKind(PlaneKind::Random));
    QCOMPARE(race.origin(plane), endOf(race.traced[0]));
    const Vector end = endOf(race.traced[0]);
    const auto [u, v] = race.directions(plane);
    for (const Block& block : race.objective->shape()) {
      for (Index row = 0; row < block.rows; ++row) {
        const Index size = block.isMatrix() ? block.columns : 1;
        const Index first = block.first + row * size;
        const double wanted = block.isMatrix() ? end.segment(first, size).norm() : 0;
        QVERIFY(std::abs(u.segment(first, size).norm() - wanted) < 1e-13);
        QVERIFY(std::abs(v.segment(first, size).norm() - wanted) < 1e-13);
      }
    }
    QVERIFY(plane == race.plane(ofKind(PlaneKind::Random)));
    QVERIFY(!(plane == race.plane({.kind = PlaneKind::Random, .seed = 1})));
    const PathPlace adam{PathPlace::Kind::Cursor, 1};
    QCOMPARE(race.origin(race.plane({.kind = PlaneKind::Random, .at = adam})), pointOf(race.traced[1], 25));
  }

  void withoutMatricesAllCoordinatesAreOneFilter() {
    const std::vector<double> point = {3, 0, -4};
    const Vector found = vectorOf(filterNormalized({1, 2, 2}, point, {{0, 3, 0}}));
    QVERIFY((found - 5.0 / 3 * Eigen::Vector3d(1, 2, 2)).norm() < 1e-14);
    const std::vector<double> zero(3, 0);
    QVERIFY(std::abs(vectorOf(filterNormalized({1, 2, 2}, zero, {{0, 3, 0}})).norm() - 1) < 1e-15);
    // A neuron without weights is not perturbed.
    QVERIFY(vectorOf(filterNormalized({1, 2, 2}, zero, {{0, 1, 2}, {2, 1, 0}})).isZero(0));
  }

  void thePrincipalPlaneHoldsMostOfTheMovement() {
    Race race;
    const Plane one = race.plane({.kind = PlaneKind::Principal, .contenders = std::vector<std::size_t>{1}});
    QCOMPARE(race.origin(one), endOf(race.traced[1]));
    const auto [u, v] = race.directions(one);
    QVERIFY(std::abs(u.norm() - 1) < 1e-12 && std::abs(v.norm() - 1) < 1e-12 && std::abs(u.dot(v)) < 1e-12);
    const double held = projectPath(race.traced[1].points, one).share;
    QVERIFY(held > 0.8 && held < 1);
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const Plane other =
          race.plane({.kind = PlaneKind::Random, .seed = seed, .at = PathPlace{PathPlace::Kind::End, 1}});
      QVERIFY(projectPath(race.traced[1].points, other).share < held);
    }
    // All that are shown: from the end of the first of them on.
    const Plane all = race.plane(ofKind(PlaneKind::Principal));
    QCOMPARE(race.origin(all), endOf(race.traced[0]));
    race.scenario.contenders[0].hidden = true;
    QCOMPARE(race.origin(race.plane(ofKind(PlaneKind::Principal))), endOf(race.traced[1]));
  }

  void sidesStayAsTheyWere() {
    Race race;
    const PlaneChoice choice = ofKind(PlaneKind::Principal);
    const Plane plane = race.plane(choice);
    const Plane::Directions found = plane.directions(race.objective->dimension());
    const auto turned = [](std::vector<double> v) {
      for (double& entry : v) entry = -entry;
      return v;
    };
    const std::vector<double> origin = plane.at(0, 0, race.objective->dimension());
    const Plane before = Plane::spanned(origin, found.u, turned(found.v));
    const Plane::Directions kept = race.plane(choice, &before).directions(race.objective->dimension());
    QCOMPARE(kept.u, found.u);
    QCOMPARE(kept.v, turned(found.v));
    // Places follow, and points stay.
    const Plane after = race.plane(choice, &before);
    const Vector point = pointOf(race.traced[0], 10);
    const Plane::Place place = after.project(std::span(point.data(), static_cast<std::size_t>(point.size())));
    const Plane::Place old = plane.project(std::span(point.data(), static_cast<std::size_t>(point.size())));
    QCOMPARE(place.x, old.x);
    QCOMPARE(place.y, -old.y);
    QVERIFY(race.plane(choice, &after) == after);
  }

  void movementAlongALineOrNoneStillHasAPlane() {
    Points line(3, 4);
    line << 0, 0, 0, 0, 1, 2, 0, 0, 2, 4, 0, 0;
    const Points still = Points::Ones(3, 4);
    for (const Points* path : {static_cast<const Points*>(&line), &still}) {
      const PrincipalDirections found = principalDirections({path}, path->row(2).matrix());
      QVERIFY(std::abs(found.u.norm() - 1) < 1e-15 && std::abs(found.v.norm() - 1) < 1e-15);
      QVERIFY(std::abs(found.u.dot(found.v)) < 1e-15);
      QCOMPARE(found.share(), 1.0);
    }
    const Eigen::RowVector4d along(1, 2, 0, 0);
    QVERIFY(std::abs(std::abs(principalDirections({&line}, line.row(2).matrix()).u.dot(along.transpose())) -
                     along.norm()) < 1e-14);
  }

  void largeNumbersDoNotOverflow() {
    Points far = Points::Random(5, 4) * 1e200;
    const PrincipalDirections found = principalDirections({&far}, far.row(4).matrix());
    QVERIFY(found.u.allFinite() && found.v.allFinite());
    QVERIFY(std::isfinite(projectPath(far, Plane::ofCoordinates(0, 1)).share));
  }

  void threePointsLieInTheirPlane() {
    Race race;
    const Plane plane = race.plane(ofKind(PlaneKind::ThroughPoints));
    for (const Vector& point : {pointOf(race.traced[0], 0), endOf(race.traced[0]), endOf(race.traced[1])})
      QVERIFY(plane.distance({point.data(), static_cast<std::size_t>(point.size())}) < 1e-13);
    const auto [u, v] = race.directions(plane);
    QVERIFY(std::abs(u.dot(v)) < 1e-13);
    const Vector first = endOf(race.traced[0]) - pointOf(race.traced[0], 0);
    QVERIFY((first.normalized() - u).norm() < 1e-13);
    const std::vector<double> own(static_cast<std::size_t>(race.objective->dimension()), 0.5);
    const Plane typed =
        race.plane({.kind = PlaneKind::ThroughPoints,
                    .points = {own, PathPlace{PathPlace::Kind::Start, {}}, PathPlace{PathPlace::Kind::End, 1}}});
    QVERIFY(typed.at(0, 0, race.objective->dimension()) == own);
    const PlaneAnchor start = PathPlace{PathPlace::Kind::Start, {}};
    QCOMPARE(race.refusal({.kind = PlaneKind::ThroughPoints, .points = {start, start, PathPlace{}}}),
             std::string("plane.points: expected three points that do not lie on one line"));
  }

  void theHessianPlaneCurvesMost() {
    Race race;
    const Plane plane = race.plane(ofKind(PlaneKind::Hessian));
    const Vector end = endOf(race.traced[0]);
    QCOMPARE(race.origin(plane), end);
    const Eigen::MatrixXd hessian = race.objective->hessian(end.transpose().array());
    const SymmetricEigen dense = symmetricEigen(hessian);
    const Index last = dense.values.size() - 1;
    const auto [u, v] = race.directions(plane);
    QVERIFY((hessian * u - dense.values[last] * u).norm() < 1e-8 * dense.values[last]);
    QVERIFY((hessian * v - dense.values[last - 1] * v).norm() < 1e-8 * dense.values[last]);
    QVERIFY(std::abs(u.dot(v)) < 1e-10);
  }

  void theVelocityPlaneHoldsThreeStepsInARow() {
    Race race;
    for (const PathPlace at : {PathPlace{PathPlace::Kind::Cursor, 0}, PathPlace{PathPlace::Kind::End, 1}}) {
      const Plane plane = race.plane({.kind = PlaneKind::Velocity, .at = at});
      const Trajectory& path = race.traced[*at.contender];
      const Index step = at.kind == PathPlace::Kind::Cursor ? 25 : path.steps() - 1;
      for (const Index k : {step - 1, step, step + 1}) {
        const Vector point = pointOf(path, k);
        QVERIFY(plane.distance({point.data(), static_cast<std::size_t>(point.size())}) < 1e-13);
      }
      const Vector way = pointOf(path, step + 1) - pointOf(path, step);
      QVERIFY((race.directions(plane).first - way.normalized()).norm() < 1e-12);
    }
    race.scenario.steps = 1;
    race.traced[0].points.conservativeResize(2, Eigen::NoChange);
    QCOMPARE(race.refusal(ofKind(PlaneKind::Velocity)), std::string("plane.at: expected a path of at least two steps"));
  }

  void whereThereIsNoPathThereIsNoPlane() {
    Race race;
    race.paths = {nullptr, nullptr};
    QCOMPARE(race.refusal(ofKind(PlaneKind::Principal)),
             std::string("plane: there is no path that it could go through"));
    QCOMPARE(race.refusal(ofKind(PlaneKind::Hessian)),
             std::string("plane.at: there is no path that it could go through"));
    QCOMPARE(race.refusal({.kind = PlaneKind::Principal, .contenders = std::vector<std::size_t>{1}}),
             std::string("plane.contenders[0]: contender 1 has no path here"));
    // A start there always is.
    const PlaneChoice atStart{.kind = PlaneKind::Random, .at = PathPlace{PathPlace::Kind::Start, {}}};
    QCOMPARE(race.origin(race.plane(atStart)), vectorOf(race.objective->starts().front()));
  }

  void projectionsAreOrthogonal() {
    Race race;
    const Plane plane = race.plane(ofKind(PlaneKind::Random));
    const Points& points = race.traced[1].points;
    const ProjectedPath path = projectPath(points, plane);
    const auto [u, v] = race.directions(plane);
    for (const Index k : {Index{0}, Index{17}, points.rows() - 1}) {
      const Vector foot = vectorOf(plane.at(path.x[k], path.y[k], points.cols()));
      const Vector rest = pointOf(race.traced[1], k) - foot;
      QVERIFY(std::abs(rest.dot(u)) < 1e-12 * u.norm() && std::abs(rest.dot(v)) < 1e-12 * v.norm());
      QVERIFY(std::abs(rest.norm() - path.distance[k]) < 1e-12);
    }
    QVERIFY(path.share >= 0 && path.share <= 1);
  }

  void sharesOfManyPathsAddUp() {
    Race race;
    const Plane plane = race.plane(ofKind(PlaneKind::Principal));
    const std::vector<const Points*> points = {&race.traced[0].points, &race.traced[1].points};
    // One path alone is what projectPath makes of it; of both the plane is the principal one.
    const double own = movementShares({points[1]}, plane).plane;
    QVERIFY(std::abs(own - projectPath(*points[1], plane).share) < 1e-12);
    const PrincipalDirections principal = principalDirections(points, points[0]->matrix().row(60));
    const MovementShares shares = movementShares(points, plane);
    QVERIFY(std::abs(shares.plane - principal.share()) < 1e-12);
    QVERIFY(std::abs(shares.first - principal.first * principal.first / principal.total) < 1e-12);
    // Directions that lean towards each other hold no more than the plane that they span.
    const auto [u, v] = race.directions(plane);
    const auto list = [](const Vector& x) { return std::vector<double>(x.data(), x.data() + x.size()); };
    const Plane leaning = Plane::spanned(list(race.origin(plane)), list(3 * u), list(u + 0.5 * v));
    const MovementShares same = movementShares(points, leaning);
    QVERIFY(std::abs(same.plane - shares.plane) < 1e-12 && std::abs(same.first - shares.first) < 1e-12);
    QVERIFY(movementShares({}, plane) == MovementShares{});
  }

  void aPanelsPlaneSaysWhatItHolds() {
    Race race;
    race.scenario.panels[0].plane = ofKind(PlaneKind::Principal);
    const auto made = makePanelPlane(race.scenario, 0, *race.objective, race.paths);
    QVERIFY(made && made->problem.empty());
    QVERIFY(made->plane == chosenPlane(race.scenario, 0, *race.objective, race.paths));
    QCOMPARE(made->randomWalk, randomWalkShare(60, 2, MovementCentre::End));
    // The old one's sides are kept, whichever they are.
    PanelPlane turned = *made;
    const auto [u, v] = race.directions(made->plane);
    const auto list = [](const Vector& x) { return std::vector<double>(x.data(), x.data() + x.size()); };
    turned.plane = Plane::spanned(list(race.origin(made->plane)), list(-u), list(v));
    const auto next = makePanelPlane(race.scenario, 0, *race.objective, race.paths, &turned);
    QVERIFY((race.directions(next->plane).first + u).norm() < 1e-12);
    // One of another choice has none to keep.
    turned.choice = ofKind(PlaneKind::Hessian);
    QVERIFY(makePanelPlane(race.scenario, 0, *race.objective, race.paths, &turned)->plane == made->plane);
    // Where there is no such plane, two coordinates are shown, and it is said why.
    const auto none = makePanelPlane(race.scenario, 0, *race.objective, {});
    QVERIFY(none && !none->problem.empty());
    QVERIFY(none->plane == Plane::ofCoordinates(0, 1, race.objective->starts().front()));
    const Scenario flat = parseScenario(R"({"thalweg": 1, "panels": [{"objective": "booth"}], "contenders": []})");
    QVERIFY(!makePanelPlane(flat, 0, *makeObjective(flat.panels[0]), {}));
  }

  void whoRunsAwayTurnsNoPrincipalPlane() {
    Race race;
    race.scenario.panels[0].options = {{"hidden", Json::array({4})}, {"data", "curve"}, {"loss", "squared"}};
    race.objective = makeObjective(race.scenario.panels[0]);
    race.scenario.contenders[0].options["lr"] = 1e6;
    for (std::size_t i : {std::size_t{0}, std::size_t{1}})
      race.traced[i] = trace(race.scenario, i, *race.objective, startPoint(race.scenario, 0, i, *race.objective));
    QVERIFY(runsAway(race.traced[0]));
    const Plane all = race.plane(ofKind(PlaneKind::Principal));
    QVERIFY(all == race.plane({.kind = PlaneKind::Principal, .contenders = std::vector<std::size_t>{1}}));
  }
};

QTEST_GUILESS_MAIN(ChosenPlaneTest)
#include "chosen_plane_test.moc"
