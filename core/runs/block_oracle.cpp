#include "core/runs/block_oracle.h"

#include "core/contracts/mini_batch.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace thalweg {

BlockOracle::BlockOracle(const Objective& objective, const GradientConditions& conditions, NoiseKey key, Index rows,
                         bool asksAtStart)
    : objective_(objective),
      key_(key),
      shape_(objective.shape()),
      rows_(rows),
      asksAtStart_(asksAtStart),
      calls_(static_cast<std::size_t>(rows), 0) {
  setConditions(conditions);
}

void BlockOracle::setConditions(const GradientConditions& conditions) {
  conditions_ = conditions;
  batchSize_ = batchSize(conditions, objective_.samples());
  deviation_ = noiseDeviation(conditions);
  plain_ = deviation_ == 0 && !actsOnGradients(conditions);
  drawnFor_ = -1;
  startKept_ = true;  // whether gradients bring losses is to be seen again
  if (!conditions.accumulate)
    accumulated_.resize(0, 0);
  else if (accumulated_.size() == 0)
    accumulated_.setZero(rows_, objective_.dimension());
}

void BlockOracle::beginStep(std::int64_t step, const Points& x, Column& loss) {
  for (; changes_ < later_.size() && later_[changes_].from <= step; ++changes_) {
    key_.stream = later_[changes_].stream;
    setConditions(later_[changes_].conditions);
  }
  step_ = step;
  loss_ = &loss;
  if (startKept_) start_ = x;
  if (deviation_ == 0) return;
  noise_.clear();
  std::ranges::fill(calls_, 0);
}

void BlockOracle::endStep() {
  if (!loss_) return;
  if (!startKept_) throw std::logic_error("a method that asked for its gradient at first no longer does");
  objective_.valueAndGradient(start_, *loss_, slope_);
  loss_ = nullptr;
}

bool BlockOracle::bringsLoss(const Points& x) const {
  return loss_ && batchSize_ == 0 && x.rows() == rows_ &&
         (asksAtStart_ ||
          std::memcmp(x.data(), start_.data(), static_cast<std::size_t>(x.size()) * sizeof(double)) == 0);
}

void BlockOracle::gradient(const Points& x, Points& g) {
  if (bringsLoss(x)) {
    objective_.valueAndGradient(x, *loss_, g);
    loss_ = nullptr;
    startKept_ = !asksAtStart_;
  } else if (batchSize_ > 0) {
    const DrawKey key = {.seed = key_.seed, .stream = key_.stream};
    const Batch samples =
        drawBatch(step_, conditions_.replacement, batchSize_, objective_.samples(), key, drawnFor_, order_);
    objective_.gradient(x, g, samples);
  } else {
    objective_.gradient(x, g);
  }
  if (!plain_) applyConditions(g);
}

void BlockOracle::valueAndGradient(const Points& x, Column& f, Points& g) {
  if (batchSize_ > 0) {
    objective_.value(x, f);
    gradient(x, g);
    return;
  }
  objective_.valueAndGradient(x, f, g);
  if (!plain_) applyConditions(g);
}

void BlockOracle::normals(Points& z) {
  Draws draws(
      {.seed = key_.seed, .stream = key_.stream, .step = static_cast<std::uint64_t>(step_), .purpose = Purpose::Rule});
  for (Index j = 0; j < z.cols(); ++j) z.col(j).setConstant(draws.normal());
}

const Eigen::ArrayXd& BlockOracle::noise(std::size_t call, Index dimension) {
  while (noise_.size() <= call) {
    Draws draws({.seed = key_.seed,
                 .stream = key_.stream,
                 .step = static_cast<std::uint64_t>(step_),
                 .call = noise_.size(),
                 .purpose = Purpose::Noise});
    Eigen::ArrayXd& next = noise_.emplace_back(dimension);
    for (double& component : next) component = deviation_ * draws.normal();
  }
  return noise_[call];
}

void BlockOracle::applyConditions(Points& g) {
  if (deviation_ != 0) {
    for (Index i = 0; i < g.rows(); ++i) {
      const std::size_t call = calls_[static_cast<std::size_t>(blockRow(i))]++;
      g.row(i) += noise(call, g.cols()).transpose();
    }
  }
  if (conditions_.accumulate) {
    for (Index i = 0; i < g.rows(); ++i) g.row(i) += accumulated_.row(blockRow(i));
  }
  clipGradients(conditions_, g);
  if (conditions_.zeroBetween) g.setZero();
  if (!conditions_.accumulate) return;
  for (Index i = 0; i < g.rows(); ++i) accumulated_.row(blockRow(i)) = g.row(i);
}

}  // namespace thalweg
