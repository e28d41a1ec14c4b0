// The largest curvatures: against a dense solver on every objective, and where eigenvalues are many, none or negative.

#include "core/runs/sharpness.h"

#include "core/base/format.h"
#include "core/base/linear_algebra.h"
#include "core/runs/curvature.h"
#include "core/runs/step_trace.h"
#include "core/runs/trace.h"
#include "core/scenario/scenario_file.h"

#include <QTest>

#include <cmath>

using namespace thalweg;

namespace {

Points rowOf(const std::vector<double>& point) {
  return Eigen::Map<const Eigen::RowVectorXd>(point.data(), static_cast<Index>(point.size())).array();
}

SymmetricProduct times(const Eigen::MatrixXd& matrix) {
  return [&matrix](const Eigen::VectorXd& v, Eigen::VectorXd& out) { out = matrix * v; };
}

}  // namespace

class SharpnessTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyObjectiveHasTheDenseSolversCurvature() {
    int compared = 0;
    for (const ObjectiveCard* card : objectiveCards()) {
      const bool any = card->maxDimension == 0 && card->family == "Any dimension";
      const auto objective = card->make({}, any ? 12 / card->dimensionStep * card->dimensionStep : 0);
      if (objective->dimension() > 60) continue;
      for (const std::vector<double>& start : objective->starts()) {
        const Points point = rowOf(start);
        const Eigen::MatrixXd hessian = objective->hessian(point);
        if (!hessian.allFinite()) continue;
        const Eigen::VectorXd dense = symmetricEigenvalues(hessian);
        const double size = dense.cwiseAbs().maxCoeff();
        const LeadingEigen found = leadingCurvatures(*objective, point, {.count = 2});
        QVERIFY2(found.settled, card->id.c_str());
        for (Index k = 0; k < found.values.size(); ++k) {
          const double wanted = dense[dense.size() - 1 - k];
          const double off = std::abs(found.values[k] - wanted);
          QVERIFY2(off <= 1e-6 * std::abs(wanted) + 1e-13 * size, card->id.c_str());
          const Eigen::VectorXd v = found.vectors.col(k);
          QVERIFY2(std::abs(v.norm() - 1) < 1e-12, card->id.c_str());
        }
        ++compared;
      }
    }
    QVERIFY(compared > 60);
  }

  void multipleEigenvaluesAreFoundAsOftenAsTheyOccur() {
    Eigen::VectorXd values = Eigen::VectorXd::LinSpaced(40, -3, 1);
    values[5] = values[17] = 7;
    const Eigen::MatrixXd a = values.asDiagonal();
    const LeadingEigen found = leadingEigen(times(a), 40, {.count = 3, .tolerance = 1e-10});
    QVERIFY(std::abs(found.values[0] - 7) < 1e-8 && std::abs(found.values[1] - 7) < 1e-8);
    QVERIFY(std::abs(found.values[2] - 1) < 1e-8);
    QVERIFY(std::abs(found.vectors.col(0).dot(found.vectors.col(1))) < 1e-10);
    const Eigen::MatrixXd unit = Eigen::MatrixXd::Identity(9, 9);
    const LeadingEigen same = leadingEigen(times(unit), 9, {.count = 4});
    QVERIFY(same.settled && (same.values.array() - 1).abs().maxCoeff() < 1e-14);
    QVERIFY((same.vectors.transpose() * same.vectors - Eigen::MatrixXd::Identity(4, 4)).cwiseAbs().maxCoeff() < 1e-12);
  }

  void theLargestIsNotTheOneOfGreatestSize() {
    Eigen::VectorXd values = Eigen::VectorXd::LinSpaced(30, -1000, -1);
    const Eigen::MatrixXd a = values.asDiagonal();
    QVERIFY(std::abs(leadingEigen(times(a), 30).values[0] + 1) < 1e-6);
    const Eigen::MatrixXd nothing = Eigen::MatrixXd::Zero(6, 6);
    QCOMPARE(leadingEigen(times(nothing), 6).values[0], 0.0);
  }

  void theSameQuestionHasTheSameAnswer() {
    Eigen::MatrixXd a =
        Eigen::MatrixXd::NullaryExpr(50, 50, [](Index i, Index j) { return 1.0 / static_cast<double>(1 + i + j); });
    const LeadingEigen once = leadingEigen(times(a), 50, {.count = 2});
    const LeadingEigen again = leadingEigen(times(a), 50, {.count = 2});
    QVERIFY(once.values == again.values && once.vectors == again.vectors);
    QCOMPARE(once.products, again.products);
  }

  void whatIsNotFiniteIsSaid() {
    const auto broken = [](const Eigen::VectorXd&, Eigen::VectorXd& out) { out.setConstant(std::nan("")); };
    const LeadingEigen found = leadingEigen(broken, 5, {.count = 2});
    QVERIFY(!found.settled && std::isnan(found.values[0]) && std::isnan(found.values[1]));
  }

  void aStopEndsIt() {
    std::stop_source source;
    source.request_stop();
    const Eigen::MatrixXd a = Eigen::MatrixXd::Identity(5, 5);
    const LeadingEigen found = leadingEigen(times(a), 5, {}, source.get_token());
    QVERIFY(!found.settled);
    QCOMPARE(found.products, Index{0});
  }

  // Cohen et al. 2021: full-batch gradient descent raises the sharpness until it hovers about 2/lr.
  void gradientDescentSettlesAtTheEdgeOfStability_data() {
    QTest::addColumn<double>("rate");
    for (const double rate : {0.25, 0.3, 0.4}) QTest::addRow("%g", rate) << rate;
  }

  void gradientDescentSettlesAtTheEdgeOfStability() {
    QFETCH(const double, rate);
    const Scenario scenario = parseScenario(
        R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron", "options": {"data": "curve", "hidden": [8],)"
        R"( "loss": "squared"}}], "contenders": [{"optimizer": "SGD", "options": {"lr": )" +
        formatShort(rate) + R"(}}], "steps": 2000})");
    const auto objective = makeObjective(scenario.panels[0]);
    const Trajectory path = trace(scenario, 0, *objective, startPoint(scenario, 0, 0, *objective));
    QCOMPARE(path.steps(), Index{2000});
    constexpr Index every = 100;
    const Column sharpness = sharpnessAlong(*objective, path.points, every);
    for (Index k = 1000; k <= 2000; k += every)
      QVERIFY2(std::abs(sharpness[k] * rate / 2 - 1) < 0.05, QByteArray::number(sharpness[k] * rate / 2).constData());
    if (rate < 0.4) QVERIFY(sharpness[0] * rate / 2 < 0.95);  // from below
    QVERIFY(path.loss[2000] < 0.1 * path.loss[0]);
  }

  void theEdgeIsTwoOverTheRate_data() {
    QTest::addColumn<QString>("contender");
    QTest::addColumn<double>("limit");
    QTest::newRow("gradient descent") << R"({"optimizer": "SGD", "options": {"lr": 0.05}})" << 2 / 0.05;
    QTest::newRow("heavy ball") << R"({"optimizer": "SGD", "options": {"lr": 0.05, "momentum": 0.8}})"
                                << 2 * 1.8 / 0.05;
    QTest::newRow("Nesterov") << R"({"optimizer": "SGD", "options": {"lr": 0.05, "momentum": 0.8, "nesterov": true}})"
                              << 2 * 1.8 / (1 + 2 * 0.8) / 0.05;
    QTest::newRow("no rate") << R"({"optimizer": "LBFGS"})" << std::nan("");
  }

  void theEdgeIsTwoOverTheRate() {
    QFETCH(const QString, contender);
    QFETCH(const double, limit);
    const Scenario scenario =
        parseScenario(R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron"}], "contenders": [)" +
                      contender.toStdString() + R"(], "steps": 12})");
    const auto objective = makeObjective(scenario.panels[0]);
    const Trajectory path = trace(scenario, 0, *objective, startPoint(scenario, 0, 0, *objective));
    const EdgeOfStability edge = edgeOfStability(scenario, 0, *objective, path, 5);
    QCOMPARE(edge.sharpness.size(), path.points.rows());
    QCOMPARE(edge.limit.size(), path.points.rows());
    for (const double value : edge.limit) {
      if (std::isnan(limit))
        QVERIFY(std::isnan(value));
      else
        QVERIFY2(std::abs(value / limit - 1) < 1e-9, QByteArray::number(value).constData());
    }
    // Between what was computed lie straight lines.
    const Column all = sharpnessAlong(*objective, path.points);
    QVERIFY(std::abs(edge.sharpness[5] - all[5]) < 1e-9);
    QVERIFY(std::abs(edge.sharpness[7] - (all[5] + 0.4 * (all[10] - all[5]))) < 1e-9);
    QVERIFY(std::abs(edge.sharpness[path.steps()] - all[path.steps()]) < 1e-9);
  }

  void ratesOfTheirOwnCountByTheirCurvature() {
    const Scenario scenario = parseScenario(
        R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron"}], "contenders": [{"optimizer": "Adam", )"
        R"("options": {"lr": 0.02}}], "steps": 8})");
    const auto objective = makeObjective(scenario.panels[0]);
    const std::vector<double> start = startPoint(scenario, 0, 0, *objective);
    const Trajectory path = trace(scenario, 0, *objective, start);
    const EdgeOfStability edge = edgeOfStability(scenario, 0, *objective, path, 4);
    const auto dense = curvature(*objective, traceStep(scenario, 0, objective, start, 4));
    QVERIFY(dense && !dense->preconditioned.empty());
    const double wanted = dense->eigenvalues[0] * 2 / dense->preconditioned[0];
    QVERIFY2(std::abs(edge.limit[4] / wanted - 1) < 1e-5, QByteArray::number(edge.limit[4]).constData());
  }

  void alongAPathEverySoManiethStepIsKnown() {
    const auto quadratic = findObjective("quadratic")->make({{"kappa", 50}}, 2);
    const Points points = Points::Random(8, 2);
    const Column all = sharpnessAlong(*quadratic, points);
    QCOMPARE(all.size(), Index{8});
    for (const double value : all) QVERIFY(std::abs(value - all[0]) < 1e-6 * all[0]);
    const Column some = sharpnessAlong(*quadratic, points, 3);
    for (Index k = 0; k < 8; ++k) QCOMPARE(std::isfinite(some[k]), k % 3 == 0 || k == 7);
    QCOMPARE(some[7], all[7]);
  }
};

QTEST_GUILESS_MAIN(SharpnessTest)
#include "sharpness_test.moc"
