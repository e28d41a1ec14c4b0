// Values, gradients and Hessians against references in 50 digits, and listed minima and saddles against those found
// there; tests/golden/objectives/make.py says how they were made.
#include "core/contracts/objective.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <fstream>

using namespace thalweg;

namespace {

const Json& references() {
  static const Json all = [] {
    std::ifstream file(THALWEG_TEST_DATA "/golden/objectives/references.json");
    return Json::parse(file);
  }();
  return all;
}

/// The generator of make.py.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : state_(seed) {}
  double within(double low, double high) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (static_cast<double>(state_ >> 40) / 16777216.0);
  }

 private:
  std::uint64_t state_;
};

Options optionsOf(const Json& json) {
  Options options;
  for (const auto& [key, value] : json.items()) options[key] = value;
  return options;
}

Points rowOf(const Json& list) {
  Points row(1, static_cast<Index>(list.size()));
  for (Index i = 0; i < row.cols(); ++i) row(0, i) = list[static_cast<std::size_t>(i)].get<double>();
  return row;
}

/// Where values are differences of large numbers by their nature, the size of these.
double magnitude(const std::string& id, Index dimension) {
  return id == "schwefel" ? 419.0 * static_cast<double>(dimension) : 0;
}

}  // namespace

class ObjectiveValuesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void agreesWithReferences_data();
  void agreesWithReferences();
  void landmarksAreThoseOfTheReference_data();
  void landmarksAreThoseOfTheReference();
  void nothingCancelsNearMinima();
  void everyObjectiveHasReferences();
};

void ObjectiveValuesTest::agreesWithReferences_data() {
  QTest::addColumn<int>("index");
  int index = 0;
  for (const Json& c : references()["cases"]) {
    const std::string name =
        c["id"].get<std::string>() + "/" + std::to_string(c["dim"].get<int>()) + c["options"].dump();
    QTest::newRow(name.c_str()) << index++;
  }
}

void ObjectiveValuesTest::agreesWithReferences() {
  QFETCH(int, index);
  const Json& c = references()["cases"][static_cast<std::size_t>(index)];
  const auto dimension = c["dim"].get<Index>();
  const auto id = c["id"].get<std::string>();
  const auto f = findObjective(id)->make(optionsOf(c["options"]), dimension);
  QCOMPARE(f->dimension(), dimension);

  const auto rows = static_cast<Index>(c["value"].size());
  const auto box = c["box"].get<std::vector<double>>();
  Draws draws(static_cast<std::uint64_t>(dimension));
  Points x(rows, dimension);
  Points v = Points::Zero(rows, dimension);
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < dimension; ++j)
      x(i, j) = j % 2 == 0 ? draws.within(box[0], box[1]) : draws.within(box[2], box[3]);
    if (dimension > 5)
      for (Index j = 0; j < dimension; ++j) v(i, j) = draws.within(-1, 1);
  }
  Column value;
  Points gradient, product;
  f->value(x, value);
  f->gradient(x, gradient);
  f->hessianProduct(x, v, product);
  for (Index i = 0; i < rows; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const double expected = c["value"][k].get<double>();
    const double error = std::abs(value[i] - expected);
    QVERIFY2(
        error <= 1e-11 * std::max(std::abs(expected), magnitude(id, dimension)),
        qPrintable(QString("value %1: %2, expected %3").arg(i).arg(value[i], 0, 'g', 17).arg(expected, 0, 'g', 17)));
    const Points slope = rowOf(c["gradient"][k]);
    const double slopeError = (gradient.row(i) - slope).abs().maxCoeff();
    QVERIFY2(slopeError <= 1e-11 * slope.abs().maxCoeff(),
             qPrintable(QString("gradient %1: off by %2 of %3").arg(i).arg(slopeError).arg(slope.abs().maxCoeff())));
    const Points curvature = rowOf(c["product"][k]);
    Points found = product.row(i);
    if (dimension <= 5) {
      const Eigen::MatrixXd h = f->hessian(x.row(i));
      found = Eigen::Map<const Eigen::ArrayXXd>(h.data(), 1, h.size());
    }
    const double curvatureError = (found - curvature).abs().maxCoeff();
    QVERIFY2(
        curvatureError <= 1e-11 * curvature.abs().maxCoeff() + 1e-20,
        qPrintable(QString("Hessian %1: off by %2 of %3").arg(i).arg(curvatureError).arg(curvature.abs().maxCoeff())));
  }
}

void ObjectiveValuesTest::landmarksAreThoseOfTheReference_data() {
  QTest::addColumn<int>("index");
  int index = 0;
  for (const Json& c : references()["points"]) QTest::newRow(c["id"].get<std::string>().c_str()) << index++;
}

void ObjectiveValuesTest::landmarksAreThoseOfTheReference() {
  QFETCH(int, index);
  const Json& c = references()["points"][static_cast<std::size_t>(index)];
  const auto id = c["id"].get<std::string>();
  const auto f = findObjective(id)->make({}, static_cast<Index>(c["critical"][0][1].size()));
  std::size_t matched = 0;
  for (const Landmark& mark : f->landmarks()) {
    if (!mark.smooth || !mark.interior) continue;
    bool found = false;
    for (const Json& point : c["critical"]) {
      const Points at = rowOf(point[1]);
      const double size = 1 + at.abs().maxCoeff();
      if ((rowOf(mark.point) - at).abs().maxCoeff() > 1e-8 * size) continue;
      found = true;
      const bool saddle = point[0] == "saddle";
      QCOMPARE(mark.kind == Landmark::Kind::Saddle, saddle);
      const double value = point[2].get<double>();
      QVERIFY(std::abs(mark.value - value) <= 1e-11 * std::max({1.0, std::abs(value), magnitude(id, 2)}));
    }
    QVERIFY2(found, qPrintable(QString("%1, %2").arg(mark.point.front()).arg(mark.point.back())));
    ++matched;
  }
  QCOMPARE(matched, c["critical"].size());
}

void ObjectiveValuesTest::nothingCancelsNearMinima() {
  for (const Json& c : references()["near"]) {
    const auto id = c[0].get<std::string>();
    const auto f = findObjective(id)->make({}, 2);
    Column value;
    f->value(rowOf(c[1]), value);
    const double expected = c[2].get<double>();
    QVERIFY2(
        std::abs(value[0] - expected) <= 1e-12 * expected,
        qPrintable(QString("%1: %2, expected %3").arg(id.c_str()).arg(value[0], 0, 'g', 17).arg(expected, 0, 'g', 17)));
  }
}

void ObjectiveValuesTest::everyObjectiveHasReferences() {
  for (const ObjectiveCard* card : objectiveCards()) {
    if (card->id == "expression" || card->id == "grid") continue;  // their values are compared elsewhere
    const bool found = std::ranges::any_of(references()["cases"], [&](const Json& c) { return c["id"] == card->id; });
    QVERIFY2(found, card->id.c_str());
  }
}

QTEST_GUILESS_MAIN(ObjectiveValuesTest)
#include "objective_values_test.moc"
