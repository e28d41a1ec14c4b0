// Scripts that `thalweg code` writes, run with PyTorch, against `thalweg run`.

#include "core/contracts/objective.h"
#include "core/contracts/optimizer.h"
#include "tests/cli/program.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

using Json = nlohmann::json;
using thalweg::runProgram;

namespace {

Json readJson(const QString& path) {
  std::ifstream file(path.toStdString());
  return Json::parse(file);
}

QByteArray readBytes(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The largest |a − b| / max(1, |b|) over all numbers; infinite where the shapes differ.
double deviation(const Json& a, const Json& b) {
  if (b.is_number())
    return a.is_number() ? std::abs(a.get<double>() - b.get<double>()) / std::max(1.0, std::abs(b.get<double>()))
                         : INFINITY;
  if (b.is_null()) return a.is_null() ? 0 : INFINITY;
  if (!a.is_array() || a.size() != b.size()) return INFINITY;
  double worst = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    const double d = deviation(a[i], b[i]);
    if (!(d <= worst)) worst = d;
  }
  return worst;
}

/// A script's losses without those that the run does not compute.
Json knownLosses(Json losses, const Json& run) {
  const auto every = run["loss_every"].get<std::size_t>();
  for (std::size_t k = 0; k + 1 < losses.size(); ++k)
    if (k % every != 0) losses[k] = nullptr;
  return losses;
}

Json scenarioWith(const Json& contender, const Json& panels, int steps) {
  return {{"thalweg", 1}, {"panels", panels}, {"contenders", {contender}}, {"steps", steps}};
}

/// Every optimizer with its defaults, then with each yes/no and each choice changed.
std::vector<std::pair<std::string, Json>> variants() {
  const Json panels = {{{"objective", "rosenbrock"}, {"options", {{"b", 10}}}},
                       {{"objective", "matyas"}, {"start", {2, 1.5}}},
                       {{"objective", "least_squares"}}};
  constexpr int steps = 8;  // before fast methods arrive, where rounding decides
  std::vector<std::pair<std::string, Json>> all;
  for (const thalweg::OptimizerCard* card : thalweg::optimizerCards()) {
    all.emplace_back(card->id, scenarioWith({{"optimizer", card->id}}, panels, steps));
    for (const thalweg::OptionDescription& option : card->options) {
      std::vector<Json> values;
      if (option.kind == thalweg::OptionKind::Boolean) values.emplace_back(!option.fallback.get<bool>());
      for (const std::string& choice : option.choices) {
        if (choice != option.fallback) values.emplace_back(choice);
      }
      for (const Json& value : values) {
        Json options = {{option.id, value}};
        // Without these the option would make no difference.
        if (card->find("weight_decay")) options["weight_decay"] = 0.1;
        if (card->find("momentum")) options["momentum"] = 0.8;
        all.emplace_back(card->id + "_" + option.id + "_" + value.dump(),
                         scenarioWith({{"optimizer", card->id}, {"options", options}}, panels, steps));
      }
    }
  }
  return all;
}

std::vector<std::pair<std::string, Json>> onObjectives() {
  std::vector<std::pair<std::string, Json>> all;
  for (const thalweg::ObjectiveCard* card : thalweg::objectiveCards()) {
    const Json contenders = {{{"optimizer", "SGD"}, {"options", {{"lr", 1e-4}, {"momentum", 0.5}}}},
                             {{"optimizer", "AdaHessian"}, {"options", {{"lr", 1e-3}}}}};
    Json scenario = scenarioWith(contenders[0], {{{"objective", card->id}}}, 20);
    if (card->id != "multilayer_perceptron") scenario["contenders"].push_back(contenders[1]);
    const thalweg::Index more = std::max<thalweg::Index>(2, 5 / card->dimensionStep) * card->dimensionStep;
    if (card->maxDimension == 0 && card->family == "Any dimension")
      scenario["panels"].push_back({{"objective", card->id}, {"dimension", more}});
    all.emplace_back("on_" + card->id, scenario);
  }
  return all;
}

/// The scenarios of reference cases, which have paths from PyTorch and other code.
std::vector<std::pair<std::string, Json>> golden() {
  std::vector<std::pair<std::string, Json>> all;
  for (const char* folder : {"torch", "torch2", "papers"}) {
    const QDir directory(QStringLiteral(THALWEG_TEST_DATA "/golden/") + QLatin1String(folder));
    for (const QString& file : directory.entryList({QStringLiteral("*.json")}, QDir::Files)) {
      const Json content = readJson(directory.filePath(file));
      for (const Json& c : content["cases"]) {
        Json panel = {{"objective", c["function"]}, {"dimension", c["dim"]}, {"start", c["start"]}};
        if (c.contains("function_data")) panel["options"] = c["function_data"];
        Json contender = {{"optimizer", c["optimizer"]}, {"options", c["options"]}};
        if (!c["scheduler"].is_null()) contender["schedule"] = c["scheduler"];
        for (std::size_t i = 0; !c["groups"].is_null() && i < c["groups"].size(); ++i)
          contender["groups"].push_back({{"coordinates", {i}}, {"options", c["groups"][i]}});
        all.emplace_back(c["id"].get<std::string>(), scenarioWith(contender, Json::array({panel}), c["steps"]));
      }
    }
  }
  return all;
}

/// Groups, noise, mini-batches, clipping, schedules, wrappers, typed formulas …
std::vector<std::pair<std::string, Json>> written() {
  std::vector<std::pair<std::string, Json>> all;
  const Json content = readJson(QStringLiteral(THALWEG_SOURCE_DIR "/tests/cli/code_scenarios.json"));
  for (Json scenario : content["scenarios"]) {
    const std::string name = scenario["name"];
    scenario.erase("name");
    all.emplace_back(name, scenario);
  }
  return all;
}

int runPython(const QString& python, const QStringList& arguments) {
  QProcess process;
  process.setStandardErrorFile(QProcess::nullDevice());
  process.start(python, arguments);
  if (!process.waitForFinished(1'200'000)) return -1;
  return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

/// Of the interpreters at hand, one that can import torch; else any.
QString findPython(bool* hasTorch) {
  QString any;
  for (const char* name : {"/usr/bin/python3", "python3"}) {
    const QString python = QString::fromLatin1(name);
    if (runPython(python, {QStringLiteral("-c"), QStringLiteral("")}) == 0 && any.isEmpty()) any = python;
    if (runPython(python, {QStringLiteral("-c"), QStringLiteral("import torch")}) != 0) continue;
    *hasTorch = true;
    return python;
  }
  return any;
}

}  // namespace

class CodeTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::vector<std::pair<std::string, Json>> scenarios_;
  QString python_;
  bool hasTorch_ = false;

  [[nodiscard]] QString path(std::size_t index, const char* ending) const {
    return folder_.filePath(QStringLiteral("%1%2").arg(index).arg(QLatin1String(ending)));
  }
  void addRows() const {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < scenarios_.size(); ++i)
      QTest::newRow(scenarios_[i].first.c_str()) << static_cast<int>(i);
  }
  static thalweg::ProgramResult ask(const char* command, const Json& scenario) {
    return runProgram({QString::fromLatin1(command), QStringLiteral("-")}, QByteArray::fromStdString(scenario.dump()));
  }

 private Q_SLOTS:
  void initTestCase() {
    for (const auto& part : {written(), variants(), onObjectives(), golden()})
      scenarios_.insert(scenarios_.end(), part.begin(), part.end());
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
      const auto result = ask("code", scenarios_[i].second);
      QVERIFY2(result.status == 0, (scenarios_[i].first + ": " + result.err.toStdString()).c_str());
      QFile script(path(i, ".py"));
      QVERIFY(script.open(QIODevice::WriteOnly));
      script.write(result.out);
    }
    python_ = findPython(&hasTorch_);
  }

  void scriptsAreValidPython() {
    if (python_.isEmpty()) QSKIP("there is no Python to compile scripts with");
    const QString runner = QStringLiteral(THALWEG_SOURCE_DIR "/tests/cli/run_scripts.py");
    QCOMPARE(runPython(python_, {runner, folder_.path(), QStringLiteral("--check")}), 0);
    for (std::size_t i = 0; i < scenarios_.size(); ++i)
      QVERIFY2(!QFile::exists(path(i, ".error")), readBytes(path(i, ".error")).constData());
  }

  void linesAreShort() {
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
      const QString text = QString::fromUtf8(readBytes(path(i, ".py")));
      for (const QString& line : text.split(QLatin1Char('\n'))) {
        // Formulas and titles are the user's own.
        if (line.contains(QLatin1String("return ")) || line.contains(QLatin1String("TITLE"))) continue;
        QVERIFY2(line.size() <= 120, (scenarios_[i].first + ": " + line.toStdString()).c_str());
      }
    }
  }

  void scriptsReproduceRuns_data() { addRows(); }

  void scriptsReproduceRuns() {
    if (!hasTorch_) QSKIP("there is no Python with PyTorch to run scripts with");
    QFETCH(const int, index);
    static const int status =
        runPython(python_, {QStringLiteral(THALWEG_SOURCE_DIR "/tests/cli/run_scripts.py"), folder_.path()});
    QCOMPARE(status, 0);
    const auto at = static_cast<std::size_t>(index);
    QVERIFY2(!QFile::exists(path(at, ".error")), readBytes(path(at, ".error")).constData());

    const auto result = ask("run", scenarios_[at].second);
    QVERIFY2(result.status == 0, result.err.constData());
    const Json wanted = Json::parse(result.out.toStdString())["runs"];
    const Json found = readJson(path(at, ".json"))["runs"];
    QCOMPARE(found.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      QCOMPARE(found[i]["coordinates"], wanted[i]["coordinates"]);
      for (const char* key :
           {"panel", "contender", "trajectory", "loss", "lr", "momentum", "average", "d", "func_evals", "n_iter"}) {
        const std::string place = "runs[" + std::to_string(i) + "]." + key;
        QVERIFY2(found[i].contains(key) == wanted[i].contains(key), place.c_str());
        if (!wanted[i].contains(key)) continue;
        const bool some = key == std::string("loss") && wanted[i].contains("loss_every");
        const double worst = deviation(some ? knownLosses(found[i][key], wanted[i]) : found[i][key], wanted[i][key]);
        QVERIFY2(worst <= 1e-9, (place + ": " + std::to_string(worst)).c_str());
      }
    }
  }

  void labelsDoNotChangeWhatAScriptImports() {
    const auto headOf = [](const char* label) {
      const Json contender = {{"optimizer", "SGD"}, {"label", label}};
      const Json panel = {{"objective", "expression"}, {"options", {{"formula", "x**2 + y**2"}}}};
      const QByteArray text = ask("code", scenarioWith(contender, Json::array({panel}), 3)).out;
      return text.left(text.indexOf("CONTENDERS"));
    };
    const QByteArray usual = headOf("plain");
    QVERIFY(!usual.isEmpty());
    for (const char* label : {"e pi", "sin(", "a // b", "torch_min", "residuals", "UpdateRule"})
      QCOMPARE(headOf(label), usual);
  }

  void theLoopIsTheOneOfEveryCourseWhereNoClosureIsNeeded() {
    const auto text = [](const char* optimizer) {
      return ask("code", scenarioWith({{"optimizer", optimizer}}, {{{"objective", "beale"}}}, 3)).out;
    };
    const QByteArray adam = text("Adam");
    QVERIFY(!adam.contains("closure"));
    QVERIFY2(adam.contains("        loss = objective(position())\n        optimizer.zero_grad()\n"
                           "        loss.backward()\n        optimizer.step()\n"),
             adam.constData());
    QVERIFY(!text("Lion").contains("step(closure)"));
    QVERIFY(text("LBFGS").contains("optimizer.step(closure)"));
  }

  void whatWasChosenStaysInTheText() {
    const auto text = [](const Json& options) {
      return ask("code", scenarioWith({{"optimizer", "Adam"}, {"options", options}}, {{{"objective", "beale"}}}, 3))
          .out;
    };
    QVERIFY(!text({{"lr", 0.1}}).contains("betas="));
    QVERIFY(text({{"lr", 0.1}, {"betas", {0.9, 0.999}}}).contains("betas=(0.9, 0.999)"));
  }

  void thePlainFormTrainsAModule() {
    if (!hasTorch_) QSKIP("there is no Python with PyTorch to run scripts with");
    const auto plain = [](const Json& scenario) {
      return runProgram({QStringLiteral("code"), QStringLiteral("-"), QStringLiteral("--plain")},
                        QByteArray::fromStdString(scenario.dump()));
    };
    std::vector<Json> scenarios;
    // Without draws the paths are the exact ones.
    scenarios.push_back(scenarioWith({{"optimizer", "Adam"}, {"options", {{"lr", 0.02}}}},
                                     {{{"objective", "multilayer_perceptron"}, {"options", {{"hidden", {4, 3}}}}},
                                      {{"objective", "rosenbrock"}},
                                      {{"objective", "least_squares"}},
                                      {{"objective", "expression"}, {"options", {{"formula", "sin(x) + e*y**2"}}}}},
                                     12));
    scenarios.push_back(scenarioWith({{"optimizer", "LBFGS"}, {"options", {{"max_iter", 3}}}},
                                     {{{"objective", "multilayer_perceptron"}, {"options", {{"loss", "squared"}}}}},
                                     5));
    scenarios.push_back(
        scenarioWith({{"optimizer", "SGD"},
                      {"options", {{"lr", 0.01}}},
                      {"schedule", {{"name", "StepLR"}, {"options", {{"step_size", 4}}}}},
                      {"groups", {{{"coordinates", {1}}, {"options", {{"lr", 0.02}}}}}}},
                     {{{"objective", "linear_regression"}}, {{"objective", "beale"}, {"start", {1, 1}}}}, 9));
    const std::size_t exact = scenarios.size();
    for (const char* sampling : {"shuffle", "replacement"}) {
      Json drawn = scenarios[0];
      drawn["gradient"] = {{"batch", 8}, {"noise", 0.1}, {"sampling", sampling}, {"clip_norm", 1}};
      scenarios.push_back(drawn);
    }
    QTemporaryDir folder;
    const auto file = [&](std::size_t i, const char* ending) {
      return folder.filePath(QString::number(i) + QLatin1String(ending));
    };
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
      const auto result = plain(scenarios[i]);
      QVERIFY2(result.status == 0, result.err.constData());
      QFile script(file(i, ".py"));
      QVERIFY(script.open(QIODevice::WriteOnly));
      script.write(result.out);
    }
    QVERIFY(readBytes(file(0, ".py")).contains("nn.Module") && readBytes(file(3, ".py")).contains("DataLoader("));
    QVERIFY(readBytes(file(0, ".py")).contains("in the plain form"));
    QCOMPARE(runPython(python_, {QStringLiteral(THALWEG_SOURCE_DIR "/tests/cli/run_scripts.py"), folder.path()}), 0);
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
      QVERIFY2(!QFile::exists(file(i, ".error")), readBytes(file(i, ".error")).constData());
      const Json found = readJson(file(i, ".json"))["runs"];
      const Json wanted = Json::parse(ask("run", scenarios[i]).out.toStdString())["runs"];
      QCOMPARE(found.size(), wanted.size());
      for (std::size_t k = 0; k < found.size(); ++k) {
        QCOMPARE(found[k]["loss"].size(), wanted[k]["loss"].size());
        if (i >= exact) continue;
        for (const char* key : {"trajectory", "loss", "lr"})
          QVERIFY2(deviation(found[k][key], wanted[k][key]) <= 1e-9, key);
      }
    }
    const auto refused = plain(scenarioWith({{"optimizer", "Newton"}}, {{{"objective", "beale"}}}, 3));
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.err.contains("contenders[0] (Newton): needs more than gradients"), refused.err.constData());
  }

  void whatTorchCannotExpressIsNamed_data() {
    QTest::addColumn<QByteArray>("contender");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("a schedule among others in turn")
        << QByteArray(R"({"optimizer": "SGD", "schedule": {"name": "SequentialLR", "options": {"milestones": [5],
                         "schedulers": [{"name": "ChainedScheduler"}, {"name": "ExponentialLR"}]}}})")
        << QByteArray("contenders[0] (SGD): torch's SequentialLR takes no ChainedScheduler");
    QTest::newRow("cycled momentum of three averages")
        << QByteArray(R"({"optimizer": "Adan", "label": "my Adan", "schedule": {"name": "OneCycleLR"}})")
        << QByteArray("contenders[0] (my Adan): OneCycleLR cannot cycle the momentum of Adan");
  }

  void whatTorchCannotExpressIsNamed() {
    QFETCH(const QByteArray, contender);
    QFETCH(const QByteArray, message);
    const auto result = ask("code", scenarioWith(Json::parse(contender.toStdString()), {{{"objective", "beale"}}}, 9));
    QCOMPARE(result.status, 1);
    QVERIFY(result.out.isEmpty());
    QVERIFY2(result.err.contains(message), result.err.constData());
    QCOMPARE(result.err.count('\n'), 1);
  }

  void formulasThatPythonWouldMisreadAreNamed_data() {
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("a comparison as a number")
        << QByteArray(R"json({"formula": "x**2 + max(x > 0, y > 0)"})json") << QByteArray("panels[0]: a comparison");
  }

  void formulasThatPythonWouldMisreadAreNamed() {
    QFETCH(const QByteArray, options);
    QFETCH(const QByteArray, message);
    const Json panel = {{"objective", "expression"}, {"options", Json::parse(options.toStdString())}};
    const auto result = ask("code", scenarioWith({{"optimizer", "SGD"}}, Json::array({panel}), 9));
    QCOMPARE(result.status, 1);
    QVERIFY2(result.err.contains(message), result.err.constData());
  }
};

int main(int argc, char** argv) {
  // One function waits for all scripts, on machines that are busy or slowed by sanitizers, too.
  qputenv("QTEST_FUNCTION_TIMEOUT", "3600000");
  QCoreApplication application(argc, argv);
  CodeTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "code_test.moc"
