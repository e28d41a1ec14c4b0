/// What holds for every schedule of the catalogue, and what is refused.

#include "core/contracts/schedule.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace thalweg;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

Json nested(const char* name, Json options = Json::object()) { return {{"name", name}, {"options", options}}; }

Options sequence(Json schedulers, Json milestones) {
  return {{"schedulers", std::move(schedulers)}, {"milestones", std::move(milestones)}};
}

/// Where making or starting (on two groups) is refused: "path | message"; empty if it is not.
std::string refusal(const char* id, const Options& options) {
  try {
    GroupRates groups(2, {.lr = 0.1, .momentum = 0.9});
    findSchedule(id)->make(options, 100)->start(groups);
  } catch (const OptionError& error) {
    return error.path() + " | " + error.message();
  }
  return {};
}

}  // namespace

class ScheduleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyScheduleIsDescribedInFull();
  void everyScheduleRunsWithItsDefaults();
  void everyScheduleSurvivesAScenarioWithoutSteps();
  void everyScheduleBeginsAnewWhenStartedAgain();
  void lengthsDefaultToTheScenariosSteps();
  void oneCycleKeepsItsLastRate();
  void milestonesThatNoStepIsAreNeverReached();
  void cyclesLeaveOptimizersWithoutMomentumAlone();
  void givenEpochsReplaceTheDefaultLengthButNotAGivenOne();
  void compositesNestInOneAnother();
  void refusalsNameTheNestedPlace_data();
  void refusalsNameTheNestedPlace();
  void nestingIsBounded();
};

void ScheduleTest::everyScheduleIsDescribedInFull() {
  QCOMPARE(scheduleCards().size(), std::size_t{20});
  for (const ScheduleCard* card : scheduleCards()) {
    QVERIFY(findSchedule(card->id) == card);
    for (const std::string& text :
         {card->label, card->family, card->summary, card->formula, card->typeset, card->advice, card->reference}) {
      QVERIFY2(!text.empty(), card->id.c_str());
    }
    for (const OptionDescription& d : card->options) {
      QVERIFY2(!d.tip.empty() && !d.label.empty(), (card->id + "." + d.id).c_str());
      if (d.kind != OptionKind::Real && d.kind != OptionKind::Integer) continue;
      QVERIFY2(d.slider.min < d.slider.max && d.range.contains(d.slider.min) && d.range.contains(d.slider.max),
               (card->id + "." + d.id).c_str());
      // The default can be written down, too.
      if (!d.fallbackIsSteps && !d.fallback.is_null()) checkOptions(*card, {{d.id, d.fallback}});
    }
  }
}

void ScheduleTest::everyScheduleRunsWithItsDefaults() {
  for (const ScheduleCard* card : scheduleCards()) {
    const Eigen::ArrayXXd rates = previewSchedule(*card, {}, {0.1, 0.2}, 200);
    QVERIFY2(rates.isFinite().all() && (rates >= 0).all(), card->id.c_str());
    QVERIFY2((rates.col(0) - rates(0, 0)).abs().maxCoeff() > 1e-3, card->id.c_str());
  }
}

void ScheduleTest::everyScheduleSurvivesAScenarioWithoutSteps() {
  for (const ScheduleCard* card : scheduleCards()) {
    QCOMPARE(previewSchedule(*card, {}, {0.1}, 0).rows(), Index{0});
    const auto schedule = card->make({}, 0);
    GroupRates groups(1, {.lr = 0.1, .momentum = none});
    schedule->start(groups);
    for (int k = 0; k < 5; ++k) schedule->step(groups, 1);
    QVERIFY2(std::isfinite(groups[0].lr), card->id.c_str());
  }
}

void ScheduleTest::everyScheduleBeginsAnewWhenStartedAgain() {
  for (const ScheduleCard* card : scheduleCards()) {
    const auto schedule = card->make({}, 60);
    std::vector<double> first;
    for (int run = 0; run < 2; ++run) {
      GroupRates groups(1, {.lr = 0.1, .momentum = 0.9});
      schedule->start(groups);
      for (std::size_t k = 0; k < 60; ++k) {
        if (run == 0) first.push_back(groups[0].lr);
        QVERIFY2(groups[0].lr == first[k], card->id.c_str());
        schedule->step(groups, 1);
      }
    }
  }
}

void ScheduleTest::lengthsDefaultToTheScenariosSteps() {
  for (const char* id : {"CosineAnnealingLR", "WarmupCosine", "WSD", "OneCycleLR"}) {
    const Eigen::ArrayXXd rates = previewSchedule(*findSchedule(id), {}, {0.1}, 200);
    QVERIFY2(rates(199, 0) < 0.06 * rates.maxCoeff() && rates(100, 0) > 0.1 * rates.maxCoeff(), id);
  }
}

void ScheduleTest::oneCycleKeepsItsLastRate() {
  const Eigen::ArrayXXd rates = previewSchedule(*findSchedule("OneCycleLR"), {{"total_steps", 30}}, {0.1}, 50);
  for (Index k = 30; k < 50; ++k) QVERIFY(rates(k, 0) == rates(29, 0));
}

/// As in PyTorch 1.13, whose MultiStepLR takes them, too, and counts the steps that are equal to one.
void ScheduleTest::milestonesThatNoStepIsAreNeverReached() {
  const auto rates = [](const Json& milestones) -> Eigen::ArrayXXd {
    return previewSchedule(*findSchedule("MultiStepLR"), {{"milestones", milestones}}, {1.0}, 8);
  };
  QVERIFY((rates({-1, 5.5}) == 1.0).all());
  QVERIFY(std::abs(rates({0})(0, 0) - 0.1) < 1e-15);
  QCOMPARE(rates({3, 3})(2, 0), 1.0);
  QVERIFY(std::abs(rates({3, 3})(3, 0) - 0.01) < 1e-15);
}

void ScheduleTest::cyclesLeaveOptimizersWithoutMomentumAlone() {
  for (const char* id : {"OneCycleLR", "CyclicLR"}) {
    const auto schedule = findSchedule(id)->make({}, 50);
    GroupRates groups(1, {.lr = 0.1, .momentum = none});
    schedule->start(groups);
    schedule->step(groups, 1);
    QVERIFY(std::isnan(groups[0].momentum));
  }
}

void ScheduleTest::givenEpochsReplaceTheDefaultLengthButNotAGivenOne() {
  const ScheduleCard& card = *findSchedule("OneCycleLR");
  const auto peak = [&](const Options& options) {
    Index at = 0;
    previewSchedule(card, options, {0.1}, 200).col(0).maxCoeff(&at);
    return at;
  };
  QCOMPARE(peak({}), Index{59});
  QCOMPARE(peak({{"epochs", 10}, {"steps_per_epoch", 10}}), Index{29});
  QCOMPARE(peak({{"epochs", 10}, {"steps_per_epoch", 10}, {"total_steps", 50}}), Index{14});
  QCOMPARE(refusal("OneCycleLR", {{"total_steps", nullptr}, {"epochs", 10}}),
           std::string("options.total_steps | expected a number of steps, or else both epochs and steps_per_epoch"));
}

void ScheduleTest::compositesNestInOneAnother() {
  // A chain that takes over at step 10 starts from the base rate: 0.1 · 0.5, halved again after two more steps.
  const Json chain =
      nested("ChainedScheduler",
             {{"schedulers",
               {nested("ConstantLR", {{"factor", 0.5}}), nested("StepLR", {{"step_size", 2}, {"gamma", 0.5}})}}});
  const Eigen::ArrayXXd rates = previewSchedule(
      *findSchedule("SequentialLR"), sequence({nested("ExponentialLR", {{"gamma", 0.9}}), chain}, {10}), {0.1}, 20);
  QVERIFY(std::abs(rates(9, 0) - 0.1 * std::pow(0.9, 9)) < 1e-15);
  QVERIFY(std::abs(rates(10, 0) - 0.05) < 1e-15);
  QVERIFY(std::abs(rates(12, 0) - 0.025) < 1e-15);
  QVERIFY(std::abs(rates(15, 0) - 0.025) < 1e-15);
  QVERIFY(std::abs(rates(16, 0) - 0.0125) < 1e-15);
}

void ScheduleTest::refusalsNameTheNestedPlace_data() {
  QTest::addColumn<QString>("id");
  QTest::addColumn<QByteArray>("options");
  QTest::addColumn<QString>("start");
  const auto add = [](const char* name, const char* id, const Json& options, const char* start) {
    QTest::newRow(name) << id << QByteArray::fromStdString(options.dump()) << start;
  };
  const Json step = nested("StepLR");
  add("nested option out of kind", "SequentialLR",
      {{"schedulers", {step, nested("ExponentialLR", {{"gamma", "x"}})}}, {"milestones", {5}}},
      "options.schedulers[1].options.gamma | expected a finite number");
  add("two levels down", "SWALR",
      {{"before", nested("ChainedScheduler", {{"schedulers", {step, nested("StepLR", {{"step_size", 0}})}}})}},
      "options.before.options.schedulers[1].options.step_size | expected an integer ≥ 1");
  add("unknown schedule", "ChainedScheduler", {{"schedulers", {nested("NoLR")}}},
      "options.schedulers[0].name | unknown schedule; known are StepLR");
  add("follows the loss", "ChainedScheduler", {{"schedulers", {step, nested("ReduceLROnPlateau")}}},
      "options.schedulers[1].name | ReduceLROnPlateau follows the loss");
  add("no schedules", "ChainedScheduler", {{"schedulers", Json::array()}},
      "options.schedulers | expected at least one");
  add("milestones do not fit", "SequentialLR", {{"schedulers", {step, step}}, {"milestones", {5, 6}}},
      "options.milestones | expected one milestone fewer than schedulers (1), found 2");
  add("milestones fall", "SequentialLR", {{"schedulers", {step, step, step}}, {"milestones", {9, 6}}},
      "options.milestones | expected rising steps");
  add("formula with an error", "LambdaLR", {{"lr_lambda", "0.9**"}}, "options.lr_lambda | column 6");
  add("formula of a group with an error", "LambdaLR", {{"lr_lambda", {"1", "q + 1"}}},
      "options.lr_lambda[1] | column 1");
  add("nested formula with an error", "ChainedScheduler",
      {{"schedulers", {nested("MultiplicativeLR", {{"lr_lambda", "t +* 2"}})}}},
      "options.schedulers[0].options.lr_lambda | column 4");
  add("formulas for other groups", "LambdaLR", {{"lr_lambda", {"1", "1", "1"}}},
      "options.lr_lambda | expected one formula or an entry for each of 2 parameter groups, found 3");
  add("values for other groups", "CyclicLR", {{"max_lr", {1, 2, 3}}},
      "options.max_lr | expected one value or an entry for each of 2 parameter groups, found 3");
  add("PyTorch's own limits", "ReduceLROnPlateau", {{"factor", 1}}, "options.factor | expected a number < 1");
  add("nothing wrong", "ReduceLROnPlateau", {{"min_lr", {0.1, 0.2}}}, "");
}

void ScheduleTest::refusalsNameTheNestedPlace() {
  QFETCH(QString, id);
  QFETCH(QByteArray, options);
  QFETCH(QString, start);
  const QString found =
      QString::fromStdString(refusal(qPrintable(id), Json::parse(options.toStdString()).get<Options>()));
  QVERIFY2(start.isEmpty() ? found.isEmpty() : found.startsWith(start), qPrintable(found));
}

void ScheduleTest::nestingIsBounded() {
  const auto wrapped = [](int levels) {
    Json inner = nested("StepLR");
    for (int i = 0; i < levels; ++i) inner = nested("ChainedScheduler", {{"schedulers", Json::array({inner})}});
    return Options{{"schedulers", Json::array({inner})}};
  };
  QCOMPARE(refusal("ChainedScheduler", wrapped(7)), std::string());
  const std::string message = "options.schedulers | expected at most 64 schedules, nested at most 8 deep";
  QCOMPARE(refusal("ChainedScheduler", wrapped(8)), message);
  QCOMPARE(refusal("ChainedScheduler", wrapped(200)), message);
  QCOMPARE(refusal("ChainedScheduler", {{"schedulers", std::vector<Json>(64, nested("StepLR"))}}), std::string());
  QCOMPARE(refusal("ChainedScheduler", {{"schedulers", std::vector<Json>(65, nested("StepLR"))}}), message);
}

QTEST_GUILESS_MAIN(ScheduleTest)
#include "schedule_test.moc"
