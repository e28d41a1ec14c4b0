#include "core/recorded/recorded_objective.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// A square round the first run's start that is wide enough for all points in whatever plane they are seen.
View boxOf(const std::vector<RecordedRun>& runs) {
  const Points& first = runs.front().points;
  double reach = 0;
  for (const RecordedRun& run : runs) {
    Column squares = Column::Zero(run.points.rows());
    for (Index c = 0; c < first.cols(); ++c) squares += (run.points.col(c) - first(0, c)).square();
    reach = std::max(reach, std::sqrt(squares.maxCoeff()));
  }
  constexpr double room = 1.1;
  constexpr double least = 1e-3;  // where nothing moves
  const double half = std::max(room * reach, least * std::max({1.0, std::abs(first(0, 0)), std::abs(first(0, 1))}));
  return {first(0, 0) - half, first(0, 0) + half, first(0, 1) - half, first(0, 1) + half};
}

/// The cell of rising nodes that holds `at`, and how far into it, in [0, 1]; false beside them.
bool cellOf(const std::vector<double>& nodes, double at, std::size_t& cell, double& part) {
  // Places of the outermost nodes may be a rounding beside them.
  const double slack = 1e-9 * (nodes.back() - nodes.front());
  if (!(at >= nodes.front() - slack && at <= nodes.back() + slack)) return false;
  at = std::clamp(at, nodes.front(), nodes.back());
  const auto above = std::ranges::upper_bound(nodes, at);
  cell = std::min(static_cast<std::size_t>(above - nodes.begin()), nodes.size() - 1) - 1;
  part = (at - nodes[cell]) / (nodes[cell + 1] - nodes[cell]);
  return true;
}

/// The weights of four nodes round a cell of equal nodes; of two where it lies at an end.
std::array<double, 4> nodeWeights(std::size_t cell, std::size_t nodes, double t) {
  if (cell == 0 || cell + 2 >= nodes) return {0, 1 - t, t, 0};
  const double s = t * t;
  const double c = s * t;
  return {(-c + 2 * s - t) / 2, (3 * c - 5 * s + 2) / 2, (-3 * c + 4 * s + t) / 2, (c - s) / 2};
}

}  // namespace

RecordedObjective::RecordedObjective(std::shared_ptr<const RecordedRuns> recorded)
    : recorded_(std::move(recorded)), view_(boxOf(recorded_->runs)) {
  const auto found =
      std::ranges::find_if(runs(), [](const RecordedRun& run) { return run.plane && run.grid.has_value(); });
  if (found == runs().end()) return;
  surface_ = &*found;
  const RecordedGrid& grid = *surface_->grid;
  constexpr double share = 1e-4;  // of the surface's width; planes of float32 numbers are nearer than that
  near_ = share * std::max(grid.x.back() - grid.x.front(), grid.y.back() - grid.y.front());
}

RecordedObjective::Place RecordedObjective::placeOf(std::span<const double> point) const {
  const RecordedPlane& plane = *surface_->plane;
  Place place;
  double all = 0;
  for (std::size_t k = 0; k < point.size(); ++k) {
    const double way = point[k] - plane.origin[k];
    place.a += plane.u[k] * way;
    place.b += plane.v[k] * way;
  }
  for (std::size_t k = 0; k < point.size(); ++k) {
    const double rest = point[k] - plane.origin[k] - place.a * plane.u[k] - place.b * plane.v[k];
    all += rest * rest;
  }
  place.beside = std::sqrt(all);
  return place;
}

std::optional<RecordedObjective::Places> RecordedObjective::placesOf(std::span<const double> corner,
                                                                     std::span<const double> alongX,
                                                                     std::span<const double> alongY,
                                                                     const View& box) const {
  if (!surface_) return {};
  const std::array seen = {placeOf(corner), placeOf(alongX), placeOf(alongY)};
  if (!std::ranges::all_of(seen, [this](const Place& p) { return p.beside <= near_; })) return {};
  Places places;
  places.ax = (seen[1].a - seen[0].a) / (box.xMax - box.xMin);
  places.bx = (seen[1].b - seen[0].b) / (box.xMax - box.xMin);
  places.ay = (seen[2].a - seen[0].a) / (box.yMax - box.yMin);
  places.by = (seen[2].b - seen[0].b) / (box.yMax - box.yMin);
  places.a0 = seen[0].a - places.ax * box.xMin - places.ay * box.yMin;
  places.b0 = seen[0].b - places.bx * box.xMin - places.by * box.yMin;
  return places;
}

double RecordedObjective::at(double a, double b) const {
  if (!surface_) return unknown;
  const RecordedGrid& grid = *surface_->grid;
  std::size_t column = 0;
  std::size_t row = 0;
  double s = 0;
  double t = 0;
  if (!cellOf(grid.x, a, column, s) || !cellOf(grid.y, b, row, t)) return unknown;
  const std::array<double, 4> forX = nodeWeights(column, grid.x.size(), s);
  const std::array<double, 4> forY = nodeWeights(row, grid.y.size(), t);
  double sum = 0;
  for (std::size_t k = 0; k < 4; ++k) {
    for (std::size_t i = 0; i < 4; ++i) {
      const double weight = forX[i] * forY[k];
      if (weight == 0) continue;  // where nodes may be missing, or hold no number
      sum += weight * grid.values(static_cast<Index>(row + k) - 1, static_cast<Index>(column + i) - 1);
    }
  }
  return sum;
}

Shape RecordedObjective::shape() const {
  Shape shape;
  Index first = 0;
  for (const RecordedParameter& parameter : runs().front().parameters) {
    Block block{first, 1, 0};
    if (!parameter.lengths.empty()) block.rows = parameter.lengths.front();
    if (parameter.lengths.size() > 1) {
      block.columns = 1;
      for (std::size_t axis = 1; axis < parameter.lengths.size(); ++axis) block.columns *= parameter.lengths[axis];
    }
    first += block.size();
    shape.push_back(block);
  }
  return shape.empty() ? Objective::shape() : shape;
}

std::vector<CoordinateName> RecordedObjective::coordinateNames() const {
  std::vector<CoordinateName> names;
  names.reserve(static_cast<std::size_t>(dimension()));
  for (Index i = 1; i <= dimension(); ++i) names.push_back(indexedName("w", "w", i));
  Index at = 0;
  for (const RecordedParameter& parameter : runs().front().parameters) {
    Index size = 1;
    for (const Index length : parameter.lengths) size *= length;
    for (Index i = 0; i < size; ++i, ++at) {
      std::string place;
      Index rest = i;
      for (std::size_t axis = parameter.lengths.size(); axis-- > 0;) {
        place = std::to_string(rest % parameter.lengths[axis] + 1) + (place.empty() ? "" : ",") + place;
        rest /= parameter.lengths[axis];
      }
      names[static_cast<std::size_t>(at)].plain = parameter.name + (place.empty() ? "" : "[" + place + "]");
    }
  }
  return names;
}

void RecordedObjective::value(const Points& x, Column& f) const {
  f = Column::Constant(x.rows(), unknown);
  if (!surface_) return;
  std::vector<double> point(static_cast<std::size_t>(x.cols()));
  for (Index row = 0; row < x.rows(); ++row) {
    for (Index c = 0; c < x.cols(); ++c) point[static_cast<std::size_t>(c)] = x(row, c);
    const Place place = placeOf(point);
    if (place.beside <= near_) f[row] = at(place.a, place.b);
  }
}

void RecordedObjective::gradient(const Points& x, Points& g, Batch /*batch*/) const {
  g = Points::Constant(x.rows(), x.cols(), unknown);
}

void RecordedObjective::hessianProduct(const Points& x, const Points& /*v*/, Points& hv) const {
  hv = Points::Constant(x.rows(), x.cols(), unknown);
}

std::vector<std::vector<double>> RecordedObjective::starts() const {
  std::vector<std::vector<double>> starts;
  const Points first = runs().front().points.row(0);
  starts.emplace_back(first.data(), first.data() + first.size());
  return starts;
}

}  // namespace thalweg
