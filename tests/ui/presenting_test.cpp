// Before an audience: controls away, values there, no text under 24 pixels at 1366 × 768, a remote's keys walk through
// lessons and scenarios, Escape brings back what was. And the text size of the usual window.

#include "tests/ui/lesson_window.h"
#include "ui/charts/chart_row.h"
#include "ui/contenders/contender_dock.h"
#include "ui/contenders/contender_strip.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/controls/value_slider.h"
#include "ui/lessons/ask_box.h"
#include "ui/lessons/lesson_caption.h"
#include "ui/lessons/task_box.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/panels/panel_header.h"
#include "ui/window/presenter.h"
#include "ui/window/tab_dock.h"
#include "ui/window/timeline_bar.h"
#include "ui/window/title_button.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <map>
#include <memory>

using namespace thalweg;

namespace {

std::unique_ptr<ThemeController> themes;

/// Where everything stands that is seen.
std::map<const QWidget*, QRect> placesOf(const QWidget& window) {
  std::map<const QWidget*, QRect> places;
  for (const QWidget* widget : window.findChildren<QWidget*>()) {
    if (widget->isVisible()) places[widget] = QRect(widget->mapTo(&window, QPoint()), widget->size());
  }
  return places;
}

/// The first text that is seen and smaller than `least` pixels; empty: there is none.
QString smallText(const QWidget& window, int least) {
  for (const QWidget* widget : window.findChildren<QWidget*>()) {
    if (!widget->isVisible() || widget->visibleRegion().isEmpty()) continue;
    const auto* label = qobject_cast<const QLabel*>(widget);
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    const auto* field = qobject_cast<const QLineEdit*>(widget);
    const QString words = label ? label->text() : button ? button->text() : field ? field->text() : QString();
    const int size = widget->fontInfo().pixelSize();
    if (!words.isEmpty() && size < least) return QStringLiteral("%1: %2").arg(words).arg(size);
  }
  return {};
}

struct PresentingWindow : LessonWindow {
  explicit PresentingWindow(const QTemporaryDir& folder) : LessonWindow(*themes, folder) {
    window.resize(1366, 768);
    settle(window);
  }
  void present() {
    window.run(Command::Present);
    settle(window);
  }
  LessonCaption* caption() { return window.presenter()->caption(); }
};

}  // namespace

class PresentingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }
  void init() {
    themes->setPresenting(false);
    themes->setTextScale(1);
  }
  void cleanupTestCase() { themes.reset(); }

  void controlsGoAndValuesStay() {
    const QTemporaryDir folder;
    PresentingWindow w(folder);
    w.key(Qt::Key_F5);
    if (!w.window.presenter()->presenting()) w.present();  // without a window manager F5 may reach no window
    QVERIFY(!w.window.dock()->isVisible() && !w.window.side()->isVisible() && !w.window.titleButton()->isVisible());
    QVERIFY(!w.window.panel(0)->header()->more()->isVisible());
    QVERIFY(w.window.panel(0)->header()->title()->isVisible());
    const QStringList values = w.window.presenter()->strip()->shownTexts();
    QCOMPARE(values.size(), static_cast<qsizetype>(w.window.model().scenario().contenders.size()));
    for (const QString& words : values) QVERIFY2(words.contains(QStringLiteral("lr")), qPrintable(words));
    bool step = false;
    for (const QLabel* label : w.window.timeline()->findChildren<QLabel*>())
      step = step || (label->isVisible() && label->text() == QStringLiteral("step 40 / 300"));
    QVERIFY(step);
    // Panels have most of the screen.
    QVERIFY(w.window.panels()->height() > 768 * 0.6);
  }

  void noTextIsSmall() {
    const QTemporaryDir folder;
    PresentingWindow w(folder);
    w.present();
    for (const TextRole role : {TextRole::Title, TextRole::Body, TextRole::Medium, TextRole::Strong,
                                TextRole::Secondary, TextRole::Axis, TextRole::Formula})
      QVERIFY(themes->theme().fontSize(role) >= 24);
    QCOMPARE(smallText(w.window, 24), QString());
    w.window.presenter()->end();
    // All kinds of questions, one and two panels.
    for (const char* lesson :
         {"downhill_on_a_curve", "why_the_rate_has_a_limit", "a_bound_over_the_loss", "over_the_hill", "overfitting"}) {
      w.begin(lesson);
      if (!w.window.presenter()->presenting()) w.present();
      for (int i = 0; i < 20 && w.session().running() && w.session().id() == lesson; ++i) {
        QCOMPARE(smallText(w.window, 24), QString());
        // And what stands in the strip has room.
        QVERIFY(w.caption()->height() < 768 / 2);
        QVERIFY2(w.window.panels()->height() > 200, std::to_string(w.window.panels()->height()).c_str());
        w.key(Qt::Key_PageDown);
      }
    }
  }

  void escapeBringsBackWhatWas() {
    for (const bool lesson : {false, true}) {
      for (const bool wide : {false, true}) {
        const QTemporaryDir folder;
        PresentingWindow w(folder);
        if (wide) w.window.resize(1800, 1000);
        if (lesson) w.begin("ravines");
        settle(w.window);
        const Theme before = themes->theme();
        const auto places = placesOf(w.window);
        const bool folded = w.window.side()->isFolded();
        w.present();
        QVERIFY(themes->theme().em > before.em);
        w.key(Qt::Key_Escape);
        QVERIFY(!w.window.presenter()->presenting());
        QVERIFY(themes->theme() == before);
        QCOMPARE(w.window.side()->isFolded(), folded);
        const auto after = placesOf(w.window);
        for (const auto& [widget, place] : places) {
          const auto found = after.find(widget);
          const QString name =
              QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + widget->accessibleName();
          // The lesson's page is made anew.
          if (lesson && w.view()->isAncestorOf(widget)) continue;
          QVERIFY2(found != after.end(), qPrintable(name));
          if (found->second != place) qWarning() << name << place << found->second;
          QCOMPARE(found->second, place);
        }
      }
    }
  }

  void aRemoteWalksThroughALesson() {
    const QTemporaryDir folder;
    PresentingWindow w(folder);
    w.begin("why_the_rate_has_a_limit");
    w.present();
    using Part = LessonCaption::Part;
    QCOMPARE(w.caption()->part(), Part::Text);
    w.key(Qt::Key_PageDown);
    QCOMPARE(w.session().page(), std::size_t{1});
    QCOMPARE(w.caption()->part(), Part::Text);
    w.key(Qt::Key_PageDown);
    QCOMPARE(w.caption()->part(), Part::Question);
    QVERIFY(w.caption()->ask());
    w.key(Qt::Key_PageUp);
    QCOMPARE(w.caption()->part(), Part::Text);
    w.key(Qt::Key_Space);
    QCOMPARE(w.caption()->part(), Part::Question);
    w.key(Qt::Key_2);
    QCOMPARE(w.session().choice(), std::optional<std::size_t>(1));
    w.key(Qt::Key_PageDown);
    QVERIFY(w.session().stage() == LessonStage::Watch || w.session().stage() == LessonStage::Why);
    if (w.session().stage() == LessonStage::Watch) w.key(Qt::Key_PageDown);
    QCOMPARE(w.session().stage(), LessonStage::Why);
    QCOMPARE(w.caption()->part(), Part::Why);
    QCOMPARE(w.window.playback().step(), w.window.playback().steps());
    w.key(Qt::Key_PageDown);
    QCOMPARE(w.caption()->part(), Part::Task);
    // The control that the page names is there, and works.
    QVERIFY(w.caption()->task() && w.caption()->task()->control(0));
    w.caption()->task()->control(0)->slider()->editRange(0.0755);
    settle(w.window);
    QVERIFY(w.session().taskDone());
    w.key(Qt::Key_PageDown);
    QCOMPARE(w.session().page(), std::size_t{2});
    // Escape ends presenting alone.
    w.key(Qt::Key_Escape);
    QVERIFY(w.session().running() && w.session().page() == 2);
    QVERIFY(w.view()->isVisible());
  }

  void aMarkIsMadeBeforeAnAudience() {
    const QTemporaryDir folder;
    PresentingWindow w(folder);
    w.begin("sharp_and_flat_minima");
    w.present();
    while (w.caption()->part() != LessonCaption::Part::Question) w.key(Qt::Key_PageDown);
    QTest::mouseClick(w.window.panel(0)->plot(), Qt::LeftButton, {},
                      w.window.panel(0)->plot()->frame().rect.center().toPoint());
    settle(w.window);
    QVERIFY(w.session().hasGuess());
    w.key(Qt::Key_Return);
    QVERIFY(w.session().stage() != LessonStage::Predict);
  }

  void whatLetsARunGoIsAlwaysInSight() {
    const QTemporaryDir folder;
    PresentingWindow w(folder);
    int asked = 0;
    for (const char* lesson : {"why_the_rate_has_a_limit", "too_small_right_too_large", "how_many_gradients_count"}) {
      w.begin(lesson);
      if (!w.window.presenter()->presenting()) w.present();
      for (std::size_t page = 0; page < w.session().lesson().pages.size(); ++page) {
        w.session().goTo(page);
        settle(w.window);
        if (w.session().stage() != LessonStage::Predict) continue;
        while (w.caption()->part() != LessonCaption::Part::Question) w.key(Qt::Key_PageDown);
        ++asked;
        // Whole, not just its edge; and nothing of the question is cut off.
        const QWidget* run = w.caption()->ask()->runButton();
        QCOMPARE(run->visibleRegion().boundingRect().height(), run->height());
        const QRect ask(w.caption()->ask()->mapTo(w.caption(), QPoint()), w.caption()->ask()->size());
        QVERIFY2(w.caption()->rect().contains(ask), qPrintable(QStringLiteral("%1, page %2: %3 … %4 of %5 × %6 pixels")
                                                                   .arg(QLatin1String(lesson))
                                                                   .arg(page)
                                                                   .arg(ask.top())
                                                                   .arg(ask.bottom())
                                                                   .arg(w.caption()->width())
                                                                   .arg(w.caption()->height())));
        QVERIFY(!w.window.timeline()->isVisible());
      }
    }
    QVERIFY(asked >= 6);
    w.session().leave();
    settle(w.window);
    QVERIFY(w.window.timeline()->isVisible());
  }

  void whatDoesNotFitIsReadBeforeOneGoesOn() {
    const QTemporaryDir folder;
    PresentingWindow w(folder);
    Scenario lesson = startUpScenario();
    Lesson long_{.title = "Long", .chapter = "b", .pages = {}};
    LessonPage page;
    for (int i = 0; i < 30; ++i) page.text += "Words and more words, until they are many, and then some.\n\n";
    long_.pages = {page, page};
    lesson.lesson = LessonPart(std::move(long_));
    w.session().begin({"long", lesson}, true);
    settle(w.window);
    w.present();
    w.key(Qt::Key_PageDown);
    QCOMPARE(w.session().page(), std::size_t{0});
    for (int i = 0; i < 40 && w.session().page() == 0; ++i) w.key(Qt::Key_PageDown);
    QCOMPARE(w.session().page(), std::size_t{1});
  }

  void aRemoteWalksThroughAScenario() {
    const QTemporaryDir folder;
    PresentingWindow w(folder);
    Scenario scenario = startUpScenario();
    scenario.display.layout = 1;
    scenario.display.playing = false;
    scenario.display.loop = false;
    w.window.show(scenario);
    settle(w.window);
    w.present();
    QCOMPARE(w.window.panels()->shown(), std::vector<std::size_t>{w.window.panels()->shown().front()});
    // One panel has the charts beside it.
    QVERIFY(w.window.charts()->isVisible());
    QVERIFY(w.window.charts()->mapTo(&w.window, QPoint()).x() > w.window.panels()->width() / 2);
    w.window.panels()->choose(0);
    settle(w.window);
    w.window.playback().setStep(0);
    w.key(Qt::Key_PageDown);
    QVERIFY(w.window.playback().playing() || w.window.playback().step() > 0);
    w.key(Qt::Key_PageDown);
    QCOMPARE(w.window.playback().step(), w.window.playback().steps());
    w.key(Qt::Key_PageDown);
    QCOMPARE(w.window.panels()->shown(), std::vector<std::size_t>{1});
    QCOMPARE(w.window.playback().step(), std::int64_t{0});
    w.key(Qt::Key_PageUp);
    QCOMPARE(w.window.panels()->shown(), std::vector<std::size_t>{0});
    QTest::keyClick(&w.window, Qt::Key_PageDown, Qt::ControlModifier);
    settle(w.window);
    QCOMPARE(w.window.panels()->shown(), std::vector<std::size_t>{1});
  }

  void theScreenIsBlackened() {
    const QTemporaryDir folder;
    PresentingWindow w(folder);
    w.key(Qt::Key_B);
    QVERIFY(!w.window.presenter()->black());  // only before an audience
    w.present();
    const std::int64_t step = w.window.playback().step();
    w.key(Qt::Key_Period);
    QVERIFY(w.window.presenter()->black());
    const QImage picture = w.window.grab().toImage();
    QCOMPARE(picture.pixelColor(picture.rect().center()), QColor(Qt::black));
    w.key(Qt::Key_Right);
    QVERIFY(!w.window.presenter()->black());
    QCOMPARE(w.window.playback().step(), step);
  }

  void aLessonThatBeginsBeforeAnAudienceHasItsStrip() {
    const QTemporaryDir folder;
    PresentingWindow w(folder);
    w.present();
    QVERIFY(!w.caption());
    w.begin("ravines");
    QVERIFY(w.caption() && w.caption()->isVisible());
    QVERIFY(!w.window.side()->isVisible());
    w.session().leave();
    settle(w.window);
    QVERIFY(!w.caption());
    QVERIFY(w.window.presenter()->presenting());
  }

  void textHasASizeOfItsOwn() {
    const QTemporaryDir folder;
    PresentingWindow w(folder);
    w.window.resize(1900, 1000);
    settle(w.window);
    const auto places = placesOf(w.window);
    const int bar = w.window.timeline()->height();
    for (const double scale : {2.0, 0.75, 1.5}) {
      themes->setTextScale(scale);
      settle(w.window);
      QCOMPARE(w.window.timeline()->height(), qRound(bar * scale));
      QCOMPARE(w.window.font().pixelSize(), qRound(13 * scale));
    }
    // It outlives the window, and presenting has its own.
    QCOMPARE(w.settings.value(QStringLiteral("window/text_size")).toDouble(), 1.5);
    w.present();
    QCOMPARE(themes->theme().em, 24.0);
    w.key(Qt::Key_Escape);
    themes->setTextScale(1);
    settle(w.window);
    const auto after = placesOf(w.window);
    for (const auto& [widget, place] : places) {
      const auto found = after.find(widget);
      QVERIFY2(found != after.end() && found->second == place,
               qPrintable(QString::fromLatin1(widget->metaObject()->className()) + widget->accessibleName()));
    }
  }
};

QTEST_MAIN(PresentingTest)
#include "presenting_test.moc"
