// `thalweg project` as its user meets it.

#include "tests/cli/program.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <vector>

using namespace thalweg;
using Json = nlohmann::json;

namespace {

constexpr const char* network =
    R"({"thalweg": 1, "steps": 40, "panels": [{"objective": "sphere"}, {"objective": "multilayer_perceptron",)"
    R"( "plane": {"kind": "principal", "contenders": [1]}}], "contenders": [{"optimizer": "SGD", "options": )"
    R"({"lr": 0.3}}, {"optimizer": "Adam", "options": {"lr": 0.05}}, {"optimizer": "Lion", "hidden": true}]})";

QStringList words(const QString& line) { return line.split(QLatin1Char(' '), Qt::SkipEmptyParts); }

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

Json parsed(const ProgramResult& result) { return Json::parse(result.out.toStdString()); }

}  // namespace

class ProjectTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void pathsPlacesAndLossesAgreeWithRuns() {
    const ProgramResult result = runProgram(words(QStringLiteral("project - --panel 1 --format json")), network);
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    const Json found = parsed(result);
    QCOMPARE(found["kind"], Json("principal"));
    QCOMPARE(found["panel"], Json(1));
    const auto origin = found["origin"].get<Vector>();
    const auto u = found["directions"][0].get<Vector>();
    const auto v = found["directions"][1].get<Vector>();
    QCOMPARE(origin.size(), std::size_t{33});
    QCOMPARE(found["coordinates"].size(), std::size_t{33});
    QVERIFY(std::abs(dot(u, u) - 1) < 1e-12 && std::abs(dot(u, v)) < 1e-12);

    const Json runs = parsed(runProgram(words(QStringLiteral("run -")), network))["runs"];
    QCOMPARE(found["paths"].size(), std::size_t{2});  // one contender is hidden
    for (const Json& path : found["paths"]) {
      const Json& run = runs[3 + path["contender"].get<std::size_t>()];
      QCOMPARE(path["loss"], run["loss"]);
      const auto points = run["trajectory"].get<std::vector<Vector>>();
      QCOMPARE(path["places"].size(), points.size());
      for (std::size_t k = 0; k < points.size(); ++k) {
        Vector rest = points[k];
        for (std::size_t c = 0; c < rest.size(); ++c) rest[c] -= origin[c];
        const double x = path["places"][k][0], y = path["places"][k][1], distance = path["distance"][k];
        QVERIFY(std::abs(dot(rest, u) - x) < 1e-12 && std::abs(dot(rest, v) - y) < 1e-12);
        QVERIFY(std::abs(dot(rest, rest) - x * x - y * y - distance * distance) < 1e-10);
      }
      QVERIFY(path["share"] > 0 && path["share"] <= 1);
      QVERIFY(std::abs(path["random_walk"]["end"].get<double>() - 0.9) < 0.02);
      QVERIFY(std::abs(path["random_walk"]["mean"].get<double>() - 0.76) < 0.02);
    }
    // The plane goes through the end of the path that it is made from: there it shows the true loss.
    const Json& adam = found["paths"][1];
    QVERIFY(std::abs(adam["plane_loss"].back().get<double>() - adam["loss"].back().get<double>()) < 1e-12);
    QVERIFY(adam["share"] > found["paths"][0]["share"]);
  }

  void everyKindOfPlaneHasAProjection() {
    for (const char* kind : {"coordinates", "random", "principal", "points", "hessian", "velocity"}) {
      const ProgramResult result =
          runProgram({QStringLiteral("project"), QStringLiteral("-"), QStringLiteral("--panel"), QStringLiteral("1"),
                      QStringLiteral("--plane"), QString::fromLatin1(kind)},
                     network);
      QVERIFY2(result.status == 0, result.err.constData());
      QVERIFY(parsed(result)["kind"] == kind);
    }
    const ProgramResult plain = runProgram(words(QStringLiteral("project -")), network);
    QCOMPARE(parsed(plain)["paths"][0]["share"], Json(1.0));
    QCOMPARE(parsed(plain)["paths"][0]["distance"].back(), Json(0.0));
  }

  void aTableHasARowAStep() {
    const ProgramResult result = runProgram(words(QStringLiteral("project - --panel 1 --format csv")), network);
    const QByteArrayList lines = result.out.trimmed().split('\n');
    QCOMPARE(lines[0], QByteArray("contender,label,step,x,y,distance,plane_loss,loss"));
    QCOMPARE(lines.size(), 1 + 2 * 41);
    QVERIFY(lines[42].startsWith("1,Adam,0,"));
  }

  void mistakesAreNamed_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char* line, const char* message) {
      QTest::newRow(line) << QString::fromLatin1(line) << QByteArray(message);
    };
    row("project - --plane pca",
        "thalweg project: --plane: expected one of coordinates, random, principal, points, hessian, velocity, found "
        "\"pca\"\n");
    row("project - --plane random",
        "thalweg project: panels[0].plane.kind: expected coordinates for an objective of 2 dimensions, found "
        "\"random\"\n");
    row("project - --panel 2", "thalweg project: --panel: expected a number from 0 to 1, found \"2\"\n");
  }

  void mistakesAreNamed() {
    QFETCH(const QString, line);
    QFETCH(const QByteArray, message);
    const ProgramResult result = runProgram(words(line), network);
    QCOMPARE(result.err, message);
    QCOMPARE(result.status, 2);
  }

  void aPlaneThatPathsDoNotSpanIsRefused() {
    const QByteArray straight =
        R"({"thalweg": 1, "steps": 5, "panels": [{"objective": "sphere", "dimension": 3, "plane": {"kind": "velocity"}}],)"
        R"( "contenders": [{"optimizer": "SGD"}]})";
    const ProgramResult result = runProgram(words(QStringLiteral("project -")), straight);
    QCOMPARE(result.err, QByteArray("thalweg project: panels[0].plane.at: the path is straight there: its steps span "
                                    "no plane\n"));
    QCOMPARE(result.status, 2);
    QCOMPARE(result.out, QByteArray());
  }
};

QTEST_GUILESS_MAIN(ProjectTest)
#include "project_test.moc"
