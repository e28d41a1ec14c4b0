// Continuous limits of paths against closed forms on quadratics and against scipy's solutions on Himmelblau's function.

#include "core/runs/flow.h"

#include "core/reports/report.h"
#include "core/scenario/scenario_file.h"

#include <QTest>

#include <cmath>
#include <complex>
#include <fstream>
#include <sstream>

using namespace thalweg;

namespace {

constexpr double kappa = 25;

Scenario descent(const std::string& objective, std::vector<double> start, double rate, double momentum) {
  Scenario s;
  s.panels = {{.objective = objective, .options = {}, .dimension = {}, .start = std::move(start), .view = {}}};
  if (objective == "quadratic") s.panels[0].options = {{"kappa", kappa}};
  Contender& contender = s.contenders.emplace_back();
  contender.optimizer = "SGD";
  contender.options = {{"lr", rate}, {"momentum", momentum}};
  contender.flow = contender.modifiedFlow = true;
  s.steps = 60;
  return s;
}

Trajectory withFlows(const Scenario& s) {
  const auto objective = makeObjective(s.panels[0]);
  Trajectory path = trace(s, 0, *objective, startPoint(s, 0, 0, *objective));
  addFlows(path, s, 0, *objective);
  return path;
}

/// x of x″ + c·x′ + λx = 0 from rest at 1.
double oscillator(double c, double lambda, double t) {
  const std::complex<double> root = std::sqrt(std::complex<double>(c * c / 4 - lambda));
  const std::complex<double> a = -c / 2 + root;
  const std::complex<double> b = -c / 2 - root;
  return ((a * std::exp(b * t) - b * std::exp(a * t)) / (a - b)).real();
}

}  // namespace

class FlowTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void quadraticsAreExponentials() {
    for (const double rate : {0.001, 0.02, 0.079}) {
      const Trajectory path = withFlows(descent("quadratic", {2.5, 1.2}, rate, 0));
      QCOMPARE(path.flow.rows(), 60 * flowParts + 1);
      QCOMPARE(path.modifiedFlow.rows(), 60 * flowParts + 1);
      for (Index k = 0; k < path.flow.rows(); ++k) {
        const double t = rate * static_cast<double>(k) / static_cast<double>(flowParts);
        QVERIFY(std::abs(path.flow(k, 0) - 2.5 * std::exp(-t)) < 1e-8);
        QVERIFY(std::abs(path.flow(k, 1) - 1.2 * std::exp(-kappa * t)) < 1e-8);
        QVERIFY(std::abs(path.modifiedFlow(k, 0) - 2.5 * std::exp(-(1 + rate / 2) * t)) < 1e-8);
        QVERIFY(std::abs(path.modifiedFlow(k, 1) - 1.2 * std::exp(-(kappa + rate / 2 * kappa * kappa) * t)) < 1e-8);
      }
    }
  }

  void heavyBallOnAQuadraticSwings() {
    for (const double momentum : {0.5, 0.9, 0.99}) {
      const double rate = 0.02;
      const Trajectory path = withFlows(descent("quadratic", {2.5, 1.2}, rate, momentum));
      QCOMPARE(path.flow.rows(), 60 * flowParts + 1);
      QCOMPARE(path.modifiedFlow.rows(), Index{0});
      const double c = (1 - momentum) / std::sqrt(rate);
      for (Index k = 0; k < path.flow.rows(); ++k) {
        const double t = std::sqrt(rate) * static_cast<double>(k) / static_cast<double>(flowParts);
        QVERIFY(std::abs(path.flow(k, 0) - 2.5 * oscillator(c, 1, t)) < 1e-8);
        QVERIFY(std::abs(path.flow(k, 1) - 1.2 * oscillator(c, kappa, t)) < 1e-8);
      }
    }
  }

  void himmelblauIsAsScipySolvesIt() {
    std::ifstream file(THALWEG_TEST_DATA "/golden/flow/flow.json");
    const Json data = Json::parse(file);
    const auto start = data.at("start").get<std::vector<double>>();
    const auto rate = data.at("lr").get<double>();
    const auto agrees = [](const Points& flow, const Json& rows) {
      const auto steps = static_cast<Index>(rows.size());
      if (flow.rows() != (steps - 1) * flowParts + 1) return false;
      for (Index k = 0; k < steps; ++k) {
        for (Index c = 0; c < 2; ++c) {
          const auto expected = rows[static_cast<std::size_t>(k)][static_cast<std::size_t>(c)].get<double>();
          if (!(std::abs(flow(k * flowParts, c) - expected) < 1e-8)) return false;
        }
      }
      return true;
    };
    const Trajectory plain = withFlows(descent("himmelblau", start, rate, 0));
    QVERIFY(agrees(plain.flow, data.at("flow")));
    QVERIFY(agrees(plain.modifiedFlow, data.at("modified_flow")));
    const Trajectory heavy = withFlows(descent("himmelblau", start, rate, data.at("momentum").get<double>()));
    QVERIFY(agrees(heavy.flow, data.at("heavy_ball")));
  }

  /// Descent stays closer to the modified flow than to the plain one, by an order in the rate.
  void descentFollowsTheModifiedFlow() {
    const Trajectory path = withFlows(descent("himmelblau", {0.5, -1.0}, 0.004, 0));
    double plain = 0;
    double modified = 0;
    for (Index k = 0; k <= 60; ++k) {
      plain = std::max(plain, (path.points.row(k) - path.flow.row(k * flowParts)).matrix().norm());
      modified = std::max(modified, (path.points.row(k) - path.modifiedFlow.row(k * flowParts)).matrix().norm());
    }
    QVERIFY2(modified < plain / 5, (std::to_string(modified) + " " + std::to_string(plain)).c_str());
  }

  /// Equal steps of a schedule are unequal times.
  void timeIsTheSumOfTheRates() {
    Scenario s = descent("quadratic", {2.5, 1.2}, 0.02, 0);
    s.contenders[0].schedule = {"ExponentialLR", {{"gamma", 0.9}}};
    const Trajectory path = withFlows(s);
    double t = 0;
    for (Index k = 0; k < 60; ++k) {
      QVERIFY(std::abs(path.flow(k * flowParts, 0) - 2.5 * std::exp(-t)) < 1e-8);
      t += path.rates(k, 0);
    }
  }

  void flowsThatLeaveEndThere() {
    // x' = x² leaves at t = 1.
    const Slope slope = [](const Eigen::ArrayXd& x, Eigen::ArrayXd& result) { result = x.square(); };
    const Points found = solveFlow(slope, Eigen::ArrayXd::Ones(1), Column::LinSpaced(21, 0, 2));
    QVERIFY(found.rows() >= 10 && found.rows() <= 11);
    for (Index k = 0; k < 10; ++k) QVERIFY(std::abs(found(k, 0) - 1 / (1 - 0.1 * static_cast<double>(k))) < 1e-7);
  }

  void filesAndRunsHaveThem() {
    Scenario s = descent("quadratic", {2.5, 1.2}, 0.02, 0);
    QVERIFY(parseScenario(writeScenario(s)) == s);
    std::ostringstream out;
    runToJson(s, out);
    const Json run = Json::parse(out.str()).at("runs").at(0);
    QCOMPARE(run.at("flow").size(), std::size_t(61));
    QCOMPARE(run.at("modified_flow").size(), std::size_t(61));
    QVERIFY(std::abs(run.at("flow").at(60).at(0).get<double>() - 2.5 * std::exp(-1.2)) < 1e-8);
    s.contenders[0].flow = s.contenders[0].modifiedFlow = false;
    QVERIFY(!withFlows(s).flow.rows());
  }
};

QTEST_GUILESS_MAIN(FlowTest)
#include "flow_test.moc"
