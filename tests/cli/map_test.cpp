// `thalweg map` as its user meets it.

#include "core/reports/projection_report.h"
#include "core/reports/report.h"
#include "core/scenario/scenario_file.h"
#include "tests/cli/program.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <cmath>

using namespace thalweg;

namespace {

constexpr const char* himmelblau =
    R"({"thalweg": 1, "steps": 200, "panels": [{"objective": "himmelblau"}], )"
    R"("contenders": [{"optimizer": "SGD", "options": {"lr": 0.01, "momentum": 0.5}}, {"optimizer": "Adam", )"
    R"("options": {"lr": 0.1}}]})";
constexpr const char* bowl = R"({"thalweg": 1, "steps": 50, "panels": [{"objective": "quadratic", "start": [1, 1]}], )"
                             R"("contenders": [{"optimizer": "SGD"}], "gradient": {"noise": 0.1}})";

QList<QByteArrayList> tableOf(const QByteArray& csv) {
  QList<QByteArrayList> rows;
  for (const QByteArray& line : csv.split('\n')) {
    if (!line.isEmpty()) rows << line.split(',');
  }
  return rows;
}

/// Of a PNG file, as its header says (PNG specification, section 11.2.2).
QByteArray sizeOf(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QByteArray head = file.read(24);
  if (!head.startsWith("\x89PNG\r\n")) return {};
  const auto number = [&](qsizetype at) { return qFromBigEndian<quint32>(head.constData() + at); };
  return QByteArray::number(number(16)) + " x " + QByteArray::number(number(20));
}

QStringList words(const QString& line) { return line.split(QLatin1Char(' '), Qt::SkipEmptyParts); }

}  // namespace

class MapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void basinTableHasARowACellAndAgreesWithRuns() {
    const ProgramResult result =
        runProgram(words(QStringLiteral("map - --kind basin --resolution 6 --contender 1 -o -")), himmelblau);
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    const auto rows = tableOf(result.out);
    QCOMPARE(rows[0].join(','), QByteArray("x,y,outcome,minimum,steps,loss,end1,end2"));
    QCOMPARE(rows.size(), 1 + 36);
    // Cell centres of −6 … 6 in six cells.
    QCOMPARE(rows[1][0].toDouble(), -5.0);
    QCOMPARE(rows[1][1].toDouble(), -5.0);
    QCOMPARE(rows[2][0].toDouble(), -3.0);
    QCOMPARE(rows[7][1].toDouble(), -3.0);
    const QByteArrayList& cell = rows[9];
    Scenario scenario = parseScenario(himmelblau);
    scenario.panels[0].start = {cell[0].toDouble(), cell[1].toDouble()};
    const auto runs = runScenario(scenario);
    const Trajectory& path = *runs[1].trajectory;
    QCOMPARE(cell[2], QByteArray(outcomeId(path.verdict.outcome).data()));
    QCOMPARE(cell[3].toInt(), path.verdict.landmark);
    QCOMPARE(cell[4].toInt(), static_cast<int>(path.verdict.step));
    QCOMPARE(cell[5].toDouble(), path.loss[200]);
    QCOMPARE(cell[6].toDouble(), path.points(200, 0));
    QCOMPARE(cell[7].toDouble(), path.points(200, 1));
  }

  void basinTakesRangesInPlaceOfTheView() {
    const ProgramResult result =
        runProgram(words(QStringLiteral("map - --resolution 2 --x-range 1:3 --y-range -1:1 -o -")), himmelblau);
    QCOMPARE(result.status, 0);
    const auto rows = tableOf(result.out);
    QCOMPARE(rows[1][0].toDouble(), 1.5);
    QCOMPARE(rows[4][1].toDouble(), 0.5);
  }

  void startsOfANetworkLieInThePlaneThatItsPanelShows() {
    const QByteArray moons = R"({"thalweg": 1, "steps": 15, "panels": [{"objective": "multilayer_perceptron",
      "options": {"hidden": [3]}, "plane": {"kind": "principal"}}], "contenders": [{"optimizer": "SGD",
      "options": {"lr": 0.3}}, {"optimizer": "Adam", "options": {"lr": 0.05}}]})";
    const ProgramResult result = runProgram(words(QStringLiteral("map - --resolution 3 --contender 1 -o -")), moons);
    QCOMPARE(result.err, QByteArray());
    const auto rows = tableOf(result.out);
    QCOMPARE(rows.size(), 1 + 9);
    QCOMPARE(rows[0].size(), 6 + 13);
    Scenario scenario = parseScenario(moons.toStdString());
    const Projection projection = projectPanel(scenario, 0);
    const auto objective = makeObjective(scenario.panels[0]);
    // Starts are places of the plane that the paths make, and cells end as runs from there do.
    for (const int cell : {1, 5, 9}) {
      const double x = rows[cell][0].toDouble();
      const double y = rows[cell][1].toDouble();
      Scenario from = scenario;
      from.panels[0].start = projection.plane.at(x, y, 13);
      const Trajectory path = *runScenario(from)[1].trajectory;
      QCOMPARE(rows[cell][5].toDouble(), path.loss[15]);
      QCOMPARE(rows[cell][18].toDouble(), path.points(15, 12));
    }
    // All paths lie in the box of the map: its outer cells are beyond them.
    const double half = (rows[2][0].toDouble() - rows[1][0].toDouble()) / 2;
    for (const ProjectedRun& run : projection.runs) {
      QVERIFY(run.projected.x.minCoeff() >= rows[1][0].toDouble() - half);
      QVERIFY(run.projected.x.maxCoeff() <= rows[3][0].toDouble() + half);
    }
    QTemporaryDir folder;
    const QString picture = folder.filePath(QStringLiteral("plane.png"));
    const ProgramResult drawn =
        runProgram(words(QStringLiteral("map - --resolution 4 --size 400x360 -o")) << picture, moons);
    QCOMPARE(drawn.err, QByteArray());
    QCOMPARE(sizeOf(picture), QByteArray("400 x 360"));
    // Of many weights there are no end points.
    const QByteArray wide = QByteArray(moons).replace("[3]", "[20]").replace("15", "2");
    QCOMPARE(tableOf(runProgram(words(QStringLiteral("map - --resolution 2 -o -")), wide).out)[0].size(), 6);
  }

  void sweepTableRunsAlongTheSlidersRanges() {
    const ProgramResult result =
        runProgram(words(QStringLiteral("map - --kind sweep --x lr --y momentum --resolution 6 -o -")), himmelblau);
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    const auto rows = tableOf(result.out);
    QCOMPARE(rows[0].join(','), QByteArray("lr,momentum,outcome,minimum,steps,loss,end1,end2"));
    QCOMPARE(rows.size(), 1 + 36);
    // 1e-5 … 10, logarithmic, in six cells; momentum's 1 − μ from 1 to 1e-3.
    QVERIFY(std::abs(rows[1][0].toDouble() / std::pow(10, -4.5) - 1) < 1e-12);
    QVERIFY(std::abs(rows[6][0].toDouble() / std::pow(10, 0.5) - 1) < 1e-12);
    QVERIFY(std::abs(rows[36][1].toDouble() - (1 - std::pow(10, -2.75))) < 1e-12);
    QCOMPARE(rows[6][2], QByteArray("diverged"));
    // Without --x and --y the same axes.
    QCOMPARE(runProgram(words(QStringLiteral("map - --kind sweep --resolution 6 -o -")), himmelblau).out, result.out);
  }

  void sweepTakesSurfacesSchedulesAndElements() {
    const ProgramResult result = runProgram(
        words(QStringLiteral("map - --kind sweep --x objective.kappa --y lr --x-range 1:100 --resolution 3 -o -")),
        bowl);
    QCOMPARE(result.status, 0);
    QVERIFY(result.out.startsWith("objective.kappa,lr,outcome"));
    QCOMPARE(tableOf(result.out).size(), 10);
    const ProgramResult betas = runProgram(
        words(QStringLiteral("map - --kind sweep --contender 1 --x betas[0] --y betas[1] --resolution 2 -o -")),
        himmelblau);
    QCOMPARE(betas.err, QByteArray());
    QCOMPARE(betas.status, 0);
  }

  void magnifiedSweepsShowAPartOfBothAxes() {
    const ProgramResult result =
        runProgram(words(QStringLiteral("map - --kind sweep --zoom 0.01:0.5:1e6 --resolution 4 -o -")), himmelblau);
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    const auto rows = tableOf(result.out);
    QCOMPARE(rows.size(), 17);
    // Six decades of rates, so a cell is 6/4 millionths of a decade wide.
    for (int i = 1; i <= 4; ++i) {
      const double decades = (i - 2.5) * 6 / 4e6;
      QVERIFY(std::abs(rows[i][0].toDouble() / (0.01 * std::pow(10, decades)) - 1) < 1e-12);
    }
    QVERIFY(std::abs(rows[1][1].toDouble() - 0.5) < 3e-6);
  }

  void flightsIntoAMapAreAnimations() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("flight.gif"));
    const ProgramResult result = runProgram(
        words(QStringLiteral("map - --kind sweep --zoom 0.01:0.5:2 --resolution 16 --size 480x400 -o")) << path,
        himmelblau);
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith("GIF89a"));
  }

  void barePicturesHaveAPixelACell() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("map.png"));
    const ProgramResult result =
        runProgram(words(QStringLiteral("map - --bare --resolution 40 -o")) << path, himmelblau);
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    QCOMPARE(sizeOf(path), QByteArray("40 x 40"));
    const QString sweep = folder.filePath(QStringLiteral("sweep.png"));
    for (const char* by : {"outcome", "loss", "steps"}) {
      QCOMPARE(
          runProgram(words(QStringLiteral("map - --bare --kind sweep --resolution 20 --color %1 -o").arg(by)) << sweep,
                     himmelblau)
              .status,
          0);
      QCOMPARE(sizeOf(sweep), QByteArray("20 x 20"));
    }
  }

  void picturesHaveTheSizeAndThemeAskedFor_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("size");
    const auto row = [](const char* name, const char* line, const char* size) {
      QTest::newRow(name) << QString::fromUtf8(line) << QByteArray(size);
    };
    row("basin", "map - --resolution 16 -o", "1200 x 1000");
    row("sweep", "map - --kind sweep --resolution 12 -o", "1200 x 1000");
    row("by loss", "map - --kind sweep --color loss --resolution 12 -o", "1200 x 1000");
    row("strip", "map - --kind sweep --y none --resolution 12 -o", "1200 x 320");
    row("strip of a size", "map - --kind sweep --y none --resolution 12 --size 800x500 -o", "800 x 500");
    row("tune", "map - --kind tune --budget 40 --resolution 7 --size 900x700 -o", "900 x 700");
    row("ensemble", "map - --kind ensemble --seeds 3 --size 90x70mm -o", "340 x 265");
  }

  void picturesHaveTheSizeAndThemeAskedFor() {
    QFETCH(const QString, line);
    QFETCH(const QByteArray, size);
    QTemporaryDir folder;
    QByteArrayList pictures;
    for (const char* theme : {"light", "dark", "print", "high-contrast", "high-contrast-dark"}) {
      const QString path = folder.filePath(QStringLiteral("map.png"));
      const ProgramResult result =
          runProgram(words(line) << path << QStringLiteral("--theme") << QString::fromUtf8(theme), himmelblau);
      QCOMPARE(result.err, QByteArray());
      QCOMPARE(result.status, 0);
      QCOMPARE(sizeOf(path), size);
      QFile file(path);
      QVERIFY(file.open(QIODevice::ReadOnly));
      pictures << file.readAll();
    }
    QCOMPARE(QSet<QByteArray>(pictures.begin(), pictures.end()).size(), pictures.size());
  }

  void stripOfOneNumberIsATableToo() {
    const ProgramResult result =
        runProgram(words(QStringLiteral("map - --kind sweep --y none --resolution 6 -o -")), himmelblau);
    QCOMPARE(result.status, 0);
    const auto rows = tableOf(result.out);
    QCOMPARE(rows.size(), 1 + 6);
    QCOMPARE(rows[0].join(','), QByteArray("lr,outcome,minimum,steps,loss,end1,end2"));
  }

  void tuningListsTheRatesTriedAndMarksTheBest() {
    const ProgramResult result =
        runProgram(words(QStringLiteral("map - --kind tune --budget 40 --resolution 11 -o -")), himmelblau);
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    const auto rows = tableOf(result.out);
    QCOMPARE(rows[0].join(','), QByteArray("contender,label,option,value,other,other_value,score,best"));
    for (const char* contender : {"0", "1"}) {
      double best = INFINITY;
      double marked = NAN;
      int marks = 0;
      for (const auto& row : rows) {
        if (row[0] != contender) continue;
        best = std::min(best, row[6] == "inf" ? INFINITY : row[6].toDouble());
        if (row[7] != "1") continue;
        ++marks;
        marked = row[6].toDouble();
      }
      QCOMPARE(marks, 1);
      QCOMPARE(marked, best);
    }
  }

  void ensemblesListQuantilesAndRuns() {
    const ProgramResult result = runProgram(words(QStringLiteral("map - --kind ensemble --seeds 5 -o -")), bowl);
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    const auto rows = tableOf(result.out);
    QCOMPARE(rows.size(), 52);
    QCOMPARE(rows[0].join(','), QByteArray("step,low,median,high,loss0,loss1,loss2,loss3,loss4"));
    for (const auto& row : rows.mid(1)) {
      QVERIFY(row[1].toDouble() <= row[2].toDouble() && row[2].toDouble() <= row[3].toDouble());
    }
  }

  void mistakesAreNamed_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char* name, const char* line, const char* place) {
      QTest::newRow(name) << QString::fromUtf8(line) << QByteArray(place);
    };
    row("no output", "map -", "-o");
    row("other ending", "map - -o map.gif", "-o");
    row("kind", "map - --kind maze -o -", "--kind");
    row("axis", "map - --kind sweep --x lrr -o -", "--x");
    row("same axes", "map - --kind sweep --x lr --y lr -o -", "--y");
    row("axis of a basin", "map - --x lr -o -", "--x");
    row("falling range", "map - --x-range 2:1 -o -", "--x-range");
    row("half a range", "map - --x-range 2 -o -", "--x-range");
    row("log range from 0", "map - --kind sweep --x-range 0:1 -o -", "--x");
    row("resolution", "map - --resolution 5000 -o -", "--resolution");
    row("no resolution", "map - --resolution 0 -o -", "--resolution");
    row("panel", "map - --panel 1 -o -", "--panel");
    row("contender", "map - --contender 2 -o -", "--contender");
    row("bare table", "map - --bare -o -", "--bare");
    row("bare curves", "map - --bare --kind tune -o x.png", "--bare");
    row("size of a table", "map - --size 800x600 -o -", "--size");
    row("size of bare cells", "map - --bare --size 800x600 -o x.png", "--size");
    row("no size", "map - --size 20x20 -o x.png", "--size");
    row("theme", "map - --theme blue -o x.png", "--theme");
    row("second number of no contender", "map - --kind tune --y unknwon -o -", "--y");
    row("colour of a basin", "map - --kind basin --color loss -o x.png", "--color");
    row("no colour", "map - --kind sweep --color nonsense -o x.png", "--color");
    row("colour of a table", "map - --kind sweep --color loss -o -", "--color");
    row("seeds of a basin", "map - --seeds 7 -o -", "--seeds");
    row("budget of a sweep", "map - --kind sweep --budget 7 -o -", "--budget");
    row("magnified outside", "map - --kind sweep --zoom 100:0.5:8 -o -", "100 is not on the axis of lr");
    row("magnified backwards", "map - --kind sweep --zoom 0.01:0.5:0.5 -o -", "at least 1 time");
    row("magnified without end", "map - --kind sweep --zoom 0.01:0.5:1e30 -o -", "float64 ends");
    row("half a place", "map - --kind sweep --zoom 0.01:8 -o -", "X:Y:TIMES");
    row("a flight to nowhere", "map - --kind sweep -o x.gif", "--zoom");
    row("magnified basin", "map - --zoom 1:1:4 -o -", "--zoom");
    row("range of rates", "map - --kind tune --x-range 0.1:1 -o -", "--x-range");
    row("range of an ensemble", "map - --kind ensemble --y-range 0.1:1 -o -", "--y-range");
    row("resolution of an ensemble", "map - --kind ensemble --resolution 9 -o -", "--resolution");
    row("range of a strip", "map - --kind sweep --y none --y-range 0:1 -o -", "--y-range");
    row("range too wide", "map - --x-range -1e308:1e308 -o -", "--x-range");
    row("range too narrow", "map - --y-range 1:1.0000000000000002 -o -", "--y-range");
    row("range of an option too wide", "map - --kind sweep --x momentum --y lr --x-range -1e308:1e308 -o -", "--x");
  }

  void mistakesAreNamed() {
    QFETCH(const QString, line);
    QFETCH(const QByteArray, place);
    const ProgramResult result = runProgram(words(line), himmelblau);
    QCOMPARE(result.status, 2);
    QVERIFY2(result.err.count('\n') == 1 && result.err.contains(place), result.err.constData());
    QVERIFY(result.out.isEmpty());
  }

  void helpNamesEveryKind() {
    const ProgramResult result = runProgram(words(QStringLiteral("map --help")));
    QCOMPARE(result.status, 0);
    for (const char* kind : {"basin", "sweep", "tune", "ensemble"}) QVERIFY(result.out.contains(kind));
  }
};

QTEST_GUILESS_MAIN(MapTest)
#include "map_test.moc"
