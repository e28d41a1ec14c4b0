// Convergence bounds: never violated, tight for the worst start, refused where an assumption fails.

#include "core/runs/bounds.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace thalweg;

namespace {

/// ½(x − c)ᵀH(x − c).
class Bowl final : public Objective {
 public:
  Bowl(Eigen::Matrix2d h, Eigen::RowVector2d centre) : h_(std::move(h)), centre_(std::move(centre)) {}
  [[nodiscard]] Index dimension() const override { return 2; }
  void value(const Points& x, Column& f) const override {
    const Eigen::MatrixXd d = x.matrix().rowwise() - centre_;
    f = 0.5 * (d * h_).cwiseProduct(d).rowwise().sum().array();
  }
  void gradient(const Points& x, Points& g, Batch /*batch*/) const override {
    g = ((x.matrix().rowwise() - centre_) * h_).array();
  }
  void hessianProduct(const Points& /*x*/, const Points& v, Points& hv) const override {
    hv = (v.matrix() * h_).array();
  }
  [[nodiscard]] std::vector<Landmark> landmarks() const override {
    return {{Landmark::Kind::GlobalMinimum, {centre_[0], centre_[1]}, 0}};
  }
  [[nodiscard]] View view() const override { return {-5, 5, -5, 5}; }
  [[nodiscard]] std::vector<std::vector<double>> starts() const override { return {{1, 1}}; }

 private:
  Eigen::Matrix2d h_;
  Eigen::RowVector2d centre_;
};

Eigen::Matrix2d rotation(double angle) {
  Eigen::Matrix2d r;
  r << std::cos(angle), -std::sin(angle), std::sin(angle), std::cos(angle);
  return r;
}

Scenario descent(double lr, Index steps = 60, const std::string& optimizer = "GradientDescent") {
  Scenario s;
  s.panels.emplace_back().objective = "sphere";
  s.contenders.emplace_back().optimizer = optimizer;
  s.contenders[0].options = {{"lr", lr}};
  s.steps = steps;
  return s;
}

/// f − f* or the least gradient norm so far.
Column measured(const ConvergenceBound& bound, const Trajectory& path) {
  if (bound.chart == "loss") return path.loss;
  Column least = path.gradientNorm;
  for (Index k = least.size() - 1; k > 0; --k) least[k] = path.gradientNorm.head(k).minCoeff();
  return least;
}

}  // namespace

class BoundsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void areNeverViolatedOnRandomQuadratics() {
    std::mt19937 random(5);
    std::uniform_real_distribution<double> uniform(0, 1);
    for (int k = 0; k < 200; ++k) {
      const double most = std::exp(3 * uniform(random));
      const double least = most * std::exp(-4 * uniform(random));
      const Eigen::Matrix2d r = rotation(6.3 * uniform(random));
      const Bowl bowl(r * Eigen::Vector2d(most, least).asDiagonal() * r.transpose(),
                      {uniform(random), uniform(random)});
      const Scenario s = descent((0.05 + 0.95 * uniform(random)) / most);
      const std::vector<double> start = {4 * uniform(random) - 2, 4 * uniform(random) - 2};
      const Trajectory path = trace(s, 0, bowl, start);
      for (const ConvergenceBound& bound : convergenceBounds(s, 0, bowl, path)) {
        QVERIFY2(bound.refused.empty(), bound.refused.c_str());
        const Column seen = measured(bound, path);
        for (Index t = 1; t <= path.steps(); ++t) {
          const double slack = 1e-9 * bound.values[t] + 1e-14 * path.loss[0];
          QVERIFY2(seen[t] <= bound.values[t] + slack, bound.name.c_str());
        }
      }
    }
  }

  void theQuadraticOneIsTightForTheWorstStart() {
    const Eigen::Matrix2d r = rotation(0.7);
    const Bowl bowl(r * Eigen::Vector2d(8, 0.5).asDiagonal() * r.transpose(), {0.3, -0.2});
    for (const double lr : {0.05, 0.2}) {
      const Scenario s = descent(lr);
      // Along the direction whose |1 − ηλ| is the largest.
      const Eigen::Vector2d along = std::abs(1 - 8 * lr) > std::abs(1 - 0.5 * lr) ? r.col(0) : r.col(1);
      const Trajectory path = trace(s, 0, bowl, {0.3 + along[0], -0.2 + along[1]});
      const ConvergenceBound bound = convergenceBounds(s, 0, bowl, path)[3];
      QVERIFY2(bound.refused.empty(), bound.refused.c_str());
      for (Index t = 1; t <= path.steps(); ++t) QVERIFY(std::abs(path.loss[t] / bound.values[t] - 1) < 1e-6);
    }
  }

  void heavyBallNearsItsRate() {
    const Bowl bowl(Eigen::Vector2d(8, 0.5).asDiagonal().toDenseMatrix(), {0, 0});
    Scenario s = descent(0.1, 200, "HeavyBall");
    s.contenders[0].options["momentum"] = 0.5;
    const Trajectory path = trace(s, 0, bowl, {1, 1});
    const auto all = convergenceBounds(s, 0, bowl, path);
    QVERIFY(!all[0].refused.empty() && all[3].refused.empty() && !all[3].proven);
    const double measuredRate = std::pow(path.loss[150] / path.loss[50], 1.0 / 100);
    const double expected = std::pow(all[3].values[150] / all[3].values[50], 1.0 / 100);
    QVERIFY(std::abs(measuredRate / expected - 1) < 0.01);
  }

  void rosenbrockIsRefusedWithThePlace() {
    Scenario s = descent(1e-4);
    s.panels[0].objective = "rosenbrock";
    const auto objective = makeObjective(s.panels[0]);
    const Trajectory path = trace(s, 0, *objective, {-1.2, 1});
    const auto all = convergenceBounds(s, 0, *objective, path);
    QVERIFY2(all[1].refused.starts_with("not strongly convex: μ = -"), all[1].refused.c_str());
    QVERIFY2(all[1].refused.find(" at (") != std::string::npos, all[1].refused.c_str());
    QVERIFY(all[0].refused.starts_with("not convex"));
    // Only the gradients are promised to become small, and they keep the promise.
    QVERIFY2(all[2].refused.empty(), all[2].refused.c_str());
    const Column seen = measured(all[2], path);
    for (Index t = 1; t <= path.steps(); ++t) QVERIFY(seen[t] <= all[2].values[t]);
  }

  void whatIsNoPlainDescentIsRefused() {
    const Bowl bowl(Eigen::Vector2d(2, 1).asDiagonal().toDenseMatrix(), {0, 0});
    const auto reasonOf = [&](const Scenario& s) {
      return convergenceBounds(s, 0, bowl, trace(s, 0, bowl, {1, 1}))[0].refused;
    };
    QVERIFY(reasonOf(descent(0.1)).empty());
    QVERIFY(reasonOf(descent(0.6)).starts_with("η is above 1/L"));
    QVERIFY(reasonOf(descent(0.1, 60, "Adam")).starts_with("only for gradient descent"));
    Scenario noisy = descent(0.1);
    noisy.gradient.noise = 0.1;
    QVERIFY(!reasonOf(noisy).empty());
    Scenario falling = descent(0.1);
    falling.contenders[0].schedule = ScheduleChoice{"ExponentialLR", {{"gamma", 0.9}}};
    QVERIFY(!reasonOf(falling).empty());
  }
};

QTEST_GUILESS_MAIN(BoundsTest)
#include "bounds_test.moc"
