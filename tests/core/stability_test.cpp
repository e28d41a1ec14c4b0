// The search for the largest rate that does not diverge, where theory knows it.

#include "core/runs/stability.h"

#include "core/contracts/optimizer.h"

#include <QTest>

#include <cmath>

using namespace thalweg;

namespace {

Scenario scenarioOf(const std::string& optimizer, const Options& options) {
  Scenario s;
  s.panels = {{"quadratic", {}, {}, {1, 1}, {}}};  // ½(x² + 25y²)
  Contender c;
  c.optimizer = optimizer;
  c.options = options;
  s.contenders = {c};
  s.steps = 4000;
  return s;
}

std::optional<StableRate> found(const Scenario& s) {
  const auto objective = makeObjective(s.panels[0]);
  return stableRate(s, 0, *objective, {1, 1});
}

}  // namespace

class StabilityTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // 2/λmax = 2/25.
  void gradientDescentIsStableUpToTwoOverTheCurvature() {
    const auto rate = found(scenarioOf("SGD", {{"lr", 3.0}}));
    QVERIFY(rate);
    QVERIFY2(rate->bound > 0.079 && rate->bound < 0.0803, qPrintable(QString::number(rate->bound)));
    QCOMPARE(rate->suggested, 0.07);
  }

  // At 0.081 a step multiplies the steep coordinate by −1.025: far from infinite after 300, yet not circling either.
  void whatGrowsSlowlyRunsAway() {
    Scenario s = scenarioOf("SGD", {{"lr", 0.081}});
    s.steps = 300;
    const auto objective = makeObjective(s.panels[0]);
    QVERIFY(runsAway(trace(s, 0, *objective, {1, 1})));
    const auto rate = found(s);
    QVERIFY(rate);
    QVERIFY2(rate->bound > 0.079 && rate->bound < 0.0805, qPrintable(QString::number(rate->bound)));
    s.contenders[0].options["lr"] = 0.0799;
    QVERIFY(!runsAway(trace(s, 0, *objective, {1, 1})));
  }

  // 2(1 + μ)/λmax (Polyak 1964).
  void momentumWidensTheBound() {
    const auto rate = found(scenarioOf("SGD", {{"lr", 3.0}, {"momentum", 0.9}}));
    QVERIFY(rate);
    QVERIFY2(rate->bound > 0.151 && rate->bound < 0.156, qPrintable(QString::number(rate->bound)));
    QCOMPARE(rate->suggested, 0.1);
  }

  void wrappedMethodsHaveTheirRateInside() {
    Contender c;
    c.optimizer = "Lookahead";
    c.options = {{"base", "SGD"}};
    setRate(c, 0.25);
    QCOMPARE(c.options.at("base_options").at("lr").get<double>(), 0.25);
    QCOMPARE(optionNumber(*findOptimizer("Lookahead"), c.options, "base_options.lr"), 0.25);
  }

  void methodsWithoutRateHaveNoBound() { QVERIFY(!found(scenarioOf("NelderMead", {}))); }
};

QTEST_GUILESS_MAIN(StabilityTest)
#include "stability_test.moc"
