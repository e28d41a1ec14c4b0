// The window before an audience: keys wherever the focus is, plots that are walked, cards in one grid with their rules,
// and marks, lines and bands that are seen from the last row.

#include "core/contracts/objective.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/scenario/scenario_file.h"
#include "tests/ui/settle.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_row.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/contenders/contender_header.h"
#include "ui/contenders/rule_view.h"
#include "ui/controls/buttons.h"
#include "ui/controls/number_field.h"
#include "ui/controls/option_row.h"
#include "ui/controls/panels.h"
#include "ui/controls/value_slider.h"
#include "ui/document/built_in_scenarios.h"
#include "ui/document/document.h"
#include "ui/document/playback.h"
#include "ui/document/view_state.h"
#include "ui/look/contrast.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_header.h"
#include "ui/scenes/chart_content.h"
#include "ui/scenes/map_image.h"
#include "ui/scenes/path_painter.h"
#include "ui/scenes/stroke_canvas.h"
#include "ui/views/chart_plot.h"
#include "ui/window/help_window.h"
#include "ui/window/main_window.h"
#include "ui/window/tab_order.h"
#include "ui/window/timeline_bar.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWindow>
#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <set>

using namespace thalweg;

namespace {

constexpr int kPatience = 30'000;  // ms; only a broken program waits that long

std::unique_ptr<ThemeController> themes;

Contender contender(const std::string& optimizer, const Options& options) {
  Contender c;
  c.optimizer = optimizer;
  c.options = options;
  return c;
}

Scenario twoPanels() {
  Scenario s;
  s.title = "Test";
  s.panels = {{"rosenbrock", {{"b", 10}}, {}, {-1.3, 2.0}, {}}, {"saddle", {}, {}, {}, {}}};
  s.contenders = {contender("SGD", {{"lr", 0.001}}), contender("Adam", {{"lr", 0.05}})};
  s.steps = 60;
  s.display.layout = 2;
  return s;
}

struct Shown {
  QTemporaryDir folder;
  QSettings settings{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
  MainWindow window;

  explicit Shown(const Scenario& scenario, QSize size = {1600, 900}, bool remembers = false)
      : window(*themes, remembers ? WindowMemory{&settings, folder.filePath(QStringLiteral("left"))} : WindowMemory{}) {
    window.resize(size);
    window.move(0, 0);
    window.show(scenario);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window, kPatience)) qFatal("the window did not become active");
    window.playback().setPlaying(false);
    settle();
  }
  void settle() {
    settleBackground();
    QCoreApplication::processEvents();
    for (PanelView* plot : window.findChildren<PanelView*>()) plot->flush();
    for (ChartPlot* plot : window.findChildren<ChartPlot*>()) plot->flush();
    QCoreApplication::processEvents();
  }
  void key(int which, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(window.windowHandle(), static_cast<Qt::Key>(which), modifiers);
    QCoreApplication::processEvents();
  }
  void type(const char* text) {
    for (; *text != 0; ++text) QTest::keyClick(window.windowHandle(), *text);
    QCoreApplication::processEvents();
  }
  static void focus(QWidget* widget) {
    widget->setFocus(Qt::TabFocusReason);
    QVERIFY(widget->hasFocus());
  }
  [[nodiscard]] const Scenario& scenario() { return window.model().scenario(); }
  [[nodiscard]] std::int64_t step() { return window.playback().step(); }
  [[nodiscard]] ContenderCard* card(std::size_t i) { return window.dock()->card(i); }
  [[nodiscard]] PanelView* plot(std::size_t i = 0) { return window.panel(i)->plot(); }
};

/// As an eye without green (or red) cones sees it: Machado, Oliveira & Fernandes 2009, severity 1.
QColor seenBy(const std::array<double, 9>& eye, const QColor& color) {
  const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  const auto encoded = [](double v) {
    v = std::clamp(v, 0.0, 1.0);
    return v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
  };
  const std::array<double, 3> from = {linear(color.redF()), linear(color.greenF()), linear(color.blueF())};
  std::array<double, 3> to{};
  for (std::size_t row = 0; row < 3; ++row) {
    double sum = 0;
    for (std::size_t k = 0; k < 3; ++k) sum += eye[3 * row + k] * from[k];
    to[row] = encoded(sum);
  }
  return QColor::fromRgbF(static_cast<float>(to[0]), static_cast<float>(to[1]), static_cast<float>(to[2]));
}
constexpr std::array<double, 9> kNoGreen = {0.367322, 0.860646,  -0.227968, 0.280085, 0.672501,
                                            0.047413, -0.011820, 0.042940,  0.968881};
constexpr std::array<double, 9> kNoRed = {0.152286, 1.052583,  -0.204868, 0.114503, 0.786281,
                                          0.099216, -0.003882, -0.048116, 1.051998};

/// Lightness L* of CIELAB, 0…100.
double lightness(const QColor& color) {
  const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  const double y = 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
  return y > 0.008856 ? 116 * std::cbrt(y) - 16 : 903.3 * y;
}

/// The window's themes.
std::vector<Theme> allThemes() {
  return {makeTheme(false), makeTheme(true), makeTheme(false, false, 13, true), makeTheme(true, false, 13, true)};
}

int xIn(const QWidget& part, const QWidget& whole) { return part.mapTo(&whole, QPoint()).x(); }

}  // namespace

class LectureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QGuiApplication::setDesktopSettingsAware(false);
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }
  void cleanup() { themes->setMode(ThemeController::Mode::Light); }
  void cleanupTestCase() { themes.reset(); }

  // --- keys ----------------------------------------------------------------------------------------------------

  void playersKeysActWhateverHasTheFocus() {
    Shown shown(twoPanels());
    OptionRow* rate = shown.card(0)->options()->row("lr");
    shown.card(1)->secondButton()->click();
    QCheckBox* toggle = shown.card(1)->options()->row("amsgrad")->toggle();
    const std::vector<QWidget*> those = {
        shown.card(0)->ruleButton(),     toggle,       rate->slider(),
        shown.card(0)->scheduleChoice(), shown.plot(), shown.window.panel(0)->header()->title()};
    for (QWidget* widget : those) {
      const Scenario before = shown.scenario();
      shown.window.playback().setStep(10);
      Shown::focus(widget);
      shown.key(Qt::Key_Right);
      QCOMPARE(shown.step(), 11);
      shown.key(Qt::Key_End);
      QCOMPARE(shown.step(), 60);
      shown.key(Qt::Key_Home);
      QCOMPARE(shown.step(), 0);
      shown.key(Qt::Key_Space);
      QVERIFY(shown.window.playback().playing());
      shown.key(Qt::Key_Space);
      QVERIFY(!shown.window.playback().playing());
      QVERIFY(shown.scenario() == before);  // the control itself was left alone
      shown.key(Qt::Key_2);
      QVERIFY(shown.scenario().contenders[1].hidden);
      shown.key(Qt::Key_2);
      QVERIFY(!shown.scenario().contenders[1].hidden);
    }
    // What a control is for, Enter and the other arrows do.
    Shown::focus(toggle);
    const bool before = toggle->isChecked();
    shown.key(Qt::Key_Return);
    QCOMPARE(toggle->isChecked(), !before);
    Shown::focus(rate->slider());
    const double value = rate->slider()->value();
    shown.key(Qt::Key_Up);
    QVERIFY(rate->slider()->value() > value);
    // Escape gives the keys back.
    shown.key(Qt::Key_Escape);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(&shown.window));
  }

  void typedTextHasItsKeys() {
    Shown shown(twoPanels());
    NumberField* field = shown.card(0)->options()->row("lr")->field();
    field->setFocus(Qt::TabFocusReason);
    field->selectAll();
    const Scenario before = shown.scenario();
    shown.type("0.002");
    shown.key(Qt::Key_Left);
    QCOMPARE(shown.step(), 0);
    shown.key(Qt::Key_Return);
    QCOMPARE(shown.scenario().contenders[0].options.at("lr").get<double>(), 0.002);
    QCOMPARE(shown.scenario().contenders[1].hidden, before.contenders[1].hidden);
  }

  void aNumberTypedBesideItsFieldHidesNobody() {
    Shown shown(twoPanels());
    shown.window.setFocus();
    const Scenario before = shown.scenario();
    shown.type("0.12");
    QVERIFY(shown.scenario() == before);
    shown.type(".2");
    QVERIFY(shown.scenario() == before);
    shown.key(Qt::Key_Right);  // that was the number
    shown.type("2");
    QVERIFY(shown.scenario().contenders[1].hidden);
  }

  void theFirstPanelIsAFewTabsAway() {
    Shown shown(startUpScenario());
    shown.window.setFocus();
    int tabs = 0;
    while (!shown.window.panel(0)->isAncestorOf(QApplication::focusWidget()) && tabs < 100) {
      shown.key(Qt::Key_Tab);
      ++tabs;
    }
    QVERIFY2(tabs <= 5, qPrintable(QString::number(tabs)));
    // The plot is the next stop, and the way back is as short.
    shown.key(Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), shown.plot());
    for (int i = 0; i < tabs; ++i) shown.key(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(QApplication::focusWidget(), readingOrder(*shown.window.centralWidget()).first());
  }

  void everythingIsReachedByTabAndDown() {
    Shown shown(startUpScenario());
    const QList<QWidget*> order = readingOrder(*shown.window.centralWidget());
    // From every stop Down goes through its group, and within one Tab goes on.
    std::set<const QWidget*> reached;
    std::vector<QWidget*> open = {order.first()};
    while (!open.empty()) {
      QWidget* at = open.back();
      open.pop_back();
      if (!reached.insert(at).second) continue;
      for (QWidget* next : {nextStop(order, at, true), nextInGroup(order, at, true)}) {
        if (next) open.push_back(next);
      }
    }
    for (const QWidget* widget : order) QVERIFY2(reached.contains(widget), qPrintable(widget->accessibleName()));
    // The same by keys, on one card.
    ContenderCard* card = shown.card(1);
    Shown::focus(const_cast<QWidget*>(*std::ranges::find_if(order, [&](QWidget* w) { return card->isAncestorOf(w); })));
    shown.key(Qt::Key_Down);
    QVERIFY(card->isAncestorOf(QApplication::focusWidget()));
    const QWidget* second = QApplication::focusWidget();
    shown.key(Qt::Key_Up);
    QVERIFY(QApplication::focusWidget() != second && card->isAncestorOf(QApplication::focusWidget()));
    shown.key(Qt::Key_Tab);
    QVERIFY(shown.card(2)->isAncestorOf(QApplication::focusWidget()));
  }

  void segmentsAreChosenByUpAndDown() {
    Shown shown(startUpScenario());
    auto* segments = shown.window.findChildren<SegmentedControl*>().first();
    const int before = segments->current();
    Shown::focus(segments->findChildren<QAbstractButton*>().at(before));
    shown.key(Qt::Key_Down);
    QCOMPARE(segments->current(), before + 1);
    shown.key(Qt::Key_Up);
    QCOMPARE(segments->current(), before);
  }

  void plotsAreWalkedByKeysAndSpokenOf() {
    Shown shown(twoPanels());
    Shown::focus(shown.plot(1));
    shown.settle();
    QCOMPARE(shown.window.view().now().panel, std::size_t(1));
    shown.key(Qt::Key_Right);
    shown.key(Qt::Key_Right);
    shown.settle();
    QVERIFY(shown.plot(1)->scene().readOut && shown.plot(1)->scene().readOut->path);
    QCOMPARE(shown.plot(1)->scene().readOut->path->step, 2);
    QCOMPARE(shown.plot(1)->scene().readOut->path->name, QStringLiteral("SGD"));
    shown.key(Qt::Key_Down);
    shown.settle();
    QCOMPARE(shown.window.view().now().contender, std::size_t(1));
    QCOMPARE(shown.plot(1)->scene().readOut->path->name, QStringLiteral("Adam"));
    QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(shown.plot(1));
    QVERIFY(spoken && spoken->text(QAccessible::Name).contains(QStringLiteral("Saddle")));
    const QString words = spoken->text(QAccessible::Description);
    QVERIFY2(words.startsWith(QStringLiteral("Adam, step 2: x ")), qPrintable(words));
    // The reading goes with the keys.
    shown.window.setFocus();
    shown.settle();
    QVERIFY(!shown.plot(1)->scene().readOut);
    // So it is with charts.
    ChartPlot* chart = shown.window.findChildren<ChartPlot*>().first();
    Shown::focus(chart);
    shown.key(Qt::Key_Right);
    shown.settle();
    QVERIFY(chart->scene().hover && *chart->scene().hover == 3);
    QVERIFY(chart->accessibleName().contains(QStringLiteral("loss"), Qt::CaseInsensitive));
    QVERIFY2(chart->accessibleDescription().contains(QStringLiteral("Adam ")),
             qPrintable(chart->accessibleDescription()));
  }

  void noTwoControlsOfTheDockAreCalledAlike() {
    Scenario s = startUpScenario();
    s.contenders[0].schedule = ScheduleChoice{"SequentialLR", {}};
    s.contenders[1].groups = {{{0}, {{"lr", 0.1}}}};
    Shown shown(s, {1600, 1000});
    std::map<QString, int> names;
    for (const QWidget* widget : readingOrder(*shown.window.dock())) {
      const auto* slider = qobject_cast<const ValueSlider*>(widget);
      QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
      if (slider || qobject_cast<const QAbstractButton*>(widget)) ++names[spoken->text(QAccessible::Name)];
    }
    for (const auto& [name, count] : names) QVERIFY2(count == 1, qPrintable(name));
    QVERIFY(names.contains(QStringLiteral("learning rate of Adam")));
  }

  // --- cards ---------------------------------------------------------------------------------------------------

  void slidersOfACardStartAndEndAlike_data() {
    QTest::addColumn<QString>("optimizer");
    for (const char* id : {"SGD", "Adam", "Prodigy", "QHM", "Lookahead", "LBFGS", "Muon", "Adafactor", "SOAP", "PID"})
      QTest::newRow(id) << QString::fromLatin1(id);
  }

  void slidersOfACardStartAndEndAlike() {
    QFETCH(const QString, optimizer);
    Scenario s = twoPanels();
    s.contenders[0] = contender(optimizer.toStdString(), {});
    if (!findOptimizer(optimizer.toStdString())->rate.empty())
      s.contenders[0].schedule = ScheduleChoice{"CyclicLR", {{"base_lr", 0.001}, {"max_lr", 0.01}}};
    Shown shown(s, {1600, 1000});
    ContenderCard* card = shown.card(0);
    for (const bool unfolded : {false, true}) {
      if (unfolded && !card->secondButton()->isHidden()) card->secondButton()->click();
      shown.settle();
      std::set<int> starts, ends;
      for (const ValueSlider* slider : card->findChildren<ValueSlider*>()) {
        if (slider->isVisible()) starts.insert(xIn(*slider, *card));
      }
      for (const NumberField* field : card->findChildren<NumberField*>()) {
        if (field->isVisible()) ends.insert(xIn(*field, *card) + field->width());
      }
      QVERIFY2(starts.size() <= 1, qPrintable(QString::number(starts.size())));
      QVERIFY2(ends.size() <= 1, qPrintable(QString::number(ends.size())));
    }
  }

  void aSwitchPushesNoField() {
    Scenario s = twoPanels();
    s.contenders[0] = contender("LBFGS", {});
    Shown shown(s, {1600, 1000});
    const OptionRow* row = nullptr;
    if (!shown.card(0)->secondButton()->isHidden()) shown.card(0)->secondButton()->click();
    shown.settle();
    for (const OptionRow* each : shown.card(0)->findChildren<OptionRow*>()) {
      if (each->isVisible() && each->toggle() && each->field()) row = each;
    }
    QVERIFY(row);
    const int before = xIn(*row->toggle(), *shown.card(0));
    row->toggle()->click();
    shown.settle();
    QCOMPARE(xIn(*row->toggle(), *shown.card(0)), before);
    row->toggle()->click();
    shown.settle();
    QCOMPARE(xIn(*row->toggle(), *shown.card(0)), before);
  }

  void aSummaryDoesNotRepeatWhatIsUnfolded() {
    Shown shown(twoPanels());
    ContenderCard* card = shown.card(1);
    QVERIFY(!card->secondText()->text().isEmpty());
    card->secondButton()->click();
    QVERIFY(card->secondText()->text().isEmpty());
    shown.window.model().edit(QStringLiteral("try"), [](Scenario& s) { s.contenders[1].options["eps"] = 1e-3; });
    QVERIFY(card->secondText()->text().isEmpty());
    card->secondButton()->click();
    QVERIFY(card->secondText()->text().contains(QStringLiteral("0.001")));
  }

  void subscriptsOfSymbolsAreUpright() {
    static const QRegularExpression slanted(QStringLiteral("_\\{?[A-Za-z]"));
    const auto check = [](const Card& card) {
      for (const OptionDescription& option : card.options) {
        QStringList symbols = {QString::fromStdString(option.symbol)};
        for (const ElementDescription& element : option.elements) symbols << QString::fromStdString(element.symbol);
        for (const QString& symbol : symbols)
          QVERIFY2(!slanted.match(symbol).hasMatch(), qPrintable(QString::fromStdString(card.id) + symbol));
      }
    };
    for (const OptimizerCard* card : optimizerCards()) check(*card);
    for (const ScheduleCard* card : scheduleCards()) check(*card);
    for (const ObjectiveCard* card : objectiveCards()) check(*card);
  }

  void theRuleStandsOnTheCardAndLeadsToItsPage() {
    Shown shown(twoPanels());
    ContenderCard* card = shown.card(1);
    QVERIFY(!card->rule()->isVisible());
    card->ruleButton()->click();
    shown.settle();
    QVERIFY(card->rule()->isVisible());
    QVERIFY(card->rule()->lines().size() >= 3);
    Q_EMIT card->rule()->findChild<QLabel*>()->linkActivated(QStringLiteral("#"));
    const HelpWindow* help = shown.window.help();
    QVERIFY(help && help->isVisible());
    QCOMPARE(help->currentKey(), QStringLiteral("Adam"));
    card->ruleButton()->click();
    QVERIFY(!card->rule()->isVisible());
  }

  void everyRuleFitsItsCard() {
    const Theme& theme = themes->theme();
    RuleView view(*themes);
    for (const int width : {248, 312}) {
      view.resize(theme.ipx(width - 20), 400);
      for (const OptimizerCard* card : optimizerCards()) {
        view.setCard(card);
        QVERIFY2(!view.lines().isEmpty(), card->id.c_str());
        view.resize(view.width(), view.heightForWidth(view.width()));
        const QImage image = view.grab().toImage();
        // Nothing is cut off at the right.
        for (int y = 0; y < image.height(); ++y)
          QVERIFY2(image.pixelColor(image.width() - 2, y) == image.pixelColor(image.width() - 1, y), card->id.c_str());
        for (const QString& line : view.lines()) {
          const auto count = [&](QChar sign) { return line.count(sign); };
          QVERIFY2(count(QLatin1Char('{')) == count(QLatin1Char('}')), qPrintable(line));
          QVERIFY2(count(QLatin1Char('(')) == count(QLatin1Char(')')), qPrintable(line));
        }
      }
    }
  }

  void scheduleNamesAreNotCutInTheirMiddle() {
    Scenario s = twoPanels();
    s.contenders[0].schedule = ScheduleChoice{"CosineAnnealingLR", {}};
    Shown shown(s);
    const ComboButton* choice = shown.card(0)->scheduleChoice();
    const QString brief = choice->currentData(ComboButton::shortText).toString();
    QCOMPARE(brief, QStringLiteral("cosine"));
    const QFontMetrics metrics(choice->font());
    // The room that the button has, less chevron and insets.
    const int room = choice->width() - themes->theme().ipx(36);
    QVERIFY(metrics.horizontalAdvance(choice->currentText()) > room);
    // Of each at least the first word is whole.
    for (const ScheduleCard* card : scheduleCards()) {
      const QString first = QString::fromStdString(card->label).section(QLatin1Char(' '), 0, 0) + QStringLiteral(" …");
      QVERIFY2(metrics.horizontalAdvance(first) <= room, card->label.c_str());
    }
    QVERIFY(choice->toolTip().contains(QStringLiteral("CosineAnnealingLR")));
  }

  void noFocusHasTwoFrames() {
    QWidget window;
    auto* column = new QVBoxLayout(&window);
    auto* push = new QPushButton(QStringLiteral("Push"), &window);
    auto* tool = new QToolButton(&window);
    tool->setText(QStringLiteral("Tool"));
    tool->setProperty("look", QStringLiteral("button"));
    auto* check = new QCheckBox(QStringLiteral("Check"), &window);
    auto* combo = new ComboButton(*themes, &window);
    combo->addItem(QStringLiteral("One"));
    auto* framed = new FlatButton(*themes, {}, QStringLiteral("Framed"), &window);
    framed->setFramed(true);
    auto* edit = new QLineEdit(&window);
    for (QWidget* each : std::initializer_list<QWidget*>{push, tool, check, combo, framed, edit})
      column->addWidget(each);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window, kPatience));
    const QColor accent = themes->theme().accent;
    for (QWidget* each : std::initializer_list<QWidget*>{push, tool, check, combo, framed, edit}) {
      each->setFocus(Qt::TabFocusReason);
      const QImage image = each->grab().toImage();
      int frames = 0;
      bool before = false;
      // From the upper edge down to the middle, where the label's left is.
      for (int y = 0; y < image.height() / 2; ++y) {
        const bool now = contrast(image.pixelColor(image.width() / 2, y), accent) < 1.2;
        frames += now && !before;
        before = now;
      }
      QVERIFY2(frames <= 1, each->metaObject()->className());
    }
  }

  void schedulesAreFoundByEitherName() {
    Shown shown(twoPanels());
    ComboButton* choice = shown.card(0)->scheduleChoice();
    for (const auto& [typed, id] : {std::pair("OneCycleLR", "OneCycleLR"), {"cosine", "CosineAnnealingLR"}}) {
      choice->showPopup();
      choice->view()->setCurrentIndex(choice->model()->index(0, 0));
      for (const char* letter = typed; *letter != 0; ++letter)
        choice->view()->keyboardSearch(QString(QLatin1Char(*letter)));
      QCOMPARE(choice->view()->currentIndex().data(Qt::UserRole).toString(), QString::fromLatin1(id));
      choice->hidePopup();
      // The next name begins anew.
      QTest::qWait(QApplication::keyboardInputInterval() + 50);
    }
  }

  // --- seen from the last row ----------------------------------------------------------------------------------

  void linesOfPathsAndChartsAreSeenOnTheirGround() {
    for (const Theme& theme : allThemes()) {
      for (std::size_t i = 0; i < theme.contenders.size(); ++i) {
        const QColor color = theme.contender(i).color;
        const QByteArray who = color.name().toLatin1() + (theme.dark ? " dark" : " light");
        const QColor ground = theme.pathGround();
        QVERIFY2(contrast(pathEdge(color, theme), ground) >= leastContrast, who.constData());
        for (int piece = 0; piece < pathShades; ++piece) {
          const QColor shade = pathShade(color, piece, theme);
          QVERIFY2(contrast(shade, ground) >= leastContrast || pathEdge(color, theme) != color, who.constData());
        }
        SeriesData series;
        series.color = color;
        for (const bool faint : {false, true}) {
          series.faint = faint;
          QVERIFY2(contrast(wholeLineColor(series, theme), theme.surface) >= leastContrast, who.constData());
        }
        QVERIFY2(contrast(textInk(color, theme.surface, theme.text), theme.surface) >= 4.5, who.constData());
      }
    }
  }

  void futurePathsAreSeenOnAnyMap() {
    for (const Theme& theme : allThemes()) {
      for (std::size_t i = 0; i < theme.contenders.size(); ++i) {
        for (const QColor& ground : {theme.mapLow, theme.mapHigh}) {
          constexpr int scale = 8;  // so that a line has pixels of its own
          const QRectF box(0, 0, 40, 20);
          QImage image(40 * scale, 20 * scale, QImage::Format_ARGB32_Premultiplied);
          image.setDevicePixelRatio(scale);
          image.fill(ground);
          QPainter painter(&image);
          auto points = std::make_shared<Points>(2, 2);
          *points << 0, 0.5, 1, 0.5;
          PathData path;
          path.points = points;
          path.color = theme.contender(i).color;
          path.marker = QStringLiteral("circle");
          const PlotFrame frame{box, {0, 1, 0, 1}};
          PathSource source{points, frame, {}, false};
          const PathPixels pixels = pathPixels(path, source);
          {
            StrokeCanvas canvas(painter, box, scale);
            paintPathPart(canvas, PathPart::Future, path, pixels, 0, theme);
            canvas.finish();
          }
          painter.end();
          // Across the line: somewhere two neighbours, line and casing or either and the ground, stand apart.
          double most = 0;
          std::vector<QColor> across;
          for (int y = 0; y < image.height(); ++y) across.push_back(image.pixelColor(20 * scale, y));
          for (const QColor& one : across) {
            for (const QColor& other : across) most = std::max(most, contrast(one, other));
          }
          QVERIFY2(most >= leastContrast - 0.05, qPrintable(path.color.name() + ground.name()));
        }
      }
    }
  }

  void bandsAndBasinsDifferInLightness() {
    for (const Theme& theme : allThemes()) {
      for (const std::array<double, 9>& eye : {kNoGreen, kNoRed}) {
        const auto apart = [&](const QColor& one, const QColor& other) {
          return std::abs(lightness(seenBy(eye, one)) - lightness(seenBy(eye, other)));
        };
        for (std::size_t i = 0; i < theme.outcome.size(); ++i) {
          for (std::size_t k = 0; k < i; ++k)
            QVERIFY2(apart(theme.outcome[i], theme.outcome[k]) >= 5,
                     qPrintable(theme.outcome[i].name() + theme.outcome[k].name()));
        }
        for (int i = 0; i < 4; ++i) {
          for (int k = 0; k < i; ++k) QVERIFY(apart(basinColor(theme, i), basinColor(theme, k)) >= 5);
        }
      }
    }
  }

  void highContrastIsATheme() {
    themes->setMode(ThemeController::Mode::HighContrast);
    for (const bool dark : {false, true}) {
      const Theme theme = makeTheme(dark, false, 13, true);
      for (const QColor& ground : {theme.window, theme.dock, theme.surface, theme.field, theme.rowHover}) {
        QVERIFY(contrast(theme.text, ground) >= 7);
        QVERIFY(contrast(theme.secondary, ground) >= 7);
        QVERIFY(contrast(theme.error, ground) >= 7);
      }
      QVERIFY(contrast(theme.border, theme.surface) >= 4.5);
      QVERIFY(contrast(theme.axis, theme.surface) >= 4.5);
      QVERIFY(contrast(theme.accent, theme.surface) >= 7);
    }
    QVERIFY(themes->theme().highContrast);
    Shown shown(twoPanels());
    shown.settle();
    QCOMPARE(shown.window.grab().toImage().pixelColor(1, 1), themes->theme().dock);
  }

  void titlesAreWholeAndNumbersAreNotCut() {
    Shown shown(startUpScenario(), {1366, 736});
    shown.window.run(Command::Explain);  // three charts side by side in what is left
    shown.settle();
    const QList<ChartCard*> charts = shown.window.findChildren<ChartCard*>();
    QCOMPARE(charts.size(), 3);
    for (ChartCard* chart : charts) {
      const auto* title = chart->findChild<ElidedLabel*>();
      QCOMPARE(title->shownText(), title->text());
    }
    // In the least window a panel's parameters are a sign before its title is cut.
    shown.window.run(Command::Explain);
    shown.window.resize(shown.window.minimumSize());
    shown.settle();
    for (const std::size_t i : {0U, 1U}) {
      const PanelHeader* header = shown.window.panel(i)->header();
      QVERIFY(i > 0 || header->title()->width() >= header->title()->sizeHint().width());
      QVERIFY(header->parameters()->text().isEmpty() && header->parameters()->isVisible());
      QVERIFY(header->parameters()->toolTip().contains(QStringLiteral(" = ")));
    }
    // "lr 0.0…" would be another rate.
    for (const ContenderHeader* header : shown.window.dock()->findChildren<ContenderHeader*>()) {
      for (const ElidedLabel* label : header->findChildren<ElidedLabel*>()) {
        if (label->isVisible()) QCOMPARE(label->shownText(), label->text());
      }
    }
    shown.window.resize(1600, 900);
    shown.settle();
    QCOMPARE(shown.window.panel(1)->header()->parameters()->text(), QStringLiteral("b = 10"));
  }

  void curvesAreNamedAtTheirEnds() {
    Shown shown(startUpScenario(), {1366, 736});
    shown.settle();
    const ChartPlot* chart = shown.window.findChildren<ChartPlot*>().first();
    ChartCache cache = prepareChart(chart->scene(), chart->rect());
    const std::vector<ChartName> names = chartNames(chart->scene(), cache);
    QCOMPARE(names.size(), shown.scenario().contenders.size());
    std::set<QString> called;
    for (std::size_t i = 0; i < names.size(); ++i) {
      called.insert(names[i].text);
      QVERIFY(cache.frame.rect.contains(names[i].box));
      for (std::size_t k = 0; k < i; ++k) QVERIFY(!names[i].box.intersects(names[k].box));
    }
    QVERIFY(called.contains(QStringLiteral("Momentum")));
    // In a frame too low for all of them the selected one is named first of all.
    shown.window.view().selectContender(3);
    shown.settle();
    cache = prepareChart(chart->scene(), QRectF(0, 0, 300, 70));
    const std::vector<ChartName> few = chartNames(chart->scene(), cache);
    QVERIFY(few.size() < names.size());
    if (!few.empty()) QCOMPARE(few.front().text, QStringLiteral("RMSprop"));
  }

  void namesGiveWayToTheCursor() {
    Shown shown(startUpScenario(), {1366, 736});
    shown.settle();
    const ChartPlot* chart = shown.window.findChildren<ChartPlot*>().first();
    ChartScene scene = chart->scene();
    const ChartCache cache = prepareChart(scene, chart->rect());
    for (const int step : {0, 150, 250, 280, 290, 298, 300}) {
      scene.cursor = step;
      const double x = cache.frame.xPixel(step);
      const std::vector<ChartName> names = chartNames(scene, cache);
      QCOMPARE(names.size(), cache.names.size());
      const auto [first, end] = markExtent(scene, cache);
      for (std::size_t k = 0; k < names.size(); ++k) {
        const QRectF& box = names[k].box;
        QVERIFY2(box.right() <= x - 5 || box.left() >= x + 5, qPrintable(QString::number(step)));
        QVERIFY(cache.frame.rect.contains(box));
        // What moved is painted anew, here and where it was.
        if (box != cache.names[k].box) QVERIFY(first <= box.left() && end >= cache.names[k].box.right());
      }
    }
  }

  // --- leaving -------------------------------------------------------------------------------------------------

  void aLayoutIsNoChangeOfTheDocument() {
    Shown shown(startUpScenario());
    const std::size_t panels = shown.scenario().panels.size();
    shown.window.findChildren<SegmentedControl*>().first()->findChildren<QAbstractButton*>().at(3)->click();
    QVERIFY(shown.scenario().panels.size() > panels);
    QVERIFY(!shown.window.model().modified());
    shown.window.model().edit(QStringLiteral("try"), [](Scenario& s) { s.steps += 1; });
    QVERIFY(shown.window.model().modified());
    shown.window.model().undoStack()->undo();
    QVERIFY(!shown.window.model().modified());
    shown.window.model().undoStack()->undo();
    QCOMPARE(shown.scenario().panels.size(), panels);
    QVERIFY(!shown.window.model().modified());
  }

  void whatWasTriedOnABuiltInIsKeptUnasked() {
    Shown shown(builtInScenarios()[3].scenario, {1600, 900}, true);
    shown.window.model().edit(QStringLiteral("try"), [](Scenario& s) { s.steps = 123; });
    const Scenario tried = shown.scenario();
    // A question would be closed as refused, and the scenario would stay.
    QTimer refuse;
    connect(&refuse, &QTimer::timeout, [] {
      if (auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) box->reject();
    });
    refuse.start(50);
    Document* document = &shown.window.document();
    document->askAndShow(builtInScenarios()[4].scenario);
    QVERIFY(shown.scenario() == builtInScenarios()[4].scenario);
    const QStringList recent = document->recent().paths();
    QCOMPARE(recent.size(), 1);
    QVERIFY(document->open(recent.first()));
    QCOMPARE(shown.scenario().steps, 123);
    QVERIFY(shown.scenario().contenders == tried.contenders);
    // Work of one's own is still asked for.
    shown.window.model().edit(QStringLiteral("try"), [](Scenario& s) { s.steps = 124; });
    document->askAndShow(builtInScenarios()[4].scenario);
    QCOMPARE(shown.scenario().steps, 124);
    shown.window.model().markSaved(shown.window.model().path());
  }
};

QTEST_MAIN(LectureTest)
#include "lecture_test.moc"
