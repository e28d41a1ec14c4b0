// Basin maps against the paths they stand for.

#include "core/maps/basin.h"

#include "core/base/random.h"
#include "core/runs/trace.h"

#include <QTest>

#include <bit>
#include <chrono>
#include <cmath>
#include <fstream>
#include <thread>

using namespace thalweg;

namespace {

Scenario scenarioOf(const std::string& objective, const std::string& optimizer, const Options& options,
                    std::int64_t steps) {
  Scenario s;
  Panel panel;
  panel.objective = objective;
  s.panels = {panel};
  Contender c;
  c.optimizer = optimizer;
  c.options = options;
  s.contenders = {c};
  s.steps = steps;
  return s;
}

bool sameBits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

/// Compares `samples` random cells (0: all) with the path that is traced from their centres; empty if all agree.
QByteArray difference(const Scenario& s, const Objective& objective, const BasinMap& map, int samples,
                      const std::vector<double>& base) {
  Draws draws({.seed = 7});
  const auto cells = static_cast<std::uint64_t>(map.cells());
  const std::uint64_t count = samples == 0 ? cells : static_cast<std::uint64_t>(samples);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto cell = static_cast<std::size_t>(samples == 0 ? i : draws.below(cells));
    const auto index = static_cast<Index>(cell);
    std::vector<double> start = base;
    start[0] = map.x(index % map.columns);
    if (start.size() > 1) start[1] = map.y(index / map.columns);
    const Trajectory path = trace(s, 0, objective, start);
    bool same = map.outcome[cell] == path.verdict.outcome && map.landmark[cell] == path.verdict.landmark &&
                map.settled[cell] == path.verdict.step && map.steps[cell] == path.steps() &&
                sameBits(map.loss[cell], path.loss[path.steps()]);
    for (Index c = 0; c < map.ends.cols(); ++c)
      same = same && sameBits(map.ends(index, c), path.points(path.steps(), c));
    if (same) continue;
    return QByteArray("cell ") + QByteArray::number(qulonglong(cell)) + ": " + outcomeId(map.outcome[cell]).data() +
           " at " + QByteArray::number(map.settled[cell]) + " of " + QByteArray::number(map.steps[cell]) + ", traced " +
           outcomeId(path.verdict.outcome).data() + " at " + QByteArray::number(qlonglong(path.verdict.step)) + " of " +
           QByteArray::number(qlonglong(path.steps()));
  }
  return {};
}

BasinRequest requestFor(const Objective& objective, Index side) {
  return {.view = objective.view(), .columns = side, .rows = side, .plane = {}, .ends = true};
}

int threadCount() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("Threads:")) return std::stoi(line.substr(8));
  }
  return -1;
}

}  // namespace

class BasinTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void randomPixelsAreTheTracedPathsBitForBit_data() {
    QTest::addColumn<QString>("optimizer");
    QTest::addColumn<QString>("options");
    QTest::newRow("gradient descent") << "SGD"
                                      << R"({"lr": 0.01})";
    QTest::newRow("momentum") << "SGD"
                              << R"({"lr": 0.012, "momentum": 0.9})";
    QTest::newRow("RMSprop") << "RMSprop"
                             << R"({"lr": 0.05})";
    QTest::newRow("Adam") << "Adam"
                          << R"({"lr": 0.2})";
    QTest::newRow("L-BFGS") << "LBFGS"
                            << R"({"lr": 0.5, "max_iter": 4})";
  }

  void randomPixelsAreTheTracedPathsBitForBit() {
    QFETCH(const QString, optimizer);
    QFETCH(const QString, options);
    const Scenario s = scenarioOf("himmelblau", optimizer.toStdString(),
                                  Json::parse(options.toStdString()).get<Options>(), optimizer == "LBFGS" ? 30 : 150);
    const auto objective = makeObjective(s.panels[0]);
    // Wider than the surface's own view, so that some paths diverge.
    BasinRequest request = requestFor(*objective, 150);
    request.view = {-12, 12, -12, 12};
    const auto map = basinMap(s, 0, *objective, request);
    QCOMPARE(map->block, Index{1});
    QCOMPARE(difference(s, *objective, *map, 10'000, {0, 0}), QByteArray());
  }

  /// Arrivals are watched in stretches of steps, and rows that come and go make them start anew.
  void arrivalsAreTheTracedPathsAfterAnyNumberOfSteps_data() {
    QTest::addColumn<int>("steps");
    for (const int steps : {1, 9, 10, 31, 32, 33, 64, 65, 97, 300}) QTest::addRow("%d steps", steps) << steps;
  }

  void arrivalsAreTheTracedPathsAfterAnyNumberOfSteps() {
    QFETCH(const int, steps);
    for (const char* surface : {"himmelblau", "ackley", "levy_13", "double_well", "plateau"}) {
      for (const double noise : {0.0, 4.0}) {
        Scenario s = scenarioOf(surface, "SGD", {{"lr", 0.004}, {"momentum", 0.9}}, steps);
        s.gradient.noise = noise;
        const auto objective = makeObjective(s.panels[0]);
        BasinRequest request = requestFor(*objective, 23);
        // Near the first landmark, where most paths have arrived from the beginning, and all around.
        for (const double reach : {0.3, 20.0}) {
          const std::vector<double> mark = objective->landmarks().front().point;
          request.view = {mark[0] - reach, mark[0] + reach, mark.back() - reach, mark.back() + reach};
          const auto map = basinMap(s, 0, *objective, request);
          QCOMPARE(QByteArray(surface) + difference(s, *objective, *map, 0, objective->starts().front()),
                   QByteArray(surface));
        }
      }
    }
  }

  void everyOptimizerAgreesOnEverySurfaceTried_data() {
    QTest::addColumn<QString>("optimizer");
    for (const OptimizerCard* card : optimizerCards())
      QTest::newRow(card->id.c_str()) << QString::fromStdString(card->id);
  }

  void everyOptimizerAgreesOnEverySurfaceTried() {
    QFETCH(const QString, optimizer);
    for (const char* surface :
         {"saddle", "rosenbrock", "gaussian_wells", "ackley", "linear_regression", "double_well"}) {
      Scenario s = scenarioOf(surface, optimizer.toStdString(), {}, 45);
      const auto objective = makeObjective(s.panels[0]);
      const OptimizerCard* card = findOptimizer(s.contenders[0].optimizer);
      for (const double rate : {0.0, 0.05, 1e8}) {
        if (rate > 0) {
          if (card->rate != "lr") continue;
          s.contenders[0].options["lr"] = rate;
        }
        const BasinRequest request = requestFor(*objective, 9);
        const auto map = basinMap(s, 0, *objective, request);
        QCOMPARE(QByteArray(surface) + difference(s, *objective, *map, 0, objective->starts().front()),
                 QByteArray(surface));
      }
    }
  }

  void typedRulesAgree() {
    for (const char* formula : {"m = b*m + g\nx = x - lr*m/(1 + norm(m))", "d = b*d - lr*grad(x + b*d)\nx = x + d",
                                "x = x - lr*g + 0.01*noise", "x = x - lr*exp(-f*f)*grad(x*exp(-lr*mean(x)))",
                                "x = x - lr*dot(x, x)*x", "m0 = g\nm = b*m + noise\nx = x - lr*m"}) {
      for (const double noise : {0.0, 0.5}) {
        Scenario s = scenarioOf("himmelblau", "rule", {{"lr", 0.004}, {"formula", formula}}, 45);
        s.gradient.noise = noise;
        const auto objective = makeObjective(s.panels[0]);
        const auto map = basinMap(s, 0, *objective, requestFor(*objective, 9));
        QCOMPARE(QByteArray(formula) + difference(s, *objective, *map, 0, objective->starts().front()),
                 QByteArray(formula));
      }
    }
  }

  void conditionsSchedulesAndGroupsActAsOnThePath_data() {
    QTest::addColumn<int>("which");
    const char* names[] = {"noise",
                           "mini-batch",
                           "replacement",
                           "accumulated",
                           "clipped by norm",
                           "clipped by value",
                           "cosine schedule",
                           "one cycle",
                           "plateau",
                           "groups",
                           "groups, Newton's Hessians",
                           "noise and line search",
                           "unpaired noise"};
    for (int i = 0; i < 13; ++i) QTest::newRow(names[i]) << i;
  }

  void conditionsSchedulesAndGroupsActAsOnThePath() {
    QFETCH(const int, which);
    const bool data = which == 1 || which == 2;
    Scenario s = scenarioOf(data ? "linear_regression" : "himmelblau", "SGD",
                            {{"lr", data ? 0.005 : 0.01}, {"momentum", 0.8}}, 60);
    s.seed = 5;
    Contender& c = s.contenders[0];
    switch (which) {
      case 0:
        s.gradient.noise = 2;
        break;
      case 1:
        s.gradient.batch = 7;
        break;
      case 2:
        s.gradient.batch = 3;
        s.gradient.replacement = true;
        break;
      case 3:
        s.gradient.accumulate = true;
        s.gradient.noise = 0.1;
        c.options["lr"] = 1e-4;
        break;
      case 4:
        s.gradient.clipNorm = 3;
        break;
      case 5:
        s.gradient.clipValue = 2;
        break;
      case 6:
        c.schedule = {"CosineAnnealingLR", {}};
        break;
      case 7:
        c.schedule = {"OneCycleLR", {{"max_lr", 0.03}}};
        break;
      case 8:
        c.schedule = {"ReduceLROnPlateau", {{"patience", 2}}};
        break;
      case 9:
        c.groups = {{{1}, {{"lr", 0.002}}}};
        break;
      case 10:
        c.optimizer = "SophiaH";
        c.options = {};
        c.groups = {{{1}, {{"lr", 0.002}}}};
        break;
      case 11:
        c.optimizer = "LBFGS";
        c.options = {{"line_search_fn", "strong_wolfe"}};
        s.gradient.noise = 0.5;
        s.steps = 12;
        break;
      case 12:
        s.gradient.noise = 1;
        s.gradient.paired = false;
        break;
    }
    const auto objective = makeObjective(s.panels[0]);
    const auto map = basinMap(s, 0, *objective, requestFor(*objective, 20));
    QCOMPARE(difference(s, *objective, *map, 0, objective->starts().front()), QByteArray());
  }

  void higherDimensionsVaryTheFirstTwoCoordinates() {
    Scenario s = scenarioOf("rosenbrock", "Adam", {{"lr", 0.05}}, 60);
    s.panels[0].start = {-1.2, 1, -1.2, 1};
    const auto objective = makeObjective(s.panels[0]);
    BasinRequest request = requestFor(*objective, 12);
    request.plane = Plane::ofCoordinates(0, 1, s.panels[0].start);
    const auto map = basinMap(s, 0, *objective, request);
    QCOMPARE(map->ends.cols(), Index{4});
    QCOMPARE(difference(s, *objective, *map, 0, s.panels[0].start), QByteArray());
  }

  void cellsOfAnyPlaneAreItsPoints() {
    Scenario s = scenarioOf("rosenbrock", "Adam", {{"lr", 0.05}}, 40);
    s.panels[0].start = {-1.2, 1, -1.2};
    s.panels[0].dimension = 3;
    const auto objective = makeObjective(s.panels[0]);
    BasinRequest request = requestFor(*objective, 8);
    request.plane = Plane::spanned({0.5, 0.25, 1}, {1, 0, 0.5}, {0, 1, -0.25});
    const auto map = basinMap(s, 0, *objective, request);
    for (Index row = 0; row < 8; ++row) {
      for (Index column = 0; column < 8; ++column) {
        const std::vector<double> start = request.plane->at(map->x(column), map->y(row), 3);
        const Trajectory path = trace(s, 0, *objective, start);
        const Index last = path.points.rows() - 1;
        QVERIFY((map->ends.row(row * 8 + column) == path.points.row(last)).all());
      }
    }
  }

  void oneVariableHasOneRow() {
    const Scenario s = scenarioOf("double_well", "SGD", {{"lr", 0.02}}, 100);
    const auto objective = makeObjective(s.panels[0]);
    const auto map = basinMap(s, 0, *objective, requestFor(*objective, 64));
    QCOMPARE(map->rows, Index{1});
    QCOMPARE(difference(s, *objective, *map, 0, {0}), QByteArray());
  }

  void threadsDoNotChangeAMap() {
    const Scenario s = scenarioOf("himmelblau", "Adam", {{"lr", 0.3}}, 120);
    const auto objective = makeObjective(s.panels[0]);
    const BasinRequest request = requestFor(*objective, 100);
    const auto one = basinMap(s, 0, *objective, request, {}, {}, 1);
    const auto two = basinMap(s, 0, *objective, request, {}, {}, 2);
    QVERIFY(one->outcome == two->outcome);
    QVERIFY(one->landmark == two->landmark);
    QVERIFY(one->settled == two->settled);
    QVERIFY(one->steps == two->steps);
    QVERIFY(one->loss == two->loss);
    QVERIFY((one->ends == two->ends).all());
  }

  void coarseMapsHoldCellsOfTheFinalOne() {
    const Scenario s = scenarioOf("himmelblau", "SGD", {{"lr", 0.01}}, 80);
    const auto objective = makeObjective(s.panels[0]);
    std::vector<std::shared_ptr<const BasinMap>> coarse;
    BasinRequest request = requestFor(*objective, 50);
    request.rows = 35;
    const auto map =
        basinMap(s, 0, *objective, request, {}, [&](std::shared_ptr<const BasinMap> m) { coarse.push_back(m); });
    QCOMPARE(coarse.size(), std::size_t{3});
    Index block = 8;
    for (const auto& preview : coarse) {
      QCOMPARE(preview->block, block);
      for (Index row = 0; row < 35; ++row) {
        for (Index column = 0; column < 50; ++column) {
          const auto here = static_cast<std::size_t>(row * 50 + column);
          const auto there = static_cast<std::size_t>((row - row % block) * 50 + column - column % block);
          QCOMPARE(preview->landmark[here], map->landmark[there]);
          QCOMPARE(preview->settled[here], map->settled[there]);
        }
      }
      block /= 2;
    }
  }

  void emptySinglePixelAndFlatMapsBehave() {
    const Scenario s = scenarioOf("himmelblau", "SGD", {{"lr", 0.01}}, 50);
    const auto objective = makeObjective(s.panels[0]);
    BasinRequest request = requestFor(*objective, 0);
    QCOMPARE(basinMap(s, 0, *objective, request)->cells(), Index{0});
    request.columns = request.rows = 1;
    const auto pixel = basinMap(s, 0, *objective, request);
    QCOMPARE(pixel->x(0), 0.0);
    QCOMPARE(difference(s, *objective, *pixel, 0, {0, 0}), QByteArray());
    // A view without area: every cell is the same start.
    request = requestFor(*objective, 5);
    request.view = {1, 1, 2, 2};
    const auto flat = basinMap(s, 0, *objective, request);
    for (const double loss : flat->loss) QCOMPARE(loss, flat->loss.front());
    QVERIFY_EXCEPTION_THROWN(basinMap(s, 0, *objective, requestFor(*objective, 5000)), std::invalid_argument);
  }

  void largestMapBehaves() {
    const Scenario s = scenarioOf("quadratic", "SGD", {{"lr", 0.03}}, 1);
    const auto objective = makeObjective(s.panels[0]);
    BasinRequest request = requestFor(*objective, 4096);
    request.ends = false;
    const auto map = basinMap(s, 0, *objective, request);
    QCOMPARE(map->cells(), Index{4096} * 4096);
    QCOMPARE(map->ends.rows(), Index{0});
    QCOMPARE(difference(s, *objective, *map, 50, {0, 0}), QByteArray());
  }

  void noStepsJudgeTheStart() {
    const Scenario s = scenarioOf("himmelblau", "Adam", {}, 0);
    const auto objective = makeObjective(s.panels[0]);
    const auto map = basinMap(s, 0, *objective, requestFor(*objective, 10));
    QCOMPARE(difference(s, *objective, *map, 0, {0, 0}), QByteArray());
  }

  void stopRequestEndsALongMapSoonAndLeavesNoThread() {
    const Scenario s = scenarioOf("himmelblau", "Adam", {{"lr", 0.01}}, 100'000);
    const auto objective = makeObjective(s.panels[0]);
    const int before = threadCount();
    std::stop_source source;
    std::shared_ptr<const BasinMap> map;
    std::chrono::steady_clock::time_point ended;
    std::thread worker([&] {
      map = basinMap(s, 0, *objective, requestFor(*objective, 512), source.get_token());
      ended = std::chrono::steady_clock::now();
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    const auto asked = std::chrono::steady_clock::now();
    source.request_stop();
    worker.join();
    QVERIFY(!map);
    // 512 × 512 × 100 000 steps take minutes: whatever the machine's load, this shows that the stop was heard.
    QVERIFY(ended - asked < std::chrono::seconds(5));
    QCOMPARE(threadCount(), before);
  }

  void optionsThatDoNotFitAreRefused() {
    Scenario s = scenarioOf("himmelblau", "SGD", {{"lr", -1}}, 10);
    const auto objective = makeObjective(s.panels[0]);
    QVERIFY_EXCEPTION_THROWN(basinMap(s, 0, *objective, requestFor(*objective, 4)), OptionError);
    s.contenders[0].options = {};
    BasinRequest request = requestFor(*objective, 4);
    request.plane = Plane::ofCoordinates(0, 1, {1, 2, 3});
    QVERIFY_EXCEPTION_THROWN(basinMap(s, 0, *objective, request), std::invalid_argument);
  }
};

QTEST_GUILESS_MAIN(BasinTest)
#include "basin_test.moc"
