#include "core/contracts/oracle.h"

#include "core/base/random.h"
#include "core/contracts/mini_batch.h"

#include <algorithm>

namespace thalweg {

ObjectiveOracle::ObjectiveOracle(const Objective& objective, const GradientConditions& conditions, NoiseKey key,
                                 std::uint64_t firstPath)
    : objective_(objective), key_(key), firstPath_(firstPath), shape_(objective.shape()) {
  setConditions(conditions);
}

void ObjectiveOracle::setConditions(const GradientConditions& conditions) {
  conditions_ = conditions;
  batchSize_ = batchSize(conditions, objective_.samples());
  deviation_ = noiseDeviation(conditions);
  plain_ = batchSize_ == 0 && deviation_ == 0 && !actsOnGradients(conditions);
  // Epochs of another batch size have other numbers.
  samplings_.clear();
  if (!conditions.accumulate) accumulated_.resize(0, 0);
}

void ObjectiveOracle::beginStep(std::int64_t step) {
  for (; changes_ < later_.size() && later_[changes_].from <= step; ++changes_) {
    key_.stream = later_[changes_].stream;
    setConditions(later_[changes_].conditions);
  }
  step_ = step;
  std::ranges::fill(calls_, 0);
}

void ObjectiveOracle::value(const Points& x, Column& f) {
  count(evaluations_.value);
  objective_.value(x, f);
}

void ObjectiveOracle::gradient(const Points& x, Points& g) {
  count(evaluations_.gradient);
  if (batchSize_ > 0) {
    batchGradient(x, g);
  } else {
    objective_.gradient(x, g);
  }
  finish(x, g);
}

void ObjectiveOracle::valueAndGradient(const Points& x, Column& f, Points& g) {
  count(evaluations_.value);
  count(evaluations_.gradient);
  if (batchSize_ > 0) {
    objective_.value(x, f);
    batchGradient(x, g);
  } else {
    objective_.valueAndGradient(x, f, g);
  }
  finish(x, g);
}

void ObjectiveOracle::finish(const Points& x, Points& g) {
  if (plain_ && !record_) return;
  if (record_ && row_ <= 0) {
    GradientCall& made = record_->emplace_back();
    made.point = x.row(0);
    made.slope = g.row(0);
    made.batch = batchSize_ > 0;
  }
  if (!plain_) applyConditions(g);
  if (GradientCall* made = call()) made->result = g.row(0);
}

void ObjectiveOracle::hessianDiagonal(const Points& x, Points& h) {
  count(evaluations_.hessian);
  objective_.hessianDiagonal(x, h);
}

void ObjectiveOracle::hessianProduct(const Points& x, const Points& v, Points& hv) {
  count(evaluations_.hessian);
  objective_.hessianProduct(x, v, hv);
}

Eigen::MatrixXd ObjectiveOracle::hessian(const Points& point) {
  count(evaluations_.hessian);
  return objective_.hessian(point);
}

bool ObjectiveOracle::residuals(const Points& point, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) {
  if (!objective_.residuals(point, r, jacobian)) return false;
  count(evaluations_.gradient);
  return true;
}

void ObjectiveOracle::normals(Points& z) {
  for (Index i = 0; i < z.rows(); ++i) {
    Draws draws({.seed = key_.seed,
                 .stream = key_.stream,
                 .path = path(pathRow(i)),
                 .step = static_cast<std::uint64_t>(step_),
                 .purpose = Purpose::Rule});
    for (Index j = 0; j < z.cols(); ++j) z(i, j) = draws.normal();
  }
}

Batch ObjectiveOracle::batchOf(Index row) {
  const auto at = static_cast<std::size_t>(row);
  if (at >= samplings_.size()) samplings_.resize(at + 1);
  Sampling& sampling = samplings_[at];
  const DrawKey key = {.seed = key_.seed, .stream = key_.stream, .path = path(row)};
  return drawBatch(step_, conditions_.replacement, batchSize_, objective_.samples(), key, sampling.drawnFor,
                   sampling.order);
}

void ObjectiveOracle::batchGradient(const Points& x, Points& g) {
  g.resize(x.rows(), x.cols());
  Points point;
  Points slope;
  for (Index i = 0; i < x.rows(); ++i) {
    point = x.row(i);
    objective_.gradient(point, slope, batchOf(pathRow(i)));
    g.row(i) = slope.row(0);
  }
}

void ObjectiveOracle::applyConditions(Points& g) {
  if (deviation_ != 0) addNoise(g);
  if (conditions_.accumulate) accumulate(g);
  if (GradientCall* made = call()) made->sum = g.row(0);
  clip(g);
  if (conditions_.zeroBetween) g.setZero();
  if (!conditions_.accumulate) return;
  for (Index i = 0; i < g.rows(); ++i) accumulated_.row(pathRow(i)) = g.row(i);
}

void ObjectiveOracle::addNoise(Points& g) {
  const auto rows = static_cast<std::size_t>(pathRow(g.rows() - 1) + 1);
  if (rows > calls_.size()) calls_.resize(rows, 0);
  for (Index i = 0; i < g.rows(); ++i) {
    const Index row = pathRow(i);
    Draws draws({.seed = key_.seed,
                 .stream = key_.stream,
                 .path = path(row),
                 .step = static_cast<std::uint64_t>(step_),
                 .call = calls_[static_cast<std::size_t>(row)]++,
                 .purpose = Purpose::Noise});
    GradientCall* const made = i == 0 ? call() : nullptr;
    if (made) made->noise.resize(1, g.cols());
    for (Index j = 0; j < g.cols(); ++j) {
      const double draw = deviation_ * draws.normal();
      if (made) made->noise(0, j) = draw;
      g(i, j) += draw;
    }
  }
}

void ObjectiveOracle::accumulate(Points& g) {
  const Index rows = pathRow(g.rows() - 1) + 1;
  const Index known = accumulated_.rows();
  if (rows > known) {
    accumulated_.conservativeResize(rows, g.cols());
    accumulated_.bottomRows(rows - known) = 0;
  }
  if (GradientCall* made = call()) made->earlier = accumulated_.row(0);
  for (Index i = 0; i < g.rows(); ++i) g.row(i) += accumulated_.row(pathRow(i));
}

void ObjectiveOracle::clip(Points& g) const { clipGradients(conditions_, g); }

}  // namespace thalweg
