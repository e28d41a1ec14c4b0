// The core exists twice, for x86-64 and for x86-64-v3: each is a library of its own, and both tell the same story.

#include "tests/cli/program.h"

#include <QDir>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>

using namespace thalweg;
using Json = nlohmann::json;

namespace {

constexpr const char* tunables = "GLIBC_TUNABLES";
constexpr const char* withoutAvx2 = "glibc.cpu.hwcaps=-AVX2,-FMA";

/// What the loader would load for the program, as `ldd` prints it.
QByteArray loaded() {
  qputenv("LD_TRACE_LOADED_OBJECTS", "1");
  const ProgramResult result = runProgram({});
  qunsetenv("LD_TRACE_LOADED_OBJECTS");
  return result.out;
}

/// What `command` prints; empty, with a word on it, if it fails.
QByteArray outputOf(const QString& command, const QStringList& arguments) {
  QProcess process;
  process.start(command, arguments);
  if (process.waitForFinished() && process.exitCode() == 0) return process.readAllStandardOutput();
  qWarning("%s: %s", qPrintable(command), process.readAllStandardError().constData());
  return {};
}

const QStringList libraries = QStringLiteral(THALWEG_LIBRARIES).split(QLatin1Char(':'));

}  // namespace

class InstructionSetsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { qunsetenv(tunables); }
  void cleanup() { qunsetenv(tunables); }

  void outcomesOfBuiltInScenariosAreTheSame_data() {
    QTest::addColumn<QString>("file");
    const QDir folder(QStringLiteral(THALWEG_SOURCE_DIR "/resources/scenarios"));
    const QStringList files = folder.entryList({QStringLiteral("*.thalweg")}, QDir::Files);
    QVERIFY(files.size() >= 26);
    for (const QString& file : files) QTest::newRow(qPrintable(file)) << folder.filePath(file);
  }

  void outcomesOfBuiltInScenariosAreTheSame() {
    if (!loaded().contains("glibc-hwcaps")) QSKIP("this machine, or this build, has one instruction set");
    QFETCH(const QString, file);
    const ProgramResult wide = runProgram({QStringLiteral("run"), file});
    qputenv(tunables, withoutAvx2);
    QVERIFY(loaded().contains("libthalweg_core.so"));
    QVERIFY(!loaded().contains("glibc-hwcaps"));
    const ProgramResult narrow = runProgram({QStringLiteral("run"), file});
    QCOMPARE(wide.status, 0);
    QCOMPARE(narrow.status, 0);
    const Json a = Json::parse(wide.out.toStdString())["runs"];
    const Json b = Json::parse(narrow.out.toStdString())["runs"];
    QCOMPARE(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      const std::string place = "run " + std::to_string(i);
      QVERIFY2(a[i]["outcome"] == b[i]["outcome"], place.c_str());
      QVERIFY2(a[i]["loss"].size() == b[i]["loss"].size(), place.c_str());
      // Where paths are drawn apart by what they do, as ripples do, they still begin alike.
      for (std::size_t t = 0; t < std::min<std::size_t>(10, a[i]["loss"].size()); ++t) {
        if (!a[i]["loss"][t].is_number()) continue;
        const double one = a[i]["loss"][t], other = b[i]["loss"][t];
        QVERIFY2(std::abs(one - other) <= 1e-9 * std::max(1.0, std::abs(one)), place.c_str());
      }
    }
  }

  void librariesOfferTheirOwnNamesOnly() {
#ifndef THALWEG_ELF
    QSKIP("libraries are not of the ELF kind here");
#endif
    const QRegularExpression own(QStringLiteral("^(thalweg::|(typeinfo|typeinfo name|vtable) for thalweg::)"));
    for (const QString& library : libraries) {
      const auto lines = QString::fromUtf8(outputOf(QStringLiteral("nm"),
                                                    {QStringLiteral("-DC"), QStringLiteral("--defined-only"), library}))
                             .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
      QVERIFY(lines.size() > 100);
      for (const QString& line : lines) {
        const QString name = line.section(QLatin1Char(' '), 2);
        QVERIFY2(own.match(name).hasMatch(), qPrintable(library + QStringLiteral(": ") + name));
      }
    }
  }

  /// A call from the library to a function of its own that goes through the loader may end in a program's inline copy,
  /// which was compiled for another instruction set. Constants (nm's u) have one place for all, and one value.
  void librariesCallTheirOwnFunctions() {
#ifndef THALWEG_ELF
    QSKIP("libraries are not of the ELF kind here");
#endif
    for (const QString& library : libraries) {
      QSet<QByteArray> defined;
      for (const QByteArray& line : outputOf(QStringLiteral("nm"), {QStringLiteral("-D"), library}).split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() == 3 && words[1] != "u") defined.insert(words[2]);
      }
      QVERIFY(defined.size() > 100);
      const QByteArray relocations = outputOf(QStringLiteral("readelf"), {QStringLiteral("-rW"), library});
      QVERIFY(relocations.contains("R_"));
      for (const QByteArray& line : relocations.split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        QVERIFY2(words.size() < 5 || !defined.contains(words[4]), line.constData());
      }
    }
  }
};

QTEST_GUILESS_MAIN(InstructionSetsTest)
#include "instruction_sets_test.moc"
