// Where noise keeps a method at rest: covariances against scipy's, and against ten thousand runs.

#include "core/runs/stationary.h"

#include "core/runs/run.h"
#include "core/scenario/scenario_file.h"

#include <QTest>

#include <fstream>
#include <sstream>

using namespace thalweg;

namespace {

Json goldenCovariances() {
  std::ifstream in(THALWEG_TEST_DATA "/golden/time/time.json");
  std::ostringstream text;
  text << in.rdbuf();
  return Json::parse(text.str()).at("covariances");
}

Scenario noisy(const std::string& optimizer, const Options& options, double sigma) {
  Scenario s;
  s.panels = {{.objective = "quadratic",
               .options = {{"kappa", 10}, {"angle", 30}},
               .dimension = {},
               .start = {0.2, 0.1},
               .view = {}}};
  Contender& contender = s.contenders.emplace_back();
  contender.optimizer = optimizer;
  contender.options = options;
  s.gradient.noise = sigma;
  s.steps = 300;
  s.display.spread = true;
  return s;
}

std::shared_ptr<const Spread> spreadOf(const Scenario& s) {
  const auto objective = makeObjective(s.panels[0]);
  Trajectory path = trace(s, 0, *objective, startPoint(s, 0, 0, *objective));
  addSpread(path, s, 0, *objective);
  return path.spread;
}

/// Ends of so many runs from the same start, each with its own draws.
Points endsOf(const Scenario& s, Index runs) {
  const auto objective = makeObjective(s.panels[0]);
  const std::vector<double> start = startPoint(s, 0, 0, *objective);
  const Points starts = Eigen::Map<const Eigen::RowVectorXd>(start.data(), 2).array().replicate(runs, 1);
  ObjectiveOracle oracle = contenderOracle(s, 0, *objective);
  Run run(s, 0, *objective, starts, oracle);
  for (Index k = 0; k < s.steps; ++k) {
    oracle.beginStep(k);
    run.step();
    run.advance();
  }
  return run.x();
}

}  // namespace

class StationaryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void covariancesSolveLyapunovsEquation() {
    for (const Json& entry : goldenCovariances()) {
      const auto spread = spreadOf(
          noisy("SGD", {{"lr", entry.at("lr")}, {"momentum", entry.at("momentum")}}, entry.at("noise").get<double>()));
      QVERIFY(spread);
      QVERIFY(spread->centre.norm() < 1e-12);
      for (Index i = 0; i < 2; ++i) {
        for (Index j = 0; j < 2; ++j) {
          const double wanted = entry.at("covariance")[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
          QVERIFY(std::abs(spread->covariance(i, j) - wanted) < 1e-12 * spread->covariance.norm());
        }
      }
    }
  }

  void tenThousandRunsLieThere() {
    constexpr Index runs = 10'000;
    struct Case {
      const char* optimizer;
      Options options;
    };
    for (const Case& c : {Case{"SGD", {{"lr", 0.05}}}, Case{"SGD", {{"lr", 0.02}, {"momentum", 0.8}}},
                          Case{"SGD", {{"lr", 0.02}, {"momentum", 0.8}, {"nesterov", true}}},
                          Case{"SGD", {{"lr", 0.05}, {"weight_decay", 1.0}}},
                          Case{"QHM", {{"lr", 0.1}, {"momentum", 0.8}, {"nu", 0.6}}}}) {
      const Scenario s = noisy(c.optimizer, c.options, 0.5);
      const auto spread = spreadOf(s);
      QVERIFY2(spread, c.optimizer);
      const Points ends = endsOf(s, runs);
      const Eigen::MatrixXd about = ends.matrix().rowwise() - ends.matrix().colwise().mean().eval();
      const Eigen::MatrixXd found = about.transpose() * about / static_cast<double>(runs);
      const double apart = (found - spread->covariance).norm() / spread->covariance.norm();
      QVERIFY2(apart < 0.05, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(c.optimizer)).arg(apart)));
      const Eigen::VectorXd middle = ends.matrix().colwise().mean().transpose();
      QVERIFY((middle - spread->centre).norm() < 0.05 * std::sqrt(spread->covariance.trace()));
    }
  }

  void batchesDrawnAnewHaveTheSamplesOwnCovariance() {
    Scenario s = noisy("SGD", {{"lr", 0.005}}, 0);
    s.panels[0] = {.objective = "linear_regression", .options = {}, .dimension = {}, .start = {}, .view = {}};
    s.gradient.batch = 4;
    s.gradient.replacement = true;
    s.steps = 1500;
    const auto spread = spreadOf(s);
    QVERIFY(spread);
    const auto objective = makeObjective(s.panels[0]);
    s.panels[0].start.assign(spread->centre.data(), spread->centre.data() + 2);
    constexpr Index runs = 2000;
    const Points ends = endsOf(s, runs);
    const Eigen::MatrixXd about = ends.matrix().rowwise() - ends.matrix().colwise().mean().eval();
    const Eigen::MatrixXd found = about.transpose() * about / static_cast<double>(runs);
    // Away from the minimum samples disagree a little more: that is of a higher order in the rate.
    QVERIFY((found - spread->covariance).norm() < 0.2 * spread->covariance.norm());
  }

  void whereTheTheoryDoesNotHoldThereIsNone() {
    const Options options = {{"lr", 0.05}};
    QVERIFY(!spreadOf(noisy("SGD", options, 0)));
    QVERIFY(!spreadOf(noisy("Adam", options, 1)));
    QVERIFY(!spreadOf(noisy("SGD", {{"lr", 0.21}}, 1)));
    Scenario clipped = noisy("SGD", options, 1);
    clipped.gradient.clipNorm = 1;
    QVERIFY(!spreadOf(clipped));
    Scenario shuffled = noisy("SGD", options, 0);
    shuffled.panels[0] = {.objective = "linear_regression", .options = {}, .dimension = {}, .start = {}, .view = {}};
    shuffled.gradient.batch = 4;
    QVERIFY(!spreadOf(shuffled));
    Scenario off = noisy("SGD", options, 1);
    off.display.spread = false;
    QVERIFY(!spreadOf(off));
  }

  void unstableIterationsHaveNoSolution() {
    const Eigen::MatrixXd one = Eigen::MatrixXd::Identity(2, 2);
    QCOMPARE(solveLyapunov(1.01 * one, one).size(), Index{0});
    QVERIFY((solveLyapunov(0.5 * one, one) - one / 0.75).norm() < 1e-15);
  }
};

QTEST_GUILESS_MAIN(StationaryTest)
#include "stationary_test.moc"
