#include "core/expression/expression.h"

#include <QTest>

#include <clocale>
#include <cmath>

using namespace thalweg;

namespace {

Symbols pointAnd(std::vector<std::string> parameters) {
  return {.variables = {}, .parameters = std::move(parameters), .coordinates = true, .anyParameter = false};
}

QString refusal(std::string_view text, const Symbols& symbols = pointAnd({"a", "b"})) {
  try {
    (void)Expression::parse(text, symbols);
  } catch (const ExpressionError& error) {
    return QString::fromUtf8(error.what());
  }
  return "accepted";
}

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

double number(std::string_view text) { return Expression::parse(text, {}).compile().value(std::span<const double>()); }

}  // namespace

class ExpressionParserTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void errorsGiveTheColumnAndWhatWasExpected_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* text, const char* message) {
      QTest::newRow(text) << QByteArray(text) << QString::fromUtf8(message);
    };
    row("", "column 1: expected a number, a name or '(', found the end");
    row("x +", "column 4: expected a number, a name or '(', found the end");
    row("sin(x)*)", "column 8: expected a number, a name or '(', found ')'");
    row("x * * y", "column 5: expected a number, a name or '(', found '*'");
    row("(x + 1", "column 7: expected an operator or ')' for the '(' in column 1, found the end");
    row("(x, y)", "column 3: expected an operator or ')' for the '(' in column 1, found ','");
    row("x)", "column 2: expected an operator or the end, found ')'");
    row("2x", "column 2: expected an operator such as '*' or the end, found 'x'");
    row("x y", "column 3: expected an operator such as '*' or the end, found 'y'");
    row("x 2", "column 3: expected an operator such as '*' or the end, found '2'");
    row("1.2.3", "column 4: expected an operator such as '*' or the end, found '.3'");
    row("1e", "column 2: expected an operator such as '*' or the end, found 'e'");
    row("x.y", "column 2: expected an operator or the end, found '.'");
    row("x = 2", "column 3: expected an operator or the end, found '=' (a comparison is written ==)");
    row("x ! y", "column 3: expected an operator or the end, found '!'");
    row("x & y", "column 3: expected an operator or the end, found '&'");
    row("\"x\"", "column 1: expected a number, a name or '(', found '\"'");
    row("π*ξ", "column 3: expected a number, a name or '(', found 'ξ'");
    row("x−@", "column 3: expected a number, a name or '(', found '@'");
    row("x + \xff", "column 5: expected a number, a name or '(', found the invalid byte FF");
    row("x + \x01", "column 5: expected a number, a name or '(', found the control character 01");
    row("x + lambda", "column 5: expected a number, a name or '(', found 'lambda', a word that Python reserves");
    row("1 + not x", "column 5: expected a number, a name or '(', found 'not'");
    row("x if y", "column 7: expected an operator or 'else', found the end");
    row("x if y else", "column 12: expected a number, a name or '(', found the end");
    row("sin x", "column 5: expected '(' after the function sin, found 'x'");
    row("sin", "column 4: expected '(' after the function sin, found the end");
    row("sin()", "column 1: sin takes one argument, not 0");
    row("1 + sin(x, y)", "column 5: sin takes one argument, not 2");
    row("atan2(x)", "column 1: atan2 takes two arguments, not 1");
    row("max(x)", "column 1: max takes two or more arguments, not 1");
    row("min(x y)", "column 7: expected an operator such as '*' or ',' or ')' for the '(' in column 4, found 'y'");
    row("sum(x)", "column 1: sum is written over a range, such as sum(x[i]**2 for i in range(n))");
    row("1 + foo(x)", "column 5: no function is called 'foo'; did you mean 'floor'?");
    row("sinn(x)", "column 1: no function is called 'sinn'; did you mean 'sin'?");
    row("x(3)", "column 1: no function is called 'x'; a product is written with '*'");
    row("x + c", "column 5: unknown name 'c'; known are x, y, x1 … xn, a, b, pi, e and functions");
    row("x0 + 1", "column 1: unknown name 'x0'; coordinates are counted from x1, or from x[0]");
    row("x1001", "column 1: there are at most 1000 coordinates");
    row("x[1000]", "column 3: there are at most 1000 coordinates");
    row("x99999999999999999999", "column 1: there are at most 1000 coordinates");
    row("y[0]", "column 2: only x has an index");
    row("a[0]", "column 2: only x has an index");
    row("x[1.0]", "column 3: an index is made of whole numbers, n and loop variables with + - * // %");
    row("x[x1]", "column 3: an index is made of whole numbers, n and loop variables with + - * // %");
    row("x[0", "column 4: expected an operator or ']' for the '[' in column 2, found the end");
    row("x[0] + x", "column 8: x stands with an index in one place and without one in another; write x[0]");
    row("sum(i for i in range(a))",
        "column 22: a range is made of whole numbers, n and loop variables with + - * // %");
    row("sum(i for i in range(1/2))",
        "column 22: a range is made of whole numbers, n and loop variables with + - * // %");
    row("sum(i for i in range(i))", "column 22: unknown name 'i'; known are x, y, x1 … xn, a, b, pi, e and functions");
    row("sum(i for i of range(3))", "column 13: expected 'in', found 'of'");
    row("sum(i for i in x)", "column 16: expected 'range(', found 'x'");
    row("sum(i for 3 in range(3))", "column 11: expected the name of a loop variable such as i, found '3'");
    row("sum(x for x in range(3))", "column 11: 'x' already means something else; choose another loop variable");
    row("sum(sum(i for i in range(3)) for i in range(3))",
        "column 15: 'i' already means something else; choose another loop variable");
    row("sin(i for i in range(3))", "column 1: sin does not go over a range; sum, prod, min and max do");
    row("sum(i for i in range(3) for j in range(2))", "column 25: expected ')' for the '(' in column 4, found 'for'");
    row("007", "column 1: a whole number does not begin with 0");
    row("1e999", "column 1: the number '1e999' is beyond 1.8e308, the largest that can be used");
    row("10**10**10", "column 3: the power is beyond 1.8e308, the largest number that can be used");
  }
  void errorsGiveTheColumnAndWhatWasExpected() {
    QFETCH(QByteArray, text);
    QFETCH(QString, message);
    QCOMPARE(refusal(std::string_view(text.constData(), static_cast<std::size_t>(text.size()))), message);
  }

  void aNulByteIsRefused() {
    QCOMPARE(refusal(std::string_view("x\0y", 3)),
             "column 2: expected an operator or the end, found the control character 00");
  }

  void textsBeyondTheLimitsAreRefused() {
    QVERIFY(refusal(repeated(" ", 20000)).startsWith("column 1: the formula has more than 16384 bytes"));
    QVERIFY(refusal(repeated("x+", 1100)).contains("more than 2048 numbers, names and signs"));
    for (const char* opening : {"(", "-", "+", "not ", "sin(", "2**", "1 if 1 else ", "x[", "max(1,"}) {
      QVERIFY2(refusal(repeated(opening, 500)).contains("levels deep"), opening);
    }
    QVERIFY(refusal(repeated("x+", 400) + "x").contains("more than 256 operations on top of each other"));
    QCOMPARE(refusal(repeated("(", 98) + "x" + repeated(")", 98)), "accepted");
    QCOMPARE(refusal(repeated("x+", 250) + "x"), "accepted");
    // Numbers of any length are read.
    QCOMPARE(number("0." + repeated("0", 400) + "1"), 0.0);
    QCOMPARE(number("0." + repeated("0", 300) + "1e301"), 1.0);
    QCOMPARE(number(repeated("9", 300)), 1e300);
    QVERIFY(refusal(repeated("9", 400)).contains("beyond 1.8e308"));
  }

  void sumsThatAreTooLongAreRefused() {
    const auto compiled = [](std::string_view text, Index n) {
      try {
        (void)Expression::parse(text, pointAnd({})).compile(n);
      } catch (const ExpressionError& error) {
        return QString::fromUtf8(error.message().c_str());
      }
      return QString("compiled");
    };
    QVERIFY(compiled("sum(1 for i in range(1000000))", 1).contains("more than 16384 operations"));
    QVERIFY(compiled("sum(sum(sum(x[i]*x[j]*x[k] for i in range(n)) for j in range(n)) for k in range(n))", 100)
                .contains("more than 16384 operations"));
    QVERIFY(compiled("sum(sum(1 for j in range(0)) for i in range(1000000))", 1).contains("more than 16384"));
    QVERIFY(compiled("sum(1 for i in range(1000*1000*1000*1000))", 1).contains("within ±1000000"));
    QVERIFY(compiled("sum(1 for i in range(0, 3, n - 2))", 2).contains("step must not be 0"));
    QVERIFY(compiled("sum(1 for i in range(3 // (n - 2)))", 2).contains("division by zero"));
    QVERIFY(compiled("x[2]", 3) == "compiled");
    QCOMPARE(compiled("sum(x[i + 1] for i in range(n))", 3), "x[3] is out of range in dimension 3");
    QCOMPARE(compiled("sum(x[-i] for i in range(n + 2))", 3), "x[-4] is out of range in dimension 3");
    QCOMPARE(compiled("max(x[i] for i in range(n - 2))", 2), "max over an empty range in dimension 2");
    QCOMPARE(compiled("sum(x[i]**2 for i in range(n))", 1000), "compiled");
  }

  void canonicalTextIsPythonAndStays_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("canonical");
    const auto row = [](const char* text, const char* canonical) {
      QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(canonical);
    };
    row("x^2+a*y^2", "x**2 + a*y**2");
    row("x − 2·π×y", "x - 2*pi*y");
    row("-x^2", "-x**2");
    row("(-x)^2", "(-x)**2");
    row("(x^2)^3", "(x**2)**3");
    row("x^(2^3)", "x**2**3");
    row("x^-y", "x**-y");
    row("x-(y-1)-2", "x - (y - 1) - 2");
    row("x/(y*2)/3", "x/(y*2)/3");
    row("(x+y)*-2", "(x + y)*-2");
    row("-(x*y)", "-(x*y)");
    row("((x))", "x");
    row("+x", "x");
    row("1e5 + 100000 + 0.10 + 1.", "1e+05 + 100000 + 0.1 + 1");
    row("pow(x+1,2)", "(x + 1)**2");
    row("(1 if x else 2) if y else 3", "(1 if x else 2) if y else 3");
    row("1 if x else (2 if y else 3)", "1 if x else 2 if y else 3");
    row("not(x<y)and(x or y)", "not x < y and (x or y)");
    row("1<x<=y!=2", "1 < x <= y != 2");
    row("(1<x)<2", "(1 < x) < 2");
    row("max(x,y,3)", "max(x, y, 3)");
    row("sum( x[i+1]^2 for i in range(0,n-1,2) )", "sum(x[i + 1]**2 for i in range(0, n - 1, 2))");
    row("prod(x[-1-i] for i in range(n))", "prod(x[-1 - i] for i in range(n))");
    row("x ≤ y", "x <= y");
  }
  void canonicalTextIsPythonAndStays() {
    QFETCH(QString, text);
    QFETCH(QString, canonical);
    const Symbols symbols = pointAnd({"a"});
    const Expression once = Expression::parse(text.toStdString(), symbols);
    QCOMPARE(QString::fromStdString(once.text()), canonical);
    QCOMPARE(QString::fromStdString(Expression::parse(once.text(), symbols).text()), canonical);
  }

  void namesThatOccurAreListedInOrder() {
    const Expression e = Expression::parse("b*y + x*a + sin(pi) + b", pointAnd({"a", "b", "c"}));
    QCOMPARE(e.variables(), (std::vector<std::string>{"y", "x"}));
    QCOMPARE(e.parameters(), (std::vector<std::string>{"b", "a"}));
    QCOMPARE(e.coordinates(), Index{2});
    QVERIFY(!e.anyDimension() && !e.indexed());
    const Expression s = Expression::parse("sum(x[i] for i in range(n)) + x[3] + x[-5]", pointAnd({}));
    QVERIFY(s.anyDimension() && s.indexed());
    QCOMPARE(s.coordinates(), Index{5});
    QCOMPARE(s.variables(), std::vector<std::string>{"x"});
    QCOMPARE(Expression::parse("x3 - 1", pointAnd({})).coordinates(), Index{3});
    Symbols any;
    any.coordinates = any.anyParameter = true;
    QCOMPARE(Expression::parse("k*x + w", any).parameters(), (std::vector<std::string>{"k", "w"}));
  }

  void otherVariablesServeSchedulesAndRules() {
    Symbols symbols;
    symbols.variables = {"t"};
    const CompiledExpression rate = Expression::parse("min(1, (t + 1)/10)", symbols).compile();
    QCOMPARE(rate.columns(), Index{1});
    QCOMPARE(rate.value(4), 0.5);
    QCOMPARE(rate.value(100), 1.0);
    QCOMPARE(refusal("0.95**x", symbols), "column 7: unknown name 'x'; known are t, pi, e and functions");
    symbols.variables = {"g", "lr"};
    const double point[] = {3, 0.5};
    QCOMPARE(Expression::parse("-lr*g", symbols).compile().value(point), -1.5);
  }

  void parameterNamesMustBeFree() {
    for (const char* name : {"a", "kappa", "x_1", "_b", "xa", "A2"}) QVERIFY2(isParameterName(name), name);
    for (const char* name : {"", "x", "y", "n", "x1", "x12", "sin", "sum", "pi", "e", "if", "range", "2a", "a b", "é"})
      QVERIFY2(!isParameterName(name), name);
  }

  void wrongUseIsRefused() {
    const Expression formula = Expression::parse("a*y", pointAnd({"a"}));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, (void)formula.compile(2));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, (void)formula.compile(1, {{"a", 1}}));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, (void)formula.compile(1001, {{"a", 1}}));
    const CompiledExpression f = formula.compile(2, {{"a", 1}});
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, (void)f.value(1.0));
    Column column;
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, f.value(Points::Zero(4, 3), column));
    Points product;
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, f.hessianProduct(Points::Zero(4, 2), Points::Zero(3, 2), product));
  }

  void readingDoesNotDependOnTheLocale() {
    const char* const locale = std::setlocale(LC_ALL, "de_DE.UTF-8");
    if (!locale) QSKIP("the system has no German locale");
    QCOMPARE(number("1.5 + 0.25"), 1.75);
    QCOMPARE(QString::fromStdString(Expression::parse("1.50", {}).text()), "1.5");
    std::setlocale(LC_ALL, "C");
  }
};

QTEST_GUILESS_MAIN(ExpressionParserTest)
#include "expression_parser_test.moc"
