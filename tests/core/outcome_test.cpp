// Each outcome on a path made for it.

#include "core/runs/outcome.h"

#include "core/runs/stability.h"
#include "core/runs/trace.h"
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

/// A run of one contender on one panel.
struct Ran {
  std::shared_ptr<const Objective> objective;
  Trajectory path;
  [[nodiscard]] const Verdict& verdict() const { return path.verdict; }
  [[nodiscard]] const char* id() const { return outcomeId(path.verdict.outcome).data(); }
};

Ran ran(const std::string& objective, const Options& options, const std::vector<double>& start,
        const std::string& optimizer, const Options& settings, std::int64_t steps) {
  Scenario s;
  s.panels = {{objective, options, {}, start, {}}};
  Contender c;
  c.optimizer = optimizer;
  c.options = settings;
  s.contenders = {c};
  s.steps = steps;
  auto f = makeObjective(s.panels[0]);
  Trajectory path = trace(s, 0, *f, startPoint(s, 0, 0, *f));
  return {std::move(f), std::move(path)};
}

Ran typed(const std::string& formula, const std::vector<double>& start, const std::string& optimizer,
          const Options& settings, std::int64_t steps) {
  return ran("expression", {{"formula", formula}}, start, optimizer, settings, steps);
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

  void fallingWithoutEndIsUnbounded() {
    QCOMPARE(typed("-x", {0}, "SGD", {{"lr", 0.1}}, 200).verdict().outcome, Outcome::Unbounded);
    QCOMPARE(typed("x**3", {-0.5}, "SGD", {{"lr", 0.05}}, 18).verdict().outcome, Outcome::Unbounded);
    QCOMPARE(typed("x**2 - y**2", {1, 0.01}, "SGD", {{"lr", 0.1}}, 60).verdict().outcome, Outcome::Unbounded);
    QCOMPARE(typed("-log(x)", {1}, "SGD", {{"lr", 0.5}}, 400).verdict().outcome, Outcome::Unbounded);
    QCOMPARE(typed("x**3 - 3*x", {-1.2}, "SGD", {{"lr", 0.02}}, 60).verdict().outcome, Outcome::Unbounded);
  }

  void fallingTowardsABoundIsNot() {
    // From 0 to a minimum at 10, on the way at the end and outside the box that is shown.
    const Ran way = typed("(x-10)**2 + y**2", {0, 0}, "SGD", {{"lr", 0.02}}, 100);
    QVERIFY2(way.verdict().outcome == Outcome::Moving || way.verdict().outcome == Outcome::Converged, way.id());
    QCOMPARE(typed("(x-10)**2 + y**2", {0, 0}, "SGD", {{"lr", 0.02}}, 300).verdict().outcome, Outcome::Converged);
    for (const char* formula : {"exp(-x)", "1/(1 + x**2)", "-atan(x)"}) {
      const Ran run = typed(formula, {4}, "SignSGD", {{"lr", 0.1}}, 200);
      QVERIFY2(run.path.points(200, 0) > run.objective->view().xMax, formula);
      QVERIFY2(run.verdict().outcome != Outcome::Unbounded, formula);
    }
  }

  void typedMinimaAreKnownOnceTheyAreFound() {
    const Ran deep = typed("x**4 - 4*x**2 + 0.5*x + y**2", {-1, 1}, "SGD", {{"lr", 0.02}}, 300);
    QCOMPARE(deep.verdict().outcome, Outcome::Converged);
    QVERIFY(deep.objective->landmarks()[static_cast<std::size_t>(deep.verdict().landmark)].found);
    const Ran shallow = typed("x**4 - 4*x**2 + 0.5*x + y**2", {1, 1}, "SGD", {{"lr", 0.02}}, 300);
    QCOMPARE(shallow.verdict().outcome, Outcome::LocalMinimum);
    // A whole valley is as low as it gets.
    QCOMPARE(typed("(x + y)**2", {1, 0.5}, "SGD", {{"lr", 0.1}}, 300).verdict().outcome, Outcome::Converged);
  }

  // 13.7 from the best point of the box, in a minimum that is 17 lower.
  void aLowerMinimumNearAKnownOneIsAnother() {
    const Ran run = ran("eggholder", {}, {520, 412}, "SGD", {{"lr", 0.1}}, 500);
    QVERIFY(std::abs(run.path.loss[500] + 976.911) < 1e-2);
    QVERIFY2(run.verdict().outcome == Outcome::LocalMinimum, run.id());
    QVERIFY(run.verdict().below);
    QVERIFY(!ran("eggholder", {}, {100, 100}, "SGD", {{"lr", 0.1}}, 100).verdict().below);
  }

  // A ripple within ρ of the deepest point is not that point.
  void aHigherMinimumNearAKnownOneIsAnother() {
    const Ran run = typed("x**2 + 0.1*y**2 + 0.005*(1 - cos(200*x))", {0.0315, 0}, "SGD", {{"lr", 0.001}}, 400);
    QVERIFY(run.path.points(400, 0) > 0.02);
    QVERIFY(arrivalRadius(*run.objective) > 0.0315);
    QVERIFY2(run.verdict().outcome == Outcome::LocalMinimum, run.id());
  }

  void dataThatAreLearnedAreConverged() {
    for (const char* data : {"circles", "xor"}) {
      const Ran run = ran("multilayer_perceptron", {{"data", data}}, {}, "LBFGS", {}, 100);
      const double last = run.path.loss[run.path.steps()];
      if (last < 1e-6 * run.path.loss[0])
        QVERIFY2(run.verdict().outcome == Outcome::Converged, run.id());
      else
        QVERIFY2(run.verdict().outcome != Outcome::Unbounded, run.id());
    }
    const Ran way = ran("multilayer_perceptron", {}, {}, "Adam", {{"lr", 0.05}}, 300);
    QVERIFY2(way.verdict().outcome != Outcome::Unbounded, way.id());
    const Ran steep = ran("polynomial_regression", {{"degree", 38}}, {}, "LevenbergMarquardt", {}, 200);
    QVERIFY(steep.path.loss[steep.path.steps()] < 1e-15);
    QVERIFY2(steep.verdict().outcome == Outcome::Converged, steep.id());
  }

  void leavingTheDomainIsNotRunningAway() {
    const Ran run = typed("log(x) + y**2", {1, 1}, "SGD", {{"lr", 0.1}}, 200);
    QCOMPARE(run.verdict().outcome, Outcome::Diverged);
    QCOMPARE(run.path.leftDomain.size(), std::size_t{2});
    QCOMPARE(run.path.leftDomain[0], 0.0);  // log ends there
    QVERIFY(run.path.leftDomain[1] > 0 && run.path.leftDomain[1] < 1);
    QVERIFY(!runsAway(run.path));
    // On the edge of the root's domain its slope is infinite.
    QCOMPARE(typed("sqrt(x)", {1}, "SGD", {{"lr", 0.3}}, 100).path.leftDomain.size(), std::size_t{1});
    // A start where f is not defined.
    const Ran nowhere = typed("log(x)", {-3}, "SGD", {{"lr", 0.1}}, 10);
    QCOMPARE(nowhere.path.leftDomain, (std::vector<double>{-3}));
    // Too large numbers are no end of a domain, nor is an end where nothing was asked for.
    const Ran large = ran("quadratic", {}, {1, 1}, "SGD", {{"lr", 3.0}}, 400);
    QVERIFY(large.path.leftDomain.empty() && runsAway(large.path));
    QVERIFY(typed("exp(x**2)", {1}, "SGD", {{"lr", 5.0}}, 50).path.leftDomain.empty());
    QVERIFY(typed("x**2", {1}, "SGD", {{"lr", 0.1}}, 50).path.leftDomain.empty());
  }

  void aSwingThatStaysIsCircling() {
    const Ran run = ran("quadratic", {}, {0.8, 0.5}, "Adam", {{"lr", 0.3}, {"betas", Json::array({0.9, 0.9})}}, 300);
    QVERIFY(run.path.loss.tail(50).maxCoeff() > 1e-3);
    QCOMPARE(run.verdict().outcome, Outcome::Converged);
    const double farthest = run.path.points.bottomRows(50).matrix().rowwise().norm().maxCoeff();
    QVERIFY(farthest > 0.01);
    QVERIFY(std::abs(run.verdict().swing - farthest) < 0.1 * farthest);
    // What settles, or creeps, does not circle.
    QCOMPARE(ran("quadratic", {}, {0.8, 0.5}, "SGD", {{"lr", 0.03}}, 300).verdict().swing, 0.0);
    QCOMPARE(ran("quadratic", {}, {0.8, 0.5}, "SGD", {{"lr", 0.03}, {"momentum", 0.9}}, 500).verdict().swing, 0.0);
  }

  // Rounding noise that grows in a minimum to a circle of 1e-3 is no growth, with losses below zero either.
  void growthCountsAgainstTheWayAndTheView() {
    Scenario s;
    s.panels = {
        {"expression",
         {{"formula", "x^2 + a*y^2 + sin(3*x)"}, {"parameters", {{"a", {{"value", 5}, {"min", 0}, {"max", 10}}}}}},
         {},
         {},
         {}}};
    Contender c;
    c.optimizer = "RMSprop";
    c.options = {{"lr", 0.02}};
    for (const bool falling : {false, true}) {
      if (falling) c.schedule = ScheduleChoice{"ExponentialLR", {{"gamma", 0.99}}};
      s.contenders = {c};
      s.steps = 600;
      const auto f = makeObjective(s.panels[0]);
      const Trajectory path = trace(s, 0, *f, startPoint(s, 0, 0, *f));
      QVERIFY(!runsAway(path));
      QVERIFY2(path.verdict.outcome == Outcome::Converged || path.verdict.outcome == Outcome::LocalMinimum,
               outcomeId(path.verdict.outcome).data());
    }
    // Started in the minimum, all there is is noise.
    Points noise(401, 2);
    const auto sphere = objectiveOf("sphere");
    for (Index k = 0; k <= 400; ++k) {
      const double size = 1e-13 * std::pow(1.04, static_cast<double>(k));
      noise.row(k) << (k % 2 == 0 ? size : -size), 0;
    }
    QVERIFY(!judged(*sphere, noise).growing);
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
