#include "core/runs/memory_share.h"

#include "core/runs/step_parts.h"
#include "core/runs/step_trace.h"
#include "core/scenario/branch.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

constexpr double unknownShare = std::numeric_limits<double>::quiet_NaN();

double shareOf(const StepTrace& step) {
  const auto without = endWithoutMemory(step);
  if (!without || step.next.size() != without->size()) return unknownShare;
  const auto n = static_cast<Index>(without->size());
  const auto vector = [n](const std::vector<double>& v) { return Eigen::Map<const Eigen::ArrayXd>(v.data(), n); };
  const Eigen::ArrayXd remembered = vector(step.next) - vector(*without);
  const Eigen::ArrayXd move = vector(step.next) - vector(step.point);
  const Eigen::ArrayXd fresh = vector(*without) - vector(step.point);
  constexpr double rest = 0.05;
  const double size = move.matrix().norm();
  const double parts = std::max(remembered.matrix().norm(), fresh.matrix().norm());
  if (!(size > rest * parts) || !std::isfinite(size)) return unknownShare;
  return (remembered * move).sum() / (size * size);
}

}  // namespace

Column memoryShares(const Scenario& scenario, std::size_t contender, const Objective& objective, const Trajectory& path,
                    const std::stop_token& stop) {
  constexpr Index most = 1000;
  const Index steps = path.steps();
  Column shares = Column::Constant(steps + 1, unknownShare);
  if (steps == 0) return shares;
  const Points start = path.points.row(0);
  StepTracer tracer(scenario, contender, {std::shared_ptr<const Objective>(), &objective},
                    {start.data(), start.data() + start.size()});
  const Index every = (steps + most - 1) / most;
  Index last = -1;
  for (Index k = 0; k < steps && !stop.stop_requested(); k += every) {
    shares[k + 1] = shareOf(tracer.at(k, stop));
    for (Index i = last + 1; last >= 0 && i <= k; ++i) {
      const double t = static_cast<double>(i - last) / static_cast<double>(k + 1 - last);
      shares[i] = shares[last] + t * (shares[k + 1] - shares[last]);
    }
    last = k + 1;
  }
  return shares;
}

Column memoryKept(const Scenario& scenario, std::size_t contender, const Trajectory& path) {
  Column kept = Column::Zero(path.steps());
  for (const Stretch& stretch : stretches(scenario, contender)) {
    if (stretch.from >= path.steps()) break;
    const OptimizerCard* card = findOptimizer(stretch.settings.optimizer);
    const bool known = card && !card->momentum.empty();
    kept.tail(path.steps() - static_cast<Index>(stretch.from)) =
        known ? optionNumber(*card, stretch.settings.options, card->momentum) : 0;
  }
  for (Index k = 0; k < std::min(path.momentum.rows(), kept.size()) && path.momentum.cols() > 0; ++k) {
    if (std::isfinite(path.momentum(k, 0))) kept[k] = path.momentum(k, 0);
  }
  return (kept > 0).any() ? kept : Column();
}

}  // namespace thalweg
