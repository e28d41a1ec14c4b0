#include "core/contracts/mini_batch.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace thalweg {

Index batchSize(const GradientConditions& conditions, Index samples) {
  const bool drawn = conditions.batch && samples > 0 && (conditions.replacement || *conditions.batch < samples);
  return drawn ? *conditions.batch : 0;
}

double noiseDeviation(const GradientConditions& conditions) {
  return conditions.noise / std::sqrt(static_cast<double>(conditions.batch.value_or(1)));
}

Batch drawBatch(std::int64_t step, bool replacement, Index size, Index samples, DrawKey key, std::int64_t& drawnFor,
                std::vector<Index>& order) {
  if (replacement) {
    if (drawnFor != step) {
      key.step = static_cast<std::uint64_t>(step);
      key.purpose = Purpose::Replacement;
      Draws draws(key);
      order.resize(static_cast<std::size_t>(size));
      for (Index& sample : order) sample = static_cast<Index>(draws.below(static_cast<std::uint64_t>(samples)));
      drawnFor = step;
    }
    return order;
  }

  const Index batches = (samples + size - 1) / size;
  const std::int64_t epoch = step / batches;
  if (drawnFor != epoch) {
    key.step = static_cast<std::uint64_t>(epoch);
    key.purpose = Purpose::Shuffle;
    Draws draws(key);
    order.resize(static_cast<std::size_t>(samples));
    std::iota(order.begin(), order.end(), 0);
    shuffle(order, draws);
    drawnFor = epoch;
  }
  const Index first = step % batches * size;
  return Batch(order).subspan(static_cast<std::size_t>(first),
                              static_cast<std::size_t>(std::min(size, samples - first)));
}

bool actsOnGradients(const GradientConditions& conditions) {
  return conditions.accumulate || conditions.clipNorm || conditions.clipValue || conditions.zeroBetween;
}

void clipGradients(const GradientConditions& conditions, Points& g) {
  if (conditions.clipNorm) {
    Column factor = Column::Zero(g.rows());
    // A sum of its own for each row, whatever rows stand beside it.
    for (Index j = 0; j < g.cols(); ++j) factor += g.col(j).square();
    for (double& f : factor) {
      f = *conditions.clipNorm / (std::sqrt(f) + 1e-6);
      // NaN stays.
      if (f > 1) f = 1;
    }
    for (Index j = 0; j < g.cols(); ++j) g.col(j) *= factor;
  }
  if (conditions.clipValue) {
    const double limit = *conditions.clipValue;
    for (double& slope : g.reshaped()) {
      if (slope > limit) slope = limit;
      if (slope < -limit) slope = -limit;
    }
  }
}

}  // namespace thalweg
