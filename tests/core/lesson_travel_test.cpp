// Lessons and scenarios as links, and what students answered as files.

#include "core/base/packed_text.h"
#include "core/lessons/answers.h"
#include "core/scenario/lesson.h"
#include "core/scenario/scenario_link.h"

#include <QTest>

#include <algorithm>

using namespace thalweg;

namespace {

std::string everyByte() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  return bytes;
}

/// What it says, or nothing.
template <class Work>
std::string refusal(Work work) {
  try {
    work();
  } catch (const std::exception& error) {
    return error.what();
  }
  return {};
}

Lesson asking(LessonQuestion::Kind kind) {
  Lesson lesson{.title = "Ravines", .chapter = "Rate", .pages = {}};
  LessonPage& page = lesson.pages.emplace_back();
  page.ask = LessonQuestion{.kind = kind, .question = "?"};
  if (kind == LessonQuestion::Kind::Choice) page.ask->answers.resize(3);
  return lesson;
}

}  // namespace

class LessonTravelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void bytesComeBack() {
    for (const std::string& bytes : {std::string(), std::string("a"), std::string("ab"), std::string("abc"),
                                     everyByte(), std::string(100'000, 'x')}) {
      const std::string text = packed(bytes);
      QVERIFY(std::ranges::all_of(
          text, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; }));
      QCOMPARE(unpacked(text, 100'000), bytes);
    }
  }

  void packedTextIsZlibInBase64url() {
    // Python: base64.urlsafe_b64encode(zlib.compress(b"thalweg" * 3, 9)).rstrip(b"=")
    QCOMPARE(unpacked("eNoryUjMKU9NL0GhAGDGCMU", 100), std::string("thalwegthalwegthalweg"));
  }

  void whatIsCutOrAlteredIsRefused() {
    const std::string text = packed("thalweg, the line of lowest points along a valley");
    for (std::size_t length = 0; length < text.size(); ++length)
      QVERIFY2(!refusal([&] { unpacked(text.substr(0, length), 1000); }).empty(), std::to_string(length).c_str());
    for (std::size_t i = 0; i < text.size(); ++i) {
      std::string other = text;
      other[i] = other[i] == 'A' ? 'B' : 'A';
      QVERIFY2(!refusal([&] { unpacked(other, 1000); }).empty(), std::to_string(i).c_str());
    }
    QVERIFY(!refusal([&] { unpacked(text + "AAAA", 1000); }).empty());
    QVERIFY(refusal([&] { unpacked("ab+/", 1000); }).find("character 3") != std::string::npos);
  }

  void whatUnfoldsBeyondTheLimitIsRefused() {
    const std::string bomb = packed(std::string(64u << 20, '0'));
    QVERIFY(bomb.size() < 100'000);
    QVERIFY(refusal([&] { unpacked(bomb, 1u << 20); }).find("more than 1048576 bytes") != std::string::npos);
  }

  void linksCarryScenarios() {
    Scenario s = startUpScenario();
    const std::string link = scenarioLink(s);
    QVERIFY(isScenarioLink(link));
    QVERIFY(link.size() < 1500);
    QVERIFY(scenarioOfLink(link) == s);
    QVERIFY(loadScenario(link) == s);
    // As mail breaks it.
    std::string broken = link;
    broken.insert(200, "\r\n ");
    QVERIFY(scenarioOfLink(broken) == s);
    s.lesson = LessonPart(Lesson{.title = "a", .chapter = "b", .pages = {LessonPage{.text = "c"}}});
    QVERIFY(scenarioOfLink(scenarioLink(s)) == s);
  }

  void hostileLinksAreRefused() {
    const auto said = [](const std::string& link) { return refusal([&] { scenarioOfLink(link); }); };
    QVERIFY(said("thalweg:").find("link: ") == 0);
    QVERIFY(said("http://example.org").find("link: expected \"thalweg:\"") == 0);
    QVERIFY(said("thalweg:" + packed(R"({"thalweg": 2})")).find("version 1") != std::string::npos);
    QVERIFY(said("thalweg:" + packed(R"({"thalweg": 1, "stpes": 3})")).find("stpes: unknown key") != std::string::npos);
    QVERIFY(said("thalweg:" + packed("no JSON")).find("not valid JSON") != std::string::npos);
    QVERIFY(said("thalweg:" + packed(std::string(64u << 20, ' '))).find("more than") != std::string::npos);
    QVERIFY(said("thalweg:" + std::string(10u << 20, 'A')).find("expected at most 1048576 characters") !=
            std::string::npos);
    QVERIFY(!said("thalweg:" + std::string(190, 'A')).empty());
  }

  void answersComeBack() {
    const AnswerSheet sheet{.lesson = "ravines",
                            .name = "Zoë",
                            .answers = {{.page = 0, .choice = 2},
                                        {.page = 1, .point = {1.5, -2}},
                                        {.page = 2, .line = {{0, 0}, {1, 0.5}}},
                                        {.page = 3, .value = 0.03},
                                        {.page = 4}}};
    QVERIFY(parseAnswers(writeAnswers(sheet)) == sheet);
    QVERIFY(writeAnswers({.lesson = "a"}).find("name") == std::string::npos);
  }

  void wrongAnswersAreRefusedWithTheirPlace_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char* name, const char* text, const char* place) {
      QTest::newRow(name) << QByteArray(text) << QByteArray(place);
    };
    row("no JSON", "{", "not valid JSON");
    row("no version", R"({"lesson": "a"})", "thalweg_answers: ");
    row("another version", R"({"thalweg_answers": 2, "lesson": "a"})", "thalweg_answers: expected version 1");
    row("no lesson", R"({"thalweg_answers": 1})", "lesson: ");
    row("two at once", R"({"thalweg_answers": 1, "lesson": "a", "answers": [{"page": 0, "choice": 1, "value": 2}]})",
        "answers[0]: ");
    row("a page twice", R"({"thalweg_answers": 1, "lesson": "a", "answers": [{"page": 1}, {"page": 1}]})",
        "answers[1].page: ");
    row("a point in space", R"({"thalweg_answers": 1, "lesson": "a", "answers": [{"page": 1, "point": [1, 2, 3]}]})",
        "answers[0].point: ");
    row("a choice too many", R"({"thalweg_answers": 1, "lesson": "a", "answers": [{"page": 1, "choice": 6}]})",
        "answers[0].choice: ");
  }

  void wrongAnswersAreRefusedWithTheirPlace() {
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, place);
    const std::string said = refusal([&] { parseAnswers(text.toStdString()); });
    QVERIFY2(said.find(place.toStdString()) == 0, said.c_str());
    QVERIFY(!refusal([] { parseAnswers(std::string(2u << 20, ' ')); }).empty());
  }

  void aClassIsCounted() {
    const Lesson lesson = asking(LessonQuestion::Kind::Choice);
    const auto sheet = [](std::vector<Prediction> answers) {
      return AnswerSheet{.lesson = "ravines", .name = {}, .answers = std::move(answers)};
    };
    const ClassPredictions all = classPredictions(
        lesson, "ravines",
        {sheet({{.page = 0, .choice = 1}}), sheet({{.page = 0, .choice = 1}}), sheet({{.page = 0}}), sheet({})}, 0);
    QCOMPARE(all.choices, (std::vector<std::size_t>{0, 2, 0}));
    QCOMPARE(all.declined, 1u);
    QCOMPARE(all.absent, 1u);
    const auto said = [&](const AnswerSheet& one) {
      return refusal([&] { classPredictions(lesson, "ravines", {one}, 0); });
    };
    QVERIFY(said(sheet({{.page = 0, .choice = 5}})).find("sheets[0]: ") == 0);
    QVERIFY(said(sheet({{.page = 0, .value = 5}})).find("sheets[0]: ") == 0);
    QVERIFY(said({.lesson = "another"}).find("another lesson") != std::string::npos);
  }

  void pointsLinesAndValuesAreLaidTogether() {
    const auto of = [](LessonQuestion::Kind kind, std::vector<Prediction> answers) {
      std::vector<AnswerSheet> sheets;
      for (Prediction& p : answers) sheets.push_back({.lesson = "Ravines", .name = {}, .answers = {std::move(p)}});
      return classPredictions(asking(kind), "ravines", sheets, 0);
    };
    const ClassPredictions points =
        of(LessonQuestion::Kind::Endpoint, {{.page = 0, .point = {1, 2}}, {.page = 0, .point = {3, 4}}});
    QCOMPARE(points.points.rows(), Index(2));
    QCOMPARE(points.points(1, 0), 3.0);
    const ClassPredictions lines = of(LessonQuestion::Kind::Path, {{.page = 0, .line = {{0, 0}, {1, 1}, {2, 0}}}});
    QCOMPARE(lines.lines.at(0).rows(), Index(3));
    QCOMPARE(of(LessonQuestion::Kind::Value, {{.page = 0, .value = 0.5}}).values, std::vector<double>{0.5});
  }
};

QTEST_GUILESS_MAIN(LessonTravelTest)
#include "lesson_travel_test.moc"
