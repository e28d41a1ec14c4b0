// Recorded runs in the window: dropped, shown, saved beside their file, read in the background, stopped, refused.
// Events go through the platform's window.

#include "core/recorded/recorded_file.h"
#include "core/scenario/scenario_file.h"
#include "tests/ui/settle.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/controls/message_bar.h"
#include "ui/controls/value_slider.h"
#include "ui/document/document.h"
#include "ui/scenes/assembly.h"
#include "ui/window/main_window.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QTemporaryDir>
#include <QToolButton>
#include <QWindow>
#include <QtTest>

#include <filesystem>

using namespace thalweg;

namespace {

constexpr int kPatience = 30'000;  // ms; only a broken program waits that long

std::unique_ptr<ThemeController> themes;

QString golden(const char* name) { return QStringLiteral(THALWEG_TEST_DATA "/golden/recorded/") + QLatin1String(name); }

struct Window {
  QTemporaryDir folder;
  MainWindow window{*themes, {}};

  Window() {
    window.resize(1366, 768);
    window.move(0, 0);
    window.show(startUpScenario());
    window.show();
    if (!QTest::qWaitForWindowExposed(&window, kPatience)) qFatal("the window did not open");
    window.playback().setPlaying(false);
    settle(window);
  }
  void drop(const QString& file) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    const QPoint where = window.rect().center();
    QDragEnterEvent enter(where, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(window.windowHandle(), &enter);
    QDropEvent drop(where, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(window.windowHandle(), &drop);
    settle(window);
  }
  [[nodiscard]] const Scenario& scenario() { return window.model().scenario(); }
  [[nodiscard]] QString in(const char* name) const { return folder.filePath(QLatin1String(name)); }
};

void write(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write");
}

/// Some megabytes of weights, more than a scenario's file may have, as NumPy would store them.
QByteArray largeRun() {
  constexpr int rows = 48;
  constexpr int columns = 100'000;
  QByteArray header = QByteArrayLiteral("{'descr': '<f4', 'fortran_order': False, 'shape': (48, 100000), }");
  while ((header.size() + 11) % 64 != 0) header += ' ';
  header += '\n';
  QByteArray bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(header.size() % 256);
  bytes += static_cast<char>(header.size() / 256);
  bytes += header;
  std::vector<float> weights(static_cast<std::size_t>(rows) * columns);
  for (std::size_t i = 0; i < weights.size(); ++i)
    weights[i] = static_cast<float>(i / columns) * (i % 2 == 0 ? 1.0F : 0.5F);
  return bytes + QByteArray(reinterpret_cast<const char*>(weights.data()),
                            static_cast<qsizetype>(weights.size() * sizeof(float)));
}

}  // namespace

class RecordedWindowTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { themes = std::make_unique<ThemeController>(qApp); }
  void cleanupTestCase() { themes.reset(); }

  void aDroppedRunIsShown() {
    Window shown;
    shown.drop(golden("moons.npz"));
    const Scenario& scenario = shown.scenario();
    QCOMPARE(scenario.contenders.size(), std::size_t{1});
    QCOMPARE(scenario.steps, std::int64_t{120});
    const auto path = shown.window.compute().paths().at(0, 0);
    QVERIFY(path);
    QVERIFY((path->loss == scenario.recorded->runs[0].loss).all());
    // The surface that was stored lies under it.
    const auto surface = shown.window.compute().surface(0);
    QVERIFY(surface && surface->field && surface->field->finite > 0);
    QVERIFY(shown.window.compute().plane(0)->problem.empty());
    // All of the run is in sight.
    const PanelScene scene = panelScene(scenario, 0, shown.window.compute().results(0), {0, 0}, themes->theme());
    for (Index k = 0; k <= path->steps(); ++k) {
      const Plane::Place place = scene.plane.project(path->points, k);
      QVERIFY(place.x > scene.view.xMin && place.x < scene.view.xMax);
      QVERIFY(place.y > scene.view.yMin && place.y < scene.view.yMax);
    }
    // Nothing can be set, and Save asks for a name: the run's file is no scenario.
    for (const ValueSlider* slider : shown.window.dock()->card(0)->findChildren<ValueSlider*>())
      QVERIFY(!slider->isVisible());
    QCOMPARE(shown.window.model().path(), QString());
    QVERIFY(!shown.window.model().modified());
  }

  void withoutASurfaceThePlaneSaysSo() {
    Window shown;
    shown.drop(golden("digits.safetensors"));
    const auto surface = shown.window.compute().surface(0);
    QVERIFY(surface && surface->field);
    QCOMPARE(surface->field->finite, Index{0});
    PanelResults results = shown.window.compute().results(0);
    const auto honesty = panelHonesty(shown.scenario(), results, {0, 5}, themes->theme());
    QVERIFY(honesty && honesty->point && !honesty->point->known);
    QVERIFY(honestyWords(*honesty).contains(QStringLiteral("no losses were recorded")));
    const PanelScene scene = panelScene(shown.scenario(), 0, results, {0, 5}, themes->theme());
    Scenario raised = shown.scenario();
    raised.display.projection = "3d";
    QVERIFY(!panelScene(raised, 0, results, {0, 5}, themes->theme()).relief);
    const LossFill& fill = scene.paths.at(0).fill;
    QVERIFY(fill.scale);
    const Column& losses = *scene.paths[0].loss;
    QVERIFY(fill.scale->position(losses[0]) != fill.scale->position(losses[losses.size() - 1]));
  }

  void itIsSavedBesideItsFileAndOpenedAgain() {
    Window shown;
    std::filesystem::copy_file(golden("moons.npz").toStdString(), shown.in("moons.npz").toStdString());
    shown.drop(shown.in("moons.npz"));
    saveScenario(shown.window.document().current(), shown.in("mine.thalweg").toStdString());
    shown.drop(golden("digits.safetensors"));
    QCOMPARE(shown.scenario().contenders.size(), std::size_t{1});
    shown.drop(shown.in("mine.thalweg"));
    QCOMPARE(shown.window.model().path(), shown.in("mine.thalweg"));
    QCOMPARE(shown.scenario().steps, std::int64_t{120});
    QVERIFY(shown.window.compute().paths().at(0, 0));
  }

  void whatIsWrongIsSaidAndTheLastStateStays() {
    Window shown;
    const Scenario before = shown.scenario();
    write(shown.in("bad.csv"), "loss,a,b\n1,2,x\n");
    shown.drop(shown.in("bad.csv"));
    QVERIFY(shown.window.messages()->text().contains(QStringLiteral("bad.csv: line 2, column 3")));
    write(shown.in("model.pt"), QByteArray("PK\x03\x04", 4));
    shown.drop(shown.in("model.pt"));
    write(shown.in("bad.safetensors"), QByteArray("\xff\xff\xff\xff\xff\xff\xff\xff{}", 10));
    shown.drop(shown.in("bad.safetensors"));
    QVERIFY(shown.window.messages()->isVisible());
    QVERIFY(shown.scenario() == before);
  }

  void aLargeFileIsReadInTheBackgroundAndCanBeStopped() {
    Window shown;
    write(shown.in("large.npy"), largeRun());
    const Scenario before = shown.scenario();
    QVERIFY(shown.window.open(shown.in("large.npy")));
    QVERIFY(shown.window.messages()->text().contains(QStringLiteral("large.npy")));
    const auto buttons = shown.window.messages()->findChildren<QToolButton*>();
    const auto stop = std::ranges::find_if(buttons, [](QToolButton* b) { return b->text() == QStringLiteral("Stop"); });
    QVERIFY(stop != buttons.end());
    const QPoint at = (*stop)->mapTo(&shown.window, (*stop)->rect().center());
    QTest::mouseClick(shown.window.windowHandle(), Qt::LeftButton, {}, at);
    settle(shown.window);
    QVERIFY(!shown.window.messages()->isVisible());
    QVERIFY(shown.scenario() == before);
    QVERIFY(shown.window.open(shown.in("large.npy")));
    QTRY_COMPARE_WITH_TIMEOUT(shown.scenario().contenders[0].label, std::string("large"), kPatience);
    settle(shown.window);
    QVERIFY(!shown.window.messages()->isVisible());
    QCOMPARE(shown.scenario().recorded->runs[0].points.cols(), Index{100'000});
  }

  void anOptimizerThatIsAddedSaysThatNothingIsComputed() {
    Window shown;
    shown.drop(golden("moons.npz"));
    shown.window.model().edit(QStringLiteral("add"),
                              [](Scenario& s) { s.contenders.emplace_back().optimizer = "Adam"; });
    settle(shown.window);
    QVERIFY(!shown.window.compute().paths().at(0, 1));
    QVERIFY(shown.window.compute().paths().problem(0, 1).find("recorded") != std::string::npos);
    QVERIFY(shown.window.compute().paths().at(0, 0));
  }
};

QTEST_MAIN(RecordedWindowTest)
#include "recorded_test.moc"
