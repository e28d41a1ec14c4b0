#include "tests/bench/row.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <stdexcept>

using namespace thalweg::bench;

class BenchRowTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;

  std::string file(const std::vector<Row>& rows) {
    const std::string path = folder_.filePath(QStringLiteral("earlier.json")).toStdString();
    std::ofstream(path) << json(rows);
    return path;
  }

  static QString line(const std::string& table, const char* work) {
    for (const QString& line : QString::fromStdString(table).split('\n')) {
      if (line.startsWith(QLatin1String(work))) return line;
    }
    return {};
  }

 private Q_SLOTS:
  void aSlowerMachineIsNoFall() {
    const std::string earlier = file({{.work = "step", .unit = "ns", .ours = 20, .limit = 10},
                                      {.work = "map", .unit = "Mpixel/s", .ours = 100, .limit = 120},
                                      {.work = "frame", .unit = "ms", .ours = 6}});
    const auto compared = comparison({{.work = "step", .unit = "ns", .ours = 40, .limit = 20},
                                      {.work = "map", .unit = "Mpixel/s", .ours = 50, .limit = 60},
                                      {.work = "frame", .unit = "ms", .ours = 12}},
                                     earlier);
    QVERIFY(!QString::fromStdString(compared).contains(QLatin1String("FELL")));
    QVERIFY(QString::fromStdString(compared).contains(QLatin1String("take 2 times as long")));
  }

  void whatTakesMoreThanATenthLongerIsMarked() {
    const std::string earlier = file({{.work = "step", .unit = "ns", .ours = 20, .limit = 10},
                                      {.work = "map", .unit = "Mpixel/s", .ours = 100, .limit = 120},
                                      {.work = "near", .unit = "ms", .ours = 6},
                                      {.work = "frame", .unit = "ms", .ours = 6},
                                      {.work = "memory", .unit = "MB", .ours = 100}});
    const auto compared = comparison({{.work = "step", .unit = "ns", .ours = 44.5, .limit = 20},
                                      {.work = "map", .unit = "Mpixel/s", .ours = 44, .limit = 60},
                                      {.work = "near", .unit = "ms", .ours = 13},
                                      {.work = "frame", .unit = "ms", .ours = 13.5},
                                      {.work = "memory", .unit = "MB", .ours = 120},
                                      {.work = "new", .unit = "ms", .ours = 1}},
                                     earlier);
    QVERIFY(line(compared, "step").endsWith(QLatin1String("FELL")));
    QVERIFY(line(compared, "map").endsWith(QLatin1String("FELL")));
    QVERIFY(!line(compared, "near").endsWith(QLatin1String("FELL")));
    QVERIFY(line(compared, "frame").endsWith(QLatin1String("FELL")));
    QVERIFY(line(compared, "memory").endsWith(QLatin1String("FELL")));
    QVERIFY(line(compared, "new").isEmpty());
  }

  void whatIsNoListIsSaid() {
    const std::string path = folder_.filePath(QStringLiteral("text")).toStdString();
    std::ofstream(path) << "{}x";
    QVERIFY_EXCEPTION_THROWN(comparison({}, path), std::runtime_error);
    QVERIFY_EXCEPTION_THROWN(comparison({}, path + "-absent"), std::runtime_error);
  }
};

QTEST_GUILESS_MAIN(BenchRowTest)
#include "bench_row_test.moc"
