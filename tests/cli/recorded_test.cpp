// Recorded training runs on the command line: what the training script printed is what `thalweg run` prints.

#include "tests/cli/program.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace thalweg;
using Json = nlohmann::json;

namespace {

QString word(const char* text) { return QString::fromUtf8(text); }
QString golden(const char* name) { return word(THALWEG_TEST_DATA "/golden/recorded/") + word(name); }

QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The losses of the only run that `thalweg run` prints of a file.
std::vector<double> losses(const QString& file) {
  const ProgramResult result = runProgram({word("run"), file}, {}, word("de_DE.UTF-8"));
  if (result.status != 0) qWarning("%s", result.err.constData());
  return Json::parse(result.out.toStdString())["runs"][0]["loss"].get<std::vector<double>>();
}

std::vector<double> printed(const QString& file) {
  std::vector<double> values;
  for (const QByteArray& line : bytesOf(file).split('\n')) {
    if (!line.isEmpty()) values.push_back(line.toDouble());
  }
  return values;
}

/// /usr/bin/python3, where it has torch; empty elsewhere.
QString pythonWithTorch() {
  for (const QString& python : {word("python3"), word("/usr/bin/python3")}) {
    QProcess process;
    process.start(python, {word("-c"), word("import torch, numpy")});
    if (process.waitForFinished(120'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
      return python;
  }
  return {};
}

}  // namespace

class RecordedCommandTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void runPrintsTheLossesOfTheTraining() {
    const std::vector<double> moons = losses(golden("moons.npz"));
    const std::vector<double> trained = printed(golden("moons.txt"));
    QCOMPARE(moons.size(), trained.size() + 1);
    for (std::size_t i = 0; i < trained.size(); ++i) QCOMPARE(moons[i], trained[i]);
    const std::vector<double> digits = losses(golden("digits.safetensors"));
    const std::vector<double> batches = printed(golden("digits.txt"));
    QCOMPARE(digits.size(), batches.size() / 4);
    for (std::size_t i = 0; i < digits.size(); ++i) QCOMPARE(digits[i], batches[4 * i]);
  }

  void otherCommandsTakeThemOrSayWhyNot() {
    const QString run = golden("moons.npz");
    const ProgramResult project = runProgram({word("project"), run});
    QCOMPARE(project.status, 0);
    const Json plane = Json::parse(project.out.toStdString());
    QCOMPARE(plane["kind"], Json("principal"));
    QVERIFY(plane["paths"][0]["plane_loss"][120].is_number());
    const QTemporaryDir folder;
    const QString picture = folder.filePath(word("run.png"));
    QCOMPARE(runProgram({word("render"), run, word("-o"), picture}).status, 0);
    QVERIFY(QFileInfo(picture).size() > 10'000);
    const ProgramResult code = runProgram({word("code"), run});
    QVERIFY(code.status != 0 && code.err.contains("nothing to compute"));
    const ProgramResult map = runProgram({word("map"), run, word("-o"), folder.filePath(word("map.png"))});
    QVERIFY2(map.status != 0 && map.err.contains("recorded"), map.err.constData());
    const ProgramResult explain = runProgram({word("explain"), run});
    QVERIFY2(explain.status != 0 && explain.err.contains("recorded"), explain.err.constData());
    for (const ProgramResult& result : {code, map, explain}) QCOMPARE(result.err.count('\n'), 1);
  }

  void mistakesNameFileAndPlace() {
    const QTemporaryDir folder;
    QFile file(folder.filePath(word("bad.csv")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("loss,a,b\n1,2,x\n");
    file.close();
    const ProgramResult result = runProgram({word("run"), file.fileName()});
    QCOMPARE(result.status, 2);
    QVERIFY2(result.err.contains("bad.csv: line 2, column 3: expected a number"), result.err.constData());
    const ProgramResult pickle = runProgram({word("run"), word("model.pt")});
    QCOMPARE(pickle.status, 2);
  }

  void theRecorderRecords() {
    const QTemporaryDir folder;
    const QString module = folder.filePath(word("thalweg_recorder.py"));
    QCOMPARE(runProgram({word("recorder"), word("-o"), module}).status, 0);
    QVERIFY(bytesOf(module).contains("class Recorder"));
    QCOMPARE(runProgram({word("recorder")}).out, bytesOf(module));
    const QString python = pythonWithTorch();
    if (python.isEmpty()) QSKIP("there is no torch");
    QProcess training;
    training.start(python, {golden("train.py"), folder.path(), module});
    QVERIFY(training.waitForFinished(600'000));
    QVERIFY2(training.exitCode() == 0, training.readAllStandardError().constData());
    const std::vector<double> moons = losses(folder.filePath(word("moons.npz")));
    const std::vector<double> trained = printed(folder.filePath(word("moons.txt")));
    QCOMPARE(moons.size(), trained.size() + 1);
    for (std::size_t i = 0; i < trained.size(); ++i) QCOMPARE(moons[i], trained[i]);
    // Little memory: every second point goes, and what stays has its own loss.
    const QString small = folder.filePath(word("small.npz"));
    QProcess bounded;
    bounded.start(python, {word("-c"),
                           word("import sys; sys.path.insert(0, sys.argv[1])\n"
                                "import torch, thalweg_recorder\n"
                                "torch.manual_seed(3)\n"
                                "w = torch.nn.Parameter(torch.randn(5))\n"
                                "o = torch.optim.SGD([w], lr=0.05)\n"
                                "r = thalweg_recorder.Recorder([w], o, memory=1)\n"
                                "losses = []\n"
                                "for k in range(100):\n"
                                "    o.zero_grad(); loss = (w ** 2).sum(); loss.backward()\n"
                                "    r.step(loss); o.step(); losses.append(loss.item())\n"
                                "r.save(sys.argv[2])\n"
                                "import numpy\n"
                                "f = numpy.load(sys.argv[2])\n"
                                "assert 8 <= len(f['steps']) <= 16, len(f['steps'])\n"
                                "assert [losses[s] for s in f['steps']] == list(f['loss'])\n"
                                "assert abs(f['loss'] - (f['weights'] ** 2).sum(1)).max() < 1e-5\n"),
                           folder.path(), small});
    QVERIFY(bounded.waitForFinished(120'000));
    QVERIFY2(bounded.exitCode() == 0, bounded.readAllStandardError().constData());
    QVERIFY(losses(small).size() <= 16);
  }
};

QTEST_APPLESS_MAIN(RecordedCommandTest)
#include "recorded_test.moc"
