// Trajectories as JSON and CSV: measures, names of coordinates, momentum.

#include "core/reports/report.h"

#include "core/base/linear_algebra.h"
#include "core/contracts/dataset.h"
#include "core/scenario/scenario_file.h"

#include <QTest>

#include <sstream>

using namespace thalweg;

namespace {

Scenario scenarioOf(const Json& panels, const Json& contenders) {
  return parseScenario(
      Json({{"thalweg", 1}, {"panels", panels}, {"contenders", contenders}, {"steps", 6}, {"seed", 3}}).dump());
}

Json runsOf(const Scenario& scenario, const RunExtras& extras = {}) {
  std::ostringstream out;
  writeRunsJson(scenario, runScenario(scenario, {}, extras), out);
  return Json::parse(out.str()).at("runs");
}

std::vector<const Measure*> allMeasures() {
  std::vector<const Measure*> all;
  for (const Measure& measure : measures()) all.push_back(&measure);
  return all;
}

const Json gradientDescent = {{"optimizer", "SGD"}, {"options", {{"lr", 0.3}}}};

}  // namespace

class ReportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void pathsThatAreWrittenOneByOneAreTheSame() {
    Json contenders = Json::array();
    for (int i = 0; i < 23; ++i)
      contenders.push_back({{"optimizer", i % 2 == 0 ? "SGD" : "Adam"}, {"options", {{"lr", 0.01 * (i + 1)}}}});
    const Scenario s = scenarioOf({{{"objective", "rosenbrock"}}, {{"objective", "logistic_regression"}}}, contenders);
    const RunExtras extras{.measures = allMeasures()};
    std::ostringstream whole;
    writeRunsJson(s, runScenario(s, {}, extras), whole);
    std::ostringstream streamed;
    runToJson(s, streamed, {}, extras);
    QCOMPARE(QByteArray::fromStdString(streamed.str()), QByteArray::fromStdString(whole.str()));
    QCOMPARE(Json::parse(streamed.str()).at("runs").size(), std::size_t{46});
  }

  void measuresOfHeldOutDataAreThoseOfTheObjective() {
    const Scenario s = scenarioOf({{{"objective", "logistic_regression"}}, {{"objective", "multilayer_perceptron"}}},
                                  Json::array({gradientDescent}));
    const Json runs = runsOf(s, {.measures = allMeasures()});
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const auto objective = makeObjective(s.panels[i]);
      for (Index k = 0; k <= 6; ++k) {
        const auto at = static_cast<std::size_t>(k);
        const auto point = runs[i]["trajectory"][at].get<std::vector<double>>();
        const Points x = Eigen::Map<const Eigen::RowVectorXd>(point.data(), objective->dimension()).array();
        Column value;
        QVERIFY(objective->testLoss(x, value));
        QCOMPARE(runs[i]["test_loss"][at].get<double>(), value[0]);
        QVERIFY(objective->accuracy(x, value));
        QCOMPARE(runs[i]["accuracy"][at].get<double>(), value[0]);
        QVERIFY(objective->testAccuracy(x, value));
        QCOMPARE(runs[i]["test_accuracy"][at].get<double>(), value[0]);
        const double sharpness = symmetricEigenvalues(objective->hessian(x)).maxCoeff();
        QVERIFY(std::abs(runs[i]["sharpness"][at].get<double>() - sharpness) <= 1e-6 * sharpness);
      }
    }
  }

  void accuracyCountsTheSamplesOnTheRightSide() {
    for (const char* id : {"logistic_regression", "multilayer_perceptron"}) {
      const auto objective = findObjective(id)->make({}, 0);
      const DataObjective& data = *withData(*objective);
      const std::vector<double> start = objective->starts().back();
      const Points x = Eigen::Map<const Eigen::RowVectorXd>(start.data(), objective->dimension()).array();
      const auto share = [&](const Eigen::MatrixXd& inputs, const Eigen::VectorXd& targets) {
        Column output;
        data.predict(x, inputs, output);
        return static_cast<double>((output * targets.array() > 0).count()) / static_cast<double>(targets.size());
      };
      Column fraction;
      QVERIFY(objective->accuracy(x, fraction));
      QCOMPARE(fraction[0], share(data.dataset().inputs, data.dataset().targets));
      QVERIFY(objective->testAccuracy(x, fraction));
      QCOMPARE(fraction[0], share(data.dataset().testInputs, data.dataset().testTargets));
    }
  }

  void whatAnObjectiveLacksIsLeftOut() {
    const Scenario s = scenarioOf({{{"objective", "beale"}}, {{"objective", "polynomial_regression"}}},
                                  Json::array({gradientDescent}));
    const RunExtras extras{.measures = allMeasures()};
    const Json runs = runsOf(s, extras);
    QVERIFY(!runs[0].contains("test_loss") && !runs[0].contains("accuracy"));
    QVERIFY(runs[1].contains("test_loss") && !runs[1].contains("accuracy"));
    QVERIFY(!runsOf(s)[1].contains("test_loss"));

    std::ostringstream out;
    writeRunsCsv(s, runScenario(s, {}, extras), out);
    std::istringstream lines(out.str());
    std::string header;
    std::getline(lines, header);
    const std::string::size_type place = header.find(",outcome,test_loss,sharpness,seen_gradient_norm,");
    QVERIFY2(place != std::string::npos, header.c_str());
    std::string first;
    std::getline(lines, first);
    // Beale has no test loss: nothing stands in its column.
    const auto column = std::count(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(place), ',') + 2;
    std::istringstream fields(first);
    std::string field;
    for (std::ptrdiff_t i = 0; i <= column; ++i) std::getline(fields, field, ',');
    QVERIFY2(field.empty(), first.c_str());
    QCOMPARE(std::ranges::count(first, ','), std::ranges::count(header, ','));
  }

  void coordinatesBearTheirNames() {
    const Json runs = runsOf(scenarioOf({{{"objective", "linear_regression"}}}, Json::array({gradientDescent})));
    QCOMPARE(runs[0]["coordinates"], Json({"w", "b"}));
  }

  void momentumIsReportedOnlyWhereAScheduleCyclesIt() {
    const Json groups = {{{"coordinates", {0}}, {"options", {{"momentum", 0.5}}}}};
    Json contender = {{"optimizer", "SGD"}, {"options", {{"lr", 1e-3}, {"momentum", 0.9}}}, {"groups", groups}};
    QVERIFY(!runsOf(scenarioOf({{{"objective", "booth"}}}, Json::array({contender})))[0].contains("momentum"));
    contender["schedule"] = {{"name", "StepLR"}, {"options", {{"step_size", 2}}}};
    QVERIFY(!runsOf(scenarioOf({{{"objective", "booth"}}}, Json::array({contender})))[0].contains("momentum"));
    contender["schedule"] = {{"name", "OneCycleLR"}};
    QVERIFY(runsOf(scenarioOf({{{"objective", "booth"}}}, Json::array({contender})))[0].contains("momentum"));
  }
};

QTEST_GUILESS_MAIN(ReportTest)
#include "report_test.moc"
