// What charts and tables say of each step: angles and shares of momentum against PyTorch's runs, state by its names,
// the difference between two paths; and schedules that move once an epoch.

#include "core/charts/chart.h"
#include "core/reports/report.h"
#include "core/runs/memory_share.h"
#include "core/runs/path_measures.h"
#include "core/scenario/scenario_file.h"

#include <QTest>

#include <cmath>
#include <fstream>
#include <sstream>

using namespace thalweg;

namespace {

const Json& golden() {
  static const Json data = [] {
    std::ifstream in(THALWEG_TEST_DATA "/golden/time/time.json");
    std::ostringstream text;
    text << in.rdbuf();
    return Json::parse(text.str());
  }();
  return data;
}

Scenario scenarioOn(const std::string& objective, const Options& options, std::vector<double> start,
                    const std::vector<std::pair<std::string, Options>>& contenders, std::int64_t steps) {
  Scenario s;
  s.panels = {{.objective = objective, .options = options, .dimension = {}, .start = std::move(start), .view = {}}};
  for (const auto& [optimizer, own] : contenders) {
    Contender& contender = s.contenders.emplace_back();
    contender.optimizer = optimizer;
    contender.options = own;
  }
  s.steps = steps;
  return s;
}

Scenario onRosenbrock(const std::vector<std::pair<std::string, Options>>& contenders, std::int64_t steps = 40) {
  return scenarioOn("rosenbrock", {{"b", 10}}, {-1.3, 2.0}, contenders, steps);
}

Trajectory pathOf(const Scenario& s, std::size_t contender = 0) {
  const auto objective = makeObjective(s.panels[0]);
  return trace(s, contender, *objective, startPoint(s, 0, contender, *objective));
}

/// A chart of all contenders, everything measured.
struct Drawn {
  Drawn(const Scenario& s, const std::string& id) : scenario(s), objective(makeObjective(s.panels[0])) {
    const ChartDescription& card = *findChart(id);
    columns.resize(s.contenders.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      columns[i].path = std::make_shared<const Trajectory>(pathOf(s, i));
      if (card.measures) measure(columns[i], s, i, *objective, card.measures(s, *objective));
      runs.push_back({i, &columns[i], nullptr});
    }
    drawing = drawChart(card, {scenario, *objective, runs});
  }
  Scenario scenario;
  std::shared_ptr<const Objective> objective;
  std::vector<PathColumns> columns;
  std::vector<ChartRun> runs;
  ChartDrawing drawing;
};

Json runsOf(const Scenario& s, const RunExtras& extras) {
  std::ostringstream out;
  runToJson(s, out, {}, extras);
  return Json::parse(out.str()).at("runs");
}

}  // namespace

class StepChartsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anglesAndSharesAreThoseOfPytorchsRuns() {
    for (const Json& entry : golden().at("steps")) {
      const Scenario s = onRosenbrock({{entry.at("optimizer"), entry.at("options").get<Options>()}});
      const Drawn angles(s, "update_angle");
      const Drawn shares(s, "momentum_share");
      QVERIFY(!angles.drawing.logarithmic && !shares.drawing.logarithmic);
      QCOMPARE(angles.drawing.lines.size(), std::size_t{1});
      QCOMPARE(shares.drawing.lines.size(), std::size_t{1});
      const Column& angle = *angles.drawing.lines[0].y;
      const Column& share = *shares.drawing.lines[0].y;
      QCOMPARE(angle.size(), Index{41});
      QVERIFY(std::isnan(angle[0]) && std::isnan(share[0]));
      for (Index k = 1; k <= 40; ++k) {
        const auto at = static_cast<std::size_t>(k);
        // acos loses half the digits of small angles.
        QVERIFY2(std::abs(angle[k] - entry.at("angle")[at].get<double>()) < 1e-5, qPrintable(QString::number(k)));
        if (std::isnan(share[k])) continue;
        const double wanted = entry.at("share")[at].get<double>();
        QVERIFY2(std::abs(share[k] - wanted) < 1e-9 * (1 + std::abs(wanted)), qPrintable(QString::number(k)));
      }
      QVERIFY((share.tail(40).isFinite().count()) > 30);
    }
  }

  void stepsThatSayNothingOfTheirPartsAreGaps() {
    const Scenario s = onRosenbrock({{"SGD", {{"lr", 0.002}, {"momentum", 0.9}}}}, 300);
    const Column shares = memoryShares(s, 0, *makeObjective(s.panels[0]), pathOf(s));
    for (const double share : shares) QVERIFY(std::isnan(share) || std::abs(share) < 21);
  }

  void polyaksDisplacementIsItsMemory() {
    // x + μ(x − x′) − lr·g is SGD's rule with another memory: the same shares.
    const Scenario s =
        onRosenbrock({{"SGD", {{"lr", 0.002}, {"momentum", 0.9}}}, {"HeavyBall", {{"lr", 0.002}, {"momentum", 0.9}}}});
    const auto objective = makeObjective(s.panels[0]);
    const Column one = memoryShares(s, 0, *objective, pathOf(s, 0));
    const Column other = memoryShares(s, 1, *objective, pathOf(s, 1));
    for (Index k = 2; k <= 40; ++k) {
      if (std::isfinite(one[k]) && std::isfinite(other[k])) QVERIFY(std::abs(one[k] - other[k]) < 1e-8);
    }
    QVERIFY(other.tail(39).isFinite().count() > 25);
  }

  void methodsWithoutMomentumHaveNoShare() {
    const Drawn drawn(onRosenbrock({{"SGD", {{"lr", 0.002}}}, {"RMSprop", {{"lr", 0.01}}}}), "momentum_share");
    QVERIFY(drawn.drawing.lines.empty());
    QCOMPARE(drawn.drawing.note, std::string("No contender has momentum here"));
  }

  void stateIsShownByItsNames() {
    const Drawn drawn(onRosenbrock({{"Adam", {{"lr", 0.05}}}, {"SGD", {{"lr", 0.002}}}}), "state");
    std::vector<std::string> names;
    for (const ChartLine& line : drawn.drawing.lines) {
      if (line.run == 0) names.push_back(line.name);
    }
    QCOMPARE(names, (std::vector<std::string>{"‖m‖", "‖v‖"}));
    QVERIFY(!drawn.drawing.lines[0].companion && drawn.drawing.lines[1].companion);
    // As tables have it.
    const Json runs = runsOf(drawn.scenario, {.state = true});
    const Json& m = runs[0].at("state").at("m");
    QCOMPARE(m.size(), std::size_t{40});
    for (std::size_t k = 0; k < m.size(); ++k) {
      const double length = std::hypot(m[k][0].get<double>(), m[k][1].get<double>());
      QVERIFY(std::abs((*drawn.drawing.lines[0].y)[static_cast<Index>(k) + 1] - length) <= 1e-14 * length);
    }
    QVERIFY(runs[0].at("state").contains("v_hat"));
  }

  void tablesAndChartsAgree() {
    const Scenario s = onRosenbrock({{"Adam", {{"lr", 0.05}}}});
    RunExtras extras;
    for (const char* id : {"effective_rate", "update_angle", "momentum_share", "step_length"})
      extras.measures.push_back(findMeasure(id));
    const Json run = runsOf(s, extras)[0];
    const auto same = [&](const Json& value, double shown) {
      return value.is_null() ? std::isnan(shown) : value.get<double>() == shown;
    };
    const Drawn rates(s, "effective_lr");
    const Drawn angles(s, "update_angle");
    const Drawn shares(s, "momentum_share");
    for (Index k = 0; k <= 40; ++k) {
      const auto at = static_cast<std::size_t>(k);
      for (std::size_t c = 0; c < 2; ++c)
        QVERIFY(same(run.at("effective_rate")[at][c], (*rates.drawing.lines[c].y)[k]));
      QVERIFY(same(run.at("update_angle")[at], (*angles.drawing.lines[0].y)[k]));
      QVERIFY(same(run.at("momentum_share")[at], (*shares.drawing.lines[0].y)[k]));
    }
    std::ostringstream out;
    writeRunsCsv(s, runScenario(s, {}, extras), out);
    const std::string header = out.str().substr(0, out.str().find('\n'));
    QVERIFY2(header.ends_with(",step_length,update_angle,momentum_share,effective_rate_x1,effective_rate_x2"),
             header.c_str());
    std::istringstream lines(out.str());
    for (std::string line; std::getline(lines, line);)
      QCOMPARE(std::count(line.begin(), line.end(), ','), std::count(header.begin(), header.end(), ','));
  }

  void differencesAreFromTheFirstPathShown() {
    Scenario s = onRosenbrock({{"SGD", {{"lr", 0.001}}}, {"SGD", {{"lr", 0.002}}}, {"SGD", {{"lr", 0.002}}}});
    const Drawn all(s, "difference");
    QCOMPARE(all.drawing.lines.size(), std::size_t{2});
    const Trajectory first = pathOf(s, 0);
    const Trajectory second = pathOf(s, 1);
    for (Index k = 0; k <= 40; ++k) {
      const double apart = (first.points.row(k) - second.points.row(k)).matrix().norm();
      QVERIFY(std::abs((*all.drawing.lines[0].y)[k] - apart) < 1e-15);
    }
    QVERIFY(all.drawing.remark.find("; largest ") != std::string::npos);
    s.contenders[0].hidden = true;
    const Drawn rest(s, "difference");
    QVERIFY2(rest.drawing.remark.ends_with("; none at any step"), rest.drawing.remark.c_str());
    s.contenders[1].hidden = true;
    QVERIFY(!Drawn(s, "difference").drawing.note.empty());
  }

  void memoryIsKeptAsTheSettingsInForceSay() {
    Scenario s = onRosenbrock({{"SGD", {{"lr", 0.002}, {"momentum", 0.9}}}});
    s.contenders.push_back(s.contenders[0]);
    s.contenders[1].branch = BranchPoint{0, 15};
    s.contenders[1].options["momentum"] = 0.5;
    const Column kept = memoryKept(s, 1, pathOf(s, 1));
    QVERIFY((kept.head(15) == 0.9).all() && (kept.tail(25) == 0.5).all());
    s.contenders[0].options["momentum"] = 0;
    s.contenders.pop_back();
    QCOMPARE(memoryKept(s, 0, pathOf(s)).size(), Index{0});
  }

  void schedulesMoveWhenAnEpochIsDone() {
    for (const Json& entry : golden().at("epochs")) {
      Scenario s = scenarioOn("quadratic", {{"kappa", 25}}, {2.5, 1.2}, {{"SGD", {{"lr", 0.05}}}}, 80);
      s.contenders[0].schedule = ScheduleChoice{entry.at("name"), entry.at("options").get<Options>()};
      s.gradient.stepsPerEpoch = entry.at("steps_per_epoch").get<std::int64_t>();
      const Trajectory path = pathOf(s);
      for (Index k = 0; k < 80; ++k) {
        const double wanted = entry.at("lr")[static_cast<std::size_t>(k)];
        QVERIFY(std::abs(path.rates(k, 0) - wanted) <= 1e-13 * wanted);
      }
      for (Index c = 0; c < 2; ++c)
        QVERIFY(std::abs(path.points(80, c) - entry.at("end")[static_cast<std::size_t>(c)].get<double>()) < 1e-12);
      // A branch goes on in its parent's epoch.
      s.contenders.push_back(s.contenders[0]);
      s.contenders[1].branch = BranchPoint{0, 33};
      QVERIFY((pathOf(s, 1).points == path.points).all());
    }
  }

  void plateausMayWatchTheTestLoss() {
    Scenario s;
    s.panels = {{.objective = "logistic_regression", .options = {}, .dimension = {}, .start = {}, .view = {}}};
    Contender& contender = s.contenders.emplace_back();
    contender.optimizer = "SGD";
    contender.options = {{"lr", 3.0}};
    contender.schedule = ScheduleChoice{"ReduceLROnPlateau", {{"patience", 2}, {"factor", 0.5}, {"threshold", 0.0}}};
    s.steps = 120;
    s.gradient.watchTest = true;
    const auto objective = makeObjective(s.panels[0]);
    const Trajectory path = pathOf(s);
    Column tests;
    QVERIFY(objective->testLoss(path.points, tests));
    // The rule, followed here along the losses of test data.
    double best = INFINITY;
    int bad = 0;
    double rate = 3.0;
    for (Index k = 0; k < path.steps(); ++k) {
      QCOMPARE(path.rates(k, 0), rate);
      bad = tests[k] < best ? 0 : bad + 1;
      best = std::min(best, tests[k]);
      if (bad > 2) {
        rate *= 0.5;
        bad = 0;
      }
    }
    s.gradient.watchTest = false;
    QVERIFY(!(pathOf(s).rates == path.rates).all());
  }

  void epochsAreWrittenAndReadBack() {
    Scenario s = onRosenbrock({{"SGD", {{"lr", 0.001}}}});
    s.gradient.stepsPerEpoch = 12;
    s.gradient.watchTest = true;
    s.panels[0].viewKind = "phase";
    s.panels[0].phaseAt = "cursor";
    s.display.ghosts = false;
    s.display.memory = s.display.stepCircles = s.display.spread = true;
    QVERIFY(parseScenario(writeScenario(s)) == s);
    const auto refused = [](const std::string& gradient) {
      try {
        (void)parseScenario(R"({"thalweg": 1, "panels": [{"objective": "sphere"}], "contenders": [], "gradient": )" +
                            gradient + "}");
      } catch (const ScenarioError& error) {
        return std::string(error.what());
      }
      return std::string();
    };
    QVERIFY2(refused(R"({"steps_per_epoch": 0})").starts_with("gradient.steps_per_epoch"),
             refused(R"({"steps_per_epoch": 0})").c_str());
  }
};

QTEST_GUILESS_MAIN(StepChartsTest)
#include "step_charts_test.moc"
