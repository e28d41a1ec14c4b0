// Phase portraits: roots against numpy's and PyTorch's runs, places against the recursion that the roots belong to.

#include "core/runs/phase.h"

#include "core/runs/curvature.h"
#include "core/scenario/scenario_file.h"

#include <QTest>

#include <cmath>
#include <fstream>
#include <numbers>
#include <sstream>

using namespace thalweg;

namespace {

const Json& golden() {
  static const Json data = [] {
    std::ifstream in(THALWEG_TEST_DATA "/golden/time/time.json");
    std::ostringstream text;
    text << in.rdbuf();
    return Json::parse(text.str());
  }();
  return data;
}

Scenario onQuadratic(const std::string& optimizer, const Json& options, double angle = 0, double kappa = 25) {
  Scenario s;
  s.panels = {{.objective = "quadratic",
               .options = {{"kappa", kappa}, {"angle", angle}},
               .dimension = {},
               .start = {2.5, 1.2},
               .view = {}}};
  Contender& contender = s.contenders.emplace_back();
  contender.optimizer = optimizer;
  contender.options = options.get<Options>();
  s.steps = 40;
  return s;
}

struct Tracked {
  explicit Tracked(const Scenario& s)
      : objective(makeObjective(s.panels[0])),
        path(trace(s, 0, *objective, startPoint(s, 0, 0, *objective))),
        track(phaseTrack(s, 0, *objective, path)) {}
  std::shared_ptr<const Objective> objective;
  Trajectory path;
  PhaseTrack track;
};

/// Of one direction, the far one first and of two as far the upper one.
void compare(const PhaseRoots& found, const Json& wanted, double precision, const std::string& of = {}) {
  for (std::size_t i = 0; i < 2; ++i) {
    const std::complex<double> root(wanted[i][0].get<double>(), wanted[i][1].get<double>());
    std::ostringstream words;
    words << of << ": " << found[i] << ", expected " << root;
    QVERIFY2(std::abs(found[i] - root) <= precision, words.str().c_str());
  }
}

}  // namespace

class PhaseTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rootsAreThoseOfTheTextbooks() {
    for (const Json& entry : golden().at("roots")) {
      for (const double angle : {0.0, 30.0}) {
        const Tracked t(onQuadratic(entry.at("optimizer"), entry.at("options"), angle));
        QVERIFY(t.track.axes && t.track.axes->known);
        QVERIFY(std::abs(t.track.axes->curvatures[0] - 25) < 1e-12 &&
                std::abs(t.track.axes->curvatures[1] - 1) < 1e-12);
        const PhaseRates* rates = t.track.at(5);
        QVERIFY2(rates, entry.at("optimizer").get<std::string>().c_str());
        const std::vector<PhaseRoots> roots = phaseRoots(*t.track.axes, *rates);
        QCOMPARE(roots.size(), std::size_t{2});
        // Where two roots meet, each is known to the root of what their product is known to.
        for (std::size_t i = 0; i < 2; ++i) {
          compare(roots[i], entry.at("roots")[i], 1e-6, entry.dump().substr(0, 120));
          if (QTest::currentTestFailed()) return;
          const auto product = [](const Json& pair) {
            return std::complex<double>(pair[0][0], pair[0][1]) * std::complex<double>(pair[1][0], pair[1][1]);
          };
          QVERIFY(std::abs(roots[i][0] * roots[i][1] - product(entry.at("roots")[i])) < 1e-12);
        }
      }
    }
  }

  void ratesOfTheirOwnAreTakenAsTheyAreAtTheStep() {
    const Tracked t(onQuadratic("Adam", {{"lr", 0.05}}));
    const PhaseRates* rates = t.track.at(10);
    QVERIFY(rates);
    const std::vector<PhaseRoots> roots = phaseRoots(*t.track.axes, *rates);
    for (std::size_t i = 0; i < 2; ++i) compare(roots[i], golden().at("adam")[i], 1e-9);
  }

  void pathsFollowTheirRecursion() {
    for (const Json& entry : golden().at("roots")) {
      // Weight decay moves the point of rest away from the minimum.
      if (entry.at("options").contains("weight_decay")) continue;
      const Tracked t(onQuadratic(entry.at("optimizer"), entry.at("options"), 30));
      const std::vector<PhaseRoots> roots = phaseRoots(*t.track.axes, *t.track.at(0));
      for (Index i = 0; i < 2; ++i) {
        const PhaseRoots& own = roots[static_cast<std::size_t>(i)];
        const double sum = (own[0] + own[1]).real();
        const double product = (own[0] * own[1]).real();
        const auto q = [&](Index k) { return t.track.places(k, 2 * i); };
        QVERIFY(q(0) >= 0 && t.track.places(0, 2 * i + 1) == 0);
        // The textbooks' look-ahead form is recursive in the points ahead.
        if (entry.at("optimizer") == "NesterovLookAhead") continue;
        for (Index k = 2; k <= t.path.steps(); ++k) {
          // Of the whole point: what runs away along one direction is rounded into the other.
          const double size = t.path.points.row(k).matrix().norm() + t.path.points.row(k - 2).matrix().norm() + 1e-3;
          QVERIFY2(std::abs(q(k) - (sum * q(k - 1) - product * q(k - 2))) < 1e-11 * size,
                   entry.dump().substr(0, 120).c_str());
          QVERIFY(std::abs(t.track.places(k, 2 * i + 1) - (q(k) - q(k - 1))) < 1e-14 * size);
        }
      }
    }
  }

  void dampingChangesWhereTheRootsMeet() {
    const auto dampingAt = [](double momentum, double lr) {
      const Tracked t(onQuadratic("SGD", {{"lr", lr}, {"momentum", momentum}}));
      return dampingOf(phaseRoots(*t.track.axes, *t.track.at(0))[1]);  // of curvature 1
    };
    // Heavy ball is critical at momentum (1 − √lr)².
    const double lr = 0.01;
    const double critical = (1 - std::sqrt(lr)) * (1 - std::sqrt(lr));
    QCOMPARE(dampingAt(critical, lr), Damping::Critical);
    QCOMPARE(dampingAt(critical - 0.05, lr), Damping::Over);
    QCOMPARE(dampingAt(critical + 0.05, lr), Damping::Under);
    QCOMPARE(dampingAt(0, 1.5), Damping::Swinging);
    QCOMPARE(dampingAt(0, 2), Damping::Lasting);
    QCOMPARE(dampingAt(0, 2.1), Damping::Leaving);
  }

  void axesAtTheCursorMeetTheQuadraticsOwn() {
    const Tracked t(onQuadratic("SGD", {{"lr", 0.02}}, 30));
    const Eigen::VectorXd start = t.path.points.row(0).matrix().transpose();
    for (const Index k : {Index{0}, Index{7}, t.path.steps()}) {
      const auto axes = phaseAxes(*t.objective, t.path.points.row(k).matrix().transpose(), false, start);
      QVERIFY(axes);
      QVERIFY((axes->centre - t.track.axes->centre).norm() < 1e-12);
      QVERIFY((phasePlaces(*axes, t.path.points) - t.track.places).abs().maxCoeff() < 1e-12);
    }
  }

  void surfacesAreTakenAtTheMinimumTheyKnow() {
    Scenario s = onQuadratic("SGD", {{"lr", 0.002}, {"momentum", 0.9}});
    s.panels[0] = {.objective = "himmelblau", .options = {}, .dimension = {}, .start = {0.5, -1}, .view = {}};
    s.steps = 300;
    const Tracked t(s);
    QVERIFY(t.track.axes && t.track.axes->known);
    QVERIFY((t.track.axes->centre - t.path.points.row(300).matrix().transpose()).norm() < 1e-3);
    QVERIFY(std::abs(t.track.places(300, 0)) < 1e-3);
  }

  // Slopes are read off values: a velocity that is added as it is has a slope of 1 but for rounding.
  void aVelocityInUnitsOfTheStepHasTheRateOfItsGradient() {
    for (const char* id : {"NesterovLookAhead", "MomentumRateInside"}) {
      Scenario s = onQuadratic(id, {{"lr", 0.001}, {"momentum", 0.3}}, 30);
      s.panels[0].start = {2.4567, -1.2345};
      const auto objective = makeObjective(s.panels[0]);
      for (Index k = 0; k < 20; ++k) {
        const auto rates = stepRates(traceStep(s, 0, objective, s.panels[0].start, k));
        QVERIFY2(rates, id);
        for (const double rate : rates->rates) QVERIFY2(std::abs(rate - 0.001) < 1e-12, id);
      }
    }
  }

  void methodsThatDoNotFollowTheGradientHaveNone() {
    for (const char* id : {"SignSGD", "LBFGS", "NelderMead"}) {
      const Tracked t(onQuadratic(id, Json::object()));
      QVERIFY(t.track.axes);
      QVERIFY2(!t.track.at(3), id);
    }
  }

  void longPathsAreTracedInParts() {
    Scenario s = onQuadratic("SGD", {{"lr", 0.001}, {"momentum", 0.5}});
    s.contenders[0].schedule = ScheduleChoice{"ExponentialLR", {{"gamma", 0.999}}};
    s.steps = 2000;
    const Tracked t(s);
    QVERIFY(t.track.every > 1 && t.track.rates.size() <= 400);
    const PhaseRates* rates = t.track.at(1003);
    QVERIFY(rates);
    const double lr = t.path.rates(1003 / t.track.every * t.track.every, 0);
    QVERIFY(std::abs(rates->equivalent[0] * 1.5 - lr) < 1e-15);
  }
};

QTEST_GUILESS_MAIN(PhaseTest)
#include "phase_test.moc"
