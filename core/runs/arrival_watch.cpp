#include "core/runs/arrival_watch.h"

#include <array>
#include <cmath>

namespace thalweg {

namespace {

constexpr double never = -1;
constexpr double lost = -2;

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
  kept_ = finite_ = true;
  if (points_.rows() < rows * dimension) points_.setZero(rows * dimension, stretch);
  marks_.setZero(rows, dimension);
  mark_.setConstant(rows, never);
  inside_.setConstant(rows, never);
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
    double* const to = points_.data() + step * points_.rows();
    const Index size = x.size();
    // NaN or infinite if any coordinate is.
    Lanes total;
    for (Index i = 0; i < size; i += laneCount) {
      const Lanes some = load(from + i);
      total += some;
      store(to + i, some);
    }
    finite_ = finite_ && std::abs(laneSum(total)) < endless;
  } else {
    withDimension([&](auto dimension) {
      const double* const marks = marks_.data();
      double* const sums = sums_.data();
      const Index rows = rows_;
      for (Index row = 0; row < rows; row += laneCount) {
        Lanes sum = load(sums + row);
        for (Index c = 0; c < dimension; ++c) {
          sum += square(load(from + c * rows + row) - load(marks + c * rows + row));
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
      if (now.v[k] != mark_[row + k]) mark_[row + k] = never;
  }
}

void ArrivalWatch::lose(Index row) {
  if (mark_[row] == lost) return;
  mark_[row] = lost;
  inside_[row] = never;
  ++lost_;
}

void ArrivalWatch::settle(const double* x, Index steps) {
  if (!finite_) loseInfinite(steps);
  Lanes calm;
  for (Index row = 0; row < rows_; row += laneCount) {
    settleLanes(x, row, steps);
    // Well inside: so that none is likely to be found outside in a stretch that is not kept.
    calm += select(load(sums_.data() + row) < load(inside_.data() + row) * 0.25, 1.0, 0.0);
  }
  kept_ = laneSum(calm) + static_cast<double>(lost_) < static_cast<double>(rows_);
  sums_.setZero();
}

void ArrivalWatch::loseInfinite(Index steps) {
  finite_ = true;
  for (Index row = 0; row < rows_; row += laneCount) {
    Lanes total;
    for (Index step = 0; step < steps; ++step) {
      const double* const from = points_.data() + step * points_.rows() + row;
      for (Index c = 0; c < dimension_; ++c) total += load(from + c * rows_);
    }
    for (Index k = 0; k < laneCount; ++k)
      if (!(std::abs(total.v[k]) < endless)) lose(row + k);
  }
}

void ArrivalWatch::settleLanes(const double* x, Index row, Index steps) {
  const auto every = [](LaneMask mask) { return laneSum(select(mask, 1.0, 0.0)) == laneCount; };
  const Lanes before = load(mark_.data() + row);
  const bool unmarked = every(before < 0.0);
  if (kept_ && !unmarked) store(sums_.data() + row, squaredDistances(row));
  const Lanes sum = load(sums_.data() + row);
  if (every(sum < load(inside_.data() + row))) return;
  const Lanes now = landmarkNear(x, row);
  if (unmarked && every(now == never)) return;
  const Lanes within = kept_ ? stepsWithin(now, row, steps) : Lanes();
  for (Index k = 0; k < laneCount; ++k) {
    const Index i = row + k;
    if (mark_[i] == lost || sum.v[k] < inside_[i]) continue;
    const auto held = static_cast<Index>(within.v[k]);
    const bool sinceBefore = held == steps && now.v[k] != never && before.v[k] != never;
    if (!kept_ || (sinceBefore && now.v[k] != before.v[k])) {
      lose(i);
      continue;
    }
    if (!sinceBefore) since_[i] = static_cast<double>(noted_ - held);
    mark_[i] = now.v[k];
    // A little less than ρ², for the sum is rounded.
    inside_[i] = now.v[k] == never ? never : reach_ * (1 - 1e-9);
    for (Index c = 0; c < dimension_; ++c) marks_(i, c) = now.v[k] == never ? 0 : coordinate(now.v[k], c);
  }
}

Lanes ArrivalWatch::squaredDistances(Index row) const {
  // Several sums side by side, for each waits for its last addition.
  constexpr Index parts = 4;
  std::array<Lanes, parts> sums;
  const Index stride = points_.rows();
  for (Index c = 0; c < dimension_; ++c) {
    const double* from = points_.data() + c * rows_ + row;
    const Lanes mark = load(marks_.data() + c * rows_ + row);
    for (Index step = 0; step < stretch; step += parts) {
      for (Lanes& sum : sums) {
        sum += square(load(from) - mark);
        from += stride;
      }
    }
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

Lanes ArrivalWatch::landmarkNear(const double* x, Index row) const {
  Lanes found = never;
  const auto count = static_cast<Index>(landmarks_.size()) / dimension_;
  for (Index i = count - 1; i >= 0; --i) {
    Lanes sum;
    for (Index c = 0; c < dimension_; ++c) {
      sum += square(load(x + c * rows_ + row) - coordinate(static_cast<double>(i), c));
    }
    const LaneMask near{sum.v <= Lanes(reach_).v};
    found = select(near, static_cast<double>(i), found);
  }
  return found;
}

Lanes ArrivalWatch::stepsWithin(Lanes mark, Index row, Index steps) const {
  std::array<Lanes, stretch> squares;
  for (Index c = 0; c < dimension_; ++c) {
    Lanes at;
    for (Index k = 0; k < laneCount; ++k)
      if (mark.v[k] != never) at.v[k] = coordinate(mark.v[k], c);
    const double* from = points_.data() + c * rows_ + row;
    for (Lanes& sum : squares) {
      sum += square(load(from) - at);
      from += points_.rows();
    }
  }
  Lanes open = select(mark == never, 0.0, 1.0);
  Lanes within;
  for (Index step = steps - 1; step >= 0; --step) {
    open = select(squares[static_cast<std::size_t>(step)] > reach_, 0.0, open);
    within += open;
  }
  return within;
}

}  // namespace thalweg
