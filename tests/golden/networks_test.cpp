/// Losses, gradients and Hessian–vector products of networks against PyTorch's; starts against what torch.nn.init says.

#include "tests/golden/reference_case.h"

#include <QtTest>

namespace thalweg::golden {

namespace {

/// As make.py has it.
Points drawnRow(std::uint64_t& state, Index size) {
  Points row(1, size);
  for (Index i = 0; i < size; ++i) {
    state = 6364136223846793005u * state + 1442695040888963407u;
    row(0, i) = static_cast<double>(state >> 40) / 8388608.0 - 1;
  }
  return row;
}

/// The largest difference between stored entries and every `every`-th one of a row, as a fraction of the row's largest.
double deviation(const Points& row, const Json& stored, Index every) {
  double most = 0;
  for (std::size_t i = 0; i < stored.size(); ++i)
    most = std::max(most, std::abs(row(0, static_cast<Index>(i) * every) - stored[i].get<double>()));
  return most / row.abs().maxCoeff();
}

std::shared_ptr<const Objective> network(const Options& options) {
  return findObjective("multilayer_perceptron")->make(options, 0);
}

}  // namespace

class NetworksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void derivativesAreThoseOfPyTorch() {
    const Json all = readJson(QStringLiteral(THALWEG_TEST_DATA "/golden/networks/references.json"))["cases"];
    QVERIFY(all.size() > 20);
    for (const Json& c : all) {
      const auto objective =
          network({{"hidden", c["hidden"]}, {"activation", c["activation"]}, {"loss", c["loss"]}, {"data", c["data"]}});
      const std::string where =
          c["data"].get<std::string>() + " " + c["activation"].get<std::string>() + " " + c["loss"].get<std::string>();
      QCOMPARE(objective->dimension(), c["size"].get<Index>());
      auto state = c["seed"].get<std::uint64_t>();
      const Points point = drawnRow(state, objective->dimension());
      const Points direction = drawnRow(state, objective->dimension());
      std::vector<Index> batch;
      if (!c["batch"].is_null()) batch = c["batch"].get<std::vector<Index>>();
      const auto every = c["every"].get<Index>();
      Points gradient, product;
      Column f;
      objective->gradient(point, gradient, batch);
      QVERIFY2(deviation(gradient, c["gradient"], every) < 1e-10, where.c_str());
      if (!batch.empty()) continue;  // values and Hessians are of all samples
      objective->value(point, f);
      QVERIFY2(std::abs(f[0] - c["value"].get<double>()) < 1e-12 * f[0], where.c_str());
      Column again;
      Points both;
      objective->valueAndGradient(point, again, both);
      QVERIFY2(again[0] == f[0] && (both == gradient).all(), where.c_str());
      objective->hessianProduct(point, direction, product);
      QVERIFY2(deviation(product, c["product"], every) < 1e-10, where.c_str());
      Column fraction;
      QCOMPARE(objective->accuracy(point, fraction), !c["accuracy"].is_null());
      if (!c["accuracy"].is_null()) QCOMPARE(fraction[0], c["accuracy"].get<double>());
    }
  }

  void aRowHasTheSameBitsWhateverStandsBesideIt() {
    for (const char* data : {"moons", "blobs", "curve"}) {
      const auto objective = network({{"data", data}, {"loss", "squared"}, {"activation", "gelu"}});
      std::uint64_t state = 3;
      Points points(7, objective->dimension());
      for (Index i = 0; i < points.rows(); ++i) points.row(i) = drawnRow(state, objective->dimension()).row(0);
      Points all, one, product, single;
      Column f, g;
      objective->valueAndGradient(points, f, all);
      objective->hessianProduct(points, points, product);
      for (Index i = 0; i < points.rows(); ++i) {
        const Points row = points.row(i);
        objective->valueAndGradient(row, g, one);
        objective->hessianProduct(row, row, single);
        QVERIFY(g[0] == f[i] && (one.row(0) == all.row(i)).all() && (single.row(0) == product.row(i)).all());
      }
    }
  }

  void startsHaveTheSizesOfTorchInit_data() {
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<bool>("uniform");
    QTest::addColumn<double>("sigma");  // of the first layer's weights: 64 inputs, 100 units
    QTest::newRow("xavier_uniform") << "xavier_uniform" << true << std::sqrt(2.0 / 164);
    QTest::newRow("xavier_normal") << "xavier_normal" << false << std::sqrt(2.0 / 164);
    QTest::newRow("kaiming_uniform") << "kaiming_uniform" << true << std::sqrt(2.0 / 64);
    QTest::newRow("kaiming_normal") << "kaiming_normal" << false << std::sqrt(2.0 / 64);
    QTest::newRow("normal") << "normal" << false << 1.0;
    QTest::newRow("default") << "default" << true << std::sqrt(1.0 / 64 / 3);
  }

  void startsHaveTheSizesOfTorchInit() {
    QFETCH(const QString, scheme);
    QFETCH(const bool, uniform);
    QFETCH(const double, sigma);
    const std::string init = scheme.toStdString();
    const auto objective = network({{"data", "digits"}, {"hidden", {100}}, {"init", init}, {"gain", 2}});
    const std::vector<double> start = objective->starts().front();
    const Eigen::Map<const Eigen::ArrayXd> weights(start.data(), 6400);
    // Of 6400 numbers the mean square is within 5 % of the variance unless five deviations off.
    QVERIFY(std::abs(std::sqrt(weights.square().mean()) / (2 * sigma) - 1) < 0.05);
    QVERIFY(std::abs(weights.mean()) < 0.2 * sigma);
    const double bound = 2 * std::sqrt(3.0) * sigma;
    QCOMPARE(weights.abs().maxCoeff() <= bound, uniform);
    if (uniform) QVERIFY(weights.abs().maxCoeff() > 0.99 * bound);
    const Eigen::Map<const Eigen::ArrayXd> biases(start.data() + 6400, 100);
    QCOMPARE((biases == 0).all(), init != "default");
    const auto other = network({{"data", "digits"}, {"hidden", {100}}, {"init", init}, {"gain", 2}, {"seed", 2}});
    QVERIFY(other->starts().front() != start);
    QCOMPARE(other->starts().front(), objective->starts().back());
  }

  void zerosAreZeros() {
    const std::vector<std::vector<double>> starts = network({{"init", "zeros"}})->starts();
    for (const double entry : starts.front()) {
      QCOMPARE(entry, 0.0);
      QVERIFY(!std::signbit(entry));
    }
  }

  void digitsAreTheOnesOfTheRepository() {
    const auto objective = network({{"data", "digits"}, {"hidden", Json::array()}});
    QCOMPARE(objective->dimension(), Index{650});
    QCOMPARE(objective->samples(), Index{1438});
    // Without weights all classes are equally likely.
    const Points nothing = Points::Zero(1, 650);
    Column f;
    objective->value(nothing, f);
    QVERIFY(std::abs(f[0] - std::log(10.0)) < 1e-12);
    QVERIFY(objective->testLoss(nothing, f) && std::abs(f[0] - std::log(10.0)) < 1e-12);
  }

  void aWholeStackLearnsDigits() {
    const auto objective = network({{"data", "digits"}, {"hidden", {32}}, {"activation", "relu"}});
    const std::vector<double> start = objective->starts().front();
    Points x = Eigen::Map<const Eigen::RowVectorXd>(start.data(), objective->dimension()).array();
    Points g;
    for (int step = 0; step < 150; ++step) {
      objective->gradient(x, g);
      x -= 0.5 * g;
    }
    Column share;
    QVERIFY(objective->testAccuracy(x, share));
    QVERIFY2(share[0] > 0.85, QByteArray::number(share[0]).constData());
  }

  void whatDoesNotFitIsRefused() {
    const auto refusal = [](const Options& options) -> std::string {
      try {
        network(options);
      } catch (const OptionError& error) {
        return error.what();
      }
      return "accepted";
    };
    QCOMPARE(refusal({{"data", "curve"}}),
             std::string("options.loss: expected squared for the data curve, which have no classes"));
    QCOMPARE(refusal({{"data", "digits"}, {"hidden", {1000}}}),
             std::string("options.hidden: expected at most 50000 weights and biases, found 75010"));
    QCOMPARE(refusal({{"hidden", std::vector<int>(17, 1)}}),
             std::string("options.hidden: expected at most 16 layers, found 17"));
    QCOMPARE(refusal({{"hidden", {2.5}}}), std::string("options.hidden[0]: expected a whole number of units"));
    QCOMPARE(refusal({{"hidden", std::vector<int>(16, 16)}}), std::string("accepted"));
  }
};

}  // namespace thalweg::golden

QTEST_GUILESS_MAIN(thalweg::golden::NetworksTest)
#include "networks_test.moc"
