#include "core/oracle.h"

#include "core/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace thalweg {

ObjectiveOracle::ObjectiveOracle(const Objective& objective, const GradientConditions& conditions, NoiseKey key,
                                 std::uint64_t firstPath)
    : objective_(objective), conditions_(conditions), key_(key), firstPath_(firstPath), shape_(objective.shape()) {
  const Index samples = objective.samples();
  if (conditions.batch && samples > 0 && (conditions.replacement || *conditions.batch < samples)) {
    batchSize_ = *conditions.batch;
  }
  deviation_ = conditions.noise / std::sqrt(static_cast<double>(conditions.batch.value_or(1)));
  plain_ =
      batchSize_ == 0 && deviation_ == 0 && !conditions.accumulate && !conditions.clipNorm && !conditions.clipValue;
}

void ObjectiveOracle::beginStep(std::int64_t step) {
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
  if (!plain_) applyConditions(g);
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
  if (!plain_) applyConditions(g);
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

Batch ObjectiveOracle::batchOf(Index row) {
  const auto at = static_cast<std::size_t>(row);
  if (at >= samplings_.size()) samplings_.resize(at + 1);
  Sampling& sampling = samplings_[at];
  const Index samples = objective_.samples();
  DrawKey key = {.seed = key_.seed, .stream = key_.stream, .path = path(row)};

  if (conditions_.replacement) {
    if (sampling.drawnFor != step_) {
      key.step = static_cast<std::uint64_t>(step_);
      key.purpose = Purpose::Replacement;
      Draws draws(key);
      sampling.order.resize(static_cast<std::size_t>(batchSize_));
      for (Index& sample : sampling.order) {
        sample = static_cast<Index>(draws.below(static_cast<std::uint64_t>(samples)));
      }
      sampling.drawnFor = step_;
    }
    return sampling.order;
  }

  const Index batches = (samples + batchSize_ - 1) / batchSize_;
  const std::int64_t epoch = step_ / batches;
  if (sampling.drawnFor != epoch) {
    key.step = static_cast<std::uint64_t>(epoch);
    key.purpose = Purpose::Shuffle;
    Draws draws(key);
    sampling.order.resize(static_cast<std::size_t>(samples));
    std::iota(sampling.order.begin(), sampling.order.end(), 0);
    shuffle(sampling.order, draws);
    sampling.drawnFor = epoch;
  }
  const Index first = step_ % batches * batchSize_;
  return Batch(sampling.order)
      .subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(std::min(batchSize_, samples - first)));
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
  clip(g);
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
    for (Index j = 0; j < g.cols(); ++j) g(i, j) += deviation_ * draws.normal();
  }
}

void ObjectiveOracle::accumulate(Points& g) {
  const Index rows = pathRow(g.rows() - 1) + 1;
  const Index known = accumulated_.rows();
  if (rows > known) {
    accumulated_.conservativeResize(rows, g.cols());
    accumulated_.bottomRows(rows - known) = 0;
  }
  for (Index i = 0; i < g.rows(); ++i) g.row(i) += accumulated_.row(pathRow(i));
}

void ObjectiveOracle::clip(Points& g) const {
  if (conditions_.clipNorm) {
    Column factor = Column::Zero(g.rows());
    // A sum of its own for each row, whatever rows stand beside it.
    for (Index j = 0; j < g.cols(); ++j) factor += g.col(j).square();
    for (double& f : factor) {
      f = *conditions_.clipNorm / (std::sqrt(f) + 1e-6);
      // NaN stays.
      if (f > 1) f = 1;
    }
    for (Index j = 0; j < g.cols(); ++j) g.col(j) *= factor;
  }
  if (conditions_.clipValue) {
    const double limit = *conditions_.clipValue;
    for (double& slope : g.reshaped()) {
      if (slope > limit) slope = limit;
      if (slope < -limit) slope = -limit;
    }
  }
}

}  // namespace thalweg
