/// The stored trajectories that have a schedule or parameter groups, traced as a scenario's contender is.

#include "core/runs/trace.h"
#include "tests/golden/reference_case.h"

#include <QDir>
#include <QtTest>

namespace thalweg::golden {

class OptimizerTraceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tracedTrajectoryIsTheReferences_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("index");
    for (const char* folder : {"torch", "torch2", "papers"}) {
      const QDir dir(QStringLiteral(THALWEG_TEST_DATA "/golden/") + QLatin1String(folder));
      for (const QString& name : dir.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        const Json cases = readJson(dir.filePath(name))["cases"];
        for (std::size_t i = 0; i < cases.size(); ++i) {
          if (cases[i]["scheduler"].is_null() && cases[i]["groups"].is_null()) continue;
          const std::string tag = std::string(folder) + "/" + name.toStdString() + " " + std::to_string(i);
          QTest::newRow(tag.c_str()) << dir.filePath(name) << static_cast<int>(i);
        }
      }
    }
  }

  void tracedTrajectoryIsTheReferences() {
    QFETCH(QString, file);
    QFETCH(int, index);
    const Json c = readJson(file)["cases"][static_cast<std::size_t>(index)];
    Scenario scenario;
    scenario.steps = c["steps"].get<std::int64_t>();
    Contender contender;
    contender.optimizer = c["optimizer"].get<std::string>();
    contender.options = c["options"].get<Options>();
    if (const Json& s = c["scheduler"]; !s.is_null()) {
      contender.schedule = ScheduleChoice{s["name"].get<std::string>(), s["options"].get<Options>()};
    }
    for (std::size_t i = 0; i < c["groups"].size(); ++i) {
      contender.groups.push_back({{static_cast<Index>(i)}, c["groups"][i].get<Options>()});
    }
    scenario.contenders = {contender};
    const auto objective = objectiveOf(c);
    const Trajectory found = trace(scenario, 0, *objective, c["start"].get<std::vector<double>>());

    Run result;
    for (Index k = 0; k < found.points.rows(); ++k) {
      result.trajectory.push_back(firstRow(found.points.row(k)));
      result.loss.push_back(found.loss[k]);
      if (found.average.rows() > k) result.average.push_back(firstRow(found.average.row(k)));
    }
    for (const Reading& reading : found.readings) {
      result.readings[reading.id] = {reading.values.begin(), reading.values.end()};
    }
    const auto text = difference(c, result, 1e-9);
    QVERIFY2(!text, text.value_or("").c_str());
    for (Index k = 0; k < found.rates.rows(); ++k) {
      const auto step = static_cast<std::size_t>(k);
      QVERIFY(agree(found.rates(k, 0), c["lr"][step].get<double>(), 1e-12));
      if (!c.contains("group_lr")) continue;
      for (Index group = 0; group < found.rates.cols(); ++group) {
        QVERIFY(
            agree(found.rates(k, group), c["group_lr"][step][static_cast<std::size_t>(group)].get<double>(), 1e-12));
      }
    }
  }
};

}  // namespace thalweg::golden

QTEST_GUILESS_MAIN(thalweg::golden::OptimizerTraceTest)
#include "optimizer_trace_test.moc"
