#include "core/block_run.h"

#include "core/block_oracle.h"
#include "core/run.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

/// 64 starts where coordinates are few: enough to hide what a call costs, few enough for the nearest cache. Fewer where
/// a path is long or a gradient dear, so that memory stays small and a stop request is heard soon.
Index blockRows(const Scenario& scenario, const Contender& contender, const Objective& objective) {
  if (ratesFollowLoss(contender)) return 1;
  constexpr Index most = 64;
  constexpr Index numbersKept = 8'000'000;
  constexpr Index workAStep = 20'000;
  const Index n = objective.dimension();
  const Index byMemory = numbersKept / ((scenario.steps + 1) * (n + 1));
  const Index byWork = workAStep / (n * std::max<Index>(1, objective.samples()));
  return std::clamp<Index>(std::min(byMemory, byWork), 1, most);
}

}  // namespace

BlockRunner::BlockRunner(const Scenario& scenario, std::size_t contender, const Objective& objective,
                         const Judge& judge)
    : scenario_(scenario),
      contender_(contender),
      objective_(objective),
      judge_(judge),
      key_{scenario.seed, scenario.gradient.paired ? 0 : contender + 1},
      rows_(blockRows(scenario, scenario.contenders[contender], objective)) {}

bool BlockRunner::run(const Points& starts, std::vector<Ending>& endings, Points& ends, const std::stop_token& stop) {
  const Index rows = starts.rows();
  const auto states = static_cast<std::size_t>(scenario_.steps + 1);
  points_.resize(states * static_cast<std::size_t>(starts.size()));
  losses_.resize(states * static_cast<std::size_t>(rows));
  done_.assign(static_cast<std::size_t>(rows), scenario_.steps);
  alive_ = rows;
  tame_ = true;

  BlockOracle oracle(objective_, scenario_.gradient, key_, rows);
  Run run(scenario_, contender_, objective_, starts, oracle);
  loss_.resize(rows);
  Index step = 0;
  for (; step < scenario_.steps && alive_ > 0; ++step) {
    if (stop.stop_requested()) return false;
    const double* const before = points_.data() + step * starts.size();
    std::copy_n(run.x().data(), starts.size(), points_.data() + step * starts.size());
    oracle.beginStep(step, before, loss_);
    run.step();
    oracle.endStep();
    keepLosses(step);
    noteEnds(step, run.x());
    run.advance();
  }
  // The last points, for the rows that came so far.
  Points slope;
  std::copy_n(run.x().data(), starts.size(), points_.data() + step * starts.size());
  objective_.valueAndGradient(run.x(), loss_, slope);
  keepLosses(step);

  endings.resize(static_cast<std::size_t>(rows));
  ends.resize(rows, starts.cols());
  for (Index row = 0; row < rows; ++row) judgeRow(row, rows, starts.cols(), endings, ends);
  return !stop.stop_requested();
}

void BlockRunner::keepLosses(Index step) {
  std::copy_n(loss_.data(), loss_.size(), losses_.data() + step * loss_.size());
  // True of NaN, too.
  constexpr double harmless = 1e12;
  if (!(loss_.square().sum() < harmless * harmless)) tame_ = false;
}

void BlockRunner::noteEnds(Index step, const Points& x) {
  // Finite as a sum, finite one by one; the other way round it takes a look.
  if (x.reshaped().square().sum() < 1e300) return;
  for (Index row = 0; row < x.rows(); ++row) {
    Index& done = done_[static_cast<std::size_t>(row)];
    if (done < scenario_.steps) continue;
    bool finite = true;
    for (Index c = 0; c < x.cols(); ++c) finite = finite && std::isfinite(x(row, c));
    if (finite) continue;
    done = step;
    --alive_;
  }
}

void BlockRunner::judgeRow(Index row, Index rows, Index dimension, std::vector<Ending>& endings, Points& ends) const {
  const Index stride = rows * dimension;
  Index last = done_[static_cast<std::size_t>(row)];
  const double* const losses = losses_.data() + row;
  const double* const points = points_.data() + row;
  if (!tame_) {
    Index kept = 0;
    while (kept < last && std::isfinite(losses[(kept + 1) * rows])) ++kept;
    last = kept;
  }
  const Judge::PathView path(points, last + 1, dimension, {rows, stride});
  const Judge::SeriesView loss(losses, last + 1, Eigen::InnerStride<>(rows));
  const auto gradientNorm = [&]() -> Column {
    const Points whole = path;
    Column f;
    Points slopes;
    objective_.valueAndGradient(whole, f, slopes);
    return slopes.matrix().rowwise().norm();
  };
  Ending& ending = endings[static_cast<std::size_t>(row)];
  ending.verdict = judge_(path, loss, gradientNorm, scenario_.steps, tame_);
  ending.steps = last;
  ending.loss = losses[last * rows];
  ends.row(row) = path.row(last);
}

}  // namespace thalweg
