// Training runs that PyTorch made and its script recorded (tests/golden/recorded) are shown as they were.

#include "core/base/file.h"
#include "core/charts/chart.h"
#include "core/code/python_code.h"
#include "core/recorded/recorded_file.h"
#include "core/recorded/recorded_hint.h"
#include "core/recorded/recorded_objective.h"
#include "core/reports/projection_report.h"
#include "core/reports/report.h"
#include "core/scenario/scenario_file.h"
#include "core/scenario/scenario_link.h"
#include "core/surfaces/field.h"
#include "core/surfaces/movement.h"
#include "core/surfaces/panel_plane.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

using namespace thalweg;

namespace {

std::string golden(const std::string& name) { return std::string(THALWEG_TEST_DATA "/golden/recorded/") + name; }

/// The losses that the training script printed, one a line.
std::vector<double> printed(const std::string& name) {
  std::istringstream lines(readFile(golden(name), 1u << 20));
  std::vector<double> losses;
  for (std::string line; std::getline(lines, line);) losses.push_back(std::stod(line));
  return losses;
}

template <class Act>
std::string refusal(Act act) {
  try {
    act();
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

bool says(const std::string& words, const std::string& part) {
  if (words.find(part) != std::string::npos) return true;
  qWarning("\"%s\" does not say \"%s\"", words.c_str(), part.c_str());
  return false;
}

std::string csvOf(const std::string& text) {
  return refusal([&] { (void)parseRecordedRun(text, "run.csv"); });
}
std::string jsonOf(const std::string& text) {
  return refusal([&] { (void)parseRecordedRun(text, "run.json"); });
}

}  // namespace

class RecordedTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void lossesAreThoseThatTrainingPrinted() {
    const auto run = readRecordedRun(golden("moons.npz"));
    const std::vector<double> losses = printed("moons.txt");
    QCOMPARE(static_cast<std::size_t>(run->loss.size()), losses.size() + 1);  // and what the loss function said last
    for (std::size_t i = 0; i < losses.size(); ++i) QCOMPARE(run->loss[static_cast<Index>(i)], losses[i]);
    QCOMPARE(run->points.cols(), Index{2 * 12 + 12 + 12 * 2 + 2});
    QCOMPARE(run->rates(0, 0), 0.3);
    QCOMPARE(run->label, std::string("SGD"));
    QVERIFY(says(run->settings, "momentum 0.9"));
    QCOMPARE(run->every(), std::int64_t{1});
    QVERIFY(run->grid.has_value() && !run->broke);
  }

  void lossesBelongToTheirWeightsWhereverTheRecorderStands() {
    // Here step() stood behind the optimizer's, and every fourth point was kept.
    const auto run = readRecordedRun(golden("digits.safetensors"));
    const std::vector<double> losses = printed("digits.txt");
    QCOMPARE(run->every(), std::int64_t{4});
    QCOMPARE(static_cast<std::size_t>(run->loss.size()), losses.size() / 4);
    for (Index row = 0; row < run->loss.size(); ++row)
      QCOMPARE(run->loss[row], losses[static_cast<std::size_t>(run->steps[static_cast<std::size_t>(row)])]);
    QCOMPARE(run->points.cols(), Index{64 * 12 + 12 + 12 * 10 + 10});
    QVERIFY(run->rates(run->rates.rows() - 1, 0) < run->rates(0, 0));  // the schedule's
    QVERIFY(!run->grid && run->plane.has_value());
    QVERIFY((run->gradientNorm > 0).all());
  }

  void theStoredPlaneIsWhereTheRunMovesMost() {
    for (const char* name : {"moons.npz", "digits.safetensors"}) {
      const auto run = readRecordedRun(golden(name));
      const PrincipalDirections own =
          principalDirections({&run->points}, run->points.row(run->points.rows() - 1).matrix());
      const auto along = [](const Eigen::VectorXd& a, const std::vector<double>& b) {
        return a.dot(Eigen::Map<const Eigen::VectorXd>(b.data(), a.size()));
      };
      QVERIFY(std::abs(along(own.u, run->plane->u) - 1) < 1e-9);
      QVERIFY(std::abs(along(own.v, run->plane->v) - 1) < 1e-9);
    }
  }

  void theSurfaceIsWhatWasStored() {
    const Scenario scenario = loadScenario(golden("moons.npz"));
    const auto objective = makeObjective(scenario.panels[0]);
    const RecordedRun& run = scenario.recorded->runs[0];
    const RecordedGrid& grid = *run.grid;
    const auto path = std::make_shared<Trajectory>(trace(scenario, 0, *objective, objective->starts()[0]));
    const auto plane = makePanelPlane(scenario, 0, *objective, {path.get()});
    QVERIFY(plane->problem.empty());
    FieldRequest request{{grid.x.front(), grid.x.back(), grid.y.front(), grid.y.back()}, 25, 25, plane->plane};
    const auto field = evaluateField(*objective, request);
    QCOMPARE(field->finite, Index{625});
    for (Index k = 0; k < 25; ++k) {
      for (Index i = 0; i < 25; ++i) QVERIFY(std::abs(field->at(i, k) - grid.values(k, i)) < 1e-9);
    }
    // Beside the grid nothing is known; nor in another plane.
    request.view.xMax += 3 * (grid.x.back() - grid.x.front());
    QVERIFY(evaluateField(*objective, request)->finite < 625);
    request.plane = Plane::ofCoordinates(0, 1);
    QCOMPARE(evaluateField(*objective, request)->finite, Index{0});
    // At the run's end the plane's loss is the run's.
    Column f;
    objective->value(run.points.bottomRows(1), f);
    QVERIFY(std::abs(f[0] - run.loss[run.loss.size() - 1]) < 1e-3);
  }

  void runsAreReportedAsTheyWere() {
    const Scenario scenario = loadScenario(golden("digits.safetensors"));
    QCOMPARE(scenario.contenders.size(), std::size_t{1});
    QCOMPARE(scenario.display.chartAxis, std::string("evaluations"));
    QCOMPARE(scenario.display.step, scenario.steps);
    const auto runs = runScenario(scenario);
    const Trajectory& path = *runs.at(0).trajectory;
    const RecordedRun& run = scenario.recorded->runs[0];
    QVERIFY((path.points == run.points).all());
    QVERIFY((path.loss == run.loss).all());
    QCOMPARE(path.evaluations.back().gradient, run.steps.back());
    QCOMPARE(runs[0].coordinates.back().plain, std::string("2.bias[10]"));
    const Projection projection = projectPanel(scenario, 0);
    QVERIFY(std::isnan(projection.runs.at(0).planeLoss[0]));  // there is no surface
    QVERIFY(projection.runs[0].projected.share > 0.3);
  }

  void nothingIsComputed() {
    Scenario scenario = loadScenario(golden("moons.npz"));
    QVERIFY(says(refusal([&] { (void)pytorchScript(scenario); }), "nothing to compute"));
    scenario.contenders[0].run.reset();
    scenario.contenders[0].optimizer = "Adam";
    const auto objective = makeObjective(scenario.panels[0]);
    QVERIFY(says(refusal([&] { (void)trace(scenario, 0, *objective, objective->starts()[0]); }), "recorded"));
    Scenario other = loadScenario(golden("moons.npz"));
    other.panels[0] = Panel{"sphere", {}, {}, {}, {}};
    const auto sphere = makeObjective(other.panels[0]);
    QVERIFY(says(refusal([&] { (void)trace(other, 0, *sphere, sphere->starts()[0]); }), "nothing to compute"));
  }

  void scenariosNameTheirRuns() {
    const QTemporaryDir folder;
    const auto in = [&](const char* name) { return (folder.path() + QLatin1String(name)).toStdString(); };
    std::filesystem::create_directory(in("/data"));
    std::filesystem::copy_file(golden("moons.npz"), in("/data/moons.npz"));
    writeFileAtomically(in("/a.thalweg"), R"({"thalweg": 1, "recorded": "data/moons.npz"})");
    Scenario scenario = loadScenario(in("/a.thalweg"));
    QCOMPARE(scenario.steps, std::int64_t{120});
    scenario.contenders[0].label = "mine";
    saveScenario(scenario, in("/b.thalweg"));
    const std::string text = readFile(in("/b.thalweg"), 1u << 20);
    QVERIFY2(says(text, "\"recorded\": \"data/moons.npz\""), text.c_str());
    QVERIFY2(says(text, "\"run\": 0"), text.c_str());
    const Scenario again = loadScenario(in("/b.thalweg"));
    QCOMPARE(again.contenders[0].label, std::string("mine"));
    QCOMPARE(again.panels[0].plane, scenario.panels[0].plane);

    // Outside its folder a scenario reads nothing, whichever way it tries.
    for (const std::string& name :
         {std::string("../moons.npz"), golden("moons.npz"), std::string("data/../../x.npz")}) {
      writeFileAtomically(in("/out.thalweg"), "{\"thalweg\": 1, \"recorded\": \"" + name + "\"}");
      QVERIFY(says(refusal([&] { (void)loadScenario(in("/out.thalweg")); }), "folder or below"));
    }
    std::filesystem::create_symlink(golden("moons.npz"), in("/data/link.npz"));
    writeFileAtomically(in("/out.thalweg"), R"({"thalweg": 1, "recorded": "data/link.npz"})");
    QVERIFY(says(refusal([&] { (void)loadScenario(in("/out.thalweg")); }), "folder or below"));
    const Scenario byHand = loadScenario(golden("moons.npz"));
    QVERIFY(says(refusal([&] { saveScenario(byHand, in("/d.thalweg")); }), "another folder"));
    QVERIFY(says(refusal([&] { (void)scenarioLink(byHand); }), "link"));
    QVERIFY(says(refusal([&] { (void)parseScenario(R"({"thalweg": 1, "recorded": "x.npz"})"); }), "in no file"));
    // What this program wrote for itself has whole names.
    QCOMPARE(parseScenario(writeScenario(byHand), {.anywhere = true}).contenders.size(), std::size_t{1});
  }

  void severalRunsShareAPanel() {
    const QTemporaryDir folder;
    const std::string at = folder.path().toStdString();
    writeFileAtomically(at + "/a.csv", "step,loss,u,v,w\n0,3,1,0,0\n10,2,0.5,0.1,0\n20,1,0,0.2,0.1\n");
    writeFileAtomically(at + "/b.json", R"({"weights": [[1, 0, 0], [0, 1, 1]], "loss": [3, 2], "lr": [0.1, 0.2]})");
    writeFileAtomically(at + "/s.thalweg", R"({"thalweg": 1, "recorded": ["a.csv", "b.json"]})");
    const Scenario scenario = loadScenario(at + "/s.thalweg");
    QCOMPARE(scenario.contenders.size(), std::size_t{2});
    QCOMPARE(scenario.contenders[1].label, std::string("b"));
    const auto runs = runScenario(scenario);
    QCOMPARE(runs[0].trajectory->steps(), Index{2});
    QCOMPARE(runs[0].trajectory->evaluations.back().gradient, std::int64_t{20});
    QCOMPARE(runs[1].trajectory->rates(0, 0), 0.1);
    QCOMPARE(runs[0].coordinates[2].plain, std::string("w"));
    writeFileAtomically(at + "/b.json", R"({"weights": [[1, 0], [0, 1]], "loss": [3, 2]})");
    QVERIFY(says(refusal([&] { (void)loadScenario(at + "/s.thalweg"); }), "b.json: weights: expected 3"));
  }

  void aRunThatBrokeEndsWhereItDid() {
    const auto run = parseRecordedRun("loss,a,b\n1,0,0\n2,1,1\nnan,2,2\n3,3,3\n", "run.csv");
    QCOMPARE(run->points.rows(), Index{2});
    QVERIFY(run->broke);
    const auto weights = parseRecordedRun("loss,a,b\n1,0,0\n2,inf,1\n", "run.csv");
    QCOMPARE(weights->points.rows(), Index{1});
    QVERIFY(weights->broke);
  }

  void mistakesAreSaidWithTheirPlace() {
    QVERIFY(says(csvOf("loss,a,b\n1,2\n"), "line 2: expected 3 cells, found 2"));
    QVERIFY(says(csvOf("loss,a,b\n1,2,3\n1,x,3\n"), "line 3, column 2: expected a number, found \"x\""));
    QVERIFY(says(csvOf("1,2,3\n1,2,3\n"), "line 1, column 1: expected a column's name"));
    QVERIFY(says(csvOf("step,loss,a,b\n0,1,2,3\n0,1,2,3\n"), "steps[1]: expected rising"));
    QVERIFY(says(csvOf("loss,a\n1,2\n"), "weights: expected a row a step"));
    QVERIFY(says(jsonOf(R"({"weights": [[1, 2], [3]]})"), "weights[1]: expected 2 entries, found 1"));
    QVERIFY(says(jsonOf(R"({"weights": [[1, 2], [3, 4]], "loss": [1]})"), "loss: expected 2 numbers"));
    QVERIFY(says(jsonOf(R"({"weights": [[1, "x"]]})"), "weights[0][1]: expected a number"));
    QVERIFY(says(jsonOf(R"({"weights": [[1, 2]], "header": {"parameters": [["a", [3]]]}})"), "parameters[0]"));
    QVERIFY(says(jsonOf(R"({"weights": [[1, 2]], "plane": [[0, 0], [1, 0], [1, 0]]})"), "plane: expected a point"));
    QVERIFY(says(jsonOf(R"({"weights": [[1, 2]], "plane": [[0, 0], [1, 0], [0, 1]], "grid_loss": [[1]]})"), "grid_x"));
    QVERIFY(says(jsonOf("{\"weights\": [[1, 2"), "not valid JSON"));
    QVERIFY(says(refusal([] { (void)parseRecordedRun(std::string("\x80\x02}q.", 5), "model.pt"); }), "torch.save"));
    QVERIFY(says(refusal([] { (void)parseRecordedRun("anything", "model.pth"); }), "save(\"run.npz\")"));
    QVERIFY(says(refusal([] { (void)loadScenario("/no/such/run.npz"); }), "/no/such/run.npz"));
  }

  void runsAreToldFromTablesOfHeights() {
    for (const char* name : {"moons.npz", "digits.safetensors"}) QVERIFY(meansRun(readFile(golden(name), 4096)));
    QVERIFY(meansRun("step,loss,w1\n0,1,2\n"));
    QVERIFY(meansRun("\"loss\";w1;w2\n"));
    QVERIFY(!meansRun("losses,w1\n0,1\n"));
    QVERIFY(!meansRun("1,2,3\n4,5,6\n"));
    QVERIFY(!meansRun(readFile(THALWEG_TEST_DATA "/golden/arrays/stored.npz", 4096)));
    QVERIFY(!meansRun(""));
  }

  void readingTellsHowFarItIsAndStops() {
    double last = -1;
    int calls = 0;
    (void)readRecordedRun(golden("moons.npz"), {[&](double share) {
                                                  QVERIFY(share >= last);
                                                  last = share;
                                                  ++calls;
                                                },
                                                {}});
    QCOMPARE(last, 1.0);
    QVERIFY(calls >= 3);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!readRecordedRun(golden("moons.npz"), {{}, stop.get_token()}));
  }
};

QTEST_APPLESS_MAIN(RecordedTest)
#include "recorded_test.moc"
