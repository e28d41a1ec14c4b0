// The right dock: hidden without pages, one page at a time, or a rail.

#include "ui/window/tab_dock.h"

#include "ui/controls/buttons.h"
#include "ui/explain/explain_page.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/window/main_window.h"

#include <QLabel>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace thalweg;

class TabDockTest : public QObject {
  Q_OBJECT

 private:
  ThemeController* themes_ = nullptr;

 private Q_SLOTS:
  void initTestCase() {
    themes_ = new ThemeController(qApp, this);
    themes_->setMode(ThemeController::Mode::Light);
  }

  void withoutPagesNothingShows() {
    TabDock dock(*themes_);
    QVERIFY(dock.isHidden());
    QWidget* page = new QLabel(QStringLiteral("page"));
    dock.addPage(QStringLiteral("book"), QStringLiteral("Page"), QStringLiteral("A page"), page);
    QVERIFY(!dock.isHidden());
    dock.removePage(page);
    QVERIFY(dock.isHidden());
  }

  void unfoldedItPushesThePanels() {
    MainWindow window(*themes_);
    window.show(startUpScenario());
    window.resize(1700, 900);
    window.QWidget::show();
    const Theme& theme = themes_->theme();
    // A rail at first, so that what is compared has all the room.
    QVERIFY(window.side()->isVisible() && window.side()->isFolded());
    QCOMPARE(window.side()->width(), theme.ipx(36));
    const int wide = window.panels()->width();
    QCOMPARE(window.panels()->shown().size(), std::size_t{3});
    window.side()->setFolded(false);
    QCoreApplication::processEvents();
    QCOMPARE(window.side()->width(), theme.ipx(364));
    QCOMPARE(window.panels()->width(), wide - theme.ipx(364 - 36));
    QCOMPARE(window.panels()->shown().size(), std::size_t{3});
    // Rather fewer panels than narrow ones, the chosen one among them.
    window.resize(1400, 900);
    window.side()->setFolded(false);
    window.panels()->choose(2);
    QCoreApplication::processEvents();
    QCOMPARE(window.panels()->shown().size(), std::size_t{2});
    QVERIFY(window.panel(2)->isVisible());
    window.side()->setFolded(true);
    QCoreApplication::processEvents();
    QCOMPARE(window.panels()->shown().size(), std::size_t{3});
  }

  void inAWideWindowItIsOpenAtFirst() {
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    const auto show = [](MainWindow& window, int wide) {
      window.show(startUpScenario());
      window.resize(wide, 900);
      window.QWidget::show();
      QCoreApplication::processEvents();
    };
    {
      MainWindow window(*themes_, {&settings, {}});
      show(window, 1700);
      QVERIFY(!window.side()->isFolded());
      QVERIFY(window.explain()->isOpen());
      // A narrow window has no room for it, which says nothing of wide ones.
      window.resize(1400, 900);
      QCoreApplication::processEvents();
      QVERIFY(window.side()->isFolded());
      window.resize(1700, 900);
      QCoreApplication::processEvents();
      QVERIFY(!window.side()->isFolded());
      window.side()->foldButton()->click();
      QVERIFY(window.side()->isFolded());
    }
    // It stays as it was left.
    MainWindow again(*themes_, {&settings, {}});
    show(again, 1700);
    QVERIFY(again.side()->isFolded() && !again.explain()->isOpen());
  }

  void pagesStandUnderTheirTabs() {
    TabDock dock(*themes_);
    QWidget* first = new QLabel(QStringLiteral("first"));
    QWidget* second = new QLabel(QStringLiteral("second"));
    dock.addPage(QStringLiteral("book"), QStringLiteral("First"), QStringLiteral("The first"), first);
    dock.addPage(QStringLiteral("info"), QStringLiteral("Second"), QStringLiteral("The second"), second);
    dock.resize(364, 600);
    dock.show();
    QCOMPARE(dock.current(), first);
    QVERIFY(dock.tab(first)->isChecked() && !dock.tab(second)->isChecked());
    QSignalSpy changed(&dock, &TabDock::currentChanged);
    QTest::mouseClick(dock.tab(second), Qt::LeftButton);
    QCOMPARE(dock.current(), second);
    QVERIFY(!dock.tab(first)->isChecked() && dock.tab(second)->isChecked());
    QVERIFY(second->isVisible() && !first->isVisible());
    QCOMPARE(changed.count(), 1);
    dock.removePage(second);
    QCOMPARE(dock.current(), first);
    QCOMPARE(dock.count(), std::size_t{1});
  }

  void foldedItIsARailWhoseTabsUnfoldIt() {
    TabDock dock(*themes_);
    QWidget* page = new QLabel(QStringLiteral("page"));
    dock.addPage(QStringLiteral("book"), QStringLiteral("Page"), QStringLiteral("A page"), page);
    dock.resize(364, 600);
    dock.show();
    QTest::mouseClick(dock.foldButton(), Qt::LeftButton);
    QVERIFY(dock.isFolded() && !page->isVisible());
    QCOMPARE(dock.width(), themes_->theme().ipx(36));
    // The tab is turned upright, and still says what it is.
    QVERIFY(dock.tab(page)->isVisible() && !dock.tab(page)->text().isEmpty());
    QVERIFY(dock.tab(page)->height() > dock.tab(page)->width());
    QVERIFY(dock.tab(page)->geometry().right() < dock.width());
    QTest::mouseClick(dock.tab(page), Qt::LeftButton);
    QVERIFY(!dock.isFolded() && page->isVisible());
    QCOMPARE(dock.width(), themes_->theme().ipx(364));
  }
};

QTEST_MAIN(TabDockTest)
#include "tab_dock_test.moc"
