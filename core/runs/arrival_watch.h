#pragma once
/// Follows a block of runs as they go, and tells since when each has stayed at the landmark where it ends, without
/// keeping paths: what a judgement asks first, at a fraction of the cost of writing every point down.
///
/// Points are looked at in stretches of a few steps, which stay in the nearest cache. At the end of a stretch each row
/// that is within ρ of a landmark looks back to where it came in. Once all rows are well inside, points are not even
/// kept for a stretch: squared distances are only added up, and a small sum says that no step was outside.
/// Shapes: a row a run, their number a multiple of `laneCount`. Threads: belongs to one run of one block.

#include "core/base/lanes.h"
#include "core/runs/outcome.h"

#include <vector>

namespace thalweg {

class ArrivalWatch {
 public:
  explicit ArrivalWatch(const Judge& judge);

  /// Forgets everything; the starts are noted next.
  void begin(Index rows, Index dimension);
  /// The points of the next step.
  void note(const Points& x);
  /// After the last points, which are handed over once more.
  void end(const Points& x);
  /// Nothing will be told of this row.
  void lose(Index row);
  [[nodiscard]] bool allLost() const { return lost_ == rows_; }

  /// The first landmark within ρ of the row's last point, if it is known since when; else −1. After `end`.
  [[nodiscard]] int landmark(Index row) const { return static_cast<int>(mark_[row]); }
  /// The first step from which on the row was within ρ of it.
  [[nodiscard]] Index since(Index row) const { return static_cast<Index>(since_[row]); }

 private:
  static constexpr Index stretch = 32;  // steps

  /// Of a landmark by its index.
  [[nodiscard]] double coordinate(double landmark, Index c) const {
    return landmarks_[static_cast<std::size_t>(static_cast<Index>(landmark) * dimension_ + c)];
  }

  /// Calls `body` with the dimension, as a constant where that is common.
  void withDimension(auto body) const;
  /// The stretch ends after `steps` steps, the last of them at `x`.
  void settle(const double* x, Index steps);
  /// Loses rows that were not finite at one of these steps.
  void loseInfinite(Index steps);
  void settleLanes(const double* x, Index row, Index steps);
  /// Index of the first landmark within ρ of each row; −1: none.
  [[nodiscard]] Lanes landmarkNear(const double* x, Index row) const;
  /// The sum over all kept steps, those of an earlier stretch too while this one is shorter.
  [[nodiscard]] Lanes squaredDistances(Index row) const;
  /// The last steps of the stretch during which each row was within ρ of the landmark `mark`.
  [[nodiscard]] Lanes stepsWithin(Lanes mark, Index row, Index steps) const;

  Index rows_ = 0;
  Index dimension_ = 0;
  Index noted_ = 0;
  Index lost_ = 0;
  double reach_;                   // ρ²
  std::vector<double> landmarks_;  // coordinate by coordinate, one landmark after the other
  bool kept_ = true;               // whether the points of this stretch are
  bool finite_ = true;             // and whether they are finite
  Points points_;                  // of this stretch, a column a step
  Points marks_;                   // where each row seems to end, else 0
  Column mark_;                    // the landmark there; −1: none, −2: lost
  Column since_;
  Column sums_;    // of the squared distances from `marks_` over this stretch
  Column inside_;  // a sum up to this leaves no doubt; −1 without a landmark
};

}  // namespace thalweg
