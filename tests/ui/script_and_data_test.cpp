// The PyTorch script and the data as they leave the window.

#include "ui/export/script_and_data.h"

#include "core/code/python_code.h"
#include "core/reports/report.h"
#include "ui/controls/buttons.h"
#include "ui/controls/message_bar.h"
#include "ui/export/code_view.h"
#include "ui/window/main_window.h"

#include <QClipboard>
#include <QFile>
#include <QMenu>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <sstream>

using namespace thalweg;

namespace {

Scenario small() {
  Scenario s;
  s.title = "Small";
  s.panels = {{.objective = "beale", .options = {}, .dimension = {}, .start = {1, 1}, .view = {}}};
  s.contenders.emplace_back().optimizer = "NAdam";
  s.contenders.emplace_back().optimizer = "LBFGS";
  s.steps = 12;
  return s;
}

/// torch's SequentialLR takes no other composite.
void makeInexpressible(Scenario& s) {
  s.contenders[0].schedule = ScheduleChoice{
      "SequentialLR",
      {{"schedulers", {{{"name", "ChainedScheduler"}}, {{"name", "ExponentialLR"}}}}, {"milestones", {3}}}};
}

QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class ScriptAndDataTest : public QObject {
  Q_OBJECT

  ThemeController themes_;
  QTemporaryDir folder_;

  /// A window with the small scenario.
  std::unique_ptr<MainWindow> window(const Scenario& scenario = small()) {
    auto made = std::make_unique<MainWindow>(themes_);
    made->MainWindow::show(scenario);
    made->show();
    return made;
  }
  [[nodiscard]] QString path(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }

 private Q_SLOTS:
  void theMenuOffersThem() {
    const auto shown = window();
    QStringList labels;
    for (const QMenu* menu : shown->findChildren<QMenu*>()) {
      for (const QAction* action : menu->actions()) labels << action->text();
    }
    for (const char* label : {"PyTorch and data", "Show the PyTorch script", "Copy as PyTorch script",
                              "Save PyTorch script…", "Save data (CSV, JSON)…"})
      QVERIFY2(labels.contains(QString::fromUtf8(label)), label);
  }

  void copyingPutsTheScriptOnTheClipboard() {
    const auto shown = window();
    QGuiApplication::clipboard()->clear();
    shown->scriptAndData()->copyScript();
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(pytorchScript(small())));
    QVERIFY(!shown->messages()->text().isEmpty());
  }

  void savedScriptIsTheCommandsOwn() {
    const auto shown = window();
    QVERIFY(shown->scriptAndData()->saveScript(path("small.py")));
    QCOMPARE(bytesOf(path("small.py")), QByteArray::fromStdString(pytorchScript(small())));
    QVERIFY2(shown->messages()->text().contains(QLatin1String("small.py")), qPrintable(shown->messages()->text()));
    QVERIFY(!shown->scriptAndData()->saveScript(path("no/such/folder/small.py")));
    QVERIFY2(shown->messages()->text().contains(QLatin1String("not saved")), qPrintable(shown->messages()->text()));
  }

  void savedDataAreTheCommandsOwn_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("table");
    QTest::newRow("table") << QStringLiteral("paths.csv") << true;
    QTest::newRow("JSON") << QStringLiteral("paths.json") << false;
  }

  void savedDataAreTheCommandsOwn() {
    QFETCH(const QString, name);
    QFETCH(const bool, table);
    const auto shown = window();
    QSignalSpy saved(shown->scriptAndData(), &ScriptAndData::dataSaved);
    shown->scriptAndData()->saveData(folder_.filePath(name));
    QVERIFY(saved.count() == 1 || saved.wait(20'000));
    QCOMPARE(saved[0][1].toString(), QString());
    std::ostringstream expected;
    (table ? writeRunsCsv : writeRunsJson)(small(), runScenario(small()), expected);
    QCOMPARE(bytesOf(folder_.filePath(name)), QByteArray::fromStdString(expected.str()));
    QVERIFY2(shown->messages()->text().contains(name), qPrintable(shown->messages()->text()));
  }

  void dataThatCannotBeWrittenAreSaidSo() {
    const auto shown = window();
    QSignalSpy saved(shown->scriptAndData(), &ScriptAndData::dataSaved);
    shown->scriptAndData()->saveData(path("no/such/folder/paths.csv"));
    QVERIFY(saved.count() == 1 || saved.wait(20'000));
    QVERIFY(!saved[0][1].toString().isEmpty());
    QVERIFY2(shown->messages()->text().contains(QLatin1String("not saved")), qPrintable(shown->messages()->text()));
  }

  void theViewFollowsTheScenario() {
    const auto shown = window();
    shown->scriptAndData()->showScript();
    CodeView* view = shown->scriptAndData()->view();
    QVERIFY(QTest::qWaitForWindowExposed(view));
    QVERIFY(!view->isModal());
    QPlainTextEdit* editor = view->editor();
    QCOMPARE(editor->toPlainText(), QString::fromStdString(pytorchScript(small())));
    QVERIFY(QFontInfo(editor->font()).fixedPitch());

    editor->verticalScrollBar()->setValue(40);
    shown->model().edit(QStringLiteral("Steps"), [](Scenario& s) { s.steps = 77; });
    QTRY_VERIFY(editor->toPlainText().contains(QLatin1String("STEPS = 77")));
    QCOMPARE(editor->verticalScrollBar()->value(), 40);

    QTest::keyClick(view, Qt::Key_Escape);
    QVERIFY(!view->isVisible());
  }

  void theViewSaysWhyThereIsNoScript() {
    const auto shown = window();
    shown->scriptAndData()->showScript();
    CodeView* view = shown->scriptAndData()->view();
    QVERIFY(view->problem().isEmpty() && view->copyButton()->isEnabled());
    shown->model().edit(QStringLiteral("Schedule"), makeInexpressible);
    QTRY_VERIFY(view->problem().contains(QLatin1String("ChainedScheduler")));
    QVERIFY(!view->copyButton()->isEnabled() && !view->saveButton()->isEnabled());

    QGuiApplication::clipboard()->setText(QStringLiteral("kept"));
    shown->scriptAndData()->copyScript();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("kept"));
    QVERIFY(!shown->scriptAndData()->saveScript(path("none.py")));
    QVERIFY(!QFile::exists(path("none.py")));

    shown->model().undoStack()->undo();
    QTRY_VERIFY(view->problem().isEmpty() && view->copyButton()->isEnabled());
  }

  void theViewsButtonsAct() {
    const auto shown = window();
    shown->scriptAndData()->showScript();
    CodeView* view = shown->scriptAndData()->view();
    QGuiApplication::clipboard()->clear();
    QTest::mouseClick(view->copyButton(), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(pytorchScript(small())));
    for (const QToolButton* button : view->findChildren<QToolButton*>())
      QVERIFY(!button->text().isEmpty() && !button->toolTip().isEmpty());
    QVERIFY(!view->editor()->accessibleName().isEmpty());
  }

  void theViewTakesOnTheTheme() {
    const auto shown = window();
    shown->scriptAndData()->showScript();
    CodeView* view = shown->scriptAndData()->view();
    QVERIFY(QTest::qWaitForWindowExposed(view));
    for (const auto mode : {ThemeController::Mode::Dark, ThemeController::Mode::Light}) {
      themes_.setMode(mode);
      const QImage image = view->grab().toImage();
      QCOMPARE(image.pixelColor(2, 2), themes_.theme().dock);
    }
  }
};

QTEST_MAIN(ScriptAndDataTest)
#include "script_and_data_test.moc"
