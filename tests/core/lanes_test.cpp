// Numbers side by side have the bits that each has alone. Compiled a second time without the compiler's vector types.

#include "core/base/lanes.h"

#include <QTest>

#include <limits>
#include <random>
#include <vector>

using namespace thalweg;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
const std::vector<double> awkward = {0.0,    -0.0,  1.0,    -1.0,     0.1,       3.0,
                                     5e-324, 1e308, -1e308, infinity, -infinity, undefined};

/// `rest` beside it in the other lanes.
Lanes inLane(Index lane, double number, double rest = 0.5) {
  std::vector<double> all(static_cast<std::size_t>(laneCount), rest);
  all[static_cast<std::size_t>(lane)] = number;
  return load(all.data());
}

bool sameBits(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<std::int64_t>(a) == std::bit_cast<std::int64_t>(b);
}

/// Units in the last place between two finite numbers of one sign.
double unitsBetween(double a, double b) {
  if (sameBits(a, b) || a == b) return 0;
  return std::abs(a - b) / (std::nextafter(std::abs(b), infinity) - std::abs(b));
}

}  // namespace

class LanesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void arithmeticIsThatOfOneNumber() {
    for (const double a : awkward) {
      for (const double b : awkward) {
        for (Index lane = 0; lane < laneCount; ++lane) {
          const Lanes x = inLane(lane, a);
          const Lanes y = inLane(lane, b, 2);
          QVERIFY(sameBits((x + y).v[lane], a + b));
          QVERIFY(sameBits((x - y).v[lane], a - b));
          QVERIFY(sameBits((x * y).v[lane], a * b));
          QVERIFY(sameBits((x / y).v[lane], a / b));
          QVERIFY(sameBits((-x).v[lane], -a));
          QVERIFY(sameBits(Lanes(a).v[lane], a));
          QVERIFY(sameBits(select(x < y, x, y).v[lane], a < b ? a : b));
          QVERIFY(sameBits(select(x > y, x, y).v[lane], a > b ? a : b));
          QVERIFY(sameBits(select(x == y, x, y).v[lane], a == b ? a : b));
          QVERIFY(sameBits(select({x.v <= y.v}, x, y).v[lane], a <= b ? a : b));
        }
      }
      for (Index lane = 0; lane < laneCount; ++lane) {
        const Lanes x = inLane(lane, a);
        QVERIFY(sameBits(sqrt(x).v[lane], std::sqrt(a)));
        QVERIFY(sameBits(abs(x).v[lane], std::abs(a)));
        QVERIFY(sameBits(square(x).v[lane], a * a));
        const double itsSign = a > 0 ? 1 : a < 0 ? -1 : a * 0;
        QVERIFY(sameBits(sign(x).v[lane], itsSign));
      }
    }
  }

  void functionsAreRightWhateverStandsBeside_data() {
    QTest::addColumn<int>("index");
    int index = 0;
    for (const char* name : {"exp", "expm1", "log", "log1p", "sin", "cos", "atan", "tanh", "pow"})
      QTest::newRow(name) << index++;
  }
  void functionsAreRightWhateverStandsBeside() {
    QFETCH(const int, index);
    struct Function {
      Lanes (*ours)(Lanes);
      double (*known)(double);
      double low, high;
    };
    const std::vector<Function> functions = {
        {[](Lanes a) { return exp(a); }, [](double a) { return std::exp(a); }, -700, 700},
        {[](Lanes a) { return expm1(a); }, [](double a) { return std::expm1(a); }, -30, 700},
        {[](Lanes a) { return log(a); }, [](double a) { return std::log(a); }, 1e-300, 1e3},
        {[](Lanes a) { return log1p(a); }, [](double a) { return std::log1p(a); }, -0.99, 1e3},
        {[](Lanes a) { return sin(a); }, [](double a) { return std::sin(a); }, -100, 100},
        {[](Lanes a) { return cos(a); }, [](double a) { return std::cos(a); }, -100, 100},
        {[](Lanes a) { return atan(a); }, [](double a) { return std::atan(a); }, -100, 100},
        {[](Lanes a) { return tanh(a); }, [](double a) { return std::tanh(a); }, -20, 20},
        {[](Lanes a) { return pow(a, 2.5); }, [](double a) { return std::pow(a, 2.5); }, 1e-3, 1e3}};
    const Function& function = functions[static_cast<std::size_t>(index)];
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> draw(function.low, function.high);
    for (int i = 0; i < 2000; ++i) {
      const double a = draw(random);
      const double alone = function.ours(Lanes(a)).v[0];
      QVERIFY2(unitsBetween(alone, function.known(a)) <= 5, qPrintable(QString::number(a, 'g', 17)));
      for (Index lane = 0; lane < laneCount; ++lane)
        QVERIFY(sameBits(function.ours(inLane(lane, a, draw(random))).v[lane], alone));
    }
    QVERIFY(std::isnan(function.ours(undefined).v[0]));
  }

  void lanesWithoutANumberRepeatTheLast() {
    const std::vector<double> numbers = {1, 2, 3, 4, 5, 6, 7};
    for (Index count = 1; count <= laneCount; ++count) {
      const Lanes a = load(numbers.data(), count);
      for (Index lane = 0; lane < laneCount; ++lane)
        QCOMPARE(a.v[lane], static_cast<double>(std::min(lane + 1, count)));
      std::vector<double> to(static_cast<std::size_t>(laneCount), -1);
      store(to.data(), a, count);
      for (Index lane = 0; lane < laneCount; ++lane)
        QCOMPARE(to[static_cast<std::size_t>(lane)], lane < count ? static_cast<double>(lane + 1) : -1.0);
    }
    std::vector<Index> rows;
    forLanes(7, [&](Index row, Index count) {
      for (Index i = 0; i < count; ++i) rows.push_back(row + i);
    });
    QCOMPARE(rows, (std::vector<Index>{0, 1, 2, 3, 4, 5, 6}));
  }

  void sumIsByPairs() {
    std::vector<double> numbers = {1e16, 1, -1e16, 1};
    const double pairs = laneCount == 4 ? (1e16 + 1) + (-1e16 + 1) : 1e16 + 1;
    QCOMPARE(laneSum(load(numbers.data())), pairs);
  }
};

QTEST_APPLESS_MAIN(LanesTest)
#include "lanes_test.moc"
