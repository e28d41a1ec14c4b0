// Curvature at a step, rates against their bounds, and why runs diverge.

#include "core/runs/curvature.h"

#include "core/runs/divergence.h"
#include "core/runs/step_parts.h"
#include "core/runs/trace.h"
#include "core/surfaces/quadratic_model.h"

#include <QTest>

#include <array>
#include <cmath>
#include <random>

using namespace thalweg;

namespace {

/// ½(a x² + 2 b x y + c y²).
Scenario quadratic(double a, double b, double c, const std::string& optimizer, const Options& options) {
  Scenario s;
  Panel& panel = s.panels.emplace_back();
  panel.objective = "expression";
  panel.options = {{"formula", std::to_string(a / 2) + "*x**2 + " + std::to_string(b) + "*x*y + " +
                                   std::to_string(c / 2) + "*y**2"}};
  panel.start = {1, 2};
  s.contenders.emplace_back().optimizer = optimizer;
  s.contenders[0].options = options;
  s.steps = 400;
  return s;
}

StepTrace stepOf(const Scenario& s, Index step) {
  const auto objective = makeObjective(s.panels[0]);
  return traceStep(s, 0, objective, startPoint(s, 0, 0, *objective), step);
}

}  // namespace

class CurvatureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void limitsAreThoseOfTheTheory() {
    const double mu = 0.8;
    const auto limitOf = [](const std::string& optimizer, const Options& options) {
      const auto rates = stepRates(stepOf(quadratic(4, 0, 1, optimizer, options), 3));
      return rates ? rates->limit : NAN;
    };
    const auto near = [](double a, double b) { return std::abs(a - b) < 1e-9; };
    QVERIFY(near(limitOf("GradientDescent", {{"lr", 0.1}}), 2));
    QVERIFY(near(limitOf("SGD", {{"lr", 0.1}, {"momentum", mu}}), 2 * (1 + mu)));
    QVERIFY(near(limitOf("SGD", {{"lr", 0.1}, {"momentum", mu}, {"nesterov", true}}), 2 * (1 + mu) / (1 + 2 * mu)));
    QVERIFY(near(limitOf("HeavyBall", {{"lr", 0.1}, {"momentum", mu}}), 2 * (1 + mu)));
    QVERIFY(near(limitOf("MomentumAverage", {{"lr", 0.1}, {"momentum", mu}}), 2 * (1 + mu) / (1 - mu)));
    QVERIFY(near(limitOf("Adam", {{"lr", 0.1}}), 38));
    // Signs and line searches have no rate.
    QVERIFY(std::isnan(limitOf("Lion", {})));
    QVERIFY(std::isnan(limitOf("BFGS", {})));
  }

  void ratesOfAdamAreThoseOfTheFormula() {
    const Scenario s = quadratic(4, 0, 1, "Adam", {{"lr", 0.1}});
    const StepTrace t = stepOf(s, 5);
    const auto rates = stepRates(t);
    QVERIFY(rates.has_value());
    QCOMPARE(rates->vector, std::string(R"(\hat m_t)"));
    const auto v = std::ranges::find(t.lines, "v_hat", &StepLine::name);
    for (std::size_t i = 0; i < 2; ++i)
      QVERIFY(std::abs(rates->rates[i] - 0.1 / (std::sqrt(v->values[i]) + 1e-8)) < 1e-12);
  }

  void boundsPartRunsThatStayFromRunsThatGrow_data() {
    QTest::addColumn<QByteArray>("optimizer");
    QTest::addColumn<QByteArray>("options");
    const auto add = [](const char* optimizer, const char* options) {
      QTest::addRow("%s %s", optimizer, options) << QByteArray(optimizer) << QByteArray(options);
    };
    add("GradientDescent", "{}");
    add("SGD", R"({"momentum": 0.9})");
    add("SGD", R"({"momentum": 0.7, "dampening": 0.3})");
    add("SGD", R"({"momentum": 0.9, "nesterov": true})");
    add("HeavyBall", R"({"momentum": 0.6})");
    add("MomentumAverage", R"({"momentum": 0.5})");
    add("MomentumRateInside", R"({"momentum": 0.9})");
    add("NesterovLookAhead", R"({"momentum": 0.9})");
    add("QHM", R"({"momentum": 0.8, "nu": 0.6})");
  }

  /// On random quadratics, 2 % under the bound and 2 % over it.
  void boundsPartRunsThatStayFromRunsThatGrow() {
    QFETCH(const QByteArray, optimizer);
    QFETCH(const QByteArray, options);
    std::mt19937 random(3);
    std::uniform_real_distribution<double> uniform(0, 1);
    for (int k = 0; k < 20; ++k) {
      const double high = 1 + 9 * uniform(random);
      const double low = 0.2 + 0.7 * uniform(random);
      const double angle = 3.14 * uniform(random);
      const double cc = std::cos(angle) * std::cos(angle);
      const double b = (high - low) * std::cos(angle) * std::sin(angle);
      Options own = Json::parse(options.toStdString()).get<Options>();
      own["lr"] = 1e-3;
      Scenario s = quadratic(high * cc + low * (1 - cc), b, high * (1 - cc) + low * cc, optimizer.toStdString(), own);
      const auto objective = makeObjective(s.panels[0]);
      const auto start = startPoint(s, 0, 0, *objective);
      const auto here = curvature(*objective, traceStep(s, 0, objective, start, 2));
      QVERIFY(here && !here->preconditioned.empty());
      // The rate in the bound's units is proportional to lr.
      const double bound = 1e-3 * here->bounds[0] / here->rates[0];
      for (const double share : {0.98, 1.02}) {
        s.contenders[0].options["lr"] = share * bound;
        s.steps = 3000;
        const Trajectory path = trace(s, 0, *objective, start);
        const bool grows = path.loss.tail(1)(0) > 100 * path.loss[0] || path.steps() < s.steps;
        QVERIFY2(grows == (share > 1), qPrintable(QString::number(share)));
      }
    }
  }

  void eigenvaluesAndDirections() {
    const Scenario s = quadratic(4, 0, 1, "SGD", {{"lr", 0.1}});
    const auto objective = makeObjective(s.panels[0]);
    const auto here = curvature(*objective, stepOf(s, 0));
    QVERIFY(here.has_value());
    QVERIFY(std::abs(here->eigenvalues[0] - 4) < 1e-9 && std::abs(here->eigenvalues[1] - 1) < 1e-9);
    QVERIFY(std::abs(std::abs(here->directions(0, 0)) - 1) < 1e-9);
    QVERIFY(std::abs(here->condition() - 4) < 1e-9);
    QVERIFY(std::abs(here->preconditioned[0] - 0.4) < 1e-9);
  }

  void aSaddleHasABoundOnlyWhereItCurvesUp() {
    const Scenario s = quadratic(2, 0, -1, "SGD", {{"lr", 0.1}});
    const auto objective = makeObjective(s.panels[0]);
    const auto here = curvature(*objective, stepOf(s, 0));
    QVERIFY(here && std::isfinite(here->bounds[0]) && std::isnan(here->bounds[1]) && std::isnan(here->condition()));
  }

  void changeOfAQuadraticIsItsModel() {
    const Scenario s = quadratic(4, 0, 1, "SGD", {{"lr", 0.1}});
    const auto objective = makeObjective(s.panels[0]);
    const ValueChange change = valueChange(*objective, stepOf(s, 0));
    QVERIFY(std::abs(change.slope + 2) < 1e-9);
    QVERIFY(std::abs(change.model - change.actual) < 1e-9);
    QVERIFY(std::abs(change.angle) < 1e-6);
  }

  void whatDivergesIsExplained() {
    const Scenario s = quadratic(4, 0, 1, "SGD", {{"lr", 0.6}});
    const auto objective = makeObjective(s.panels[0]);
    const auto why = whyDiverged(s, 0, objective, {1, 2});
    QVERIFY(why.has_value());
    QCOMPARE(why->step, Index{0});
    QVERIFY(std::abs(why->number - 2.4) < 1e-9);
    QVERIFY(std::abs(std::abs(why->direction[0]) - 1) < 1e-9);
    QVERIFY(why->survives && *why->survives < 0.505 && *why->survives > 0.48);
    QVERIFY2(why->words.find("2.4") != std::string::npos, why->words.c_str());
  }

  void whatConvergesIsNot() {
    const Scenario s = quadratic(4, 0, 1, "SGD", {{"lr", 0.4}});
    QVERIFY(!whyDiverged(s, 0, makeObjective(s.panels[0]), {1, 2}));
  }

  void leavingTheDomainIsSaid() {
    Scenario s = quadratic(1, 0, 1, "SGD", {{"lr", 0.1}});
    s.panels[0].options = {{"formula", "log(x) + y**2"}};
    const auto objective = makeObjective(s.panels[0]);
    const auto why = whyDiverged(s, 0, objective, {1, 1});
    QVERIFY(why.has_value());
    QVERIFY2(why->words.find("leaves where f is defined") != std::string::npos, why->words.c_str());
    QVERIFY(!why->survives);
    const auto nowhere = whyDiverged(s, 0, objective, {-1, 1});
    QVERIFY(nowhere && nowhere->words == "f is not defined at the start.");
  }

  void aQuadraticIsItsOwnModel() {
    const Scenario s = quadratic(4, 1, 2, "SGD", {{"lr", 0.1}});
    const auto objective = makeObjective(s.panels[0]);
    const auto model = quadraticModel(*objective, Plane(), {1, 2});
    QVERIFY(model && model->exact && model->definite() && model->minimum);
    QVERIFY(model->minimum->norm() < 1e-9);
    QCOMPARE(model->contours.size(), std::size_t{3});
    // Through the point, and at a half and a tenth of its height.
    const double height = 0.5 * (4 + 2 * 2 + 2 * 4);
    for (std::size_t i = 0; i < 3; ++i) {
      for (const PlaneVector& at : model->contours[i].points) {
        const double f = 0.5 * (4 * at[0] * at[0] + 2 * at[0] * at[1] + 2 * at[1] * at[1]);
        QVERIFY(std::abs(f - std::array{1.0, 0.5, 0.1}[i] * height) < 1e-8 * height);
      }
    }
  }

  void aModelSaysWhereItIsOff() {
    Scenario s;
    s.panels.emplace_back().objective = "rosenbrock";
    const auto objective = makeObjective(s.panels[0]);
    const std::vector<double> point = {-0.5, 0.5};
    const auto model = quadraticModel(*objective, Plane(), point);
    QVERIFY(model && !model->exact && !model->contours.empty());
    double nearest = INFINITY;
    double offThere = INFINITY;
    double worst = 0;
    for (const ModelContour& contour : model->contours) {
      for (std::size_t k = 0; k < contour.points.size(); ++k) {
        const double distance = (contour.points[k] - model->at).norm();
        if (distance < nearest) {
          nearest = distance;
          offThere = contour.off[k];
        }
        worst = std::max(worst, contour.off[k]);
      }
    }
    QVERIFY(nearest < 0.1 && offThere < 0.01);
    QVERIFY(worst > 0.1);
  }

  void aSaddlesModelHasHyperbolas() {
    const Scenario s = quadratic(2, 0, -1, "SGD", {{"lr", 0.1}});
    const auto model = quadraticModel(*makeObjective(s.panels[0]), Plane(), {1, 0.5});
    QVERIFY(model && !model->definite() && !model->minimum);
    QCOMPARE(model->contours.size(), std::size_t{2});
    const double through = 1 - 0.5 * 0.25;
    for (std::size_t i = 0; i < 2; ++i) {
      for (const PlaneVector& at : model->contours[i].points)
        QVERIFY(std::abs(at[0] * at[0] - 0.5 * at[1] * at[1] - through) < 1e-8 * (1 + at.squaredNorm()));
    }
    // A function of one variable has no plane.
    QVERIFY(!quadraticModel(*makeObjective(s.panels[0]), Plane(), {1}));
  }

  void gradientAndMemoryAddUpToTheStep() {
    const double mu = 0.9;
    const double lr = 0.01;
    for (const bool nesterov : {false, true}) {
      const StepTrace trace =
          stepOf(quadratic(4, 0, 1, "SGD", {{"lr", lr}, {"momentum", mu}, {"nesterov", nesterov}}), 5);
      const auto parts = stepParts(trace);
      QVERIFY(parts.has_value());
      const double factor = nesterov ? 1 + mu : 1;
      QVERIFY(std::abs(parts->gradient[0] + lr * factor * 4 * trace.point[0]) < 1e-14);
      for (std::size_t i = 0; i < 2; ++i)
        QVERIFY(std::abs(trace.point[i] + parts->gradient[i] + parts->memory[i] - trace.next[i]) < 1e-15);
    }
    // Coordinates with rates of their own, and no memory at all.
    QVERIFY(!stepParts(stepOf(quadratic(4, 0, 1, "Adam", {{"lr", 0.1}}), 5)));
    QVERIFY(!stepParts(stepOf(quadratic(4, 0, 1, "SGD", {{"lr", 0.1}}), 5)));
  }

  void theRateThatSurvivesDoes() {
    Scenario s;
    s.panels.emplace_back().objective = "rosenbrock";
    s.contenders.emplace_back().optimizer = "SGD";
    s.contenders[0].options = {{"lr", 0.02}, {"momentum", 0.9}};
    s.steps = 200;
    const auto objective = makeObjective(s.panels[0]);
    const auto why = whyDiverged(s, 0, objective, {-1.2, 1});
    QVERIFY(why && why->step >= 0 && why->number > why->threshold && why->survives);
    setRate(s.contenders[0], *why->survives);
    QVERIFY(!runsAway(trace(s, 0, *objective, {-1.2, 1})));
  }
};

QTEST_GUILESS_MAIN(CurvatureTest)
#include "curvature_test.moc"
