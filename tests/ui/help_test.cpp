// The help: every entry of the catalogue has a page with all its options; it is searched, driven by keys, and never in
// the way.

#include "core/contracts/objective.h"
#include "core/contracts/optimizer.h"
#include "core/reports/reference.h"
#include "ui/look/math_text.h"
#include "ui/window/help_page.h"
#include "ui/window/help_window.h"
#include "ui/window/main_window.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QtTest>

#include <memory>

using namespace thalweg;

namespace {

constexpr int kPatience = 30'000;  // ms; only a broken program waits that long
std::unique_ptr<ThemeController> themes;

QString textOf(const QWidget* page) {
  QStringList all;
  for (const QLabel* label : page->findChildren<QLabel*>()) all << label->text();
  return all.join(QLatin1Char('\n'));
}

}  // namespace

class HelpTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
    QApplication::setApplicationVersion(QStringLiteral("9.8.7"));
  }

  void everyEntryOfTheCatalogueHasAPageWithAllItsOptions() {
    HelpWindow help(*themes, nullptr);
    const QStringList keys = help.keys();
    for (const CatalogueKind kind : {CatalogueKind::Objectives, CatalogueKind::Optimizers, CatalogueKind::Schedules}) {
      for (const Card* card : catalogue(kind)) {
        QVERIFY2(keys.contains(QString::fromStdString(card->id)), card->id.c_str());
        const std::unique_ptr<QWidget> page(makeCardPage(*themes, *card));
        const QString text = textOf(page.get());
        QVERIFY2(text.contains(QString::fromStdString(card->summary)), card->id.c_str());
        QVERIFY2(text.contains(QString::fromStdString(card->reference)), card->id.c_str());
        for (const OptionDescription& option : card->options) {
          QVERIFY2(text.contains(QString::fromStdString(option.id)), option.id.c_str());
          QVERIFY2(text.contains(QString::fromStdString(option.tip)), option.id.c_str());
          QVERIFY2(text.contains(QString::fromStdString(optionText(option))), option.id.c_str());
        }
        QVERIFY2(!page->findChildren<MathLabel*>().isEmpty(), card->id.c_str());
      }
    }
  }

  void searchNarrowsTheListAndEnterOpensWhatIsCalledSo() {
    HelpWindow help(*themes, nullptr);
    help.open(HelpWindow::guide);
    QVERIFY(QTest::qWaitForWindowExposed(&help, kPatience));
    QCOMPARE(help.currentKey(), QString::fromLatin1(HelpWindow::guide));
    QVERIFY(textOf(help.page()).contains(QStringLiteral("Run button")));
    const int all = help.list()->count();
    QTest::keyClicks(help.search(), QStringLiteral("adamw"));
    QVERIFY(help.list()->count() < all / 4);
    QTest::keyClick(help.search(), Qt::Key_Return);
    QCOMPARE(help.currentKey(), QStringLiteral("AdamW"));
    QVERIFY(textOf(help.page()).contains(QStringLiteral("weight_decay")));
    help.search()->clear();
    QTest::keyClicks(help.search(), QStringLiteral("amsgrad"));  // an option's name finds its optimizer
    bool adam = false;
    for (int row = 0; row < help.list()->count(); ++row)
      adam = adam || help.list()->item(row)->data(Qt::UserRole).toString() == QLatin1String("Adam");
    QVERIFY(adam);
    help.search()->clear();
    QTest::keyClicks(help.search(), QStringLiteral("zzzz"));
    QCOMPARE(help.list()->count(), 0);
    QTest::keyClick(help.search(), Qt::Key_Return);
    QTest::keyClick(&help, Qt::Key_Escape);
    QVERIFY(!help.isVisible());
  }

  void everyPageOpensInBothThemes() {
    HelpWindow help(*themes, nullptr);
    help.open(HelpWindow::about);
    for (const QString& key : help.keys()) {
      help.open(key);
      QCOMPARE(help.currentKey(), key);
      QVERIFY(help.page()->sizeHint().height() > 40);
    }
    themes->setMode(ThemeController::Mode::Dark);
    const QColor ground = help.grab().toImage().pixelColor(help.width() - 3, help.height() - 3);
    QCOMPARE(ground, themes->theme().surface);
    themes->setMode(ThemeController::Mode::Light);
  }

  void aboutNamesVersionLicenceLibrariesAndFonts() {
    const QString text = aboutText();
    for (const char* word : {"9.8.7", "GNU General Public License", "Qt 6.", "QCustomPlot 2.", "Eigen 3.4", "JSON",
                             "IBM Plex Sans", "KaTeX"})
      QVERIFY2(text.contains(QLatin1String(word)), word);
    QVERIFY(referencesText().contains(QStringLiteral("Kingma")));
  }

  void helpLeavesTheWindowUsable() {
    MainWindow window(*themes);
    window.resize(1280, 720);
    window.show(startUpScenario());
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window, kPatience));
    window.playback().setPlaying(false);
    window.playback().setStep(0);
    QTest::keyClick(window.windowHandle(), Qt::Key_F1, Qt::ShiftModifier);
    QVERIFY(QTest::qWaitForWindowExposed(window.help(), kPatience));
    QVERIFY(!QApplication::activeModalWidget());
    QTest::keyClick(window.windowHandle(), Qt::Key_Right);
    QCOMPARE(window.playback().step(), 1);
    QVERIFY(window.close());
    QVERIFY(!window.help()->isVisible());
  }
};

QTEST_MAIN(HelpTest)
#include "help_test.moc"
