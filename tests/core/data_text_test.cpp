// What other programs read is what they can read, and foreign words break no line.

#include "core/base/data_text.h"

#include "core/scenario/view_fit.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

using namespace thalweg;

namespace {

using Ranges = std::vector<std::pair<double, double>>;

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

class DataTextTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void numbersThatAreNoneAreNull() {
    for (const double none : {infinity, -infinity, std::nan(""), -std::nan("")}) {
      QCOMPARE(jsonNumber(none), std::string("null"));
      QCOMPARE(csvNumber(none), std::string());
    }
    QCOMPARE(jsonNumber(0.1), std::string("0.10000000000000001"));
    QCOMPARE(csvNumber(-1e308), std::string("-1e+308"));
  }

  void cellsAreQuotedAndNoFormulas() {
    QCOMPARE(csvText("Adam"), std::string("Adam"));
    QCOMPARE(csvText("a, \"b\""), std::string("\"a, \"\"b\"\"\""));
    QCOMPARE(csvText("=1+1"), std::string("'=1+1"));
    QCOMPARE(csvText("@SUM(A1,A2)"), std::string("\"'@SUM(A1,A2)\""));
    QCOMPARE(csvText("-x"), std::string("'-x"));
    QCOMPARE(csvText("\t=1"), std::string("'\t=1"));
    QCOMPARE(csvText(""), std::string());
  }

  void controlCharactersAreWrittenOut() {
    QCOMPARE(printable("plain ∇f"), std::string("plain ∇f"));
    QCOMPARE(printable("\x1b[2J\n"), std::string("\\u001b[2J\\u000a"));
    QCOMPARE(printable("a\xff"), std::string("a\\xff"));
    QCOMPARE(printable("\xc3"), std::string("\\xc3"));
    QCOMPARE(printable("\xed\xa0\x80"), std::string("\\xed\\xa0\\x80"));
    QCOMPARE(printable("\u202egnp.exe"), std::string("\\u202egnp.exe"));
    QCOMPARE(printable("\xc2\x9b"), std::string("\\u009b"));
    QCOMPARE(printable(printable("\x1b")), printable("\x1b"));
  }

  void longTextsLoseTheirMiddle() {
    const std::string cut = printable("begin" + std::string(1'000'000, 'x') + "end", 100);
    QVERIFY(cut.size() <= 100);
    QVERIFY(cut.starts_with("begin") && cut.ends_with("end") && cut.find("…") != std::string::npos);
    std::string wide;
    for (int i = 0; i < 500; ++i) wide += "∇";
    const std::string whole = printable(wide, 100);
    QVERIFY(whole.size() <= 110 && whole.find('\\') == std::string::npos);
  }

  void rangesThatCannotBeDrawnAreRefused() {
    QVERIFY(unfitRange(-1, 1).empty());
    QVERIFY(unfitRange(-1e100, 1e100).empty());
    QVERIFY(unfitRange(1, 1 + 2e-9).empty());
    for (const auto& [low, high] : Ranges{{-1e308, 1e308},
                                          {1e300, 1.0000001e300},
                                          {0, 1e-320},
                                          {1, 1},
                                          {2, 1},
                                          {1, 1 + 1e-12},
                                          {0, infinity},
                                          {std::nan(""), 1}})
      QVERIFY2(!unfitRange(low, high).empty(), qPrintable(QString::number(low)));
    char axis = 0;
    QVERIFY(!unfitView({-1, 1, 0, 1e308}, &axis).empty());
    QCOMPARE(axis, 'y');
    QVERIFY(unfitView({-1, 1, 0, 0}).empty());
  }

  void rangesOfValuesAreMadeFit() {
    for (const auto& [low, high] : Ranges{{-infinity, infinity},
                                          {1e300, 1e300},
                                          {0, 0},
                                          {-1e308, 3},
                                          {5, 5 + 1e-14},
                                          {1e100, 1e100},
                                          {-1e100, -1e100},
                                          {1e-310, 2e-310}}) {
      const auto [from, to] = fittedRange(low, high);
      QVERIFY2(unfitRange(from, to).empty(), unfitRange(from, to).c_str());
    }
    QVERIFY((fittedRange(-2, 3) == std::pair{-2.0, 3.0}));
  }
};

QTEST_GUILESS_MAIN(DataTextTest)
#include "data_text_test.moc"
