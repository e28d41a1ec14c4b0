// Want of memory as a user meets it: refused before anything is computed where the file alone shows it, and else one
// sentence and status 1.

#include "core/scenario/scenario_file.h"
#include "tests/cli/program.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define THALWEG_SANITIZED
#endif

using namespace thalweg;

class MemoryTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  QString file(const Scenario& scenario) {
    const QString path = folder_.filePath(QStringLiteral("scenario.thalweg"));
    QFile out(path);
    if (!out.open(QIODevice::WriteOnly)) qFatal("cannot write");
    out.write(QByteArray::fromStdString(writeScenario(scenario)));
    return path;
  }

  /// The program under a shell, which may limit it; `line` names it "$0".
  static ProgramResult shell(const QString& line, const QStringList& arguments = {}) {
    QProcess process;
    process.start(QStringLiteral("sh"),
                  QStringList{QStringLiteral("-c"), line, QStringLiteral(THALWEG_PROGRAM)} + arguments);
    ProgramResult result;
    if (!process.waitForFinished(120'000)) process.kill();
    result.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
  }

 private Q_SLOTS:
  /// First, for what is measured is the most that any child has taken so far.
  void pathsThatAreWrittenAreNotKept() {
#ifdef THALWEG_SANITIZED
    QSKIP("sanitizers keep what is freed");
#else
    Scenario s;
    s.panels.resize(6);
    for (Panel& panel : s.panels) panel.objective = "quadratic";
    s.contenders.resize(16);
    for (Contender& contender : s.contenders) contender.optimizer = "Adam";
    const auto most = [&](std::int64_t steps, const QString& out) {
      s.steps = steps;
      const ProgramResult result = runProgram({QStringLiteral("run"), file(s), QStringLiteral("-o"), out});
      if (result.status != 0) qFatal("%s", result.err.constData());
      rusage used{};
      ::getrusage(RUSAGE_CHILDREN, &used);
      return static_cast<double>(used.ru_maxrss) / 1024;  // MB
    };
    const double few = most(10, QStringLiteral("/dev/null"));
    // Of 80 MB of numbers.
    const double many = most(8'000, folder_.filePath(QStringLiteral("out.json")));
    QVERIFY(QFile(folder_.filePath(QStringLiteral("out.json"))).size() > 50'000'000);
    QFile::remove(folder_.filePath(QStringLiteral("out.json")));
    QVERIFY2(many < few + 60, qPrintable(QStringLiteral("%1 MB, %2 for few steps").arg(many).arg(few)));
#endif
  }

  void whatCannotFitIsRefusedByItsPlace() {
    Scenario s;
    s.panels.resize(24);
    for (Panel& panel : s.panels) panel.objective = "quadratic";
    s.contenders.resize(64);
    for (Contender& contender : s.contenders) contender.optimizer = "Adam";
    s.steps = 100'000;
    const QString path = file(s);
    for (const char* command : {"run", "code", "render"}) {
      QStringList arguments{QString::fromLatin1(command), path};
      if (qstrcmp(command, "render") == 0)
        arguments << QStringLiteral("-o") << folder_.filePath(QStringLiteral("a.png"));
      const ProgramResult result = runProgram(arguments);
      QVERIFY2(result.status == 2, command);
      QVERIFY2(result.err.contains("steps: expected at most 13019 for 24 panels and 64 contenders, found 100000"),
               result.err.constData());
      QCOMPARE(result.err.count('\n'), qsizetype{1});
    }
  }

  void standardInputWithoutEndIsReadToItsLimit() {
    const ProgramResult result = shell(QStringLiteral("\"$0\" run - < /dev/zero"));
    QCOMPARE(result.status, 2);
    QCOMPARE(result.err, QByteArray("thalweg run: standard input: larger than 16 MiB\n"));
#ifndef THALWEG_SANITIZED
    // 1 GB was taken before it was refused.
    const ProgramResult limited = shell(QStringLiteral("ulimit -v 1000000; \"$0\" run - < /dev/zero"));
    QCOMPARE(limited.err, result.err);
#endif
  }

  void wantOfMemoryIsOneSentence() {
#ifdef THALWEG_SANITIZED
    QSKIP("sanitizers need more address space than any limit leaves");
#endif
    Scenario s;
    s.panels.resize(1);
    s.panels[0].objective = "sphere";
    s.panels[0].dimension = 100'000;
    s.contenders.resize(1);
    s.contenders[0].optimizer = "Adam";
    s.steps = 1'900;
    const QString path = file(s);
    for (const char* line :
         {"ulimit -v 1200000; \"$0\" run \"$1\"", "ulimit -v 1200000; \"$0\" render \"$1\" -o \"$2\""}) {
      const ProgramResult result = shell(QString::fromLatin1(line), {path, folder_.filePath(QStringLiteral("a.png"))});
      QVERIFY2(result.status == 1, result.err.constData());
      QVERIFY2(result.err.endsWith(": There is not enough memory for this.\n"), result.err.constData());
      QVERIFY(result.out.isEmpty());
      QVERIFY(!QFile::exists(folder_.filePath(QStringLiteral("a.png"))));
    }
  }
};

QTEST_GUILESS_MAIN(MemoryTest)
#include "memory_test.moc"
