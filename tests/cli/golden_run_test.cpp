// `thalweg run` against trajectories made with PyTorch and reference code (tests/golden/README.md).

#include "tests/cli/program.h"

#include <QDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

using Json = nlohmann::json;

namespace {

Json readFile(const QString& path) {
  std::ifstream file(path.toStdString());
  return Json::parse(file);
}

/// The scenario that a reference case describes.
Json scenarioOf(const Json& c) {
  Json panel = {{"objective", c["function"]}, {"dimension", c["dim"]}, {"start", c["start"]}};
  if (c.contains("function_data")) panel["options"] = c["function_data"];
  Json contender = {{"optimizer", c["optimizer"]}, {"options", c["options"]}};
  if (!c["scheduler"].is_null()) contender["schedule"] = c["scheduler"];
  if (!c["groups"].is_null()) {
    for (std::size_t i = 0; i < c["groups"].size(); ++i) {
      contender["groups"].push_back({{"coordinates", {i}}, {"options", c["groups"][i]}});
    }
  }
  return {{"thalweg", 1}, {"panels", {panel}}, {"contenders", {contender}}, {"steps", c["steps"]}};
}

/// The largest |a − b| / max(1, |b|) over all numbers; infinite where the shapes differ.
double deviation(const Json& a, const Json& b) {
  if (b.is_number())
    return a.is_number() ? std::abs(a.get<double>() - b.get<double>()) / std::max(1.0, std::abs(b.get<double>()))
                         : INFINITY;
  if (!a.is_array() || a.size() != b.size()) return INFINITY;
  double worst = 0;
  for (std::size_t i = 0; i < b.size(); ++i) worst = std::max(worst, deviation(a[i], b[i]));
  return worst;
}

}  // namespace

class GoldenRunTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void matchesReference_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("index");
    for (const char* folder : {"torch", "torch2", "papers"}) {
      const QDir directory(QStringLiteral(THALWEG_TEST_DATA "/golden/") + QLatin1String(folder));
      for (const QString& file : directory.entryList({QStringLiteral("*.json")}, QDir::Files)) {
        const Json cases = readFile(directory.filePath(file))["cases"];
        for (std::size_t i = 0; i < cases.size(); ++i) {
          QTest::newRow(cases[i]["id"].get<std::string>().c_str()) << directory.filePath(file) << static_cast<int>(i);
        }
      }
    }
  }

  void matchesReference() {
    QFETCH(const QString, path);
    QFETCH(const int, index);
    const Json reference = readFile(path)["cases"][static_cast<std::size_t>(index)];
    const auto result = thalweg::runProgram(
        {QStringLiteral("run"), QStringLiteral("-"), QStringLiteral("--format"), QStringLiteral("json")},
        QByteArray::fromStdString(scenarioOf(reference).dump()));
    QVERIFY2(result.status == 0, result.err.constData());
    const Json run = Json::parse(result.out.toStdString())["runs"][0];
    for (const char* key : {"trajectory", "loss", "average", "d", "func_evals", "n_iter"}) {
      if (!reference.contains(key)) continue;
      QVERIFY2(run.contains(key), key);
      QVERIFY2(deviation(run[key], reference[key]) <= 1e-9, key);
    }
    const Json& lr = reference.contains("group_lr") ? reference["group_lr"] : reference["lr"];
    // Where groups agree throughout, one number stands for them.
    const bool listed = !run["lr"].empty() && run["lr"][0].is_array();
    QVERIFY2(deviation(run["lr"], listed ? lr : reference["lr"]) <= 1e-12, "lr");
    if (reference.contains("momentum"))
      QVERIFY2(deviation(run["momentum"], reference["momentum"]) <= 1e-12, "momentum");
  }

  void schedulesMatchReference_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("index");
    const QDir directory(QStringLiteral(THALWEG_TEST_DATA "/golden/schedulers"));
    for (const QString& file : directory.entryList({QStringLiteral("*.json")}, QDir::Files)) {
      const Json cases = readFile(directory.filePath(file))["cases"];
      for (std::size_t i = 0; i < cases.size(); ++i) {
        if (cases[i].contains("metrics")) continue;  // they drive the schedule with losses of their own
        QTest::newRow(cases[i]["id"].get<std::string>().c_str()) << directory.filePath(file) << static_cast<int>(i);
      }
    }
  }

  void schedulesMatchReference() {
    QFETCH(const QString, path);
    QFETCH(const int, index);
    const Json reference = readFile(path)["cases"][static_cast<std::size_t>(index)];
    Json schedule = reference["scheduler"];
    for (const char* key : {"before", "start"}) {
      if (!schedule.contains(key)) continue;
      schedule["options"][key] = schedule[key];
      schedule.erase(key);
    }
    // At its minimum a path stays, whatever the rate.
    Json contender = {{"optimizer", reference["optimizer"]}, {"schedule", schedule}};
    contender["options"]["lr"] = reference["base_lr"][0];
    if (reference["optimizer"] == "SGD") contender["options"]["momentum"] = 0.9;
    for (std::size_t i = 0; i < reference["base_lr"].size() && reference["base_lr"].size() > 1; ++i) {
      contender["groups"].push_back({{"coordinates", {i}}, {"options", {{"lr", reference["base_lr"][i]}}}});
    }
    const Json scenario = {{"thalweg", 1},
                           {"panels", {{{"objective", "sphere"}, {"start", {0, 0}}}}},
                           {"contenders", {contender}},
                           {"steps", reference["steps"]}};
    const auto result =
        thalweg::runProgram({QStringLiteral("run"), QStringLiteral("-")}, QByteArray::fromStdString(scenario.dump()));
    QVERIFY2(result.status == 0, result.err.constData());
    const Json run = Json::parse(result.out.toStdString())["runs"][0];
    const bool listed = run["lr"][0].is_array();
    Json rates = run["lr"];
    Json expected = listed ? reference["group_lr"] : reference["lr"];
    // PyTorch's OneCycleLR takes one step too many before it raises; ours holds its last rate.
    if (schedule["name"] == "OneCycleLR") {
      const auto total = schedule["options"].value("total_steps", rates.size());
      while (rates.size() > total) rates.erase(rates.size() - 1), expected.erase(expected.size() - 1);
    }
    QVERIFY2(deviation(rates, expected) <= 1e-12, "lr");
    QCOMPARE(run.contains("momentum"), reference.contains("momentum"));
    if (reference.contains("momentum") && schedule["name"] == "OneCycleLR") {
      Json momentum = run["momentum"];
      Json wanted = reference["momentum"];
      while (momentum.size() > rates.size()) momentum.erase(momentum.size() - 1), wanted.erase(wanted.size() - 1);
      QVERIFY2(deviation(momentum, wanted) <= 1e-12, "momentum");
    } else if (reference.contains("momentum"))
      QVERIFY2(deviation(run["momentum"], reference["momentum"]) <= 1e-12, "momentum");
  }
};

QTEST_GUILESS_MAIN(GoldenRunTest)
#include "golden_run_test.moc"
