/// Gradient conditions as options, and what a contender with parameter groups amounts to before it runs.

#include "core/scenario/contender.h"

#include "core/runs/trace.h"
#include "core/scenario/conditions.h"

#include <QTest>

using namespace thalweg;

namespace {

std::string pathOf(const std::function<void()>& act) {
  try {
    act();
  } catch (const OptionError& error) {
    return error.path();
  }
  return "nothing was refused";
}

Scenario twoGroups() {
  Scenario s;
  s.panels = {{"rosenbrock", {}, {}, {-1.2, 1.0}, {}}};
  Contender c;
  c.optimizer = "SGD";
  c.options = {{"lr", 0.01}, {"momentum", 0.5}};
  c.groups = {{{1}, {{"lr", 0.002}}}};
  s.contenders = {c};
  s.steps = 5;
  return s;
}

}  // namespace

class ContenderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void conditionsSurviveTheWayThroughOptions() {
    Scenario s;
    QVERIFY(conditionOptions(s).empty());
    s.gradient = {.noise = 0.5,
                  .batch = 8,
                  .replacement = true,
                  .paired = false,
                  .accumulate = true,
                  .clipNorm = 2.0,
                  .clipValue = 3.0,
                  .zeroBetween = true,
                  .stepsPerEpoch = 20,
                  .watchTest = true};
    s.seed = 9'000'000'000'000'000;
    const Options options = conditionOptions(s);
    QCOMPARE(options.size(), conditionsCard().options.size());
    Scenario back;
    setConditions(back, options);
    QVERIFY(back == s);
    setConditions(back, {});
    QVERIFY(back == Scenario{});
  }

  void conditionsOutOfRangeAreRefusedByName() {
    Scenario s;
    const auto refused = [&](const Options& options) { return pathOf([&] { setConditions(s, options); }); };
    QCOMPARE(refused({{"noise", -1}}), std::string("options.noise"));
    QCOMPARE(refused({{"batch", 0}}), std::string("options.batch"));
    QCOMPARE(refused({{"clip_norm", 0}}), std::string("options.clip_norm"));
    QCOMPARE(refused({{"sampling", "some"}}), std::string("options.sampling"));
    QVERIFY(s == Scenario{});
  }

  void ratesStandInTheOrderOfARunsGroups() {
    const Scenario s = twoGroups();
    QVERIFY((initialRates(s.contenders[0], 2) == std::vector<double>{0.002, 0.01}));
    const auto objective = makeObjective(s.panels[0]);
    const Trajectory run = trace(s, 0, *objective, s.panels[0].start);
    const Eigen::ArrayXXd preview = previewRates(s.contenders[0], 2, s.steps);
    QVERIFY(preview.rows() == run.rates.rows() && preview.cols() == run.rates.cols());
    QVERIFY((preview == run.rates).all());
    Contender all = s.contenders[0];
    all.groups.push_back({{0}, {}});
    QCOMPARE(initialRates(all, 2).size(), std::size_t(2));
  }

  void whatCannotRunIsNamed() {
    Contender c = twoGroups().contenders[0];
    const auto refused = [&] { return pathOf([&] { checkContender(c, 2, 100); }); };
    QCOMPARE(refused(), std::string("nothing was refused"));
    c.groups[0].options["lr"] = -1;
    QCOMPARE(refused(), std::string("groups[0].options.lr"));
    c.groups[0].options["lr"] = 0.1;
    c.schedule = ScheduleChoice{"ReduceLROnPlateau", {{"min_lr", {0.1, 0.1, 0.1}}}};
    QCOMPARE(refused(), std::string("schedule.options.min_lr"));
    c.schedule.reset();
    c.groups[0].coordinates = {2};
    QCOMPARE(refused(), std::string("groups[0].coordinates[0]"));
    c.groups[0].coordinates = {0, 0};
    QCOMPARE(refused(), std::string("groups[0].coordinates[1]"));
    c.groups[0].coordinates = {0};
    c.optimizer = "LBFGS";
    c.options.clear();
    QCOMPARE(refused(), std::string("groups"));
    c.groups.clear();
    c.optimizer = "BFGS";
    QCOMPARE(pathOf([&] { checkContender(c, 100'000, 100); }), std::string("optimizer"));
    c.schedule = ScheduleChoice{"ExponentialLR", {}};
    QCOMPARE(refused(), std::string("schedule"));
    c.optimizer = "SGD";
    c.schedule = ScheduleChoice{"CyclicLR", {{"base_lr", {0.1, 0.1, 0.1}}}};
    QCOMPARE(refused(), std::string("schedule.options.base_lr"));
  }
};

QTEST_GUILESS_MAIN(ContenderTest)
#include "contender_test.moc"
