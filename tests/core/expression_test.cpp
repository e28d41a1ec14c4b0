#include "core/expression/expression.h"

#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

using namespace thalweg;

namespace {

using Json = nlohmann::json;

constexpr double infinity = std::numeric_limits<double>::infinity();

CompiledExpression compiled(std::string_view text, Index dimension = 2) {
  return Expression::parse(text, {.variables = {}, .parameters = {}, .coordinates = true, .anyParameter = false})
      .compile(dimension);
}

double at(std::string_view text, double x = 0, double y = 0) {
  const double point[] = {x, y};
  return compiled(text).value(point);
}

std::array<double, 2> slope(std::string_view text, double x, double y = 0) {
  Points point(1, 2);
  point << x, y;
  Points g;
  compiled(text).gradient(point, g);
  return {g(0, 0), g(0, 1)};
}

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

#define COMPARE_NUMBER(actual, expected)                                           \
  QVERIFY2((actual) == (expected) || (std::isnan(actual) && std::isnan(expected)), \
           qPrintable(QString::number(actual, 'g', 17) + " is not " + QString::number(expected, 'g', 17)))

}  // namespace

class ExpressionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void valuesAndDerivativesAgreeWithSympy() {
    QFile file(THALWEG_TEST_DATA "/golden/expression/derivatives.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Json golden = Json::parse(file.readAll().toStdString());
    QVERIFY(golden["cases"].size() > 150);
    constexpr double tolerance = 1e-12;
    double worst = 0;
    for (const Json& c : golden["cases"]) {
      const auto text = c["formula"].get<std::string>();
      const auto point = c["point"].get<std::vector<double>>();
      const auto n = static_cast<Index>(point.size());
      Symbols symbols;
      symbols.coordinates = true;
      ParameterValues parameters;
      for (const auto& [name, value] : c["parameters"].items()) {
        symbols.parameters.push_back(name);
        parameters[name] = value.get<double>();
      }
      const CompiledExpression f = Expression::parse(text, symbols).compile(n, parameters);
      const Points x = Eigen::Map<const Points>(point.data(), 1, n).replicate(n, 1);
      Column values;
      Points gradients;
      Points products;
      f.valueAndGradient(x, values, gradients);
      f.hessianProduct(x, Eigen::MatrixXd::Identity(n, n).array(), products);
      // Relative to the largest entry: terms of that size cancel in the small ones.
      const auto check = [&](double actual, double expected, double scale, const char* what) {
        const double error = std::abs(actual - expected) / std::max(scale, std::abs(expected));
        worst = std::max(worst, error);
        QVERIFY2(error <= tolerance, qPrintable(QString("%1 of %2: %3 is not %4")
                                                    .arg(what, QString::fromStdString(text))
                                                    .arg(actual, 0, 'g', 17)
                                                    .arg(expected, 0, 'g', 17)));
      };
      const auto g = c["gradient"].get<std::vector<double>>();
      const auto h = c["hessian"].get<std::vector<std::vector<double>>>();
      double gScale = 1;
      double hScale = 1;
      for (const double value : g) gScale = std::max(gScale, std::abs(value));
      for (const auto& row : h) {
        for (const double value : row) hScale = std::max(hScale, std::abs(value));
      }
      check(values[0], c["value"].get<double>(), 1, "the value");
      for (Index i = 0; i < n; ++i) {
        const auto row = static_cast<std::size_t>(i);
        check(gradients(0, i), g[row], gScale, "the gradient");
        for (Index j = 0; j < n; ++j) check(products(i, j), h[row][static_cast<std::size_t>(j)], hScale, "the Hessian");
      }
    }
    qInfo("largest error %.2g", worst);
  }

  void arithmeticIsPythons_data() {
    // Results as Python 3.11 prints them.
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("result");
    const auto row = [](const char* text, double result) { QTest::newRow(text) << QString(text) << result; };
    row("-2**2", -4);
    row("2**-1", 0.5);
    row("2**3**2", 512);
    row("(2**3)**2", 64);
    row("-2**-2", -0.25);
    row("7 % 3", 1);
    row("-7 % 3", 2);
    row("7 % -3", -2);
    row("-7 % -3", -1);
    row("5.5 % -2", -0.5);
    row("-1e-20 % 3", 3);
    row("6 % -3", -0.0);
    row("7 // 2", 3);
    row("-7 // 2", -4);
    row("7 // -2", -4);
    row("-0.5 // 1", -1);
    row("1 // 0.1", 9);
    row("1 % 0.1", 0.09999999999999995);
    row("2 * 7 % 4", 2);
    row("2 - 3 - 4", -5);
    row("2 / 4 / 2", 0.25);
    row("2 / 4 * 2", 1);
    row("1 < 2 < 3", 1);
    row("3 > 2 > 1", 1);
    row("1 < 3 < 2", 0);
    row("(1 < 3) < 2", 1);
    row("1 == 1.0 != 2", 1);
    row("1 < 2 == 1", 0);
    row("not 0 + 1", 0);
    row("not 1 == 2", 1);
    row("0 or 3", 3);
    row("2 or 3", 2);
    row("0 and 3", 0);
    row("2 and 3", 3);
    row("0 or 0 and 1 or 5", 5);
    row("1 if 0 else 2 if 0 else 3", 3);
    row("1 if 2 else 3", 1);
    row("1 + 2 if 0 else 4", 4);
    row("max(1, 3, 2) - min(4, 0, 5)", 3);
    row("pow(2, 10)", 1024);
    row("abs(-3) + floor(-1.5) + ceil(-1.5)", 0);
    row("sign(-2) + 10*sign(0) + 100*sign(3)", 99);
    row("relu(-2) + relu(3)", 3);
    row("sum(i for i in range(5))", 10);
    row("prod(i for i in range(1, 6))", 120);
    row("sum(i for i in range(10, 0, -3))", 22);
    row("sum(1 for i in range(0))", 0);
    row("prod(2 for i in range(-1))", 1);
    row("max(i % 4 for i in range(7))", 3);
    row("sum(sum(j for j in range(i)) for i in range(4))", 4);
    row("1e3 + .5 + 2.", 1002.5);
  }
  void arithmeticIsPythons() {
    QFETCH(QString, text);
    QFETCH(double, result);
    const double actual = at(text.toStdString());
    QCOMPARE(bits(actual), bits(result));
    // Not only among constants: the same with numbers that the compiler does not know.
    QString general = text;
    if (!text.contains("range")) general.replace("7", "(x + 7)").replace("-3", "(y - 3)");
    QCOMPARE(bits(at(general.toStdString(), 0, 0)), bits(result));
  }

  void whereItIsUndefinedTheResultIsIeees() {
    COMPARE_NUMBER(at("1/x"), infinity);
    COMPARE_NUMBER(at("-1/x"), -infinity);
    COMPARE_NUMBER(at("x/y"), NAN);
    COMPARE_NUMBER(at("x % y", 3), NAN);
    COMPARE_NUMBER(at("x // y", 3), infinity);
    COMPARE_NUMBER(at("log(x)"), -infinity);
    COMPARE_NUMBER(at("log(x)", -1), NAN);
    COMPARE_NUMBER(at("sqrt(x)", -1), NAN);
    COMPARE_NUMBER(at("x**-1"), infinity);
    COMPARE_NUMBER(at("x**0.5", -1), NAN);
    COMPARE_NUMBER(at("x**y", -8, 1.0 / 3), NAN);
    COMPARE_NUMBER(at("x**y", -2, 3), -8.0);
    COMPARE_NUMBER(at("x**y", NAN, 0), 1.0);
    COMPARE_NUMBER(at("exp(x)", 1000), infinity);
    COMPARE_NUMBER(at("asin(x)", 2), NAN);
    COMPARE_NUMBER(at("min(x, y)", NAN, 1), NAN);
    COMPARE_NUMBER(at("min(x, y)", 1, NAN), 1.0);
    COMPARE_NUMBER(at("1 if x else 2", NAN), 1.0);
    COMPARE_NUMBER(at("not x", NAN), 0.0);
    COMPARE_NUMBER(at("0*x", infinity), NAN);
    COMPARE_NUMBER(at("relu(x)", NAN), NAN);
  }

  void extremeArgumentsKeepFiniteResults() {
    COMPARE_NUMBER(at("sigmoid(x)", 800), 1.0);
    COMPARE_NUMBER(at("sigmoid(x)", -800), 0.0);
    COMPARE_NUMBER(at("hypot(x, x)", 1e200), std::hypot(1e200, 1e200));
    COMPARE_NUMBER(slope("tanh(x)", 800)[0], 0.0);
    COMPARE_NUMBER(slope("sigmoid(x)", -800)[0], 0.0);
    // exp(-40), where 1 - tanh(20)**2 is 0. mpmath: 4*exp(-40)/(1 + exp(-40))**2
    const double expected = 1.6993417021166355e-17;
    QVERIFY(std::abs(slope("tanh(x)", 20)[0] - expected) < 1e-12 * expected);
  }

  void kinksHaveTheDocumentedSlope() {
    using Slope = std::array<double, 2>;
    QCOMPARE(slope("abs(x)", 0)[0], 0.0);
    QCOMPARE(slope("abs(x)", -3)[0], -1.0);
    QCOMPARE(slope("relu(x)", 0)[0], 0.0);
    QCOMPARE(slope("relu(x)", 2)[0], 1.0);
    QCOMPARE(slope("max(x, y)", 1, 1), (Slope{0.5, 0.5}));
    QCOMPARE(slope("min(x, y)", 1, 1), (Slope{0.5, 0.5}));
    QCOMPARE(slope("max(x, y)", 1, 2), (Slope{0, 1}));
    QCOMPARE(slope("min(x, y)", 1, 2), (Slope{1, 0}));
    QCOMPARE(slope("sign(x) + floor(x) + ceil(y) + x//2 + (x < y)", 1.5, 2.5), (Slope{0, 0}));
    QCOMPARE(slope("x % y", 7.5, 2), (Slope{1, -3}));
    QCOMPARE(slope("x % y", -7.5, 2), (Slope{1, 4}));
    QCOMPARE(slope("sqrt(x)", 0)[0], 0.0);
    QCOMPARE(slope("sqrt(x**2 + y**2)", 0, 0), (Slope{0, 0}));
    QCOMPARE(slope("hypot(x, y)", 0, 0), (Slope{0, 0}));
    QCOMPARE(slope("exp(-sqrt(x**2 + y**2))", 0, 0), (Slope{0, 0}));
    QCOMPARE(slope("x**y", 0, 2), (Slope{0, 0}));
    QCOMPARE(slope("x**y", 0, 1), (Slope{1, 0}));
    QCOMPARE(slope("x**y", 0, 0), (Slope{0, 0}));
    QCOMPARE(slope("x**y", -2, 3)[0], 12.0);
    Points h;
    compiled("sqrt(x**2 + y**2) + abs(x) + max(x, y)").hessianProduct(Points::Zero(1, 2), Points::Ones(1, 2), h);
    QCOMPARE(h(0, 0), 0.0);
    QCOMPARE(h(0, 1), 0.0);
  }

  void onlyTheChosenBranchCounts() {
    for (const char* text : {"sqrt(x) if x > 0 else 0*x", "log(x) if x > 0 else y - y", "x*log(x) if x != 0 else 0",
                             "x == 0 or 1/x", "max(1, log(x))", "relu(-1 - 1/x**2)"}) {
      const auto g = slope(text, 0);
      QVERIFY2(g[0] == 0 && g[1] == 0, text);
      Points h;
      compiled(text).hessianProduct(Points::Zero(1, 2), Points::Ones(1, 2), h);
      QVERIFY2(h(0, 0) == 0 && h(0, 1) == 0, text);
    }
    QCOMPARE(slope("x**2 if x > 1 else 3*x", 2)[0], 4.0);
    QCOMPARE(slope("x**2 if x > 1 else 3*x", 1)[0], 3.0);
  }

  void aRowsBitsDoNotDependOnItsNeighbours() {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> draw(-4, 4);
    constexpr Index rows = 1003;
    Points x(rows, 2);
    for (Index i = 0; i < x.size(); ++i) x.data()[i] = draw(random);
    Points v = x.rowwise().reverse() * 0.3;
    for (const char* text : {"sin(x) + cos(x*y) - exp(-x*x)*tan(y) + 3*tanh(x)",
                             "x**2.5 + abs(x)**y + log(abs(x)) + log2(y*y) - log10(abs(y))",
                             "asin(x/5)*acos(y/5) + atan(x)*atan2(y, x) + hypot(x, y) + sinh(x) - cosh(y)",
                             "sigmoid(x)*relu(y) + max(x, y, sqrt(abs(x))) + x%y + x//y + (x if x < y else y**3)"}) {
      const CompiledExpression f = compiled(text);
      Column whole;
      Points g;
      Points h;
      f.valueAndGradient(x, whole, g);
      f.hessianProduct(x, v, h);
      Column values;
      f.value(x, values);
      for (const Index count : {1, 3, 7, 8, 9, 100, 257}) {
        for (Index first = 0; first + count <= rows; first += 167) {
          Column part;
          Points partG;
          Points partH;
          f.valueAndGradient(x.middleRows(first, count), part, partG);
          f.hessianProduct(x.middleRows(first, count), v.middleRows(first, count), partH);
          for (Index i = 0; i < count; ++i) {
            QCOMPARE(bits(part[i]), bits(whole[first + i]));
            QCOMPARE(bits(values[first + i]), bits(whole[first + i]));
            for (Index j = 0; j < 2; ++j) {
              QCOMPARE(bits(partG(i, j)), bits(g(first + i, j)));
              QCOMPARE(bits(partH(i, j)), bits(h(first + i, j)));
            }
          }
          const double point[] = {x(first, 0), x(first, 1)};
          QCOMPARE(bits(f.value(point)), bits(whole[first]));
        }
      }
    }
  }

  void manyDimensionsAreWrittenOut() {
    constexpr Index n = 1000;
    const CompiledExpression f = compiled("sum((x[i+1] - x[i]**2)**2 + (1 - x[i])**2 for i in range(n - 1))", n);
    Column value;
    Points g;
    f.valueAndGradient(Points::Constant(3, n, 2), value, g);
    QCOMPARE(value[2], 999.0 * 5);
    QCOMPARE(g(1, 0), 18.0);
    QCOMPARE(g(1, 500), 14.0);
    QCOMPARE(g(1, n - 1), -4.0);
  }
};

QTEST_GUILESS_MAIN(ExpressionTest)
#include "expression_test.moc"
