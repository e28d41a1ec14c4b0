// thalweg explain, against single steps that numpy computed from the papers' formulas.

#include "tests/cli/program.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>

using Json = nlohmann::json;
using namespace thalweg;

class ExplainTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void linesAreThoseOfTheFormulas_data() {
    QTest::addColumn<QByteArray>("text");
    QFile file(QStringLiteral(THALWEG_TEST_DATA "/golden/explain/explain.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Json all = Json::parse(file.readAll().toStdString());
    for (const Json& one : all.at("cases")) {
      const std::string name = one.at("scenario").at("contenders").at(0).at("optimizer").get<std::string>();
      QTest::addRow("%s, step %d", name.c_str(), one.at("step").get<int>()) << QByteArray::fromStdString(one.dump());
    }
  }

  void linesAreThoseOfTheFormulas() {
    QFETCH(const QByteArray, text);
    const Json expected = Json::parse(text.toStdString());
    const QTemporaryDir folder;
    const QString path = scenarioFile(folder, expected.at("scenario"));
    const auto result = runProgram({QStringLiteral("explain"), path, QStringLiteral("--step"),
                                    QString::number(expected.at("step").get<int>()), QStringLiteral("--format"),
                                    QStringLiteral("json")});
    QVERIFY2(result.status == 0, result.err.constData());
    const Json found = Json::parse(result.out.toStdString());
    QCOMPARE(found.at("lines").size(), expected.at("lines").size());
    for (std::size_t i = 0; i < expected.at("lines").size(); ++i) {
      const Json& line = found.at("lines").at(i);
      QCOMPARE(QString::fromStdString(line.at("symbol")),
               QString::fromStdString(expected.at("lines").at(i).at("symbol")));
      same(line.at("values"), expected.at("lines").at(i).at("values"));
      for (const Json& term : line.at("terms")) QCOMPARE(term.at("values").size(), line.at("values").size());
    }
    same(found.at("point"), expected.at("point"));
    same(found.at("next"), expected.at("next"));
    for (const char* key : {"panel", "contender", "step", "words", "curvature", "change"}) QVERIFY(found.contains(key));
  }

  void curvatureAndChangeOfAQuadratic() {
    const QTemporaryDir folder;
    const Json scenario = {
        {"thalweg", 1},
        {"panels",
         {{{"objective", "expression"}, {"options", {{"formula", "2*x**2 + y**2/2"}}}, {"start", {1.0, 2.0}}}}},
        {"contenders", {{{"optimizer", "SGD"}, {"options", {{"lr", 0.1}}}}}},
        {"steps", 5}};
    const auto result =
        runProgram({QStringLiteral("explain"), scenarioFile(folder, scenario), QStringLiteral("--format"),
                    QStringLiteral("json"), QStringLiteral("--step"), QStringLiteral("0")});
    QVERIFY2(result.status == 0, result.err.constData());
    const Json found = Json::parse(result.out.toStdString());
    same(found.at("curvature").at("eigenvalues"), {4.0, 1.0});
    same(found.at("curvature").at("bounds"), {0.5, 2.0});
    same(found.at("curvature").at("rates"), {0.1, 0.1});
    // g = (4, 2), d = −0.1 g; f is a quadratic, so the model is exact.
    same(Json::array({found.at("change").at("slope")}), Json::array({-2.0}));
    same(Json::array({found.at("change").at("model")}), Json::array({-2.0 + 0.5 * (4 * 0.16 + 0.04)}));
    same(Json::array({found.at("change").at("actual")}), Json::array({-2.0 + 0.5 * (4 * 0.16 + 0.04)}));
  }

  void textAndTexShowTheLines() {
    const QTemporaryDir folder;
    const Json scenario = {{"thalweg", 1},
                           {"panels", {{{"objective", "rosenbrock"}}}},
                           {"contenders", {{{"optimizer", "Adam"}}}},
                           {"steps", 5}};
    const QString path = scenarioFile(folder, scenario);
    const auto text = runProgram({QStringLiteral("explain"), path});
    QVERIFY2(text.status == 0, text.err.constData());
    for (const char* part : {"Gradient", "State", "Step", "Curvature here", "Change of f", "\\hat m_t"})
      QVERIFY2(text.out.contains(part), part);
    const auto tex = runProgram({QStringLiteral("explain"), path, QStringLiteral("--format"), QStringLiteral("tex")});
    QVERIFY(tex.out.startsWith("\\begin{align*}") && tex.out.contains("\\theta_t &="));
  }

  void whatIsOutOfRangeIsRefused() {
    const QTemporaryDir folder;
    const Json scenario = {{"thalweg", 1},
                           {"panels", {{{"objective", "rosenbrock"}}}},
                           {"contenders", {{{"optimizer", "Adam"}}}},
                           {"steps", 5}};
    const QString path = scenarioFile(folder, scenario);
    for (const auto& [option, value] : {std::pair{"--step", "5"}, std::pair{"--panel", "1"},
                                        std::pair{"--contender", "x"}, std::pair{"--step", "0.5"}}) {
      const auto result =
          runProgram({QStringLiteral("explain"), path, QString::fromLatin1(option), QString::fromLatin1(value)});
      QCOMPARE(result.status, 2);
      QVERIFY2(result.err.contains(option), result.err.constData());
    }
  }

 private:
  static QString scenarioFile(const QTemporaryDir& folder, const Json& scenario) {
    const QString path = folder.filePath(QStringLiteral("s.thalweg"));
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) file.write(QByteArray::fromStdString(scenario.dump()));
    return path;
  }

  static void same(const Json& found, const Json& expected) {
    QCOMPARE(found.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const double a = found.at(i).get<double>();
      const double b = expected.at(i).get<double>();
      QVERIFY2(std::abs(a - b) <= 1e-12 * std::max(1.0, std::abs(b)),
               (found.dump() + " and " + expected.dump()).c_str());
    }
  }
};

QTEST_GUILESS_MAIN(ExplainTest)
#include "explain_test.moc"
