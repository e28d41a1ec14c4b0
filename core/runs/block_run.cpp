#include "core/runs/block_run.h"

#include "core/base/lanes.h"
#include "core/contracts/optimizer.h"
#include "core/runs/arrival_watch.h"
#include "core/runs/block_oracle.h"
#include "core/runs/run.h"
#include "core/runs/trace.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg {

namespace {

/// Rows of a block that share their steps: enough to hide what a call costs, few enough for the nearest cache. Fewer
/// where a gradient is dear, so that a stop request is heard soon.
Index blockRows(const Objective& objective, Index most) {
  constexpr Index workAStep = 20'000;
  const Index byWork = workAStep / (objective.dimension() * std::max<Index>(1, objective.samples()));
  return std::clamp<Index>(byWork, 1, most);
}

/// The same where paths are kept: so few that memory stays small.
Index recordedRows(const Scenario& scenario, const std::vector<Stretch>& line, const Objective& objective) {
  if (ratesFollowLoss(line)) return 1;
  constexpr Index numbersKept = 1'500'000;
  const Index byMemory = numbersKept / ((scenario.steps + 1) * (objective.dimension() + 1));
  return std::min(blockRows(objective, 64), std::max<Index>(1, byMemory));
}

Index watchedRows(const std::vector<Stretch>& line, const Objective& objective, const Judge& judge) {
  if (ratesFollowLoss(line) || judge.landmarks().empty()) return 0;
  const Index rows = blockRows(objective, 256);
  return rows - rows % laneCount;
}

bool asksAtStart(const std::vector<Stretch>& line) {
  return std::ranges::all_of(line, [](const Stretch& s) {
    return cardInForce(*findOptimizer(s.settings.optimizer), s.settings.options)->groups;
  });
}

/// Several blocks, which share their buffers, and whose open rows go together.
Index rowsTogether(Index block, Index dimension) {
  constexpr Index numbers = 1'000'000;
  return block * std::clamp<Index>(numbers / (block * dimension), 1, 4);
}

/// Losses below this are beyond no bound of a judgement.
constexpr double lossBound = 1e12;

/// Σ aᵢ² in several sums side by side; NaN or infinite if any number is.
double sumOfSquares(const double* a, Index n) {
  constexpr Index sums = 4;
  std::array<Lanes, sums> sum;
  Index i = 0;
  for (; i + sums * laneCount <= n; i += sums * laneCount) {
    for (Index k = 0; k < sums; ++k) sum[static_cast<std::size_t>(k)] += square(load(a + i + k * laneCount));
  }
  double rest = 0;
  for (; i < n; ++i) rest += a[i] * a[i];
  return laneSum((sum[0] + sum[1]) + (sum[2] + sum[3])) + rest;
}

/// Rows that look back together: so few that what they keep stays in registers.
constexpr Index sideBySide = 8;

/// Of rows first … first + 7 that have been within √reach of their marks at all later steps (open: 1, else 0), how many
/// such steps there are among the steps 0 … last − 1. A step's points are `rows` × `dimension` numbers, column by
/// column.
void lookBack(Index rows, Index dimension, Index first, Index last, const double* points, const double* marks,
              double reach, const double* startsOpen, double* held) {
  constexpr std::size_t parts = sideBySide / laneCount;
  std::array<Lanes, parts> open, steps;
  const auto part = [first](const double* from, std::size_t k) {
    return load(from + first + static_cast<Index>(k) * laneCount);
  };
  for (std::size_t k = 0; k < parts; ++k) open[k] = part(startsOpen, k);
  for (Index step = last - 1; step >= 0; --step) {
    const double* const at = points + step * rows * dimension;
    std::array<Lanes, parts> squares;
    for (Index c = 0; c < dimension; ++c) {
      for (std::size_t k = 0; k < parts; ++k) squares[k] += square(part(at + c * rows, k) - part(marks + c * rows, k));
    }
    Lanes any;
    for (std::size_t k = 0; k < parts; ++k) {
      open[k] = select(squares[k] > reach, 0.0, open[k]);
      steps[k] += open[k];
      any += open[k];
    }
    constexpr Index stride = 8;
    if (step % stride == 0 && laneSum(any) == 0) break;
  }
  for (std::size_t k = 0; k < parts; ++k) store(held + first + static_cast<Index>(k) * laneCount, steps[k]);
}

}  // namespace

BlockRunner::BlockRunner(const Scenario& scenario, std::size_t contender, const Objective& objective,
                         const Judge& judge)
    : scenario_(scenario),
      contender_(contender),
      objective_(objective),
      judge_(judge),
      line_(stretches(scenario, contender)),
      asksAtStart_(asksAtStart(line_)),
      watched_(watchedRows(line_, objective, judge)),
      recorded_(recordedRows(scenario, line_, objective)),
      rows_(rowsTogether(std::max(watched_, recorded_), objective.dimension())),
      watch_(std::make_unique<ArrivalWatch>(judge)),
      every_(stepsBetweenLosses(objective, line_, scenario.steps)) {}

BlockRunner::~BlockRunner() = default;

BlockOracle BlockRunner::blockOracle(Index rows) const {
  const Stretch& first = line_.front();
  BlockOracle oracle(objective_, first.gradient, {scenario_.seed, first.stream}, rows, asksAtStart_);
  oracle.changeLater(laterStages(line_));
  return oracle;
}

bool BlockRunner::run(const Points& starts, std::vector<Ending>& endings, Points& ends, const std::stop_token& stop) {
  const Index rows = starts.rows();
  endings.resize(static_cast<std::size_t>(rows));
  ends.resize(rows, starts.cols());
  const Results to{endings, ends};
  open_.clear();
  bool worthwhile = watched_ > 0;
  for (Index first = 0; first < rows;) {
    const Index left = rows - first;
    Index count = left;
    if (worthwhile && left >= laneCount) {
      // A few at first, to see whether it is worth while.
      const Index most = first == 0 ? std::max(laneCount, watched_ / 4) : watched_;
      count = std::min(left - left % laneCount, most - most % laneCount);
      const std::optional<Index> judged = watch(starts, first, count, to, stop);
      if (!judged) return false;
      // Where most rows have to run twice, it is better to keep the paths at once.
      worthwhile = 2 * *judged >= count;
    } else {
      for (Index row = first; row < rows; ++row) open_.push_back(row);
    }
    first += count;
  }
  const auto size = static_cast<std::size_t>(recorded_);
  for (std::size_t first = 0; first < open_.size(); first += size) {
    if (!record(starts, std::span(open_).subspan(first, std::min(size, open_.size() - first)), to, stop)) return false;
  }
  return true;
}

std::optional<Index> BlockRunner::watch(const Points& starts, Index first, Index count, const Results& to,
                                        const std::stop_token& stop) {
  const Index last = scenario_.steps;
  BlockOracle oracle = blockOracle(count);
  Run run(scenario_, contender_, objective_, starts.middleRows(first, count), oracle);
  watch_->begin(count, starts.cols());
  const auto loseWild = [&] {
    if (sumOfSquares(loss_.data(), count) < lossBound * lossBound) return;
    for (Index row = 0; row < count; ++row)
      if (!(std::abs(loss_[row]) < lossBound)) watch_->lose(row);
  };
  Points beforeLast;
  for (Index step = 0; step < last && !watch_->allLost(); ++step) {
    if (stop.stop_requested()) return {};
    watch_->note(run.x());
    if (step == last - 1) beforeLast = run.x();
    oracle.beginStep(step, run.x(), loss_);
    run.step();
    oracle.endStep();
    loseWild();
    run.advance();
  }
  watch_->note(run.x());
  objective_.valueAndGradient(run.x(), loss_, slope_);
  loseWild();
  watch_->end(run.x());

  Index judged = 0;
  Points tail(2, starts.cols());
  for (Index row = 0; row < count; ++row) {
    std::optional<Verdict> verdict;
    if (const int landmark = watch_->landmark(row); landmark >= 0) {
      if (last > 0) tail.row(0) = beforeLast.row(row);
      tail.row(1) = run.x().row(row);
      const Judge::PathView view(tail.data(), 2, tail.cols(), {2, 1});
      verdict = judge_.restingAt(landmark, view, loss_[row], watch_->since(row), last);
    }
    if (verdict) {
      to.endings[static_cast<std::size_t>(first + row)] = {*verdict, last, loss_[row]};
      to.ends.row(first + row) = run.x().row(row);
      ++judged;
    } else {
      open_.push_back(first + row);
    }
  }
  return judged;
}

bool BlockRunner::record(const Points& starts, std::span<const Index> rows, const Results& to,
                         const std::stop_token& stop) {
  size_ = static_cast<Index>(rows.size());
  dimension_ = starts.cols();
  const Points own = starts(rows, Eigen::all);
  const auto states = static_cast<std::size_t>(scenario_.steps + 1);
  points_.resize(states * static_cast<std::size_t>(own.size()));
  losses_.resize(states * static_cast<std::size_t>(size_));
  done_.assign(static_cast<std::size_t>(size_), scenario_.steps);
  alive_ = size_;
  bounded_ = true;
  loss_.resize(size_);

  BlockOracle oracle = blockOracle(size_);
  Run run(scenario_, contender_, objective_, own, oracle);
  Index step = 0;
  for (; step < scenario_.steps && alive_ > 0; ++step) {
    if (stop.stop_requested()) return false;
    std::copy_n(run.x().data(), own.size(), points_.data() + step * own.size());
    oracle.beginStep(step, run.x(), loss_);
    run.step();
    oracle.endStep();
    keepLosses(step);
    noteEnds(step, run.x());
    run.advance();
  }
  // The last points, for the rows that came so far.
  std::copy_n(run.x().data(), own.size(), points_.data() + step * own.size());
  objective_.valueAndGradient(run.x(), loss_, slope_);
  keepLosses(step);

  std::vector<Ending> endings(rows.size());
  std::vector<bool> judged(rows.size(), false);
  if (size_ % sideBySide == 0) judgeArrived(endings, judged);
  for (Index row = 0; row < size_; ++row) {
    const auto i = static_cast<std::size_t>(row);
    Ending& ending = endings[i];
    if (stop.stop_requested()) return false;
    if (!judged[i]) judgeRow(row, ending);
    ending.loss = losses_[static_cast<std::size_t>(ending.steps * size_ + row)];
    to.endings[static_cast<std::size_t>(rows[i])] = ending;
    to.ends.row(rows[i]) = path(row, ending.steps).row(ending.steps);
  }
  return true;
}

void BlockRunner::keepLosses(Index step) {
  std::copy_n(loss_.data(), size_, losses_.data() + step * size_);
  // False of NaN, too.
  if (!(sumOfSquares(loss_.data(), size_) < lossBound * lossBound)) bounded_ = false;
}

void BlockRunner::noteEnds(Index step, const Points& x) {
  // One sum instead of many questions: it is small only if every number is finite.
  if (sumOfSquares(x.data(), x.size()) < 1e300) return;
  probe_ = 0 * x.col(0);
  for (Index c = 1; c < x.cols(); ++c) probe_ += 0 * x.col(c);
  int lost = 0;
  for (const double p : probe_) lost += p == 0 ? 0 : 1;
  if (lost == size_ - alive_) return;
  for (Index row = 0; row < size_; ++row) {
    Index& done = done_[static_cast<std::size_t>(row)];
    if (done < scenario_.steps || probe_[row] == 0) continue;
    done = step;
    --alive_;
  }
}

Judge::PathView BlockRunner::path(Index row, Index last) const {
  return {points_.data() + row, last + 1, dimension_, {size_, size_ * dimension_}};
}

void BlockRunner::judgeArrived(std::vector<Ending>& endings, std::vector<bool>& judged) {
  const Index last = scenario_.steps;
  // Rows that have ended early, or whose losses came near a bound, are judged one by one.
  Column squares = Column::Zero(size_);
  for (Index step = 0; step <= last && !bounded_ && alive_ > 0; ++step)
    squares += Eigen::Map<const Column>(losses_.data() + step * size_, size_).square();
  std::vector<int> near(judged.size(), -1);
  marks_.setZero(size_, dimension_);
  within_.setZero(size_);
  for (Index row = 0; row < size_; ++row) {
    int& mark = near[static_cast<std::size_t>(row)];
    const bool bounded = done_[static_cast<std::size_t>(row)] == last && squares[row] < lossBound * lossBound;
    if (bounded) mark = judge_.landmarkNear(path(row, last), last);
    if (mark < 0) continue;
    within_[row] = 1;
    const std::vector<double>& point = judge_.landmarks()[static_cast<std::size_t>(mark)].point;
    marks_.row(row) = Eigen::Map<const Eigen::ArrayXd>(point.data(), dimension_).transpose();
  }
  if ((within_ == 0).all()) return;

  // Back in time, some rows side by side, until every one has left the neighbourhood in which it ends.
  held_.setZero(size_);
  const double reach = judge_.radius() * judge_.radius();
  for (Index row = 0; row < size_; row += sideBySide) {
    lookBack(size_, dimension_, row, last, points_.data(), marks_.data(), reach, within_.data(), held_.data());
  }
  for (std::size_t i = 0; i < near.size(); ++i) {
    if (near[i] < 0) continue;
    const auto row = static_cast<Index>(i);
    const double loss = losses_[static_cast<std::size_t>(last * size_ + row)];
    const auto verdict = judge_.restingAt(near[i], path(row, last), loss, last - static_cast<Index>(held_[row]), last);
    if (!verdict) continue;
    endings[i].verdict = *verdict;
    endings[i].steps = last;
    judged[i] = true;
  }
}

void BlockRunner::judgeRow(Index row, Ending& ending) const {
  Index last = done_[static_cast<std::size_t>(row)];
  const double* const losses = losses_.data() + row;
  if (!bounded_) {
    Index kept = 0;
    while (kept < last && std::isfinite(losses[(kept + 1) * size_])) ++kept;
    last = kept;
  }
  Column joined;
  Column none;
  if (every_ > 1) {
    joined = Judge::SeriesView(losses, last + 1, Eigen::InnerStride<>(size_));
    joinMeasured(joined, none, every_);
  }
  const Judge::SeriesView loss(every_ > 1 ? joined.data() : losses, last + 1,
                               Eigen::InnerStride<>(every_ > 1 ? 1 : size_));
  const Judge::PathView own = path(row, last);
  const auto gradientNorm = [&]() -> Column {
    const Points whole = own;
    Column f;
    Points slopes;
    objective_.valueAndGradient(whole, f, slopes);
    Column norms = slopes.matrix().rowwise().norm();
    joinMeasured(f, norms, every_);
    return norms;
  };
  ending.verdict = judge_(own, loss, gradientNorm, scenario_.steps, bounded_);
  ending.steps = last;
}

}  // namespace thalweg
