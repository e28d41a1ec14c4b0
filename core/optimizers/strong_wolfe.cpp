#include "core/optimizers/strong_wolfe.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg {

double cubicMinimum(double x1, double f1, double g1, double x2, double f2, double g2, double low, double high) {
  const double d1 = g1 + g2 - 3 * (f1 - f2) / (x1 - x2);
  const double square = d1 * d1 - g1 * g2;
  if (!(square >= 0)) return (low + high) / 2;
  const double d2 = std::sqrt(square);
  const double position = x1 <= x2 ? x2 - (x2 - x1) * ((g2 + d2 - d1) / (g2 - g1 + 2 * d2))
                                   : x1 - (x1 - x2) * ((g1 + d2 - d1) / (g1 - g2 + 2 * d2));
  return std::min(std::max(position, low), high);
}

const StrongWolfe::Place* StrongWolfe::run(Callback evaluate, const void* context, const Eigen::VectorXd& direction,
                                           double t, double f, const Eigen::VectorXd& g, double slope) {
  Place* begin = &places_[0];
  Place* previous = begin;
  Place* now = &places_[1];
  // Two more, since the bracket must not lose its ends when a new place is tried.
  Place* spare = &places_[2];
  Place* other = &places_[3];
  begin->t = 0;
  begin->f = f;
  begin->slope = slope;
  begin->g = g;
  const double longest = direction.cwiseAbs().maxCoeff();

  evaluate(context, t, *now);
  evaluations_ = 1;
  int iteration = 0;

  // First a bracket: an interval that must contain a good step.
  Place* ends[2] = {nullptr, nullptr};
  bool done = false;
  while (iteration < maxIterations) {
    if (now->f > f + c1 * now->t * slope || (iteration > 1 && now->f >= previous->f)) {
      ends[0] = previous;
      ends[1] = now;
      break;
    }
    if (std::abs(now->slope) <= -c2 * slope) {
      ends[0] = ends[1] = now;
      done = true;
      break;
    }
    if (now->slope >= 0) {
      ends[0] = previous;
      ends[1] = now;
      break;
    }
    const double nearest = now->t + 0.01 * (now->t - previous->t);
    const double farthest = now->t * 10;
    const double next =
        cubicMinimum(previous->t, previous->f, previous->slope, now->t, now->f, now->slope, nearest, farthest);
    // The start is kept: a search that finds nothing falls back on it.
    Place* free = previous == begin ? spare : previous;
    previous = now;
    now = free;
    evaluate(context, next, *now);
    ++evaluations_;
    ++iteration;
  }
  if (!ends[0]) {
    ends[0] = begin;
    ends[1] = now;
  }

  // Then the bracket is narrowed.
  int low = ends[0]->f <= ends[1]->f ? 0 : 1;
  bool littleProgress = false;
  while (!done && iteration < maxIterations) {
    const double width = std::abs(ends[1]->t - ends[0]->t);
    if (width * longest < tolerance) break;
    const double left = std::min(ends[0]->t, ends[1]->t);
    const double right = std::max(ends[0]->t, ends[1]->t);
    double next =
        cubicMinimum(ends[0]->t, ends[0]->f, ends[0]->slope, ends[1]->t, ends[1]->f, ends[1]->slope, left, right);
    // Steps that hug an end twice, or lie on it, are moved a tenth inside.
    const double margin = 0.1 * (right - left);
    if (std::min(right - next, next - left) < margin) {
      if (littleProgress || next >= right || next <= left) {
        next = std::abs(next - right) < std::abs(next - left) ? right - margin : left + margin;
        littleProgress = false;
      } else {
        littleProgress = true;
      }
    } else {
      littleProgress = false;
    }

    Place* trial = nullptr;
    for (Place* p : {begin, &places_[1], spare, other}) {
      if (p != ends[0] && p != ends[1]) trial = p;
    }
    evaluate(context, next, *trial);
    ++evaluations_;
    ++iteration;
    const int high = 1 - low;
    if (trial->f > f + c1 * trial->t * slope || trial->f >= ends[low]->f) {
      ends[high] = trial;
      low = ends[0]->f <= ends[1]->f ? 0 : 1;
    } else {
      if (std::abs(trial->slope) <= -c2 * slope) {
        done = true;
      } else if (trial->slope * (ends[high]->t - ends[low]->t) >= 0) {
        ends[high] = ends[low];
      }
      ends[low] = trial;
    }
  }
  return ends[low];
}

}  // namespace thalweg
