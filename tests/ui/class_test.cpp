// Many at once: answers in files, a class's files laid together, links as QR pictures, and lessons that are written in
// the window.

#include "core/lessons/answers.h"
#include "core/lessons/lesson_check.h"
#include "core/scenario/lesson_pages.h"
#include "core/scenario/scenario_file.h"
#include "core/scenario/scenario_link.h"
#include "tests/ui/lesson_window.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_row.h"
#include "ui/controls/buttons.h"
#include "ui/lessons/class_page.h"
#include "ui/lessons/lesson_draft.h"
#include "ui/lessons/lesson_writer.h"
#include "ui/lessons/value_rail.h"
#include "ui/panels/panel_card.h"
#include "ui/scenes/guess_painter.h"
#include "ui/window/lesson_guide.h"
#include "ui/window/qr_view.h"
#include "ui/window/tab_dock.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>

#include <memory>

using namespace thalweg;

namespace {

std::unique_ptr<ThemeController> themes;

QStringList writeSheets(const QTemporaryDir& folder, const std::vector<AnswerSheet>& sheets) {
  QStringList paths;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    paths << folder.filePath(QStringLiteral("%1.answers.json").arg(i));
    saveAnswers(sheets[i], paths.back().toStdString());
  }
  return paths;
}

AnswerSheet sheetOf(const char* lesson, Prediction prediction) {
  return {.lesson = lesson, .name = {}, .answers = {std::move(prediction)}};
}

}  // namespace

class ClassTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }
  void cleanupTestCase() { themes.reset(); }

  void answersAreSavedWithANameOnlyIfOneIsTyped() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    w.begin("ravines");
    w.key(Qt::Key_PageDown);
    w.key(Qt::Key_3);
    w.key(Qt::Key_Return);
    ClassPage* page = w.window.guide()->classPage();
    QVERIFY(page);
    const QString path = folder.filePath(QStringLiteral("mine.answers.json"));
    QVERIFY(page->save(path));
    AnswerSheet sheet = loadAnswers(path.toStdString());
    QCOMPARE(sheet.lesson, std::string("ravines"));
    QVERIFY(sheet.name.empty());
    QCOMPARE(sheet.answers.size(), std::size_t{1});
    QCOMPARE(sheet.answers[0].choice, std::optional<std::size_t>(2));
    page->nameField()->setText(QStringLiteral("Ada"));
    QVERIFY(page->save(path));
    QCOMPARE(loadAnswers(path.toStdString()).name, std::string("Ada"));
    QVERIFY(!page->save(folder.filePath(QStringLiteral("no/such/folder.answers.json"))));
    QVERIFY(!page->message().isEmpty());
  }

  void aClassOpensWithItsLesson() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    const QStringList paths =
        writeSheets(folder, {sheetOf("ravines", {.page = 1, .choice = 0}), sheetOf("ravines", {.page = 1, .choice = 2}),
                             sheetOf("ravines", {.page = 1, .choice = 2}), sheetOf("ravines", {.page = 1})});
    w.window.guide()->openClass(paths);
    settle(w.window);
    QCOMPARE(w.session().id(), std::string("ravines"));
    ClassPage* page = w.window.guide()->classPage();
    QCOMPARE(page->sheets(), std::size_t{4});
    QVERIFY2(page->message().isEmpty(), qPrintable(page->message()));
    QVERIFY(!page->predictions());  // the first page asks nothing
    w.key(Qt::Key_PageDown);
    QVERIFY(page->predictions());
    QCOMPARE(page->predictions()->choices, (std::vector<std::size_t>{1, 0, 2, 0}));
    QCOMPARE(page->predictions()->declined, std::size_t{1});
  }

  void whatIsNoSheetOfTheLessonIsNamed() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    w.begin("ravines");
    QStringList paths = writeSheets(
        folder, {sheetOf("ravines", {.page = 1, .choice = 0}), sheetOf("annealing", {.page = 1, .choice = 0}),
                 sheetOf("ravines", {.page = 1, .choice = 5}), sheetOf("ravines", {.page = 1, .value = 1})});
    QFile broken(folder.filePath(QStringLiteral("broken.answers.json")));
    QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("{") == 1);
    broken.close();
    paths << broken.fileName() << folder.filePath(QStringLiteral("none.answers.json"));
    w.window.guide()->openClass(paths);
    ClassPage* page = w.window.guide()->classPage();
    QCOMPARE(page->sheets(), std::size_t{1});
    for (const char* name : {"1.answers.json", "2.answers.json", "3.answers.json", "broken", "none"})
      QVERIFY2(page->message().contains(QString::fromLatin1(name)), qPrintable(page->message()));
  }

  void marksLinesAndValuesLieTogether() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    const auto reveal = [&w](const char* lesson, std::size_t page) {
      w.begin(lesson);
      w.window.side()->setCurrent(w.view());
      w.session().goTo(page);
      settle(w.window);
      if (w.session().stage() == LessonStage::Predict) w.click(w.view()->skipButton());
      if (w.session().stage() == LessonStage::Watch) w.key(Qt::Key_Space);
      QCOMPARE(w.session().stage(), LessonStage::Why);
    };
    const auto shown = [&w] { return w.window.panel(0)->plot()->scene().guess; };
    reveal("sharp_and_flat_minima", 1);
    w.window.guide()->openClass(writeSheets(folder, {sheetOf("sharp_and_flat_minima", {.page = 1, .point = {1, 0}}),
                                                     sheetOf("sharp_and_flat_minima", {.page = 1, .point = {-1, 0}}),
                                                     sheetOf("sharp_and_flat_minima", {.page = 1, .point = {0, 0}})}));
    settle(w.window);
    QVERIFY(shown() && shown()->many && shown()->points.size() == 3);
    reveal("the_slope_stands_square", 1);
    // Sheets are one lesson's.
    QCOMPARE(w.window.guide()->classPage()->sheets(), std::size_t{0});
    QVERIFY(!shown());
    w.window.guide()->openClass(
        writeSheets(folder, {sheetOf("the_slope_stands_square", {.page = 1, .line = {{-2, 1}, {0, 0}}}),
                             sheetOf("the_slope_stands_square", {.page = 1, .line = {{-2, 1}, {-2, 0}, {0, 0}}})}));
    settle(w.window);
    QVERIFY(shown() && shown()->many && shown()->lines.size() == 2);
    reveal("how_many_gradients_count", 2);
    w.window.guide()->openClass(writeSheets(folder, {sheetOf("how_many_gradients_count", {.page = 2, .value = 0.1}),
                                                     sheetOf("how_many_gradients_count", {.page = 2, .value = 0.01})}));
    settle(w.window);
    QVERIFY(!w.window.guide()->classPage()->findChildren<ValueRail*>().isEmpty());
    // And in the chart that has the value, beside the truth.
    const auto& marks = w.window.charts()->chart(0)->plot()->scene().guess;
    QVERIFY(marks && !marks->value && marks->truth);
    QCOMPARE(marks->others, (std::vector<double>{0.1, 0.01}));
  }

  void aLinkIsAPictureWhereItIsShort() {
    Scenario scenario = startUpScenario();
    const std::string link = scenarioLink(scenario);
    const QImage picture = qrPicture(link);
    QVERIFY(!picture.isNull());
    QCOMPARE(picture.width(), picture.height());
    // Finders: a black ring of 7 modules in three corners, white around them.
    for (const QPoint corner : {QPoint(4, 4), QPoint(picture.width() - 11, 4), QPoint(4, picture.height() - 11)}) {
      for (int k = 0; k < 7; ++k) {
        QCOMPARE(picture.pixelColor(corner + QPoint(k, 0)), QColor(Qt::black));
        QCOMPARE(picture.pixelColor(corner + QPoint(0, k)), QColor(Qt::black));
      }
      QCOMPARE(picture.pixelColor(corner + QPoint(1, 1)), QColor(Qt::white));
      QCOMPARE(picture.pixelColor(corner + QPoint(3, 3)), QColor(Qt::black));
    }
    QVERIFY(!qrPicture(std::string(mostOfQr, 'a')).isNull());
    QVERIFY(qrPicture(std::string(mostOfQr + 1, 'a')).isNull());
    QVERIFY(qrPicture({}).isNull());
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    w.window.run(Command::ShowCode);
    settle(w.window);
    auto* view = w.window.findChild<QrView*>();
    QVERIFY(view && view->isVisible() && view->size() == w.window.size());
    QTest::keyClick(view, Qt::Key_Space);
    settle(w.window);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!w.window.findChild<QrView*>());
  }

  void changesBetweenScenariosAreWhatMakesOneOfTheOther() {
    const std::vector<CourseLesson> course = builtInLessons();
    for (std::size_t i = 1; i < course.size(); ++i) {
      Scenario from = course[i - 1].scenario, to = course[i].scenario;
      from.lesson = to.lesson = {};
      QVERIFY2(changed(from, changeBetween(from, to), {}) == to, course[i].id.c_str());
      QVERIFY(changeBetween(from, from).empty());
    }
  }

  void aDraftOfALessonIsThatLesson() {
    for (const CourseLesson& lesson : builtInLessons()) {
      const Scenario again = lessonScenario(draftOf(lesson.scenario));
      const std::vector<Scenario> before = pageScenarios(lesson.scenario), after = pageScenarios(again);
      QCOMPARE(after.size(), before.size());
      for (std::size_t p = 0; p < before.size(); ++p) {
        QVERIFY2(after[p].panels == before[p].panels && after[p].contenders == before[p].contenders &&
                     after[p].steps == before[p].steps && after[p].gradient == before[p].gradient,
                 lesson.id.c_str());
        LessonPage a = again.lesson->pages[p], b = lesson.scenario.lesson->pages[p];
        a.show = b.show = Json::object();
        QVERIFY2(a == b, lesson.id.c_str());
      }
      const auto& answers = lesson.scenario.lesson->pages.back().ask;
      if (answers) QVERIFY(answersOf(answerLines(answers->answers), answers->answers) == answers->answers);
    }
  }

  void aLessonIsWrittenInTheWindow() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    Scenario valley = parseScenario(R"({"thalweg": 1, "title": "Valley",
      "panels": [{"objective": "quadratic", "options": {"kappa": 25}, "start": [-2.0, 1.0]}],
      "contenders": [{"optimizer": "GradientDescent", "options": {"lr": 0.02}}], "steps": 60, "display": {"layout": 1}})");
    w.window.show(valley);
    settle(w.window);
    w.window.run(Command::WriteLesson);
    settle(w.window);
    LessonWriter* writer = w.window.guide()->writer();
    QVERIFY(writer && writer->isVisible());
    const auto line = [writer](const char* name) {
      for (QLineEdit* field : writer->findChildren<QLineEdit*>()) {
        if (field->accessibleName() == QString::fromLatin1(name)) return field;
      }
      qFatal("no field %s", name);
    };
    const auto area = [writer](const QString& name) {
      for (QPlainTextEdit* field : writer->findChildren<QPlainTextEdit*>()) {
        if (field->accessibleName() == name) return field;
      }
      qFatal("no text %s", qPrintable(name));
    };
    const auto button = [writer](const char* words) {
      for (QPushButton* one : writer->findChildren<QPushButton*>()) {
        if (one->text() == QString::fromUtf8(words)) return one;
      }
      qFatal("no button %s", words);
    };
    QCOMPARE(line("Title of the lesson")->text(), QStringLiteral("Valley"));
    // Nothing written yet: it is said where.
    QVERIFY(!writer->save(folder.filePath(QStringLiteral("a.thalweg"))));
    QVERIFY2(writer->message().contains(QStringLiteral("pages[0].text")), qPrintable(writer->message()));
    QTest::keyClicks(area(QStringLiteral("The page’s text")), QStringLiteral("A valley."));
    writer->addPage();
    // The second page shows another rate.
    w.window.model().edit(QStringLiteral("x"), [](Scenario& s) { s.contenders[0].options["lr"] = 0.081; });
    settle(w.window);
    w.click(button("Show what is shown now"));
    QTest::keyClicks(area(QStringLiteral("The page’s text")), QStringLiteral("A larger rate."));
    auto* kind = writer->findChildren<ComboButton*>().front();
    kind->setCurrentIndex(1);
    Q_EMIT kind->activated(1);
    QTest::keyClicks(line("The question"), QStringLiteral("What happens?"));
    area(QStringLiteral("Answers"))
        ->setPlainText(QStringLiteral("It arrives | outcome(0) == converged\nIt swings | growing(0)"));
    area(QStringLiteral("Why it comes out so"))->setPlainText(QStringLiteral("Past the limit."));
    auto* controls = writer->findChildren<QListWidget*>().front();
    for (int row = 0; row < controls->count(); ++row) {
      if (controls->item(row)->toolTip() == QStringLiteral("contenders[0].lr"))
        controls->item(row)->setCheckState(Qt::Checked);
    }
    QTest::keyClicks(line("Something to try"), QStringLiteral("Make it arrive."));
    area(QStringLiteral("When it is done"))->setPlainText(QStringLiteral("it arrives | outcome(0) == converged"));
    w.window.model().edit(QStringLiteral("x"), [](Scenario& s) { s.contenders[0].options["lr"] = 0.07; });
    settle(w.window);
    w.click(button("What is shown now does it"));
    writer->check();
    settle(w.window);
    QCOMPARE(writer->message(), QStringLiteral("All is as the lesson says."));
    const QString path = folder.filePath(QStringLiteral("mine.thalweg"));
    QVERIFY2(writer->save(path), qPrintable(writer->message()));
    const Scenario lesson = loadScenario(path.toStdString());
    QVERIFY(checkLesson(lesson).empty());
    QCOMPARE(lesson.lesson->pages.size(), std::size_t{2});
    QCOMPARE(lesson.lesson->pages[1].controls, std::vector<std::string>{"contenders[0].lr"});
    QCOMPARE(pageScenarios(lesson)[0].contenders[0].options.at("lr"), Json(0.02));
    QCOMPARE(pageScenarios(lesson)[1].contenders[0].options.at("lr"), Json(0.081));
    // A wrong condition is found.
    area(QStringLiteral("Answers"))
        ->setPlainText(QStringLiteral("It arrives | outcome(0) == converged\nIt swings | outcome(0) == saddle"));
    writer->check();
    settle(w.window);
    QVERIFY2(writer->message().contains(QStringLiteral("none is right")), qPrintable(writer->message()));
    // It is gone through, and left again.
    w.click(button("Go through it"));
    QVERIFY(w.session().running());
    w.session().leave();
    settle(w.window);
    QCOMPARE(w.window.guide()->writer(), writer);
    QCOMPARE(w.window.model().scenario().contenders[0].options.at("lr"), Json(0.07));
  }
};

QTEST_MAIN(ClassTest)
#include "class_test.moc"
