#include "core/lessons/quantity.h"

#include "core/base/format.h"
#include "core/base/linear_algebra.h"
#include "core/lessons/condition.h"
#include "core/runs/path_measures.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

using Query = QuantityQuery;
constexpr double never = std::numeric_limits<double>::infinity();

/// Argument `which` as a whole number from `low` to `high`.
Index wholeArgument(const Query& q, std::size_t which, Index low, Index high) {
  const double value = q.arguments[which];
  if (value != std::floor(value) || value < static_cast<double>(low) || value > static_cast<double>(high))
    throw LessonError("expected a whole number from " + std::to_string(low) + " to " + std::to_string(high) +
                      ", found " + formatShort(value));
  return static_cast<Index>(value);
}

/// The step that argument `which` names; the last one where there is none. A path that ended early has no more.
Index atStep(const Query& q, std::size_t which) {
  const Index last = q.path.steps();
  if (which >= q.arguments.size()) return last;
  return std::min(last, wholeArgument(q, which, 0, std::max<Index>(last, q.facts.scenario().steps)));
}

Index coordinateOf(const Query& q) { return wholeArgument(q, 0, 0, q.path.points.cols() - 1); }

Column coordinateValues(const Query& q) { return q.path.points.col(coordinateOf(q)); }

/// The last so many points, as argument `which` says.
Index tailOf(const Query& q, std::size_t which) { return wholeArgument(q, which, 1, q.path.points.rows()); }

double entry(const Column& values, Index step, const char* what) {
  if (values.size() == 0) throw LessonError(std::string("the surface has no ") + what);
  return values[step];
}

double curvature(const Query& q, bool largest) {
  const Index step = atStep(q, 0);
  const Eigen::MatrixXd hessian = q.objective.hessian(q.path.points.row(step));
  if (!hessian.allFinite()) return never;
  const Eigen::VectorXd values = symmetricEigenvalues(hessian);
  return largest ? values.maxCoeff() : values.minCoeff();
}

double turns(const Query& q) {
  const Column x = coordinateValues(q);
  int count = 0;
  double before = 0;
  for (Index k = 1; k < x.size(); ++k) {
    const double move = x[k] - x[k - 1];
    if (move * before < 0) ++count;
    if (move != 0) before = move;
  }
  return count;
}

double firstBelow(const Query& q) {
  for (Index k = 0; k < q.path.loss.size(); ++k) {
    if (q.path.loss[k] <= q.arguments[0]) return static_cast<double>(k);
  }
  return never;
}

double arrival(const Query& q) {
  const Verdict& v = q.path.verdict;
  return v.outcome == Outcome::Converged && v.step >= 0 ? static_cast<double>(v.step) : never;
}

double realisedRate(const Query& q) {
  const Index c = coordinateOf(q);
  const Points rates = realisedRates(q.path, q.objective, c + 1);
  return rates(std::max<Index>(1, atStep(q, 1)), c);
}

double scheduledRate(const Query& q) {
  if (q.path.rates.rows() == 0) throw LessonError("the method has no rate");
  return q.path.rates(std::min(atStep(q, 0), q.path.rates.rows() - 1), 0);
}

double spread(const Query& q) {
  const Column tail = coordinateValues(q).tail(tailOf(q, 1));
  return std::sqrt((tail - tail.mean()).square().mean());
}

double lowestMinimum(const Query& q) {
  const auto value = knownMinimum(q.objective);
  if (!value) throw LessonError("no minimum of the surface is known");
  return *value;
}

}  // namespace

const std::vector<Quantity>& quantities() {
  static const std::vector<Quantity> all = {
      {"outcome", "", 0, 0,
       "how the path ends: converged, local_minimum, saddle, plateau, oscillating, moving, unbounded or diverged",
       [](const Query& q) { return static_cast<double>(q.path.verdict.outcome); }},
      {"growing", "", 0, 0, "1 where the path swings ever further, else 0",
       [](const Query& q) { return q.path.verdict.growing ? 1.0 : 0.0; }},
      {"loss", "step", 0, 1, "f there", [](const Query& q) { return lossAt(q.path, q.objective, atStep(q, 0)); },
       "loss"},
      {"lowest", "", 0, 0, "the least f on the way", [](const Query& q) { return q.path.loss.minCoeff(); }},
      {"highest", "", 0, 0, "the largest f on the way", [](const Query& q) { return q.path.loss.maxCoeff(); }},
      {"mean_loss", "count", 1, 1, "the mean of f over the last so many points",
       [](const Query& q) { return q.path.loss.tail(tailOf(q, 0)).mean(); }},
      {"below", "value", 1, 1, "the first step at which f is at most that; infinite if it never is", firstBelow},
      {"slope", "step", 0, 1, "the gradient's norm there",
       [](const Query& q) { return q.path.gradientNorm[atStep(q, 0)]; }, "gradient_norm"},
      {"x", "coordinate, step", 1, 2, "a coordinate, counted from 0, there",
       [](const Query& q) { return q.path.points(atStep(q, 1), coordinateOf(q)); }},
      {"largest_x", "coordinate", 1, 1, "its largest value on the way",
       [](const Query& q) { return coordinateValues(q).maxCoeff(); }},
      {"smallest_x", "coordinate", 1, 1, "its least value on the way",
       [](const Query& q) { return coordinateValues(q).minCoeff(); }},
      {"mean_x", "coordinate, count", 2, 2, "its mean over the last so many points",
       [](const Query& q) { return coordinateValues(q).tail(tailOf(q, 1)).mean(); }},
      {"spread_x", "coordinate, count", 2, 2, "its standard deviation over the last so many points", spread},
      {"turns", "coordinate", 1, 1, "how often it turns round", turns},
      {"move", "step", 1, 1, "the length of the step that led there",
       [](const Query& q) { return stepLengths(q.path)[std::max<Index>(1, atStep(q, 0))]; }, "step_length"},
      {"travelled", "step", 0, 1, "the length of the path so far",
       [](const Query& q) { return stepLengths(q.path).segment(1, atStep(q, 0)).sum(); }},
      {"distance", "step", 0, 1, "how far the nearest known minimum is",
       [](const Query& q) { return entry(minimumDistances(q.path, q.objective), atStep(q, 0), "known minimum"); },
       "distance"},
      {"arrival", "", 0, 0, "the step from which on the path is at a global minimum; infinite if it never is", arrival},
      {"rate", "step", 0, 1, "the scheduled rate of the step that begins there", scheduledRate, "lr"},
      {"realised", "coordinate, step", 1, 2,
       "the step along a coordinate that led there, divided by the slope before it", realisedRate},
      {"gradients", "step", 0, 1, "how many gradients have been evaluated",
       [](const Query& q) {
         return static_cast<double>(q.path.evaluations[static_cast<std::size_t>(atStep(q, 0))].gradient);
       }},
      {"curvature_max", "step", 0, 1, "the largest eigenvalue of the Hessian there",
       [](const Query& q) { return curvature(q, true); }},
      {"curvature_min", "step", 0, 1, "the least one", [](const Query& q) { return curvature(q, false); }},
      {"test_loss", "step", 0, 1, "the loss on held-out data",
       [](const Query& q) { return entry(testLosses(q.path, q.objective), atStep(q, 0), "held-out data"); },
       "test_loss"},
      {"accuracy", "step", 0, 1, "the share of samples that are told rightly",
       [](const Query& q) { return entry(accuracies(q.path, q.objective), atStep(q, 0), "classes"); }},
      {"test_accuracy", "step", 0, 1, "the same of held-out samples",
       [](const Query& q) { return entry(testAccuracies(q.path, q.objective), atStep(q, 0), "held-out classes"); }},
      {"minimum", "", 0, 0, "the least value that the surface is known to have", lowestMinimum},
  };
  return all;
}

const Quantity* findQuantity(std::string_view name) {
  const auto found = std::ranges::find(quantities(), name, &Quantity::name);
  return found == quantities().end() ? nullptr : &*found;
}

}  // namespace thalweg
