// The export panel: settings, background work, cancelling, clipboard.

#include "ui/document/file_name.h"
#include "ui/export/exporter.h"
#include "ui/export/picture_preview.h"
#include "ui/panels/panel_card.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QMenu>
#include <QScopeGuard>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>

#include <filesystem>

using namespace thalweg;

namespace {

Scenario shortScenario() {
  Scenario scenario = startUpScenario();
  scenario.steps = 30;
  scenario.display.playing = false;
  return scenario;
}

QStringList allIn(const QString& folder) {
  return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

ExportSettings settingsOf(const char* format, QSize size = {480, 320}) {
  ExportSettings settings;
  for (std::size_t i = 0; i < exportFormats.size(); ++i) {
    if (QByteArray(exportFormats[i].id) == format) settings.format = i;
  }
  settings.picture.size = size;
  settings.picture.charts = false;
  return settings;
}

}  // namespace

class ExportPanelTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::unique_ptr<ThemeController> themes_;
  std::unique_ptr<QSettings> store_;
  std::unique_ptr<MainWindow> window_;

  ExportPanel* panel() { return window_->exporter()->panel(); }
  /// Waits for the end; what the panel said.
  QString exported(const ExportSettings& settings, const QString& path) {
    panel()->setSettings(settings);
    QSignalSpy end(&panel()->job(), &ExportJob::finished);
    panel()->saveTo(path);
    end.wait(60'000);
    return panel()->message();
  }

 private Q_SLOTS:
  void init() {
    themes_ = std::make_unique<ThemeController>();
    store_ = std::make_unique<QSettings>(folder_.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    store_->clear();
    window_ = std::make_unique<MainWindow>(*themes_, WindowMemory{store_.get(), {}});
    window_->show(shortScenario());
    window_->playback().setPlaying(false);
    window_->show();
  }
  void cleanup() {
    window_.reset();
    store_.reset();
    themes_.reset();
  }

  void picturesAreWritten_data() {
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<QByteArray>("magic");
    QTest::newRow("png") << QByteArray("png") << QByteArray("\x89PNG");
    QTest::newRow("svg") << QByteArray("svg") << QByteArray("<?xml");
    QTest::newRow("pdf") << QByteArray("pdf") << QByteArray("%PDF");
    QTest::newRow("gif") << QByteArray("gif") << QByteArray("GIF89a");
    QTest::newRow("webp") << QByteArray("webp") << QByteArray("RIFF");
  }

  void picturesAreWritten() {
    QFETCH(const QByteArray, format);
    QFETCH(const QByteArray, magic);
    const QString path = folder_.filePath(QStringLiteral("a.") + QLatin1String(format));
    const QString words = exported(settingsOf(format.constData()), path);
    QVERIFY2(words.startsWith(QLatin1String("Saved")), qPrintable(words));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith(magic));
  }

  void namesThatAreNoTextKeepTheirBytes_data() {
    QTest::addColumn<QByteArray>("format");
    for (const char* format : {"png", "gif", "mp4"}) QTest::newRow(format) << QByteArray(format);
  }

  void namesThatAreNoTextKeepTheirBytes() {
    QFETCH(const QByteArray, format);
    // In ffmpeg's place: the last of its words is where it writes.
    const QByteArray path = qgetenv("PATH");
    const QString programs = folder_.filePath(QStringLiteral("programs"));
    QDir().mkpath(programs);
    QFile program(programs + QStringLiteral("/ffmpeg"));
    QVERIFY(program.open(QIODevice::WriteOnly));
    program.write("#!/bin/sh\nfor last; do :; done\ncat > \"${last#file:}\"\n");
    program.close();
    program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    qputenv("PATH", programs.toUtf8() + ':' + path);
    const auto restore = qScopeGuard([&] { qputenv("PATH", path); });
    const std::string folder = folder_.path().toStdString() + "/to \xe9";  // é in Latin-1
    std::filesystem::create_directory(folder);
    const std::string file = folder + "/out\xff." + format.toStdString();
    const QString words = exported(settingsOf(format.constData()), nameText(file));
    QCOMPARE(words, QStringLiteral("Saved out\uFFFD.%1.").arg(QLatin1String(format)));
    QCOMPARE(std::distance(std::filesystem::directory_iterator(folder), {}), std::ptrdiff_t{1});
    QVERIFY(std::filesystem::file_size(file) > 0);
    std::filesystem::remove_all(folder);
  }

  void whatIsWrittenIsWhatTheWindowShows() {
    window_->playback().setStep(12);
    ExportSettings settings = settingsOf("png");
    const QString path = folder_.filePath(QStringLiteral("same.png"));
    exported(settings, path);
    settings.picture.step = 12;
    settings.picture.selected = 0;
    settings.picture.content.panel = 1;
    const QImage wanted = renderPicture(shortScenario(), settings.picture);
    QCOMPARE(QImage(path).convertToFormat(QImage::Format_RGB32), wanted.convertToFormat(QImage::Format_RGB32));
  }

  void windowStaysUsableMeanwhile() {
    panel()->setSettings(settingsOf("webp", {960, 540}));
    QSignalSpy end(&panel()->job(), &ExportJob::finished);
    QSignalSpy progress(&panel()->job(), &ExportJob::progressed);
    int ticks = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] {
      ++ticks;
      window_->playback().setStep(ticks % 30);
    });
    timer.start(1);
    panel()->saveTo(folder_.filePath(QStringLiteral("busy.webp")));
    QVERIFY(panel()->job().running());
    QVERIFY(end.wait(60'000));
    QVERIFY2(ticks >= 3, qPrintable(QString::number(ticks)));
    QVERIFY(!progress.isEmpty());
    QCOMPARE(progress.last()[0].toInt(), progress.last()[1].toInt());
  }

  void cancellingLeavesNothing() {
    const QTemporaryDir empty;
    ExportSettings settings = settingsOf("gif", {960, 540});
    panel()->setSettings(settings);
    QSignalSpy end(&panel()->job(), &ExportJob::finished);
    panel()->saveTo(empty.filePath(QStringLiteral("a.gif")));
    panel()->job().cancel();
    QVERIFY(end.wait(60'000));
    QCOMPARE(end[0][0].toBool(), false);
    QVERIFY(end[0][1].toString().isEmpty());
    QVERIFY(panel()->message().startsWith(QLatin1String("Cancelled")));
    QTRY_VERIFY(allIn(empty.path()).isEmpty());
  }

  void closingTheWindowEndsTheExport() {
    const QTemporaryDir empty;
    panel()->setSettings(settingsOf("gif", {960, 540}));
    panel()->saveTo(empty.filePath(QStringLiteral("a.gif")));
    window_.reset();
    QVERIFY(!QFile::exists(empty.filePath(QStringLiteral("a.gif"))));
    QVERIFY(allIn(empty.path()).isEmpty());
  }

  void whatGoesWrongIsSaid() {
    const QString words = exported(settingsOf("gif"), folder_.filePath(QStringLiteral("missing/folder/a.gif")));
    QVERIFY2(words.contains(QLatin1String("a.gif was not written")), qPrintable(words));
    QVERIFY2(words.contains(QLatin1String("No such file")), qPrintable(words));
  }

  void settingsAreRemembered() {
    ExportSettings settings = settingsOf("webp", {1016, 827});
    settings.picture.dpi = 300;
    settings.picture.palette = Palette::Print;
    settings.picture.caption = true;
    settings.animation.fps = 12;
    settings.animation.loops = 3;
    panel()->setSettings(settings);
    const ExportSettings again = loadExportSettings(*store_);
    QCOMPARE(again, settings);
    store_->setValue(QStringLiteral("export/width"), QStringLiteral("wide"));
    store_->setValue(QStringLiteral("export/format"), QStringLiteral("tiff"));
    store_->setValue(QStringLiteral("export/palette"), 77);
    const ExportSettings mended = loadExportSettings(*store_);
    QCOMPARE(mended.picture.size.width(), 1920);
    QCOMPARE(mended.format, std::size_t{0});
    QCOMPARE(mended.picture.palette, Palette::Light);
  }

  void whatWasSavedStaysSaidWhileThePreviewFollows() {
    window_->exporter()->open({});
    exported(settingsOf("png"), folder_.filePath(QStringLiteral("said.png")));
    QSignalSpy shown(panel()->preview(), &PicturePreview::shown);
    window_->playback().setStep(20);
    QVERIFY(shown.wait(60'000));
    QCOMPARE(panel()->message(), QStringLiteral("Saved said.png."));
  }

  void previewShowsThePicture() {
    QSignalSpy shown(panel()->preview(), &PicturePreview::shown);
    window_->exporter()->open({});
    QVERIFY(shown.wait(60'000));
    const QImage first = panel()->preview()->image();
    QVERIFY(!first.isNull());
    QCOMPARE(qRound(first.width() * 9.0 / 16), first.height());
    shown.clear();
    ExportSettings settings = panel()->settings();
    settings.picture.palette = Palette::Dark;
    panel()->setSettings(settings);
    QVERIFY(shown.wait(60'000));
    QVERIFY(panel()->preview()->image() != first);
    QVERIFY(!panel()->isModal());
  }

  void copyPutsAPictureOnTheClipboard() {
    QSignalSpy said(window_->exporter(), &Exporter::said);
    window_->run(Command::CopyPicture);
    QVERIFY(said.wait(60'000));
    QCOMPARE(said[0][1].toBool(), false);
    const QImage whole = QGuiApplication::clipboard()->image();
    QVERIFY(whole.width() > 1000);
    std::unique_ptr<QMenu> menu(window_->panel(0)->makeMenu({}));
    const auto actions = menu->actions();
    const auto copy =
        std::ranges::find_if(actions, [](QAction* a) { return a->text() == QLatin1String("Copy picture"); });
    QVERIFY(copy != actions.end());
    (*copy)->trigger();
    QVERIFY(said.wait(60'000));
    QVERIFY2(said[1][1].toBool() == false, qPrintable(said[1][0].toString()));
    QCOMPARE(QGuiApplication::clipboard()->image().size(), window_->panel(0)->size() * 2);
  }

  void panelsMenuOpensTheExportOfThatPanel() {
    std::unique_ptr<QMenu> menu(window_->panel(2)->makeMenu({}));
    const auto actions = menu->actions();
    const auto open = std::ranges::find_if(actions, [](QAction* a) { return a->text() == QStringLiteral("Export…"); });
    QVERIFY(open != actions.end());
    (*open)->trigger();
    QVERIFY(panel()->isVisible());
    QCOMPARE(panel()->settings().picture.content.kind, PictureContent::Kind::Panel);
    QCOMPARE(panel()->settings().picture.content.panel, std::size_t{2});
  }
};

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  ExportPanelTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "export_panel_test.moc"
