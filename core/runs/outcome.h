#pragma once
/// How a path ended, judged from its points and from what is known of the surface, beforehand or by a search.
///
/// ρ is 1 % of the diagonal of the objective's viewing box (times √(n/2) in n dimensions): closer than that to a mark,
/// a path is seen to stand on it. In this order a path is
///  - Diverged if it ended early for want of finite numbers, or its loss rose above 1e12·(1 + |first loss|);
///  - Unbounded if its loss fell below −1e12·(1 + |first loss|);
///  - Converged, LocalMinimum or Saddle if from some step on to its end it stays within ρ of that known point and rests
///    there: for 10 steps or more, or with a last move under ρ/10. It may circle there, which `swing` tells. The point
///    is another one if the loss ends below a minimum's, or, farther off than ρ/10, higher above it than four times
///    what the slope there accounts for (in a convex basin f(x) − f* ≤ ∇f(x)·(x − x*));
///  - Converged if its loss comes and stays as near to the objective's infimum as 1e-6 (of losses on data; else 1e-12)
///    of the first loss above it;
///  - Unbounded if it ends outside the viewing box of a surface without a minimum known beforehand, its loss lower than
///    ever over its last tenth, and f falls on along its way, without slowing down, for 2⁴⁰ diagonals more;
///  - LocalMinimum, Saddle or Plateau, too, where it rests (last move under ρ/1000, gradient under 1e-4 of the largest
///    on the way) away from known points: by the Hessian there (positive definite, indefinite with its negative
///    eigenvalue at least 1e-6 of the largest, or neither). Converged instead of LocalMinimum if no minimum that a
///    search has found is lower;
///  - Oscillating if in its last quarter (20 steps or more) it travelled at least 8 times the distance it got ahead, at
///    least 2ρ, while its least loss there improved the best before by less than 0.1 % of the whole descent;
///  - Moving otherwise. A small gradient alone never counts as convergence.
/// Threads: pure functions.

#include "core/base/types.h"
#include "core/contracts/objective.h"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace thalweg {

enum class Outcome { Converged, LocalMinimum, Saddle, Plateau, Oscillating, Moving, Unbounded, Diverged };

/// The id in files and reports: "local_minimum".
std::string_view outcomeId(Outcome outcome);

struct Verdict {
  Outcome outcome = Outcome::Moving;
  Index step = -1;       ///< first step from which on it holds; −1 for Moving
  int landmark = -1;     ///< index in Objective::landmarks() of the point reached; −1: none
  double swing = 0;      ///< how far from that point a path that circles round it to its end still gets; 0: it rests
  bool growing = false;  ///< Oscillating ever further: with more steps, or a larger rate, it would run away
  bool below = false;    ///< ends lower than the lowest minimum that is known
};

/// The distance ρ below which a path has reached a point of `objective`.
double arrivalRadius(const Objective& objective);

/// Judges a path (a row a step, the start first) by its loss and gradient norm at each step. `requested`: the steps it
/// was to have.
Verdict classify(const Objective& objective, const Points& path, const Column& loss, const Column& gradientNorm,
                 Index requested);

/// The same judgement of many paths on one objective, wherever their numbers lie. The objective must outlive it.
class Judge {
 public:
  /// A path among others: coordinate c of step k.
  using PathView = Eigen::Map<const Points, 0, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>>;
  /// One number a step.
  using SeriesView = Eigen::Map<const Column, 0, Eigen::InnerStride<>>;

  explicit Judge(const Objective& objective);
  /// `gradientNorm` is called only for paths that rest away from known points. `bounded`: no loss is beyond ±1e12,
  /// which is known beforehand.
  [[nodiscard]] Verdict operator()(const PathView& path, const SeriesView& loss,
                                   const std::function<Column()>& gradientNorm, Index requested,
                                   bool bounded = false) const;

  /// What a caller needs who looks back along many bounded paths at once. The first landmark within ρ of step `step`;
  /// −1: none.
  [[nodiscard]] int landmarkNear(const PathView& path, Index step) const;
  /// The verdict on a bounded path that is within ρ of that landmark from step `first` to its last one, `last`, if it
  /// rests there; without one, the path needs the whole judgement. `tail`: its last two points, if it has two.
  /// `loss`: at that last point.
  [[nodiscard]] std::optional<Verdict> restingAt(int landmark, const PathView& tail, double loss, Index first,
                                                 Index last) const;
  [[nodiscard]] double radius() const { return radius_; }
  [[nodiscard]] const std::vector<Landmark>& landmarks() const { return landmarks_; }

 private:
  [[nodiscard]] std::optional<double> lowestMinimum() const;

  const Objective& objective_;
  double radius_;
  View view_;
  std::vector<Landmark> landmarks_;
  std::optional<double> infimum_;
};

}  // namespace thalweg
