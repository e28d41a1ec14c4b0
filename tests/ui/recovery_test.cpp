// What was not saved survives a kill. The program that is killed is this one, started again with the name of a folder.

#include "ui/document/recovery.h"

#include "core/scenario/scenario_file.h"
#include "ui/controls/message_bar.h"
#include "ui/document/document.h"
#include "ui/document/file_name.h"
#include "ui/window/main_window.h"
#include "ui/window/title_button.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <csignal>
#include <memory>

using namespace thalweg;

namespace {

constexpr int kPatience = 30'000;  // ms; only a broken program waits that long

Scenario ravine(const std::string& title) {
  Scenario s;
  s.title = title;
  s.panels = {{"rosenbrock", {{"b", 10}}, {}, {-1.3, 2.0}, {}}};
  s.contenders.resize(2);
  s.contenders[0].optimizer = "SGD";
  s.contenders[1].optimizer = "Adam";
  s.steps = 30;
  s.display.layout = 1;
  return s;
}

QStringList kept(const QString& folder) { return QDir(folder).entryList({QStringLiteral("*.recovered")}, QDir::Files); }

/// A name that is no UTF-8.
QString pathOf(const QString& title) { return nameText("/some\xffwhere/") + title + QStringLiteral(".thalweg"); }

/// The life of the program that is to be killed: it changes its document and says so.
int victim(const QString& folder, const QString& title) {
  ThemeController themes(qApp);
  MainWindow window(themes, {nullptr, folder});
  window.show(ravine(title.toStdString()), pathOf(title));
  window.model().edit(QStringLiteral("change"), [](Scenario& s) { s.steps = 123; });
  return QApplication::exec();
}

/// Starts one and waits until its document is on the disk.
std::unique_ptr<QProcess> startVictim(const QString& folder, const QString& title) {
  const auto before = kept(folder).size();
  auto process = std::make_unique<QProcess>();
  process->start(QCoreApplication::applicationFilePath(), {QStringLiteral("--victim"), folder, title});
  if (!QTest::qWaitFor([&] { return kept(folder).size() > before; }, kPatience)) qFatal("nothing was written");
  return process;
}

void killNow(QProcess& process) {
  ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
  if (!process.waitForFinished(kPatience)) qFatal("the program lives on");
}

std::unique_ptr<ThemeController> themes;

std::unique_ptr<MainWindow> startWindow(const QString& folder) {
  auto window = std::make_unique<MainWindow>(*themes, WindowMemory{nullptr, folder});
  window->resize(1280, 720);
  window->show(ravine("Fresh"));
  window->show();
  window->activateWindow();
  if (!QTest::qWaitForWindowActive(window.get(), kPatience)) qFatal("the window did not become active");
  QTest::qWait(50);  // the offer comes after the first frame
  return window;
}

void answer(MainWindow& window, const QString& label) {
  for (QToolButton* button : window.recoveryBar()->findChildren<QToolButton*>()) {
    if (button->text() != label || !button->isVisible()) continue;
    QTest::mouseClick(window.windowHandle(), Qt::LeftButton, {}, button->mapTo(&window, button->rect().center()));
    QCoreApplication::processEvents();
    return;
  }
  qFatal("no such answer: %s", qPrintable(label));
}

}  // namespace

class RecoveryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }

  void killedProgramsDocumentIsOfferedAndRestored() {
    QTemporaryDir folder;
    const auto process = startVictim(folder.path(), QStringLiteral("Lost"));
    killNow(*process);
    auto window = startWindow(folder.path());
    QVERIFY(window->recoveryBar()->isVisible());
    QVERIFY(window->recoveryBar()->text().contains(QStringLiteral("Lost")));
    answer(*window, QStringLiteral("Restore"));
    QVERIFY(!window->recoveryBar()->isVisible());
    QCOMPARE(window->model().scenario().title, std::string("Lost"));
    QCOMPARE(window->model().scenario().steps, 123);
    QCOMPARE(window->model().path(), pathOf(QStringLiteral("Lost")));
    QVERIFY(window->model().modified());
    QVERIFY(window->titleButton()->showsUnsaved());
    // It is safe again before anything else happens: the window's own copy has taken the old one's place.
    QCOMPARE(kept(folder.path()).size(), 1);
    window->document().close();
    QCOMPARE(kept(folder.path()).size(), 0);
    QVERIFY(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).isEmpty());
  }

  void discardedIsGoneForGood() {
    QTemporaryDir folder;
    killNow(*startVictim(folder.path(), QStringLiteral("Lost")));
    {
      auto window = startWindow(folder.path());
      answer(*window, QStringLiteral("Discard"));
      QVERIFY(!window->recoveryBar()->isVisible());
      QCOMPARE(window->model().scenario().title, std::string("Fresh"));
      QVERIFY(kept(folder.path()).isEmpty());
    }
    QVERIFY(!startWindow(folder.path())->recoveryBar()->isVisible());
  }

  void undecidedIsOfferedAgain() {
    QTemporaryDir folder;
    killNow(*startVictim(folder.path(), QStringLiteral("Lost")));
    {
      auto window = startWindow(folder.path());
      QVERIFY(window->recoveryBar()->isVisible());
      QVERIFY(window->close());
    }
    QVERIFY(startWindow(folder.path())->recoveryBar()->isVisible());
  }

  void livingProgramsKeepTheirOwn() {
    QTemporaryDir folder;
    const auto living = startVictim(folder.path(), QStringLiteral("Living"));
    auto window = startWindow(folder.path());
    QVERIFY(!window->recoveryBar()->isVisible());
    QCOMPARE(kept(folder.path()).size(), 1);
    killNow(*living);
    // What one window has claimed is not offered by another.
    auto second = startWindow(folder.path());
    QVERIFY(second->recoveryBar()->isVisible());
    auto third = startWindow(folder.path());
    QVERIFY(!third->recoveryBar()->isVisible());
  }

  void severalAreOfferedOneAfterTheOther() {
    QTemporaryDir folder;
    killNow(*startVictim(folder.path(), QStringLiteral("First")));
    QTest::qWait(20);
    killNow(*startVictim(folder.path(), QStringLiteral("Second")));
    auto window = startWindow(folder.path());
    QVERIFY(window->recoveryBar()->text().contains(QStringLiteral("Second")));
    answer(*window, QStringLiteral("Discard"));
    QVERIFY(window->recoveryBar()->text().contains(QStringLiteral("First")));
    answer(*window, QStringLiteral("Restore"));
    QCOMPARE(window->model().scenario().title, std::string("First"));
    window->document().close();
  }

  void savingAndUndoingTakeTheCopyAway() {
    QTemporaryDir folder;
    ScenarioModel model;
    Recovery recovery(
        model, folder.path(), [&model] { return model.scenario(); }, 1);
    model.reset(ravine("Test"));
    const auto change = [&model](int steps) {
      model.edit(QStringLiteral("change"), [steps](Scenario& s) { s.steps = steps; });
    };
    change(50);
    QTRY_COMPARE_WITH_TIMEOUT(kept(folder.path()).size(), 1, kPatience);
    model.markSaved(QStringLiteral("/somewhere/x.thalweg"));
    QVERIFY(kept(folder.path()).isEmpty());
    change(60);
    QTRY_COMPARE_WITH_TIMEOUT(kept(folder.path()).size(), 1, kPatience);
    model.undoStack()->undo();
    QVERIFY(kept(folder.path()).isEmpty());
    change(70);
    QTRY_COMPARE_WITH_TIMEOUT(kept(folder.path()).size(), 1, kPatience);
    model.reset(ravine("Another"));
    QVERIFY(kept(folder.path()).isEmpty());
  }

  void brokenCopiesAreSaidOnceAndFoldersThatCannotBeWrittenAreSaidOnce() {
    QTemporaryDir folder;
    for (const char* junk : {"", "{", "{\"scenario\": 3}", "{\"scenario\": \"{}\"}"}) {
      QFile file(folder.filePath(QStringLiteral("junk%1.recovered").arg(QLatin1String(junk).size())));
      QVERIFY(file.open(QIODevice::WriteOnly));
      file.write(junk);
    }
    {
      const auto window = startWindow(folder.path());
      QVERIFY(!window->recoveryBar()->isVisible());
      // Said, put aside with all that is in it, and not looked at again.
      QVERIFY(window->messages()->text().contains(QLatin1String(".unreadable")));
      QVERIFY(kept(folder.path()).isEmpty());
      QCOMPARE(QDir(folder.path()).entryList({QStringLiteral("*.unreadable")}, QDir::Files).size(), 4);
    }
    QVERIFY(startWindow(folder.path())->messages()->text().isEmpty());

    ScenarioModel model;
    Recovery recovery(
        model, QStringLiteral("/proc/no/such/folder"), [&model] { return model.scenario(); }, 1);
    QSignalSpy failed(&recovery, &Recovery::failed);
    model.reset(ravine("Test"));
    for (int i = 0; i < 3; ++i) {
      model.edit(QStringLiteral("change"), [i](Scenario& s) { s.steps = 50 + i; });
      recovery.writeNow();
    }
    QCOMPARE(failed.count(), 1);
  }
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("thalweg"));
  const QStringList words = QApplication::arguments();
  if (words.size() == 4 && words[1] == QLatin1String("--victim")) return victim(words[2], words[3]);
  RecoveryTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "recovery_test.moc"
