/// Every schedule against rates that PyTorch 1.13 gave, at 1e-12: tests/golden/schedulers, and compositions and limits
/// in tests/golden/schedulers_more.

#include "core/contracts/schedule.h"

#include <QtTest>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

using namespace thalweg;

namespace {

constexpr double tolerance = 1e-12;

Json readCases(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return Json::parse(stream).at("cases");
}

Options optionsOf(const Json& schedule) {
  Options options;
  for (const auto& [id, value] : schedule.at("options").items()) options[id] = value;
  // The data has these two beside the options.
  for (const char* id : {"before", "start"}) {
    if (schedule.contains(id)) options[id] = schedule.at(id);
  }
  return options;
}

/// Empty if equal within the tolerance.
QString difference(const char* what, std::int64_t k, double actual, double expected) {
  if (std::abs(actual - expected) <= tolerance * std::max(1.0, std::abs(expected))) return {};
  return QString("%1 of step %2: %3, expected %4").arg(what).arg(k).arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17);
}

enum class Wanted { All, WithoutLoss };

void addCases(Wanted wanted) {
  QTest::addColumn<QByteArray>("data");
  int files = 0;
  for (const char* folder : {"/golden/schedulers", "/golden/schedulers_more"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::string(THALWEG_TEST_DATA) + folder)) {
      if (entry.path().extension() != ".json") continue;
      ++files;
      for (const Json& one : readCases(entry.path())) {
        if (wanted == Wanted::WithoutLoss && one.contains("metrics")) continue;
        QTest::newRow(one.at("id").get<std::string>().c_str()) << QByteArray::fromStdString(one.dump());
      }
    }
  }
  QCOMPARE(files, 17);
}

}  // namespace

class SchedulesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void ratesAndMomentumArePyTorchs_data();
  void ratesAndMomentumArePyTorchs();
  void previewShowsTheSameRates_data();
  void previewShowsTheSameRates();
};

void SchedulesTest::ratesAndMomentumArePyTorchs_data() { addCases(Wanted::All); }
void SchedulesTest::previewShowsTheSameRates_data() { addCases(Wanted::WithoutLoss); }

void SchedulesTest::ratesAndMomentumArePyTorchs() {
  QFETCH(QByteArray, data);
  const Json one = Json::parse(data.toStdString());
  const ScheduleCard* card = findSchedule(one.at("scheduler").at("name").get<std::string>());
  QVERIFY(card);
  const auto steps = one.at("steps").get<std::int64_t>();
  const auto schedule = card->make(optionsOf(one.at("scheduler")), steps);

  GroupRates groups;
  for (const Json& rate : one.at("base_lr")) {
    groups.push_back({rate.get<double>(), std::numeric_limits<double>::quiet_NaN(), 0.9});
  }
  schedule->start(groups);
  for (std::int64_t k = 0; k < steps; ++k) {
    const auto at = static_cast<std::size_t>(k);
    QCOMPARE(difference("rate", k, groups[0].lr, one.at("lr")[at]), QString());
    if (one.contains("group_lr")) {
      for (std::size_t i = 0; i < groups.size(); ++i) {
        QCOMPARE(difference("group's rate", k, groups[i].lr, one.at("group_lr")[at][i]), QString());
      }
    }
    if (one.contains("momentum")) {
      QCOMPARE(difference("momentum", k, groups[0].momentum, one.at("momentum")[at]), QString());
    }
    schedule->step(groups, one.contains("metrics") ? one.at("metrics")[at].get<double>()
                                                   : std::numeric_limits<double>::quiet_NaN());
  }
}

void SchedulesTest::previewShowsTheSameRates() {
  QFETCH(QByteArray, data);
  const Json one = Json::parse(data.toStdString());
  const ScheduleCard* card = findSchedule(one.at("scheduler").at("name").get<std::string>());
  QVERIFY(card);
  const auto base = one.at("base_lr").get<std::vector<double>>();
  const auto steps = one.at("steps").get<std::int64_t>();
  const Eigen::ArrayXXd rates = previewSchedule(*card, optionsOf(one.at("scheduler")), base, steps);
  QCOMPARE(rates.rows(), Index{steps});
  QCOMPARE(rates.cols(), static_cast<Index>(base.size()));
  for (Index k = 0; k < steps; ++k) {
    QCOMPARE(difference("rate", k, rates(k, 0), one.at("lr")[static_cast<std::size_t>(k)]), QString());
  }
}

QTEST_GUILESS_MAIN(SchedulesTest)
#include "schedules_test.moc"
