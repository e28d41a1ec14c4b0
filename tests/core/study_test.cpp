// What panels show beside surfaces: singular values and spectra, which kinds fit which objectives; and losses that are
// computed once in so many steps.

#include "core/maps/basin.h"
#include "core/reports/report.h"
#include "core/runs/panel_study.h"
#include "core/runs/path_measures.h"
#include "core/runs/sharpness.h"
#include "core/scenario/scenario_file.h"
#include "core/scenario/view_kind.h"

#include <QTest>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace thalweg;

namespace {

Scenario builtIn(const std::string& id) {
  std::ifstream in(std::filesystem::path(THALWEG_SOURCE_DIR "/resources/scenarios") / (id + ".thalweg"));
  std::ostringstream text;
  text << in.rdbuf();
  return parseScenario(text.str());
}

std::vector<std::shared_ptr<const Trajectory>> pathsOf(const Scenario& scenario, std::size_t panel) {
  const auto objective = makeObjective(scenario.panels[panel]);
  std::vector<std::shared_ptr<const Trajectory>> paths;
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i)
    paths.push_back(
        std::make_shared<const Trajectory>(trace(scenario, i, *objective, startPoint(scenario, panel, i, *objective))));
  return paths;
}

/// Digits as they are raced, for so many steps.
Scenario digits(std::int64_t steps, const std::string& options = R"({"lr": 0.1})") {
  return parseScenario(R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron", "options":
    {"hidden": [32], "activation": "relu", "data": "digits"}}],
    "contenders": [{"optimizer": "SGD", "options": )" +
                       options + R"(}],
    "gradient": {"batch": 64}, "steps": )" +
                       std::to_string(steps) + "}");
}

}  // namespace

class StudyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void muonMakesAllDirectionsOfAStepAlike() {
    const Scenario scenario = builtIn("matrix_methods");
    std::size_t panel = 0;
    while (viewKind(scenario.panels[panel]).id != "matrices") ++panel;
    const auto objective = makeObjective(scenario.panels[panel]);
    const auto paths = pathsOf(scenario, panel);
    const auto study = makeStudy(scenario, panel, *objective, paths, 0);
    QVERIFY(study);
    QCOMPARE(study->matrices.size(), scenario.contenders.size());
    /// σ₁/σᵣ of the first steps' updates, averaged as decades.
    const auto uneven = [&](std::size_t i) {
      const Eigen::MatrixXd first = study->matrices[i]->update.middleRows(1, 20);
      return std::pow(10, (first.col(0).array() / first.rightCols(1).col(0).array()).log10().mean());
    };
    for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
      if (scenario.contenders[i].optimizer == "Muon") QVERIFY2(uneven(i) < 2, std::to_string(uneven(i)).c_str());
      if (scenario.contenders[i].optimizer == "Adam") QVERIFY2(uneven(i) > 4, std::to_string(uneven(i)).c_str());
      QVERIFY(study->matrices[i]->error);
    }
    // What is known of the same paths is not computed again.
    const auto again = makeStudy(scenario, panel, *objective, paths, 5, study.get());
    QVERIFY(again->matrices == study->matrices);
  }

  void theSpectrumStandsBesideTheEdge() {
    const Scenario scenario = parseScenario(R"({"thalweg": 1, "panels": [{"objective": "quadratic",
      "view_kind": "spectrum", "options": {"kappa": 25}}, {"objective": "sphere"}], "contenders": [
      {"optimizer": "SGD", "options": {"lr": 0.05}}, {"optimizer": "SGD", "options": {"lr": 0.05, "momentum": 0.9}},
      {"optimizer": "Adam", "hidden": true}, {"optimizer": "SignSGD"}], "steps": 30})");
    const auto objective = makeObjective(scenario.panels[0]);
    const auto study = makeStudy(scenario, 0, *objective, pathsOf(scenario, 0), 12);
    QVERIFY(study && study->matrices.empty());
    QCOMPARE(study->step, std::int64_t{12});
    QCOMPARE(study->spectra[0]->step, Index{12});
    QVERIFY(std::abs(study->spectra[0]->eigenvalues[0] - 1) < 1e-12);
    QVERIFY(std::abs(study->spectra[0]->eigenvalues[1] - 25) < 1e-12);
    QVERIFY(std::abs(study->spectra[0]->limit - 40) < 1e-9);
    QVERIFY(std::abs(study->spectra[1]->limit - 2 * 1.9 / 0.05) < 1e-9);
    QVERIFY(!study->spectra[2]);
    QVERIFY(std::isnan(study->spectra[3]->limit));
    QVERIFY(!makeStudy(scenario, 1, *makeObjective(scenario.panels[1]), pathsOf(scenario, 1), 0));
  }

  void theSpectrumsEdgeIsTheSharpnessChartsOwn() {
    const Scenario scenario = parseScenario(R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron"}],
      "contenders": [{"optimizer": "Adam", "options": {"lr": 0.05}}], "steps": 20})");
    const auto objective = makeObjective(scenario.panels[0]);
    const auto paths = pathsOf(scenario, 0);
    const EdgeOfStability edge = edgeOfStability(scenario, 0, *objective, *paths[0], 1);
    const PathSpectrum found = pathSpectrum(scenario, 0, *objective, *paths[0], 11);
    QVERIFY(std::abs(found.eigenvalues[32] - edge.sharpness[11]) < 1e-5 * edge.sharpness[11]);
    QVERIFY(std::abs(found.limit - edge.limit[11]) < 1e-5 * edge.limit[11]);
  }

  void kindsThatDoNotFitAreRefused_data() {
    QTest::addColumn<QString>("panel");
    QTest::addColumn<QString>("refusal");
    QTest::newRow("no data") << R"({"objective": "sphere", "view_kind": "data"})"
                             << "panels[0].view_kind: expected surface: there are no data of one or two inputs to draw";
    QTest::newRow("no matrix") << R"({"objective": "sphere", "view_kind": "matrices"})"
                               << "panels[0].view_kind: expected surface: no parameter is a matrix of two rows and "
                                  "columns or more";
    QTest::newRow("too many") << R"({"objective": "sphere", "dimension": 501, "view_kind": "spectrum"})"
                              << "panels[0].view_kind: expected surface: a spectrum is of at most 500 coordinates, and "
                                 "here are 501";
    QTest::newRow("unknown") << R"({"objective": "sphere", "view_kind": "matrix"})"
                             << "panels[0].view_kind: expected one of surface, data, phase, matrices, spectrum, found "
                                "\"matrix\"";
  }

  void kindsThatDoNotFitAreRefused() {
    QFETCH(const QString, panel);
    QFETCH(const QString, refusal);
    try {
      validateScenario(parseScenario(R"({"thalweg": 1, "panels": [)" + panel.toStdString() + "]}"));
      QFAIL("accepted");
    } catch (const ScenarioError& error) {
      QCOMPARE(QString::fromStdString(error.what()), refusal);
    }
  }

  void lossesOverAllSamplesAreTakenOnceInSoManySteps() {
    const Scenario scenario = digits(160);
    const auto objective = makeObjective(scenario.panels[0]);
    const auto path = pathsOf(scenario, 0)[0];
    QVERIFY(path->every > 1);
    QVERIFY(path->every <= (1438 + 63) / 64);
    QCOMPARE(path->loss.size(), Index{161});
    Column f, test;
    Points slope;
    objective->valueAndGradient(path->points, f, slope);
    objective->testLoss(path->points, test);
    const Column tested = testLosses(*path, *objective);
    Index lines = 0;
    for (Index k = 0; k <= 160; ++k) {
      QCOMPARE(lossAt(*path, *objective, k), f[k]);
      if (path->measuredAt(k)) {
        QCOMPARE(path->loss[k], f[k]);
        QCOMPARE(path->gradientNorm[k], slope.row(k).matrix().norm());
        QCOMPARE(tested[k], test[k]);
        continue;
      }
      ++lines;
      const Index before = k - k % path->every;
      const Index next = std::min<Index>(before + path->every, 160);
      const double t = static_cast<double>(k - before) / static_cast<double>(next - before);
      QVERIFY(std::abs(path->loss[k] - (f[before] + t * (f[next] - f[before]))) < 1e-12);
      QVERIFY(std::abs(tested[k] - (test[before] + t * (test[next] - test[before]))) < 1e-12);
    }
    QVERIFY(lines > 80);
    // Few steps, and steps that see all samples, have all.
    QCOMPARE(pathsOf(digits(20), 0)[0]->every, Index{1});
    Scenario whole = digits(60);
    whole.gradient = {};
    QCOMPARE(pathsOf(whole, 0)[0]->every, Index{1});
  }

  void reportsSayWhichLossesAreKnown() {
    const Scenario scenario = digits(160);
    const auto runs = runScenario(scenario, {}, {.measures = {findMeasure("accuracy"), findMeasure("test_loss")}});
    const Trajectory& path = *runs[0].trajectory;
    std::ostringstream json, csv;
    writeRunsJson(scenario, runs, json);
    const Json run = Json::parse(json.str())["runs"][0];
    QCOMPARE(run["loss_every"].get<Index>(), path.every);
    for (const char* key : {"loss", "accuracy", "test_loss"}) {
      for (Index k = 0; k <= 160; ++k) QCOMPARE(run[key][static_cast<std::size_t>(k)].is_null(), !path.measuredAt(k));
    }
    writeRunsCsv(scenario, runs, csv);
    std::istringstream table(csv.str());
    std::string head, row;
    std::getline(table, head);
    const std::size_t column = static_cast<std::size_t>(
        std::count(head.begin(), head.begin() + static_cast<std::ptrdiff_t>(head.find(",loss,")) + 1, ','));
    for (Index k = 0; std::getline(table, row); ++k) {
      std::size_t at = 0;
      for (std::size_t c = 0; c < column; ++c) at = row.find(',', at) + 1;
      QCOMPARE(row[at] == ',', !path.measuredAt(k));
    }
    std::ostringstream few;
    writeRunsJson(digits(3), runScenario(digits(3)), few);
    QVERIFY(!Json::parse(few.str())["runs"][0].contains("loss_every"));
  }

  void mapsJudgeSuchPathsAsTheRunsAreJudged() {
    const Scenario scenario =
        parseScenario(R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron", "options":
      {"hidden": [4], "activation": "relu", "data": "digits"}}],
      "contenders": [{"optimizer": "SGD", "options": {"lr": 0.5, "momentum": 0.9}}], "gradient": {"batch": 32},
      "steps": 480})");
    const auto objective = makeObjective(scenario.panels[0]);
    const auto map = basinMap(scenario, 0, *objective,
                              {.view = {-4, 4, -4, 4}, .columns = 2, .rows = 1, .plane = {}, .ends = false});
    for (Index cell = 0; cell < 2; ++cell) {
      const std::vector<double> start =
          Plane::ofCoordinates(0, 1, objective->starts().front()).at(map->x(cell), map->y(0), objective->dimension());
      const Trajectory path = trace(scenario, 0, *objective, start);
      QVERIFY(path.every > 1);
      const auto i = static_cast<std::size_t>(cell);
      QVERIFY(map->outcome[i] == path.verdict.outcome);
      QCOMPARE(static_cast<Index>(map->settled[i]), path.verdict.step);
      QCOMPARE(map->loss[i], path.loss[path.steps()]);
    }
  }

  void aRunThatBreaksOutIsToldToTheStep() {
    // A linear model's squared loss grows by a factor each step, past every bound, and its numbers end.
    const Scenario scenario =
        parseScenario(R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron", "options":
      {"hidden": [12], "activation": "relu", "loss": "squared", "data": "digits"}}],
      "contenders": [{"optimizer": "SGD", "options": {"lr": 3}}], "gradient": {"batch": 64}, "steps": 400})");
    const auto objective = makeObjective(scenario.panels[0]);
    const auto path = pathsOf(scenario, 0)[0];
    QVERIFY(path->every > 1);
    QVERIFY(path->verdict.outcome == Outcome::Diverged);
    Column f;
    objective->value(path->points, f);
    Index first = 0;
    while (first <= path->steps() && f[first] <= 1e12 * (1 + f[0])) ++first;
    QVERIFY(first > 0 && first <= path->steps());
    QCOMPARE(path->verdict.step, first);
    for (Index k = first; k <= path->steps(); ++k) QCOMPARE(path->loss[k], f[k]);
    QVERIFY(path->loss.isFinite().all());
  }
};

QTEST_GUILESS_MAIN(StudyTest)
#include "study_test.moc"
