// Animations: steps and timing, what other programs read, cancelling, and that nothing half-done is left.

#include "ui/export/animation.h"
#include "ui/export/frame_encoder.h"
#include "ui/export/palette.h"
#include "ui/export/png_bytes.h"

#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <system_error>

using namespace thalweg;

namespace {

Scenario raceScenario() {
  Scenario scenario = startUpScenario();
  scenario.panels.resize(1);
  scenario.steps = 24;
  return scenario;
}

PictureSettings small() {
  PictureSettings settings;
  settings.size = {321, 243};  // odd on purpose
  settings.content.kind = PictureContent::Kind::Panel;
  return settings;
}

AnimationSettings as(AnimationFormat format) {
  AnimationSettings settings;
  settings.format = format;
  return settings;
}

QByteArray contents(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  return file.readAll();
}

QStringList allIn(const QString& folder) {
  return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

/// What python3's PIL reads: "width height frames loop duration,duration,…"; frame `frame` is saved as PNG. Empty
/// without PIL.
QByteArray readByPillow(const QString& path, int frame, const QString& png) {
  const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"), {QStringLiteral("/usr/bin")});
  QProcess process;
  process.start(python, {QStringLiteral("-c"), QStringLiteral(R"(
import sys
from PIL import Image
image = Image.open(sys.argv[1])
durations = []
for k in range(image.n_frames):
    image.seek(k)
    image.load()
    durations.append(str(image.info.get("duration")))
    if k == int(sys.argv[2]):
        image.convert("RGBA").save(sys.argv[3])
print(image.width, image.height, image.n_frames, image.info.get("loop"), ",".join(durations))
)"),
                         path, QString::number(frame), png});
  process.waitForFinished(60'000);
  return process.readAllStandardOutput().trimmed();
}

}  // namespace

class ExportAnimationTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QString path(const char* name) { return folder_.filePath(QLatin1String(name)); }
  bool write(AnimationFormat format, const QString& to, PictureSettings picture = small(),
             std::optional<AnimationSettings> settings = {}) {
    return writeAnimation(raceScenario(), picture, settings.value_or(as(format)), to.toStdString());
  }

 private Q_SLOTS:
  void framesFollowTheSteps() {
    AnimationSettings settings;
    QCOMPARE(animationSteps(settings, 3), (std::vector<std::int64_t>{0, 1, 2, 3}));
    settings.every = 2;
    QCOMPARE(animationSteps(settings, 5), (std::vector<std::int64_t>{0, 2, 4, 5}));
    settings.from = 2;
    settings.to = 4;
    QCOMPARE(animationSteps(settings, 5), (std::vector<std::int64_t>{2, 4}));
    settings.to = 1;
    QVERIFY_EXCEPTION_THROWN(animationSteps(settings, 5), PictureError);
    QCOMPARE(animationSteps({}, 0), (std::vector<std::int64_t>{0}));
    const auto many = animationSteps({}, 1'000'000);
    QVERIFY(many.size() <= 601 && many.size() > 500);
    QCOMPARE(many.back(), std::int64_t{1'000'000});
  }

  void landscapesTurn() {
    AnimationSettings standing = as(AnimationFormat::Frames);
    standing.from = 7;
    standing.to = 7;
    QCOMPARE(animationSteps(standing, 24).size(), std::size_t{1});
    standing.orbit = -90;
    QCOMPARE(animationSteps(standing, 24), std::vector<std::int64_t>(30, 7));
    standing.orbit = 12;
    Scenario scenario = raceScenario();
    // A map has nothing to turn.
    QVERIFY_EXCEPTION_THROWN(writeAnimation(scenario, small(), standing, path("maps").toStdString()), PictureError);
    QVERIFY(!QDir(path("maps")).exists());
    scenario.display.projection = "3d";
    scenario.display.camera.elevation = 46;
    QVERIFY(QDir().mkpath(path("turning")));
    QVERIFY(writeAnimation(scenario, small(), standing, path("turning").toStdString()));
    std::vector<QImage> frames;
    for (const QString& name : allIn(path("turning"))) {
      frames.emplace_back(path("turning") + QLatin1Char('/') + name);
      frames.back().convertTo(QImage::Format_RGB32);
    }
    QCOMPARE(frames.size(), std::size_t{4});
    // Each is what a picture from there is.
    PictureSettings still = small();
    still.step = 7;
    for (std::size_t k = 0; k < frames.size(); ++k) {
      const Picture first(scenario, still);
      Scenario turned = scenario;
      turned.display.camera = {.azimuth = 15 + 3.0 * static_cast<double>(k), .elevation = 46};
      QVERIFY(first.hasLandscapes());
      QCOMPARE(renderPicture(turned, still).convertToFormat(QImage::Format_RGB32), frames[k]);
    }
    // Without a ground of its own nothing of the frame before shines through.
    still.background = Background::Transparent;
    const Picture clear(scenario, still);
    Scenario turned = scenario;
    turned.display.camera = {.azimuth = 55, .elevation = 46};
    QCOMPARE(clear.turnedFrame(clear.groundImage(), 7, 40), renderPicture(turned, still));
  }

  void durationsAddUpToTheWhole() {
    int whole = 0;
    for (int k = 0; k < 300; ++k) {
      const int one = frameDuration(k, 30, 100);
      QVERIFY(one == 3 || one == 4);
      whole += one;
    }
    QCOMPARE(whole, 1000);
  }

  void changeIsFound() {
    QImage a(20, 10, QImage::Format_RGB32);
    a.fill(Qt::white);
    QImage b = a;
    QVERIFY(changedRect(a, b).isEmpty());
    b.setPixelColor(7, 3, Qt::red);
    b.setPixelColor(12, 8, Qt::red);
    b.setPixelColor(9, 5, Qt::blue);
    QCOMPARE(changedRect(a, b), QRect(QPoint(7, 3), QPoint(12, 8)));
  }

  void paletteKeepsWhatIsFlatAndSpreadsOverGradients() {
    QImage image(512, 64, QImage::Format_RGB32);
    for (int x = 0; x < 512; ++x) {
      for (int y = 0; y < 64; ++y) image.setPixel(x, y, qRgb(x / 2, 128, 255 - x / 2));
    }
    image.setPixelColor(3, 3, QColor(250, 10, 20));
    const FramePalette palette({image}, {QColor(1, 2, 3), QColor(250, 10, 20)});
    QVERIFY(palette.colors().size() <= 255 && palette.colors().size() > 100);
    QCOMPARE(palette.colors()[palette.index(qRgb(250, 10, 20))], qRgb(250, 10, 20));
    QCOMPARE(palette.colors()[palette.index(qRgb(1, 2, 3))], qRgb(1, 2, 3));
    for (int x = 0; x < 512; ++x) {
      const QRgb nearest = palette.colors()[palette.index(image.pixel(x, 0))];
      QVERIFY(std::abs(qRed(nearest) - x / 2) <= 3);
    }
  }

  void anotherProgramReadsThem_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("durations");  // 20 a second
    QTest::newRow("gif") << static_cast<int>(AnimationFormat::Gif) << QStringLiteral("a.gif") << QStringLiteral("50");
    QTest::newRow("webp") << static_cast<int>(AnimationFormat::WebP) << QStringLiteral("a.webp")
                          << QStringLiteral("50");
  }

  void anotherProgramReadsThem() {
    QFETCH(const int, format);
    QFETCH(const QString, name);
    QFETCH(const QString, durations);
    AnimationSettings settings = as(static_cast<AnimationFormat>(format));
    settings.fps = 20;
    settings.loops = 3;
    const QString file = folder_.filePath(name);
    QVERIFY(write(settings.format, file, small(), settings));
    const QString png = path("frame.png");
    const QByteArray words = readByPillow(file, 17, png);
    if (words.isEmpty()) QSKIP("python3-pil is not installed");
    const QStringList parts = QString::fromLatin1(words).split(QLatin1Char(' '));
    QCOMPARE(parts.mid(0, 3), (QStringList{QStringLiteral("321"), QStringLiteral("243"), QStringLiteral("25")}));
    QCOMPARE(parts[3], format == static_cast<int>(AnimationFormat::Gif) ? QStringLiteral("2") : QStringLiteral("3"));
    for (const QString& one : parts[4].split(QLatin1Char(','))) QCOMPARE(one, durations);
    PictureSettings still = small();
    still.step = 17;
    const QImage wanted = renderPicture(raceScenario(), still).convertToFormat(QImage::Format_RGB32);
    const QImage read = QImage(png).convertToFormat(QImage::Format_RGB32);
    if (settings.format == AnimationFormat::WebP) {
      QCOMPARE(read, wanted);
      return;
    }
    double difference = 0;
    for (int y = 0; y < wanted.height(); ++y) {
      for (int x = 0; x < wanted.width(); ++x) {
        const QRgb a = wanted.pixel(x, y);
        const QRgb b = read.pixel(x, y);
        difference += std::abs(qRed(a) - qRed(b)) + std::abs(qGreen(a) - qGreen(b)) + std::abs(qBlue(a) - qBlue(b));
      }
    }
    difference /= 3.0 * wanted.width() * wanted.height();
    QVERIFY2(difference < 2, qPrintable(QString::number(difference)));
  }

  void transparentWebPKeepsItsAlpha() {
    PictureSettings picture = small();
    picture.background = Background::Transparent;
    const QString file = path("clear.webp");
    QVERIFY(write(AnimationFormat::WebP, file, picture));
    const QString png = path("clear.png");
    if (readByPillow(file, 9, png).isEmpty()) QSKIP("python3-pil is not installed");
    picture.step = 9;
    const QImage wanted = renderPicture(raceScenario(), picture).convertToFormat(QImage::Format_ARGB32);
    const QImage read = QImage(png).convertToFormat(QImage::Format_ARGB32);
    for (int y = 0; y < wanted.height(); ++y) {
      for (int x = 0; x < wanted.width(); ++x) {
        QCOMPARE(qAlpha(read.pixel(x, y)), qAlpha(wanted.pixel(x, y)));
        if (qAlpha(wanted.pixel(x, y)) == 255) QCOMPARE(read.pixel(x, y), wanted.pixel(x, y));
      }
    }
  }

  void sameInputGivesTheSameBytes() {
    for (const auto& [format, name] :
         {std::pair(AnimationFormat::Gif, "gif"), std::pair(AnimationFormat::WebP, "webp")}) {
      const QString first = path("first.") + QLatin1String(name);
      const QString second = path("second.") + QLatin1String(name);
      QVERIFY(write(format, first) && write(format, second));
      QVERIFY(!contents(first).isEmpty());
      QCOMPARE(contents(first), contents(second));
    }
  }

  void framesAreNumberedPictures() {
    AnimationSettings settings = as(AnimationFormat::Frames);
    settings.from = 5;
    settings.to = 7;
    QVERIFY(write(settings.format, path("frames/"), small(), settings));
    QCOMPARE(allIn(path("frames")),
             (QStringList{QStringLiteral("0001.png"), QStringLiteral("0002.png"), QStringLiteral("0003.png")}));
    PictureSettings still = small();
    still.step = 6;
    QCOMPARE(QImage(path("frames/0002.png")).convertToFormat(QImage::Format_RGB32),
             renderPicture(raceScenario(), still));
    // A folder that is there keeps its files.
    QVERIFY(write(settings.format, path("frames/step%02d.png"), small(), settings));
    QCOMPARE(allIn(path("frames")).size(), 6);
    QVERIFY(allIn(path("frames")).contains(QStringLiteral("step03.png")));
    for (const char* wrong : {"frames/%s.png", "fr%02dames/a.png", "frames/%02d%02d.png", "frames/%"})
      QVERIFY_EXCEPTION_THROWN(write(settings.format, path(wrong), small(), settings), PictureError);
  }

  void mp4IsReadByItsOwnProgram() {
    const QString probe = QStandardPaths::findExecutable(QStringLiteral("ffprobe"));
    if (probe.isEmpty()) QSKIP("ffmpeg is not installed");
    const QString file = path("a.mp4");
    QVERIFY(write(AnimationFormat::Mp4, file));
    QProcess process;
    process.start(probe, {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-count_frames"),
                          QStringLiteral("-show_entries"),
                          QStringLiteral("stream=codec_name,width,height,avg_frame_rate,nb_read_frames"),
                          QStringLiteral("-of"), QStringLiteral("csv=p=0"), file});
    process.waitForFinished(60'000);
    QCOMPARE(process.readAllStandardOutput().trimmed(), QByteArray("h264,322,244,30/1,25"));
  }

  void missingFfmpegIsSaid() {
    const QByteArray before = qgetenv("PATH");
    qputenv("PATH", folder_.path().toLocal8Bit());
    std::string words;
    try {
      write(AnimationFormat::Mp4, path("none.mp4"));
    } catch (const PictureError& error) {
      words = error.what();
    }
    qputenv("PATH", before);
    QVERIFY2(words.find("ffmpeg") != std::string::npos, words.c_str());
    QVERIFY(!QFile::exists(path("none.mp4")));
  }

  void whatAFormatCannotDoIsRefused() {
    PictureSettings clear = small();
    clear.background = Background::Transparent;
    QVERIFY_EXCEPTION_THROWN(write(AnimationFormat::Gif, path("no.gif"), clear), PictureError);
    QVERIFY_EXCEPTION_THROWN(write(AnimationFormat::Mp4, path("no.mp4"), clear), PictureError);
    AnimationSettings fast = as(AnimationFormat::Gif);
    fast.fps = 60;
    QVERIFY_EXCEPTION_THROWN(write(AnimationFormat::Gif, path("no.gif"), small(), fast), PictureError);
    QVERIFY(allIn(folder_.path()).filter(QStringLiteral("no.")).isEmpty());
  }

  void cancellingLeavesNothing_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("name");
    QTest::newRow("gif") << static_cast<int>(AnimationFormat::Gif) << QStringLiteral("c.gif");
    QTest::newRow("webp") << static_cast<int>(AnimationFormat::WebP) << QStringLiteral("c.webp");
    QTest::newRow("frames") << static_cast<int>(AnimationFormat::Frames) << QStringLiteral("c/");
    QTest::newRow("mp4") << static_cast<int>(AnimationFormat::Mp4) << QStringLiteral("c.mp4");
  }

  void cancellingLeavesNothing() {
    QFETCH(const int, format);
    QFETCH(const QString, name);
    if (static_cast<AnimationFormat>(format) == AnimationFormat::Mp4 &&
        QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
      QSKIP("ffmpeg is not installed");
    const QTemporaryDir empty;
    std::stop_source stop;
    int calls = 0;
    const auto cancel = [&](const AnimationProgress& progress) {
      ++calls;
      QVERIFY(progress.done > 0 && progress.done <= progress.total && progress.remaining >= 0);
      QCOMPARE(progress.total, 25);
      stop.request_stop();
    };
    QVERIFY(!writeAnimation(raceScenario(), small(), as(static_cast<AnimationFormat>(format)),
                            empty.filePath(name).toStdString(), cancel, stop.get_token()));
    QCOMPARE(calls, 1);
    QVERIFY2(allIn(empty.path()).isEmpty(), qPrintable(allIn(empty.path()).join(QLatin1Char(' '))));
  }

  void encodersEndSoonOnceAsked_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("name");
    QTest::newRow("gif") << static_cast<int>(AnimationFormat::Gif) << QStringLiteral("c.gif");
    QTest::newRow("webp") << static_cast<int>(AnimationFormat::WebP) << QStringLiteral("c.webp");
  }

  /// Large frames take seconds, which nobody wants to wait for who has cancelled.
  void encodersEndSoonOnceAsked() {
    QFETCH(const int, format);
    QFETCH(const QString, name);
    const QTemporaryDir empty;
    QImage noise(700, 500, QImage::Format_RGB32);
    for (int y = 0; y < noise.height(); ++y) {
      for (int x = 0; x < noise.width(); ++x)
        noise.setPixel(x, y, 0xff000000u | static_cast<QRgb>(x * 7919 + y * 104729));
    }
    std::stop_source stop;
    const auto encoder = makeFrameEncoder({static_cast<AnimationFormat>(format), empty.filePath(name).toStdString(),
                                           noise.size(), 2, 96, 30, 0, true, stop.get_token()});
    encoder->start({noise}, {});
    QVERIFY(encoder->encode(nullptr, noise, 0).bytes.size() > 10'000);
    stop.request_stop();
    QVERIFY(encoder->encode(nullptr, noise, 0).bytes.size() < 1'000);
    encoder->finish();
    QVERIFY2(!QFile::exists(empty.filePath(name)), qPrintable(name));
  }

  void paintingEndsSoonOnceAsked() {
    const Picture picture(raceScenario(), small());
    const QImage ground = picture.groundImage();
    std::stop_source stop;
    QVERIFY(picture.frame(ground, 20, stop.get_token()) != ground);
    stop.request_stop();
    QCOMPARE(picture.frame(ground, 20, stop.get_token()), ground);
    QVERIFY(picture.groundImage(stop.get_token()) != ground);
    QVERIFY(pngBytes(ground, stop.get_token()).isEmpty());
  }

  void oldFileStaysWholeUntilTheNewOneIs() {
    const QString file = path("old.gif");
    QFile old(file);
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("old");
    old.close();
    std::stop_source stop;
    QByteArray between;
    const auto look = [&](const AnimationProgress&) {
      between = contents(file);
      stop.request_stop();
    };
    QVERIFY(
        !writeAnimation(raceScenario(), small(), as(AnimationFormat::Gif), file.toStdString(), look, stop.get_token()));
    QCOMPARE(between, QByteArray("old"));
    QCOMPARE(contents(file), QByteArray("old"));
    QVERIFY(write(AnimationFormat::Gif, file));
    QVERIFY(contents(file).startsWith("GIF89a"));
  }

  void folderThatIsMissingIsAnError() {
    for (const AnimationFormat format : {AnimationFormat::Gif, AnimationFormat::WebP})
      QVERIFY_EXCEPTION_THROWN(write(format, path("missing/a.gif")), std::system_error);
    QVERIFY_EXCEPTION_THROWN(write(AnimationFormat::Frames, path("missing/more/")), std::system_error);
  }
};

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QGuiApplication application(argc, argv);
  ExportAnimationTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "export_animation_test.moc"
