// The course that the program brings along: complete, in order, short, and so.

#include "core/lessons/lesson_check.h"
#include "core/lessons/lesson_text.h"
#include "core/scenario/lesson.h"
#include "core/scenario/lesson_pages.h"
#include "core/scenario/scenario_file.h"

#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace thalweg;

namespace {

const std::filesystem::path lessonFolder = THALWEG_SOURCE_DIR "/resources/lessons";

std::string fileText(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) qFatal("cannot read %s", path.c_str());
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

std::vector<std::string> course() {
  return Json::parse(fileText(lessonFolder / "index.json")).get<std::vector<std::string>>();
}

Scenario lessonOf(const std::string& id) { return parseScenario(fileText(lessonFolder / (id + ".thalweg"))); }

/// Words of each paragraph; a formula counts as one.
std::vector<std::size_t> wordsOfParagraphs(const std::string& text) {
  std::vector<std::size_t> counts = {0};
  bool math = false;
  bool word = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "\n\n") == 0) counts.push_back(0);
    if (text[i] == '$') math = !math;
    const bool space = !math && (text[i] == ' ' || text[i] == '\n');
    if (!space && !word) ++counts.back();
    word = !space;
  }
  return counts;
}

}  // namespace

class CourseTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void indexAndResourcesNameEveryFileOnce() {
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(lessonFolder)) {
      if (entry.path().extension() == ".thalweg") files.insert(entry.path().stem());
    }
    const std::vector<std::string> ids = course();
    QCOMPARE(std::set<std::string>(ids.begin(), ids.end()), files);
    QCOMPARE(ids.size(), files.size());
    const std::string resources = fileText(THALWEG_SOURCE_DIR "/resources/resources.qrc");
    for (const std::string& id : ids)
      QVERIFY2(resources.find("<file>lessons/" + id + ".thalweg</file>") != std::string::npos, id.c_str());
    QVERIFY(resources.find("<file>lessons/index.json</file>") != std::string::npos);
  }

  void thereAreSixChaptersInOnePieceEach() {
    std::vector<std::string> chapters;
    std::set<std::string> titles;
    for (const std::string& id : course()) {
      const Scenario s = lessonOf(id);
      if (chapters.empty() || chapters.back() != s.lesson->chapter) chapters.push_back(s.lesson->chapter);
      QVERIFY2(titles.insert(s.lesson->title).second, id.c_str());
      QCOMPARE(s.title, s.lesson->title);
    }
    QCOMPARE(chapters.size(), 6u);
    QCOMPARE(std::set<std::string>(chapters.begin(), chapters.end()).size(), 6u);
    QVERIFY(course().size() >= 24);
  }

  void whatALessonNeedsComesBeforeIt() {
    std::set<std::string> before;
    for (const std::string& id : course()) {
      const Scenario s = lessonOf(id);
      for (const std::string& need : s.lesson->needs) QVERIFY2(before.contains(need), (id + ": " + need).c_str());
      before.insert(id);
    }
  }

  void lessonsAreShort() {
    for (const std::string& id : course()) {
      const Lesson lesson = *lessonOf(id).lesson;
      QVERIFY2(lesson.pages.size() >= 3 && lesson.pages.size() <= 6, id.c_str());
      QVERIFY2(!lesson.summary.empty() && lesson.summary.size() < 80, id.c_str());
      std::size_t questions = 0;
      std::size_t tasks = 0;
      for (const LessonPage& page : lesson.pages) {
        for (const std::string* text : {&page.text, &page.why}) {
          for (const std::size_t words : wordsOfParagraphs(*text))
            QVERIFY2(words <= 45, (id + ": " + text->substr(0, 60)).c_str());
        }
        questions += page.ask ? 1 : 0;
        tasks += page.task ? 1 : 0;
        QVERIFY2(!page.ask || !page.why.empty(), id.c_str());
      }
      QVERIFY2(questions >= 1, id.c_str());
      QVERIFY2(questions + tasks >= 2, id.c_str());
    }
  }

  void filesStandAsTheProgramWritesThem() {
    for (const std::string& id : course()) {
      const std::string text = fileText(lessonFolder / (id + ".thalweg"));
      QVERIFY2(writeScenario(parseScenario(text)) == text, id.c_str());
    }
  }

  void everyLessonSaysWhatItsRunsGive_data() {
    QTest::addColumn<QString>("id");
    for (const std::string& id : course()) QTest::newRow(id.c_str()) << QString::fromStdString(id);
  }

  void everyLessonSaysWhatItsRunsGive() {
    QFETCH(const QString, id);
    std::string all;
    for (const LessonFault& fault : checkLesson(lessonOf(id.toStdString())))
      all += fault.place + ": " + fault.message + "\n";
    QVERIFY2(all.empty(), all.c_str());
  }

  /// If one place always held the right answer, nobody would have to think.
  void rightAnswersStandInAllPlaces() {
    std::map<std::size_t, int> places;
    int questions = 0;
    for (const std::string& id : course()) {
      const Scenario s = lessonOf(id);
      const std::vector<Scenario> shown = pageScenarios(s);
      for (std::size_t p = 0; p < shown.size(); ++p) {
        const auto& ask = s.lesson->pages[p].ask;
        if (!ask || ask->kind != LessonQuestion::Kind::Choice) continue;
        const RunFacts facts(shown[p]);
        ++questions;
        for (std::size_t a = 0; a < ask->answers.size(); ++a) {
          if (LessonFormula(ask->answers[a].right).holds(facts, ask->panel)) ++places[a];
        }
      }
    }
    for (std::size_t place = 0; place < 3; ++place)
      QVERIFY2(places[place] * 10 > questions, ("place " + std::to_string(place)).c_str());
    for (const auto& [place, count] : places)
      QVERIFY2(count * 2 < questions + 10, ("place " + std::to_string(place)).c_str());
  }
};

QTEST_GUILESS_MAIN(CourseTest)
#include "course_test.moc"
