// What all paths of a scenario hold, refused before anything is computed.

#include "core/scenario/scenario_size.h"

#include "core/base/failure.h"
#include "core/reports/report.h"
#include "core/runs/ensemble.h"
#include "core/runs/trace.h"
#include "core/scenario/contender.h"
#include "core/scenario/scenario_file.h"

#include <QTest>

#include <functional>
#include <new>

using namespace thalweg;

namespace {

Scenario many(std::size_t panels, std::size_t contenders, std::int64_t steps) {
  Scenario s;
  s.panels.resize(panels);
  for (Panel& panel : s.panels) panel.objective = "sphere";
  s.contenders.resize(contenders);
  for (Contender& contender : s.contenders) contender.optimizer = "Adam";
  s.steps = steps;
  return s;
}

std::string refusal(const std::function<void()>& act) {
  try {
    act();
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

class ScenarioSizeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatLecturesNeedIsAllowed() {
    QCOMPARE(refusal([] { validateScenario(many(24, 64, 1000)); }), std::string());
    QCOMPARE(refusal([] { validateScenario(many(1, 8, 1'000'000)); }), std::string());
    QCOMPARE(refusal([] { validateScenario(startUpScenario()); }), std::string());
  }

  void tooMuchIsRefusedAtItsPlaceWithWhatWouldFit() {
    const std::string words = refusal([] { (void)parseScenario(writeScenario(many(24, 64, 100'000))); });
    QCOMPARE(words, std::string("steps: expected at most 13019 for 24 panels and 64 contenders, found 100000: their "
                                "paths would hold 1.54e9 numbers, and there is room for 2e8"));
    // What is said to fit does, and one more does not.
    QCOMPARE(refusal([] { validateScenario(many(24, 64, 13'019)); }), std::string());
    QVERIFY(refusal([] { validateScenario(many(24, 64, 13'020)); }).starts_with("steps: "));
    Scenario wide = many(24, 64, 5);
    for (Panel& panel : wide.panels) panel.dimension = 100'000;
    QVERIFY2(refusal([&] { validateScenario(wide); }).starts_with("panels: expected fewer"),
             refusal([&] { validateScenario(wide); }).c_str());
  }

  void editedScenariosAreRefusedBeforeTheyRun() {
    QVERIFY(refusal([] { (void)runScenario(many(24, 64, 100'000)); }).starts_with("steps: "));
    Scenario noisy = many(1, 1, 1'000'000);
    noisy.gradient.noise = 1;
    const auto objective = makeObjective(noisy.panels[0]);
    QVERIFY(refusal([&] { (void)ensemble(noisy, 0, *objective, {1, 1}, 1000); }).starts_with("seeds: "));
  }

  void matricesOfManyCoordinatesAreRefusedBeforeTheyAreMade() {
    Scenario s = many(1, 1, 2);
    s.panels[0].dimension = 100'000;
    const auto objective = makeObjective(s.panels[0]);
    const std::vector<double> start(100'000, 1.0);
    for (const char* id :
         {"BFGS", "Newton", "TrustRegionNewton", "LevenbergMarquardt", "NelderMead", "Shampoo", "SOAP"}) {
      s.contenders[0].optimizer = id;
      const std::string expected =
          std::string("optimizer: ") + id + " keeps matrices and takes at most 2000 coordinates, found 100000";
      QCOMPARE(refusal([&] { checkContender(s.contenders[0], 100'000, s.steps); }), expected);
      QCOMPARE(refusal([&] { (void)trace(s, 0, *objective, start); }), expected);
    }
    for (const OptimizerCard* card : optimizerCards()) {
      if (card->most > 0) continue;
      s.contenders[0] = {};
      s.contenders[0].optimizer = card->id;
      QCOMPARE(refusal([&] { QCOMPARE(trace(s, 0, *objective, start).points.cols(), Index{100'000}); }), std::string());
    }
  }

  void wantOfMemoryIsASentence() {
    QCOMPARE(failureWords(std::bad_alloc()), std::string("There is not enough memory for this."));
    QCOMPARE(failureWords(std::runtime_error("other")), std::string("other"));
    QCOMPARE(failureWords(std::make_exception_ptr(std::bad_array_new_length())),
             std::string("There is not enough memory for this."));
    QVERIFY(!failureWords(std::make_exception_ptr(7)).empty());
  }
};

QTEST_GUILESS_MAIN(ScenarioSizeTest)
#include "scenario_size_test.moc"
