/// Principal directions, filter normalisation, leading eigenvalues and random walks' shares against numpy's values.

#include "core/base/lanczos.h"
#include "core/surfaces/chosen_plane.h"
#include "core/surfaces/movement.h"
#include "tests/golden/reference_case.h"

#include <QtTest>

namespace thalweg::golden {

namespace {

/// As make.py has it.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  double next() {
    state_ = 6364136223846793005u * state_ + 1442695040888963407u;
    return static_cast<double>(state_ >> 40) / 8388608.0 - 1;
  }

 private:
  std::uint64_t state_;
};

Points walk(Numbers& numbers, Index steps, Index dimension) {
  Points path = Points::Zero(steps + 1, dimension);
  for (Index k = 1; k <= steps; ++k) {
    for (Index c = 0; c < dimension; ++c) path(k, c) = path(k - 1, c) + numbers.next() / static_cast<double>(c + 1);
  }
  return path;
}

std::vector<double> listOf(const Eigen::VectorXd& v) { return {v.data(), v.data() + v.size()}; }

/// The largest difference.
double apart(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return 1e300;
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

bool near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance * std::abs(b); }

Json references() { return readJson(QStringLiteral(THALWEG_TEST_DATA "/golden/planes/references.json")); }

}  // namespace

class PlanesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void principalDirectionsAreThoseOfTheSvd() {
    for (const Json& c : references()["principal"]) {
      Numbers numbers(c["seed"].get<std::uint64_t>());
      const auto dimension = c["dimension"].get<Index>();
      std::vector<Points> paths;
      for (const Index steps : c["steps"].get<std::vector<Index>>()) paths.push_back(walk(numbers, steps, dimension));
      std::vector<const Points*> pointers;
      for (const Points& path : paths) pointers.push_back(&path);
      const Eigen::VectorXd end = paths[0].row(paths[0].rows() - 1).matrix().transpose();
      const PrincipalDirections found = principalDirections(pointers, end.transpose());
      const QByteArray where = QByteArray::number(static_cast<qlonglong>(dimension));
      const auto directions = c["directions"].get<std::vector<std::vector<double>>>();
      QVERIFY2(apart(listOf(found.u), directions[0]) < 1e-9, where.constData());
      QVERIFY2(apart(listOf(found.v), directions[1]) < 1e-9, where.constData());
      QVERIFY2(near(found.first, c["singular"][0], 1e-10), where.constData());
      QVERIFY2(near(found.second, c["singular"][1], 1e-10), where.constData());
      QVERIFY2(near(found.total, c["total"], 1e-12), where.constData());
      const Plane plane = Plane::spanned(listOf(end), listOf(found.u), listOf(found.v));
      for (std::size_t i = 0; i < paths.size(); ++i)
        QVERIFY2(near(projectPath(paths[i], plane).share, c["shares"][i], 1e-9), where.constData());
    }
  }

  void directionsHaveTheSizeOfFilters() {
    for (const Json& c : references()["filters"]) {
      Shape shape;
      Index first = 0;
      for (const auto& sizes : c["shapes"].get<std::vector<std::vector<Index>>>()) {
        shape.push_back({first, sizes[0], sizes.size() > 1 ? sizes[1] : 0});
        first += shape.back().size();
      }
      const auto point = c["point"].get<std::vector<double>>();
      const std::vector<double> found = filterNormalized(c["raw"].get<std::vector<double>>(), point, shape);
      QVERIFY(apart(found, c["normalized"].get<std::vector<double>>()) < 1e-14);
    }
  }

  void leadingEigenvaluesAreThoseOfTheDenseSolver() {
    for (const Json& c : references()["symmetric"]) {
      Numbers numbers(c["seed"].get<std::uint64_t>());
      const auto size = c["size"].get<Index>();
      Eigen::MatrixXd a(size, size);
      for (Index i = 0; i < size; ++i) {
        for (Index j = 0; j < size; ++j) a(i, j) = numbers.next();
      }
      const Eigen::MatrixXd matrix =
          (a + a.transpose()) / 2 + c["shift"].get<double>() * Eigen::MatrixXd::Identity(size, size);
      const auto product = [&](const Eigen::VectorXd& v, Eigen::VectorXd& out) { out = matrix * v; };
      const LeadingEigen roughly = leadingEigen(product, size);
      QVERIFY(roughly.settled);
      QVERIFY(near(roughly.values[0], c["values"][0], 1e-6));
      const LeadingEigen found = leadingEigen(product, size, {.count = 3, .tolerance = 1e-11});
      QVERIFY(found.settled);
      for (Index k = 0; k < 3; ++k) QVERIFY(near(found.values[k], c["values"][static_cast<std::size_t>(k)], 1e-10));
      Eigen::VectorXd leading = found.vectors.col(0);
      Index largest = 0;
      leading.cwiseAbs().maxCoeff(&largest);
      if (leading[largest] < 0) leading = -leading;
      QVERIFY(apart(listOf(leading), c["leading"].get<std::vector<double>>()) < 1e-9);
    }
  }

  void aRandomWalkHasTheShareOfTheSource() {
    for (const Json& c : references()["walks"]) {
      const auto centre = c["centre"] == "mean" ? MovementCentre::Mean : MovementCentre::End;
      const double found = randomWalkShare(c["steps"].get<Index>(), c["components"].get<Index>(), centre);
      QVERIFY(near(found, c["share"], 1e-12));
    }
    // What the paper reports of long walks.
    const double pi2 = 9.869604401089358;
    QVERIFY(near(randomWalkShare(100'000, 1, MovementCentre::Mean), 6 / pi2, 1e-9));
    QVERIFY(near(randomWalkShare(100'000, 2, MovementCentre::Mean), 6 / pi2 * 1.25, 1e-9));
    QVERIFY(near(randomWalkShare(100'000, 2, MovementCentre::End), 8 / pi2 * (1 + 1.0 / 9), 1e-4));
  }
};

}  // namespace thalweg::golden

QTEST_GUILESS_MAIN(thalweg::golden::PlanesTest)
#include "planes_test.moc"
