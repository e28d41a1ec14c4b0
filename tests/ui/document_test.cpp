// The document as a user has it: scenarios to choose from, recent files, sizes that are remembered, keys, and the way
// of Tab. Events go through the platform's window.

#include "ui/document/document.h"

#include "core/scenario/scenario_file.h"
#include "tests/ui/settle.h"
#include "ui/contenders/contender_dock.h"
#include "ui/controls/message_bar.h"
#include "ui/controls/panels.h"
#include "ui/controls/shortcuts.h"
#include "ui/document/built_in_scenarios.h"
#include "ui/document/file_name.h"
#include "ui/export/export_panel.h"
#include "ui/export/exporter.h"
#include "ui/export/script_and_data.h"
#include "ui/views/chart_plot.h"
#include "ui/views/panel_view.h"
#include "ui/window/edge_handle.h"
#include "ui/window/keyboard_map.h"
#include "ui/window/main_window.h"
#include "ui/window/scenario_gallery.h"
#include "ui/window/tab_order.h"
#include "ui/window/timeline_bar.h"
#include "ui/window/title_button.h"

#include <QAbstractScrollArea>
#include <QAccessible>
#include <QFileDialog>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>
#include <QTemporaryDir>
#include <QWindow>
#include <QtTest>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <set>

using namespace thalweg;

namespace {

constexpr int kPatience = 30'000;  // ms; only a broken program waits that long

std::unique_ptr<ThemeController> themes;

Scenario small(const std::string& title) {
  Scenario s;
  s.title = title;
  s.panels = {{"sphere", {}, {}, {}, {}}};
  s.contenders.resize(2);
  s.contenders[0].optimizer = "SGD";
  s.contenders[1].optimizer = "Adam";
  s.steps = 40;
  s.display.layout = 1;
  return s;
}

void wait() {
  settleBackground();
  QCoreApplication::processEvents();
}

struct Shown {
  QTemporaryDir folder;
  QSettings settings{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
  std::unique_ptr<MainWindow> window;

  explicit Shown(const Scenario& scenario = small("Test"), QSize size = {1280, 720}) { start(scenario, size); }
  void start(const Scenario& scenario, std::optional<QSize> size = {}) {
    window = std::make_unique<MainWindow>(*themes, WindowMemory{&settings, {}});
    if (size) window->resize(*size);
    window->move(0, 0);
    window->show(scenario);
    window->show();
    window->activateWindow();
    if (!QTest::qWaitForWindowActive(window.get(), kPatience)) qFatal("the window did not become active");
    wait();
  }
  [[nodiscard]] QWindow* handle() const { return window->windowHandle(); }
  void key(Qt::Key which, Qt::KeyboardModifiers modifiers = {}) const {
    QTest::keyClick(handle(), which, modifiers);
    QCoreApplication::processEvents();
  }
  void click(const QWidget* widget) const {
    QTest::mouseClick(handle(), Qt::LeftButton, {}, widget->mapTo(window.get(), widget->rect().center()));
    QCoreApplication::processEvents();
  }
  [[nodiscard]] ScenarioGallery* openGallery() const {
    click(window->titleButton());
    if (!QTest::qWaitForWindowExposed(window->gallery(), kPatience)) qFatal("the gallery did not open");
    return window->gallery();
  }
  QString save(const Scenario& scenario, const char* name) {
    const QString path = folder.filePath(QString::fromLatin1(name));
    saveScenario(scenario, path.toStdString());
    return path;
  }
};

/// Presses a button of the next message box that opens.
struct Answer {
  QTimer timer;
  bool asked = false;
  explicit Answer(QMessageBox::StandardButton button) {
    QObject::connect(&timer, &QTimer::timeout, [this, button] {
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      if (!box) return;
      asked = true;
      timer.stop();
      box->button(button)->click();
    });
    timer.start(10);
  }
};

int rowOf(const QListView* list, const QString& title) {
  for (int row = 0; row < list->model()->rowCount(); ++row) {
    if (list->model()->index(row, 0).data().toString() == title) return row;
  }
  return -1;
}

/// The tip that the pointer gets: a control's own, else that of what it stands in.
QString tipOf(const QWidget* widget) {
  for (; widget && !widget->isWindow(); widget = widget->parentWidget()) {
    if (!widget->toolTip().isEmpty()) return widget->toolTip();
  }
  return {};
}

int enabledRows(const QListView* list) {
  int count = 0;
  for (int row = 0; row < list->model()->rowCount(); ++row)
    count += (list->model()->index(row, 0).flags() & Qt::ItemIsEnabled) ? 1 : 0;
  return count;
}

}  // namespace

class DocumentTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }
  void cleanup() { themes->setMode(ThemeController::Mode::Light); }

  void builtInScenariosAreThoseOfTheFolderAfterTheFirst() {
    QCOMPARE(builtInScenarios().front().scenario.title, startUpScenario().title);
    const QDir folder(QStringLiteral(THALWEG_SOURCE_DIR "/resources/scenarios"));
    QCOMPARE(static_cast<qsizetype>(builtInScenarios().size()) - 1,
             folder.entryList({QStringLiteral("*.thalweg")}).size());
    for (const BuiltInScenario& entry : builtInScenarios()) {
      validateScenario(entry.scenario);
      QVERIFY(!entry.description.isEmpty() && !entry.group.isEmpty());
    }
  }

  void titleOpensTheGalleryAndAClickChooses() {
    Shown shown;
    ScenarioGallery* gallery = shown.openGallery();
    QVERIFY(gallery->list()->model()->rowCount() > 25);
    const int row = rowOf(gallery->list(), QStringLiteral("Momentum overshoots"));
    QVERIFY(row > 0);
    const QModelIndex index = gallery->list()->model()->index(row, 0);
    gallery->list()->scrollTo(index);
    const QPoint place = gallery->list()->visualRect(index).center();
    QTest::mouseClick(gallery->windowHandle(), Qt::LeftButton, {}, gallery->list()->viewport()->mapTo(gallery, place));
    wait();
    QVERIFY(!gallery->isVisible());
    QCOMPARE(shown.window->titleButton()->title(), QStringLiteral("Momentum overshoots"));
    QCOMPARE(shown.window->model().scenario().contenders.size(), std::size_t{4});
    QVERIFY(!shown.window->model().modified());
    QVERIFY(shown.window->model().path().isEmpty());
    QVERIFY(shown.window->compute().paths().at(0, 3));
  }

  void galleryIsSearchedAndChosenFromByKeys() {
    Shown shown;
    shown.key(Qt::Key_L, Qt::ControlModifier);
    ScenarioGallery* gallery = shown.window->gallery();
    QVERIFY(QTest::qWaitForWindowExposed(gallery, kPatience));
    QWindow* window = gallery->windowHandle();
    QTest::keyClicks(gallery->search(), QStringLiteral("cliff"));
    QCOMPARE(enabledRows(gallery->list()), 1);
    QTest::keyClick(window, Qt::Key_Down);
    QCOMPARE(gallery->list()->currentIndex().data().toString(), QStringLiteral("Clipping at a cliff"));
    QTest::keyClick(window, Qt::Key_Return);
    QCOMPARE(QString::fromStdString(shown.window->model().scenario().title), QStringLiteral("Clipping at a cliff"));
    QVERIFY(shown.window->model().scenario().gradient.clipNorm.has_value());

    // Enter in the search field takes the first that is found; what is found nowhere is not chosen.
    shown.key(Qt::Key_L, Qt::ControlModifier);
    QTest::keyClicks(gallery->search(), QStringLiteral("no such thing"));
    QCOMPARE(gallery->list()->model()->rowCount(), 0);
    QTest::keyClick(window, Qt::Key_Return);
    QVERIFY(gallery->isVisible());
    gallery->search()->clear();
    QTest::keyClicks(gallery->search(), QStringLiteral("rare"));
    QTest::keyClick(window, Qt::Key_Return);
    QCOMPARE(QString::fromStdString(shown.window->model().scenario().title), QStringLiteral("A rare feature"));
    shown.key(Qt::Key_L, Qt::ControlModifier);
    QTest::keyClick(window, Qt::Key_Escape);
    QVERIFY(!gallery->isVisible());
  }

  void galleryPaintsItsPicturesInTheBackground() {
    Shown shown;
    ScenarioGallery* gallery = shown.openGallery();
    const auto all = [gallery] {
      return std::ranges::all_of(builtInScenarios(), [&](const auto& entry) { return gallery->hasPicture(entry.id); });
    };
    QVERIFY(!all());
    QTRY_VERIFY_WITH_TIMEOUT(all(), kPatience);
    // The paths' colours are in the first picture.
    const QImage image = gallery->grab().toImage();
    const QColor orange(0xE69F00);
    int seen = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        const QColor c = image.pixelColor(x, y);
        seen += std::abs(c.red() - orange.red()) + std::abs(c.green() - orange.green()) +
                    std::abs(c.blue() - orange.blue()) <
                24;
      }
    }
    QVERIFY2(seen > 40, qPrintable(QString::number(seen)));
  }

  void choosingAsksBeforeItReplacesUnsavedWork() {
    Shown shown;
    shown.key(Qt::Key_2);
    QVERIFY(shown.window->titleButton()->showsUnsaved());
    const Scenario edited = shown.window->model().scenario();
    ScenarioGallery* gallery = shown.openGallery();
    QTest::keyClicks(gallery->search(), QStringLiteral("cliff"));
    {
      Answer answer(QMessageBox::Cancel);
      QTest::keyClick(gallery->search(), Qt::Key_Return);
      QVERIFY(answer.asked);
    }
    QVERIFY(shown.window->model().scenario() == edited);
    shown.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(shown.window.get(), kPatience));
    Answer answer(QMessageBox::Discard);
    shown.key(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(answer.asked);
    QVERIFY(!shown.window->model().modified());
    QCOMPARE(shown.window->model().scenario().contenders.size(), startUpScenario().contenders.size());
    QCOMPARE(shown.window->model().name(), QStringLiteral("Untitled"));
  }

  void saveQuitReopenUndo() {
    Shown shown;
    shown.key(Qt::Key_2);
    const Scenario edited = shown.window->model().scenario();
    const QString path = shown.folder.filePath(QStringLiteral("mine"));
    QTimer dialogs;
    connect(&dialogs, &QTimer::timeout, this, [&] {
      auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
      if (!dialog) return;
      dialogs.stop();
      dialog->selectFile(path);
      dialog->findChild<QLineEdit*>()->setText(path);
      QTest::keyClick(dialog->findChild<QLineEdit*>(), Qt::Key_Return);
    });
    dialogs.start(10);
    shown.key(Qt::Key_S, Qt::ControlModifier);
    const QString whole = path + QStringLiteral(".thalweg");
    QCOMPARE(shown.window->model().path(), whole);
    QVERIFY(!shown.window->model().modified());
    QVERIFY(shown.window->messages()->text().contains(whole));
    // Undo reaches back beyond the save, and then there is something to save again.
    shown.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!shown.window->model().scenario().contenders[1].hidden);
    QVERIFY(shown.window->titleButton()->showsUnsaved());
    shown.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!shown.window->titleButton()->showsUnsaved());
    QVERIFY(shown.window->close());

    shown.start(small("Another"), QSize(1280, 720));
    QCOMPARE(shown.window->document().recent().paths(), QStringList{whole});
    ScenarioGallery* gallery = shown.openGallery();
    const int row = rowOf(gallery->list(), QStringLiteral("mine"));
    QCOMPARE(row, 1);  // below its heading
    gallery->list()->setCurrentIndex(gallery->list()->model()->index(row, 0));
    gallery->list()->setFocus();
    QTest::keyClick(gallery->list(), Qt::Key_Return);
    wait();
    QCOMPARE(shown.window->model().path(), whole);
    QVERIFY(shown.window->model().scenario().contenders == edited.contenders);
    QCOMPARE(shown.window->model().undoStack()->count(), 0);
  }

  void changesMadeElsewhereAreNotLostInSilence_data() {
    QTest::addColumn<QString>("answer");
    for (const char* answer : {"Cancel", "Overwrite", "Reload"}) QTest::newRow(answer) << QString::fromLatin1(answer);
  }

  void changesMadeElsewhereAreNotLostInSilence() {
    QFETCH(const QString, answer);
    Shown shown;
    const QString path = shown.save(small("Mine"), "mine.thalweg");
    QVERIFY(shown.window->open(path));
    wait();
    const auto save = [&] {
      bool asked = false;
      QTimer timer;
      connect(&timer, &QTimer::timeout, this, [&] {
        auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        if (!box) return;
        timer.stop();
        asked = true;
        for (QAbstractButton* button : box->buttons()) {
          if (button->text().remove(QLatin1Char('&')) == answer) return button->click();
        }
        box->reject();
      });
      timer.start(10);
      shown.window->document().save();
      return asked;
    };
    shown.key(Qt::Key_2);
    QVERIFY(!save());  // nobody else has written it
    QVERIFY(!shown.window->model().modified());
    shown.key(Qt::Key_2);
    const Scenario ours = shown.window->model().scenario();
    Scenario other = small("Theirs");
    other.steps = 77;
    saveScenario(other, path.toStdString());
    QVERIFY(save());
    const Scenario onDisk = loadScenario(path.toStdString());
    if (answer == QLatin1String("Overwrite")) {
      QVERIFY(onDisk.contenders == ours.contenders && !shown.window->model().modified());
      shown.key(Qt::Key_2);
      QVERIFY(!save());
      return;
    }
    QCOMPARE(onDisk.steps, std::int64_t{77});
    const bool reloaded = answer == QLatin1String("Reload");
    QCOMPARE(shown.window->model().scenario().steps, reloaded ? other.steps : ours.steps);
    QCOMPARE(shown.window->model().modified(), !reloaded);
  }

  void pipesAreNotWaitedFor() {
    Shown shown;
    const QString pipe = shown.folder.filePath(QStringLiteral("pipe.thalweg"));
    QVERIFY(::mkfifo(pipe.toUtf8().constData(), 0600) == 0);
    QVERIFY(!shown.window->open(pipe));
    QVERIFY(shown.window->messages()->text().contains(QLatin1String("pipe")));
  }

  void namesThatAreNoTextKeepTheirBytes() {
    Shown shown;
    const std::string folder = shown.folder.path().toStdString() + "/of \xe9";  // é in Latin-1
    std::filesystem::create_directory(folder);
    const std::string file = folder + "/in\xff.thalweg";
    saveScenario(small(""), file);
    const QString name = nameText(file);
    QVERIFY(shown.window->open(name));
    QCOMPARE(shown.window->windowTitle(), QStringLiteral("in\uFFFD[*] – Thalweg"));
    shown.window->model().edit(QStringLiteral("Steps"), [](Scenario& s) { s.steps = 77; });
    QVERIFY(shown.window->document().save());
    QCOMPARE(loadScenario(file).steps, std::int64_t{77});
    QVERIFY(shown.window->scriptAndData()->saveScript(nameText(folder + "/out\xff.py")));
    QVERIFY(std::filesystem::file_size(folder + "/out\xff.py") > 0);
    QCOMPARE(std::distance(std::filesystem::directory_iterator(folder), {}), std::ptrdiff_t{2});

    // The list outlives the program; alone in it, and beside a name that is text.
    shown.settings.sync();
    const auto kept = [&] {
      QSettings again(shown.settings.fileName(), QSettings::IniFormat);
      return RecentFiles(&again).paths();
    };
    QCOMPARE(kept(), QStringList{name});
    const QString plain = shown.save(small("Plain"), "plain.thalweg");
    QVERIFY(shown.window->open(plain));
    shown.settings.sync();
    QCOMPARE(kept(), (QStringList{plain, name}));
    ScenarioGallery* gallery = shown.openGallery();
    const int row = rowOf(gallery->list(), QStringLiteral("in\uFFFD"));
    QVERIFY(row > 0);
    QVERIFY(gallery->list()->model()->index(row, 0).flags() & Qt::ItemIsEnabled);
    gallery->close();
    QCOMPARE(nameOf(QUrl::fromEncoded("file:///of%20%E9/in%FF.thalweg")), nameText("/of \xe9/in\xff.thalweg"));
    QCOMPARE(nameOf(QUrl(QStringLiteral("https://example.org/a.thalweg"))), QString());
    QCOMPARE(dialogFolder(name), QDir::homePath());
    QCOMPARE(dialogFolder(plain), shown.folder.path());
  }

  void nothingElseIsWrittenOverTheDocumentsFile() {
    Shown shown;
    const QString file = shown.save(small("Own"), "own.thalweg");
    QVERIFY(shown.window->open(file));
    const QString other = shown.folder.filePath(QStringLiteral("link.csv"));
    std::filesystem::create_hard_link(file.toStdString(), other.toStdString());
    for (const QString& name : {file, other}) {
      const auto refused = [&] { return shown.window->messages()->text().contains(QLatin1String("scenario itself")); };
      QVERIFY(!shown.window->scriptAndData()->saveScript(name));
      QVERIFY(refused());
      shown.window->messages()->dismiss();
      shown.window->scriptAndData()->saveData(name);
      wait();
      QVERIFY(refused());
      shown.window->messages()->dismiss();
      shown.window->exporter()->panel()->saveTo(name);
      QVERIFY(!shown.window->exporter()->panel()->job().running());
      QVERIFY(refused());
    }
    QCOMPARE(loadScenario(file.toStdString()).title, std::string("Own"));
  }

  void recentFilesThatAreGoneAreGreyAndStay() {
    Shown shown;
    const QString there = shown.save(small("There"), "there.thalweg");
    const QString gone = shown.save(small("Gone"), "gone.thalweg");
    QVERIFY(shown.window->open(gone));
    QVERIFY(shown.window->open(there));
    QVERIFY(QFile::remove(gone));
    QCOMPARE(shown.window->document().recent().paths(), (QStringList{there, gone}));
    ScenarioGallery* gallery = shown.openGallery();
    const auto enabled = [&](const char* name) {
      const int row = rowOf(gallery->list(), QString::fromLatin1(name));
      return (gallery->list()->model()->index(row, 0).flags() & Qt::ItemIsEnabled) != 0;
    };
    QVERIFY(rowOf(gallery->list(), QStringLiteral("gone")) > 0);
    QVERIFY(enabled("there") && !enabled("gone"));
    gallery->close();
    // Another program's window adds to the same list.
    RecentFiles(&shown.settings).add(QStringLiteral("/tmp/other.thalweg"));
    QVERIFY(shown.window->open(there));
    QCOMPARE(shown.window->document().recent().paths(),
             (QStringList{there, QStringLiteral("/tmp/other.thalweg"), gone}));
  }

  void junkInTheSettingsDoesNoHarm() {
    Shown shown;
    shown.window.reset();
    for (const char* key : {"window/geometry", "window/dock", "window/dock_narrow", "window/theme", "files/recent"})
      shown.settings.setValue(QString::fromLatin1(key), QByteArray("\xff\0junk", 6));
    shown.start(small("Test"), QSize(1280, 720));
    QVERIFY(shown.window->dock()->width() >= themes->theme().ipx(248));
    shown.window.reset();
    for (const char* key : {"window/dock", "window/dock_narrow"})
      shown.settings.setValue(QString::fromLatin1(key), QStringLiteral("1e300"));
    shown.settings.setValue(QStringLiteral("window/theme"), 77);
    shown.start(small("Test"), QSize(1280, 720));
    QVERIFY(shown.window->dock()->width() <= shown.window->width() / 2);
    QCOMPARE(themes->mode(), ThemeController::Mode::Light);
  }

  void dockIsWidenedByItsEdgeAndRemembersIt() {
    Shown shown(small("Test"), {1600, 900});
    EdgeHandle* handle = shown.window->dockHandle();
    const int before = shown.window->dock()->width();
    const QPoint grip = handle->mapTo(shown.window.get(), handle->rect().center());
    QTest::mousePress(shown.handle(), Qt::LeftButton, {}, grip);
    QTest::mouseMove(shown.handle(), grip + QPoint(60, 0));
    QTest::mouseRelease(shown.handle(), Qt::LeftButton, {}, grip + QPoint(60, 0));
    QCoreApplication::processEvents();
    QCOMPARE(shown.window->dock()->width(), before + 60);
    // Never narrower than the cards need.
    const QPoint wide = handle->mapTo(shown.window.get(), handle->rect().center());
    QTest::mousePress(shown.handle(), Qt::LeftButton, {}, wide);
    QTest::mouseMove(shown.handle(), QPoint(3, wide.y()));
    QTest::mouseRelease(shown.handle(), Qt::LeftButton, {}, QPoint(3, wide.y()));
    QCoreApplication::processEvents();
    QCOMPARE(shown.window->dock()->width(), themes->theme().ipx(248));
    handle->setFocus();
    for (int i = 0; i < 5; ++i) shown.key(Qt::Key_Right);
    const int chosen = shown.window->dock()->width();
    QVERIFY(chosen > themes->theme().ipx(248));
    QVERIFY(shown.window->close());
    shown.start(small("Test"));
    QCOMPARE(shown.window->size(), QSize(1600, 900));
    QCOMPARE(shown.window->dock()->width(), chosen);
    // A narrow window has a width of its own, and going back brings the chosen one again.
    shown.window->resize(1300, 800);
    QCoreApplication::processEvents();
    QCOMPARE(shown.window->dock()->width(), themes->theme().ipx(248));
    shown.window->resize(1600, 900);
    QCoreApplication::processEvents();
    QCOMPARE(shown.window->dock()->width(), chosen);
  }

  void themeMayChangeAfterScenariosWereReplaced_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"startup", "momentum_overshoots", "clipping_at_a_cliff", "second_order"})
      QTest::newRow(id) << QString::fromLatin1(id);
  }

  void themeMayChangeAfterScenariosWereReplaced() {
    QFETCH(const QString, id);
    const auto entry = std::ranges::find(builtInScenarios(), id, &BuiltInScenario::id);
    Shown shown;
    for (const Scenario& scenario : {entry->scenario, small("Test"), entry->scenario}) {
      shown.window->show(scenario);
      wait();
      themes->setMode(ThemeController::Mode::Dark);
      themes->setMode(ThemeController::Mode::Light);
    }
    shown.window.reset();
    themes->setMode(ThemeController::Mode::Dark);
    shown.start(small("Test"));
  }

  void titleIsEditedInItsPlaceAndUndone() {
    Shown shown;
    shown.key(Qt::Key_F2);
    auto* editor = shown.window->titleButton()->findChild<QLineEdit*>();
    QVERIFY(editor->isVisible() && editor->hasFocus());
    for (const char c : {'R', 'a', 'v', 'i', 'n', 'e'}) QTest::keyClick(shown.handle(), c);
    shown.key(Qt::Key_Return);
    QVERIFY(!editor->isVisible());
    QCOMPARE(shown.window->model().scenario().title, std::string("Ravine"));
    QCOMPARE(shown.window->titleButton()->title(), QStringLiteral("Ravine"));
    shown.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(shown.window->titleButton()->title(), QStringLiteral("Test"));
    shown.key(Qt::Key_F2);
    QTest::keyClick(shown.handle(), 'X');
    shown.key(Qt::Key_Escape);
    QCOMPARE(shown.window->model().scenario().title, std::string("Test"));
  }

  void messagesLieOverTheWindowAndMoveNothing() {
    Shown shown;
    const auto places = [&] {
      QList<QRect> all;
      for (const QWidget* part :
           {static_cast<QWidget*>(shown.window->dock()), static_cast<QWidget*>(shown.window->timeline()),
            static_cast<QWidget*>(shown.window->titleButton())})
        all << QRect(part->mapTo(shown.window.get(), QPoint()), part->size());
      return all;
    };
    const QList<QRect> before = places();
    QVERIFY(!shown.window->open(QStringLiteral("/nowhere/at/all.thalweg")));
    QVERIFY(shown.window->messages()->isVisible());
    QVERIFY(shown.window->messages()->text().contains(QStringLiteral("/nowhere/at/all.thalweg")));
    QCOMPARE(places(), before);
    const auto buttons = shown.window->messages()->findChildren<QToolButton*>();
    const auto close = std::ranges::find_if(buttons, [](const QToolButton* b) { return b->isVisible(); });
    QVERIFY(close != buttons.end());
    shown.click(*close);
    QVERIFY(!shown.window->messages()->isVisible());
  }

  void keyMapShowsTheTableThatHandlesTheKeys() {
    Shown shown;
    KeyboardMap* map = shown.window->keyboardMap();
    for (const Qt::Key key : {Qt::Key_F1, Qt::Key_Question}) {
      shown.key(key, key == Qt::Key_Question ? Qt::ShiftModifier : Qt::NoModifier);
      QVERIFY(map->isVisible());
      QVERIFY(map->hasFocus());
      // The key that closes it does nothing else.
      shown.key(Qt::Key_Right);
      QVERIFY(!map->isVisible());
      QCOMPARE(shown.window->playback().step(), 0);
    }
    shown.key(Qt::Key_Right);
    QCOMPARE(shown.window->playback().step(), 1);
    const QString all = map->lines().join(QLatin1Char('\n'));
    for (const Shortcut& entry : shortcuts()) {
      if (!entry.keys.empty()) QVERIFY2(all.contains(entry.label), qPrintable(entry.label));
    }
    QVERIFY(map->geometry() == shown.window->rect());
  }

  void noKeyMeansTwoThings() {
    std::set<QString> taken;
    for (const Shortcut& entry : shortcuts()) {
      for (const QKeySequence& keys : entry.keys)
        QVERIFY2(taken.insert(keys.toString()).second, qPrintable(keys.toString()));
    }
  }

  void loopAndTenStepsHaveKeys() {
    Shown shown;
    Playback& playback = shown.window->playback();
    shown.key(Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(playback.step(), 10);
    shown.key(Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(playback.step(), 0);
    shown.key(Qt::Key_L);
    QVERIFY(playback.loop());
    shown.key(Qt::Key_L);
    QVERIFY(!playback.loop());
  }

  void tabGoesFromRegionToRegionAsOneReads() {
    Shown shown(startUpScenario(), {1600, 900});
    shown.window->playback().setPlaying(false);
    // Once round, for a group of segments becomes one stop when the focus first passes it.
    QList<QWidget*> order = readingOrder(*shown.window->centralWidget());
    for (QWidget* widget : order) widget->setFocus(Qt::TabFocusReason);
    shown.window->setFocus();
    order = readingOrder(*shown.window->centralWidget());
    QVERIFY(order.size() > 30);
    QList<QWidget*> stops;
    shown.key(Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), order.first());
    do {
      stops << QApplication::focusWidget();
      shown.key(Qt::Key_Tab);
    } while (QApplication::focusWidget() != order.first() && stops.size() < 500);
    QVERIFY(stops.size() > 10 && stops.size() < order.size());
    // In the order of reading: toolbar with the scenario's words, contenders, panels and charts, timeline.
    const int top = shown.window->dock()->mapTo(shown.window.get(), QPoint()).y();
    const auto region = [&](const QWidget* widget) {
      if (shown.window->dock()->isAncestorOf(widget)) return 1;
      if (shown.window->timeline()->isAncestorOf(widget)) return 3;
      return widget->mapTo(shown.window.get(), QPoint()).y() < top ? 0 : 2;
    };
    for (qsizetype i = 1; i < stops.size(); ++i) {
      QVERIFY(order.indexOf(stops[i - 1]) < order.indexOf(stops[i]));
      QVERIFY(region(stops[i - 1]) <= region(stops[i]));
    }
    // And back.
    shown.key(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(QApplication::focusWidget(), stops.last());
  }

  void everyControlHasANameAndATip_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"startup", "rate_on_a_parabola", "schedules_at_work", "your_own_function", "two_clouds"})
      QTest::newRow(id) << QString::fromLatin1(id);
  }

  void everyControlHasANameAndATip() {
    QFETCH(const QString, id);
    const auto entry = std::ranges::find(builtInScenarios(), id, &BuiltInScenario::id);
    QVERIFY(entry != builtInScenarios().end());
    Shown shown(entry->scenario, {1600, 900});
    shown.window->playback().setPlaying(false);
    QStringList silent;
    for (QWidget* widget : readingOrder(*shown.window->centralWidget())) {
      if (qobject_cast<QAbstractScrollArea*>(widget)) continue;
      const QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
      const QString who = QStringLiteral("%1 “%2” in %3")
                              .arg(QLatin1String(widget->metaObject()->className()), widget->accessibleName(),
                                   QLatin1String(widget->parentWidget()->metaObject()->className()));
      if (!spoken || spoken->text(QAccessible::Name).isEmpty()) silent << QStringLiteral("no name: ") + who;
      // A plot's tip is its reading.
      const bool plot = qobject_cast<const PanelView*>(widget) || qobject_cast<const ChartPlot*>(widget);
      if (!plot && tipOf(widget).isEmpty())
        silent << QStringLiteral("no tip: ") + who + (spoken ? spoken->text(QAccessible::Name) : QString());
    }
    QVERIFY2(silent.isEmpty(), qPrintable(silent.join(QLatin1Char('\n'))));
  }
};

QTEST_MAIN(DocumentTest)
#include "document_test.moc"
