// Manual page, completions and desktop file keep up with the program; output that cannot leave is said.

#include "tests/cli/program.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using thalweg::ProgramResult;
using thalweg::runProgram;

namespace {

QString word(const char* utf8) { return QString::fromUtf8(utf8); }

QString shared(const char* name) { return word(THALWEG_SOURCE_DIR "/resources/desktop/") + word(name); }

QString readText(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

ProgramResult runOther(const QString& program, const QStringList& arguments) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(word("PATH"),
                     QFileInfo(word(THALWEG_PROGRAM)).path() + word(":") + environment.value(word("PATH")));
  environment.insert(word("LC_ALL"), word("C.UTF-8"));
  process.setProcessEnvironment(environment);
  process.start(program, arguments);
  process.closeWriteChannel();
  ProgramResult result;
  if (!process.waitForFinished(60'000)) process.kill();
  result.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
  result.out = process.readAllStandardOutput();
  result.err = process.readAllStandardError();
  return result;
}

ProgramResult shell(const QString& text) { return runOther(word("bash"), {word("-c"), text}); }

/// The commands that `thalweg --help` lists.
QStringList commands() {
  QStringList found;
  const QString overview = QString::fromUtf8(runProgram({word("--help")}).out);
  static const QRegularExpression line(word("^  thalweg ([a-z]+) "), QRegularExpression::MultilineOption);
  for (auto match = line.globalMatch(overview); match.hasNext();) found << match.next().captured(1);
  return found;
}

/// Words that bash would offer for the last of `line`'s words.
QStringList completions(const QString& line, const QString& folder = {}) {
  const QStringList typed = line.split(QLatin1Char(' '));
  const QString move = folder.isEmpty() ? QString() : word("cd '%1'; ").arg(folder);
  const auto result =
      shell(move + word("source '%1'; COMP_WORDS=(%2); COMP_CWORD=%3; _thalweg; printf '%s\\n' \"${COMPREPLY[@]}\"")
                       .arg(shared("thalweg.bash"), line.endsWith(QLatin1Char(' ')) ? line + word("''") : line)
                       .arg(typed.size() - 1));
  return QString::fromUtf8(result.out).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

}  // namespace

class DocumentationTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyOptionIsDocumentedAndCompleted() {
    const QString manual = readText(shared("thalweg.1.in")).remove(QLatin1Char('\\'));
    const QString bash = readText(shared("thalweg.bash"));
    const QString zsh = readText(shared("_thalweg"));
    static const QRegularExpression option(word("--[a-z][a-z-]*"));
    QVERIFY(commands().size() >= 5);
    for (const QString& command : commands()) {
      for (const QString& text : {manual, bash, zsh})
        QVERIFY2(text.contains(command), (command + word(" is missing in ") + text.left(60)).toUtf8().constData());
      const QString help = QString::fromUtf8(runProgram({command, word("--help")}).out);
      QVERIFY(!help.isEmpty());
      const QStringList offered = completions(word("thalweg %1 -").arg(command));
      for (auto match = option.globalMatch(help); match.hasNext();) {
        const QString name = match.next().captured();
        if (name == word("--help-all")) continue;  // Qt's own
        const QByteArray place = (command + QLatin1Char(' ') + name).toUtf8();
        QVERIFY2(manual.contains(name), place.constData());
        QVERIFY2(zsh.contains(name) || zsh.contains(word("{") + name.mid(1)), place.constData());
        QVERIFY2(offered.contains(name), place.constData());
      }
    }
  }

  void bashCompletesCommandsNamesAndFiles() {
    QCOMPARE(completions(word("thalweg des")), QStringList{word("describe")});
    QCOMPARE(completions(word("thalweg list obj")), QStringList{word("objectives")});
    const QStringList adams = completions(word("thalweg describe Adam"));
    for (const char* name : {"Adam", "AdamW", "Adamax"}) QVERIFY2(adams.contains(word(name)), name);
    QVERIFY(!adams.contains(word("SGD")));
    QCOMPARE(completions(word("thalweg describe CosineAnnealingL")), QStringList{word("CosineAnnealingLR")});
    QCOMPARE(completions(word("thalweg run x --format c")), QStringList{word("csv")});

    const QTemporaryDir folder;
    for (const char* name : {"a b.thalweg", "a.json"}) {
      QFile file(folder.filePath(word(name)));
      QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QCOMPARE(completions(word("thalweg run a"), folder.path()), QStringList{word("a b.thalweg")});
    QCOMPARE(completions(word("thalweg run x -o a"), folder.path()).size(), 2);
  }

  void zshCompletionIsWellFormed() {
    const QString zsh = QStandardPaths::findExecutable(word("zsh"));
    if (zsh.isEmpty()) QSKIP("zsh is not installed");
    const auto result = runOther(zsh, {word("-n"), shared("_thalweg")});
    QVERIFY2(result.status == 0 && result.err.isEmpty(), result.err.constData());
  }

  void manualPageIsWellFormed() {
    const QString groff = QStandardPaths::findExecutable(word("groff"));
    if (groff.isEmpty()) QSKIP("groff is not installed");
    const auto result =
        runOther(groff, {word("-man"), word("-ww"), word("-Tutf8"), word("-P-cbou"), shared("thalweg.1.in")});
    QVERIFY2(result.status == 0 && result.err.isEmpty(), result.err.constData());
    for (const char* text : {"SYNOPSIS", "EXIT STATUS", "EXAMPLES"}) QVERIFY2(result.out.contains(text), text);
  }

  void desktopFileIsWellFormed() {
    const QString validate = QStandardPaths::findExecutable(word("desktop-file-validate"));
    if (validate.isEmpty()) QSKIP("desktop-file-validate is not installed");
    const auto result = runOther(validate, {shared("org.thalweg.Thalweg.desktop")});
    QVERIFY2(result.status == 0 && result.out.isEmpty(), result.out.constData());
  }

  void metainfoIsWellFormed() {
    const QString appstreamcli = QStandardPaths::findExecutable(word("appstreamcli"));
    if (appstreamcli.isEmpty()) QSKIP("appstreamcli is not installed");
    QFile file(shared("org.thalweg.Thalweg.metainfo.xml.in"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QTemporaryDir folder;
    QFile whole(folder.filePath(word("org.thalweg.Thalweg.metainfo.xml")));
    QVERIFY(whole.open(QIODevice::WriteOnly));
    whole.write(file.readAll().replace("@PROJECT_VERSION@", "0.1.0"));
    whole.close();
    const auto result = runOther(appstreamcli, {word("validate"), word("--no-net"), whole.fileName()});
    QVERIFY2(result.status == 0, (result.out + result.err).constData());
  }

  void aFullDiskIsAFailure_data() {
    QTest::addColumn<QString>("line");
    for (const char* line : {"--help", "--version", "run --help", "list optimizers", "describe Adam",
                             "describe Adam --format json", "run %1", "run %1 --format csv", "code %1"})
      QTest::newRow(line) << word(line);
  }

  void aFullDiskIsAFailure() {
    if (!QFileInfo::exists(word("/dev/full"))) QSKIP("there is no /dev/full");
    QFETCH(const QString, line);
    const QTemporaryDir folder;
    const QString path = folder.filePath(word("s.thalweg"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"thalweg": 1, "panels": [{"objective": "beale"}], "contenders": [{"optimizer": "SGD"}]})");
    file.close();
    const auto result = shell(word("thalweg %1 > /dev/full").arg(line.contains(word("%1")) ? line.arg(path) : line));
    QCOMPARE(result.status, 1);
    QVERIFY2(result.err.contains("standard output") && result.err.count('\n') == 1, result.err.constData());
  }

  void aReaderThatLeavesIsNoError() {
    const auto result = shell(word("thalweg list optimizers --format json | head -c 10; exit ${PIPESTATUS[0]}"));
    QVERIFY2(result.status == 0 || result.status == 128 + 13, QByteArray::number(result.status).constData());
    QVERIFY2(result.err.isEmpty(), result.err.constData());
  }
};

QTEST_GUILESS_MAIN(DocumentationTest)
#include "documentation_test.moc"
