#include "core/surfaces/movement.h"

#include "core/base/lanczos.h"
#include "core/base/linear_algebra.h"
#include "core/base/rows.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg {

namespace {

/// The two leading right singular vectors of m and their squared singular values.
struct RightPair {
  Eigen::MatrixXd vectors;
  Eigen::Vector2d squares;
};

constexpr Index largestDense = 256;  // of a matrix that is decomposed whole

RightPair rightSingular(const Eigen::MatrixXd& m) {
  const Index small = std::min(m.rows(), m.cols());
  if (small > largestDense) {
    const auto product = [&](const Eigen::VectorXd& v, Eigen::VectorXd& out) {
      const Eigen::VectorXd image = m * v;
      out.noalias() = m.transpose() * image;
    };
    const LeadingEigen leading = leadingEigen(product, m.cols(), {.count = 2, .tolerance = 1e-13, .steps = 200});
    return {leading.vectors, leading.values.head<2>()};
  }
  RightPair pair{Eigen::MatrixXd::Zero(m.cols(), 2), Eigen::Vector2d::Zero()};
  const bool wide = m.cols() > m.rows();
  const SymmetricEigen eigen =
      symmetricEigen(wide ? Eigen::MatrixXd(m * m.transpose()) : Eigen::MatrixXd(m.transpose() * m));
  for (Index k = 0; k < std::min<Index>(2, small); ++k) {
    const auto vector = eigen.vectors.col(small - 1 - k);
    pair.squares[k] = eigen.values[small - 1 - k];
    if (wide)
      pair.vectors.col(k) = m.transpose() * vector;
    else
      pair.vectors.col(k) = vector;
  }
  return pair;
}

/// The part of `v` at right angles to `others`, of length 1; empty where there is next to none.
Eigen::VectorXd across(Eigen::VectorXd v, const std::vector<Eigen::VectorXd>& others) {
  const double before = v.norm();
  for (int time = 0; time < 2; ++time) {
    for (const Eigen::VectorXd& other : others) v -= other.dot(v) * other;
  }
  const double left = v.norm();
  if (!(left > 1e-6 * before)) return {};
  return v / left;
}

/// The coordinate axis that is farthest from all `others`.
Eigen::VectorXd freeAxis(Index dimension, const std::vector<Eigen::VectorXd>& others) {
  Eigen::VectorXd taken = Eigen::VectorXd::Zero(dimension);
  for (const Eigen::VectorXd& other : others) taken += other.cwiseAbs2();
  Index axis = 0;
  taken.minCoeff(&axis);
  return across(Eigen::VectorXd::Unit(dimension, axis), others);
}

}  // namespace

PrincipalDirections principalDirections(const std::vector<const Points*>& paths, const Eigen::RowVectorXd& centre) {
  Index rows = 0;
  for (const Points* path : paths) rows += path->rows();
  Eigen::MatrixXd m(rows, centre.size());
  Index row = 0;
  for (const Points* path : paths) {
    m.middleRows(row, path->rows()) = path->matrix().rowwise() - centre;
    row += path->rows();
  }
  PrincipalDirections found;
  const double size = m.size() > 0 ? m.cwiseAbs().maxCoeff() : 0;
  std::vector<Eigen::VectorXd> axes;
  if (size > 0) {
    m /= size;  // so that no square overflows
    found.total = m.squaredNorm();
    const RightPair pair = rightSingular(m);
    for (Index k = 0; k < 2; ++k) {
      // What rounding leaves of a singular value that is 0 says nothing of a direction.
      if (!(pair.squares[k] > 1e-14 * found.total)) break;
      Eigen::VectorXd axis = across(pair.vectors.col(k), axes);
      if (axis.size() == 0) break;
      const Eigen::VectorXd places = m * axis;
      Index farthest = 0;
      places.cwiseAbs().maxCoeff(&farthest);
      if (places[farthest] < 0) axis = -axis;
      (k == 0 ? found.first : found.second) = size * places.norm();
      axes.push_back(std::move(axis));
    }
    found.total *= size * size;
  }
  while (axes.size() < 2) axes.push_back(freeAxis(centre.size(), axes));
  found.u = axes[0];
  found.v = axes[1];
  return found;
}

ProjectedPath projectPath(const Points& points, const Plane& plane) {
  ProjectedPath path;
  const Index steps = points.rows();
  path.x.resize(steps);
  path.y.resize(steps);
  eachRow(points, [&](Index k, std::span<const double> point) {
    const Plane::Place place = plane.project(point);
    path.x[k] = place.x;
    path.y[k] = place.y;
    return true;
  });
  Points feet(steps, points.cols());
  plane.fill(path.x, path.y, feet);
  path.distance = (points - feet).matrix().rowwise().norm();
  // Seen from the end, what is beside the plane's directions is the change of what is beside the plane.
  const Eigen::MatrixXd way = points.matrix().rowwise() - points.matrix().row(steps - 1);
  const Eigen::MatrixXd held = feet.matrix().rowwise() - feet.matrix().row(steps - 1);
  const double size = way.cwiseAbs().maxCoeff();
  if (size > 0) path.share = std::min(1.0, (held / size).squaredNorm() / (way / size).squaredNorm());
  return path;
}

MovementShares movementShares(const std::vector<const Points*>& paths, const Plane& plane) {
  if (paths.empty()) return {};
  const Points centre = paths.front()->row(paths.front()->rows() - 1);
  double size = 0;  // so that no square overflows
  for (const Points* path : paths) {
    for (Index c = 0; c < path->cols(); ++c) size = std::max(size, (path->col(c) - centre(0, c)).abs().maxCoeff());
  }
  if (!(size > 0)) return {};
  const Index dimension = centre.cols();
  const Plane::Directions directions = plane.directions(dimension);
  const Eigen::Map<const Eigen::VectorXd> u(directions.u.data(), dimension);
  const Eigen::Map<const Eigen::VectorXd> v(directions.v.data(), dimension);
  const double along = u.norm();
  const double leaning = u.dot(v) / along;
  const double beside = std::sqrt(std::max(0.0, v.squaredNorm() - leaning * leaning));
  const Plane::Place from = plane.project(centre, 0);
  double all = 0;
  double first = 0;
  double second = 0;
  for (const Points* path : paths) {
    eachRow(*path, [&](Index, std::span<const double> point) {
      for (std::size_t c = 0; c < point.size(); ++c) {
        const double way = (point[c] - centre(0, static_cast<Index>(c))) / size;
        all += way * way;
      }
      const Plane::Place at = plane.project(point);
      const double x = ((at.x - from.x) * along + (at.y - from.y) * leaning) / size;
      const double y = (at.y - from.y) * beside / size;
      first += x * x;
      second += y * y;
      return true;
    });
  }
  return {std::min(1.0, (first + second) / all), std::min(1.0, first / all)};
}

double randomWalkShare(Index steps, Index components, MovementCentre centre) {
  if (steps < 1) return 1;
  const auto n = static_cast<double>(steps);
  double held = 0;
  for (Index k = 1; k <= std::min(components, steps); ++k) {
    const auto index = static_cast<double>(k);
    const double angle = centre == MovementCentre::Mean ? std::numbers::pi * index / (n + 1)
                                                        : std::numbers::pi * (2 * index - 1) / (2 * n + 1);
    const double half = std::sin(angle / 2);
    held += 1 / (4 * half * half);  // 2 − 2cos a = 4 sin²(a/2)
  }
  const double all = centre == MovementCentre::Mean ? n * (n + 2) / 6 : n * (n + 1) / 2;
  return held / all;
}

}  // namespace thalweg
