// The scenarios that the program brings along show what their titles and descriptions say.

#include "core/reports/report.h"
#include "core/runs/path_measures.h"
#include "core/runs/sharpness.h"
#include "core/runs/trace.h"
#include "core/scenario/axis.h"
#include "core/scenario/scenario_file.h"
#include "core/surfaces/panel_plane.h"

#include <QTest>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace thalweg;

namespace {

const std::filesystem::path folder = THALWEG_SOURCE_DIR "/resources/scenarios";

std::string readText(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) qFatal("cannot read %s", path.c_str());
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

Scenario builtIn(const std::string& id) { return parseScenario(readText(folder / (id + ".thalweg"))); }

std::vector<std::string> listed() {
  std::vector<std::string> ids;
  for (const Json& entry : Json::parse(readText(folder / "index.json"))) ids.push_back(entry.at("id"));
  return ids;
}

/// Loss averaged over the last `count` steps.
double restingLoss(const Trajectory& t, Index count) { return t.loss.tail(count).mean(); }

Column coordinate(const Trajectory& t, Index c) { return t.points.col(c); }

}  // namespace

class BuiltInScenariosTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void indexNamesEveryFileOnce() {
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() == ".thalweg") files.insert(entry.path().stem());
    }
    const std::vector<std::string> ids = listed();
    QCOMPARE(std::set<std::string>(ids.begin(), ids.end()), files);
    QCOMPARE(ids.size(), files.size());
    QVERIFY(ids.size() >= 12);
    for (const Json& entry : Json::parse(readText(folder / "index.json"))) {
      QVERIFY(!entry.at("group").get<std::string>().empty());
      const auto description = entry.at("description").get<std::string>();
      QVERIFY2(description.size() > 40 && description.size() < 160, description.c_str());
      const auto trial = entry.at("trial").get<std::string>();
      QVERIFY2(trial.size() > 20 && trial.size() < 80 && trial.ends_with('.'), trial.c_str());
    }
  }

  void resourcesNameEveryFile() {
    const std::string resources = readText(THALWEG_SOURCE_DIR "/resources/resources.qrc");
    for (const std::string& id : listed())
      QVERIFY2(resources.find("<file>scenarios/" + id + ".thalweg</file>") != std::string::npos, id.c_str());
  }

  void filesStandAsTheProgramWritesThem() {
    std::set<std::string> titles;
    for (const std::string& id : listed()) {
      const std::string text = readText(folder / (id + ".thalweg"));
      const Scenario scenario = parseScenario(text);
      QVERIFY2(writeScenario(scenario) == text, (id + ":\n" + writeScenario(scenario)).c_str());
      QVERIFY(!scenario.title.empty() && scenario.title.size() < 40);
      QVERIFY2(titles.insert(scenario.title).second, scenario.title.c_str());
    }
  }

  void runsEndAsTheDescriptionsSay_data() {
    QTest::addColumn<QString>("outcomes");
    const auto row = [](const char* id, const char* outcomes) { QTest::newRow(id) << QString::fromLatin1(outcomes); };
    row("rate_on_a_parabola", "converged converged converged oscillating");
    row("largest_stable_rate", "moving converged oscillating");
    row("line_fit", "moving moving converged converged converged");
    row("which_well", "local_minimum local_minimum converged local_minimum");
    row("momentum_overshoots", "converged converged converged moving converged converged converged converged");
    row("nesterov_and_heavy_ball", "moving converged converged moving converged converged");
    row("over_the_hill", "local_minimum local_minimum converged local_minimum");
    row("leaving_a_saddle", "moving converged converged converged");
    row("plateau", "moving converged converged converged");
    row("rotated_valley", "converged converged converged converged converged moving oscillating moving");
    row("bias_correction", "converged converged moving moving");
    row("adam_and_amsgrad", "oscillating converged oscillating moving");
    row("decay_or_penalty", "moving moving converged");
    row("rare_feature", "moving moving moving moving");
    row("noise_and_rest", "oscillating moving oscillating");
    row("schedules_at_work", "oscillating moving converged converged converged");
    row("annealing", "local_minimum oscillating converged converged");
    row("lookahead", "oscillating oscillating converged");
    row("second_order", "moving moving converged converged converged converged");
    row("sign_methods", "oscillating oscillating converged converged converged converged converged converged");
    row("sharp_or_flat", "converged converged");
    row("clipping_at_a_cliff", "converged converged converged");
    row("no_rate_to_choose", "moving converged converged converged moving converged converged converged");
    row("two_clouds", "moving converged converged converged");
    row("heavy_ball_and_average", "converged moving converged moving");
    row("nesterov_two_forms", "converged converged converged converged");
    row("qhm_and_nesterov", "converged converged converged converged");
    row("adam_and_sign_descent", "moving moving moving moving");
    row("rmsprop_and_adam", "moving moving moving moving");
    row("adamw_and_adam", "moving converged moving moving");
    row("decay_and_penalty_of_sgd", "converged converged moving moving");
    row("sam_and_its_base", "moving moving moving moving");
    row("lookahead_and_its_base", "converged converged converged converged");
    row("damping", "converged converged converged converged converged converged");
    row("noise_at_rest", "oscillating oscillating oscillating");
    row("one_point_pulls", "converged converged converged converged converged converged");
    row("matrix_methods", "moving converged converged converged moving converged converged converged");
    row("overfitting", "converged moving moving converged moving moving converged moving moving");
    row("batch_1", "converged oscillating converged");
    row("batch_8", "oscillating oscillating converged");
    row("batch_50", "converged moving converged");
    row("no_decay_on_the_bias", "converged moving moving");
    row("forgotten_zero_grad", "oscillating moving moving moving");
    row("xavier_and_kaiming", "moving moving moving moving moving");
    row("radam_first_steps", "moving moving moving");
    row("closures", "converged converged converged moving");
    row("moons_in_a_plane", "moving moving moving moving moving moving");
    row("random_plane_lies", "moving moving moving moving moving moving");
    row("edge_of_stability", "moving oscillating moving moving oscillating moving");
    row("digits_race", "moving moving moving moving");
    row("your_own_function", "local_minimum converged local_minimum");
    row("drawn_landscape", "local_minimum local_minimum converged local_minimum");
  }

  void runsEndAsTheDescriptionsSay() {
    QFETCH(const QString, outcomes);
    QString found;
    for (const RunResult& run : runScenario(builtIn(QTest::currentDataTag())))
      found += (found.isEmpty() ? "" : " ") +
               QString::fromStdString(std::string(outcomeId(run.trajectory->verdict.outcome)));
    QCOMPARE(found, outcomes);
  }

  void everyListedScenarioHasItsOutcomesPinned() {
    // The table above is complete if every id has a row of its own in this file's text.
    const std::string source = readText(THALWEG_SOURCE_DIR "/tests/core/built_in_scenarios_test.cpp");
    for (const std::string& id : listed()) QVERIFY2(source.find("row(\"" + id + "\"") != std::string::npos, id.c_str());
  }

  void theLargestStableRateIsTwoOverTheLargestCurvature() {
    const Scenario s = builtIn("largest_stable_rate");
    const auto objective = makeObjective(s.panels[0]);
    const Eigen::MatrixXd hessian = objective->hessian(Points::Zero(1, 2));
    const double bound = 2 / Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(hessian).eigenvalues().maxCoeff();
    const auto rate = [&s](std::size_t i) { return s.contenders[i].options.at("lr").get<double>(); };
    QVERIFY(rate(0) < bound && rate(1) < bound && rate(2) > bound);
    const std::vector<RunResult> runs = runScenario(s);
    QVERIFY(runs[1].trajectory->loss.tail(1)[0] < 1e-6);
    QVERIFY(runs[2].trajectory->loss.tail(1)[0] > 100 * runs[2].trajectory->loss[0]);
  }

  void sharpnessHoversAtTheEdgeOfStability() {
    const Scenario s = builtIn("edge_of_stability");
    const auto objective = makeObjective(s.panels[0]);
    for (std::size_t i = 0; i < s.contenders.size(); ++i) {
      const Trajectory path = trace(s, i, *objective, startPoint(s, 0, i, *objective));
      const EdgeOfStability edge = edgeOfStability(s, i, *objective, path, 100);
      for (Index k = 700; k <= 1000; k += 100)
        QVERIFY2(std::abs(edge.sharpness[k] / edge.limit[k] - 1) < 0.05, QByteArray::number(edge.sharpness[k]));
    }
  }

  void aRandomPlaneHoldsNextToNothing() {
    const Scenario s = builtIn("random_plane_lies");
    std::vector<double> shares;
    for (std::size_t panel = 0; panel < 2; ++panel) {
      const auto objective = makeObjective(s.panels[panel]);
      std::vector<Trajectory> traced;
      std::vector<const Trajectory*> paths;
      for (std::size_t i = 0; i < s.contenders.size(); ++i)
        traced.push_back(trace(s, i, *objective, startPoint(s, panel, i, *objective)));
      for (const Trajectory& path : traced) paths.push_back(&path);
      shares.push_back(makePanelPlane(s, panel, *objective, paths)->shares.plane);
    }
    QVERIFY(shares[0] < 0.05 && shares[1] > 0.9);
  }

  void networksLearnTheirData() {
    const auto accuracy = [](const char* id, std::size_t contender) {
      const Scenario s = builtIn(id);
      const auto objective = makeObjective(s.panels[0]);
      const Trajectory path = trace(s, contender, *objective, startPoint(s, 0, contender, *objective));
      Column right;
      objective->testAccuracy(path.points.bottomRows(1), right);
      return right[0];
    };
    QVERIFY(accuracy("moons_in_a_plane", 2) > 0.97);
    QVERIFY(accuracy("digits_race", 3) > 0.92);
  }

  void momentumPassesTheMinimumAndComesBack() {
    const std::vector<RunResult> runs = runScenario(builtIn("momentum_overshoots"));
    const double still = coordinate(*runs[0].trajectory, 0).maxCoeff();
    const double some = coordinate(*runs[2].trajectory, 0).maxCoeff();
    const double much = coordinate(*runs[3].trajectory, 0).maxCoeff();
    QVERIFY(still < 0 && some > 0.5 && much > 2 * some);
    QVERIFY(std::abs(runs[2].trajectory->points(runs[2].trajectory->steps(), 0)) < 0.01);
  }

  void lookingAheadSwingsLessThanTheHeavyBall() {
    const std::vector<RunResult> runs = runScenario(builtIn("nesterov_and_heavy_ball"));
    const auto swing = [&runs](std::size_t i) { return coordinate(*runs[i].trajectory, 1).tail(280).abs().maxCoeff(); };
    QVERIFY(swing(2) < swing(1) / 3);
  }

  void uncorrectedAveragesMakeTheFirstStepThreeTimesTooLong() {
    const std::vector<RunResult> runs = runScenario(builtIn("bias_correction"));
    const auto first = [](const RunResult& run) {
      return (run.trajectory->points.row(1) - run.trajectory->points.row(0)).matrix().norm();
    };
    const double expected = (1 - 0.9) / std::sqrt(1 - 0.999);  // of the corrected step's length, for small eps
    QVERIFY(std::abs(first(runs[1]) / first(runs[0]) / expected - 1) < 1e-6);
  }

  void penaltyPullsTheFlatCoordinateAndDecouplingBoth() {
    const std::vector<RunResult> runs = runScenario(builtIn("decay_or_penalty"));
    const auto end = [&runs](std::size_t i) { return runs[i].trajectory->points.bottomRows(1); };
    // The penalty's own minimum: s·2·(2 − x) = λx.
    QVERIFY(std::abs(end(1)(0, 0) - 16 / 8.5) < 1e-3 && std::abs(end(1)(0, 1) - 1) < 1e-3);
    QVERIFY(std::abs(end(0)(0, 0) - end(0)(0, 1)) < 0.3 && end(0).maxCoeff() < 1.7);
  }

  void fallingRatesComeToRestUnderNoise() {
    for (const char* id : {"schedules_at_work", "noise_and_rest"}) {
      const Scenario s = builtIn(id);
      const std::vector<RunResult> runs = runScenario(s);
      for (std::size_t i = 1; i < runs.size(); ++i) {
        if (s.contenders[i].schedule)
          QVERIFY(restingLoss(*runs[i].trajectory, 50) < restingLoss(*runs[0].trajectory, 50) * 0.7);
      }
    }
    const std::vector<RunResult> runs = runScenario(builtIn("lookahead"));
    QVERIFY(restingLoss(*runs[1].trajectory, 100) < restingLoss(*runs[0].trajectory, 100));
    QVERIFY(restingLoss(*runs[2].trajectory, 100) < restingLoss(*runs[0].trajectory, 100) / 5);
  }

  void withoutTheClipTheCliffThrowsMomentum() {
    Scenario s = builtIn("clipping_at_a_cliff");
    const auto longest = [](const RunResult& run) {
      const Points& p = run.trajectory->points;
      return (p.bottomRows(p.rows() - 1) - p.topRows(p.rows() - 1)).matrix().rowwise().norm().maxCoeff();
    };
    const std::vector<RunResult> clipped = runScenario(s);
    s.gradient.clipNorm.reset();
    const std::vector<RunResult> free = runScenario(s);
    QVERIFY(longest(free[1]) > 4 && longest(clipped[1]) < 1);
    QCOMPARE(free[2].trajectory->verdict.outcome, Outcome::Moving);  // Adam's steps stay short
  }

  void samEndsInTheFlatMinimum() {
    const std::vector<RunResult> runs = runScenario(builtIn("sharp_or_flat"));
    QVERIFY(std::abs(runs[0].trajectory->points.bottomRows(1)(0, 0) + 1.5) < 0.01);
    QVERIFY(std::abs(runs[1].trajectory->points.bottomRows(1)(0, 0) - 1.5) < 0.01);
  }

  void adamDriftsAwayFromTheMinimumThatAmsgradFinds() {
    const std::vector<RunResult> runs = runScenario(builtIn("adam_and_amsgrad"));
    QVERIFY(runs[0].trajectory->points.bottomRows(1)(0, 0) > 1);
    QVERIFY(runs[1].trajectory->points.bottomRows(1)(0, 0) < -1);
  }

  void pairsAreOneMethodWhereTheirSliderSaysSo() {
    int pairs = 0;
    for (const Json& entry : Json::parse(readText(folder / "index.json"))) {
      if (!entry.contains("one")) continue;
      ++pairs;
      const auto id = entry.at("id").get<std::string>();
      Scenario s = builtIn(id);
      QCOMPARE(s.contenders.size(), std::size_t{2});
      const auto largest = [&] {
        double apart = 0;
        const std::vector<RunResult> runs = runScenario(s);
        for (std::size_t i = 0; i < runs.size(); i += 2)
          apart = std::max(apart, pathDifferences(*runs[i].trajectory, *runs[i + 1].trajectory).maxCoeff());
        return apart;
      };
      QVERIFY2(largest() > 0.05, id.c_str());
      const auto contender = entry.at("one").at("contender").get<std::size_t>();
      const auto axis = entry.at("one").at("axis").get<std::string>();
      const std::vector<std::string> axes = axisIds(s, 0, contender);
      QVERIFY2(std::ranges::find(axes, axis) != axes.end(), id.c_str());
      const double value = entry.at("one").at("value");
      setAxisValue(s, 0, contender, axis, value);
      const double rest = largest();
      QVERIFY2(rest < 1e-13, qPrintable(QStringLiteral("%1: %2").arg(QString::fromStdString(id)).arg(rest)));
      // The slider reaches it; those that are logarithmic have a 0 of their own.
      const Axis slider = makeAxis(s, 0, contender, axis, 10);
      QVERIFY2(value == 0 || std::abs(slider.at(slider.position(value)) - value) < 1e-9, id.c_str());
      // The chart that says so is on screen.
      QVERIFY(std::ranges::find(s.display.charts, "difference") != s.display.charts.end());
    }
    QVERIFY(pairs >= 8);
  }

  void adagradMakesUpForTheRareFeature() {
    const std::vector<RunResult> runs = runScenario(builtIn("rare_feature"));
    for (const std::size_t i : {0u, 2u, 3u})
      QVERIFY(restingLoss(*runs[1].trajectory, 50) < restingLoss(*runs[i].trajectory, 50) / 2);
  }
};

QTEST_GUILESS_MAIN(BuiltInScenariosTest)
#include "built_in_scenarios_test.moc"
