// The whole window, driven by mouse and keys as its user would. Events go through the platform's window, so that hit
// testing, mouse grabs, focus and shortcuts take part.

#include "ui/window/main_window.h"

#include "core/scenario/scenario_file.h"
#include "tests/ui/shown_window.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_row.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/controls/buttons.h"
#include "ui/controls/number_field.h"
#include "ui/controls/option_row.h"
#include "ui/controls/panels.h"
#include "ui/controls/scrubber.h"
#include "ui/controls/value_slider.h"
#include "ui/look/contender_look.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_header.h"
#include "ui/panels/panel_options.h"
#include "ui/window/opening.h"
#include "ui/window/timeline_bar.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QLocale>
#include <QMessageBox>
#include <QMimeData>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QWheelEvent>
#include <QWindow>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

using namespace thalweg;

namespace {

constexpr int kPatience = 30'000;  // ms; only a broken program waits that long

/// One surface, on which the paths of different rates lie far apart.
Scenario ravineScenario() {
  Scenario s;
  s.title = "Test";
  s.panels = {{"rosenbrock", {{"b", 10}}, {}, {-1.3, 2.0}, {}}};
  s.contenders = {contender("SGD", {{"lr", 0.001}, {"momentum", 0.5}}), contender("Adam", {{"lr", 0.01}})};
  s.steps = 60;
  s.display.layout = 1;
  return s;
}

std::unique_ptr<ThemeController> themes;

/// A window on the screen with a scenario whose paths and surfaces are there.
struct Shown : ShownWindow {
  explicit Shown(const Scenario& scenario, QSize size = {1280, 720}, const QString& path = {})
      : ShownWindow(*themes, scenario, size, {}, path) {}
  [[nodiscard]] double rate(std::size_t index) { return scenario().contenders[index].options.at("lr").get<double>(); }
  [[nodiscard]] OptionRow* rateRow(std::size_t index) { return window.dock()->card(index)->options()->row("lr"); }
  [[nodiscard]] int undoCount() { return window.model().undoStack()->count(); }
  void doubleClick(const QWidget* widget, const QPointF& position) {
    QTest::mouseDClick(handle(), Qt::LeftButton, {}, at(widget, position));
  }
  void wheel(const QWidget* widget, const QPointF& position, int angle) {
    const QPoint local = at(widget, position);
    QWheelEvent event(local, handle()->mapToGlobal(local), {}, {0, angle}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(handle(), &event);
  }
  /// Puts `text` into a number field in place of what is there, and commits.
  void enter(NumberField* field, const char* text) {
    click(field);
    key(Qt::Key_A, Qt::ControlModifier);
    type(text);
    key(Qt::Key_Return);
  }
  void drop(const QList<QUrl>& urls) {
    QMimeData data;
    data.setUrls(urls);
    const QPoint where = window.rect().center();
    QDragEnterEvent enter(where, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(handle(), &enter);
    QDropEvent drop(where, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(handle(), &drop);
  }
  /// Whether a visible label of the window says this.
  [[nodiscard]] bool says(const QString& words) const {
    return std::ranges::any_of(window.findChildren<QLabel*>(),
                               [&](const QLabel* l) { return l->isVisible() && l->text().contains(words); });
  }
};

/// The same hue, clearly; the oldest steps of a path are drawn paler.
bool similar(const QColor& a, const QColor& b) {
  return std::abs(a.hsvHueF() - b.hsvHueF()) < 0.04F && a.hsvSaturationF() > 0.3F;
}

/// Whether a pixel of this colour lies within `reach` of a place.
bool hasColorNear(const QImage& image, const QPointF& place, const QColor& color, int reach = 2) {
  const qreal ratio = image.devicePixelRatio();
  const QPoint middle = (place * ratio).toPoint();
  for (int dy = -reach; dy <= reach; ++dy) {
    for (int dx = -reach; dx <= reach; ++dx) {
      const QPoint p = middle + QPoint(dx, dy);
      if (image.rect().contains(p) && similar(image.pixelColor(p), color)) return true;
    }
  }
  return false;
}

QPointF pixelOf(const PanelView& plot, const Trajectory& t, Index k) {
  return plot.frame().toPixel(t.points(k, 0), t.points(k, 1));
}

/// Points of `path` that are seen in the plot at least `distance` pixels away from every point of the other paths.
std::vector<QPointF> apart(const PanelView& plot, const Trajectory& path, const std::vector<const Trajectory*>& others,
                           double distance) {
  std::vector<QPointF> found;
  for (Index k = 0; k <= path.steps(); ++k) {
    const QPointF at = pixelOf(plot, path, k);
    if (!plot.frame().rect.adjusted(4, 4, -4, -4).contains(at)) continue;
    const bool free = std::ranges::all_of(others, [&](const Trajectory* other) {
      for (Index j = 0; j <= other->steps(); ++j) {
        const QPointF way = pixelOf(plot, *other, j) - at;
        if (std::hypot(way.x(), way.y()) < distance) return false;
      }
      return true;
    });
    if (free) found.push_back(at);
  }
  return found;
}

bool sameTrajectory(const Trajectory& a, const Trajectory& b) {
  return a.points.rows() == b.points.rows() && (a.points == b.points).all();
}

void write(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
    qFatal("cannot write %s", qPrintable(path));
}

QByteArray read(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read %s", qPrintable(path));
  return file.readAll();
}

}  // namespace

class MainWindowTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }
  void cleanup() {
    QLocale::setDefault(QLocale::c());
    themes->setMode(ThemeController::Mode::Light);
  }

  void optionsOfAPanelCloseWithEscAndByAClickBesideThem() {
    Shown shown(ravineScenario());
    PanelCard* card = shown.window.panel(0);
    const auto open = [&] {
      shown.click(card->header()->parameters());
      shown.settle();
      return card->options()->isVisible();
    };
    QVERIFY(open());
    // A mouse on the slider leaves the focus where it was.
    ValueSlider* slider = card->options()->form()->row("b")->slider();
    const QPointF middle = QRectF(slider->rect()).center();
    shown.press(slider, middle);
    shown.move(slider, middle + QPointF(9, 0));
    shown.release(slider, middle + QPointF(9, 0));
    QVERIFY(shown.scenario().panels[0].options.at("b").get<double>() != 10);
    QVERIFY(card->options()->isVisible());
    shown.key(Qt::Key_Escape);
    QVERIFY(!card->options()->isVisible());
    QVERIFY(!card->header()->parameters()->isChecked());
    QVERIFY(open());
    shown.click(card->plot(), card->plot()->frame().rect.bottomRight() - QPointF(30, 30));
    QVERIFY(!card->options()->isVisible());
  }

  void undoAfterATypedNumberTakesItBack() {
    Shown shown(ravineScenario());
    shown.enter(shown.rateRow(0)->field(), "0.002");
    QCOMPARE(shown.rate(0), 0.002);
    shown.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(shown.rate(0), 0.001);
    shown.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(shown.rate(0), 0.002);
  }

  void sliderDragChangesTheDrawnPathWhilePlaying() {
    Shown shown(ravineScenario());
    const auto before = shown.window.compute().paths().at(0, 0);
    QVERIFY(before);
    ValueSlider* slider = shown.rateRow(0)->slider();
    const double from = slider->positionToX(sliderPosition(slider->scale(), 0.001));
    const double to = slider->positionToX(sliderPosition(slider->scale(), 0.012));
    const double y = slider->height() / 2.0;

    shown.window.playback().setLoop(true);
    shown.key(Qt::Key_Space);
    QVERIFY(shown.window.playback().playing());
    QSignalSpy steps(&shown.window.playback(), &Playback::stepChanged);
    QSignalSpy paths(&shown.window.compute(), &ComputeController::pathsChanged);
    shown.press(slider, {from, y});
    shown.move(slider, {(from + to) / 2, y});
    QTRY_VERIFY_WITH_TIMEOUT(!paths.isEmpty(), kPatience);  // whole paths follow before the button is released
    QVERIFY(!sameTrajectory(*shown.window.compute().paths().at(0, 0), *before));
    steps.clear();
    QTRY_VERIFY_WITH_TIMEOUT(steps.size() > 2, kPatience);  // the cursor runs on under the held slider
    shown.move(slider, {to, y});
    shown.release(slider, {to, y});
    QVERIFY(shown.window.playback().playing());
    shown.settle();

    QVERIFY2(std::abs(shown.rate(0) / 0.012 - 1) < 0.1, qPrintable(QString::number(shown.rate(0))));
    const auto after = shown.window.compute().paths().at(0, 0);
    const auto objective = shown.window.compute().objective(0);
    QVERIFY(sameTrajectory(*after, trace(shown.scenario(), 0, *objective, {-1.3, 2.0})));

    // On the screen: the colour is where only the new path leads, and no longer where only the old one led.
    const auto other = shown.window.compute().paths().at(0, 1);
    const std::vector<QPointF> fresh = apart(*shown.plot(), *after, {before.get(), other.get()}, 12);
    QVERIFY2(fresh.size() >= 5, qPrintable(QString::number(fresh.size())));
    shown.window.playback().stepBy(60);  // the slider has the keys now
    shown.settle();
    const QColor color = contenderMark(themes->theme(), shown.scenario(), 0).color;
    const QImage now = shown.plot()->grab().toImage();
    const auto colored = [&](const QImage& image) {
      return std::ranges::count_if(fresh, [&](const QPointF& place) { return hasColorNear(image, place, color); });
    };
    QVERIFY2(colored(now) * 10 >= std::ssize(fresh) * 8,
             qPrintable(QStringLiteral("%1 of %2").arg(colored(now)).arg(fresh.size())));
    shown.key(Qt::Key_Z, Qt::ControlModifier);
    shown.settle();
    QCOMPARE(colored(shown.plot()->grab().toImage()), 0);
  }

  void oneDragIsOneUndoEntry() {
    Shown shown(ravineScenario());
    const Scenario original = shown.scenario();
    ValueSlider* slider = shown.rateRow(0)->slider();
    const double from = slider->positionToX(sliderPosition(slider->scale(), 0.001));
    const double y = slider->height() / 2.0;
    shown.press(slider, {from, y});
    for (int i = 1; i <= 10; ++i) shown.move(slider, {from + 3 * i, y});
    shown.release(slider, {from + 30, y});
    QCOMPARE(shown.undoCount(), 1);
    const Scenario dragged = shown.scenario();
    QVERIFY(!(dragged == original));
    shown.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(shown.scenario() == original);
    QCOMPARE(slider->value(), 0.001);
    shown.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(shown.scenario() == dragged);
    QCOMPARE(slider->value(), shown.rate(0));
    // A second drag is an entry of its own.
    const double there = slider->positionToX(sliderPosition(slider->scale(), slider->value()));
    shown.press(slider, {there, y});
    shown.move(slider, {there - 10, y});
    shown.release(slider, {there - 10, y});
    QCOMPARE(shown.undoCount(), 2);
    shown.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(shown.scenario() == dragged);
  }

  void startDragMovesTheStartAndThePathFollows() {
    Shown shown(ravineScenario());
    PanelView* plot = shown.plot();
    const Scenario original = shown.scenario();
    const QPointF from = plot->frame().toPixel(-1.3, 2.0);
    const QPointF to = plot->frame().toPixel(0.5, 2.2);
    shown.press(plot, from);
    shown.move(plot, (from + to) / 2);
    shown.move(plot, to);
    shown.release(plot, to);
    shown.settle();
    const std::vector<double> start = shown.scenario().panels[0].start;
    QCOMPARE(start.size(), std::size_t{2});
    const double pixel = 1.5 / plot->frame().xScale();
    QVERIFY(std::abs(start[0] - 0.5) < pixel && std::abs(start[1] - 2.2) < pixel);
    for (std::size_t c = 0; c < 2; ++c) {
      const auto path = shown.window.compute().paths().at(0, c);
      QCOMPARE(path->points(0, 0), start[0]);
      QCOMPARE(path->points(0, 1), start[1]);
    }
    QCOMPARE(shown.undoCount(), 1);
    shown.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(shown.scenario() == original);
  }

  void clickOnTheStartChangesNothing() {
    Scenario scenario = ravineScenario();
    scenario.panels[0].start.clear();  // the objective's own
    Shown shown(scenario);
    const auto start = shown.window.compute().objective(0)->starts().front();
    shown.click(shown.plot(), shown.plot()->frame().toPixel(start[0], start[1]));
    QVERIFY(shown.scenario() == scenario);
    QCOMPARE(shown.undoCount(), 0);
  }

  void spacePlaysAndPauses() {
    Shown shown(ravineScenario());
    Playback& playback = shown.window.playback();
    QVERIFY(!playback.playing());
    shown.key(Qt::Key_Space);
    QVERIFY(playback.playing());
    QTRY_VERIFY_WITH_TIMEOUT(playback.step() > 3, kPatience);
    shown.key(Qt::Key_Space);
    QVERIFY(!playback.playing());
    const auto step = playback.step();
    QTest::qWait(100);
    QCOMPARE(playback.step(), step);
  }

  void arrowsStepByOne() {
    Shown shown(ravineScenario());
    Playback& playback = shown.window.playback();
    shown.key(Qt::Key_Right);
    shown.key(Qt::Key_Right);
    shown.key(Qt::Key_Right);
    QCOMPARE(playback.step(), 3);
    shown.key(Qt::Key_Left);
    QCOMPARE(playback.step(), 2);
    QCOMPARE(shown.plot()->scene().cursor, 2);
    QCOMPARE(shown.window.timeline()->scrubber()->step(), 2);
    shown.key(Qt::Key_End);
    QCOMPARE(playback.step(), 60);
    shown.key(Qt::Key_Right);
    QCOMPARE(playback.step(), 60);
    shown.key(Qt::Key_Home);
    QCOMPARE(playback.step(), 0);
    shown.key(Qt::Key_Left);
    QCOMPARE(playback.step(), 0);
    // Stepping stops what plays.
    shown.key(Qt::Key_Space);
    shown.key(Qt::Key_Right);
    QVERIFY(!playback.playing());
    QCOMPARE(shown.undoCount(), 0);
  }

  void keysWorkAfterAPanelAndACardWereClicked() {
    Shown shown(ravineScenario());
    shown.click(shown.plot(), shown.plot()->frame().rect.topRight() + QPointF(-20, 20));
    shown.key(Qt::Key_Right);
    QCOMPARE(shown.window.playback().step(), 1);
    shown.click(shown.window.dock()->card(1), {60, 10});
    QCOMPARE(shown.window.view().now().contender, std::size_t{1});
    shown.key(Qt::Key_Right);
    QCOMPARE(shown.window.playback().step(), 2);
    shown.key(Qt::Key_Space);
    QVERIFY(shown.window.playback().playing());
  }

  void plusAndMinusChangeTheSpeed() {
    Shown shown(ravineScenario());
    Playback& playback = shown.window.playback();
    const double speed = playback.speed();
    shown.key(Qt::Key_Plus);
    QVERIFY(playback.speed() > speed);
    shown.key(Qt::Key_Minus);
    shown.key(Qt::Key_Minus);
    QVERIFY(playback.speed() < speed);
    for (int i = 0; i < 60; ++i) shown.key(Qt::Key_Minus);
    QCOMPARE(playback.speed(), Playback::slowest);
    for (int i = 0; i < 60; ++i) shown.key(Qt::Key_Plus);
    QCOMPARE(playback.speed(), Playback::fastest);
  }

  void digitsHideAndShowContenders() {
    Shown shown(ravineScenario());
    const auto cells = [&] { return shown.window.panel(0)->outcomes()->entries().size(); };
    QCOMPARE(cells(), std::size_t{2});
    shown.key(Qt::Key_2);
    shown.settle();
    QVERIFY(shown.scenario().contenders[1].hidden);
    QVERIFY(!shown.scenario().contenders[0].hidden);
    QVERIFY(!shown.plot()->scene().paths[1].visible);
    QCOMPARE(cells(), std::size_t{1});
    shown.key(Qt::Key_9);  // there is no ninth
    shown.key(Qt::Key_2);
    QVERIFY(!shown.scenario().contenders[1].hidden);
    QCOMPARE(shown.undoCount(), 2);
  }

  void clickIntoAChartSeeks() {
    Shown shown(ravineScenario());
    ChartPlot* chart = shown.window.charts()->chart(0)->plot();
    const QRectF frame = chart->frame().rect;
    shown.click(chart, {chart->frame().xPixel(40), frame.center().y()});
    QVERIFY(std::abs(shown.window.playback().step() - 40) <= 1);
    shown.click(chart, {chart->frame().xPixel(10), frame.center().y()});
    QVERIFY(std::abs(shown.window.playback().step() - 10) <= 1);
    QCOMPARE(shown.plot()->scene().cursor, shown.window.playback().step());
  }

  void scrubberSeeks() {
    Shown shown(ravineScenario());
    Scrubber* scrubber = shown.window.timeline()->scrubber();
    const double y = scrubber->height() / 2.0;
    shown.press(scrubber, {scrubber->stepToX(20), y});
    QCOMPARE(shown.window.playback().step(), 20);
    shown.move(scrubber, {scrubber->stepToX(45), y});
    QCOMPARE(shown.window.playback().step(), 45);
    shown.release(scrubber, {scrubber->stepToX(45), y});
    QCOMPARE(shown.undoCount(), 0);
  }

  void typedNumbersApply_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("value");
    QTest::newRow("decimal") << "0.0625" << 0.0625;
    QTest::newRow("exponent") << "1e-3" << 1e-3;
    QTest::newRow("capital exponent") << "2.5E-2" << 2.5e-2;
    QTest::newRow("plus") << "+.5" << 0.5;
    QTest::newRow("beyond the slider") << "1e6" << 1e6;
    QTest::newRow("zero") << "0" << 0.0;
  }

  void typedNumbersApply() {
    QFETCH(const QString, text);
    QFETCH(const double, value);
    for (const QLocale& locale : {QLocale::c(), QLocale(QLocale::German, QLocale::Germany)}) {
      QLocale::setDefault(locale);
      Shown shown(ravineScenario());
      shown.click(shown.window.dock()->card(1), {60, 10});  // unfolds it
      shown.enter(shown.rateRow(1)->field(), text.toLatin1().constData());
      QCOMPARE(shown.rate(1), value);
      QCOMPARE(shown.undoCount(), 1);
    }
  }

  void unusableNumbersLeaveTheLastGoodValue_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("two points") << "0.0.8";
    QTest::newRow("comma") << "0,08";
    QTest::newRow("words") << "fast";
    QTest::newRow("out of range") << "-1";
    QTest::newRow("nan") << "nan";
    QTest::newRow("infinite") << "1e999";
  }

  void unusableNumbersLeaveTheLastGoodValue() {
    QFETCH(const QString, text);
    for (const QLocale& locale : {QLocale::c(), QLocale(QLocale::German, QLocale::Germany)}) {
      QLocale::setDefault(locale);
      Shown shown(ravineScenario());
      const Scenario original = shown.scenario();
      OptionRow* row = shown.rateRow(1);
      shown.click(shown.window.dock()->card(1), {60, 10});
      auto* message = row->findChild<InlineMessage*>();
      QVERIFY(message && !message->isVisible());
      shown.enter(row->field(), text.toLatin1().constData());
      QVERIFY(shown.scenario() == original);
      QVERIFY(message->isVisible());
      QVERIFY2(message->text().contains(text), qPrintable(message->text()));
      QVERIFY2(message->text().contains(QLatin1String("0.01")), qPrintable(message->text()));
      shown.enter(row->field(), "0.02");
      QVERIFY(!message->isVisible());
      QCOMPARE(shown.rate(1), 0.02);
    }
  }

  void savedTextIsTheSameInEveryLocale() {
    QTemporaryDir folder;
    QByteArray texts[2];
    for (int i = 0; i < 2; ++i) {
      QLocale::setDefault(i == 0 ? QLocale::c() : QLocale(QLocale::German, QLocale::Germany));
      const QString path = folder.filePath(QStringLiteral("%1.thalweg").arg(i));
      Shown shown(ravineScenario(), {1280, 720}, path);
      shown.enter(shown.rateRow(0)->field(), "0.0125");
      shown.key(Qt::Key_S, Qt::ControlModifier);
      texts[i] = read(path);
    }
    QVERIFY(texts[0].contains("0.0125"));
    QCOMPARE(texts[1], texts[0]);
  }

  void savingAndOpeningAgainGivesTheSameScenario() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("saved.thalweg"));
    Shown shown(startUpScenario(), {1280, 720}, path);
    shown.window.playback().setPlaying(false);
    shown.window.playback().setStep(17);
    shown.enter(shown.rateRow(0)->field(), "0.0321");
    QVERIFY(shown.window.isWindowModified());
    shown.key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(!shown.window.isWindowModified());
    Scenario expected = shown.scenario();
    expected.display.step = 17;
    expected.display.playing = false;
    QVERIFY(loadScenario(path.toStdString()) == expected);
    shown.window.show(ravineScenario());
    QVERIFY(shown.window.open(path));
    QVERIFY(shown.scenario() == expected);
    QCOMPARE(shown.window.playback().step(), 17);
    QVERIFY(shown.window.playback().loop());
    QVERIFY(!shown.window.isWindowModified());
    QCOMPARE(shown.undoCount(), 0);
  }

  void savingWhereNothingCanBeWrittenSaysSo() {
    Shown shown(ravineScenario(), {1280, 720}, QStringLiteral("/nowhere/at/all.thalweg"));
    shown.enter(shown.rateRow(0)->field(), "0.0321");
    shown.key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(shown.window.isWindowModified());
    QVERIFY(shown.says(QStringLiteral("/nowhere/at/all.thalweg")));
  }

  void openingABadFileKeepsTheScenario_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    QTest::newRow("no JSON") << QByteArray("\x7f\x45LF\0\1\2", 7) << "line 1";
    QTest::newRow("empty") << QByteArray() << "line 1";
    QTest::newRow("typo") << QByteArray(R"({"thalweg": 1, "stpes": 3})") << "stpes";
    QTest::newRow("unknown id") << QByteArray(R"({"thalweg": 1, "panels": [{"objective": "spere"}]})")
                                << "panels[0].objective";
  }

  void openingABadFileKeepsTheScenario() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, words);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bad.thalweg"));
    write(path, bytes);
    Shown shown(ravineScenario());
    const Scenario original = shown.scenario();
    QVERIFY(!shown.window.open(path));
    QVERIFY(shown.scenario() == original);
    QVERIFY(shown.says(words));
    QVERIFY(!shown.window.open(folder.path()));
    QVERIFY(!shown.window.open(folder.filePath(QStringLiteral("missing"))));
    QVERIFY(shown.scenario() == original);
    QVERIFY(shown.window.compute().paths().at(0, 0));
  }

  void droppedFilesOpen() {
    QTemporaryDir folder;
    const QString junk = folder.filePath(QStringLiteral("junk"));
    const QString good = folder.filePath(QStringLiteral("good.thalweg"));
    write(junk, QByteArray("\0\1\2\377not a scenario", 18));
    saveScenario(startUpScenario(), good.toStdString());
    Shown shown(ravineScenario());
    const Scenario original = shown.scenario();
    shown.drop({QUrl::fromLocalFile(junk)});
    QVERIFY(shown.scenario() == original);
    QVERIFY(shown.says(junk));
    shown.drop({QUrl(QStringLiteral("https://example.org/x.thalweg"))});
    QVERIFY(shown.scenario() == original);
    shown.drop({QUrl::fromLocalFile(good)});
    QVERIFY(shown.scenario() == startUpScenario());
    QCOMPARE(shown.window.model().path(), good);
    QVERIFY(!shown.says(junk));
  }

  void droppedFileDoesNotReplaceUnsavedWorkUnasked() {
    QTemporaryDir folder;
    const QString good = folder.filePath(QStringLiteral("good.thalweg"));
    saveScenario(startUpScenario(), good.toStdString());
    Shown shown(ravineScenario());
    shown.enter(shown.rateRow(0)->field(), "0.0321");
    const Scenario edited = shown.scenario();
    bool asked = false;
    QTimer answer;
    connect(&answer, &QTimer::timeout, this, [&] {
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      if (!box) return;
      asked = true;
      answer.stop();
      box->button(QMessageBox::Cancel)->click();
    });
    answer.start(10);
    shown.drop({QUrl::fromLocalFile(good)});
    QVERIFY(asked);
    QVERIFY(shown.scenario() == edited);
  }

  void themeSwitchRepaintsAndNothingElse() {
    Shown shown(ravineScenario());
    const Scenario original = shown.scenario();
    const QImage light = shown.window.grab().toImage();
    themes->setMode(ThemeController::Mode::Dark);
    shown.settle();
    const QImage dark = shown.window.grab().toImage();
    QVERIFY(shown.scenario() == original);
    QCOMPARE(shown.undoCount(), 0);
    const QPoint inDock = shown.at(shown.window.dock(), QPointF(4, shown.window.dock()->height() - 4.0));
    const QPoint inPanel = shown.at(shown.plot(), QPointF(2, 2));
    QCOMPARE(dark.pixelColor(inDock), themes->theme().dock);
    QCOMPARE(dark.pixelColor(inPanel), themes->theme().surface);
    // Every part follows: no region keeps the light ground.
    for (const QWidget* part :
         {static_cast<QWidget*>(shown.window.timeline()), static_cast<QWidget*>(shown.window.charts()->chart(0)),
          static_cast<QWidget*>(shown.window.dock()->card(0)), static_cast<QWidget*>(shown.window.panel(0))}) {
      const QRect area(shown.at(part, {}), part->size());
      const auto lightness = [&area](const QImage& image) {
        double sum = 0;
        for (int y = area.top(); y <= area.bottom(); y += 3) {
          for (int x = area.left(); x <= area.right(); x += 3) sum += image.pixelColor(x, y).lightnessF();
        }
        return sum * 9 / (area.width() * area.height());
      };
      QVERIFY2(lightness(dark) < 0.5 && lightness(light) > 0.5, part->metaObject()->className());
    }
    themes->setMode(ThemeController::Mode::Light);
    shown.settle();
    QCOMPARE(shown.window.grab().toImage().pixelColor(inPanel), light.pixelColor(inPanel));
  }

  void layoutButtonsShowThatManyPanels() {
    Shown shown(startUpScenario(), {1920, 1080});
    const auto visible = [&] {
      const auto cards = shown.window.findChildren<PanelCard*>();
      return std::ranges::count_if(cards, [](const PanelCard* card) { return card->isVisible(); });
    };
    QCOMPARE(visible(), 3);
    auto* layouts = shown.window.findChild<SegmentedControl*>();
    const auto segments = layouts->findChildren<QAbstractButton*>();
    QCOMPARE(segments.size(), 5);
    const std::array<int, 5> counts = {1, 2, 3, 4, 6};
    for (const int i : {4, 0, 3, 1, 2}) {
      const int count = counts[static_cast<std::size_t>(i)];
      const auto segment = std::ranges::find_if(
          segments, [count](const QAbstractButton* b) { return b->text() == QString::number(count); });
      QVERIFY(segment != segments.end());
      shown.click(*segment);
      shown.settle();
      QCOMPARE(visible(), count);
      QCOMPARE(shown.scenario().display.layout, count);
      std::set<std::string> objectives;
      for (const Panel& panel : shown.scenario().panels) objectives.insert(panel.objective);
      QCOMPARE(objectives.size(), shown.scenario().panels.size());
      for (int p = 0; p < count; ++p) {
        const auto index = static_cast<std::size_t>(p);
        QVERIFY(shown.window.compute().surface(index));
        QVERIFY(shown.window.compute().paths().at(index, 0));
      }
    }
    validateScenario(shown.scenario());
  }

  void wheelZoomsAndDoubleClickFits() {
    Shown shown(ravineScenario());
    PanelView* plot = shown.plot();
    const View whole = plot->shownView();
    const QPointF pointer = plot->frame().toPixel(1.0, 1.0);
    shown.wheel(plot, pointer, 120);
    shown.wheel(plot, pointer, 120);
    shown.settle();
    const View zoomed = plot->shownView();
    QVERIFY(zoomed.xMax - zoomed.xMin < 0.8 * (whole.xMax - whole.xMin));
    const QPointF held = plot->frame().toPixel(1.0, 1.0) - pointer;  // what lies under the pointer stays there
    QVERIFY(std::hypot(held.x(), held.y()) < 2);
    QVERIFY(shown.scenario().panels[0].view.has_value());
    // Its outermost nodes stand half a cell within the box.
    const Field& field = *shown.window.compute().surface(0)->field;
    const double cell = (zoomed.xMax - zoomed.xMin) / static_cast<double>(field.columns);
    QVERIFY(std::abs(field.view.xMin - cell / 2 - zoomed.xMin) < 1e-9);
    QVERIFY(std::abs(field.view.xMax + cell / 2 - zoomed.xMax) < 1e-9);
    shown.doubleClick(plot, pointer);
    shown.settle();
    // Paths that are small in the box are fitted first, the whole box the next time.
    if (shown.scenario().panels[0].view.has_value()) {
      QTest::qWait(2 * QApplication::doubleClickInterval());
      shown.doubleClick(plot, pointer);
      shown.settle();
    }
    QVERIFY(!shown.scenario().panels[0].view.has_value());
    QVERIFY(plot->shownView() == whole);
    shown.wheel(plot, pointer, -120);
    shown.settle();
    QVERIFY(plot->shownView().xMax > whole.xMax);
  }

  void panningMovesTheView() {
    Shown shown(ravineScenario());
    PanelView* plot = shown.plot();
    const View before = plot->shownView();
    const QPointF from = plot->frame().rect.topRight() + QPointF(-60, 60);
    shown.press(plot, from);
    shown.move(plot, from + QPointF(-20, 10));
    shown.move(plot, from + QPointF(-40, 20));
    shown.release(plot, from + QPointF(-40, 20));
    shown.settle();
    const View after = plot->shownView();
    const double dx = 40 / plot->frame().xScale();
    QVERIFY(std::abs(after.xMin - before.xMin - dx) < 0.1 * dx);
    QVERIFY(after.yMin > before.yMin);
    QCOMPARE(shown.undoCount(), 1);
  }

  void loopBeginsAgainAtTheEnd() {
    Scenario scenario = ravineScenario();
    scenario.steps = 12;
    scenario.display.loop = true;
    scenario.display.speed = 20;
    Shown shown(scenario);
    Playback& playback = shown.window.playback();
    QVERIFY(playback.loop());
    QSignalSpy steps(&playback, &Playback::stepChanged);
    shown.key(Qt::Key_Space);
    const auto wrapped = [&steps] {
      for (qsizetype i = 1; i < steps.size(); ++i) {
        if (steps[i][0].toLongLong() < steps[i - 1][0].toLongLong()) return steps[i - 1][0].toLongLong() == 12;
      }
      return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(wrapped(), kPatience);
    QVERIFY(playback.playing());
  }

  void withoutLoopPlayingStopsAtTheEndAndSpaceBeginsAnew() {
    Scenario scenario = ravineScenario();
    scenario.steps = 12;
    scenario.display.speed = 20;
    Shown shown(scenario);
    Playback& playback = shown.window.playback();
    shown.key(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(!playback.playing(), kPatience);
    QCOMPARE(playback.step(), 12);
    playback.setSpeed(Playback::slowest);
    shown.key(Qt::Key_Space);
    QVERIFY(playback.playing());
    QVERIFY(playback.step() < 12);
  }

  void panelsMayGoWhileTheirSurfacesAreComputed() {
    Scenario many = startUpScenario();
    for (const char* id : {"himmelblau", "shubert", "eggholder"}) many.panels.push_back({id, {}, {}, {}, {}});
    many.display.layout = 6;
    Shown shown(many, {1920, 1080});
    shown.window.playback().setPlaying(true);
    for (int round = 0; round < 6; ++round) {
      shown.window.model().edit(QStringLiteral("remove"), [&](Scenario& s) {
        s.panels.erase(s.panels.begin(), s.panels.begin() + 1 + round % 4);
      });
      QTest::qWait(round);
      shown.key(Qt::Key_Z, Qt::ControlModifier);
      for (std::size_t i = 0; i < 6; ++i) shown.wheel(shown.plot(i), QPointF(shown.plot(i)->rect().center()), 120);
      QTest::qWait(round);
    }
    shown.window.model().edit(QStringLiteral("remove"), [](Scenario& s) { s.panels.erase(s.panels.begin()); });
    shown.settle();
    QCOMPARE(shown.window.compute().panels(), std::size_t{5});
    for (std::size_t i = 0; i < 5; ++i) {
      QVERIFY(shown.window.compute().surface(i));
      QVERIFY(shown.window.compute().surface(i)->objective == shown.window.compute().objective(i));
      const auto start = shown.window.compute().paths().at(i, 0)->points.row(0);
      const std::vector<double> expected = startPoint(shown.scenario(), i, 0, *shown.window.compute().objective(i));
      QCOMPARE(start[0], expected[0]);
      QCOMPARE(start[1], expected[1]);
    }
  }

  void surfacesOfOneAndTwoDimensionsReplaceEachOther() {
    Shown shown(ravineScenario());
    for (const char* id : {"parabola", "himmelblau", "double_well", "sphere", "rippled_bowl"}) {
      shown.window.model().edit(QStringLiteral("choose"), [id](Scenario& s) { s.panels[0] = {id, {}, {}, {}, {}}; });
      QVERIFY(!shown.window.grab().isNull());  // while the old paths are still there
      shown.settle();
      const auto objective = shown.window.compute().objective(0);
      QCOMPARE(shown.plot()->scene().isCurve(), objective->dimension() == 1);
      QCOMPARE(shown.window.compute().paths().at(0, 0)->points.cols(), objective->dimension());
    }
  }

  void groupsBeyondASurfacesCoordinatesSaySoAndDoNotEndTheProgram() {
    Scenario scenario = ravineScenario();
    scenario.contenders[0].groups = {{{1}, {{"lr", 0.002}}}};
    validateScenario(scenario);
    Shown shown(scenario);
    shown.window.model().edit(QStringLiteral("choose"), [](Scenario& s) {
      s.panels[0] = {"parabola", {}, {}, {}, {}};
    });
    shown.settle();
    QVERIFY(!shown.window.compute().paths().at(0, 0));
    QVERIFY(shown.window.compute().paths().at(0, 1));
    shown.key(Qt::Key_Z, Qt::ControlModifier);
    shown.settle();
    QVERIFY(shown.window.compute().paths().at(0, 0));
  }

  void schedulesWithAListForEachGroupAreShown() {
    Scenario scenario = ravineScenario();
    scenario.contenders[0].groups = {{{1}, {{"lr", 0.002}}}};
    scenario.contenders[0].schedule = {"LambdaLR", {{"lr_lambda", {"0.95**t", "0.9**t"}}}};
    validateScenario(scenario);
    Shown shown(scenario);
    QVERIFY(shown.window.compute().paths().at(0, 0));
    QCOMPARE(shown.window.compute().paths().at(0, 0)->rates.cols(), 2);
    // A list of the wrong length never becomes the scenario's.
    shown.window.model().edit(QStringLiteral("ungroup"), [](Scenario& s) { s.contenders[0].groups.clear(); });
    shown.settle();
    QVERIFY(!shown.window.compute().paths().at(0, 0));
    QVERIFY(shown.window.compute().paths().at(0, 1));
  }

  void nothingIsClippedOrOverlaps_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("layout");
    for (const QSize size : {leastWindow, QSize(1024, 600), QSize(1366, 768), QSize(1920, 1080)}) {
      for (const int layout : {1, 2, 3, 4, 6}) {
        QTest::addRow("%d x %d, layout %d", size.width(), size.height(), layout) << size << layout;
      }
    }
  }

  void nothingIsClippedOrOverlaps() {
    QFETCH(const QSize, size);
    QFETCH(const int, layout);
    Scenario scenario = startUpScenario();
    scenario.display.playing = false;
    scenario.display.layout = layout;
    for (const char* id : {"himmelblau", "beale", "styblinski_tang"}) scenario.panels.push_back({id, {}, {}, {}, {}});
    Shown shown(scenario, size);
    shown.settle();
    QCOMPARE(shown.window.size(), size);
    for (const QWidget* widget : shown.window.findChildren<QWidget*>()) {
      const QWidget* parent = widget->parentWidget();
      if (!widget->isVisible() || widget->isWindow()) continue;
      const QString name = QStringLiteral("%1 %2 in %3")
                               .arg(QLatin1String(widget->metaObject()->className()), widget->accessibleName(),
                                    QLatin1String(parent->metaObject()->className()));
      const auto* area = qobject_cast<const QScrollArea*>(parent->parentWidget());
      if (area && area->widget() == widget) {  // a list may be longer than what is seen of it, not wider
        QVERIFY2(widget->width() <= parent->width(), qPrintable(name));
        continue;
      }
      QVERIFY2(parent->rect().contains(widget->geometry()), qPrintable(name));
      const QSize least = widget->minimumSizeHint();
      QVERIFY2(widget->width() >= least.width() && widget->height() >= least.height(),
               qPrintable(QStringLiteral("%1: %2 x %3 of %4 x %5")
                              .arg(name)
                              .arg(widget->width())
                              .arg(widget->height())
                              .arg(least.width())
                              .arg(least.height())));
      for (const QObject* object : parent->children()) {
        const auto* sibling = qobject_cast<const QWidget*>(object);
        if (!sibling || sibling == widget || !sibling->isVisible() || sibling->isWindow()) continue;
        QVERIFY2(!sibling->geometry().intersects(widget->geometry()),
                 qPrintable(name + QStringLiteral(" over ") + QLatin1String(sibling->metaObject()->className())));
      }
    }
  }

  void everyControlHasANameAndATip() {
    Shown shown(startUpScenario());
    for (const QWidget* widget : shown.window.findChildren<QWidget*>()) {
      if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) || widget->isWindow()) continue;
      if (qobject_cast<const QAbstractScrollArea*>(widget)) continue;
      const QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
      QVERIFY2(spoken && !spoken->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
    }
  }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
