#include "core/runs/stationary.h"

#include "core/base/linear_algebra.h"
#include "core/contracts/mini_batch.h"
#include "core/runs/phase.h"
#include "core/scenario/branch.h"

#include <cmath>
#include <optional>
#include <vector>

namespace thalweg {

namespace {

/// One rate for all coordinates.
struct UniformStep {
  double memory = 0, carried = 0, direct = 0, decay = 0, keep = 1;
};

std::optional<UniformStep> uniformStep(const PhaseRates& rates) {
  constexpr double oneRate = 1e-9;
  const double e = rates.equivalent.maxCoeff();
  if (!(e > 0) || rates.equivalent.minCoeff() < e * (1 - oneRate)) return {};
  const double d = rates.direct[0];
  return UniformStep{rates.memory, (e - d) * (1 + rates.memory), d, rates.decay, rates.keep};
}

/// Of the gradients at `point`; none where draws depend on each other, or there are none.
std::optional<Eigen::MatrixXd> noiseCovariance(const GradientConditions& conditions, const Objective& objective,
                                               const Eigen::VectorXd& point) {
  const Index n = point.size();
  const double deviation = noiseDeviation(conditions);
  Eigen::MatrixXd covariance = deviation * deviation * Eigen::MatrixXd::Identity(n, n);
  if (const Index size = batchSize(conditions, objective.samples()); size > 0) {
    if (!conditions.replacement) return {};
    const Points at = point.transpose().array();
    const Index samples = objective.samples();
    Eigen::MatrixXd gradients(samples, n);
    Points slope;
    for (Index i = 0; i < samples; ++i) {
      const std::vector<Index> alone = {i};
      objective.gradient(at, slope, Batch(alone));
      gradients.row(i) = slope.row(0).matrix();
    }
    gradients.rowwise() -= gradients.colwise().mean().eval();
    covariance += gradients.transpose() * gradients / static_cast<double>(samples) / static_cast<double>(size);
  } else if (deviation == 0) {
    return {};
  }
  return covariance;
}

}  // namespace

Eigen::MatrixXd solveLyapunov(Eigen::MatrixXd a, Eigen::MatrixXd n) {
  constexpr int most = 60;
  constexpr double settled = 1e-17;
  for (int k = 0; k < most; ++k) {
    const Eigen::MatrixXd more = a * n * a.transpose();
    n += more;
    const double size = n.norm();
    if (!std::isfinite(size)) return {};
    if (more.norm() <= settled * size) return n;
    a = (a * a).eval();
  }
  return {};
}

std::shared_ptr<const Spread> stationarySpread(const Scenario& scenario, std::size_t contender,
                                               const Objective& objective, const Trajectory& path,
                                               const std::stop_token& stop) {
  const GradientConditions& conditions = stretches(scenario, contender).back().gradient;
  if (path.steps() == 0 || objective.dimension() > 64 || actsOnGradients(conditions)) return nullptr;
  const Eigen::VectorXd end = path.points.row(path.steps()).matrix().transpose();
  const Eigen::VectorXd minimum = restingPlace(objective, end);
  const Points at = minimum.transpose().array();
  const Eigen::MatrixXd hessian = objective.hessian(at);
  if (!hessian.allFinite()) return nullptr;
  const auto covariance = noiseCovariance(conditions, objective, minimum);
  if (!covariance) return nullptr;
  const Points start = path.points.row(0);
  const auto rates = phaseRates(traceStep(scenario, contender, {std::shared_ptr<const Objective>(), &objective},
                                          {start.data(), start.data() + start.size()}, path.steps() - 1, stop));
  const auto step = rates ? uniformStep(*rates) : std::nullopt;
  if (!step) return nullptr;
  const Index n = end.size();
  const Eigen::MatrixXd one = Eigen::MatrixXd::Identity(n, n);
  const Eigen::MatrixXd pull = hessian + step->decay * one;
  const double whole = step->carried + step->direct;
  Eigen::MatrixXd a(2 * n, 2 * n);
  a << step->keep * one - whole * pull, -step->carried * step->memory * one, pull, step->memory * one;
  Eigen::MatrixXd b(2 * n, n);
  b << -whole * one, one;
  const Eigen::MatrixXd both = solveLyapunov(a, b * *covariance * b.transpose());
  if (both.size() == 0) return nullptr;
  auto spread = std::make_shared<Spread>();
  spread->covariance = both.topLeftCorner(n, n);
  spread->centre = minimum;
  if (step->decay != 0 || step->keep != 1) {
    const double rate = step->carried / (1 - step->memory) + step->direct;
    spread->centre = solveSymmetric((1 - step->keep) * one + rate * pull, rate * (hessian * minimum));
  }
  return spread->centre.allFinite() ? spread : nullptr;
}

void addSpread(Trajectory& path, const Scenario& scenario, std::size_t contender, const Objective& objective,
               const std::stop_token& stop) {
  if (scenario.display.spread) path.spread = stationarySpread(scenario, contender, objective, path, stop);
}

}  // namespace thalweg
