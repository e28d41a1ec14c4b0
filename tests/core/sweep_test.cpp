// Outcome maps, rate strips, ensembles and tuning.

#include "core/maps/sweep.h"

#include "core/contracts/optimizer.h"
#include "core/maps/tuning.h"
#include "core/runs/ensemble.h"
#include "core/runs/trace.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>

using namespace thalweg;

namespace {

Scenario scenarioOf(const std::string& objective, const Options& surface, const std::string& optimizer,
                    const Options& options, std::int64_t steps) {
  Scenario s;
  Panel panel;
  panel.objective = objective;
  panel.options = surface;
  s.panels = {panel};
  Contender c;
  c.optimizer = optimizer;
  c.options = options;
  s.contenders = {c};
  s.steps = steps;
  return s;
}

SweepRequest requestFor(const Scenario& s, const std::string& x, const std::string& y, Index side) {
  SweepRequest request;
  request.x = makeAxis(s, 0, 0, x, side);
  if (!y.empty()) request.y = makeAxis(s, 0, 0, y, side);
  return request;
}

}  // namespace

class SweepTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void axesRunAsTheSlidersDo() {
    const Scenario s = scenarioOf("quadratic", {}, "SGD", {}, 10);
    const Axis lr = makeAxis(s, 0, 0, "lr", 6);
    QVERIFY(lr.range == (SliderRange{1e-5, 10, Scale::Log}));
    for (Index i = 0; i < 6; ++i)
      QVERIFY(std::abs(lr.value(i) / std::pow(10.0, -5 + (static_cast<double>(i) + 0.5)) - 1) < 1e-12);
    const Axis momentum = makeAxis(s, 0, 0, "momentum", 3);
    QVERIFY(std::abs(momentum.value(0) - (1 - std::pow(10.0, -0.5))) < 1e-12);
    QVERIFY(std::abs(momentum.value(2) - (1 - std::pow(10.0, -2.5))) < 1e-12);
    QVERIFY(std::abs(momentum.position(momentum.at(0.3)) - 0.3) < 1e-12);
    const Axis own = makeAxis(s, 0, 0, "lr", 2, std::pair{0.01, 1.0});
    QVERIFY(std::abs(own.value(0) - std::pow(10.0, -1.5)) < 1e-12);
  }

  void axesReachElementsSchedulesSurfacesAndWrappedOptimizers() {
    Scenario s = scenarioOf("quadratic", {}, "Adam", {}, 120);
    s.contenders[0].schedule = {"CosineAnnealingLR", {}};
    QCOMPARE(axisValue(s, 0, 0, "betas[1]"), 0.999);
    setAxisValue(s, 0, 0, "betas[0]", 0.5);
    QVERIFY(s.contenders[0].options.at("betas") == Json({0.5, 0.999}));
    QCOMPARE(axisValue(s, 0, 0, "schedule.T_max"), 120.0);
    setAxisValue(s, 0, 0, "schedule.T_max", 50.2);
    QCOMPARE(s.contenders[0].schedule->options.at("T_max").get<int>(), 50);
    QCOMPARE(axisValue(s, 0, 0, "objective.kappa"), 25.0);
    setAxisValue(s, 0, 0, "objective.kappa", 3);
    QCOMPARE(s.panels[0].options.at("kappa").get<double>(), 3.0);
    Scenario sam = scenarioOf("quadratic", {}, "SAM", {}, 10);
    setAxisValue(sam, 0, 0, "base_options.lr", 0.02);
    QCOMPARE(axisValue(sam, 0, 0, "base_options.lr"), 0.02);
    QCOMPARE(initialRate(*findOptimizer("SAM"), sam.contenders[0].options), 0.02);
    for (const std::string& id : axisIds(s, 0, 0)) QVERIFY(!makeAxis(s, 0, 0, id, 4).label.empty());
  }

  void axesThatDoNotExistAreRefusedWithThoseThatDo() {
    const Scenario s = scenarioOf("quadratic", {}, "SGD", {}, 10);
    for (const char* id : {"", "betas[0]", "nesterov", "schedule.T_max", "objective.a", "lr[0]", "lr[", "betas[9]"}) {
      try {
        (void)makeAxis(s, 0, 0, id, 4);
        QFAIL(id);
      } catch (const OptionError& error) {
        QVERIFY(std::string(error.what()).find(std::string("\"") + id + "\"") != std::string::npos);
      }
    }
    QVERIFY_EXCEPTION_THROWN(makeAxis(s, 0, 0, "lr", 4, std::pair{-1.0, 1.0}), OptionError);
    QVERIFY_EXCEPTION_THROWN(makeAxis(s, 0, 0, "lr", 4, std::pair{1.0, 0.1}), OptionError);
    QVERIFY_EXCEPTION_THROWN(makeAxis(s, 0, 0, "momentum", 4, std::pair{0.0, 1.0}), OptionError);
  }

  void cellsAreTheTracedPaths() {
    const Scenario s = scenarioOf("rosenbrock", {}, "Adam", {}, 80);
    SweepRequest request = requestFor(s, "lr", "betas[0]", 13);
    request.ends = true;
    const auto map = sweepMap(s, request);
    const auto objective = makeObjective(s.panels[0]);
    for (Index cell = 0; cell < map->cells(); ++cell) {
      Scenario own = s;
      own.contenders[0].options["lr"] = map->x.value(cell % 13);
      own.contenders[0].options["betas"] = {map->y->value(cell / 13), 0.999};
      const Trajectory path = trace(own, 0, *objective, objective->starts().front());
      const auto i = static_cast<std::size_t>(cell);
      QCOMPARE(map->outcome[i], path.verdict.outcome);
      QCOMPARE(map->landmark[i], path.verdict.landmark);
      QCOMPARE(map->loss[i], path.loss[path.steps()]);
      QVERIFY((map->ends.row(cell) == path.points.row(path.steps())).all());
      const double goal = 1e-3 * path.loss[0];
      Index reached = 0;
      while (reached <= path.steps() && path.loss[reached] > goal) ++reached;
      QCOMPARE(map->reached[i], reached > path.steps() ? -1 : static_cast<int>(reached));
    }
  }

  /// Heavy ball and gradient descent on ½(x² + κy²): 0 < lr·λ < 2(1 + μ) for every λ.
  void divergenceFollowsTheStabilityBoundary_data() {
    QTest::addColumn<QString>("optimizer");
    QTest::addColumn<double>("kappa");
    for (const char* optimizer : {"SGD", "HeavyBall"}) {
      for (const double kappa : {1.0, 10.0, 100.0})
        QTest::addRow("%s, kappa %g", optimizer, kappa) << QString(optimizer) << kappa;
    }
  }

  void divergenceFollowsTheStabilityBoundary() {
    QFETCH(const QString, optimizer);
    QFETCH(const double, kappa);
    Scenario s = scenarioOf("quadratic", {{"kappa", kappa}}, optimizer.toStdString(), {}, 300);
    s.panels[0].start = {2.3, 1.1};
    constexpr Index side = 64;
    const auto map = sweepMap(s, requestFor(s, "lr", "momentum", side));
    for (Index row = 0; row < side; ++row) {
      const double momentum = map->y->value(row);
      const double bound = 2 * (1 + momentum) / kappa;
      // A run has 300 steps to show that it grows: it does so if the loss at the end is above the first by far.
      const auto grows = [&](Index column) {
        const auto i = static_cast<std::size_t>(row * side + column);
        const double first = 0.5 * (2.3 * 2.3 + kappa * 1.1 * 1.1);
        return map->outcome[i] == Outcome::Diverged || map->loss[i] > 10 * first;
      };
      for (Index column = 0; column < side; ++column) {
        const double rate = map->x.value(column);
        const double below = map->x.at((static_cast<double>(column) - 0.5) / side);
        const double above = map->x.at((static_cast<double>(column) + 1.5) / side);
        if (below > bound)
          QVERIFY2(grows(column), qPrintable(QStringLiteral("stable at lr %1, momentum %2").arg(rate).arg(momentum)));
        if (above < bound)
          QVERIFY2(!grows(column), qPrintable(QStringLiteral("grows at lr %1, momentum %2").arg(rate).arg(momentum)));
      }
    }
  }

  void theoryKnowsQuadraticsOnly() {
    Scenario s = scenarioOf("quadratic", {{"kappa", 9}, {"angle", 30}}, "HeavyBall", {}, 10);
    const auto theory = quadraticTheory(s, 0, 0, *makeObjective(s.panels[0]));
    QVERIFY(theory);
    QVERIFY(std::abs(theory->least - 1) < 1e-12 && std::abs(theory->most - 9) < 1e-12);
    QVERIFY(std::abs(theory->stableRate(0.5) - 3.0 / 9) < 1e-12);
    // Polyak: lr = (2/(√L + √m))², momentum = ((√L − √m)/(√L + √m))².
    QVERIFY(std::abs(theory->optimum(true)->first - 0.25) < 1e-12);
    QVERIFY(std::abs(theory->optimum(true)->second - 0.25) < 1e-12);
    QVERIFY(std::abs(theory->optimum(false)->first - 0.2) < 1e-12);
    const auto has = [](const Scenario& scenario) {
      return quadraticTheory(scenario, 0, 0, *makeObjective(scenario.panels[0])).has_value();
    };
    QVERIFY(!has(scenarioOf("rosenbrock", {}, "HeavyBall", {}, 10)));
    QVERIFY(!has(scenarioOf("quadratic", {}, "Adam", {}, 10)));
    QVERIFY(!has(scenarioOf("quadratic", {}, "SGD", {{"momentum", 0.9}, {"nesterov", true}}, 10)));
    s.contenders[0].schedule = {"CosineAnnealingLR", {}};
    QVERIFY(!has(s));
  }

  void settingsThatDoNotFitTogetherAreMarked() {
    Scenario s = scenarioOf("quadratic", {}, "SGD", {{"nesterov", true}, {"momentum", 0.9}, {"dampening", 0}}, 10);
    const auto map = sweepMap(s, requestFor(s, "lr", "dampening", 5));
    for (const std::int32_t steps : map->steps) QCOMPARE(steps, -1);  // cell centres are above 0
  }

  void threadsDoNotChangeAMap() {
    const Scenario s = scenarioOf("himmelblau", {}, "SGD", {}, 60);
    const SweepRequest request = requestFor(s, "lr", "momentum", 40);
    const auto one = sweepMap(s, request, {}, {}, 1);
    const auto two = sweepMap(s, request, {}, {}, 2);
    QVERIFY(one->outcome == two->outcome);
    QVERIFY(one->settled == two->settled);
    for (std::size_t i = 0; i < one->loss.size(); ++i) QCOMPARE(one->loss[i], two->loss[i]);
  }

  void coarseMapsComeFirst() {
    const Scenario s = scenarioOf("himmelblau", {}, "SGD", {}, 30);
    std::vector<Index> blocks;
    const auto map = sweepMap(s, requestFor(s, "lr", "momentum", 20), {},
                              [&](std::shared_ptr<const SweepMap> m) { blocks.push_back(m->block); });
    QVERIFY((blocks == std::vector<Index>{8, 4, 2}));
    QCOMPARE(map->block, Index{1});
    std::stop_source source;
    source.request_stop();
    QVERIFY(!sweepMap(s, requestFor(s, "lr", "momentum", 20), source.get_token()));
  }

  void rateStripTakesTheWorstOfAllPanels() {
    Scenario s = scenarioOf("quadratic", {{"kappa", 10}}, "SGD", {}, 200);
    Panel gentle;
    gentle.objective = "quadratic";
    gentle.options = {{"kappa", 1}};
    s.panels.push_back(gentle);
    constexpr Index cells = 60;
    const Axis lr = makeAxis(s, 0, 0, "lr", cells);
    std::vector<double> rates;
    for (Index i = 0; i < cells; ++i) rates.push_back(lr.value(i));
    const std::vector<std::shared_ptr<const Objective>> objectives = {makeObjective(s.panels[0]),
                                                                      makeObjective(s.panels[1])};
    const auto strip = rateStrip(s, 0, objectives, rates);
    for (Index i = 0; i < cells; ++i) {
      // Divergence sets in at 2/λmax = 0.2 of the steeper panel; well beyond it shows within 200 steps.
      const double rate = lr.value(i);
      if (rate < 0.18) QVERIFY(strip[static_cast<std::size_t>(i)] != RateOutcome::Diverges);
      if (rate > 0.3) QCOMPARE(strip[static_cast<std::size_t>(i)], RateOutcome::Diverges);
    }
    s.contenders[0].optimizer = "Newton";
    if (const OptimizerCard* newton = findOptimizer("Newton"); newton && newton->rate.empty())
      QVERIFY(rateStrip(s, 0, objectives, rates).empty());
  }

  void ensemblesAreTheSameRunWithOtherDraws() {
    Scenario s = scenarioOf("quadratic", {}, "SGD", {{"lr", 0.02}}, 50);
    const auto objective = makeObjective(s.panels[0]);
    QVERIFY(!hasDraws(s, *objective));
    s.gradient.noise = 1;
    QVERIFY(hasDraws(s, *objective));
    const std::vector<double> start = {2, 1};
    const auto all = ensemble(s, 0, *objective, start, 11);
    QCOMPARE(all->runs.size(), std::size_t{11});
    const Trajectory single = trace(s, 0, *objective, start);
    QVERIFY((all->runs[0]->points == single.points).all());
    QVERIFY((all->runs[1]->points.bottomRows(50) != single.points.bottomRows(50)).any());
    for (Index k = 0; k <= 50; ++k) {
      std::vector<double> losses;
      for (const auto& run : all->runs) losses.push_back(run->loss[k]);
      std::ranges::sort(losses);
      QCOMPARE(all->median[k], losses[5]);
      QCOMPARE(all->low[k], losses[1]);
      QCOMPARE(all->high[k], losses[9]);
    }
  }

  void runsThatEndEarlyCountAsInfinite() {
    Scenario s = scenarioOf("quadratic", {}, "SGD", {{"lr", 1e6}}, 400);
    s.gradient.noise = 1;
    const auto objective = makeObjective(s.panels[0]);
    const auto all = ensemble(s, 0, *objective, {2, 1}, 3);
    QCOMPARE(all->median.size(), Index{401});
    QVERIFY(std::isinf(all->low[400]));
    QVERIFY(std::isfinite(all->low[0]));
  }

  void tuningFindsTheBestRateOfPlainDescent() {
    // After many steps the best rate of gradient descent on κ = 10 is 2/(1 + 10).
    Scenario s = scenarioOf("quadratic", {{"kappa", 10}}, "GradientDescent", {{"lr", 1e-3}}, 10);
    s.panels[0].start = {1, 1};
    TuningRequest request;
    request.contenders = {0};
    request.panels = {0};
    request.budget = 60;
    std::atomic<std::int64_t> last = 0;
    const auto tuned = tune(s, request, {}, [&](std::int64_t done, std::int64_t all) {
      QVERIFY(done <= all);
      last = std::max<std::int64_t>(last, done);
    });
    QCOMPARE(tuned.size(), std::size_t{1});
    QVERIFY2(std::abs(tuned[0].best.rate / (2.0 / 11) - 1) < 0.05, qPrintable(QString::number(tuned[0].best.rate)));
    QVERIFY(tuned[0].best.score < tuned[0].before);
    QVERIFY(last > 50);
    QVERIFY(std::ranges::is_sorted(tuned[0].curve, {}, &TunedSetting::rate));
    Scenario applied = s;
    applyTuned(applied, tuned[0]);
    QCOMPARE(applied.contenders[0].options.at("lr").get<double>(), tuned[0].best.rate);
    // The score is the one that a run with these settings has.
    applied.steps = 60;
    const auto objective = makeObjective(s.panels[0]);
    const Trajectory path = trace(applied, 0, *objective, {1, 1});
    QVERIFY(std::abs(std::max(-16.0, std::log10(path.loss[60] / path.loss[0])) - tuned[0].best.score) < 1e-12);
  }

  void budgetsCountGradients() {
    // L-BFGS asks for several gradients a step; none beyond the budget may count.
    Scenario s = scenarioOf("rosenbrock", {}, "LBFGS", {{"max_iter", 5}}, 10);
    TuningRequest request;
    request.contenders = {0};
    request.panels = {0};
    request.budget = 23;
    request.rates = 7;
    const auto tuned = tune(s, request);
    Scenario applied = s;
    applyTuned(applied, tuned[0]);
    applied.steps = 23;
    const auto objective = makeObjective(s.panels[0]);
    const Trajectory path = trace(applied, 0, *objective, objective->starts().front());
    Index within = 0;
    while (within < path.steps() && path.evaluations[static_cast<std::size_t>(within + 1)].gradient <= 23) ++within;
    QVERIFY(within < path.steps());
    QCOMPARE(tuned[0].losses[0], path.loss[within]);
  }

  void tuningOfTwoNumbersBeatsOne() {
    Scenario s = scenarioOf("quadratic", {{"kappa", 100}}, "HeavyBall", {{"lr", 1e-3}, {"momentum", 0}}, 10);
    s.panels[0].start = {1, 1};
    TuningRequest request;
    request.contenders = {0};
    request.panels = {0};
    request.budget = 100;
    const auto one = tune(s, request);
    request.other = "momentum";
    const auto two = tune(s, request);
    QVERIFY(two[0].best.score < one[0].best.score - 2);
    QCOMPARE(two[0].otherId, std::string("momentum"));
    QVERIFY(two[0].best.other > 0.5);
  }

  void tuningStopsWhenAsked() {
    const Scenario s = scenarioOf("rosenbrock", {}, "Adam", {}, 10);
    TuningRequest request;
    request.contenders = {0};
    request.panels = {0};
    std::stop_source source;
    source.request_stop();
    QVERIFY(tune(s, request, source.get_token()).empty());
  }
};

QTEST_GUILESS_MAIN(SweepTest)
#include "sweep_test.moc"
