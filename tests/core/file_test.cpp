// Files appear whole or not at all, and what is no regular file stays what it is. Compiled a second time for systems
// that are not POSIX.

#include "core/base/file_stream.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

using namespace thalweg;

namespace {

QStringList allIn(const QString& folder) {
  return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
}

QByteArray contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

void put(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write");
}

std::errc failureOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::system_error& error) {
    return static_cast<std::errc>(error.code().value());
  }
  return {};
}

mode_t modeOf(const QString& path) {
  struct stat there {};
  return ::stat(path.toUtf8().constData(), &there) == 0 ? there.st_mode : 0;
}

}  // namespace

class FileTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;

  [[nodiscard]] QString at(const char* name) const { return folder_->filePath(QString::fromUtf8(name)); }
  [[nodiscard]] std::string path(const char* name) const { return at(name).toStdString(); }

 private Q_SLOTS:
  void streamsBecomeFilesWhenTheyAreWhole() {
    const std::string line(1000, 'x');
    {
      FileStream out(at("stream").toStdString());
      for (int i = 0; i < 300; ++i) out << i << line << '\n';
      QVERIFY(!QFile::exists(at("stream")));
      out.commit();
    }
    const QByteArray bytes = contents(at("stream"));
    QCOMPARE(bytes.size(), qsizetype{300 * 1001 + 10 + 90 * 2 + 200 * 3});
    QVERIFY(bytes.startsWith("0xxx") && bytes.contains("\n299xxx") && bytes.endsWith("x\n"));
    FileStream full("/dev/full");
    QVERIFY_EXCEPTION_THROWN((full << line, full.commit()), std::system_error);
    QVERIFY_EXCEPTION_THROWN(FileStream(at("no/such/folder/a").toStdString()), std::system_error);
  }

  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void fileIsExchangedWhole() {
    put(at("a"), "old");
    ::chmod(path("a").c_str(), 0640);
    {
      PendingFile file(path("a"));
      file.write("new, and ");
      QCOMPARE(contents(at("a")), QByteArray("old"));
      QVERIFY(file.temporaryPath().starts_with('/'));
      file.write("longer");
      file.commit();
    }
    QCOMPARE(contents(at("a")), QByteArray("new, and longer"));
    QCOMPARE(modeOf(at("a")) & 07777u, mode_t{0640});
    QCOMPARE(allIn(folder_->path()), QStringList{QStringLiteral("a")});
  }

  void whatIsNotCommittedLeavesNothing() {
    put(at("a"), "old");
    {
      PendingFile file(path("a"));
      file.write("new");
    }
    QCOMPARE(contents(at("a")), QByteArray("old"));
    QCOMPARE(allIn(folder_->path()).size(), 1);
  }

  void longNameFits() {
    const std::string name(250, 'n');
    writeFileAtomically(path(name.c_str()), "x");
    QCOMPARE(contents(at(name.c_str())), QByteArray("x"));
  }

  void nameIsBytes() {
    writeFileAtomically(folder_->path().toStdString() + "/\xff\xfe", "x");
    // Which Qt could not remove.
    QCOMPARE(::unlink((folder_->path().toStdString() + "/\xff\xfe").c_str()), 0);
  }

  void linksAreFollowedAlsoToNowhere() {
    QVERIFY(::symlink("there/a", path("link").c_str()) == 0);
    QVERIFY(QDir(folder_->path()).mkdir(QStringLiteral("there")));
    writeFileAtomically(path("link"), "one");
    QVERIFY(QFileInfo(at("link")).isSymLink());
    QCOMPARE(contents(at("there/a")), QByteArray("one"));
    writeFileAtomically(path("link"), "two");
    QVERIFY(QFileInfo(at("link")).isSymLink());
    QCOMPARE(contents(at("there/a")), QByteArray("two"));
    QVERIFY(::symlink("loop", path("loop").c_str()) == 0);
    QVERIFY(failureOf([&] { writeFileAtomically(path("loop"), "x"); }) == std::errc::too_many_symbolic_link_levels);
  }

  void pipeIsWrittenInto() {
    QVERIFY(::mkfifo(path("pipe").c_str(), 0600) == 0);
    std::string got;
    std::thread reader([&] { got = readFile(path("pipe"), 1000); });
    writeFileAtomically(path("pipe"), "through the pipe");
    reader.join();
    QCOMPARE(got, std::string("through the pipe"));
    QVERIFY(S_ISFIFO(modeOf(at("pipe"))));
  }

  void devicesStayDevices() {
#ifdef THALWEG_PORTABLE
    QSKIP("elsewhere the system does not say what has failed");
#endif
    if (::access("/dev/full", W_OK) != 0) QSKIP("there is no /dev/full here");
    QVERIFY(failureOf([] { writeFileAtomically("/dev/full", "x"); }) == std::errc::no_space_on_device);
    QVERIFY(failureOf([] { writeFileAtomically("/dev/null", "x"); }) == std::errc{});
    QVERIFY(S_ISCHR(modeOf(QStringLiteral("/dev/full"))) && S_ISCHR(modeOf(QStringLiteral("/dev/null"))));
  }

  void fileThatMayNotBeWrittenIsRefused() {
    put(at("a"), "kept");
    ::chmod(path("a").c_str(), 0444);
    QVERIFY(failureOf([&] { writeFileAtomically(path("a"), "new"); }) == std::errc::permission_denied);
    QCOMPARE(contents(at("a")), QByteArray("kept"));
    QVERIFY(failureOf([&] { writeFileAtomically(folder_->path().toStdString(), "x"); }) == std::errc::is_a_directory);
    QCOMPARE(allIn(folder_->path()).size(), 1);
  }

  /// Another process is killed in the middle; what it leaves goes with the next write, what a living one has stays.
  void leftoversOfAKillAreSwept() {
#ifdef THALWEG_PORTABLE
    QSKIP("elsewhere nothing is locked");
#endif
    const pid_t child = ::fork();
    if (child == 0) {
      auto* file = new PendingFile(path("a"));
      auto* frames = new PendingFolder(path("frames"));
      file->write("half");
      frames->write("0001.png", "half");
      ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(allIn(folder_->path()).size(), 2);
    PendingFile living(path("b"));
    QCOMPARE(allIn(folder_->path()).size(), 1);
    writeFileAtomically(path("c"), "x");
    QCOMPARE(allIn(folder_->path()).size(), 2);
    living.commit();
    QCOMPARE(allIn(folder_->path()), (QStringList{QStringLiteral("b"), QStringLiteral("c")}));
  }

  void abandonedFilesGo() {
    PendingFile file(path("a"));
    PendingFolder frames(path("frames"));
    frames.write("0001.png", "x");
    abandonPendingFiles();
    QVERIFY(allIn(folder_->path()).isEmpty());
  }

  void folderAppearsWhole() {
    PendingFolder frames(path("frames/"));
    frames.write("0001.png", "one");
    QVERIFY(!QFile::exists(at("frames")));
    frames.commit();
    QCOMPARE(allIn(at("frames")), QStringList{QStringLiteral("0001.png")});
  }

  void folderThatIsThereIsExchangedOrLeftAsItWas() {
    QVERIFY(QDir(folder_->path()).mkpath(QStringLiteral("frames/0002.png")));
    put(at("frames/0001.png"), "old");
    put(at("frames/notes"), "mine");
    {
      PendingFolder frames(path("frames"));
      frames.write("0001.png", "new");
      frames.write("0002.png", "new");
      QVERIFY(failureOf([&] { frames.commit(); }) == std::errc::is_a_directory);
    }
    QCOMPARE(contents(at("frames/0001.png")), QByteArray("old"));
    QCOMPARE(allIn(at("frames")).size(), 3);
    QVERIFY(QDir(folder_->path()).rmdir(QStringLiteral("frames/0002.png")));
    PendingFolder frames(path("frames"));
    frames.write("0001.png", "new");
    frames.write("0002.png", "new");
    frames.commit();
    QCOMPARE(contents(at("frames/0001.png")), QByteArray("new"));
    QCOMPARE(contents(at("frames/notes")), QByteArray("mine"));
    QCOMPARE(allIn(at("frames")).size(), 3);
  }

  void readingIsBounded() {
    QCOMPARE(readFile("/dev/zero", 1000).size(), std::size_t{1000});
    put(at("a"), "abc");
    QCOMPARE(readFile(path("a"), 1000), std::string("abc"));
    QVERIFY(failureOf([&] { (void)readFile(path("none"), 10); }) == std::errc::no_such_file_or_directory);
    QVERIFY(failureOf([&] { (void)readFile(folder_->path().toStdString(), 10); }) == std::errc::is_a_directory);
  }

  void sameFileBehindOtherNames() {
    put(at("a"), "x");
    QVERIFY(::symlink("a", path("link").c_str()) == 0);
    QVERIFY(sameFile(path("a"), path("link")));
    QVERIFY(!sameFile(path("a"), path("none")));
  }
};

QTEST_GUILESS_MAIN(FileTest)
#include "file_test.moc"
