#include "core/maps/sweep.h"

#include "core/base/linear_algebra.h"
#include "core/base/parallel.h"
#include "core/contracts/optimizer.h"
#include "core/runs/stability.h"
#include "core/runs/trace.h"
#include "core/scenario/branch.h"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace thalweg {

namespace {

std::int32_t stepTo(double tolerance, const Objective& objective, const Column& loss) {
  const std::optional<double> minimum = knownMinimum(objective);
  if (!minimum) return -1;
  const double goal = *minimum + tolerance * (loss[0] - *minimum);
  for (Index k = 0; k < loss.size(); ++k) {
    if (loss[k] <= goal) return static_cast<std::int32_t>(k);
  }
  return -1;
}

class Sweeper {
 public:
  Sweeper(const Scenario& scenario, const SweepRequest& request) : scenario_(scenario), request_(request) {
    map_.x = request.x;
    map_.y = request.y;
    map_.requested = scenario.steps;
    const auto objective = makeObjective(scenario.panels[request.panel]);
    map_.resize(request.x.cells, request.y ? request.y->cells : 1, request.ends ? objective->dimension() : 0);
    map_.reached.assign(map_.outcome.size(), -1);
    // Objectives are costly to build where they come from data.
    const bool varied =
        request.x.id.starts_with("objective.") || (request.y && request.y->id.starts_with("objective."));
    if (!varied) objective_ = objective;
  }

  bool pass(Index block, Index known, const std::stop_token& stop, unsigned threads) {
    const std::vector<Index> cells = cellsOfPass(map_.columns, map_.rows, block, known);
    constexpr std::size_t together = 16;
    std::atomic<bool> whole = true;
    const bool all = parallelFor((cells.size() + together - 1) / together,
                                 [&](std::size_t piece) {
                                   Scenario scenario = scenario_;
                                   const std::size_t end = std::min(cells.size(), (piece + 1) * together);
                                   for (std::size_t i = piece * together; i < end; ++i) {
                                     if (stop.stop_requested()) whole = false;
                                     if (!whole) return;
                                     run(scenario, cells[i], stop);
                                   }
                                   if (stop.stop_requested()) whole = false;
                                 },
                                 stop, threads);
    map_.block = block;
    return all && whole;
  }

  [[nodiscard]] std::shared_ptr<const SweepMap> preview() const {
    auto shown = std::make_shared<SweepMap>(map_);
    shown->spread(map_.block);
    for (Index cell = 0; cell < shown->cells(); ++cell) {
      const Index row = cell / map_.columns;
      const Index column = cell % map_.columns;
      shown->reached[static_cast<std::size_t>(cell)] = map_.reached[static_cast<std::size_t>(
          (row - row % map_.block) * map_.columns + column - column % map_.block)];
    }
    return shown;
  }

  std::shared_ptr<const SweepMap> finished() { return std::make_shared<const SweepMap>(std::move(map_)); }

 private:
  void run(Scenario& scenario, Index cell, const std::stop_token& stop) {
    const std::size_t panel = request_.panel;
    const std::size_t contender = request_.contender;
    setAxisValue(scenario, panel, contender, request_.x.id, request_.x.value(cell % map_.columns));
    if (request_.y) setAxisValue(scenario, panel, contender, request_.y->id, request_.y->value(cell / map_.columns));
    try {
      const auto objective = objective_ ? objective_ : makeObjective(scenario.panels[panel]);
      checkRun(scenario, contender, objective->dimension());
      const Trajectory path =
          trace(scenario, contender, *objective, startPoint(scenario, panel, contender, *objective), stop);
      map_.set(cell, {path.verdict, path.steps(), path.loss[path.steps()]});
      map_.reached[static_cast<std::size_t>(cell)] = stepTo(request_.tolerance, *objective, path.loss);
      if (map_.ends.rows() > 0) map_.ends.row(cell) = path.points.row(path.steps());
    } catch (const OptionError&) {
      map_.set(cell, {{}, -1, std::nan("")});
    }
  }

  const Scenario& scenario_;
  const SweepRequest& request_;
  std::shared_ptr<const Objective> objective_;  // none where an axis changes it
  SweepMap map_;
};

}  // namespace

std::shared_ptr<const SweepMap> sweepMap(const Scenario& scenario, const SweepRequest& request, std::stop_token stop,
                                         const SweepProgress& progress, unsigned threads) {
  (void)axisValue(scenario, request.panel, request.contender, request.x.id);
  if (request.y) (void)axisValue(scenario, request.panel, request.contender, request.y->id);
  Sweeper sweeper(scenario, request);
  Index known = 0;
  for (Index block = coarsestBlock; block >= 1; block /= 2) {
    if (!sweeper.pass(block, known, stop, threads)) return nullptr;
    known = block;
    if (block > 1 && progress) progress(sweeper.preview());
  }
  return sweeper.finished();
}

RateOutcome rateOutcome(Outcome outcome) {
  switch (outcome) {
    case Outcome::Converged:
    case Outcome::Unbounded:
      return RateOutcome::Converges;
    case Outcome::Moving:
      return RateOutcome::NotYet;
    case Outcome::LocalMinimum:
    case Outcome::Saddle:
    case Outcome::Plateau:
      return RateOutcome::Local;
    case Outcome::Oscillating:
      return RateOutcome::Oscillates;
    case Outcome::Diverged:
      break;
  }
  return RateOutcome::Diverges;
}

std::vector<RateOutcome> rateStrip(const Scenario& scenario, std::size_t contender,
                                   const std::vector<std::shared_ptr<const Objective>>& objectives,
                                   const std::vector<double>& rates, std::stop_token stop) {
  const OptimizerCard* card = findOptimizer(scenario.contenders[contender].optimizer);
  if (!card || card->rate.empty()) return {};
  std::vector<RateOutcome> worst(rates.size(), RateOutcome::Converges);
  const bool all = parallelFor(
      rates.size(),
      [&](std::size_t i) {
        Scenario own = scenario;
        setAxisValue(own, 0, contender, card->rate, rates[i]);
        for (std::size_t panel = 0; panel < objectives.size(); ++panel) {
          if (!objectives[panel] || stop.stop_requested()) continue;
          const Objective& objective = *objectives[panel];
          try {
            checkRun(own, contender, objective.dimension());
            const Trajectory path =
                trace(own, contender, objective, startPoint(own, panel, contender, objective), stop);
            worst[i] = std::max(worst[i], runsAway(path) ? RateOutcome::Diverges : rateOutcome(path.verdict.outcome));
          } catch (const OptionError&) {
            continue;  // such a rate cannot be chosen
          }
        }
      },
      stop);
  if (!all || stop.stop_requested()) return {};
  return worst;
}

std::optional<std::pair<double, double>> QuadraticTheory::optimum(bool momentum) const {
  if (!(least > 0)) return {};
  if (!momentum) return std::pair{2 / (least + most), 0.0};
  const double sum = std::sqrt(least) + std::sqrt(most);
  const double ratio = (std::sqrt(most) - std::sqrt(least)) / sum;
  return std::pair{4 / (sum * sum), ratio * ratio};
}

std::optional<QuadraticTheory> quadraticTheory(const Scenario& scenario, std::size_t /*panel*/, std::size_t contender,
                                               const Objective& objective) {
  const Contender& c = scenario.contenders[contender];
  const OptimizerCard* card = findOptimizer(c.optimizer);
  if (!card || !card->heavyBall) return {};
  if (c.schedule || c.branch || !c.groups.empty()) return {};
  if (!(conditionsOf(scenario, c) == GradientConditions{})) return {};
  // Options beside rate and momentum would change the theory.
  for (const OptionDescription& d : card->options) {
    if (d.id != "lr" && d.id != "momentum" && optionValue(d, c.options) != d.fallback) return {};
  }
  constexpr Index largest = 50;
  const Index n = objective.dimension();
  if (n > largest) return {};
  // A quadratic has the same curvature everywhere.
  const Eigen::MatrixXd hessian = objective.hessian(Points::Zero(1, n));
  if (!hessian.allFinite()) return {};
  const double size = hessian.cwiseAbs().maxCoeff();
  for (const double at : {-1.7, 0.6, 3.1}) {
    Points point(1, n);
    for (Index i = 0; i < n; ++i) point(0, i) = at * (1 + 0.3 * static_cast<double>(i % 3));
    const Eigen::MatrixXd other = objective.hessian(point);
    if (!((other - hessian).cwiseAbs().maxCoeff() <= 1e-9 * size)) return {};
  }
  const Eigen::VectorXd spectrum = symmetricEigenvalues(hessian);
  if (!(spectrum.maxCoeff() > 0)) return {};
  const OptionDescription* momentum = card->find("momentum");
  return QuadraticTheory{spectrum.minCoeff(), spectrum.maxCoeff(),
                         momentum ? optionValue(*momentum, c.options).get<double>() : 0};
}

}  // namespace thalweg
