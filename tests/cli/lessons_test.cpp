// The lessons on the command line: listed, checked, and carried in links.

#include "core/scenario/scenario_link.h"
#include "tests/cli/program.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace thalweg;

namespace {

QString utf8(const char* text) { return QString::fromUtf8(text); }

QByteArray lessonFile(const char* id) {
  QFile file(utf8(THALWEG_SOURCE_DIR "/resources/lessons/") + utf8(id) + utf8(".thalweg"));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class LessonsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theCourseIsListed() {
    const auto result = runProgram({utf8("lessons"), utf8("--list"), utf8("--format"), utf8("json")});
    QVERIFY2(result.status == 0 && result.err.isEmpty(), result.err.constData());
    const auto list = nlohmann::json::parse(result.out.toStdString());
    QVERIFY(list.size() >= 24);
    for (const auto& lesson : list) {
      for (const char* key : {"id", "title", "chapter", "summary", "minutes", "needs", "pages", "questions", "tasks"})
        QVERIFY2(lesson.contains(key), key);
    }
    const auto text = runProgram({utf8("lessons")});
    QCOMPARE(text.status, 0);
    for (const auto& lesson : list) QVERIFY(text.out.contains(lesson.at("id").get<std::string>().c_str()));
  }

  void theCourseSaysWhatItsRunsGive() {
    const auto result = runProgram({utf8("lessons"), utf8("--check")});
    QVERIFY2(result.status == 0 && result.err.isEmpty(), (result.out + result.err).constData());
    QVERIFY2(result.out.contains("all as they say"), result.out.constData());
  }

  void aFalseLessonIsAFailure() {
    QByteArray text = lessonFile("why_the_rate_has_a_limit");
    const int at = static_cast<int>(text.indexOf("0.081 in 60 steps"));
    QVERIFY(at > 0);
    text.replace(at, 5, "0.082");
    const auto result = runProgram({utf8("lessons"), utf8("-"), utf8("--check")}, text);
    QCOMPARE(result.status, 1);
    QVERIFY2(result.out.startsWith("-: lesson.pages[1].ask.question: 0.082 is neither"), result.out.constData());
    QVERIFY2(result.err.count('\n') == 1 && result.err.contains("1 lesson of 1"), result.err.constData());
    const auto json = runProgram({utf8("lessons"), utf8("-"), utf8("--check"), utf8("--format"), utf8("json")}, text);
    QCOMPARE(json.status, 1);
    QCOMPARE(nlohmann::json::parse(json.out.toStdString()).at(0).at("place"), "lesson.pages[1].ask.question");
  }

  void aWrongCommandLineIsRefused() {
    const auto both = runProgram({utf8("lessons"), utf8("--check"), utf8("--list")});
    QVERIFY(both.status == 2 && both.err.count('\n') == 1);
    const auto none = runProgram({utf8("lessons"), utf8("-")}, R"({"thalweg": 1})");
    QVERIFY2(none.status == 2 && none.err.contains("no lesson"), none.err.constData());
    const auto wrong = runProgram({utf8("run"), utf8("-")}, R"({"thalweg": 1, "lesson": {"title": "a"}})");
    QVERIFY2(wrong.status == 2 && wrong.err.contains("lesson.chapter: "), wrong.err.constData());
  }

  void linksStandWhereFilesDo() {
    const std::string link = scenarioLink(parseScenario(
        R"({"thalweg": 1, "panels": [{"objective": "sphere"}], "contenders": [{"optimizer": "SGD"}], "steps": 2})"));
    const auto result = runProgram({utf8("run"), QString::fromStdString(link)});
    QVERIFY2(result.status == 0 && result.out.contains("\"trajectory\""), result.err.constData());
    const auto wrong = runProgram({utf8("run"), QString::fromStdString(link.substr(0, link.size() - 9))});
    QVERIFY2(wrong.status == 2 && wrong.err.contains("link: ") && wrong.err.count('\n') == 1, wrong.err.constData());
    const auto window = runProgram({utf8("thalweg:abc")});
    QVERIFY2(window.status == 2 && window.err.contains("link: ") && window.err.count('\n') == 1,
             window.err.constData());
  }
};

QTEST_GUILESS_MAIN(LessonsTest)
#include "lessons_test.moc"
