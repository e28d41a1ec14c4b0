#include "core/arrival_watch.h"

#include <array>
#include <cmath>

namespace thalweg {

namespace {

constexpr double none = -1;
constexpr double lost = -2;

/// a·b + c, rounded once where the processor can: for bounds, not for results.
Lanes multiplyAdd(Lanes a, Lanes b, Lanes c) {
#if defined(__FMA__)
  for (Index i = 0; i < laneCount; ++i) c.v[i] = std::fma(a.v[i], b.v[i], c.v[i]);
  return c;
#else
  return a * b + c;
#endif
}

/// Beyond this a sum of squares counts as infinite.
constexpr double endless = 1e300;

}  // namespace

ArrivalWatch::ArrivalWatch(const Judge& judge) : reach_(judge.radius() * judge.radius()) {
  for (const Landmark& mark : judge.landmarks())
    landmarks_.insert(landmarks_.end(), mark.point.begin(), mark.point.end());
}

void ArrivalWatch::begin(Index rows, Index dimension) {
  rows_ = rows;
  dimension_ = dimension;
  noted_ = lost_ = 0;
  kept_ = true;
  points_.resize(rows * dimension, stretch);
  marks_.setZero(rows, dimension);
  mark_.setConstant(rows, none);
  inside_.setConstant(rows, none);
  since_.setZero(rows);
  sums_.setZero(rows);
}

void ArrivalWatch::withDimension(auto body) const {
  if (dimension_ == 2)
    body(std::integral_constant<Index, 2>{});
  else
    body(dimension_);
}

void ArrivalWatch::note(const Points& x) {
  const double* const from = x.data();
  const Index step = noted_++ % stretch;
  if (kept_) {
    double* const to = points_.col(step).data();
    for (Index i = 0; i < x.size(); i += laneCount) store(to + i, load(from + i));
  } else {
    withDimension([&](auto dimension) {
      const double* const marks = marks_.data();
      double* const sums = sums_.data();
      for (Index row = 0; row < rows_; row += laneCount) {
        Lanes sum = load(sums + row);
        for (Index c = 0; c < dimension; ++c) {
          const Lanes off = load(from + c * rows_ + row) - load(marks + c * rows_ + row);
          sum = multiplyAdd(off, off, sum);
        }
        store(sums + row, sum);
      }
    });
  }
  if (step == stretch - 1) settle(from, stretch);
}

void ArrivalWatch::end(const Points& x) {
  if (noted_ % stretch > 0) settle(x.data(), noted_ % stretch);
  for (Index row = 0; row < rows_; row += laneCount) {
    const Lanes now = landmarkNear(x.data(), row);
    for (Index k = 0; k < laneCount; ++k)
      if (now.v[k] != mark_[row + k]) mark_[row + k] = none;
  }
}

void ArrivalWatch::lose(Index row) {
  if (mark_[row] == lost) return;
  mark_[row] = lost;
  inside_[row] = none;
  ++lost_;
}

void ArrivalWatch::settle(const double* x, Index steps) {
  if (kept_) {
    for (Index row = 0; row < rows_; row += laneCount) {
      Lanes sum;
      for (Index c = 0; c < dimension_; ++c) {
        const Index first = c * rows_ + row;
        const Lanes mark = load(marks_.data() + first);
        for (Index step = 0; step < steps; ++step) {
          const Lanes off = load(points_.col(step).data() + first) - mark;
          sum = multiplyAdd(off, off, sum);
        }
      }
      store(sums_.data() + row, sum);
    }
  }
  Lanes calm;
  for (Index row = 0; row < rows_; row += laneCount) {
    settleLanes(x, row, steps);
    // Well inside: so that none is likely to be found outside in a stretch that is not kept.
    calm += select(load(sums_.data() + row) < load(inside_.data() + row) * 0.25, 1.0, 0.0);
  }
  kept_ = laneSum(calm) + static_cast<double>(lost_) < static_cast<double>(rows_);
  if (!kept_) sums_.setZero();
}

void ArrivalWatch::settleLanes(const double* x, Index row, Index steps) {
  const Lanes sum = load(sums_.data() + row);
  const auto every = [](LaneMask mask) { return laneSum(select(mask, 1.0, 0.0)) == laneCount; };
  if (every(sum < load(inside_.data() + row))) return;
  const Lanes before = load(mark_.data() + row);
  const Lanes now = landmarkNear(x, row);
  const bool away = every(before == none) && every(now == none) && every(sum < endless);
  if (away) return;
  const Lanes within = kept_ ? stepsWithin(now, row, steps) : Lanes();
  for (Index k = 0; k < laneCount; ++k) {
    const Index i = row + k;
    if (mark_[i] == lost || sum.v[k] < inside_[i]) continue;
    const auto held = static_cast<Index>(within.v[k]);
    const bool sinceBefore = held == steps && now.v[k] != none && before.v[k] != none;
    if (!kept_ || !(sum.v[k] < endless) || (sinceBefore && now.v[k] != before.v[k])) {
      lose(i);
      continue;
    }
    if (!sinceBefore) since_[i] = static_cast<double>(noted_ - held);
    mark_[i] = now.v[k];
    // A little less than ρ², for the sum is rounded.
    inside_[i] = now.v[k] == none ? none : reach_ * (1 - 1e-9);
    for (Index c = 0; c < dimension_; ++c) marks_(i, c) = now.v[k] == none ? 0 : coordinate(now.v[k], c);
  }
}

Lanes ArrivalWatch::landmarkNear(const double* x, Index row) const {
  Lanes found = none;
  const auto count = static_cast<Index>(landmarks_.size()) / dimension_;
  for (Index i = count - 1; i >= 0; --i) {
    Lanes sum;
    for (Index c = 0; c < dimension_; ++c) {
      sum += square(load(x + c * rows_ + row) - coordinate(static_cast<double>(i), c));
    }
    found = select(sum > reach_, found, static_cast<double>(i));
  }
  return found;
}

Lanes ArrivalWatch::stepsWithin(Lanes mark, Index row, Index steps) const {
  std::array<Lanes, stretch> squares;
  for (Index c = 0; c < dimension_; ++c) {
    Lanes at;
    for (Index k = 0; k < laneCount; ++k)
      if (mark.v[k] != none) at.v[k] = coordinate(mark.v[k], c);
    for (Index step = 0; step < steps; ++step)
      squares[static_cast<std::size_t>(step)] += square(load(points_.col(step).data() + c * rows_ + row) - at);
  }
  Lanes open = select(mark == none, 0.0, 1.0);
  Lanes within;
  for (Index step = steps - 1; step >= 0; --step) {
    open = select(squares[static_cast<std::size_t>(step)] > reach_, 0.0, open);
    within += open;
  }
  return within;
}

}  // namespace thalweg
