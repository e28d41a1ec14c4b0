// What a run records. The numbers of the optimizers themselves are compared with reference data in tests/golden.

#include "core/runs/trace.h"

#include <QTest>

#include <cmath>

using namespace thalweg;

namespace {

Scenario scenarioOf(const std::string& optimizer, const Options& options, std::int64_t steps) {
  Scenario s;
  s.panels = {{"quadratic", {{"kappa", 4}}, {}, {1, 0.5}, {}}};
  Contender c;
  c.optimizer = optimizer;
  c.options = options;
  s.contenders = {c};
  s.steps = steps;
  return s;
}

Trajectory run(const Scenario& s, std::stop_token stop = {}) {
  const auto objective = makeObjective(s.panels[0]);
  return trace(s, 0, *objective, s.panels[0].start, stop);
}

}  // namespace

class TraceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void recordsEveryStepFromTheStartOn() {
    const Scenario s = scenarioOf("SGD", {{"lr", 0.1}}, 5);
    const Trajectory t = run(s);
    QCOMPARE(t.steps(), Index{5});
    QCOMPARE(t.points(0, 0), 1.0);
    QCOMPARE(t.loss.size(), Index{6});
    QCOMPARE(t.gradientNorm.size(), Index{6});
    QCOMPARE(t.rates.rows(), Index{5});
    QCOMPARE(t.rates.cols(), Index{1});
    QCOMPARE(t.evaluations.size(), std::size_t{6});
    const auto objective = makeObjective(s.panels[0]);
    Points gradient;
    Column loss;
    objective->valueAndGradient(t.points, loss, gradient);
    for (Index k = 0; k <= 5; ++k) {
      QCOMPARE(t.loss[k], loss[k]);
      QCOMPARE(t.gradientNorm[k], gradient.row(k).matrix().norm());
      QCOMPARE(t.evaluations[static_cast<std::size_t>(k)], (Evaluations{0, k, 0}));
      if (k > 0) QVERIFY(((t.points.row(k) - (t.points.row(k - 1) - 0.1 * gradient.row(k - 1))).abs() < 1e-15).all());
    }
  }

  void noStepsLeaveTheStart() {
    const Trajectory t = run(scenarioOf("Adam", {}, 0));
    QCOMPARE(t.steps(), Index{0});
    QCOMPARE(t.loss.size(), Index{1});
    QCOMPARE(t.rates.rows(), Index{0});
    QCOMPARE(t.evaluations.size(), std::size_t{1});
  }

  void groupsHaveRatesOfTheirOwn() {
    Scenario s = scenarioOf("SGD", {{"lr", 0.1}}, 4);
    s.contenders[0].groups = {{{1}, {{"lr", 0.01}}}};
    const Trajectory t = run(s);
    QCOMPARE(t.rates.cols(), Index{2});
    const auto objective = makeObjective(s.panels[0]);
    Points gradient;
    objective->gradient(t.points, gradient);
    for (Index k = 0; k < 4; ++k) {
      QCOMPARE(t.rates(k, 0), 0.01);  // the named one first
      QCOMPARE(t.rates(k, 1), 0.1);
      QVERIFY(std::abs(t.points(k + 1, 0) - (t.points(k, 0) - 0.1 * gradient(k, 0))) < 1e-15);
      QVERIFY(std::abs(t.points(k + 1, 1) - (t.points(k, 1) - 0.01 * gradient(k, 1))) < 1e-15);
    }
    // One gradient serves all groups of a step.
    QCOMPARE(t.evaluations.back().gradient, std::int64_t{4});
  }

  void groupsBeyondTheDimensionAreRefused() {
    Scenario s = scenarioOf("SGD", {{"lr", 0.1}}, 4);
    s.contenders[0].groups = {{{2}, {}}};
    QVERIFY_EXCEPTION_THROWN(run(s), OptionError);
  }

  void schedulesSetTheRateOfEachStep() {
    Scenario s = scenarioOf("SGD", {{"lr", 0.1}}, 6);
    s.contenders[0].schedule = {"StepLR", {{"step_size", 2}, {"gamma", 0.5}}};
    const Trajectory t = run(s);
    const std::vector<double> expected = {0.1, 0.1, 0.05, 0.05, 0.025, 0.025};
    for (Index k = 0; k < 6; ++k) QCOMPARE(t.rates(k, 0), expected[static_cast<std::size_t>(k)]);
    QCOMPARE(t.momentum.rows(), Index{0});
  }

  void momentumIsRecordedWhereItIsCycled() {
    Scenario s = scenarioOf("SGD", {{"lr", 0.01}, {"momentum", 0.9}}, 20);
    QCOMPARE(run(s).momentum.rows(), Index{0});
    s.contenders[0].schedule = {"OneCycleLR", {{"max_lr", 0.1}}};
    const Trajectory cycled = run(s);
    QCOMPARE(cycled.momentum.rows(), Index{20});
    QVERIFY(cycled.momentum.minCoeff() < cycled.momentum.maxCoeff());
    s.contenders[0].schedule->options["cycle_momentum"] = false;
    QCOMPARE(run(s).momentum.rows(), Index{0});
  }

  void endsAfterTheLastFiniteStep() {
    const Scenario s = scenarioOf("SGD", {{"lr", 1e6}}, 1000);
    const Trajectory t = run(s);
    QVERIFY(t.steps() > 5 && t.steps() < 1000);
    QVERIFY(t.points.allFinite() && t.loss.allFinite());
    QCOMPARE(t.loss.size(), t.steps() + 1);
    QCOMPARE(t.gradientNorm.size(), t.steps() + 1);
    QCOMPARE(t.rates.rows(), t.steps());
    QCOMPARE(t.evaluations.size(), static_cast<std::size_t>(t.steps()) + 1);
    QCOMPARE(t.verdict.outcome, Outcome::Diverged);
  }

  void neverStopsBecauseItHasArrived() {
    Scenario s = scenarioOf("SGD", {{"lr", 0.1}}, 30);
    s.panels[0].start = {0, 0};
    const Trajectory t = run(s);
    QCOMPARE(t.steps(), Index{30});
    QCOMPARE(t.verdict.outcome, Outcome::Converged);
  }

  void stopRequestEndsThePathEarly() {
    std::stop_source source;
    source.request_stop();
    QCOMPARE(run(scenarioOf("Adam", {}, 100), source.get_token()).steps(), Index{0});
  }

  void averagesAndReadingsAreKeptWhereThereAreSome() {
    const Trajectory asgd = run(scenarioOf("ASGD", {{"lr", 0.1}}, 7));
    QCOMPARE(asgd.average.rows(), Index{8});
    QVERIFY(asgd.readings.empty());
    const Trajectory lbfgs = run(scenarioOf("LBFGS", {}, 3));
    QCOMPARE(lbfgs.average.rows(), Index{0});
    QVERIFY(!lbfgs.readings.empty());
    for (const Reading& reading : lbfgs.readings) QCOMPARE(reading.values.size(), lbfgs.steps());
  }
};

QTEST_GUILESS_MAIN(TraceTest)
#include "trace_test.moc"
