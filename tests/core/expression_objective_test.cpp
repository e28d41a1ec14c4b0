#include "core/contracts/objective.h"
#include "core/expression/parameters.h"

#include <QTest>

#include <cmath>

using namespace thalweg;

namespace {

std::shared_ptr<const Objective> made(const Json& options, Index dimension = 0) {
  return findObjective("expression")->make(options.get<Options>(), dimension);
}

QString refusal(const Json& options, Index dimension = 0) {
  try {
    (void)made(options, dimension);
  } catch (const OptionError& error) {
    return QString::fromUtf8(error.what());
  }
  return "accepted";
}

}  // namespace

class ExpressionObjectiveTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void formulaAndParametersMakeAnObjective() {
    const auto f =
        made({{"formula", "x**2 + a*y**2"}, {"parameters", {{"a", {{"value", 5}, {"min", 0}, {"max", 10}}}}}});
    QCOMPARE(f->dimension(), Index{2});
    Points x(1, 2);
    x << 3, 2;
    Column value;
    Points g;
    f->valueAndGradient(x, value, g);
    QCOMPARE(value[0], 29.0);
    QCOMPARE(g(0, 0), 6.0);
    QCOMPARE(g(0, 1), 20.0);
    QCOMPARE(f->hessian(x)(1, 1), 10.0);
    QCOMPARE(f->hessian(x)(0, 1), 0.0);
    // Nobody knows a typed function's minima beforehand; a search finds them.
    QCOMPARE(f->landmarks().size(), std::size_t{1});
    QVERIFY(f->landmarks().front().found);
    QVERIFY(std::abs(f->landmarks().front().value) < 1e-12);
  }

  void theDimensionIsThePanelsOrThatOfTheNames() {
    QCOMPARE(made({{"formula", "x**4"}})->dimension(), Index{1});
    QCOMPARE(made({{"formula", "x*y"}})->dimension(), Index{2});
    QCOMPARE(made({{"formula", "y**2"}})->dimension(), Index{2});
    QCOMPARE(made({{"formula", "x1 + x7**2"}})->dimension(), Index{7});
    QCOMPARE(made({{"formula", "x[3]**2"}})->dimension(), Index{4});
    QCOMPARE(made({{"formula", "sum(x[i]**2 for i in range(n))"}})->dimension(), Index{2});
    QCOMPARE(made({{"formula", "sum(x[i]**2 for i in range(n))"}}, 50)->dimension(), Index{50});
    QCOMPARE(made({{"formula", "x**2"}}, 2)->dimension(), Index{2});
    QCOMPARE(refusal({{"formula", "x*y"}}, 1), "dimension: this formula takes 2 to 1000, found 1");
    QCOMPARE(refusal({{"formula", "x*y"}}, 1001), "dimension: this formula takes 2 to 1000, found 1001");
  }

  void errorsNameTheOptionAndTheColumn() {
    QCOMPARE(refusal({{"formula", "x**2 + )"}}),
             "options.formula: column 8: expected a number, a name or '(', found ')'");
    QCOMPARE(refusal({{"formula", "x**2 + a"}}),
             "options.formula: column 8: unknown name 'a'; known are x, y, x1 … xn, pi, e and functions");
    QCOMPARE(refusal({{"formula", "sum(x[i + 1] for i in range(n))"}}),
             "options.formula: column 5: x[2] is out of range in dimension 2");
    QVERIFY(refusal({{"formula", "x"}, {"parameters", {{"sin", {{"value", 1}}}}}})
                .startsWith("options.parameters.sin: expected a name"));
    QVERIFY(refusal({{"formula", "x"}, {"parameters", {{"x2", {{"value", 1}}}}}})
                .startsWith("options.parameters.x2: expected a name"));
    QCOMPARE(refusal({{"formula", "x"}, {"parameters", {{"unused", {{"value", 1}}}}}}), "accepted");
  }

  void rangesThatAreLeftOutFollowTheValue() {
    const auto range = [](const Json& parameter) {
      const FormulaParameter p = formulaParameters({{"a", parameter}}).at(0);
      return std::pair(p.min, p.max);
    };
    QCOMPARE(range({{"value", 3}}), std::pair(0.0, 6.0));
    QCOMPARE(range({{"value", -3}}), std::pair(-6.0, 0.0));
    QCOMPARE(range({{"value", 0}}), std::pair(-1.0, 1.0));
    QCOMPARE(range({{"value", 3}, {"min", 1}}), std::pair(1.0, 6.0));
    QCOMPARE(range({{"value", 3}, {"min", 8}}), std::pair(8.0, 16.0));
    QCOMPARE(range({{"value", 3}, {"max", -2}}), std::pair(-4.0, -2.0));
  }

  void boxStartsAndRateAreSensible_data() {
    QTest::addColumn<QString>("formula");
    QTest::addColumn<double>("half");
    QTest::newRow("bowl") << "x**2 + 5*y**2" << 2.0;
    QTest::newRow("curve") << "(x - 1)**2" << 2.0;
    QTest::newRow("farther minimum") << "(x - 3)**2 + (y + 3)**2" << 5.0;
    QTest::newRow("far minimum") << "(x - 8)**2 + y**2" << 10.0;
    QTest::newRow("saddle") << "x**2 - y**2" << 5.0;
    QTest::newRow("half a plane") << "x*log(x) + y**2" << 2.0;
    QTest::newRow("nowhere defined") << "sqrt(-1 - x**2)" << 5.0;
    QTest::newRow("constant") << "3" << 5.0;
  }
  void boxStartsAndRateAreSensible() {
    QFETCH(QString, formula);
    QFETCH(double, half);
    const auto f = made({{"formula", formula.toStdString()}});
    QCOMPARE(f->view().xMax, half);
    QCOMPARE(f->view().xMin, -half);
    QCOMPARE(f->view().yMax, f->dimension() == 1 ? 0.0 : half);
    QVERIFY(!f->starts().empty());
    for (const auto& start : f->starts()) {
      QCOMPARE(static_cast<Index>(start.size()), f->dimension());
      for (const double coordinate : start) QVERIFY(std::abs(coordinate) <= half);
    }
    QVERIFY(f->suggestedRate() > 0 && f->suggestedRate() <= 1);
  }

  void atTheSuggestedRateDescentGoesDown() {
    for (const char* formula : {"x**2 + 5*y**2", "(1 - x)**2 + 100*(y - x**2)**2", "x**4 - x**2 + y**2",
                                "sum(x[i]**4 for i in range(n))", "exp(x) + exp(-x)"}) {
      const auto f = made({{"formula", formula}});
      const auto start = f->starts()[0];
      Points x = Eigen::Map<const Points>(start.data(), 1, f->dimension());
      Column before;
      Column after;
      Points g;
      f->value(x, before);
      for (int step = 0; step < 20; ++step) {
        f->gradient(x, g);
        x -= f->suggestedRate() * g;
      }
      f->value(x, after);
      QVERIFY2(after[0] < before[0], formula);
    }
  }

  void movingASliderDoesNotMoveBoxOrStarts() {
    const auto with = [](double value) {
      return made(
          {{"formula", "(x - a)**2 + y**2"}, {"parameters", {{"a", {{"value", value}, {"min", -10}, {"max", 10}}}}}});
    };
    QCOMPARE(with(9)->view(), with(0)->view());
    QCOMPARE(with(9)->starts(), with(0)->starts());
  }
};

QTEST_GUILESS_MAIN(ExpressionObjectiveTest)
#include "expression_objective_test.moc"
