// The distance between a line that was drawn and a path, against scipy's distances of dense points.

#include "core/lessons/prediction_gap.h"
#include "core/scenario/scenario_file.h"
#include "tests/golden/reference_case.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace thalweg;

namespace {

Points lineOf(const Json& json) {
  const auto corners = json.get<std::vector<std::vector<double>>>();
  Points line(static_cast<Index>(corners.size()), 2);
  for (Index k = 0; k < line.rows(); ++k)
    line.row(k) << corners[static_cast<std::size_t>(k)][0], corners[static_cast<std::size_t>(k)][1];
  return line;
}

std::string lessonAsking(const std::string& panel, const std::string& ask) {
  return R"({"thalweg": 1, "panels": [)" + panel + R"(], "contenders": [{"optimizer": "SGD", "options": {"lr": 0.1}}],
    "steps": 40, "lesson": {"title": "a", "chapter": "b", "pages": [{"text": "c", "ask": )" +
         ask + "}]}}";
}

}  // namespace

class LinesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void distancesAreScipys() {
    const Json file = golden::readJson(QStringLiteral(THALWEG_SOURCE_DIR "/tests/golden/lines/distances.json"));
    QVERIFY(file.at("cases").size() >= 5);
    for (const Json& one : file.at("cases")) {
      const double expected = one.at("distance").get<double>();
      const Points some = lineOf(one.at("some")), others = lineOf(one.at("others"));
      QVERIFY2(std::abs(lineDistance(some, others) - expected) < 0.01 * expected,
               std::to_string(lineDistance(some, others)).c_str());
      QCOMPARE(lineDistance(some, others), lineDistance(others, some));
      QCOMPARE(lineDistance(some, some), 0.0);
    }
    // Lines that are but a point.
    Points point(1, 2), twice(2, 2);
    point << 3, 4;
    twice << 0, 0, 0, 0;
    QCOMPARE(lineDistance(point, twice), 5.0);
  }

  void gapsAreMeasuredAsTheQuestionAsks() {
    const auto gapOf = [](const std::string& panel, const std::string& ask, const Prediction& said) {
      const Scenario s = parseScenario(lessonAsking(panel, ask));
      return predictionGap(*s.lesson->pages[0].ask, said, RunFacts(s));
    };
    const std::string bowl = R"({"objective": "sphere", "start": [2, 0], "view": {"x": [-3, 3], "y": [-4, 4]}})";
    const double end = 2 * std::pow(0.8, 40);
    const auto mark = gapOf(bowl, R"({"kind": "endpoint", "question": "d"})", {.page = 0, .point = {end, 1}});
    QVERIFY(mark && std::abs(mark->distance - 1) < 1e-12 && std::abs(mark->share - 0.1) < 1e-12);
    QVERIFY(!gapOf(bowl, R"({"kind": "endpoint", "question": "d"})", {.page = 0}));
    const auto line = gapOf(bowl, R"({"kind": "path", "question": "d"})", {.page = 0, .line = {{2, 0}, {end, 0}}});
    QVERIFY(line && line->distance < 1e-9 && line->isNear);
    // On a curve the height that was marked says nothing.
    const auto curve = gapOf(R"({"objective": "parabola", "start": [3], "view": {"x": [-4, 4]}})",
                             R"({"kind": "endpoint", "question": "d"})", {.page = 0, .point = {1, 99}});
    QVERIFY(curve && std::abs(curve->distance - (1 - 3 * std::pow(0.9, 40))) < 1e-12);
    const auto value = gapOf(bowl, R"({"kind": "value", "question": "d", "of": "steps", "range": [1, 1000]})",
                             {.page = 0, .value = 50});
    QVERIFY(value && value->distance == 10 && value->share == 0.25 && !value->isNear);
    const auto linear = gapOf(bowl, R"({"kind": "value", "question": "d", "of": "steps", "range": [0, 100]})",
                              {.page = 0, .value = 35});
    QVERIFY(linear && linear->distance == -5 && linear->share == 0.05 && linear->isNear);
    QVERIFY(!gapOf(bowl, R"({"kind": "path", "question": "d"})", {.page = 0, .choice = 1}));
  }

  void whatCannotBeGuessedIsRefused() {
    const auto refusal = [](const std::string& panel, const std::string& ask) -> std::string {
      try {
        parseScenario(lessonAsking(panel, ask));
      } catch (const ScenarioError& error) {
        return error.what();
      }
      return "";
    };
    const std::string bowl = R"({"objective": "sphere"})";
    QVERIFY(refusal(R"({"objective": "sphere", "projection": "3d"})", R"({"kind": "endpoint", "question": "d"})")
                .find("lesson.pages[0].ask.panel: ") == 0);
    QVERIFY(refusal(R"({"objective": "parabola"})", R"({"kind": "path", "question": "d"})").find("curve") !=
            std::string::npos);
    QVERIFY(refusal(bowl, R"({"kind": "value", "question": "d", "of": "steps"})").find("ask.range: ") !=
            std::string::npos);
    QVERIFY(refusal(bowl, R"({"kind": "value", "question": "d", "of": "steps", "range": [3, 1]})").find("rising") !=
            std::string::npos);
    QVERIFY(refusal(bowl, R"({"kind": "path", "question": "d", "range": [1, 3]})").find("\"value\"") !=
            std::string::npos);
  }
};

QTEST_GUILESS_MAIN(LinesTest)
#include "lines_test.moc"
