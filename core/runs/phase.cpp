#include "core/runs/phase.h"

#include "core/base/linear_algebra.h"
#include "core/base/parallel.h"
#include "core/runs/curvature.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace thalweg {

namespace {

Eigen::VectorXd vectorOf(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Index>(values.size()));
}

/// The slope of a line by one of its operands where it is one number for all coordinates; `otherwise` where the line
/// does not use it, or not so.
double uniformSlope(const StepLine& line, const std::string& name, double otherwise) {
  const auto slope = lineSlope(line, name);
  if (!slope || slope->size() == 0 || ((*slope - (*slope)(0)).abs() > 1e-12).any()) return otherwise;
  return (*slope)(0);
}

/// Of rising values of two or more coordinates, which of all but the last is the least that is above rounding; the
/// first, where none is.
Index leastPositive(const Eigen::VectorXd& values) {
  constexpr double rounding = 1e-12;
  const Index last = values.size() - 1;
  for (Index i = 0; i < last; ++i) {
    if (values[i] > rounding * values[last]) return i;
  }
  return 0;
}

/// The minimum that is nearest to the path's end, if any is known.
std::optional<Eigen::VectorXd> nearestMinimum(const Objective& objective, const Eigen::VectorXd& end) {
  std::optional<Eigen::VectorXd> nearest;
  for (const Landmark& mark : objective.landmarks()) {
    if (mark.kind == Landmark::Kind::Saddle) continue;
    const Eigen::VectorXd point = vectorOf(mark.point);
    if (point.size() == end.size() && (!nearest || (point - end).norm() < (*nearest - end).norm())) nearest = point;
  }
  return nearest;
}

}  // namespace

Eigen::VectorXd restingPlace(const Objective& objective, const Eigen::VectorXd& end) {
  return nearestMinimum(objective, end).value_or(end);
}

std::optional<PhaseRates> phaseRates(const StepTrace& trace) {
  const auto rates = stepRates(trace);
  if (!rates || rates->equivalent.size() != trace.point.size() || rates->direct.size() != trace.point.size()) return {};
  PhaseRates found{rates->memory, vectorOf(rates->equivalent), vectorOf(rates->direct)};
  if (!found.equivalent.allFinite() || !found.direct.allFinite()) return {};
  for (const StepLine& line : trace.lines) {
    // Groups may decay each in its own way; then curvature alone is told.
    if (line.group >= 0) break;
    if (line.name == "g") {
      for (const char* at : {"theta", "theta_tilde"}) found.decay += uniformSlope(line, at, 0);
    } else if (line.name == "theta") {
      found.keep *= uniformSlope(line, "theta", 1);
    } else if (line.name == "next") {
      const double after = uniformSlope(line, "next", 1);
      found.keep *= after;
      found.equivalent *= after;
      found.direct *= after;
    }
  }
  return found;
}

std::optional<PhaseAxes> phaseAxes(const Objective& objective, const Eigen::VectorXd& point, bool settled,
                                   const Eigen::VectorXd& start) {
  const Index n = point.size();
  if (n == 0 || n > mostPhaseCoordinates || n != objective.dimension() || !point.allFinite()) return {};
  PhaseAxes axes;
  const Points at = point.transpose().array();
  axes.hessian = objective.hessian(at);
  if (!axes.hessian.allFinite()) return {};
  const SymmetricEigen eigen = symmetricEigen(axes.hessian);
  const double top = eigen.values[n - 1];
  std::vector<Index> chosen = {n - 1};
  if (n > 1) chosen.push_back(leastPositive(eigen.values));
  axes.curvatures.resize(static_cast<Index>(chosen.size()));
  axes.directions.resize(n, axes.curvatures.size());
  axes.centre = point;
  Points slope;
  if (!settled) objective.gradient(at, slope);
  for (Index i = 0; i < axes.curvatures.size(); ++i) {
    const Index k = chosen[static_cast<std::size_t>(i)];
    const Eigen::VectorXd direction = eigen.vectors.col(k);
    axes.curvatures[i] = eigen.values[k];
    axes.directions.col(i) = direction;
    const double down = settled ? 0 : slope.row(0).matrix().dot(direction.transpose());
    if (down != 0 && std::abs(eigen.values[k]) > 1e-12 * std::abs(top))
      axes.centre -= direction * (down / eigen.values[k]);
  }
  for (Index i = 0; i < axes.curvatures.size(); ++i) {
    if (axes.directions.col(i).dot(start - axes.centre) < 0) axes.directions.col(i) *= -1;
  }
  return axes;
}

Points phasePlaces(const PhaseAxes& axes, const Points& points) {
  const Index directions = axes.curvatures.size();
  Points places = Points::Zero(points.rows(), 2 * directions);
  const Eigen::MatrixXd positions = (points.matrix().rowwise() - axes.centre.transpose()) * axes.directions;
  const Index steps = points.rows() - 1;
  for (Index i = 0; i < directions; ++i) {
    places.col(2 * i) = positions.col(i).array();
    if (steps > 0)
      places.col(2 * i + 1).tail(steps) = positions.col(i).tail(steps).array() - positions.col(i).head(steps).array();
  }
  return places;
}

std::vector<PhaseRoots> phaseRoots(const PhaseAxes& axes, const PhaseRates& rates) {
  constexpr double oneRate = 1e-9;  // rates that differ by less are one
  const Index n = rates.equivalent.size();
  std::vector<PhaseRoots> all;
  if (n != axes.hessian.rows()) return all;
  const double most = rates.equivalent.maxCoeff();
  const bool alike = rates.equivalent.minCoeff() >= most * (1 - oneRate);
  // λ·e along each direction.
  Eigen::VectorXd pulls = ((axes.curvatures.array() + rates.decay) * most).matrix();
  if (!alike) {
    const Eigen::VectorXd root = rates.equivalent.cwiseSqrt();
    Eigen::MatrixXd whole = axes.hessian;
    whole.diagonal().array() += rates.decay;
    const Eigen::VectorXd own = symmetricEigenvalues(root.asDiagonal() * whole * root.asDiagonal());
    pulls[0] = own[n - 1];
    if (pulls.size() > 1) pulls[1] = own[leastPositive(own)];
  }
  const double share = rates.direct.sum() / rates.equivalent.sum();
  const double a = rates.memory;
  for (const double pull : pulls) {
    const double trace = rates.keep + a - ((1 + a) - a * share) * pull;
    const double determinant = a * (rates.keep - share * pull);
    const double inside = trace * trace / 4 - determinant;
    if (inside < 0) {
      const double turn = std::sqrt(-inside);
      all.push_back({std::complex(trace / 2, turn), std::complex(trace / 2, -turn)});
      continue;
    }
    // The larger one first: the other is what no difference of large numbers tells.
    const double large = trace / 2 + std::copysign(std::sqrt(inside), trace);
    const double small = large == 0 ? 0 : determinant / large;
    all.push_back({std::complex(large, 0.0), std::complex(small, 0.0)});
  }
  return all;
}

Damping dampingOf(const PhaseRoots& roots) {
  constexpr double rounding = 1e-9;
  constexpr double same = 1e-4;
  const double size = std::abs(roots[0]);
  if (size > 1 + rounding) return Damping::Leaving;
  if (size > 1 - rounding) return Damping::Lasting;
  if (std::abs(roots[0] - roots[1]) <= same * size) return Damping::Critical;
  if (roots[0].imag() != 0) return Damping::Under;
  return roots[0].real() < 0 ? Damping::Swinging : Damping::Over;
}

const PhaseRates* PhaseTrack::at(Index step) const {
  if (rates.empty() || step < 0) return nullptr;
  const auto entry = std::min(static_cast<std::size_t>(step / every), rates.size() - 1);
  return rates[entry] ? &*rates[entry] : nullptr;
}

PhaseTrack phaseTrack(const Scenario& scenario, std::size_t contender, const Objective& objective,
                      const Trajectory& path, const std::stop_token& stop) {
  constexpr Index most = 400;
  PhaseTrack track;
  const Eigen::VectorXd start = path.points.row(0).matrix().transpose();
  const Eigen::VectorXd end = path.points.row(path.steps()).matrix().transpose();
  const auto minimum = nearestMinimum(objective, end);
  track.axes = phaseAxes(objective, minimum.value_or(end), true, start);
  if (!track.axes) return track;
  track.axes->known = minimum.has_value();
  track.places = phasePlaces(*track.axes, path.points);
  track.every = std::max<Index>(1, (path.steps() + most - 1) / most);
  StepTracer tracer(scenario, contender, {std::shared_ptr<const Objective>(), &objective},
                    {start.data(), start.data() + start.size()});
  for (Index k = 0; k < path.steps() && !stop.stop_requested(); k += track.every)
    track.rates.push_back(phaseRates(tracer.at(k, stop)));
  return track;
}

std::shared_ptr<const PhaseTracks> phaseTracks(const Scenario& scenario, const Objective& objective,
                                               std::vector<std::shared_ptr<const Trajectory>> paths,
                                               const PhaseTracks* before, const std::stop_token& stop) {
  auto all = std::make_shared<PhaseTracks>();
  all->tracks.resize(paths.size());
  parallelFor(
      paths.size(),
      [&](std::size_t i) {
        if (!paths[i] || paths[i]->points.cols() != objective.dimension()) return;
        const bool known = before && i < before->paths.size() && before->paths[i] == paths[i];
        if (known && before->tracks[i])
          all->tracks[i] = before->tracks[i];
        else
          all->tracks[i] = std::make_shared<const PhaseTrack>(phaseTrack(scenario, i, objective, *paths[i], stop));
      },
      stop);
  all->paths = std::move(paths);
  return all;
}

}  // namespace thalweg
