#include "core/runs/path_measures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace thalweg {

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

}  // namespace

Column stepLengths(const Trajectory& path) {
  Column lengths(path.points.rows());
  lengths[0] = notANumber;
  const Index steps = path.steps();
  if (steps > 0)
    lengths.tail(steps) = (path.points.bottomRows(steps) - path.points.topRows(steps)).square().rowwise().sum().sqrt();
  return lengths;
}

Column minimumDistances(const Trajectory& path, const Objective& objective) {
  Column squares;
  for (const Landmark& mark : objective.landmarks()) {
    if (mark.kind == Landmark::Kind::Saddle) continue;
    Column here = Column::Zero(path.points.rows());
    for (Index i = 0; i < path.points.cols(); ++i)
      here += (path.points.col(i) - mark.point[static_cast<std::size_t>(i)]).square();
    squares = squares.size() == 0 ? here : Column(squares.min(here));
  }
  return squares.sqrt();
}

Points realisedRates(const Trajectory& path, const Objective& objective, Index coordinates) {
  const Index steps = path.steps();
  const Index columns = std::min(coordinates, path.points.cols());
  Points rates = Points::Constant(path.points.rows(), columns, notANumber);
  if (steps == 0) return rates;
  Points gradient;
  objective.gradient(path.points, gradient);
  gradient = gradient.abs().eval();
  constexpr double passing = 0.05;
  for (Index c = 0; c < columns; ++c) {
    for (Index k = 0; k < steps; ++k) {
      const double around = std::max(gradient(std::max<Index>(k - 1, 0), c), gradient(k + 1, c));
      if (gradient(k, c) > passing * around)
        rates(k + 1, c) = std::abs(path.points(k + 1, c) - path.points(k, c)) / gradient(k, c);
    }
  }
  return rates;
}

Column updateAngles(const Trajectory& path, const Objective& objective) {
  const Index steps = path.steps();
  Column angles = Column::Constant(steps + 1, notANumber);
  if (steps == 0) return angles;
  Points gradient;
  objective.gradient(path.points, gradient);
  for (Index k = 0; k < steps; ++k) {
    // Of unit vectors, the half angle's tangent: exact for small angles, too, and for tiny steps.
    const Eigen::VectorXd move = (path.points.row(k + 1) - path.points.row(k)).matrix().transpose().stableNormalized();
    const Eigen::VectorXd down = -gradient.row(k).matrix().transpose().stableNormalized();
    const double apart = (move - down).norm();
    const double along = (move + down).norm();
    if (!(move.squaredNorm() > 0) || !(down.squaredNorm() > 0)) continue;
    angles[k + 1] = 2 * std::atan2(apart, along) * 180 / std::numbers::pi;
  }
  return angles;
}

Column pathDifferences(const Trajectory& path, const Trajectory& other) {
  Column differences = Column::Constant(path.points.rows(), notANumber);
  if (path.points.cols() != other.points.cols()) return differences;
  const Index both = std::min(path.points.rows(), other.points.rows());
  differences.head(both) = (path.points.topRows(both) - other.points.topRows(both)).matrix().rowwise().norm().array();
  return differences;
}

Column evaluationCounts(const Trajectory& path) {
  const bool gradients = !path.evaluations.empty() && path.evaluations.back().gradient > 0;
  Column counts(static_cast<Index>(path.evaluations.size()));
  std::ranges::transform(path.evaluations, counts.begin(), [gradients](const Evaluations& e) {
    return static_cast<double>(gradients ? e.gradient : e.value);
  });
  return counts;
}

namespace {

/// Of the points that the path is measured at, and between them straight lines.
Column measuredAlong(const Trajectory& path, const Objective& objective,
                     bool (Objective::*measure)(const Points&, Column&) const) {
  Column values;
  if (path.every == 1) return (objective.*measure)(path.points, values) ? values : Column();
  const Points points = path.points(measuredSteps(path), Eigen::all);
  return (objective.*measure)(points, values) ? joinedAlong(path, values) : Column();
}

}  // namespace

Column testLosses(const Trajectory& path, const Objective& objective) {
  return measuredAlong(path, objective, &Objective::testLoss);
}

Column accuracies(const Trajectory& path, const Objective& objective) {
  return measuredAlong(path, objective, &Objective::accuracy);
}

Column testAccuracies(const Trajectory& path, const Objective& objective) {
  return measuredAlong(path, objective, &Objective::testAccuracy);
}

}  // namespace thalweg
