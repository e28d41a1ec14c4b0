// Lessons in the window: gone through by mouse and by keys, locked until a prediction is in, kept over a restart.

#include "tests/ui/lesson_window.h"
#include "ui/contenders/contender_dock.h"
#include "ui/controls/buttons.h"
#include "ui/controls/message_bar.h"
#include "ui/controls/option_row.h"
#include "ui/controls/value_slider.h"
#include "ui/lessons/answer_card.h"
#include "ui/lessons/rich_text.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/panels/panel_header.h"
#include "ui/window/tab_dock.h"
#include "ui/window/timeline_bar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>

using namespace thalweg;

namespace {

std::unique_ptr<ThemeController> themes;

}  // namespace

class LessonsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }
  void cleanupTestCase() { themes.reset(); }

  // A page without a question has no second word that would show it.
  void theFirstPageStandsAtOnce() {
    QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    w.begin("downhill_on_a_curve");
    const auto texts = w.view()->findChildren<RichText*>();
    QVERIFY(!texts.isEmpty());
    QVERIFY(texts.front()->isVisible() && texts.front()->height() > 0);
  }

  void aLessonIsGoneThroughByKeysAlone() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    w.begin("why_the_rate_has_a_limit");
    QVERIFY(w.view() && w.view()->isVisible());
    QCOMPARE(w.session().stage(), LessonStage::Read);
    w.key(Qt::Key_Return);
    QCOMPARE(w.session().page(), std::size_t{1});
    QCOMPARE(w.session().stage(), LessonStage::Predict);
    // Nothing of the answer is there, and nothing can be played.
    QCOMPARE(w.window.model().scenario().steps, std::int64_t{0});
    QVERIFY(!w.window.timeline()->isEnabled());
    w.key(Qt::Key_Space);
    QCOMPARE(w.session().stage(), LessonStage::Predict);
    w.key(Qt::Key_Return);  // not without a choice
    QCOMPARE(w.session().stage(), LessonStage::Predict);
    w.key(Qt::Key_2);
    QVERIFY(w.view()->answer(1)->isChecked());
    w.key(Qt::Key_Return);
    QVERIFY(w.session().stage() == LessonStage::Watch || w.session().stage() == LessonStage::Why);
    QCOMPARE(w.window.model().scenario().steps, std::int64_t{60});
    // The guess runs beside the truth.
    QCOMPARE(w.window.model().scenario().contenders.size(), std::size_t{2});
    if (w.session().stage() == LessonStage::Watch) w.key(Qt::Key_Space);
    QCOMPARE(w.session().stage(), LessonStage::Why);
    QCOMPARE(w.session().rightAnswer(), std::optional<std::size_t>(3));
    QVERIFY(w.session().goals()[0].met && !w.session().goals()[1].met);
    QVERIFY(w.session().filled(w.session().written().why).contains(QStringLiteral("−1.025")));
    QCOMPARE(w.outcome(0), std::string("oscillating"));
  }

  void aTaskIsMetBySlidersAndStaysDone() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    w.begin("why_the_rate_has_a_limit");
    w.click(w.view()->next());
    w.click(w.view()->skipButton());
    if (w.session().stage() == LessonStage::Watch) w.key(Qt::Key_Space);
    QCOMPARE(w.session().stage(), LessonStage::Why);
    QVERIFY(!w.session().taskDone());
    std::vector<GoalState> goals = w.session().goals();
    QCOMPARE(goals.size(), std::size_t{2});
    QVERIFY(goals[0].met && !goals[1].met);
    // Only what the page names is there.
    QVERIFY(w.view()->control(0) && !w.view()->control(1));
    QVERIFY(w.window.dock()->isHidden());
    QVERIFY(!w.window.panel(0)->header()->isEnabled());
    OptionRow* rate = w.view()->control(0);
    rate->slider()->editRange(0.0755);
    settle(w.window);
    QCOMPARE(w.session().stage(), LessonStage::Try);
    QCOMPARE(w.view()->control(0), rate);  // the slider in hand stays
    goals = w.session().goals();
    QVERIFY(goals[0].met && goals[1].met);
    QVERIFY(w.session().taskDone());
    w.click(w.view()->backButton());
    QVERIFY(!w.session().goals()[1].met);
    QVERIFY(w.session().taskDone());
    w.click(w.view()->solutionButton());
    QVERIFY(w.session().goals()[1].met);
  }

  void aScenarioWithFewerContendersLeavesNoCardBehind() {
    // Cards that go live on until the event loop deletes them; the step that changes meanwhile is none of theirs.
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    Scenario none = startUpScenario();
    none.contenders.clear();
    none.display.playing = false;
    none.display.step = 7;
    w.window.show(none);
    settle(w.window);
    QCOMPARE(w.window.playback().step(), std::int64_t{7});
  }

  void leavingBringsTheScenarioBack() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    const Scenario before = w.window.model().scenario();
    w.begin("ravines");
    QVERIFY(!(w.window.model().scenario().panels == before.panels));
    w.session().leave();
    settle(w.window);
    QVERIFY(w.window.model().scenario().panels == before.panels);
    QVERIFY(w.window.model().scenario().contenders == before.contenders);
    QVERIFY(!w.view() && w.window.dock()->isVisible());
    QVERIFY(w.window.panel(0)->header()->isEnabled());
    QVERIFY(w.window.timeline()->isEnabled());
  }

  void answersSurviveARestartAndGoingBack() {
    const QTemporaryDir folder;
    {
      LessonWindow w(*themes, folder);
      w.begin("ravines");
      w.key(Qt::Key_PageDown);
      w.key(Qt::Key_3);
      w.key(Qt::Key_Return);
      w.key(Qt::Key_PageUp);
      QCOMPARE(w.session().page(), std::size_t{0});
      w.key(Qt::Key_PageDown);
      QCOMPARE(w.session().stage(), LessonStage::Why);
      QCOMPARE(w.session().choice(), std::optional<std::size_t>(2));
    }
    LessonWindow w(*themes, folder);
    QCOMPARE(w.session().last(), QStringLiteral("ravines"));
    QVERIFY(w.session().begun().contains(QStringLiteral("ravines")));
    w.begin("ravines");
    QCOMPARE(w.session().page(), std::size_t{1});
    QCOMPARE(w.session().stage(), LessonStage::Why);
    QCOMPARE(w.session().choice(), std::optional<std::size_t>(2));
  }

  void whatIsGoneThroughIsDone() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    w.begin("ravines");
    const std::size_t pages = w.session().lesson().pages.size();
    for (std::size_t p = 0; p < pages; ++p) {
      if (w.session().stage() == LessonStage::Predict) w.click(w.view()->skipButton());
      if (w.session().stage() == LessonStage::Watch) w.key(Qt::Key_Space);
      if (w.session().written().task) w.click(w.view()->solutionButton());
      if (p + 1 < pages) w.click(w.view()->next());
    }
    QVERIFY(w.session().done().contains(QStringLiteral("ravines")));
    w.click(w.view()->next());
    QCOMPARE(w.session().id(), std::string("why_the_rate_has_a_limit"));
  }

  void theGalleryListsSearchesAndOpens() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    w.window.run(Command::Lessons);
    settle(w.window);
    LessonGallery* gallery = w.window.lessonGallery();
    QVERIFY(gallery->isVisible());
    for (const CourseLesson& lesson : gallery->course()) QVERIFY2(gallery->entry(lesson.id), lesson.id.c_str());
    QTest::keyClicks(gallery->search(), QStringLiteral("ravines"));
    QVERIFY(gallery->entry("ravines") && !gallery->entry("annealing"));
    QTest::keyClick(gallery->search(), Qt::Key_Return);
    settle(w.window);
    QVERIFY(!gallery->isVisible());
    QCOMPARE(w.session().id(), std::string("ravines"));
  }

  void anotherDocumentEndsTheLesson() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    w.begin("ravines");
    w.window.show(startUpScenario());
    settle(w.window);
    QVERIFY(!w.session().running() && !w.view());
    QVERIFY(w.window.dock()->isVisible());
  }

  void linksAreCopiedAndPasted() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    const Scenario before = w.window.model().scenario();
    w.window.run(Command::CopyLink);
    const QString link = QGuiApplication::clipboard()->text();
    QVERIFY(link.startsWith(QStringLiteral("thalweg:")));
    w.begin("ravines");
    w.window.run(Command::PasteLink);
    settle(w.window);
    QVERIFY(!w.session().running());
    QVERIFY(w.window.model().scenario().panels == before.panels);
    // What is no link, or a broken one, leaves all as it is.
    for (const QString& bad : {QStringLiteral("words"), link.left(60), QStringLiteral("thalweg:!!")}) {
      QGuiApplication::clipboard()->setText(bad);
      w.window.run(Command::PasteLink);
      settle(w.window);
      QVERIFY(w.window.messages()->isVisible());
      QVERIFY(w.window.model().scenario().panels == before.panels);
    }
  }

  void whatIsLockedOffersNothing() {
    const QTemporaryDir folder;
    LessonWindow w(*themes, folder);
    w.begin("downhill_on_a_curve");
    w.key(Qt::Key_PageDown);
    w.key(Qt::Key_PageDown);
    // A panel that came with the page is led as the first one is.
    QCOMPARE(w.window.panels()->shown().size(), std::size_t{2});
    for (std::size_t i = 0; i < 2; ++i) {
      const PanelHeader* header = w.window.panel(i)->header();
      QVERIFY(!header->isEnabled());
      QVERIFY(!header->more()->isVisible() && !header->layers()->isVisible() && !header->enlarge()->isVisible());
      // Its value is read, and no arrow promises more.
      QVERIFY(header->parameters()->isVisible() && header->parameters()->text().contains(QLatin1Char('=')));
      QVERIFY(header->parameters()->iconName().isEmpty());
    }
    w.session().leave();
    settle(w.window);
    QVERIFY(w.window.panel(0)->header()->more()->isVisible());
  }

  void codeIsBrokenAtSpaces() {
    RichText text(*themes, QStringLiteral("`[{\"params\": weights}, {\"params\": biases, \"weight_decay\": 0}]`"));
    QVERIFY(text.heightForWidth(200) > 2 * text.heightForWidth(2000));
  }

  void formulasStandSideBySideWhereThereIsRoom() {
    RichText text(*themes, QStringLiteral("$$a$$\n\n$$b$$\n\n$$c$$"));
    QVERIFY(text.heightForWidth(40) > 2 * text.heightForWidth(900));
    QVERIFY(!text.grab().isNull());
  }

  void textsAreLaidOutInTheirWidth() {
    RichText text(
        *themes,
        QStringLiteral(
            "One **bold** `code` and $x^2$, then many more words that need several lines.\n\n$$\\frac{a}{b}$$"));
    QVERIFY(text.heightForWidth(150) > text.heightForWidth(600));
    // Whatever stands in it, it is shown.
    for (const char* odd : {"", "$", "**", "a $b", "`", "<b>x</b>", "$$", "$$$$", "\\$5"}) {
      RichText other(*themes, QString::fromUtf8(odd));
      other.resize(300, std::max(1, other.heightForWidth(300)));
      QVERIFY(!other.grab().isNull());
    }
  }
};

QTEST_MAIN(LessonsTest)
#include "lessons_test.moc"
