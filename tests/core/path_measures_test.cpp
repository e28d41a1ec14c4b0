// What charts show of a path, on paths whose steps are known in closed form.

#include "core/runs/path_measures.h"

#include <QTest>

#include <cmath>

using namespace thalweg;

namespace {

Scenario scenarioOf(const std::string& objective, const std::vector<double>& start, const std::string& optimizer,
                    const Options& options, std::int64_t steps) {
  Scenario s;
  s.panels = {{objective, {}, {}, start, {}}};
  Contender c;
  c.optimizer = optimizer;
  c.options = options;
  s.contenders = {c};
  s.steps = steps;
  return s;
}

Trajectory run(const Scenario& s, const Objective& objective) {
  return trace(s, 0, objective, startPoint(s, 0, 0, objective));
}

}  // namespace

class PathMeasuresTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void gradientDescentHasItsRateInEveryCoordinate() {
    const Scenario s = scenarioOf("quadratic", {1, 0.5}, "SGD", {{"lr", 0.03}}, 20);
    const auto objective = makeObjective(s.panels[0]);
    const Trajectory path = run(s, *objective);
    const Points rates = realisedRates(path, *objective, 2);
    const Column lengths = stepLengths(path);
    QCOMPARE(rates.rows(), Index{21});
    QVERIFY(std::isnan(rates(0, 0)) && std::isnan(lengths[0]));
    for (Index t = 1; t <= 20; ++t) {
      QVERIFY(std::abs(rates(t, 0) - 0.03) < 1e-12);
      QVERIFY(std::abs(rates(t, 1) - 0.03) < 1e-12);
      QVERIFY(std::abs(lengths[t] - 0.03 * path.gradientNorm[t - 1]) < 1e-12);
    }
    QCOMPARE(realisedRates(path, *objective, 1).cols(), Index{1});
  }

  // f = ½(x² + 25y²): sign descent moves each coordinate by lr, so its realised rates are lr/|x| and lr/|25y|.
  void signDescentHasRatesThatGrowAsTheGradientFalls() {
    const Scenario s = scenarioOf("quadratic", {2, 1}, "SignSGD", {{"lr", 0.125}, {"momentum", 0}}, 6);
    const auto objective = makeObjective(s.panels[0]);
    const Trajectory path = run(s, *objective);
    const Points rates = realisedRates(path, *objective, 2);
    for (Index t = 1; t <= 6; ++t) {
      const auto done = static_cast<double>(t - 1);
      QCOMPARE(rates(t, 0), 0.125 / (2 - 0.125 * done));
      QCOMPARE(rates(t, 1), 0.125 / (25 * (1 - 0.125 * done)));
      QVERIFY(std::abs(stepLengths(path)[t] - 0.125 * std::sqrt(2.0)) < 1e-15);
    }
  }

  // Where y swings through the minimum, its gradient passes zero and the step does not.
  void realisedRatesHaveGapsInsteadOfPoles() {
    const Scenario s = scenarioOf("quadratic", {-2.8, 1.5}, "Adam", {{"lr", 0.1}}, 300);
    const auto objective = makeObjective(s.panels[0]);
    const Points rates = realisedRates(run(s, *objective), *objective, 2);
    QVERIFY(rates.bottomRows(300).isNaN().any());
    QVERIFY(!rates.isInf().any());
  }

  void distanceIsToTheNearestMinimum() {
    // Himmelblau's minima are (3, 2), (−2.805118, 3.131312), (−3.779310, −3.283186) and (3.584428, −1.848126).
    const Scenario s = scenarioOf("himmelblau", {-3, 3}, "SGD", {{"lr", 0}}, 1);
    const auto objective = makeObjective(s.panels[0]);
    const Column distances = minimumDistances(run(s, *objective), *objective);
    QCOMPARE(distances.size(), Index{2});
    QVERIFY(std::abs(distances[0] - std::hypot(-3 + 2.805118, 3 - 3.131312)) < 1e-6);
  }

  void withoutKnownMinimaThereIsNoDistance() {
    const Scenario s = scenarioOf("monkey_saddle", {0.5, 0.5}, "SGD", {{"lr", 0.01}}, 3);
    const auto objective = makeObjective(s.panels[0]);
    QCOMPARE(minimumDistances(run(s, *objective), *objective).size(), Index{0});
    QVERIFY(!knownMinimum(*objective));
  }

  void methodsOfValuesAloneCountValues() {
    for (const char* id : {"NelderMead", "SGD", "LBFGS"}) {
      if (!findOptimizer(id)) continue;
      const Scenario s = scenarioOf("quadratic", {1, 0.5}, id, {}, 5);
      const auto objective = makeObjective(s.panels[0]);
      const Trajectory path = run(s, *objective);
      const Column counts = evaluationCounts(path);
      QCOMPARE(counts.size(), path.points.rows());
      const Evaluations& all = path.evaluations.back();
      QCOMPARE(counts[counts.size() - 1], static_cast<double>(all.gradient > 0 ? all.gradient : all.value));
      QVERIFY(counts[counts.size() - 1] >= 5);
    }
  }

  void dataSayHowWellTheyAreLearned() {
    const Scenario s = scenarioOf("logistic_regression", {}, "SGD", {{"lr", 0.5}}, 200);
    const auto objective = makeObjective(s.panels[0]);
    const Trajectory path = run(s, *objective);
    const Column right = accuracies(path, *objective);
    QCOMPARE(right.size(), Index{201});
    QVERIFY(right.minCoeff() >= 0 && right.maxCoeff() <= 1);
    QVERIFY(right[200] > 0.7);
    const Column held = testAccuracies(path, *objective);
    QCOMPARE(held.size(), Index{201});
    QVERIFY(held.minCoeff() >= 0 && held.maxCoeff() <= 1 && held[200] > 0.7);
    // 60 samples each: sixtieths, and not the training set's all along.
    QVERIFY(((held * 60).round() - held * 60).abs().maxCoeff() < 1e-9);
    QVERIFY((held != right).any());
    QCOMPARE(accuracies(path, *makeObjective({"quadratic", {}, {}, {}, {}})).size(), Index{0});
    QCOMPARE(testLosses(path, *makeObjective({"quadratic", {}, {}, {}, {}})).size(), Index{0});
  }
};

QTEST_GUILESS_MAIN(PathMeasuresTest)
#include "path_measures_test.moc"
