#include "core/base/format.h"

#include <QTest>

#include <clocale>
#include <limits>

using namespace thalweg;

class FormatTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void significantDigits_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("zero") << 0.0 << QStringLiteral("0");
    QTest::newRow("short") << 0.08 << QStringLiteral("0.08");
    QTest::newRow("rounded") << 0.123456 << QStringLiteral("0.1235");
    QTest::newRow("rounded up to a new digit") << 9.99996 << QStringLiteral("10");
    QTest::newRow("whole digits of a large number stay") << 123456.7 << QStringLiteral("123457");
    QTest::newRow("very large") << 1234567.0 << QStringLiteral("1.235e6");
    QTest::newRow("small") << 1e-8 << QStringLiteral("1e-8");
    QTest::newRow("negative") << -0.00123456 << QStringLiteral("-0.001235");
    QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << QStringLiteral("inf");
  }
  void significantDigits() {
    QFETCH(const double, value);
    QFETCH(const QString, text);
    QCOMPARE(QString::fromStdString(formatSignificant(value, 4)), text);
  }

  void everyTextReadsBackToTheSameBits() {
    for (const double value : {0.1, 1.0 / 3.0, 1e-300, 5e-324, 1.7976931348623157e308, -2.5}) {
      QCOMPARE(*parseNumber(formatShort(value)), value);
      QCOMPARE(*parseNumber(formatFull(value)), value);
    }
    QCOMPARE(QString::fromStdString(formatFull(0.1)), QStringLiteral("0.10000000000000001"));
  }

  void numbersAreReadWhole_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    for (const char* good : {"1e-3", "+2", " 0.5 ", ".5", "\u22120.5", "-3", "1E5"})
      QTest::newRow(good) << QString::fromUtf8(good) << true;
    for (const char* bad : {"", "0.0.8", "1,5", "abc", "inf", "nan", "+-5", "--1", "1e999", "0x10", "1 2"}) {
      QTest::newRow(*bad ? bad : "nothing") << QString::fromUtf8(bad) << false;
    }
  }
  void numbersAreReadWhole() {
    QFETCH(const QString, text);
    QFETCH(const bool, good);
    QCOMPARE(parseNumber(text.toStdString()).has_value(), good);
  }

  void commaLocaleChangesNothing() {
    if (!std::setlocale(LC_ALL, "de_DE.UTF-8")) QSKIP("the locale de_DE.UTF-8 is not installed");
    const auto parsed = parseNumber("1.5");
    const std::string text = formatShort(1.5);
    std::setlocale(LC_ALL, "C");
    QCOMPARE(*parsed, 1.5);
    QCOMPARE(text, std::string("1.5"));
  }
};

QTEST_GUILESS_MAIN(FormatTest)
#include "format_test.moc"
