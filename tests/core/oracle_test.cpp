/// Gradient conditions: what reaches the optimizer. Clipping against PyTorch's values (tests/golden/clipping).

#include "core/contracts/oracle.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>

using namespace thalweg;

namespace {

/// ½ mean over samples of ‖x − aᵢ‖²: a sample's gradient is x − aᵢ.
class Centres final : public Objective {
 public:
  explicit Centres(Points centres) : centres_(std::move(centres)) {}

  [[nodiscard]] Index dimension() const override { return centres_.cols(); }
  void value(const Points& x, Column& f) const override {
    f = Column::Zero(x.rows());
    for (Index i = 0; i < samples(); ++i) {
      f += 0.5 * (x.rowwise() - centres_.row(i)).square().rowwise().sum() / static_cast<double>(samples());
    }
  }
  void gradient(const Points& x, Points& g, Batch batch) const override {
    g = Points::Zero(x.rows(), x.cols());
    const auto size = static_cast<double>(batch.empty() ? samples() : static_cast<Index>(batch.size()));
    if (batch.empty()) {
      for (Index i = 0; i < samples(); ++i) g += (x.rowwise() - centres_.row(i)) / size;
    }
    for (const Index i : batch) g += (x.rowwise() - centres_.row(i)) / size;
    seen_.assign(batch.begin(), batch.end());
  }
  void hessianProduct(const Points& /*x*/, const Points& v, Points& hv) const override { hv = v; }
  bool residuals(const Points& /*point*/, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) const override {
    r.setZero(1);
    jacobian.setZero(1, dimension());
    return true;
  }
  [[nodiscard]] View view() const override { return {}; }
  [[nodiscard]] std::vector<std::vector<double>> starts() const override { return {{0, 0}}; }
  [[nodiscard]] Index samples() const override { return centres_.rows(); }

  /// The last batch, for single-threaded tests.
  [[nodiscard]] const std::vector<Index>& seen() const { return seen_; }

 private:
  Points centres_;
  mutable std::vector<Index> seen_;
};

/// ½‖x‖², without samples.
class Bowl final : public Objective {
 public:
  [[nodiscard]] Index dimension() const override { return 2; }
  void value(const Points& x, Column& f) const override { f = 0.5 * x.square().rowwise().sum(); }
  void gradient(const Points& x, Points& g, Batch /*batch*/) const override { g = x; }
  void hessianProduct(const Points& /*x*/, const Points& v, Points& hv) const override { hv = v; }
  [[nodiscard]] View view() const override { return {}; }
  [[nodiscard]] std::vector<std::vector<double>> starts() const override { return {{1, 1}}; }
};

Centres someCentres(Index n) {
  Points centres(n, 2);
  for (Index i = 0; i < n; ++i) {
    const auto t = static_cast<double>(i);
    centres.row(i) << std::sin(3 * t) + 0.1 * t, std::cos(5 * t * t);
  }
  return Centres(centres);
}

const Points here = Points::Constant(1, 2, 0.25);

bool sameBits(const Points& a, const Points& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() && (a == b).all();
}

}  // namespace

class OracleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void withoutConditionsGradientsAreTheObjectives();
  void anEpochsGradientsAverageToTheFullOne_data();
  void anEpochsGradientsAverageToTheFullOne();
  void epochsAreShuffledAnew();
  void allGradientsOfAStepSeeTheSameBatch();
  void batchGradientsVaryAsSamplingTheorySays_data();
  void batchGradientsVaryAsSamplingTheorySays();
  void aBatchOfAllSamplesIsTheFullGradient();
  void noiseHasVarianceSigmaSquaredOverB();
  void noiseHasTheseBits();
  void pairedContendersSeeTheSameDraws();
  void aPathsDrawsDoNotDependOnItsBatch();
  void clippedAndAccumulatedGradientsArePyTorchs();
  void accumulationIsTheRunningSumOfEveryGradient();
  void clippingKeepsNaN();
  void rowsAreAccumulatedAndClippedEachByItself();
  void evaluationsAreCountedForOnePath();
};

void OracleTest::withoutConditionsGradientsAreTheObjectives() {
  const Centres objective = someCentres(7);
  ObjectiveOracle oracle(objective, {}, {});
  Points expected, g;
  Column f, value;
  objective.gradient(here, expected, {});
  objective.value(here, value);
  oracle.gradient(here, g);
  QVERIFY(sameBits(g, expected));
  oracle.valueAndGradient(here, f, g);
  QVERIFY(sameBits(g, expected));
  QCOMPARE(f[0], value[0]);
}

void OracleTest::anEpochsGradientsAverageToTheFullOne_data() {
  QTest::addColumn<int>("batch");
  for (const int batch : {1, 3, 8, 49, 50}) QTest::addRow("B = %d of 50", batch) << batch;
}

void OracleTest::anEpochsGradientsAverageToTheFullOne() {
  QFETCH(int, batch);
  const Centres objective = someCentres(50);
  ObjectiveOracle oracle(objective, {.batch = batch}, {.seed = 11});
  Points full, g;
  objective.gradient(here, full, {});
  const int batches = (50 + batch - 1) / batch;
  for (int epoch = 0; epoch < 3; ++epoch) {
    Points sum = Points::Zero(1, 2);
    for (int k = 0; k < batches; ++k) {
      oracle.beginStep(epoch * batches + k);
      oracle.gradient(here, g);
      sum += g * std::min(batch, 50 - k * batch);
    }
    QVERIFY(((sum / 50 - full).abs() <= 1e-12).all());
  }
}

void OracleTest::epochsAreShuffledAnew() {
  const Centres objective = someCentres(10);
  ObjectiveOracle oracle(objective, {.batch = 4}, {.seed = 1});
  Points g;
  std::set<std::vector<Index>> orders;
  for (int epoch = 0; epoch < 5; ++epoch) {
    std::vector<Index> order;
    for (int k = 0; k < 3; ++k) {
      oracle.beginStep(epoch * 3 + k);
      oracle.gradient(here, g);
      QCOMPARE(objective.seen().size(), std::size_t(k < 2 ? 4 : 2));
      order.insert(order.end(), objective.seen().begin(), objective.seen().end());
    }
    orders.insert(order);
    std::ranges::sort(order);
    for (std::size_t i = 0; i < 10; ++i) QCOMPARE(order[i], static_cast<Index>(i));
  }
  QCOMPARE(orders.size(), std::size_t{5});

  // These bits are for ever: the first epoch's order for seed 1, as Fisher–Yates over Threefry words gives it.
  oracle.beginStep(0);
  oracle.gradient(here, g);
  QCOMPARE(objective.seen(), (std::vector<Index>{9, 7, 0, 8}));
}

void OracleTest::allGradientsOfAStepSeeTheSameBatch() {
  const Centres objective = someCentres(20);
  for (const bool replacement : {false, true}) {
    ObjectiveOracle oracle(objective, {.batch = 5, .replacement = replacement}, {.seed = 2});
    Points first, second;
    oracle.beginStep(7);
    oracle.gradient(here, first);
    oracle.gradient(here, second);
    QVERIFY(sameBits(first, second));
    oracle.beginStep(8);
    oracle.gradient(here, second);
    QVERIFY(!sameBits(first, second));
  }
}

void OracleTest::batchGradientsVaryAsSamplingTheorySays_data() {
  QTest::addColumn<bool>("replacement");
  QTest::newRow("with replacement: σ²/B") << true;
  QTest::newRow("shuffled: σ²/B · (N − B)/(N − 1)") << false;
}

void OracleTest::batchGradientsVaryAsSamplingTheorySays() {
  QFETCH(bool, replacement);
  constexpr int samples = 20;
  constexpr int batch = 5;
  constexpr int paths = 4000;
  const Centres objective = someCentres(samples);
  Points each(samples, 2), one, full;
  for (Index i = 0; i < samples; ++i) {
    objective.gradient(here, one, std::vector<Index>{i});
    each.row(i) = one.row(0);
  }
  objective.gradient(here, full, {});
  const Eigen::ArrayXd variance = (each.rowwise() - full.row(0)).square().colwise().mean();
  const double shrink = replacement ? 1 : (samples - batch) / (samples - 1.0);

  // The first batch of many paths: independent draws.
  ObjectiveOracle oracle(objective, {.batch = batch, .replacement = replacement}, {.seed = 5});
  oracle.beginStep(0);
  Points g;
  oracle.gradient(here.replicate(paths, 1), g);
  for (Index j = 0; j < 2; ++j) {
    const double expected = variance[j] / batch * shrink;
    const double statistic = (g.col(j) - full(0, j)).square().sum() / expected;
    // χ² with 4000 degrees of freedom: 3.3 standard deviations of √8000 to each side.
    QVERIFY2(std::abs(statistic - paths) < 3.3 * std::sqrt(2.0 * paths), qPrintable(QString::number(statistic)));
    const double mean = (g.col(j) - full(0, j)).mean() / std::sqrt(expected / paths);
    QVERIFY2(std::abs(mean) < 3.3, qPrintable(QString::number(mean)));
  }
}

void OracleTest::aBatchOfAllSamplesIsTheFullGradient() {
  const Centres objective = someCentres(9);
  Points full, g;
  objective.gradient(here, full, {});
  for (const int batch : {9, 1000}) {
    ObjectiveOracle oracle(objective, {.batch = batch}, {});
    oracle.gradient(here, g);
    QVERIFY(sameBits(g, full));
  }
}

void OracleTest::noiseHasVarianceSigmaSquaredOverB() {
  constexpr int paths = 4000;
  const Bowl bowl;
  for (const int batch : {1, 16}) {
    ObjectiveOracle oracle(bowl, {.noise = 3, .batch = batch}, {.seed = 9});
    Points g;
    oracle.beginStep(4);
    oracle.gradient(Points::Constant(paths, 2, 0.25), g);
    const double statistic = (g - 0.25).square().sum() / (9.0 / batch);
    QVERIFY2(std::abs(statistic - 2 * paths) < 3.3 * std::sqrt(4.0 * paths), qPrintable(QString::number(statistic)));
  }
}

void OracleTest::noiseHasTheseBits() {
  // The normals of key (seed 42, stream 3, path 1000, step 99, call 2) in tests/golden/random/draws.json.
  std::ifstream stream(THALWEG_TEST_DATA "/golden/random/draws.json");
  const Json sequence = Json::parse(stream).at("sequences").at(2);
  QCOMPARE(sequence.at("key").dump(), std::string("[42,3,1000,99,2,0]"));
  const Bowl bowl;
  ObjectiveOracle oracle(bowl, {.noise = 1}, {.seed = 42, .stream = 3}, 1000);
  Points g;
  oracle.beginStep(99);
  for (int call = 0; call < 3; ++call) oracle.gradient(Points::Zero(1, 2), g);
  for (Index j = 0; j < 2; ++j) {
    const std::string text = sequence.at("normals")[static_cast<std::size_t>(j)];
    QVERIFY(g(0, j) == std::strtod(text.c_str(), nullptr));
  }
}

void OracleTest::pairedContendersSeeTheSameDraws() {
  const Centres objective = someCentres(20);
  const GradientConditions conditions{.noise = 0.5, .batch = 4};
  Points a, b, own;
  ObjectiveOracle first(objective, conditions, {.seed = 1, .stream = 0});
  ObjectiveOracle second(objective, conditions, {.seed = 1, .stream = 0});
  ObjectiveOracle unpaired(objective, conditions, {.seed = 1, .stream = 1});
  for (int step = 0; step < 20; ++step) {
    first.beginStep(step);
    second.beginStep(step);
    unpaired.beginStep(step);
    first.gradient(here, a);
    second.gradient(here, b);
    unpaired.gradient(here, own);
    QVERIFY(sameBits(a, b));
    QVERIFY((a != own).all());
  }
}

void OracleTest::aPathsDrawsDoNotDependOnItsBatch() {
  const Centres objective = someCentres(20);
  const GradientConditions conditions{.noise = 0.5, .batch = 3, .accumulate = true, .clipNorm = 2};
  ObjectiveOracle together(objective, conditions, {.seed = 1}, 10);
  ObjectiveOracle byRow(objective, conditions, {.seed = 1}, 10);
  const Points x = Points::Random(5, 2);
  Points all, one, alone;
  std::vector<ObjectiveOracle> each;
  for (std::uint64_t i = 0; i < 5; ++i) each.emplace_back(objective, conditions, NoiseKey{.seed = 1}, 10 + i);
  for (int step = 0; step < 15; ++step) {
    together.beginStep(step);
    byRow.beginStep(step);
    for (ObjectiveOracle& oracle : each) oracle.beginStep(step);
    for (int call = 0; call < 2; ++call) {
      together.gradient(x, all);
      for (Index i = 4; i >= 0; --i) {
        byRow.selectRow(i);
        byRow.gradient(x.row(i), one);
        QVERIFY(sameBits(one, all.row(i)));
        each[static_cast<std::size_t>(i)].gradient(x.row(i), alone);
        QVERIFY(sameBits(alone, all.row(i)));
      }
    }
  }
}

void OracleTest::clippedAndAccumulatedGradientsArePyTorchs() {
  std::ifstream stream(THALWEG_TEST_DATA "/golden/clipping/clipped.json");
  const Json cases = Json::parse(stream).at("cases");
  QCOMPARE(cases.size(), std::size_t{9});
  for (const Json& one : cases) {
    GradientConditions conditions;
    conditions.accumulate = one.at("accumulate").get<bool>();
    if (!one.at("clip_norm").is_null()) conditions.clipNorm = one.at("clip_norm").get<double>();
    if (!one.at("clip_value").is_null()) conditions.clipValue = one.at("clip_value").get<double>();
    const Bowl bowl;
    ObjectiveOracle oracle(bowl, conditions, {});
    for (std::size_t k = 0; k < one.at("gradients").size(); ++k) {
      // The bowl's gradient is the point itself.
      const auto raw = one.at("gradients")[k].get<std::vector<double>>();
      const auto expected = one.at("clipped")[k].get<std::vector<double>>();
      const auto n = static_cast<Index>(raw.size());
      const Points x = Eigen::Map<const Eigen::RowVectorXd>(raw.data(), n).array();
      Points g;
      oracle.beginStep(static_cast<std::int64_t>(k));
      oracle.gradient(x, g);
      for (Index j = 0; j < n; ++j) {
        const double value = expected[static_cast<std::size_t>(j)];
        QVERIFY2(std::abs(g(0, j) - value) <= 1e-14 * std::max(1.0, std::abs(value)) &&
                     std::abs(g(0, j) - value) <= 1e-13 * std::abs(value),
                 one.dump().c_str());
      }
    }
  }
}

void OracleTest::accumulationIsTheRunningSumOfEveryGradient() {
  const Bowl bowl;
  ObjectiveOracle oracle(bowl, {.accumulate = true}, {});
  Points sum = Points::Zero(3, 2);
  Points g;
  for (int step = 0; step < 10; ++step) {
    oracle.beginStep(step);
    for (int call = 0; call < 2; ++call) {
      const Points x = Points::Random(3, 2);
      oracle.gradient(x, g);
      sum += x;
      QVERIFY(sameBits(g, sum));
    }
  }
}

void OracleTest::clippingKeepsNaN() {
  const Bowl bowl;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Points x(1, 2), g;
  x << nan, 3;
  ObjectiveOracle byNorm(bowl, {.clipNorm = 1}, {});
  byNorm.gradient(x, g);
  QVERIFY(g.isNaN().all());
  ObjectiveOracle byValue(bowl, {.clipValue = 1}, {});
  byValue.gradient(x, g);
  QVERIFY(std::isnan(g(0, 0)));
  QCOMPARE(g(0, 1), 1.0);
}

void OracleTest::rowsAreAccumulatedAndClippedEachByItself() {
  const Bowl bowl;
  ObjectiveOracle oracle(bowl, {.accumulate = true, .clipNorm = 1}, {});
  Points x(2, 2), g;
  x << 30, 40, 0.3, 0.4;
  oracle.gradient(x, g);
  QVERIFY(std::abs(g(0, 0) - 0.6) < 1e-6 && std::abs(g(0, 1) - 0.8) < 1e-6);
  QCOMPARE(g(1, 0), 0.3);
  QCOMPARE(g(1, 1), 0.4);
}

void OracleTest::evaluationsAreCountedForOnePath() {
  const Centres objective = someCentres(5);
  ObjectiveOracle oracle(objective, {}, {});
  const Points x = Points::Random(3, 2);
  Points g;
  Column f;
  Eigen::VectorXd r;
  Eigen::MatrixXd jacobian;
  oracle.gradient(x, g);
  for (Index row = 0; row < 3; ++row) {
    oracle.selectRow(row);
    oracle.valueAndGradient(x.row(row), f, g);
    QVERIFY(oracle.residuals(x.row(row), r, jacobian));
    oracle.hessianDiagonal(x.row(row), g);
  }
  QVERIFY((oracle.evaluations() == Evaluations{.value = 1, .gradient = 3, .hessian = 1}));
}

QTEST_GUILESS_MAIN(OracleTest)
#include "oracle_test.moc"
