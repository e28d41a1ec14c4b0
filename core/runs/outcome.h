#pragma once
/// How a path ended, judged from its points and from what is known of the surface.
///
/// ρ is 1 % of the diagonal of the objective's viewing box (times √(n/2) in n dimensions): closer than that to a mark,
/// a path is seen to stand on it. In this order a path is
///  - Diverged if it ended early for want of finite numbers, or its loss rose above 1e12·(1 + |first loss|);
///  - Unbounded if its loss fell below −1e12·(1 + |first loss|), or if it ends outside the viewing box of a surface
///  without
///    a known minimum, its loss lower than ever over its last tenth;
///  - Converged, LocalMinimum or Saddle if from some step on to its end it stays within ρ of that known point and rests
///    there: for 10 steps or more, or with a last move under ρ/10;
///  - LocalMinimum, Saddle or Plateau, too, where it rests (last move under ρ/1000, gradient under 1e-4 of the largest
///  on
///    the way) away from known points: by the Hessian there (positive definite, indefinite with its negative eigenvalue
///    at least 1e-6 of the largest, or neither);
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
  Index step = -1;    ///< first step from which on it holds; −1 for Moving
  int landmark = -1;  ///< index in Objective::landmarks() of the point reached; −1: none
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
  [[nodiscard]] std::optional<Verdict> restingAt(int landmark, const PathView& tail, Index first, Index last) const;
  [[nodiscard]] double radius() const { return radius_; }
  [[nodiscard]] const std::vector<Landmark>& landmarks() const { return landmarks_; }

 private:
  const Objective& objective_;
  double radius_;
  View view_;
  std::vector<Landmark> landmarks_;
};

}  // namespace thalweg
