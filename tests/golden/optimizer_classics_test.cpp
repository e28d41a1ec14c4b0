/// Textbook forms against plain loops, Nelder–Mead against scipy's path, the other classics against scipy's minima and
/// against what can be proved on a quadratic.

#include "tests/golden/reference_case.h"

#include <QtTest>

namespace thalweg::golden {

namespace {

Json dataFile(const char* name) {
  return readJson(QStringLiteral(THALWEG_TEST_DATA "/golden/classics/") + QLatin1String(name));
}

/// ½xᵀAx with A = diag(1 … κ) turned, in any dimension.
class Bowl final : public Objective {
 public:
  Bowl(Index n, double kappa) {
    const Eigen::VectorXd values = Eigen::VectorXd::LinSpaced(n, 1, kappa);
    // A Householder reflection turns the axes without a random number.
    Eigen::VectorXd v = Eigen::VectorXd::LinSpaced(n, 1, 2).normalized();
    const Eigen::MatrixXd q = Eigen::MatrixXd::Identity(n, n) - 2 * v * v.transpose();
    a_ = q * values.asDiagonal() * q.transpose();
  }
  [[nodiscard]] Index dimension() const override { return a_.rows(); }
  void value(const Points& x, Column& f) const override { f = 0.5 * (x * (x.matrix() * a_).array()).rowwise().sum(); }
  void gradient(const Points& x, Points& g, Batch /*batch*/) const override { g = (x.matrix() * a_).array(); }
  void hessianProduct(const Points& /*x*/, const Points& v, Points& hv) const override {
    hv = (v.matrix() * a_).array();
  }
  [[nodiscard]] View view() const override { return {}; }
  [[nodiscard]] std::vector<std::vector<double>> starts() const override {
    return {std::vector<double>(static_cast<std::size_t>(a_.rows()), 1.0)};
  }

 private:
  Eigen::MatrixXd a_;
};

/// The points of `steps` steps from `start`, a row a point.
Points path(const char* id, const Options& options, const Objective& objective, const Points& start, int steps,
            double lr) {
  const auto optimizer = findOptimizer(id)->make(options);
  ObjectiveOracle oracle(objective, {}, {});
  Points x = start;
  optimizer->reset(x, oracle.shape());
  Points all(steps + 1, x.cols());
  all.row(0) = x.row(0);
  for (int k = 0; k < steps; ++k) {
    oracle.beginStep(k);
    optimizer->step(x, oracle, lr);
    all.row(k + 1) = x.row(0);
  }
  return all;
}

double size(const Points& points, Index row) { return points.row(row).matrix().norm(); }

}  // namespace

class OptimizerClassicsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void trajectoryIsThePlainLoops_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("index");
    for (const char* name : {"textbook.json", "scipy.json"}) {
      const Json cases = dataFile(name)["cases"];
      for (std::size_t i = 0; i < cases.size(); ++i) {
        const std::string tag = cases[i]["optimizer"].get<std::string>() + " " + std::to_string(i);
        QTest::newRow(tag.c_str()) << QString::fromLatin1(name) << static_cast<int>(i);
      }
    }
  }
  void trajectoryIsThePlainLoops() {
    QFETCH(QString, file);
    QFETCH(int, index);
    const Json c = dataFile(file.toLatin1().constData())["cases"][static_cast<std::size_t>(index)];
    const auto text = difference(c, run(c), 1e-9);
    QVERIFY2(!text, text.value_or("").c_str());
  }

  void minimumIsTheOneThatScipyFinds_data() {
    QTest::addColumn<int>("index");
    const Json minima = dataFile("scipy.json")["minima"];
    for (std::size_t i = 0; i < minima.size(); ++i) {
      const std::string tag = minima[i]["optimizer"].get<std::string>() + " " + std::to_string(i);
      QTest::newRow(tag.c_str()) << static_cast<int>(i);
    }
  }
  void minimumIsTheOneThatScipyFinds() {
    QFETCH(int, index);
    const Json c = dataFile("scipy.json")["minima"][static_cast<std::size_t>(index)];
    const auto start = c["start"].get<std::vector<double>>();
    const auto n = static_cast<Index>(start.size());
    const auto objective = findObjective(c["function"].get<std::string>())->make({}, n);
    const Points x = Eigen::Map<const Points>(start.data(), 1, n);
    const Points points =
        path(c["optimizer"].get<std::string>().c_str(), c["options"].get<Options>(), *objective, x, 400, 1);
    for (Index j = 0; j < n; ++j) {
      const double expected = c["minimum"][static_cast<std::size_t>(j)].get<double>();
      QVERIFY2(agree(points(400, j), expected, 1e-6), std::to_string(points(400, j)).c_str());
    }
  }

  void exactSteepestDescentZigzagsByTheKnownFactor() {
    // From (κ, 1) on ½(x² + κy²) the points are (κ, ±1) times ((κ − 1)/(κ + 1))ᵏ.
    const auto objective = findObjective("quadratic")->make({}, 2);
    constexpr double kappa = 25;
    Points x(1, 2);
    x << kappa, 1;
    const Points points = path("SteepestDescent", {}, *objective, x, 30, 0);
    for (int k = 0; k <= 30; ++k) {
      const double factor = std::pow((kappa - 1) / (kappa + 1), k);
      QVERIFY(agree(points(k, 0), kappa * factor, 1e-8));
      QVERIFY(agree(points(k, 1), (k % 2 == 0 ? 1 : -1) * factor, 1e-8));
    }
  }

  void conjugateGradientsEndInAsManyStepsAsThereAreCoordinates_data() {
    QTest::addColumn<QString>("formula");
    QTest::newRow("Fletcher-Reeves") << QStringLiteral("fletcher_reeves");
    QTest::newRow("Polak-Ribiere") << QStringLiteral("polak_ribiere");
  }
  void conjugateGradientsEndInAsManyStepsAsThereAreCoordinates() {
    QFETCH(QString, formula);
    for (const Index n : {2, 5, 10}) {
      const Bowl bowl(n, 50);
      const Points points = path("ConjugateGradient", {{"formula", formula.toStdString()}}, bowl, Points::Ones(1, n),
                                 static_cast<int>(n), 0);
      QVERIFY2(size(points, n) < 1e-6 * size(points, 0), std::to_string(size(points, n)).c_str());
      QVERIFY(size(points, n - 1) > 1e-6 * size(points, 0));
    }
  }

  void newtonSolvesAQuadraticInOneStep() {
    const Bowl bowl(6, 1000);
    for (const char* modification : {"none", "shift", "absolute"}) {
      const Points points = path("Newton", {{"modification", modification}}, bowl, Points::Ones(1, 6), 1, 1);
      QVERIFY(size(points, 1) < 1e-11);
    }
    const Points within = path("TrustRegionNewton", {{"initial_radius", 100}}, bowl, Points::Ones(1, 6), 1, 0);
    QVERIFY(size(within, 1) < 1e-11);
  }

  void absoluteNewtonLeavesASaddleThatPlainNewtonRunsTo() {
    const auto saddle = findObjective("saddle")->make({}, 2);
    Points x(1, 2);
    x << 1, 0.5;
    const Options plain = {{"modification", "none"}, {"line_search", false}};
    const Options absolute = {{"modification", "absolute"}, {"line_search", false}};
    QVERIFY(size(path("Newton", plain, *saddle, x, 1, 1), 1) < 1e-14);
    const Points away = path("Newton", absolute, *saddle, x, 1, 1);
    QVERIFY(std::abs(away(1, 0)) < 1e-14);
    QVERIFY(agree(away(1, 1), 1, 1e-12));
  }

  void trustRegionStepsAreNoLongerThanTheRadius() {
    const auto objective = findObjective("himmelblau")->make({}, 2);
    Points x(1, 2);
    x << 0.1, 0.2;  // negative curvature
    const Points points = path("TrustRegionNewton", {{"initial_radius", 0.25}}, *objective, x, 1, 0);
    const double length = (points.row(1) - points.row(0)).matrix().norm();
    QVERIFY2(agree(length, 0.25, 1e-9), std::to_string(length).c_str());
  }

  void heavyBallWithOptimalParametersKeepsItsBound() {
    // Polyak 1964: error ≤ C·k·ρᵏ with ρ = (√κ − 1)/(√κ + 1); the factor k is real.
    constexpr double kappa = 25;
    const double rho = (std::sqrt(kappa) - 1) / (std::sqrt(kappa) + 1);
    const double lr = 4 / std::pow(std::sqrt(kappa) + 1, 2);
    const auto objective = findObjective("quadratic")->make({}, 2);
    Points x(1, 2);
    x << 1, 1;
    const Points points = path("HeavyBall", {{"momentum", rho * rho}}, *objective, x, 120, lr);
    double constant = 0;
    for (int k = 1; k <= 10; ++k) constant = std::max(constant, size(points, k) / (k * std::pow(rho, k)));
    for (int k = 11; k <= 120; ++k) QVERIFY(size(points, k) <= 1.01 * constant * k * std::pow(rho, k));
    // No faster either: without the factor k the bound fails.
    QVERIFY(size(points, 120) > 10 * std::pow(rho, 120));
  }

  void bfgsWithExactSearchesEndsOnAQuadratic() {
    const Bowl bowl(5, 30);
    const Points points = path("BFGS", {{"c2", 0.001}}, bowl, Points::Ones(1, 5), 12, 0);
    QVERIFY2(size(points, 12) < 1e-7, std::to_string(size(points, 12)).c_str());
  }

  void gaussNewtonSolvesLinearLeastSquaresInOneStep() {
    const Options data = {{"X", Json::array({{1.0, 2.0, 0.5}, {0.0, 1.0, -1.0}})},
                          {"Y", Json::array({{1.0, 0.0, 2.0}, {0.5, -1.0, 1.0}})}};
    const auto objective = findObjective("least_squares")->make(data, 4);
    const Points points =
        path("LevenbergMarquardt", {{"damping", 1e-14}}, *objective, Points::Constant(1, 4, 0.3), 1, 0);
    Points g;
    objective->gradient(points.bottomRows(1), g, {});
    QVERIFY2(g.abs().maxCoeff() < 1e-10, std::to_string(g.abs().maxCoeff()).c_str());
  }

  void coordinateDescentSolvesASeparableBowlInOneRound() {
    const auto objective = findObjective("quadratic")->make({}, 2);
    Points x(1, 2);
    x << -1.5, 0.7;
    QVERIFY(size(path("CoordinateDescent", {}, *objective, x, 2, 0), 2) < 1e-12);
    // The greedy order takes the steeper coordinate first.
    const Points greedy = path("CoordinateDescent", {{"order", "greedy"}}, *objective, x, 1, 0);
    QCOMPARE(greedy(1, 0), -1.5);
    QVERIFY(std::abs(greedy(1, 1)) < 1e-12);
  }

  void lineSearchesShowTheirTrialPoints() {
    const auto objective = findObjective("rosenbrock")->make({}, 2);
    const std::pair<const char*, Options> searching[] = {{"LBFGS", {{"line_search_fn", "strong_wolfe"}}},
                                                         {"BFGS", {}},
                                                         {"SteepestDescent", {{"line_search", "armijo"}}},
                                                         {"NelderMead", {}}};
    for (const auto& [id, options] : searching) {
      const auto optimizer = findOptimizer(id)->make(options);
      ObjectiveOracle oracle(*objective, {}, {});
      Points x(2, 2);
      x << -1.2, 1, 0.3, 0.4;
      optimizer->reset(x, oracle.shape());
      optimizer->step(x, oracle, 1);
      const Points trials = optimizer->trials(1);
      QVERIFY(trials.rows() >= 1);
      QCOMPARE(trials.cols(), Index{2});
      // The point that was reached is one of them.
      QVERIFY2((trials.rowwise() - x.row(1)).abs().rowwise().sum().minCoeff() < 1e-12, id);
    }
  }
};

}  // namespace thalweg::golden

QTEST_GUILESS_MAIN(thalweg::golden::OptimizerClassicsTest)
#include "optimizer_classics_test.moc"
