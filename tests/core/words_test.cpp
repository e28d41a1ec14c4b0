// What matters in a step: every rule has a step that makes it speak and one where it must not.

#include "core/runs/words.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace thalweg;

namespace {

Scenario scenarioOf(const std::string& objective, const std::string& optimizer, const Options& options,
                    const std::vector<double>& start) {
  Scenario s;
  s.panels.emplace_back().objective = objective;
  s.panels[0].start = start;
  s.contenders.emplace_back().optimizer = optimizer;
  s.contenders[0].options = options;
  s.steps = 60;
  return s;
}

/// 2x² + y²/2 or what else `formula` says.
Scenario bowl(const std::string& optimizer, const Options& options, const std::string& formula = "2*x**2 + y**2/2") {
  Scenario s = scenarioOf("expression", optimizer, options, {1, 2});
  s.panels[0].options = {{"formula", formula}};
  return s;
}

std::string said(const std::string& id, const Scenario& s, Index step) {
  const auto objective = makeObjective(s.panels[0]);
  const StepTrace trace = traceStep(s, 0, objective, startPoint(s, 0, 0, *objective), step);
  const StepFacts facts = stepFacts(*objective, trace);
  for (const WordRule& rule : wordRules())
    if (id == rule.id) return rule.say(facts);
  return "there is no such rule";
}

/// The first step that makes it speak.
std::string saidSomewhere(const std::string& id, const Scenario& s) {
  for (Index step = 0; step < s.steps; ++step)
    if (std::string words = said(id, s, step); !words.empty()) return words;
  return {};
}

}  // namespace

class WordsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { covered_.insert(current_); }

  void notTaken() {
    current_ = "not_taken";
    const Scenario s = scenarioOf("rosenbrock", "TrustRegionNewton", {{"initial_radius", 2.0}}, {-1.2, 1});
    const std::string words = saidSomewhere(current_, s);
    QVERIFY2(words.find("not taken") != std::string::npos, words.c_str());
    QVERIFY(saidSomewhere(current_, bowl("Adam", {})).empty());
  }

  void still() {
    current_ = "still";
    QVERIFY(said(current_, scenarioOf("rosenbrock", "SGD", {}, {1, 1}), 0).find("gradient here is zero") !=
            std::string::npos);
    QVERIFY(said(current_, scenarioOf("rosenbrock", "SGD", {}, {1.1, 1}), 0).empty());
  }

  void zeroed() {
    current_ = "zeroed";
    Scenario s = bowl("SGD", {});
    QVERIFY(said(current_, s, 0).empty());
    s.contenders[0].gradient = GradientConditions{.zeroBetween = true};
    QCOMPARE(said(current_, s, 0), std::string("Nothing is learned: the gradient is zeroed before it is used."));
  }

  void clippedNorm() {
    current_ = "clipped_norm";
    Scenario s = bowl("SGD", {});
    s.gradient.clipNorm = std::sqrt(20.0) / 37;
    QCOMPARE(said(current_, s, 0), std::string("Clipped: the gradient was 37 × the limit."));
    s.gradient.clipNorm = 5;
    QVERIFY(said(current_, s, 0).empty());
  }

  void clippedValue() {
    current_ = "clipped_value";
    Scenario s = bowl("SGD", {});
    s.gradient.clipValue = 3;  // of (4, 2)
    QCOMPARE(said(current_, s, 0), std::string("Clipped: the gradient by x was beyond the limit of 3."));
    s.gradient.clipValue = 5;
    QVERIFY(said(current_, s, 0).empty());
  }

  void coordinatesHaveTheirOwnNames() {
    current_ = "clipped_value";
    Scenario s = scenarioOf("linear_regression", "SGD", {}, {5, 5});
    s.gradient.clipValue = 1e-9;
    QVERIFY(said(current_, s, 0).find("by w and b was") != std::string::npos);
  }

  void beyondBound() {
    current_ = "beyond_bound";
    QVERIFY(said(current_, bowl("SGD", {{"lr", 0.6}}), 0).find("1.2 ×") != std::string::npos);
    QVERIFY(said(current_, bowl("SGD", {{"lr", 0.49}}), 0).empty());
    QVERIFY(said(current_, bowl("SGD", {{"lr", 0.9}, {"momentum", 0.9}}), 2).empty());
    QVERIFY(!said(current_, bowl("SGD", {{"lr", 1.0}, {"momentum", 0.9}}), 2).empty());
  }

  void noisy() {
    current_ = "noisy";
    Scenario s = bowl("SGD", {});
    s.gradient.noise = 1000;
    QVERIFY(said(current_, s, 0).find("noise") != std::string::npos);
    s.gradient.noise = 1e-3;
    QVERIFY(said(current_, s, 0).empty());
  }

  void biasCorrection() {
    current_ = "bias_correction";
    QCOMPARE(said(current_, bowl("Adam", {}), 0),
             std::string("The average of the gradients began at 0: the bias correction makes it 10 × as large."));
    QVERIFY(said(current_, bowl("Adam", {}), 20).empty());
    QVERIFY(said(current_, bowl("AdamUncorrected", {}), 0).empty());
  }

  void memory() {
    current_ = "memory";
    const std::string words = saidSomewhere(current_, bowl("SGD", {{"lr", 0.02}, {"momentum", 0.9}}));
    QVERIFY2(words.find("Mostly memory in x: ") != std::string::npos, words.c_str());
    QVERIFY(saidSomewhere(current_, bowl("SGD", {{"lr", 0.02}})).empty());
  }

  void braked() {
    current_ = "braked";
    const std::string words = saidSomewhere(current_, bowl("SGD", {{"lr", 0.05}, {"momentum", 0.9}}));
    QVERIFY2(words.find("brakes") != std::string::npos, words.c_str());
    QVERIFY(saidSomewhere(current_, bowl("SGD", {{"lr", 0.05}})).empty());
  }

  void overshoots() {
    current_ = "overshoots";
    QVERIFY(!said(current_, bowl("SGD", {{"lr", 0.7}}), 0).empty());
    QVERIFY(said(current_, bowl("SGD", {{"lr", 0.1}}), 0).empty());
  }

  void uphill() {
    current_ = "uphill";
    const std::string words = saidSomewhere(current_, bowl("SGD", {{"lr", 0.05}, {"momentum", 0.95}}));
    QVERIFY2(words.find("uphill") != std::string::npos, words.c_str());
    QVERIFY(saidSomewhere(current_, bowl("SGD", {{"lr", 0.05}})).empty());
  }

  void unequalRates() {
    current_ = "unequal_rates";
    const std::string words = said(current_, bowl("Adam", {}), 0);
    QCOMPARE(words, std::string("y gets 2 × the rate of x: its squared gradients have been smaller."));
    QVERIFY(said(current_, bowl("Adam", {}, "x**2 + y**2/2"), 0).empty());
    QVERIFY(said(current_, bowl("SGD", {}), 0).empty());
  }

  void alikeSteps() {
    current_ = "alike_steps";
    QCOMPARE(said(current_, bowl("Adam", {}), 0),
             std::string("x and y move alike: each is divided by the size of its own gradients, here 2 × apart."));
    // Alike since the gradients are, or since nothing is divided.
    QVERIFY(said(current_, bowl("Adam", {}, "x**2 + y**2/2"), 0).empty());
    QVERIFY(said(current_, bowl("SGD", {}), 0).empty());
  }

  void zEveryRuleWasTried() {
    current_.clear();
    for (const WordRule& rule : wordRules()) QVERIFY2(covered_.contains(rule.id), rule.id);
  }

  void zNothingIsSaidWhereNothingApplies() {
    current_.clear();
    const Scenario s = bowl("SGD", {{"lr", 0.1}});
    const auto objective = makeObjective(s.panels[0]);
    const StepTrace trace = traceStep(s, 0, objective, {1, 2}, 0);
    QVERIFY(inWords(stepFacts(*objective, trace)).empty());
  }

 private:
  std::string current_;
  std::set<std::string> covered_;
};

QTEST_GUILESS_MAIN(WordsTest)
#include "words_test.moc"
