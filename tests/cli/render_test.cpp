// `thalweg render` as its user meets it: formats by name, options, mistakes, full disks, interruptions.

#include "tests/cli/program.h"

#include <QDir>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include <sys/mount.h>
#include <unistd.h>

#include <csignal>

using namespace thalweg;

namespace {

QStringList words(const QString& line) { return line.split(QLatin1Char(' '), Qt::SkipEmptyParts); }

QStringList allIn(const QString& folder) {
  return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

QByteArray contents(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  return file.readAll();
}

void verifyRefusal(const ProgramResult& result, int status, const QByteArray& place) {
  QCOMPARE(result.status, status);
  QVERIFY2(result.out.isEmpty(), result.out.constData());
  QVERIFY2(result.err.count('\n') == 1 && result.err.endsWith('\n'), result.err.constData());
  QVERIFY2(result.err.startsWith("thalweg render: "), result.err.constData());
  QVERIFY2(result.err.contains(place), result.err.constData());
}

/// A program that goes on while the test looks at it.
class Running {
 public:
  explicit Running(const QStringList& arguments) {
    process_.start(QStringLiteral(THALWEG_PROGRAM), arguments);
    process_.waitForStarted();
  }
  ~Running() {
    process_.kill();
    process_.waitForFinished();
  }
  /// Until a file of this folder has grown beyond `bytes`.
  bool waitForBytes(const QString& folder, qint64 bytes) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 60'000 && process_.state() == QProcess::Running) {
      for (const QFileInfo& info : QDir(folder).entryInfoList(QDir::Files | QDir::Hidden)) {
        if (info.size() > bytes) return true;
      }
      process_.waitForFinished(5);
    }
    return false;
  }
  void signal(int number) {
    ::kill(static_cast<pid_t>(process_.processId()), number);
    process_.waitForFinished(60'000);
  }
  [[nodiscard]] int status() const { return process_.exitStatus() == QProcess::NormalExit ? process_.exitCode() : -1; }
  QByteArray errors() { return process_.readAllStandardError(); }

 private:
  QProcess process_;
};

}  // namespace

class RenderTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

 private Q_SLOTS:
  void endingsChooseTheFormat_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("magic");
    QTest::newRow("png") << QStringLiteral("a.png") << QByteArray("\x89PNG\r\n");
    QTest::newRow("svg") << QStringLiteral("a.svg") << QByteArray("<?xml version=\"1.0\"");
    QTest::newRow("pdf") << QStringLiteral("a.pdf") << QByteArray("%PDF-1.");
    QTest::newRow("gif") << QStringLiteral("a.gif") << QByteArray("GIF89a");
    QTest::newRow("webp") << QStringLiteral("a.webp") << QByteArray("RIFF");
  }

  void endingsChooseTheFormat() {
    QFETCH(const QString, name);
    QFETCH(const QByteArray, magic);
    QStringList arguments = words(QStringLiteral("render startup --size 400x300 --panel 1 -o"));
    arguments << folder_.filePath(name);
    if (name.endsWith(QLatin1String("gif")) || name.endsWith(QLatin1String("webp")))
      arguments << words(QStringLiteral("--from 10 --to 14 --fps 10 --loop 2"));
    const auto result = runProgram(arguments);
    QVERIFY2(result.status == 0 && result.err.isEmpty(), result.err.constData());
    const QByteArray bytes = contents(folder_.filePath(name));
    QVERIFY(bytes.startsWith(magic));
    // Another process, the same bytes; a PDF's date apart.
    QVERIFY(runProgram(arguments).status == 0);
    if (!name.endsWith(QLatin1String("pdf"))) QCOMPARE(contents(folder_.filePath(name)), bytes);
  }

  void localeDoesNotMatter() {
    const QStringList arguments = words(QStringLiteral("render startup --size 400x300 --format svg --caption -o -"));
    const auto plain = runProgram(arguments);
    QCOMPARE(plain.status, 0);
    QCOMPARE(runProgram(arguments, {}, QStringLiteral("de_DE.UTF-8")).out, plain.out);
  }

  void pdfDiffersInItsDateAlone() {
    const auto undated = [&] {
      QByteArray pdf = runProgram(words(QStringLiteral("render startup --size 500x300 --format pdf -o -"))).out;
      const qsizetype at = pdf.indexOf("/CreationDate");
      return at < 0 ? QByteArray() : pdf.remove(at, pdf.indexOf('\n', at) - at);
    };
    const QByteArray first = undated();
    QVERIFY(!first.isEmpty());
    QCOMPARE(undated(), first);
  }

  void millimetresAndDotsGiveASize() {
    const auto result =
        runProgram(words(QStringLiteral("render startup --panel 0 --size 86x80mm --dpi 300 --theme print -o -")));
    QVERIFY2(result.status == 0, result.err.constData());
    // 1016 × 945; 300 an inch are 11811 a metre.
    QCOMPARE(result.out.mid(16, 8).toHex(), QByteArray("000003f8000003b1"));
    QCOMPARE(result.out.mid(result.out.indexOf("pHYs") + 4, 9).toHex(), QByteArray("00002e2300002e2301"));
  }

  void optionsChangeThePicture() {
    const auto picture = [](const char* more) {
      const auto result =
          runProgram(words(QStringLiteral("render startup --size 900x600 -o - ") + QLatin1String(more)));
      return result.status == 0 ? result.out : QByteArray();
    };
    QList<QByteArray> all;
    for (const char* more : {"",
                             "--step 10",
                             "--theme dark",
                             "--theme print",
                             "--theme high-contrast",
                             "--theme high-contrast-dark",
                             "--background transparent",
                             "--caption",
                             "--panel 0",
                             "--panel 2",
                             "--chart loss",
                             "--chart lr --panel 2",
                             "--charts no",
                             "--projection 3d",
                             "--explain",
                             "--explain --contender 4",
                             "--explain --panel 1 --contender 4 --step 20",
                             "--projection 3d --azimuth 70",
                             "--projection 3d --elevation 90",
                             "--projection 3d --height log"}) {
      const QByteArray one = picture(more);
      QVERIFY2(!one.isEmpty() && !all.contains(one), more);
      all << one;
    }
    // The header's colour type.
    QCOMPARE(picture("--background transparent")[25], '\x06');
    QCOMPARE(picture("")[25], '\x02');
  }

  void landscapesTurnInAnimations() {
    const QString frames = folder_.filePath(QStringLiteral("turning/"));
    const auto made =
        runProgram(words(QStringLiteral("render startup --size 400x300 --panel 1 --projection 3d --from 20 --to 20 "
                                        "--orbit 9 -o ")) +
                   QStringList{frames});
    QVERIFY2(made.status == 0, made.err.constData());
    QCOMPARE(allIn(frames).size(), 3);
    QVERIFY(contents(frames + QStringLiteral("0001.png")) != contents(frames + QStringLiteral("0003.png")));
    const auto map = runProgram(words(QStringLiteral("render startup --size 400x300 --to 2 --orbit 9 -o ")) +
                                QStringList{folder_.filePath(QStringLiteral("map.gif"))});
    verifyRefusal(map, 2, "there is nothing to turn");
    verifyRefusal(runProgram(words(QStringLiteral("render startup --projection 3d --orbit 9 -o a.png"))), 2, "--orbit");
  }

  void framesGoIntoAFolder() {
    const QString frames = folder_.filePath(QStringLiteral("frames/"));
    const auto result = runProgram(
        words(QStringLiteral("render startup --size 400x300 --panel 1 --to 40 --every 20 -o ")) + QStringList{frames});
    QVERIFY2(result.status == 0, result.err.constData());
    QCOMPARE(allIn(frames),
             (QStringList{QStringLiteral("0001.png"), QStringLiteral("0002.png"), QStringLiteral("0003.png")}));
    QCOMPARE(contents(frames + QStringLiteral("0003.png")).mid(16, 8).toHex(), QByteArray("000001900000012c"));
  }

  void framesSayWhatStandsInTheirWay() {
    const QTemporaryDir place;
    const auto export3 = [&] {
      return runProgram(words(QStringLiteral("render startup --size 400x300 --panel 1 --to 40 --every 20 -o ")) +
                        QStringList{place.path()});
    };
    const auto put = [&](const char* name) {
      QFile file(place.filePath(QString::fromUtf8(name)));
      if (!file.open(QIODevice::WriteOnly) || file.write("old") != 3) qFatal("cannot write");
    };
    put("0001.png");
    put("notes");
    put("2024-05-01.png");
    QVERIFY(QDir(place.path()).mkdir(QStringLiteral("0002.png")));
    verifyRefusal(export3(), 1, "0002.png");
    QCOMPARE(contents(place.filePath(QStringLiteral("0001.png"))), QByteArray("old"));
    QVERIFY(QDir(place.path()).rmdir(QStringLiteral("0002.png")));
    put("0004.png");
    verifyRefusal(export3(), 1, "0004.png");
    QCOMPARE(allIn(place.path()).size(), 4);
    QVERIFY(QFile::remove(place.filePath(QStringLiteral("0004.png"))));
    QCOMPARE(export3().status, 0);
    QCOMPARE(allIn(place.path()).size(), 5);
    QVERIFY(contents(place.filePath(QStringLiteral("0001.png"))).startsWith("\x89PNG"));
  }

  void filmsAreNamedAsTheirUserSays_data() {
    QTest::addColumn<QByteArray>("option");
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"file:x.mp4", "crypto:x.mp4", "md5:x.mp4", "%20.mp4", "50%d.mp4", "a b.mp4"}) {
      QTest::newRow(name) << QByteArray(name) << QByteArray(name);
    }
    QTest::newRow("-i.mp4") << QByteArray("-o-i.mp4") << QByteArray("-i.mp4");
  }

  void filmsAreNamedAsTheirUserSays() {
    if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty()) QSKIP("ffmpeg is not installed");
    QFETCH(const QByteArray, option);
    QFETCH(const QByteArray, name);
    const QTemporaryDir place;
    QProcess process;
    process.setWorkingDirectory(place.path());
    QStringList arguments = words(QStringLiteral("render startup --size 400x300 --panel 1 --to 2"));
    if (!option.startsWith("-o")) arguments << QStringLiteral("-o");
    process.start(QStringLiteral(THALWEG_PROGRAM), arguments + QStringList{QString::fromUtf8(option)});
    QVERIFY(process.waitForFinished(60'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    QCOMPARE(allIn(place.path()), QStringList{QString::fromUtf8(name)});
    QVERIFY(contents(place.filePath(QString::fromUtf8(name))).mid(4, 4) == "ftyp");
  }

  /// Odd sizes are padded with what stands at the edge, and colours are what every player takes them for.
  void filmsKeepTheirColours() {
    if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty() ||
        QStandardPaths::findExecutable(QStringLiteral("ffprobe")).isEmpty())
      QSKIP("ffmpeg is not installed");
    const QTemporaryDir place;
    const QString film = place.filePath(QStringLiteral("a.mp4"));
    const auto made =
        runProgram(words(QStringLiteral("render startup --size 853x481 --theme dark --to 1 -o")) + QStringList{film});
    QVERIFY2(made.status == 0, made.err.constData());
    QProcess probe;
    probe.start(QStringLiteral("ffprobe"),
                words(QStringLiteral("-v error -show_entries stream=color_space,color_range,color_primaries,"
                                     "color_transfer,width,height -of default=nw=1")) +
                    QStringList{film});
    QVERIFY(probe.waitForFinished(60'000));
    const QByteArray tags = probe.readAllStandardOutput();
    for (const char* tag : {"width=854", "height=482", "color_range=tv", "color_space=bt709", "color_transfer=bt709",
                            "color_primaries=bt709"})
      QVERIFY2(tags.contains(tag), tags.constData());
    const QString frame = place.filePath(QStringLiteral("a.ppm"));
    QCOMPARE(QProcess::execute(QStringLiteral("ffmpeg"),
                               words(QStringLiteral("-v error -i")) + QStringList{film} +
                                   words(QStringLiteral("-frames:v 1 -vf scale=in_color_matrix=bt709 -pix_fmt rgb24")) +
                                   QStringList{frame}),
             0);
    const QByteArray pixels = contents(frame);
    const QByteArray head = "P6\n854 482\n255\n";
    QVERIFY(pixels.startsWith(head));
    const auto at = [&](int x, int y) { return pixels.mid(head.size() + 3 * (854 * y + x), 3); };
    for (int y = 0; y < 482; y += 37) {
      for (int c = 0; c < 3; ++c)
        QVERIFY(std::abs(static_cast<unsigned char>(at(853, y)[c]) - static_cast<unsigned char>(at(850, y)[c])) < 12);
    }
    QVERIFY(static_cast<unsigned char>(at(853, 481)[0]) < 80);
  }

  void drawingsAreXmlWhateverTheTitle() {
    const QTemporaryDir place;
    const QString scenario = place.filePath(QStringLiteral("a.thalweg"));
    QFile file(scenario);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray title = "a\\u0001\\u0008\\u000b\\u001b\\ufffe<&\\\"\\ud83d\\ude00";
    file.write("{\"thalweg\": 1, \"steps\": 3, \"title\": \"" + title + "\", " +
               R"("panels": [{"objective": "saddle"}], "contenders": [{"optimizer": "SGD", "label": "<"}]})");
    file.close();
    for (const char* text : {"text", "outlines"}) {
      const auto made =
          runProgram(words(QStringLiteral("render --size 640x480 --caption -o - --format svg --svg-text")) +
                     QStringList{QString::fromLatin1(text), scenario});
      QVERIFY2(made.status == 0, made.err.constData());
      QXmlStreamReader reader(made.out);
      while (!reader.atEnd()) reader.readNext();
      QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    }
  }

  void mistakesAreRefused_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char* line, const char* place) {
      QTest::newRow(line) << QString::fromUtf8(line) << QByteArray(place);
    };
    row("", "-o");
    row("-o out.bmp", "out.bmp");
    row("-o out", ".png");
    row("-o out.png --panel 3", "panel 3");
    row("-o out.png --panel 1.5", "--panel");
    row("-o out.png --chart accurate", "accurate");
    row("-o out.png --background blue", "blue");
    row("-o out.png --theme dark --background white", "white");
    row("-o out.png --theme high-contrast-dark --background white", "white");
    row("-o out.png --charts perhaps", "perhaps");
    row("-o out.png --projection 4d", "4d");
    row("-o out.png --height tall", "tall");
    row("-o out.png --azimuth east", "--azimuth");
    row("-o out.png --elevation 87", "--elevation");
    row("-o out.png --format tiff", "tiff");
    row("-o out.png --size 5x5mm", "5x5mm");
    row("-o out.png --size 400x300 --dpi 1200", "room");
    row("-o out.png --size 150x100 --caption", "caption");
    row("-o out.png --contender 9", "--contender");
    row("-o out.png --chart loss --explain", "--explain");
    row("-o out.png --fps 30", "--fps");
    row("-o out.png --step 301", "0 to 300");
    row("-o out.gif --to 301", "0 to 300");
    row("-o out.gif --every 0", "--every");
    row("-o out.png --svg-text text", "--svg-text");
    row("-o outs/ --fps 10", "--fps");
    row("-o outs/ --loop 2", "--loop");
    row("-o out.png --from 3", "--from");
    row("-o out.gif --step 3", "--step");
    row("-o out.gif --from 20 --to 10", "20");
    row("-o out.gif --from 5000", "5000");
    row("-o out.gif --fps 0", "--fps");
    row("-o out.gif --fps 60", "50 frames");
    row("-o out.gif --loop -1", "--loop");
    row("-o out.gif --background transparent", "WebP");
    row("-o out.mp4 --loop 2", "MP4");
    row("-o - --format gif", "-o");
    row("-o a%02db%02d.png", "%04d");
  }

  void mistakesAreRefused() {
    QFETCH(const QString, line);
    QFETCH(const QByteArray, place);
    const QTemporaryDir empty;
    QStringList arguments = words(QStringLiteral("render startup ") + line);
    for (QString& argument : arguments) {
      if (argument.startsWith(QLatin1String("out")) || argument.startsWith(QLatin1String("a%")))
        argument = empty.filePath(argument);
    }
    verifyRefusal(runProgram(arguments), 2, place);
    QVERIFY(allIn(empty.path()).isEmpty());
  }

  void helpNamesEveryOption() {
    const QByteArray help = runProgram({QStringLiteral("render"), QStringLiteral("--help")}).out;
    for (const char* option :
         {"--output",    "--format",    "--size",  "--dpi",    "--step",     "--theme",      "--background",
          "--caption",   "--panel",     "--chart", "--charts", "--svg-text", "--projection", "--azimuth",
          "--elevation", "--height",    "--from",  "--to",     "--every",    "--fps",        "--loop",
          "--explain",   "--contender", ".webp",   ".mp4",     "%04d"})
      QVERIFY2(help.contains(option), option);
  }

  void folderThatCannotBeWrittenIsSaid_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"a.png", "a.svg", "a.pdf", "a.gif", "a.webp", "frames/"})
      QTest::newRow(name) << QString::fromUtf8(name);
  }

  void folderThatCannotBeWrittenIsSaid() {
    QFETCH(const QString, name);
    const QString place = folder_.filePath(QStringLiteral("nowhere/deeper/") + name);
    verifyRefusal(runProgram({QStringLiteral("render"), QStringLiteral("startup"), QStringLiteral("--size"),
                              QStringLiteral("400x300"), QStringLiteral("-o"), place}),
                  1, "nowhere");
  }

  void fullStandardOutputIsSaid() {
    QProcess process;
    process.setStandardOutputFile(QStringLiteral("/dev/full"));
    process.start(QStringLiteral(THALWEG_PROGRAM), words(QStringLiteral("render startup --size 400x300 -o -")));
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("cannot be written"));
  }

  void fullDiskLeavesNothing_data() { folderThatCannotBeWrittenIsSaid_data(); }

  void fullDiskLeavesNothing() {
    QFETCH(const QString, name);
    const QTemporaryDir place;
    const QByteArray mountPoint = place.path().toLocal8Bit();
    if (::mount("tmpfs", mountPoint.constData(), "tmpfs", 0, "size=16k") != 0)
      QSKIP("a small file system can only be mounted as root");
    const auto result = runProgram({QStringLiteral("render"), QStringLiteral("startup"), QStringLiteral("--size"),
                                    QStringLiteral("800x600"), QStringLiteral("-o"), place.filePath(name)});
    const QStringList left = allIn(place.path());
    ::umount(mountPoint.constData());
    verifyRefusal(result, 1, "No space left");
    QVERIFY2(left.isEmpty(), qPrintable(left.join(QLatin1Char(' '))));
  }

  void filmOnAFullDiskLeavesNothing() {
    if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty()) QSKIP("ffmpeg is not installed");
    const QTemporaryDir place;
    const QByteArray mountPoint = place.path().toLocal8Bit();
    if (::mount("tmpfs", mountPoint.constData(), "tmpfs", 0, "size=16k") != 0)
      QSKIP("a small file system can only be mounted as root");
    const auto result = runProgram(words(QStringLiteral("render startup --size 640x480 --to 40 -o")) +
                                   QStringList{place.filePath(QStringLiteral("a.mp4"))});
    const QStringList left = allIn(place.path());
    ::umount(mountPoint.constData());
    verifyRefusal(result, 1, "ffmpeg failed");
    QVERIFY2(left.isEmpty(), qPrintable(left.join(QLatin1Char(' '))));
  }

  void readOnlyFolderIsSaid_data() { folderThatCannotBeWrittenIsSaid_data(); }

  void readOnlyFolderIsSaid() {
    QFETCH(const QString, name);
    const QTemporaryDir place;
    const QByteArray mountPoint = place.path().toLocal8Bit();
    if (::mount("tmpfs", mountPoint.constData(), "tmpfs", MS_RDONLY, "size=16k") != 0)
      QSKIP("a read-only file system can only be mounted as root");
    const auto result = runProgram({QStringLiteral("render"), QStringLiteral("startup"), QStringLiteral("--size"),
                                    QStringLiteral("640x480"), QStringLiteral("-o"), place.filePath(name)});
    ::umount(mountPoint.constData());
    verifyRefusal(result, 1, "Read-only file system");
  }

  void interruptLeavesNothing() {
    const QTemporaryDir place;
    Running program(words(QStringLiteral("render startup --size 1280x720 -o")) +
                    QStringList{place.filePath(QStringLiteral("a.gif"))});
    QVERIFY(program.waitForBytes(place.path(), 1000));
    QVERIFY(!QFile::exists(place.filePath(QStringLiteral("a.gif"))));
    program.signal(SIGINT);
    QCOMPARE(program.status(), 1);
    QVERIFY(program.errors().contains("interrupted"));
    QVERIFY2(allIn(place.path()).isEmpty(), qPrintable(allIn(place.path()).join(QLatin1Char(' '))));
  }

  /// A picture so large that one frame takes many seconds.
  void interruptIsObeyedInTheMiddleOfAFrame() {
    const QTemporaryDir place;
    for (const int signal : {SIGINT, SIGTERM}) {
      for (const char* name : {"a.gif", "a.png"}) {
        Running program(words(QStringLiteral("render startup --size 8000x8000 -o")) +
                        QStringList{place.filePath(QString::fromUtf8(name))});
        QTest::qWait(1500);
        QElapsedTimer timer;
        timer.start();
        program.signal(signal);
        QVERIFY2(timer.elapsed() < 5'000,
                 qPrintable(QString::number(timer.elapsed())));  // with a busy machine's patience
        QCOMPARE(program.status(), 1);
        QVERIFY(program.errors().contains("interrupted"));
        QVERIFY2(allIn(place.path()).isEmpty(), qPrintable(allIn(place.path()).join(QLatin1Char(' '))));
      }
    }
  }

  void killLeavesNoFileOfThatName() {
    const QTemporaryDir place;
    const QString file = place.filePath(QStringLiteral("a.gif"));
    Running program(words(QStringLiteral("render startup --size 1280x720 -o")) + QStringList{file});
    QVERIFY(program.waitForBytes(place.path(), 1000));
    program.signal(SIGKILL);
    QCOMPARE(program.status(), -1);
    QVERIFY(!QFile::exists(file));
    // What it left is gone with the next picture.
    const auto next = runProgram(words(QStringLiteral("render startup --size 400x300 -o")) +
                                 QStringList{place.filePath(QStringLiteral("b.png"))});
    QCOMPARE(next.status, 0);
    QCOMPARE(allIn(place.path()), QStringList{QStringLiteral("b.png")});
  }
};

QTEST_GUILESS_MAIN(RenderTest)
#include "render_test.moc"
