// What is said on screen: texts of documents letter by letter, names of namesakes, outcomes, and gestures that end.

#include "core/expression/mend.h"
#include "core/scenario/scenario_file.h"
#include "tests/ui/shown_window.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/contenders/contender_header.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/controls/panels.h"
#include "ui/controls/value_slider.h"
#include "ui/document/built_in_scenarios.h"
#include "ui/document/document.h"
#include "ui/document/playback.h"
#include "ui/document/view_state.h"
#include "ui/look/contrast.h"
#include "ui/look/markers.h"
#include "ui/look/plain_text.h"
#include "ui/panels/outcome_line.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/panels/panel_header.h"
#include "ui/panels/panel_options.h"
#include "ui/window/main_window.h"
#include "ui/window/scenario_note.h"

#include <QCheckBox>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolTip>
#include <QUndoStack>
#include <QWheelEvent>
#include <QWindow>
#include <QtTest>

#include <algorithm>
#include <memory>

using namespace thalweg;

namespace {

const std::string kMarkup = "<b>SGD</b> & <img src='file:///nowhere/x.png'>";

std::unique_ptr<ThemeController> themes;

Scenario twoPanels() {
  Scenario s;
  s.title = "Test";
  s.panels = {{"rosenbrock", {{"b", 10}}, {}, {-1.3, 2.0}, {}}, {"saddle", {}, {}, {}, {}}};
  s.contenders = {contender("SGD", {{"lr", 0.001}}), contender("Adam", {{"lr", 0.05}})};
  s.steps = 60;
  s.display.layout = 2;
  return s;
}

struct Shown : ShownWindow {
  explicit Shown(const Scenario& scenario, QSize size = {1280, 720}) : ShownWindow(*themes, scenario, size) {}
  [[nodiscard]] QUndoStack& history() { return *window.model().undoStack(); }
  [[nodiscard]] QString name(std::size_t i) { return window.dock()->card(i)->header()->name(); }
};

/// What would be read as HTML: a label that guesses, or one for HTML in which a tag of the scenario's stands.
void checkLabels(const QWidget& root) {
  for (const QLabel* label : root.findChildren<QLabel*>()) {
    QVERIFY2(label->textFormat() != Qt::AutoText, qPrintable(label->text()));
    if (label->textFormat() != Qt::PlainText) QVERIFY2(!label->text().contains(QStringLiteral("<img")), "a tag");
  }
}

/// Shows the tooltip of a widget at `at`; how many there are is added up in `seen`.
void checkTip(QWidget& widget, const QPoint& at, int& seen) {
  QHelpEvent help(QEvent::ToolTip, at, widget.mapToGlobal(at));
  QCoreApplication::sendEvent(&widget, &help);
  for (const QWidget* top : QApplication::topLevelWidgets()) {
    const auto* tip = qobject_cast<const QLabel*>(top);
    if (!tip || !top->inherits("QTipLabel")) continue;
    QCOMPARE(tip->textFormat(), Qt::PlainText);
    if (tip->text().contains(QStringLiteral("<img"))) ++seen;
  }
}

ContenderDock& dock(Shown& shown) { return *shown.window.dock(); }

}  // namespace

class WordsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }

  void textsOfADocumentAreNoMarkup() {
    Scenario scenario = twoPanels();
    scenario.title = kMarkup;
    for (Contender& c : scenario.contenders) c.label = kMarkup + std::string(80, 'x');
    Shown shown(scenario, {1100, 640});
    checkLabels(shown.window);
    int seen = 0;
    for (QWidget* widget : shown.window.findChildren<QWidget*>()) {
      if (!widget->isVisible()) continue;
      checkTip(*widget, widget->rect().center(), seen);
      checkTip(*widget, {8, 10}, seen);
    }
    QVERIFY2(seen > 2, "no tooltip shows a text of the document");
    QToolTip::hideText();
  }

  void menusShowNamesLetterByLetter() {
    Scenario scenario = twoPanels();
    scenario.contenders[0].label = "A & B";
    Shown shown(scenario);
    const std::unique_ptr<QMenu> menu(shown.window.panel(0)->makeMenu(QPointF(0, 0)));
    const auto said = [&] {
      for (const QAction* action : menu->actions()) {
        if (action->text().contains(QStringLiteral("A && B"))) return true;
      }
      return false;
    };
    QVERIFY(said());
  }

  void questionsShowTitlesLetterByLetter() {
    Scenario scenario = twoPanels();
    scenario.title = kMarkup;
    Shown shown(scenario);
    shown.window.model().edit(QStringLiteral("change"), [](Scenario& s) { s.steps = 50; });
    bool asked = false;
    QTimer::singleShot(0, this, [&] {
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      asked = box && box->text().contains(QStringLiteral("<img"));
      if (box) checkLabels(*box);
      if (box) box->done(QMessageBox::Cancel);
    });
    QVERIFY(!shown.window.document().mayDiscard());
    QVERIFY(asked);
  }

  void labelsThatDoNotSayTheirFormatArePlainBeforeTheyHaveAText() {
    const auto box =
        plainQuestion(nullptr, QStringLiteral("t"), QString::fromStdString(kMarkup), QMessageBox::StandardButton::Ok);
    // Not shown yet: HTML would be laid out, and its images read, as soon as the text is set.
    QCOMPARE(box->findChild<QLabel*>(QStringLiteral("qt_msgbox_label"))->textFormat(), Qt::PlainText);
    QCOMPARE(plainLabel(box.get(), QString::fromStdString(kMarkup))->textFormat(), Qt::PlainText);
    // What others make is plain when it is shown.
    QLabel theirs(QString::fromStdString(kMarkup));
    theirs.ensurePolished();
    QCOMPARE(theirs.textFormat(), Qt::PlainText);
  }

  void aDragEndsWhenItsStartIsHiddenByAKey() {
    Scenario scenario = twoPanels();
    scenario.contenders[1].start = {std::vector<double>{0.5, 1.0}};
    Shown shown(scenario);
    PanelView* plot = shown.plot();
    const QPointF from = plot->frame().toPixel(0.5, 1.0);
    shown.press(plot, from);
    shown.move(plot, from + QPointF(20, 10));
    shown.settle();
    shown.key(Qt::Key_2);
    shown.settle();
    QVERIFY(shown.scenario().contenders[1].hidden);
    shown.release(plot, from + QPointF(20, 10));
    const int before = shown.history().count();
    shown.window.model().edit(QStringLiteral("one"), [](Scenario& s) { s.steps = 61; });
    shown.window.model().edit(QStringLiteral("two"), [](Scenario& s) { s.steps = 62; });
    QCOMPARE(shown.history().count(), before + 2);
  }

  void aDragEndsWhenItsPanelIsPutAway() {
    Shown shown(twoPanels());
    PanelView* plot = shown.plot();
    const QPointF from = plot->frame().toPixel(-1.3, 2.0);
    shown.press(plot, from);
    shown.move(plot, from + QPointF(20, 10));
    shown.window.model().look([](Scenario& s) { s.display.enlarged = 1; });
    shown.settle();
    const int before = shown.history().count();
    shown.window.model().edit(QStringLiteral("one"), [](Scenario& s) { s.steps = 61; });
    shown.window.model().edit(QStringLiteral("two"), [](Scenario& s) { s.steps = 62; });
    QCOMPARE(shown.history().count(), before + 2);
    shown.release(plot, from);
  }

  void enlargingAndLayoutAreNoChangeOfTheDocument() {
    Shown shown(twoPanels());
    shown.window.panels()->card(1)->header()->enlarge()->click();
    QCOMPARE(shown.scenario().display.enlarged, std::optional<std::size_t>(1));
    QVERIFY(!shown.window.model().modified());
    QCOMPARE(shown.history().count(), 0);
    // Undo and redo of something else leave it as it is now.
    shown.window.model().edit(QStringLiteral("steps"), [](Scenario& s) { s.steps = 70; });
    QVERIFY(shown.window.panels()->restore());
    shown.history().undo();
    QCOMPARE(shown.scenario().steps, 60);
    QVERIFY(!shown.scenario().display.enlarged);
    shown.window.panels()->card(0)->header()->enlarge()->click();
    shown.history().redo();
    QCOMPARE(shown.scenario().steps, 70);
    QCOMPARE(shown.scenario().display.enlarged, std::optional<std::size_t>(0));
    shown.history().undo();
    QVERIFY(!shown.window.model().modified());

    const auto segments = shown.window.findChild<SegmentedControl*>()->findChildren<QAbstractButton*>();
    segments.first()->click();
    QCOMPARE(shown.scenario().display.layout, 1);
    QVERIFY(!shown.window.model().modified());
  }

  void namesakesSayWhatTheyHaveOtherwise() {
    Scenario scenario = twoPanels();
    scenario.contenders = {contender("Adam", {{"lr", 0.05}}), contender("SGD", {{"lr", 0.001}})};
    Shown shown(scenario);
    QCOMPARE(shown.name(0), QStringLiteral("Adam"));
    shown.window.model().edit(QStringLiteral("duplicate"), [](Scenario& s) {
      s.contenders.push_back(s.contenders[0]);
      s.contenders[2].options["amsgrad"] = true;
    });
    shown.settle();
    QCOMPARE(shown.name(0), QStringLiteral("Adam"));
    QVERIFY2(shown.name(2).startsWith(QStringLiteral("Adam, ")), qPrintable(shown.name(2)));
    shown.window.model().edit(QStringLiteral("rate"), [](Scenario& s) { s.contenders[2].options = {{"lr", 0.02}}; });
    QCOMPARE(shown.name(0), QStringLiteral("Adam, lr 0.05"));
    QCOMPARE(shown.name(2), QStringLiteral("Adam, lr 0.02"));
    shown.window.model().edit(QStringLiteral("same"), [](Scenario& s) { s.contenders[2].options = {{"lr", 0.05}}; });
    QCOMPARE(shown.name(0), QStringLiteral("Adam"));
    QCOMPARE(shown.name(2), QStringLiteral("Adam (2)"));
    // Outcomes are told apart by name, too, and say that the paths are one.
    shown.settle();
    const auto& entries = shown.window.panel(0)->outcomes()->entries();
    QCOMPARE(entries[2].name, QStringLiteral("Adam (2)"));
    QCOMPARE(entries[2].shared, QStringLiteral("same path as Adam"));
    QVERIFY(entries[1].shared.isEmpty());
  }

  void pathsThatCoincideAreBothSeen() {
    Scenario scenario = twoPanels();
    scenario.panels = {{"himmelblau", {}, {}, {}, {}}};
    scenario.contenders = {contender("SGD", {{"lr", 0.001}}), contender("SGD", {{"lr", 0.001}})};
    scenario.contenders[0].color = "#FF0000";
    scenario.contenders[1].color = "#0000FF";
    scenario.display.step = 60;
    scenario.display.layout = 1;
    Shown shown(scenario);
    const QImage picture = shown.plot()->grab().toImage();
    int red = 0;
    int blue = 0;
    for (int y = 0; y < picture.height(); ++y) {
      for (int x = 0; x < picture.width(); ++x) {
        const QColor c = picture.pixelColor(x, y);
        // Older parts are mixed with white.
        if (c.red() - std::max(c.green(), c.blue()) > 120) ++red;
        if (c.blue() - std::max(c.green(), c.red()) > 120) ++blue;
      }
    }
    QVERIFY2(red > 20 && blue > 20, qPrintable(QStringLiteral("%1 red, %2 blue").arg(red).arg(blue)));
  }

  void pointingAtAPathReadsItAndAClickGoesThere() {
    Scenario scenario = twoPanels();
    scenario.contenders[0].hidden = true;
    Shown shown(scenario);
    const auto path = shown.window.compute().paths().at(0, 1);
    PanelView* plot = shown.plot();
    const QPointF at = plot->frame().toPixel(path->points(30, 0), path->points(30, 1));
    shown.move(plot, at + QPointF(1, 1));
    QCoreApplication::processEvents();
    const auto& read = plot->scene().readOut;
    QVERIFY(read && read->path);
    QCOMPARE(read->path->name, QStringLiteral("Adam"));
    const auto step = static_cast<Index>(read->path->step);
    // Nearer than a pixel or two, steps cannot be told apart.
    const QPointF found = plot->frame().toPixel(path->points(step, 0), path->points(step, 1));
    QVERIFY(QLineF(found, at).length() < 4);
    QCOMPARE(read->path->value, path->loss[step]);
    QCOMPARE(read->path->rate, std::optional<double>(0.05));
    shown.press(plot, at + QPointF(1, 1));
    shown.release(plot, at + QPointF(1, 1));
    QCoreApplication::processEvents();
    QCOMPARE(shown.window.playback().step(), read->path->step);
    shown.move(plot, plot->frame().rect.bottomRight() - QPointF(20, 20));
    QCoreApplication::processEvents();
    QVERIFY(plot->scene().readOut && !plot->scene().readOut->path);
  }

  void aSliderThatIsDraggedHidesWhatItsValueMeant() {
    ValueSlider slider(*themes);
    QSignalSpy ended(&slider, &ValueSlider::hoverEnded);
    slider.resize(200, 28);
    slider.show();
    QVERIFY(QTest::qWaitForWindowExposed(&slider));
    QTest::mousePress(&slider, Qt::LeftButton, {}, {60, 14});
    QCOMPARE(ended.count(), 1);
    QTest::mouseRelease(&slider, Qt::LeftButton, {}, {60, 14});
  }

  void theWheelMovesASliderOnlyWhereItIsMeant() {
    ValueSlider slider(*themes);
    slider.resize(200, 28);
    slider.show();
    QVERIFY(QTest::qWaitForWindowExposed(&slider));
    const auto turn = [&] {
      QWheelEvent notch({100, 14}, slider.mapToGlobal(QPointF(100, 14)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                        Qt::NoScrollPhase, false);
      QCoreApplication::sendEvent(&slider, &notch);
    };
    slider.clearFocus();
    slider.setValue(0.25);
    QTest::mouseMove(&slider, {90, 14});
    QTest::mouseMove(&slider, {100, 14});
    turn();
    QCOMPARE(slider.value(), 0.25);
    QTest::mouseClick(&slider, Qt::LeftButton, {}, {100, 14});
    const double clicked = slider.value();
    turn();
    QVERIFY(slider.value() > clicked);
  }

  void aClickOnASwitchLeavesTheKeysToThePlayer() {
    Scenario scenario = twoPanels();
    scenario.contenders[0].options["momentum"] = 0.9;
    Shown shown(scenario);
    for (const QCheckBox* box : shown.window.dock()->findChildren<QCheckBox*>())
      QVERIFY((box->focusPolicy() & Qt::ClickFocus) == 0);
  }

  void schedulesAreCalledByPyTorchsNamesToo() {
    Shown shown(twoPanels());
    QStringList names;
    for (const ComboButton* choice : shown.window.dock()->card(0)->findChildren<ComboButton*>()) {
      for (int i = 0; i < choice->count(); ++i) names << choice->itemText(i);
    }
    QVERIFY(names.contains(QStringLiteral("step · StepLR")));
    QVERIFY(names.contains(QStringLiteral("cosine · CosineAnnealingLR")));
  }

  void controlsAreSpokenOfWithTheirContender() {
    Shown shown(twoPanels());
    const auto spoken = [&](std::size_t i) {
      return shown.window.dock()->card(i)->options()->row("lr")->slider()->accessibleName();
    };
    QVERIFY(spoken(0).endsWith(QStringLiteral(" of SGD")));
    QVERIFY(spoken(1).endsWith(QStringLiteral(" of Adam")));
  }

  void foldingBelongsToTheContender() {
    Shown shown(twoPanels(), {1800, 1000});  // in a small window, all but the selected fold
    ContenderDock* dock = shown.window.dock();
    dock->card(0)->setFolded(true);
    dock->card(1)->setFolded(false);
    dock->duplicate(0);
    QCOMPARE(dock->card(0)->isFolded(), true);
    QCOMPARE(dock->card(1)->isFolded(), true);
    QCOMPARE(dock->card(2)->isFolded(), false);
    Q_EMIT dock->card(0)->removeRequested(0);
    QCOMPARE(dock->card(0)->isFolded(), true);
    QCOMPARE(dock->card(1)->isFolded(), false);
  }

  void soloSelects() {
    Shown shown(twoPanels());
    dock(shown).card(1)->header()->soloButton()->click();
    QVERIFY(shown.scenario().contenders[0].hidden);
    QCOMPARE(shown.window.view().now().contender, std::size_t{1});
  }

  /// Computed where a mark stands on a plain ground; what is drawn is read back.
  void marksAreSeenOnTheirGround() {
    for (const auto mode : {ThemeController::Mode::Light, ThemeController::Mode::Dark}) {
      themes->setMode(mode);
      const Theme& theme = themes->theme();
      for (std::size_t i = 0; i < theme.contenders.size(); ++i) {
        const ContenderMark mark = theme.contender(i);
        const QColor edge = edgeOn(mark.color, theme.surface);
        QVERIFY2(contrast(edge, theme.surface) >= leastContrast, qPrintable(mark.color.name()));
        if (contrast(mark.color, theme.surface) >= leastContrast) QCOMPARE(edge, mark.color);
        QImage image(40, 40, QImage::Format_RGB32);
        image.fill(theme.surface);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        drawMarkerOn(painter, mark.marker, {20, 20}, 20, mark.color, theme.surface);
        painter.end();
        // On a way from the ground into the marker something is met that stands out.
        double most = 0;
        for (int x = 0; x < 40; ++x) most = std::max(most, contrast(image.pixelColor(x, 20), theme.surface));
        QVERIFY2(most >= leastContrast, qPrintable(mark.color.name()));
      }
    }
    themes->setMode(ThemeController::Mode::Light);
  }

  void aScenarioOfTheProgramsOwnSaysWhatItShows() {
    const auto& own = builtInScenarios();
    Shown shown(own[5].scenario);
    ScenarioNote* note = shown.window.note();
    QVERIFY(note->isVisible());
    QVERIFY(note->text().contains(own[5].description) && note->text().contains(own[5].trial));
    QVERIFY(note->button()->isVisible());
    note->setFolded(true);
    QVERIFY(!note->isVisible());
    note->button()->click();
    QVERIFY(note->isVisible());
    // It stays while one tries things, and goes with the scenario.
    shown.window.model().edit(QStringLiteral("try"), [](Scenario& s) { s.steps += 1; });
    QVERIFY(note->isVisible());
    shown.window.show(twoPanels());
    QVERIFY(!note->isVisible() && !note->button()->isVisible());
  }

  void formulasInOtherSpellingsAreMended() {
    const std::vector<std::pair<const char*, const char*>> cases = {
        {"2y + x", "2*y + x"},
        {"|x| + |y - 1|", "abs(x) + abs(y - 1)"},
        {"f(x, y) = x**2 + y**2", "x**2 + y**2"},
        {"z = (x - 1)(y + 2)", "(x - 1)*(y + 2)"},
        {"X**2 + Y", "x**2 + y"},
        {"2|x| + 3(y + 1)", "2*abs(x) + 3*(y + 1)"},
        {"1e-3*x + 2e5y", "1e-3*x + 2e5*y"},
        {"||x| - 1|", "abs(abs(x) - 1)"},
        // As it should be, and as it stays.
        {"1 if x > 0 else 0", "1 if x > 0 else 0"},
        {"x**2 if x == 1 else sin(x)", "x**2 if x == 1 else sin(x)"},
        {"max(x, y)*(x + 1)", "max(x, y)*(x + 1)"},
        {"", ""},
    };
    for (const auto& [typed, mended] : cases) QCOMPARE(mendedFormula(typed), std::string(mended));
  }

  void aWrongFormulaOffersTheRightOneAsALink() {
    Scenario scenario = twoPanels();
    scenario.panels[0] = {"expression", {}, {}, {}, {}};
    Shown shown(scenario);
    shown.window.panel(0)->setOptionsOpen(true);
    PanelOptions* options = shown.window.panel(0)->options();
    QLineEdit* field = options->formula();
    auto* message = options->findChild<InlineMessage*>();
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("x**2 + 2y"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(message->isVisible());
    Q_EMIT message->linkActivated();
    QCOMPARE(field->text(), QStringLiteral("x**2 + 2*y"));
    QVERIFY(!message->isVisible());
    bool taken = false;
    for (const auto& [id, value] : shown.scenario().panels[0].options) taken |= value == "x**2 + 2*y";
    QVERIFY(taken);
  }

  void outcomesAreOneLegendInTwoRows() {
    std::vector<OutcomeEntry> entries;
    for (int i = 0; i < 5; ++i)
      entries.push_back({themes->theme().contender(static_cast<std::size_t>(i)), QStringLiteral("Momentum %1").arg(i),
                         QStringLiteral("converged"), 83});
    OutcomeLine line(*themes);
    line.resize(900, line.sizeHint().height());
    line.show();
    QVERIFY(QTest::qWaitForWindowExposed(&line));
    line.setEntries(entries);
    QCOMPARE(line.shownTexts().size(), 5);
    QCOMPARE(line.shownTexts().first(), QStringLiteral("Momentum 0 · converged at 83"));
    // In a narrow panel the cards have the names.
    line.resize(330, line.height());
    QTRY_COMPARE(line.width(), 330);
    QCoreApplication::processEvents();
    QCOMPARE(line.shownTexts().size(), 5);
    QVERIFY(!line.shownTexts().first().contains(QStringLiteral("Momentum")));
    QVERIFY(line.shownTexts().first().contains(QStringLiteral("83")));
    // What finds no room is counted.
    const int high = line.sizeHint().height();
    while (entries.size() < 64) entries.push_back(entries.front());
    line.setEntries(entries);
    QCOMPARE(line.sizeHint().height(), high);
    const int shown = static_cast<int>(line.shownTexts().size()) - 1;
    QCOMPARE(line.shownTexts().last(), QStringLiteral("+ %1 more").arg(64 - shown));
  }
};

QTEST_MAIN(WordsTest)
#include "words_test.moc"
