// Rates as the rules say them, and gradients as optimizers were given them.

#include "core/runs/rule_trace.h"

#include "core/runs/trace.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace thalweg;

namespace {

Scenario scenarioOf(const std::string& optimizer, const Options& options, std::int64_t steps) {
  Scenario s;
  s.panels = {{"quadratic", {}, {}, {-2.8, 1.5}, {}}};  // ½(x² + 25y²)
  Contender c;
  c.optimizer = optimizer;
  c.options = options;
  s.contenders = {c};
  s.steps = steps;
  return s;
}

RuleTrace ruleOf(const Scenario& s, Index coordinates = 2) {
  const auto objective = makeObjective(s.panels[0]);
  return traceRule(s, 0, *objective, s.panels[0].start, s.steps, coordinates);
}

Trajectory pathOf(const Scenario& s) {
  const auto objective = makeObjective(s.panels[0]);
  return trace(s, 0, *objective, s.panels[0].start);
}

bool near(double value, double expected) { return std::abs(value - expected) <= 1e-12 * std::abs(expected); }

}  // namespace

class RuleTraceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // lr/(√v̂ + ε), with v̂ kept here from the gradients of the path itself.
  void adamDividesItsRateByTheRootOfItsAverage() {
    const Scenario s = scenarioOf("Adam", {{"lr", 0.1}}, 60);
    const Trajectory path = pathOf(s);
    const RuleTrace rule = ruleOf(s);
    QCOMPARE(rule.rates.rows(), Index{61});
    QVERIFY(std::isnan(rule.rates(0, 0)));
    double v[2] = {0, 0};
    const double curvature[2] = {1, 25};
    for (Index t = 1; t <= 60; ++t) {
      for (Index c = 0; c < 2; ++c) {
        const double g = curvature[c] * path.points(t - 1, c);
        v[c] = 0.999 * v[c] + 0.001 * g * g;
        const double expected = 0.1 / (std::sqrt(v[c] / (1 - std::pow(0.999, static_cast<double>(t)))) + 1e-8);
        QVERIFY2(std::abs(rule.rates(t, c) / expected - 1) < 1e-10, qPrintable(QString::number(t)));
      }
    }
    // Where the step divided by a gradient near zero says 0.05.
    QVERIFY(std::abs(rule.rates(45, 1) - 0.0073) < 0.0004);
  }

  void plainDescentHasItsScheduledRate() {
    Scenario s = scenarioOf("SGD", {{"lr", 0.02}, {"momentum", 0.9}}, 8);
    s.contenders[0].schedule = ScheduleChoice{"StepLR", {{"step_size", 3}, {"gamma", 0.5}}};
    const RuleTrace rule = ruleOf(s, 1);
    QCOMPARE(rule.rates.cols(), Index{1});
    const Trajectory path = pathOf(s);
    for (Index t = 1; t <= 8; ++t) QCOMPARE(rule.rates(t, 0), path.rates(t - 1, 0));
  }

  // In the first step averages are the gradient itself once they are corrected, so the step is rate times gradient.
  void theFirstStepIsTheRateTimesTheGradient() {
    const std::set<std::string> mixed = {"NAdam", "AdEMAMix", "QHAdam", "DiffGrad"};  // more than one average joins
    const std::set<std::string> started = {"Yogi"};                                   // its averages begin at 1e-6
    // Their average has no correction: 1 − β of the gradient.
    const std::set<std::string> uncorrected = {"AMSGrad", "AdamUncorrected", "MomentumAverage", "QHM"};
    int count = 0;
    for (const OptimizerCard* card : optimizerCards()) {
      if (mixed.contains(card->id) || started.contains(card->id) || uncorrected.contains(card->id)) continue;
      Options options;
      if (card->find("base")) options["base"] = "Adam";
      const Scenario s = scenarioOf(card->id, options, 1);
      const RuleTrace rule = ruleOf(s);
      if (rule.rates.size() == 0) continue;
      if (card->find("base") && card->id == "SAM") continue;  // the gradient is another point's
      const OptionDescription* decay = card->find("weight_decay");
      if (decay && optionValue(*decay, {}).get<double>() != 0) continue;
      ++count;
      const Trajectory path = pathOf(s);
      const double gradient[2] = {-2.8, 25 * 1.5};
      for (Index c = 0; c < 2; ++c) {
        const double step = path.points(0, c) - path.points(1, c);
        QVERIFY2(
            std::abs(step - rule.rates(1, c) * gradient[c]) <= 1e-9 * std::abs(step) + 1e-15,
            (card->id + " " + std::to_string(step) + " " + std::to_string(rule.rates(1, c) * gradient[c])).c_str());
      }
    }
    QVERIFY2(count >= 20, std::to_string(count).c_str());
  }

  void methodsWithoutARateOfTheirOwnHaveNone() {
    for (const char* id : {"LBFGS", "NelderMead", "Newton", "Rprop"})
      QCOMPARE(ruleOf(scenarioOf(id, {}, 3)).rates.size(), Index{0});
  }

  void groupsHaveTheirOwnRates() {
    Scenario s = scenarioOf("SGD", {{"lr", 0.02}}, 3);
    s.contenders[0].groups = {{{1}, {{"lr", 0.005}}}};
    const RuleTrace rule = ruleOf(s);
    QCOMPARE(rule.rates(2, 0), 0.02);
    QCOMPARE(rule.rates(2, 1), 0.005);
  }

  void clippedGradientsAreSeenClipped() {
    Scenario s = scenarioOf("SGD", {{"lr", 0.01}}, 20);
    QVERIFY(!changesGradients(s.gradient));
    s.gradient.clipNorm = 1;
    QVERIFY(changesGradients(s.gradient));
    const RuleTrace rule = ruleOf(s);
    const Trajectory path = pathOf(s);
    for (Index k = 0; k < 20; ++k) {
      const double exact = path.gradientNorm[k];
      QVERIFY(std::abs(rule.gradientNorm[k] - std::min(exact, exact / (exact + 1e-6))) < 1e-9);
    }
    QVERIFY(std::isnan(rule.gradientNorm[20]));
  }

  void forgottenZeroingAddsGradientsUp() {
    Scenario s = scenarioOf("SGD", {{"lr", 0}}, 5);
    s.gradient.accumulate = true;
    const RuleTrace rule = ruleOf(s);
    const double once = std::hypot(2.8, 37.5);
    for (Index k = 0; k < 5; ++k) QVERIFY(near(rule.gradientNorm[k], once * static_cast<double>(k + 1)));
  }

  void noiseIsSeenAndKeepsThePath() {
    Scenario s = scenarioOf("SGD", {{"lr", 0.01}}, 30);
    s.gradient.noise = 1;
    const RuleTrace rule = ruleOf(s);
    const Trajectory path = pathOf(s);
    // The step is lr times what was seen.
    for (Index k = 0; k < 30; ++k) {
      const double step = (path.points.row(k + 1) - path.points.row(k)).matrix().norm();
      QVERIFY(std::abs(step - 0.01 * rule.gradientNorm[k]) < 1e-12);
      QVERIFY(std::abs(rule.gradientNorm[k] - path.gradientNorm[k]) > 1e-6);
    }
  }
};

QTEST_GUILESS_MAIN(RuleTraceTest)
#include "rule_trace_test.moc"
