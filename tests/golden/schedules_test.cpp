/// Every schedule against rates that PyTorch 1.13 gave, at 1e-12: tests/golden/schedulers, and compositions and limits
/// in tests/golden/schedulers_more; every composition of two and three in tests/golden/schedulers_composed, at 1e-11.

#include "core/contracts/schedule.h"

#include <QtTest>

#include <array>
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
  void everyCompositionOfTwoAndThreeIsPyTorchs();
  void aTakenBackFirstStepIsStepZero();
  void oneCycleHoldsItsLastRate();
  void oneCycleWithoutARiseIsRefused();
  void oneCycleThatEndsEarlySaysSo();
  void cyclesMayOutgrowOrUndergoTheNumbers();
  void cyclesTakeATypedScale();
};

void SchedulesTest::ratesAndMomentumArePyTorchs_data() { addCases(Wanted::All); }
void SchedulesTest::previewShowsTheSameRates_data() { addCases(Wanted::WithoutLoss); }

/// Steps until PyTorch's OneCycleLR has taken the one that is one too many: ours holds its last rate instead.
static std::int64_t comparable(const Json& one) {
  const auto steps = one.at("steps").get<std::int64_t>();
  const Json& schedule = one.at("scheduler");
  if (schedule.at("name") != "OneCycleLR") return steps;
  return std::min(steps, schedule.at("options").value("total_steps", steps));
}

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
  for (std::int64_t k = 0; k < comparable(one); ++k) {
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
  for (Index k = 0; k < comparable(one); ++k) {
    QCOMPARE(difference("rate", k, rates(k, 0), one.at("lr")[static_cast<std::size_t>(k)]), QString());
  }
}

namespace {

/// The schedule that an entry of composed.json stands for.
Json described(const Json& composition, const Json& members) {
  if (composition.is_string()) return members.at(composition.get<std::string>());
  Json options = {{"schedulers", Json::array()}};
  for (const Json& one : composition.at("of")) options["schedulers"].push_back(described(one, members));
  const bool sequence = composition.contains("milestones");
  if (sequence) options["milestones"] = composition.at("milestones");
  return {{"name", sequence ? "SequentialLR" : "ChainedScheduler"}, {"options", options}};
}

struct Sums {
  std::array<double, 3> values{};
  double size = 0;  ///< what the sums' rounding is measured by
  void add(std::int64_t k, double value) {
    const auto step = static_cast<double>(k);
    values[0] += value;
    values[1] += value * step;
    values[2] += value * (k % 2 == 0 ? 1 : -1) / (step + 1);
    size += std::abs(value) * (step + 1);
  }
  [[nodiscard]] bool near(const Json& expected) const {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!(std::abs(values[i] - expected[i].get<double>()) <= 1e-11 * size)) return false;
    }
    return true;
  }
};

std::unique_ptr<Schedule> made(const char* name, const Options& options, std::int64_t steps = 60) {
  return findSchedule(name)->make(options, steps);
}

std::vector<double> ratesOf(Schedule& schedule, double base, std::int64_t steps) {
  GroupRates groups(1);
  groups[0].lr = base;
  groups[0].momentum = 0.9;
  schedule.start(groups);
  std::vector<double> rates;
  for (std::int64_t k = 0; k < steps; ++k) {
    rates.push_back(groups[0].lr);
    schedule.step(groups, 1);
  }
  return rates;
}

}  // namespace

void SchedulesTest::everyCompositionOfTwoAndThreeIsPyTorchs() {
  std::ifstream stream(std::string(THALWEG_TEST_DATA) + "/golden/schedulers_composed/composed.json");
  const Json data = Json::parse(stream);
  const Json& source = data.at("source");
  const auto steps = source.at("steps").get<std::int64_t>();
  QVERIFY(data.at("cases").size() > 9000);
  int wrong = 0;
  for (const Json& one : data.at("cases")) {
    const Json schedule = described(one, data.at("members"));
    GroupRates groups(1);
    groups[0].lr = source.at("base_lr").get<double>();
    groups[0].momentum = source.at("momentum").get<double>();
    const auto running = made(schedule.at("name").get<std::string>().c_str(), optionsOf(schedule), steps);
    running->start(groups);
    Sums rates;
    Sums momenta;
    for (std::int64_t k = 0; k < steps; ++k) {
      rates.add(k, groups[0].lr);
      momenta.add(k, groups[0].momentum);
      running->step(groups, 1);
    }
    if (rates.near(one.at("lr")) && momenta.near(one.at("momentum"))) continue;
    if (++wrong <= 20) qWarning("%s: sum of rates %.17g", one.dump().c_str(), rates.values[0]);
  }
  QCOMPARE(wrong, 0);
}

void SchedulesTest::aTakenBackFirstStepIsStepZero() {
  const Json members = {{{"name", "ConstantLR"}, {"options", {{"factor", 1}}}},
                        {{"name", "LinearLR"}, {"options", {{"start_factor", 0.1}, {"total_iters", 4}}}}};
  const auto rates = [&](const Json& milestones) {
    return ratesOf(*made("SequentialLR", {{"schedulers", members}, {"milestones", milestones}}), 1, 5);
  };
  const auto near = [](const std::vector<double>& a, const std::vector<double>& b) {
    return std::ranges::equal(a, b, [](double x, double y) { return std::abs(x - y) < 1e-15; });
  };
  QVERIFY(near(rates({0}), {1, .1, .325, .55, .775}));
  QVERIFY(near(rates({2.5}), {1, 1, 1, .1, .325}));
}

void SchedulesTest::oneCycleHoldsItsLastRate() {
  for (const bool phases : {false, true}) {
    const auto rates =
        ratesOf(*made("OneCycleLR", {{"max_lr", 0.1}, {"total_steps", 20}, {"three_phase", phases}}), 1, 40);
    QVERIFY(std::abs(rates[19] / (0.1 / 25 / 1e4) - 1) < 1e-9);
    for (std::size_t k = 20; k < rates.size(); ++k) QCOMPARE(rates[k], rates[19]);
  }
}

void SchedulesTest::oneCycleWithoutARiseIsRefused() {
  const auto refused = [](double part, int steps) {
    try {
      (void)made("OneCycleLR", {{"pct_start", part}, {"total_steps", steps}});
    } catch (const OptionError& error) {
      return error.path() == "options.pct_start";
    }
    return false;
  };
  QVERIFY(refused(0.5, 2) && refused(0.25, 4) && refused(1, 1));
  QVERIFY(!refused(0.5, 3) && !refused(0, 1) && !refused(0.3, 1) && !refused(1, 2));
}

void SchedulesTest::oneCycleThatEndsEarlySaysSo() {
  const ScheduleCard& card = *findSchedule("OneCycleLR");
  QVERIFY(card.notice({{"total_steps", 50}}, 200).find("from step 49 of 200") != std::string::npos);
  QVERIFY(card.notice({{"epochs", 5}, {"steps_per_epoch", 10}}, 200).find("49 of 200") != std::string::npos);
  QVERIFY(card.notice({}, 200).empty() && card.notice({{"total_steps", 200}}, 200).empty());
}

void SchedulesTest::cyclesMayOutgrowOrUndergoTheNumbers() {
  // PyTorch raises OverflowError in both.
  const Options short_ = {{"base_lr", 0.1}, {"max_lr", 1}, {"step_size_up", 1}, {"step_size_down", 0}};
  Options halving = short_;
  halving["mode"] = "triangular2";
  halving["step_size_down"] = 1;
  const auto halved = ratesOf(*made("CyclicLR", halving, 2500), 1, 2500);
  QCOMPARE(halved[2401], 0.1);
  Options growing = halving;
  growing["mode"] = "exp_range";
  growing["gamma"] = 2;
  const auto grown = ratesOf(*made("CyclicLR", growing, 2500), 1, 1201);
  QVERIFY(std::isfinite(grown[1021]) && std::isinf(grown[1025]));
}

void SchedulesTest::cyclesTakeATypedScale() {
  Options options = {{"base_lr", 0.1}, {"max_lr", 1.1}, {"step_size_up", 4}, {"scale_fn", "1/(5**(x*0.0001))"}};
  // torch.optim.lr_scheduler.CyclicLR(…, scale_fn=lambda x: 1/(5**(x*0.0001)), scale_mode=…) of PyTorch 1.13.
  const auto ofCycles = ratesOf(*made("CyclicLR", options), 1, 13);
  QVERIFY(std::abs(ofCycles[4] - (0.1 + 1 / std::pow(5, 0.0001))) < 1e-15);
  QVERIFY(std::abs(ofCycles[12] - (0.1 + 1 / std::pow(5, 0.0002))) < 1e-15);
  options["scale_mode"] = "iterations";
  const auto ofSteps = ratesOf(*made("CyclicLR", options), 1, 13);
  QVERIFY(std::abs(ofSteps[12] - (0.1 + 1 / std::pow(5, 0.0012))) < 1e-15);
  options["scale_fn"] = "1/(5**";
  QVERIFY_THROWS_EXCEPTION(OptionError, made("CyclicLR", options));
}

QTEST_GUILESS_MAIN(SchedulesTest)
#include "schedules_test.moc"
