#include "core/runs/flow.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg {

namespace {

constexpr double tolerance = 1e-10;

/// The tableau of Dormand & Prince 1980: the last row is the solution of order 5, `error` its difference to order 4.
constexpr std::size_t stages = 7;
constexpr std::array<std::array<double, 6>, stages> weights = {
    {{},
     {1.0 / 5},
     {3.0 / 40, 9.0 / 40},
     {44.0 / 45, -56.0 / 15, 32.0 / 9},
     {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
     {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
     {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}}};
constexpr std::array<double, stages> errorWeights = {71.0 / 57600,      0,          -71.0 / 16695, 71.0 / 1920,
                                                     -17253.0 / 339200, 22.0 / 525, -1.0 / 40};

/// Nearest to zero that a step may be, in parts of the time.
constexpr double leastStep = 1e-14;

double momentumOf(const Contender& contender) {
  const OptimizerCard* card = findOptimizer(contender.optimizer);
  if (!card || !card->heavyBall || card->momentum.empty()) return 0;
  for (const OptionDescription& option : card->options) {
    const bool own = option.id == "lr" || option.id == "momentum";
    if (!own && optionValue(option, contender.options) != option.fallback) return 0;
  }
  return contender.schedule || contender.branch ? 0 : optionNumber(*card, contender.options, card->momentum);
}

/// When each part of each step begins, and the last one ends.
Column partTimes(const Column& steps) {
  Column times(steps.size() * flowParts + 1);
  double passed = 0;
  for (Index k = 0; k < steps.size(); ++k) {
    for (Index part = 0; part < flowParts; ++part)
      times[k * flowParts + part] = passed + steps[k] * static_cast<double>(part) / static_cast<double>(flowParts);
    passed += steps[k];
  }
  times[steps.size() * flowParts] = passed;
  return times;
}

}  // namespace

Points solveFlow(const Slope& slope, const Eigen::ArrayXd& start, const Column& times, std::int64_t most,
                 std::stop_token stop) {
  Points solution(times.size(), start.size());
  if (times.size() == 0) return solution;
  Eigen::ArrayXd x = start;
  solution.row(0) = x.transpose();
  std::array<Eigen::ArrayXd, stages> k;
  slope(x, k[0]);
  std::int64_t spent = 1;
  double step = 0;
  const auto size = [&](const Eigen::ArrayXd& error, const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) {
    return std::sqrt((error / (tolerance * (1 + a.abs().max(b.abs())))).square().mean());
  };
  for (Index row = 1; row < times.size(); ++row) {
    double now = times[row - 1];
    const double end = times[row];
    while (now < end) {
      const double left = end - now;
      if (!(step > 0)) step = left;
      const double tried = std::min(step, left);
      Eigen::ArrayXd next;
      for (std::size_t s = 1; s < stages; ++s) {
        next = x;
        for (std::size_t j = 0; j < s; ++j) {
          if (weights[s][j] != 0) next += tried * weights[s][j] * k[j];
        }
        slope(next, k[s]);
      }
      spent += static_cast<std::int64_t>(stages) - 1;
      Eigen::ArrayXd error = Eigen::ArrayXd::Zero(x.size());
      for (std::size_t s = 0; s < stages; ++s) error += tried * errorWeights[s] * k[s];
      const double measured = size(error, x, next);
      const bool taken = measured <= 1;
      if (taken) {
        now = tried == left ? end : now + tried;
        x = next;
        k[0] = k[stages - 1];
      }
      const double factor = measured > 0 ? 0.9 * std::pow(measured, -0.2) : 5;
      // A last piece before a mark says nothing of how long the next may be.
      const double proposed = tried * (std::isfinite(factor) ? std::clamp(factor, 0.2, 5.0) : 0.2);
      if (!taken || tried == step || proposed < step) step = proposed;
      if (!x.allFinite() || spent > most || stop.stop_requested() ||
          step < leastStep * std::abs(times[times.size() - 1]))
        return solution.topRows(row).eval();
    }
    solution.row(row) = x.transpose();
  }
  return solution;
}

void addFlows(Trajectory& path, const Scenario& scenario, std::size_t contender, const Objective& objective,
              std::stop_token stop) {
  const Contender& own = scenario.contenders[contender];
  path.flow.resize(0, 0);
  path.modifiedFlow.resize(0, 0);
  if ((!own.flow && !own.modifiedFlow) || path.rates.rows() == 0) return;
  const Eigen::ArrayXd start = path.points.row(0).transpose();
  const Index n = start.size();
  const Column rates = path.rates.col(0);
  const Column times = partTimes(rates);
  Points point;
  Points g;
  const auto gradient = [&](const Eigen::ArrayXd& x) {
    point = x.transpose();
    objective.gradient(point, g);
  };
  const double mu = momentumOf(own);
  if (own.flow && mu > 0) {
    // Position and velocity side by side.
    const double eta = rates[0];
    const double friction = (1 - mu) / std::sqrt(eta);
    Eigen::ArrayXd state = Eigen::ArrayXd::Zero(2 * n);
    state.head(n) = start;
    const Slope slope = [&](const Eigen::ArrayXd& x, Eigen::ArrayXd& result) {
      gradient(x.head(n));
      result.resize(2 * n);
      result.head(n) = x.tail(n);
      result.tail(n) = -friction * x.tail(n) - g.row(0).transpose();
    };
    const Points both = solveFlow(slope, state, partTimes(rates.sqrt()), 400'000, stop);
    path.flow = both.leftCols(n);
  } else if (own.flow) {
    const Slope slope = [&](const Eigen::ArrayXd& x, Eigen::ArrayXd& result) {
      gradient(x);
      result = -g.row(0).transpose();
    };
    path.flow = solveFlow(slope, start, times, 400'000, stop);
  }
  if (own.modifiedFlow && mu == 0) {
    Points product;
    const double eta = rates[0];
    const Slope slope = [&](const Eigen::ArrayXd& x, Eigen::ArrayXd& result) {
      gradient(x);
      objective.hessianProduct(point, g, product);
      result = -(g + eta / 2 * product).row(0).transpose();
    };
    path.modifiedFlow = solveFlow(slope, start, times, 400'000, stop);
  }
}

const char* flowName(const Contender& contender) {
  return momentumOf(contender) > 0 ? "heavy-ball ODE" : "gradient flow";
}

bool takesModifiedFlow(const Contender& contender) { return momentumOf(contender) == 0; }

}  // namespace thalweg
