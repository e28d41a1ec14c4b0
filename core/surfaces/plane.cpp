#include "core/surfaces/plane.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace thalweg {

namespace {

double product(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

}  // namespace

Plane Plane::ofCoordinates(Index x, Index y, std::vector<double> through) {
  Plane plane;
  plane.x_ = x;
  plane.y_ = y;
  plane.origin_ = std::move(through);
  for (const Index own : {x, y}) {
    if (own >= 0 && own < static_cast<Index>(plane.origin_.size())) plane.origin_[static_cast<std::size_t>(own)] = 0;
  }
  return plane;
}

Plane Plane::spanned(std::vector<double> origin, std::vector<double> u, std::vector<double> v) {
  if (u.empty() || u.size() != v.size() || origin.size() != u.size())
    throw std::invalid_argument("a plane's origin and directions need the same number of coordinates");
  const double uu = product(u, u);
  const double uv = product(u, v);
  const double vv = product(v, v);
  const double area = uu * vv - uv * uv;  // of the parallelogram, squared
  if (!(area > 1e-12 * uu * vv) || !std::isfinite(area))
    throw std::invalid_argument("a plane needs two directions that are not parallel");
  Plane plane;
  plane.forX_.resize(u.size());
  plane.forY_.resize(u.size());
  for (std::size_t k = 0; k < u.size(); ++k) {
    plane.forX_[k] = (vv * u[k] - uv * v[k]) / area;
    plane.forY_[k] = (uu * v[k] - uv * u[k]) / area;
  }
  plane.origin_ = std::move(origin);
  plane.u_ = std::move(u);
  plane.v_ = std::move(v);
  return plane;
}

bool Plane::fits(Index dimension) const {
  if (!origin_.empty() && static_cast<Index>(origin_.size()) != dimension) return false;
  if (!ofTwoCoordinates()) return true;
  // One variable has no second coordinate, and needs none.
  if (dimension == 1) return x_ == 0;
  return x_ != y_ && std::min(x_, y_) >= 0 && std::max(x_, y_) < dimension;
}

void Plane::check(Index dimension) const {
  if (!fits(dimension)) throw std::invalid_argument("the plane does not lie in the space of the objective's points");
}

Plane::Directions Plane::directions(Index dimension) const {
  if (!ofTwoCoordinates()) return {u_, v_};
  const std::vector<double> zero(static_cast<std::size_t>(dimension), 0);
  Directions along{zero, zero};
  along.u[static_cast<std::size_t>(x_)] = 1;
  if (y_ < dimension) along.v[static_cast<std::size_t>(y_)] = 1;
  return along;
}

Plane Plane::withSidesOf(const Plane& before, Index dimension) const {
  if (ofTwoCoordinates() || !before.fits(dimension)) return *this;
  const Directions old = before.directions(dimension);
  if (old.u.size() != u_.size()) return *this;
  Plane turned = *this;
  const auto turn = [](std::vector<double>& direction, std::vector<double>& dual, const std::vector<double>& as) {
    if (!(product(direction, as) < 0)) return;
    for (double& entry : direction) entry = -entry;
    for (double& entry : dual) entry = -entry;
  };
  turn(turned.u_, turned.forX_, old.u);
  turn(turned.v_, turned.forY_, old.v);
  return turned;
}

void Plane::fill(const Column& x, const Column& y, Points& points) const {
  for (Index c = 0; c < points.cols(); ++c)
    points.col(c).setConstant(origin_.empty() ? 0.0 : origin_[static_cast<std::size_t>(c)]);
  if (ofTwoCoordinates()) {
    points.col(x_) = x;
    if (y_ < points.cols()) points.col(y_) = y;
    return;
  }
  for (Index c = 0; c < points.cols(); ++c) {
    const auto k = static_cast<std::size_t>(c);
    points.col(c) += u_[k] * x + v_[k] * y;
  }
}

std::vector<double> Plane::at(double x, double y, Index dimension) const {
  Points point(1, dimension);
  fill(Column::Constant(1, x), Column::Constant(1, y), point);
  return {point.data(), point.data() + point.size()};
}

template <class Coordinate>
Plane::Place Plane::projected(Index dimension, const Coordinate& coordinate) const {
  if (ofTwoCoordinates()) return {coordinate(x_), y_ < dimension ? coordinate(y_) : 0};
  Place place;
  for (Index c = 0; c < dimension; ++c) {
    const auto k = static_cast<std::size_t>(c);
    const double way = coordinate(c) - origin_[k];
    place.x += forX_[k] * way;
    place.y += forY_[k] * way;
  }
  return place;
}

Plane::Place Plane::project(std::span<const double> point) const {
  return projected(static_cast<Index>(point.size()), [&](Index c) { return point[static_cast<std::size_t>(c)]; });
}

Plane::Place Plane::project(const Points& points, Index row) const {
  return projected(points.cols(), [&](Index c) { return points(row, c); });
}

double Plane::distance(std::span<const double> point) const {
  const Place place = project(point);
  const std::vector<double> foot = at(place.x, place.y, static_cast<Index>(point.size()));
  double farthest = 0;
  for (std::size_t k = 0; k < point.size(); ++k) farthest = std::max(farthest, std::abs(point[k] - foot[k]));
  return farthest;
}

Points Plane::slopes(const Points& gradients) const {
  Points slopes(gradients.rows(), 2);
  if (ofTwoCoordinates()) {
    slopes.col(0) = gradients.col(x_);
    slopes.col(1) = gradients.col(y_);
    return slopes;
  }
  slopes.setZero();
  for (Index c = 0; c < gradients.cols(); ++c) {
    const auto k = static_cast<std::size_t>(c);
    slopes.col(0) += u_[k] * gradients.col(c);
    slopes.col(1) += v_[k] * gradients.col(c);
  }
  return slopes;
}

}  // namespace thalweg
