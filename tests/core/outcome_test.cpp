// Each outcome on a path made for it.

#include "core/runs/outcome.h"

#include "core/scenario/scenario.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace thalweg;

namespace {

std::shared_ptr<const Objective> objectiveOf(const char* id, const Options& options = {}) {
  return makeObjective({id, options, {}, {}, {}});
}

/// The verdict on a path of points (rows), with the objective's own losses and gradients.
Verdict judged(const Objective& objective, const Points& path, Index requested = -1) {
  Column loss;
  Points gradient;
  objective.valueAndGradient(path, loss, gradient);
  const Column norm = gradient.matrix().rowwise().norm();
  return classify(objective, path, loss, norm, requested < 0 ? path.rows() - 1 : requested);
}

/// From `from` to `to` in `steps` steps whose distances to `to` shrink by `factor`.
Points approach(const std::vector<double>& from, const std::vector<double>& to, Index steps, double factor) {
  Points path(steps + 1, static_cast<Index>(from.size()));
  for (Index k = 0; k <= steps; ++k) {
    for (Index c = 0; c < path.cols(); ++c) {
      const auto i = static_cast<std::size_t>(c);
      path(k, c) = to[i] + (from[i] - to[i]) * std::pow(factor, static_cast<double>(k));
    }
  }
  return path;
}

}  // namespace

class OutcomeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void idsAreThoseOfTheFileFormat() {
    QCOMPARE(outcomeId(Outcome::Converged), std::string_view("converged"));
    QCOMPARE(outcomeId(Outcome::LocalMinimum), std::string_view("local_minimum"));
    QCOMPARE(outcomeId(Outcome::Saddle), std::string_view("saddle"));
    QCOMPARE(outcomeId(Outcome::Plateau), std::string_view("plateau"));
    QCOMPARE(outcomeId(Outcome::Oscillating), std::string_view("oscillating"));
    QCOMPARE(outcomeId(Outcome::Moving), std::string_view("moving"));
    QCOMPARE(outcomeId(Outcome::Unbounded), std::string_view("unbounded"));
    QCOMPARE(outcomeId(Outcome::Diverged), std::string_view("diverged"));
  }

  void arrivalRadiusIsAHundredthOfTheBoxesDiagonal() {
    const auto sphere = objectiveOf("sphere");
    const View view = sphere->view();
    QCOMPARE(arrivalRadius(*sphere), 0.01 * std::hypot(view.xMax - view.xMin, view.yMax - view.yMin));
  }

  void restingAtAKnownMinimumIsConverged() {
    const auto sphere = objectiveOf("sphere");
    const Points path = approach({1, 1}, {0, 0}, 60, 0.8);
    const Verdict verdict = judged(*sphere, path);
    QCOMPARE(verdict.outcome, Outcome::Converged);
    QCOMPARE(verdict.landmark, 0);
    const double radius = arrivalRadius(*sphere);
    QVERIFY(path.row(verdict.step).matrix().norm() <= radius);
    QVERIFY(path.row(verdict.step - 1).matrix().norm() > radius);
  }

  void passingAMinimumAtSpeedIsNotConverged() {
    const auto sphere = objectiveOf("sphere");
    Points path(3, 2);
    path << 1, 0, 0.5, 0, 0, 0;
    QCOMPARE(judged(*sphere, path).outcome, Outcome::Moving);
  }

  void eachLocalMinimumIsToldFromTheGlobalOne() {
    const auto wells = objectiveOf("gaussian_wells");
    const std::vector<Landmark> marks = wells->landmarks();
    bool local = false;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      if (marks[i].kind == Landmark::Kind::Saddle) continue;
      const std::vector<double> from = {marks[i].point[0] + 0.3, marks[i].point[1] + 0.1};
      const Verdict verdict = judged(*wells, approach(from, marks[i].point, 60, 0.8));
      local = local || marks[i].kind == Landmark::Kind::LocalMinimum;
      QCOMPARE(verdict.outcome,
               marks[i].kind == Landmark::Kind::GlobalMinimum ? Outcome::Converged : Outcome::LocalMinimum);
      QCOMPARE(verdict.landmark, static_cast<int>(i));
    }
    QVERIFY(local);
  }

  void smallGradientAtASaddleIsNotConvergence() {
    const auto saddle = objectiveOf("saddle");
    QCOMPARE(judged(*saddle, approach({1, 0}, {0, 0}, 80, 0.7)).outcome, Outcome::Saddle);
    // Slow near the saddle, but on its way past it.
    Points passing(61, 2);
    for (Index k = 0; k <= 60; ++k) {
      passing(k, 0) = std::pow(0.8, static_cast<double>(k));
      passing(k, 1) = 1e-3 * std::pow(1.1, static_cast<double>(k));
    }
    const Outcome outcome = judged(*saddle, passing).outcome;
    QVERIFY(outcome != Outcome::Converged && outcome != Outcome::LocalMinimum && outcome != Outcome::Saddle);
  }

  void restingInAPlainIsAPlateau() {
    const auto easom = objectiveOf("easom");
    const View view = easom->view();
    const std::vector<double> far = {view.xMin + 0.1, view.yMin + 0.1};
    Points path = approach({far[0] + 1e-3, far[1]}, far, 40, 0.5);
    path.row(0) << std::numbers::pi + 0.7, std::numbers::pi;  // thrown out from the edge of the hole
    const Outcome outcome = judged(*easom, path).outcome;
    QVERIFY2(outcome == Outcome::Plateau, std::string(outcomeId(outcome)).c_str());
  }

  void circlingWithoutGainIsOscillating() {
    const auto sphere = objectiveOf("sphere");
    Points path(201, 2);
    for (Index k = 0; k <= 200; ++k) {
      const double angle = std::numbers::pi * 0.97 * static_cast<double>(k);
      path(k, 0) = 0.8 * std::cos(angle);
      path(k, 1) = 0.8 * std::sin(angle);
    }
    const Verdict verdict = judged(*sphere, path);
    QCOMPARE(verdict.outcome, Outcome::Oscillating);
    QVERIFY(verdict.step <= 100);
  }

  void leavingASurfaceWithoutMinimumIsUnbounded() {
    const auto saddle = objectiveOf("saddle");
    Points path(51, 2);
    for (Index k = 0; k <= 50; ++k) {
      path(k, 0) = 0.1;
      path(k, 1) = 0.01 * std::pow(1.25, static_cast<double>(k));
    }
    const Verdict verdict = judged(*saddle, path);
    QCOMPARE(verdict.outcome, Outcome::Unbounded);
    QVERIFY(path(verdict.step, 1) > saddle->view().yMax);
    QVERIFY(path(verdict.step - 1, 1) <= saddle->view().yMax);
  }

  void lossOutOfAllBoundsIsDiverged() {
    const auto sphere = objectiveOf("sphere");
    Points path(41, 2);
    for (Index k = 0; k <= 40; ++k) path.row(k).setConstant(std::pow(-2.5, static_cast<double>(k)));
    const Verdict verdict = judged(*sphere, path);
    QCOMPARE(verdict.outcome, Outcome::Diverged);
    QVERIFY(verdict.step > 0 && verdict.step < 40);
  }

  void endingEarlyIsDiverged() {
    const auto sphere = objectiveOf("sphere");
    const Verdict verdict = judged(*sphere, approach({1, 1}, {0, 0}, 60, 0.8), 100);
    QCOMPARE(verdict.outcome, Outcome::Diverged);
    QCOMPARE(verdict.step, Index{60});
  }

  void stillOnTheWayIsMoving() {
    const auto rosenbrock = objectiveOf("rosenbrock");
    Points path(101, 2);
    for (Index k = 0; k <= 100; ++k) {
      path(k, 0) = -1 + 0.005 * static_cast<double>(k);
      path(k, 1) = path(k, 0) * path(k, 0);
    }
    const Verdict verdict = judged(*rosenbrock, path);
    QCOMPARE(verdict.outcome, Outcome::Moving);
    QCOMPARE(verdict.step, Index{-1});
    QCOMPARE(verdict.landmark, -1);
  }

  void noStepsAreJudgedByTheStartAlone() {
    const auto sphere = objectiveOf("sphere");
    Points path(1, 2);
    path << 1, 1;
    QVERIFY(judged(*sphere, path).outcome != Outcome::Converged);
    path << 0, 0;
    QCOMPARE(judged(*sphere, path).outcome, Outcome::Converged);
  }
};

QTEST_GUILESS_MAIN(OutcomeTest)
#include "outcome_test.moc"
