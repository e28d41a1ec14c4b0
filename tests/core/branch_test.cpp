// Branches: a contender that goes on from a step of another one, with all its memory; and conditions of one's own.

#include "core/scenario/branch.h"

#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/maps/basin.h"
#include "core/runs/path_set.h"
#include "core/runs/run.h"
#include "core/runs/state_trace.h"
#include "core/runs/step_trace.h"
#include "core/runs/trace.h"
#include "core/scenario/conditions.h"
#include "core/scenario/contender_names.h"
#include "core/scenario/scenario_file.h"

#include <QTest>

#include <cmath>
#include <cstring>
#include <random>

using namespace thalweg;

namespace {

constexpr std::int64_t forkStep = 13;

Panel lineFit() { return {.objective = "linear_regression", .options = {}, .dimension = {}, .start = {}, .view = {}}; }

Scenario oneOf(const std::string& optimizer, Options options = {}) {
  Scenario s;
  s.panels = {lineFit()};
  Contender& contender = s.contenders.emplace_back();
  contender.optimizer = optimizer;
  contender.options = std::move(options);
  s.steps = 30;
  s.seed = 7;
  return s;
}

Trajectory pathOf(const Scenario& s, std::size_t contender, std::size_t panel = 0) {
  const auto objective = makeObjective(s.panels[panel]);
  return trace(s, contender, *objective, startPoint(s, panel, contender, *objective));
}

bool sameBits(const Points& a, const Points& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         (a.size() == 0 || std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(double)) == 0);
}

/// What two paths differ in; empty: nothing.
QByteArray difference(const Trajectory& a, const Trajectory& b) {
  if (!sameBits(a.points, b.points)) return "points";
  if (!sameBits(a.rates, b.rates)) return "rates";
  if (!sameBits(a.momentum, b.momentum)) return "momentum";
  if (!sameBits(a.average, b.average)) return "average";
  if (a.evaluations != b.evaluations) return "evaluations";
  if (a.verdict.outcome != b.verdict.outcome) return "outcome";
  return {};
}

/// The first `rows` rows of both are the same bits.
bool samePrefix(const Points& a, const Points& b, Index rows) {
  return a.rows() >= rows && b.rows() >= rows && sameBits(a.topRows(rows), b.topRows(rows));
}

const std::vector<std::pair<const char*, GradientConditions>>& allConditions() {
  static const std::vector<std::pair<const char*, GradientConditions>> all = {
      {"exact", {}},
      {"noise", {.noise = 0.3}},
      {"mini-batches", {.batch = 7}},
      {"own draws, clipped, added up",
       {.noise = 0.1, .batch = 3, .replacement = true, .paired = false, .accumulate = true, .clipNorm = 2}}};
  return all;
}

}  // namespace

class BranchTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void unchangedBranchIsItsParent_data() {
    QTest::addColumn<QByteArray>("optimizer");
    for (const OptimizerCard* card : optimizerCards()) QTest::newRow(card->id.c_str()) << QByteArray(card->id.c_str());
  }

  /// Every optimizer, without a schedule and with each of them, exact, noisy and with mini-batches, bit by bit.
  void unchangedBranchIsItsParent() {
    QFETCH(const QByteArray, optimizer);
    const OptimizerCard& card = *findOptimizer(optimizer.toStdString());
    std::vector<std::optional<ScheduleChoice>> schedules = {{}};
    for (const ScheduleCard* schedule : scheduleCards()) {
      if (!card.rate.empty()) schedules.push_back(ScheduleChoice{schedule->id, {}});
    }
    for (const auto& [name, conditions] : allConditions()) {
      for (const auto& schedule : schedules) {
        Scenario s = oneOf(card.id);
        s.gradient = conditions;
        s.contenders[0].schedule = schedule;
        s.contenders.push_back(branchOf(s, 0, forkStep));
        s.contenders.push_back(branchOf(s, 1, forkStep + 5));
        const Trajectory parent = pathOf(s, 0);
        for (const std::size_t branch : {1, 2}) {
          const QByteArray differs = difference(parent, pathOf(s, branch));
          QVERIFY2(differs.isEmpty(),
                   (differs + " under " + name + " with " + (schedule ? schedule->name.c_str() : "no schedule")));
        }
      }
    }
  }

  void unchangedBranchOfGroupsIsItsParent() {
    Scenario s = oneOf("Adam", {{"lr", 0.05}});
    s.contenders[0].groups = {{{1}, {{"lr", 0.01}, {"amsgrad", true}}}};
    s.contenders[0].schedule = {"OneCycleLR", {{"max_lr", 0.1}}};
    s.contenders.push_back(branchOf(s, 0, forkStep));
    QCOMPARE(difference(pathOf(s, 0), pathOf(s, 1)), QByteArray());
  }

  void anyOptionMayDiffer_data() { unchangedBranchIsItsParent_data(); }

  /// Each option at the ends of its slider, each choice, each switch: the path before is the parent's, and goes on.
  void anyOptionMayDiffer() {
    QFETCH(const QByteArray, optimizer);
    const OptimizerCard& card = *findOptimizer(optimizer.toStdString());
    for (const OptionDescription& option : card.options) {
      std::vector<Json> values;
      if (option.kind == OptionKind::Real) values = {option.slider.min, option.slider.max};
      if (option.kind == OptionKind::Integer)
        values = {std::llround(option.slider.min), std::llround(option.slider.max)};
      if (option.kind == OptionKind::Boolean) values = {true, false};
      for (const std::string& choice : option.choices) values.emplace_back(choice);
      if (option.id == "betas" && option.elements.empty()) values = {Json{0.5}, Json{0.1, 0.2, 0.3, 0.4, 0.5}};
      for (const Json& value : values) {
        Scenario s = oneOf(card.id);
        s.contenders.push_back(branchOf(s, 0, forkStep));
        s.contenders[1].options[option.id] = value;
        try {
          checkRun(s, 1, 2);
        } catch (const OptionError&) {
          continue;  // does not go with the other defaults
        }
        const Trajectory parent = pathOf(s, 0);
        const Trajectory branch = pathOf(s, 1);
        const Index common = std::min<Index>(forkStep + 1, parent.points.rows());
        QVERIFY2(samePrefix(parent.points, branch.points, common), (option.id + " " + value.dump()).c_str());
      }
    }
  }

  void everyOptimizerMayFollowEvery() {
    const auto objective = makeObjective(lineFit());
    for (const OptimizerCard* from : optimizerCards()) {
      Scenario s = oneOf(from->id);
      const Trajectory parent = pathOf(s, 0);
      s.contenders.push_back(branchOf(s, 0, forkStep));
      for (const OptimizerCard* to : optimizerCards()) {
        s.contenders[1].optimizer = to->id;
        s.contenders[1].options.clear();
        const Trajectory branch = pathOf(s, 1);
        const Index common = std::min<Index>(forkStep + 1, parent.points.rows());
        QVERIFY2(samePrefix(parent.points, branch.points, common), (from->id + " → " + to->id).c_str());
      }
    }
  }

  /// The velocity stays: x − lr·(μ'·b + g) with the parent's b.
  void momentumIsCarriedOn() {
    Scenario s = oneOf("SGD", {{"lr", 0.01}, {"momentum", 0.9}});
    s.contenders.push_back(branchOf(s, 0, forkStep));
    s.contenders[1].options["momentum"] = 0.5;
    const auto objective = makeObjective(s.panels[0]);
    const std::vector<double> start = startPoint(s, 0, 1, *objective);
    const std::vector<StateColumns> state = traceState(s, 1, *objective, start, s.steps);
    const Trajectory path = pathOf(s, 1);
    for (Index k = 1; k < s.steps; ++k) {
      const double mu = k < forkStep ? 0.9 : 0.5;
      for (Index c = 0; c < 2; ++c) {
        const double b = mu * state[1].values(k - 1, c) + state[0].values(k, c);
        QCOMPARE(state[1].values(k, c), b);
        QCOMPARE(path.points(k + 1, c), path.points(k, c) - 0.01 * b);
      }
    }
  }

  /// Adam's m, v and t go over to AdamW, so that with no decay nothing changes; SGD's velocity does not go to Adam.
  void memoryOfTheSameNameGoesOver() {
    Scenario s = oneOf("Adam", {{"lr", 0.05}});
    s.contenders.push_back(branchOf(s, 0, forkStep));
    s.contenders[1].optimizer = "AdamW";
    s.contenders[1].options = {{"lr", 0.05}, {"weight_decay", 0.0}};
    const Trajectory parent = pathOf(s, 0);
    const Trajectory branch = pathOf(s, 1);
    QVERIFY(((parent.points - branch.points).abs() < 1e-13).all());
    Inheritance what = inheritance(s.contenders[0], s.contenders[1]);
    QVERIFY(!what.whole);
    QCOMPARE(what.taken, (std::vector<std::string>{"exp_avg", "exp_avg_sq"}));
    QVERIFY(what.anew.empty() && what.lost.empty());

    s.contenders[0].optimizer = "SGD";
    s.contenders[0].options = {{"lr", 0.01}, {"momentum", 0.9}};
    what = inheritance(s.contenders[0], s.contenders[1]);
    QVERIFY(what.taken.empty());
    QCOMPARE(what.anew, (std::vector<std::string>{"exp_avg", "exp_avg_sq"}));
    QCOMPARE(what.lost, (std::vector<std::string>{"momentum_buffer"}));
    // It begins as a fresh AdamW would begin there.
    Scenario fresh = oneOf("AdamW", s.contenders[1].options);
    const Trajectory mixed = pathOf(s, 1);
    fresh.panels[0].start = {mixed.points(forkStep, 0), mixed.points(forkStep, 1)};
    const Trajectory alone = pathOf(fresh, 0);
    QVERIFY(sameBits(mixed.points.bottomRows(s.steps - forkStep), alone.points.middleRows(1, s.steps - forkStep)));
  }

  /// The same base keeps its memory while the wrapper's options change.
  void wrappersKeepTheirBase() {
    Scenario s = oneOf("SAM", {{"base", "SGD"}, {"base_options", {{"lr", 0.01}, {"momentum", 0.9}}}, {"rho", 0.05}});
    s.contenders.push_back(branchOf(s, 0, forkStep));
    s.contenders[1].options["base_options"] = {{"lr", 0.01}, {"momentum", 0.9}, {"weight_decay", 0.0}};
    QCOMPARE(difference(pathOf(s, 0), pathOf(s, 1)), QByteArray());
  }

  /// A schedule of the branch's own stands where it would stand after as many steps.
  void scheduleGoesOnFromItsPosition() {
    Scenario s = oneOf("SGD", {{"lr", 0.1}});
    s.contenders[0].schedule = {"ExponentialLR", {{"gamma", 0.9}}};
    s.contenders.push_back(branchOf(s, 0, forkStep));
    s.contenders[1].schedule = {"StepLR", {{"step_size", 5}, {"gamma", 0.5}}};
    s.contenders.push_back(branchOf(s, 0, forkStep));
    s.contenders[2].schedule.reset();
    const Trajectory parent = pathOf(s, 0);
    const Trajectory steps = pathOf(s, 1);
    const Trajectory plain = pathOf(s, 2);
    for (Index k = 0; k < s.steps; ++k) {
      QCOMPARE(steps.rates(k, 0), k < forkStep ? parent.rates(k, 0) : 0.1 * std::pow(0.5, k / 5));
      QCOMPARE(plain.rates(k, 0), k < forkStep ? parent.rates(k, 0) : 0.1);
    }
  }

  /// A schedule that follows the loss gets the losses of the parent's steps.
  void plateauScheduleKnowsThePast() {
    Scenario s = oneOf("SGD", {{"lr", 0.02}});
    s.gradient.noise = 3;
    s.contenders.emplace_back(s.contenders[0]).schedule = {"ReduceLROnPlateau", {{"patience", 1}, {"threshold", 0.0}}};
    s.contenders[1].options["lr"] = 0.02;
    s.contenders.push_back(branchOf(s, 0, s.steps - 1));
    s.contenders[2].schedule = s.contenders[1].schedule;
    // The plain path's losses, fed to the schedule alone.
    const Trajectory plain = pathOf(s, 0);
    const ScheduleCard& card = *findSchedule("ReduceLROnPlateau");
    GroupRates rates = {{.lr = 0.02}};
    const auto schedule = card.make(s.contenders[1].schedule->options, s.steps);
    schedule->start(rates);
    for (Index k = 0; k < s.steps - 1; ++k) schedule->step(rates, plain.loss[k]);
    QVERIFY(rates[0].lr < 0.02);
    QCOMPARE(pathOf(s, 2).rates(s.steps - 1, 0), rates[0].lr);
  }

  void conditionsChangeAtTheBranch() {
    Scenario s = oneOf("SGD", {{"lr", 0.01}});
    s.contenders.push_back(branchOf(s, 0, forkStep));
    s.contenders[1].gradient = GradientConditions{.zeroBetween = true};
    const Trajectory path = pathOf(s, 1);
    QVERIFY(samePrefix(pathOf(s, 0).points, path.points, forkStep + 1));
    for (Index k = forkStep; k < s.steps; ++k) QVERIFY((path.points.row(k + 1) == path.points.row(forkStep)).all());
  }

  /// Every pixel of a branch's basin map is the path from there.
  void mapsRunBranches() {
    Scenario s = oneOf("SGD", {{"lr", 0.01}, {"momentum", 0.9}});
    s.panels = {{.objective = "himmelblau", .options = {}, .dimension = {}, .start = {}, .view = {}}};
    s.contenders.push_back(branchOf(s, 0, forkStep));
    s.contenders[1].optimizer = "Adam";
    s.contenders[1].options = {{"lr", 0.1}};
    s.contenders[1].gradient = GradientConditions{.noise = 0.5, .clipNorm = 3};
    const auto objective = makeObjective(s.panels[0]);
    const BasinRequest request{objective->view(), 12, 12, {}, true};
    const auto map = basinMap(s, 1, *objective, request);
    QVERIFY(map->ends.rows() > 0);
    for (Index cell = 0; cell < map->cells(); cell += 7) {
      const View& v = request.view;
      const double x = v.xMin + (v.xMax - v.xMin) * (static_cast<double>(cell % 12) + 0.5) / 12;
      const double y = v.yMin + (v.yMax - v.yMin) * (static_cast<double>(cell / 12) + 0.5) / 12;
      const Trajectory path = trace(s, 1, *objective, {x, y});
      QVERIFY(sameBits(map->ends.row(cell), path.points.row(path.steps())));
    }
  }

  void explainedStepsAreTheBranchs() {
    Scenario s = oneOf("SGD", {{"lr", 0.01}, {"momentum", 0.9}});
    s.contenders.push_back(branchOf(s, 0, forkStep));
    s.contenders[1].optimizer = "Adam";
    s.contenders[1].options = {{"lr", 0.1}};
    const auto objective = makeObjective(s.panels[0]);
    const std::vector<double> start = startPoint(s, 0, 1, *objective);
    const Trajectory path = trace(s, 1, *objective, start);
    StepTracer tracer(s, 1, objective, start);
    for (const Index step : {Index{0}, Index{forkStep - 1}, Index{forkStep}, Index{forkStep + 1}, Index{2}}) {
      const StepTrace& explained = tracer.at(step);
      for (Index c = 0; c < 2; ++c) {
        QCOMPARE(explained.point[static_cast<std::size_t>(c)], path.points(step, c));
        QCOMPARE(explained.next[static_cast<std::size_t>(c)], path.points(step + 1, c));
      }
      const bool adam = std::ranges::any_of(explained.lines, [](const StepLine& l) { return l.name == "m_hat"; });
      QCOMPARE(adam, step >= forkStep);
    }
  }

  /// A parent that branches off later than its own branch does not act on that one's path.
  void branchBeforeItsParentsBranch() {
    Scenario s = oneOf("SGD", {{"lr", 0.01}});
    s.contenders.push_back(branchOf(s, 0, 20));
    s.contenders[1].options["lr"] = 0.5;
    s.contenders.push_back(s.contenders[1]);
    s.contenders[2].branch = BranchPoint{1, 10};
    s.contenders[2].options["lr"] = 0.02;
    const auto line = stretches(s, 2);
    QCOMPARE(line.size(), std::size_t{2});
    QCOMPARE(line[0].settings.options.at("lr"), Json(0.01));
    QCOMPARE(line[1].from, std::int64_t{10});
    QCOMPARE(branchOf(s, 1, 5).branch->of, std::size_t{0});
    QCOMPARE(branchOf(s, 1, 25).branch->of, std::size_t{1});
  }

  void branchesFollowTheirParents() {
    Scenario s = oneOf("SGD", {{"lr", 0.01}, {"momentum", 0.9}});
    s.contenders.push_back(branchOf(s, 0, forkStep));
    s.contenders[1].options["momentum"] = 0.98;
    s.contenders.push_back(branchOf(s, 0, 0));
    s.contenders[2].ghost = true;
    const Scenario before = s;
    s.contenders[0].options["lr"] = 0.02;
    s.contenders[0].options["momentum"] = 0.5;
    s.contenders[0].schedule = {"ExponentialLR", {}};
    followParents(s, before, before);
    QCOMPARE(s.contenders[1].options, (Options{{"lr", 0.02}, {"momentum", 0.98}}));
    QVERIFY(s.contenders[1].schedule.has_value());
    QCOMPARE(s.contenders[2].options, (Options{{"lr", 0.01}, {"momentum", 0.9}}));
    QVERIFY(!s.contenders[2].schedule);
    // A slider on its way past the branch's value does not take it along.
    const Scenario begun = s;
    Scenario passing = s;
    passing.contenders[0].options["momentum"] = 0.98;
    followParents(passing, begun, begun);
    Scenario past = passing;
    past.contenders[0].options["momentum"] = 0.99;
    followParents(past, passing, begun);
    QCOMPARE(past.contenders[1].options.at("momentum"), Json(0.98));
  }

  void filesHoldWhatDiffers() {
    const Scenario s = parseScenario(R"({"thalweg": 1, "panels": [{"objective": "sphere"}], "contenders": [
      {"optimizer": "SGD", "options": {"lr": 0.01, "momentum": 0.9}, "schedule": {"name": "ExponentialLR"},
       "gradient": {"noise": 0.5}},
      {"branch": {"of": 0, "step": 60}, "options": {"momentum": 0.98}},
      {"branch": {"of": 1, "step": 70}, "optimizer": "Adam", "schedule": null, "gradient": null},
      {"optimizer": "Adam", "ghost": true}]})");
    const Contender& branch = s.contenders[1];
    QCOMPARE(branch.optimizer, std::string("SGD"));
    QCOMPARE(branch.options, (Options{{"lr", 0.01}, {"momentum", 0.98}}));
    QVERIFY(branch.schedule && branch.gradient);
    QCOMPARE(branch.gradient->noise, 0.5);
    QCOMPARE(branch.branch->step, std::int64_t{60});
    QVERIFY(s.contenders[2].options.empty() && !s.contenders[2].schedule && !s.contenders[2].gradient);
    QVERIFY(s.contenders[3].ghost);
    const std::string text = writeScenario(s);
    QVERIFY(parseScenario(text) == s);
    QVERIFY(text.find(R"({"options": {"momentum": 0.98}, "branch": {"of": 1)") == std::string::npos);
    QVERIFY(text.find(R"({"options": {"momentum": 0.98}, "branch": {"of": 0, "step": 60}})") != std::string::npos);
    QCOMPARE(writeScenario(parseScenario(text)), text);
  }

  void filesRefuseBranches_data() {
    QTest::addColumn<QByteArray>("contenders");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("no parent") << QByteArray(R"({"optimizer": "SGD"}, {"branch": {"of": 2, "step": 1}})")
                               << QByteArray("contenders[1].branch.of: expected a contender below 2, found 2");
    QTest::newRow("itself") << QByteArray(R"({"branch": {"of": 0, "step": 1}})")
                            << QByteArray(
                                   "contenders[0].branch.of: expected a contender that does not come from this "
                                   "one, found 0");
    QTest::newRow("in a ring")
        << QByteArray(R"({"branch": {"of": 1, "step": 1}}, {"branch": {"of": 0, "step": 1}})")
        << QByteArray("contenders[0].branch.of: expected a contender that does not come from this one, found 1");
    QTest::newRow("start") << QByteArray(R"({"optimizer": "SGD"}, {"branch": {"of": 0, "step": 1}, "start": [[1, 1]]})")
                           << QByteArray("contenders[1].start: a branch begins where its parent does");
    QTest::newRow("step") << QByteArray(R"({"optimizer": "SGD"}, {"branch": {"of": 0, "step": -1}})")
                          << QByteArray("contenders[1].branch.step: expected");
    QTest::newRow("no step") << QByteArray(R"({"optimizer": "SGD"}, {"branch": {"of": 0}})")
                             << QByteArray("contenders[1].branch.step: expected a number of steps, found nothing");
    QTest::newRow("unknown key") << QByteArray(R"({"optimizer": "SGD"}, {"branch": {"of": 0, "step": 1, "at": 2}})")
                                 << QByteArray("contenders[1].branch.at");
    QTest::newRow("condition") << QByteArray(R"({"optimizer": "SGD", "gradient": {"batch": 0}})")
                               << QByteArray("contenders[0].gradient.batch: expected");
    QTest::newRow("unknown condition") << QByteArray(R"({"optimizer": "SGD", "gradient": {"sigma": 1}})")
                                       << QByteArray("contenders[0].gradient.sigma");
    QTest::newRow("option") << QByteArray(
                                   R"({"optimizer": "SGD"}, {"branch": {"of": 0, "step": 1}, "options": {"lr": -1}})")
                            << QByteArray("contenders[1].options.lr: expected");
  }

  void filesRefuseBranches() {
    QFETCH(const QByteArray, contenders);
    QFETCH(const QByteArray, message);
    const std::string text =
        R"({"thalweg": 1, "panels": [{"objective": "sphere"}], "contenders": [)" + contenders.toStdString() + "]}";
    try {
      (void)parseScenario(text);
      QFAIL("was not refused");
    } catch (const ScenarioError& error) {
      QVERIFY2(QByteArray(error.what()).startsWith(message), error.what());
    }
  }

  void namesTellWhatDiffers() {
    Scenario s = oneOf("SGD", {{"lr", 0.01}, {"momentum", 0.9}});
    s.contenders[0].label = "Momentum";
    s.contenders.push_back(branchOf(s, 0, forkStep));
    s.contenders.push_back(branchOf(s, 0, forkStep));
    s.contenders[2].options["momentum"] = 0.98;
    s.contenders.push_back(branchOf(s, 2, 20));
    s.contenders[3].optimizer = "Adam";
    s.contenders[3].options.clear();
    s.contenders.push_back(branchOf(s, 0, 0));
    s.contenders[4].ghost = true;
    const std::vector<std::string> names = contenderNames(s);
    QCOMPARE(names[0], std::string("Momentum"));
    QCOMPARE(names[1], std::string("Momentum, from step 13"));
    QCOMPARE(names[2], std::string("Momentum, momentum 0.98"));
    QCOMPARE(names[3], std::string("Momentum, momentum 0.98, Adam"));
    QCOMPARE(names[4], std::string("Momentum, pinned"));
    for (std::size_t i = 0; i < names.size(); ++i) QCOMPARE(contenderName(s, i), names[i]);
  }

  void batchesOfTheirOwn() {
    Scenario s = oneOf("SGD", {{"lr", 0.01}});
    for (const std::int64_t batch : {1, 8}) {
      Contender& contender = s.contenders.emplace_back(s.contenders[0]);
      contender.gradient = GradientConditions{.batch = batch};
    }
    const std::vector<std::string> names = contenderNames(s);
    QCOMPARE(names[0], std::string("SGD"));
    QCOMPARE(names[1], std::string("SGD, batch 1"));
    QCOMPARE(names[2], std::string("SGD, batch 8"));
    // Each is the path that the scenario's own conditions make alone.
    for (const std::size_t i : {1, 2}) {
      Scenario alone = s;
      alone.gradient = *s.contenders[i].gradient;
      QVERIFY(sameBits(pathOf(s, i).points, pathOf(alone, 0).points));
    }
  }

  /// As PyTorch's optimizers do with gradients of zero: no push, but decay goes on.
  void zeroedBeforeTheStep() {
    Scenario s = oneOf("SGD", {{"lr", 0.1}, {"momentum", 0.9}});
    s.contenders[0].gradient = GradientConditions{.zeroBetween = true};
    s.contenders.emplace_back(s.contenders[0]).options = {{"lr", 0.1}, {"weight_decay", 0.5}};
    const Trajectory still = pathOf(s, 0);
    const Trajectory decays = pathOf(s, 1);
    for (Index k = 0; k < s.steps; ++k) {
      QVERIFY((still.points.row(k + 1) == still.points.row(0)).all());
      for (Index c = 0; c < 2; ++c)
        QCOMPARE(decays.points(k + 1, c), decays.points(k, c) - 0.1 * (0.5 * decays.points(k, c)));
    }
  }

  /// Random branches, changes, moves and deletions: what is saved and read again is the same, and so are its paths.
  void randomBranches() {
    std::mt19937 random(20);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % std::max<std::size_t>(1, n)); };
    for (int sequence = 0; sequence < 300; ++sequence) {
      Scenario s = oneOf("SGD", {{"lr", 0.01}, {"momentum", 0.9}});
      s.steps = 12;
      s.contenders.emplace_back().optimizer = "Adam";
      for (int action = 0; action < 12; ++action) {
        const Scenario before = s;
        const std::size_t i = below(s.contenders.size());
        switch (below(7)) {
          case 0:
          case 1: {
            if (s.contenders.size() > 8) break;
            const Contender branch = branchOf(s, i, static_cast<std::int64_t>(below(14)));
            s.contenders.insert(s.contenders.begin() + static_cast<std::ptrdiff_t>(i) + 1, branch);
            Contender& made = s.contenders[i + 1];
            made.branch.reset();
            branchesAfterInsert(s, i + 1);
            made.branch = branch.branch;
            if (made.branch->of > i) ++made.branch->of;
            break;
          }
          case 2: {
            if (s.contenders.size() < 2) break;
            s.contenders.erase(s.contenders.begin() + static_cast<std::ptrdiff_t>(i));
            branchesAfterErase(s, before, i);
            break;
          }
          case 3: {
            const std::size_t to = below(s.contenders.size());
            const Contender moved = s.contenders[i];
            s.contenders.erase(s.contenders.begin() + static_cast<std::ptrdiff_t>(i));
            s.contenders.insert(s.contenders.begin() + static_cast<std::ptrdiff_t>(to), moved);
            branchesAfterMove(s, i, to);
            break;
          }
          case 4:
            s.contenders[i].options["lr"] = 0.01 * static_cast<double>(1 + below(5));
            followParents(s, before, before);
            break;
          case 5:
            s.contenders[i].optimizer = below(2) == 0 ? "RMSprop" : "AdamW";
            s.contenders[i].options = {};
            followParents(s, before, before);
            break;
          default:
            s.contenders[i].gradient = GradientConditions{.batch = static_cast<std::int64_t>(1 + below(9))};
            s.contenders[i].ghost = below(2) == 0;
            followParents(s, before, before);
            break;
        }
        followParents(s, s, s);
      }
      const Scenario again = parseScenario(writeScenario(s));
      QVERIFY2(again == s, (writeScenario(s) + writeScenario(again)).c_str());
      for (std::size_t i = 0; i < s.contenders.size(); ++i)
        QVERIFY(sameBits(pathOf(s, i).points, pathOf(again, i).points));
    }
  }

  /// A set takes over the paths of branches that an edit does not reach.
  void pathSetsKnowTheWholeLine() {
    auto s = std::make_shared<Scenario>(oneOf("SGD", {{"lr", 0.01}}));
    s->contenders.push_back(branchOf(*s, 0, forkStep));
    s->contenders[1].options["lr"] = 0.02;
    s->contenders.emplace_back().optimizer = "Adam";
    const std::vector<std::shared_ptr<const Objective>> objectives = {makeObjective(s->panels[0])};
    PathTracer tracer;
    const auto first = tracer.trace(s, objectives);
    auto changed = std::make_shared<Scenario>(*s);
    changed->contenders[0].options["lr"] = 0.03;
    const auto second = tracer.trace(changed, objectives);
    QVERIFY(second->at(0, 0) != first->at(0, 0));
    QVERIFY(second->at(0, 1) != first->at(0, 1));
    QVERIFY(second->at(0, 2) == first->at(0, 2));
  }
};

QTEST_GUILESS_MAIN(BranchTest)
#include "branch_test.moc"
