// The command line as its user meets it: output, exit status, and one line that names what is wrong.

#include "core/reports/reference.h"
#include "core/scenario/scenario_file.h"
#include "tests/cli/program.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include <cmath>
#include <cstring>

using namespace thalweg;

namespace {

constexpr const char* plain =
    R"({"thalweg": 1, "steps": 3, "panels": [{"objective": "quadratic", "start": [1, 0.3]}], )"
    R"("contenders": [{"optimizer": "SGD", "options": {"lr": 0.1}, "label": "a, \u0022b\u0022"}, {"optimizer": "Adam"}]})";

QString word(const char* utf8) { return QString::fromUtf8(utf8); }

QStringList words(const char* line) { return QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts); }

/// Nothing on standard output and one line on standard error.
void verifyRefusal(const ProgramResult& result, int status, const QByteArray& place) {
  QVERIFY2(result.status == status, result.err.constData());
  QVERIFY2(result.out.isEmpty(), result.out.left(200).constData());
  QVERIFY2(result.err.count('\n') == 1 && result.err.endsWith('\n'), result.err.constData());
  QVERIFY2(result.err.startsWith("thalweg"), result.err.constData());
  QVERIFY2(result.err.contains(place), result.err.constData());
}

}  // namespace

class CommandsTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  QString file(const char* name, const QByteArray& bytes) {
    const QString path = folder_.filePath(word(name));
    QFile out(path);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size()) qFatal("cannot write");
    return path;
  }

 private Q_SLOTS:
  void wrongScenariosAreRefusedWithTheirPlace_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char* name, const char* text, const char* place) {
      QTest::newRow(name) << QByteArray(text) << QByteArray(place);
    };
    row("typo", R"({"thalweg": 1, "stpes": 3})", "stpes: ");
    row("typo in an option", R"({"thalweg": 1, "contenders": [{"optimizer": "SGD", "options": {"lrr": 1}}]})",
        "contenders[0].options.lrr: ");
    row("wrong type", R"({"thalweg": 1, "steps": "many"})", "steps: ");
    row("unknown objective", R"({"thalweg": 1, "panels": [{"objective": "spere"}]})", "panels[0].objective: ");
    row("unknown optimizer", R"({"thalweg": 1, "contenders": [{"optimizer": "Adman"}]})", "contenders[0].optimizer: ");
    row("unknown schedule",
        R"({"thalweg": 1, "contenders": [{"optimizer": "SGD", "schedule": {"name": "StepLr2", "options": {}}}]})",
        "contenders[0].schedule.name: ");
    row("NaN", R"({"thalweg": 1, "contenders": [{"optimizer": "SGD", "options": {"lr": NaN}}]})", "line 1, column ");
    row("too large a number", R"({"thalweg": 1, "contenders": [{"optimizer": "SGD", "options": {"lr": 1e999}}]})",
        "1e999");
    row("negative steps", R"({"thalweg": 1, "steps": -1})", "steps: ");
    row("out of range", R"({"thalweg": 1, "contenders": [{"optimizer": "Adam", "options": {"betas": [1, 0.9]}}]})",
        "contenders[0].options.betas[0]: ");
    row("start of another dimension", R"({"thalweg": 1, "panels": [{"objective": "himmelblau", "start": [1]}]})",
        "panels[0].start: ");
    row("formula", R"({"thalweg": 1, "panels": [{"objective": "expression", "options": {"formula": "x +"}}]})",
        "panels[0].");
    row("cut off", "{\"thalweg\": 1,\n\"steps\": ", "line 2, column ");
    row("empty", "", "line 1, column 1");
    row("line ends in a key", "{\"thalweg\": 1, \"a\\nb\": 2}", "unknown key");
  }

  void wrongScenariosAreRefusedWithTheirPlace() {
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, place);
    const QString path = file("wrong.thalweg", text);
    for (const char* command : {"run", "render"}) {
      QStringList arguments = {word(command), path};
      if (std::strcmp(command, "render") == 0)
        arguments << QStringLiteral("-o") << folder_.filePath(QStringLiteral("no.png"));
      verifyRefusal(runProgram(arguments), 2, place);
    }
    verifyRefusal(runProgram({QStringLiteral("run"), QStringLiteral("-")}, text), 2, place);
    verifyRefusal(runProgram({path}), 2, place);  // before any window or display is asked for
    QVERIFY(!QFileInfo::exists(folder_.filePath(QStringLiteral("no.png"))));
  }

  void whatIsNoFileIsRefused() {
    const QString missing = folder_.filePath(QStringLiteral("missing.thalweg"));
    const QString binary = file("binary", QByteArray("\x7f\x45LF\0\1\2\3\377\376\200", 11));
    for (const QStringList& arguments :
         {QStringList{QStringLiteral("run")},
          QStringList{QStringLiteral("render"), QStringLiteral("-o"), folder_.filePath(QStringLiteral("no.png"))}}) {
      verifyRefusal(runProgram(arguments + QStringList{missing}), 2, missing.toUtf8());
      verifyRefusal(runProgram(arguments + QStringList{folder_.path()}), 2, folder_.path().toUtf8());
      verifyRefusal(runProgram(arguments + QStringList{binary}), 2, "line 1, column 1");
    }
  }

  void wrongCommandLinesAreRefused_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char* line, const char* place) {
      QTest::newRow(line) << word(line) << QByteArray(place);
    };
    row("run", "missing");
    row("run FILE other", "other");
    row("run FILE --frmat json", "frmat");
    row("run FILE --format xml", "xml");
    row("run FILE --format", "format");
    row("run FILE -o", "o");
    row("render FILE", "-o");
    row("render FILE -o out.bmp", "out.bmp");
    row("render FILE -o out.png --size 10x10", "10x10");
    row("render FILE -o out.png --size 1920", "1920");
    row("render FILE -o out.png --size 99999x500", "99999x500");
    row("render FILE -o out.png --size 800x600x2", "800x600x2");
    row("render FILE -o out.png --size -800x600", "-800x600");
    row("render FILE -o out.png --dpi fast", "--dpi");
    row("render FILE -o out.png --dpi 0", "--dpi");
    row("render FILE -o out.png --step -1", "--step");
    row("render FILE -o out.png --theme blue", "blue");
    row("list", "missing");
    row("list optimisers", "optimisers");
    row("list optimizers --format csv", "csv");
    row("describe", "missing");
    row("describe Adma", "Adam");
    row("describe rosenbrok", "rosenbrock");
    row("describe CosineAnealingLR", "CosineAnnealingLR");
    row("describe qqqqqqqqqqqqqqqq", "qqqqqqqqqqqqqqqq");
    row("--frobnicate", "");
    row("one two", "");
  }

  void wrongCommandLinesAreRefused() {
    QFETCH(const QString, line);
    QFETCH(const QByteArray, place);
    QStringList arguments = line.split(QLatin1Char(' '));
    arguments.replaceInStrings(QStringLiteral("FILE"), file("good.thalweg", plain));
    verifyRefusal(runProgram(arguments), 2, place);
  }

  void unknownCommandsAreSaid_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char* line, const char* place) {
      QTest::newRow(line) << word(line) << QByteArray(place);
    };
    row("expound", "\"expound\"");
    row("expound x", "\"expound\"");
    row("expound --json x", "\"expound\"");
    row("rnu FILE", "did you mean run");
    row("rendr", "did you mean render");
    row("descirbe Adam", "did you mean describe");
  }

  void unknownCommandsAreSaid() {
    QFETCH(const QString, line);
    QFETCH(const QByteArray, place);
    QStringList arguments = line.split(QLatin1Char(' '));
    arguments.replaceInStrings(QStringLiteral("FILE"), file("good.thalweg", plain));
    verifyRefusal(runProgram(arguments), 2, place);
  }

  void windowWithoutADisplayIsSaid() {
    verifyRefusal(runProgram({}), 1, "display");
    verifyRefusal(runProgram({file("good.thalweg", plain)}), 1, "display");
  }

  void pipeInPlaceOfTheSettingsIsSaid() {
    const QTemporaryDir home;
    QVERIFY(QDir(home.path()).mkdir(QStringLiteral("thalweg")));
    QVERIFY(::mkfifo(home.filePath(QStringLiteral("thalweg/thalweg.ini")).toUtf8().constData(), 0600) == 0);
    QProcess window;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home.path());
    environment.insert(QStringLiteral("XDG_DATA_HOME"), home.path());
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    window.setProcessEnvironment(environment);
    window.start(QStringLiteral(THALWEG_PROGRAM), QStringList());
    QByteArray said;
    QElapsedTimer timer;
    for (timer.start(); timer.elapsed() < 60'000 && !said.contains('\n');) {
      window.waitForReadyRead(100);
      said += window.readAllStandardError();
    }
    QVERIFY2(said.contains("settings are not kept"), said.constData());
    window.kill();
    window.waitForFinished();
  }

  void emptyNamesAreSaid() {
    verifyRefusal(runProgram({QStringLiteral("run"), QString()}), 2, "empty");
    verifyRefusal(runProgram({QStringLiteral("run"), file("good.thalweg", plain), QStringLiteral("-o"), QString()}), 2,
                  "empty");
    const auto list = runProgram({QStringLiteral("list"), QStringLiteral("optimisers")});
    QCOMPARE(list.err.count("list"), 1);
  }

  /// Start values at which the loss is no number: JSON has null for it, a table an empty cell.
  void numbersThatAreNoneAreNull_data() {
    QTest::addColumn<QByteArray>("panel");
    QTest::newRow("infinite") << QByteArray(R"({"objective": "sphere", "start": [1e308, 1e308]})");
    QTest::newRow("outside of the domain")
        << QByteArray(R"({"objective": "expression", "options": {"formula": "log(x) + y^2"}, "start": [-3, 1]})");
    QTest::newRow("divided by zero") << QByteArray(
        R"({"objective": "expression", "options": {"formula": "x/0 + y"}, "start": [1, 1]})");
  }

  void numbersThatAreNoneAreNull() {
    QFETCH(const QByteArray, panel);
    const QString path = file("none.thalweg", R"({"thalweg": 1, "steps": 5, "panels": [)" + panel +
                                                  R"(], "contenders": [{"optimizer": "SGD"}, {"optimizer": "Adam"}]})");
    const auto json = runProgram({QStringLiteral("run"), path});
    QVERIFY2(json.status == 0, json.err.constData());
    const Json all = Json::parse(json.out.toStdString());  // which knows no inf and no nan
    QVERIFY(all["runs"][0]["loss"][0].is_null());
    QCOMPARE(all["runs"][0]["outcome"].get<std::string>(), std::string("diverged"));
    const auto csv = runProgram({QStringLiteral("run"), path, QStringLiteral("--format"), QStringLiteral("csv")});
    QVERIFY2(csv.status == 0, csv.err.constData());
    for (const QByteArray& line : csv.out.trimmed().split('\n').mid(1)) {
      for (const QByteArray& cell : line.split(','))
        QVERIFY2(!cell.endsWith("nan") && !cell.endsWith("inf"), line.constData());
    }
  }

  void endlessInputIsRefused() {
    QProcess process;
    process.setStandardInputFile(QStringLiteral("/dev/zero"));
    process.start(QStringLiteral(THALWEG_PROGRAM), {QStringLiteral("run"), QStringLiteral("-")});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(process.readAllStandardError().contains("larger than 16 MiB"));
  }

  void scenarioIsNotWrittenOver() {
    const QString path = file("own.thalweg", plain);
    const QString link = folder_.filePath(QStringLiteral("link.png"));
    QVERIFY(QFile::link(path, link));
    for (const QString& out : {path, link}) {
      verifyRefusal(runProgram({QStringLiteral("run"), path, QStringLiteral("-o"), out}), 2, "itself");
      verifyRefusal(runProgram({QStringLiteral("code"), path, QStringLiteral("-o"), out}), 2, "itself");
      verifyRefusal(runProgram({QStringLiteral("render"), path, QStringLiteral("--format"), QStringLiteral("png"),
                                QStringLiteral("-o"), out}),
                    2, "itself");
    }
    verifyRefusal(runProgram({QStringLiteral("map"), path, QStringLiteral("-o"), link}), 2, "itself");
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray(plain));
  }

  void fullDeviceIsAFailureAndStaysADevice() {
    verifyRefusal(runProgram({QStringLiteral("run"), file("good.thalweg", plain), QStringLiteral("-o"),
                              QStringLiteral("/dev/full")}),
                  1, "No space left");
    struct stat there {};
    QVERIFY(::stat("/dev/full", &there) == 0 && S_ISCHR(there.st_mode));
  }

  void controlCharactersAreWrittenOut() {
    const auto verify = [](const ProgramResult& result) {
      verifyRefusal(result, 2, "\\u001b[2J");
      QVERIFY(!result.err.contains('\x1b'));
      QVERIFY2(result.err.size() < 2'000, "a long line");
    };
    const QString escape = QStringLiteral("\x1b[2J");
    verify(runProgram({QStringLiteral("run"), escape}));
    verify(runProgram({escape}));
    verify(runProgram({QStringLiteral("describe"), escape}));
    verify(runProgram({QStringLiteral("run"), QStringLiteral("--") + escape, QStringLiteral("x")}));
    const QByteArray key = "\\u001b[2J" + QByteArray(1'000'000, 'k');
    verify(runProgram({QStringLiteral("run"), file("key.thalweg", "{\"thalweg\": 1, \"" + key + "\": 1}")}));
  }

  /// Bytes in, the same bytes out.
  void namesNeedNotBeUtf8() {
    const QByteArray folder = folder_.path().toUtf8();
    const QByteArray script = "cd " + folder +
                              " && cp good.thalweg \"$(printf 'in\\377.thalweg')\" && " THALWEG_PROGRAM
                              " run \"$(printf 'in\\377.thalweg')\" -o \"$(printf 'out\\376\\303.json')\" && "
                              "test -s \"$(printf 'out\\376\\303.json')\"; status=$?; "
                              "rm -f in?.thalweg out??.json; exit $status";  // Qt could not remove them
    file("good.thalweg", plain);
    QProcess shell;
    shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QString::fromUtf8(script)});
    QVERIFY(shell.waitForFinished(60'000));
    QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
  }

  void tablesHoldNoFormulas() {
    const QString path = file("formula.thalweg", R"({"thalweg": 1, "steps": 1, "panels": [{"objective": "sphere"}], )"
                                                 R"("contenders": [{"optimizer": "SGD", "label": "=1+1"}]})");
    const auto csv = runProgram({QStringLiteral("run"), path, QStringLiteral("--format"), QStringLiteral("csv")});
    QVERIFY2(csv.out.contains("\n0,0,'=1+1,SGD,0,"), csv.out.left(300).constData());
  }

  void runPrintsJsonOfTheDocumentedShape() {
    const auto result = runProgram({QStringLiteral("run"), file("good.thalweg", plain)});
    QCOMPARE(result.status, 0);
    QVERIFY2(result.err.isEmpty(), result.err.constData());
    const Json all = Json::parse(result.out.toStdString());
    QCOMPARE(all.size(), std::size_t{1});
    QCOMPARE(all["runs"].size(), std::size_t{2});
    for (std::size_t c = 0; c < 2; ++c) {
      const Json& run = all["runs"][c];
      QVERIFY(run["panel"] == 0);
      QVERIFY(run["contender"] == c);
      QVERIFY(run["outcome"].is_string());
      QVERIFY(run["evaluations"] == Json({{"value", 0}, {"gradient", 3}, {"hessian", 0}}));
      QCOMPARE(run["lr"].size(), std::size_t{3});
      QCOMPARE(run["loss"].size(), std::size_t{4});
      QCOMPARE(run["trajectory"].size(), std::size_t{4});
      QVERIFY(run["trajectory"][0] == Json({1.0, 0.3}));
      QVERIFY(!run.contains("momentum") && !run.contains("average"));
    }
    QVERIFY(result.out.contains("0.29999999999999999"));  // 17 significant digits
    // What is the default, spelled out, changes nothing.
    QCOMPARE(runProgram({QStringLiteral("run"), QStringLiteral("--format"), QStringLiteral("json"),
                         QStringLiteral("-o"), QStringLiteral("-"), file("good.thalweg", plain)})
                 .out,
             result.out);
  }

  void runPrintsATableOfTheDocumentedColumns() {
    const auto result = runProgram(
        {QStringLiteral("run"), QStringLiteral("-"), QStringLiteral("--format"), QStringLiteral("csv")}, plain);
    QCOMPARE(result.status, 0);
    const QList<QByteArray> lines = result.out.split('\n');
    QCOMPARE(lines.size(), 1 + 2 * 4 + 1);
    QCOMPARE(
        lines[0],
        QByteArray("panel,contender,label,optimizer,step,x1,x2,loss,gradient_norm,lr,momentum,evaluations,outcome"));
    QVERIFY2(lines[1].startsWith("0,0,\"a, \"\"b\"\"\",SGD,0,1,0.29999999999999999,"), lines[1].constData());
    QVERIFY2(lines[1].contains(",,,0,"), lines[1].constData());  // neither rate nor momentum led to the start
    QVERIFY2(lines[2].contains(",0.10000000000000001,,1,"), lines[2].constData());
    QVERIFY2(lines[5].startsWith("0,1,Adam,Adam,0,"), lines[5].constData());
    QVERIFY(lines.back().isEmpty());
  }

  void tablesHaveWhatSomeRunsReport() {
    const auto result = runProgram(
        {QStringLiteral("run"), QStringLiteral("-"), QStringLiteral("--format"), QStringLiteral("csv")},
        R"({"thalweg": 1, "steps": 2, "panels": [{"objective": "quadratic", "start": [1, 0.3]}, {"objective": "parabola"}],
            "contenders": [{"optimizer": "LBFGS"}, {"optimizer": "ASGD"}, {"optimizer": "SGD",
            "groups": [{"coordinates": [0], "options": {"lr": 0.5}}]}]})");
    QVERIFY2(result.status == 0, result.err.constData());
    const QList<QByteArray> lines = result.out.trimmed().split('\n');
    QCOMPARE(lines[0], QByteArray("panel,contender,label,optimizer,step,x1,x2,loss,gradient_norm,lr,momentum,"
                                  "evaluations,outcome,lr_2,momentum_2,average_x1,average_x2,func_evals,n_iter"));
    for (const QByteArray& line : lines) QCOMPARE(line.count(','), lines[0].count(','));
    QVERIFY2(lines[1].endsWith(",,,,,,"), lines[1].constData());  // nothing has been reported yet
    QVERIFY2(lines[2].startsWith("0,0,L-BFGS,LBFGS,1,"), lines[2].constData());
    const QList<QByteArray> evaluations = lines[2].split(',');
    QVERIFY(evaluations[17].toInt() > 1 && evaluations[18].toInt() > 0);
    QVERIFY2(lines[4].contains(",1,0.29999999999999999,,"),
             lines[4].constData());  // ASGD's average begins at the start
    QVERIFY2(lines[8].contains(",0.5,") && lines[8].endsWith(",0.001,,,,,"), lines[8].constData());
    QVERIFY2(lines[10].startsWith("1,0,"), lines[10].constData());
  }

  void tablesHaveInternalVectorsOnRequest() {
    const QByteArray scenario = R"({"thalweg": 1, "steps": 2, "panels": [{"objective": "quadratic", "start": [1, 0.2]}],
        "contenders": [{"optimizer": "SGD", "options": {"lr": 0.1, "momentum": 0.5}}, {"optimizer": "Adam"}]})";
    const auto result = runProgram(words("run - --format csv --state"), scenario);
    QVERIFY2(result.status == 0, result.err.constData());
    const QList<QByteArray> lines = result.out.trimmed().split('\n');
    const QList<QByteArray> names = lines[0].split(',');
    for (const QByteArray& line : lines) QCOMPARE(line.count(','), lines[0].count(','));
    const auto value = [&](int line, const char* name) {
      const qsizetype at = names.indexOf(QByteArray(name));
      return at < 0 ? QByteArray("no such column") : lines[line].split(',')[at];
    };
    // By hand: the gradient is (x, 25 y), the first velocity the gradient itself.
    QCOMPARE(value(1, "b_x1"), QByteArray());
    QCOMPARE(value(2, "g_x2"), QByteArray("5"));
    QCOMPARE(value(2, "b_x2"), QByteArray("5"));
    QCOMPARE(value(3, "b_x1").toDouble(), 0.5 * 1 + 0.9);
    QCOMPARE(value(2, "m_x1"), QByteArray());  // SGD has no m
    QCOMPARE(value(5, "m_x1").toDouble(), 0.1);
    QCOMPARE(value(5, "v_hat_x2").toDouble(), 25.0);
  }

  void outputFileHoldsWhatStandardOutputWould() {
    const QString good = file("good.thalweg", plain);
    const QString path = folder_.filePath(QStringLiteral("out.json"));
    const auto result = runProgram({QStringLiteral("run"), good, QStringLiteral("-o"), path});
    QCOMPARE(result.status, 0);
    QVERIFY(result.out.isEmpty() && result.err.isEmpty());
    QFile out(path);
    QVERIFY(out.open(QIODevice::ReadOnly));
    QCOMPARE(out.readAll(), runProgram({QStringLiteral("run"), good}).out);
  }

  void outputThatCannotBeWrittenIsAFailure() {
    const QString good = file("good.thalweg", plain);
    const QString nowhere = folder_.filePath(QStringLiteral("no/such/folder/out"));
    verifyRefusal(runProgram({QStringLiteral("run"), good, QStringLiteral("-o"), nowhere}), 1, nowhere.toUtf8());
    verifyRefusal(runProgram({QStringLiteral("render"), good, QStringLiteral("--size"), QStringLiteral("300x200"),
                              QStringLiteral("-o"), nowhere + QStringLiteral(".png")}),
                  1, nowhere.toUtf8());
    verifyRefusal(runProgram({QStringLiteral("run"), good, QStringLiteral("-o"), folder_.path()}), 1,
                  folder_.path().toUtf8());
  }

  void renderMakesAPictureOfTheWantedSize() {
    const QString good = file("good.thalweg", plain);
    QByteArray first;
    for (const char* name : {"a.png", "b.png"}) {
      const QString path = folder_.filePath(word(name));
      const auto result = runProgram({QStringLiteral("render"), good, QStringLiteral("-o"), path,
                                      QStringLiteral("--size"), QStringLiteral("640x420"), QStringLiteral("--step"),
                                      QStringLiteral("2"), QStringLiteral("--theme"), QStringLiteral("dark")});
      QVERIFY2(result.status == 0, result.err.constData());
      QVERIFY2(result.err.isEmpty(), result.err.constData());
      QFile picture(path);
      QVERIFY(picture.open(QIODevice::ReadOnly));
      const QByteArray bytes = picture.readAll();
      QVERIFY(bytes.startsWith("\x89PNG\r\n\x1a\n"));
      // The header: width and height, four bytes each from the most significant one.
      QCOMPARE(bytes.mid(16, 8).toHex(), QByteArray("00000280000001a4"));
      if (first.isEmpty()) first = bytes;
      QCOMPARE(bytes, first);
    }
    const auto piped = runProgram({QStringLiteral("render"), good, QStringLiteral("-o"), QStringLiteral("-"),
                                   QStringLiteral("--size"), QStringLiteral("640x420"), QStringLiteral("--step"),
                                   QStringLiteral("2"), QStringLiteral("--theme"), QStringLiteral("dark")});
    QCOMPARE(piped.out, first);
    const auto light = runProgram({QStringLiteral("render"), good, QStringLiteral("-o"), QStringLiteral("-"),
                                   QStringLiteral("--size"), QStringLiteral("640x420")});
    QCOMPARE(light.status, 0);
    QVERIFY(light.out != first);
  }

  void everyEntryIsListedAndDescribed_data() {
    QTest::addColumn<QString>("plural");
    QTest::addColumn<int>("kind");
    QTest::newRow("objectives") << QStringLiteral("objectives") << static_cast<int>(CatalogueKind::Objectives);
    QTest::newRow("optimizers") << QStringLiteral("optimizers") << static_cast<int>(CatalogueKind::Optimizers);
    QTest::newRow("schedules") << QStringLiteral("schedules") << static_cast<int>(CatalogueKind::Schedules);
  }

  void everyEntryIsListedAndDescribed() {
    QFETCH(const QString, plural);
    QFETCH(const int, kind);
    const auto listed = runProgram({QStringLiteral("list"), plural});
    QCOMPARE(listed.status, 0);
    QVERIFY2(listed.err.isEmpty(), listed.err.constData());
    const auto data = runProgram({QStringLiteral("list"), plural, QStringLiteral("--format"), QStringLiteral("json")});
    QCOMPARE(data.status, 0);
    const Json entries = Json::parse(data.out.toStdString());
    const auto cards = catalogue(static_cast<CatalogueKind>(kind));
    QCOMPARE(entries.size(), cards.size());
    for (std::size_t i = 0; i < cards.size(); ++i) {
      const std::string& id = cards[i]->id;
      QCOMPARE(entries[i]["id"].get<std::string>(), id);
      QVERIFY2(listed.out.contains(("\n  " + id + " ").c_str()), id.c_str());
      for (const char* key : {"summary", "reference", "formula"})
        QVERIFY2(!entries[i][key].get<std::string>().empty(), (id + ": " + key).c_str());
      const QString name = QString::fromStdString(id);
      const auto text = runProgram({QStringLiteral("describe"), name});
      QVERIFY2(text.status == 0 && text.err.isEmpty(), text.err.constData());
      QVERIFY2(text.out.startsWith(id.c_str()), text.out.constData());
      const auto json =
          runProgram({QStringLiteral("describe"), name, QStringLiteral("--format"), QStringLiteral("json")});
      QVERIFY2(json.status == 0 && json.err.isEmpty(), json.err.constData());
      QVERIFY2(Json::parse(json.out.toStdString()) == entries[i], id.c_str());
      for (const Json& option : entries[i]["options"])
        QVERIFY2(text.out.contains(("\n  " + option["id"].get<std::string>() + ": ").c_str()), text.out.constData());
    }
  }

  void namesAreFoundIgnoringCase() {
    QCOMPARE(runProgram(words("describe adamw")).out, runProgram(words("describe AdamW")).out);
    const auto two = runProgram(words("describe sphere --format json"));
    QCOMPARE(Json::parse(two.out.toStdString())["id"].get<std::string>(), std::string("sphere"));
  }

  void helpAndVersionEverywhere() {
    for (const char* line : {"--help", "run --help", "render --help", "list --help", "describe --help", "-h"}) {
      const auto result = runProgram(words(line));
      QVERIFY2(result.status == 0 && result.err.isEmpty(), line);
      QVERIFY2(result.out.contains("Usage:") && result.out.contains("thalweg"), result.out.constData());
    }
    const auto overview = runProgram({QStringLiteral("--help")}).out;
    for (const char* command : {"run", "render", "list", "describe"})
      QVERIFY2(overview.contains(QByteArray("thalweg ") + command), command);
    const QByteArray version = runProgram({QStringLiteral("--version")}).out;
    QVERIFY(version.startsWith("thalweg ") && version.contains('.') && version.count('\n') == 1);
    for (const char* line : {"run --version", "render --version", "list --version", "describe --version"}) {
      const auto result = runProgram(words(line));
      QVERIFY2(result.status == 0 && result.out.contains(version.mid(8).trimmed()), result.out.constData());
    }
  }

  void outputIsTheSameInACommaLocale() {
    QProcess locales;
    locales.start(QStringLiteral("locale"), {QStringLiteral("-a")});
    locales.waitForFinished();
    if (!locales.readAllStandardOutput().contains("de_DE.utf8")) QSKIP("the locale de_DE.UTF-8 is not installed");
    const QString german = QStringLiteral("de_DE.UTF-8");
    for (const char* line : {"run -", "run - --format csv", "describe Adam", "list schedules --format json",
                             "render - --size 300x200 --dpi 90.5 -o -"}) {
      const auto expected = runProgram(words(line), plain);
      const auto result = runProgram(words(line), plain, german);
      QCOMPARE(result.status, 0);
      QVERIFY2(result.out == expected.out && result.err == expected.err, line);
    }
  }
};

QTEST_GUILESS_MAIN(CommandsTest)
#include "commands_test.moc"
