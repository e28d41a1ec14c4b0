#include "core/surfaces/chosen_plane.h"

#include "core/base/random.h"
#include "core/recorded/recorded_objective.h"
#include "core/runs/sharpness.h"
#include "core/runs/stability.h"
#include "core/surfaces/movement.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace thalweg {

namespace {

using Vector = Eigen::VectorXd;

std::vector<double> listOf(const Vector& v) { return {v.data(), v.data() + v.size()}; }
Vector asVector(const std::vector<double>& v) {
  return Eigen::Map<const Vector>(v.data(), static_cast<Index>(v.size()));
}
Vector rowOf(const Points& points, Index row) { return points.row(row).matrix().transpose(); }

/// What of `way` is at right angles to the unit vector `u`, of length 1; empty where next to nothing is.
Vector beside(const Vector& way, const Vector& u) {
  Vector rest = way - u.dot(way) * u;
  rest -= u.dot(rest) * u;
  if (!(rest.norm() > 1e-6 * way.norm())) return {};
  return rest.normalized();
}

/// The paths of a panel, found by contender.
class Places {
 public:
  Places(const Scenario& scenario, std::size_t panel, const Objective& objective,
         const std::vector<const Trajectory*>& paths)
      : scenario_(scenario), panel_(panel), objective_(objective), paths_(paths) {}

  [[nodiscard]] const Scenario& scenario() const { return scenario_; }
  [[nodiscard]] const Objective& objective() const { return objective_; }

  /// Contenders that are shown and have paths.
  [[nodiscard]] std::vector<std::size_t> shown() const {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < scenario_.contenders.size(); ++i) {
      if (!scenario_.contenders[i].hidden && find(i)) indices.push_back(i);
    }
    return indices;
  }

  /// Of these, those that do not run away: the farthest point would be all that directions point to. All, if all do.
  [[nodiscard]] std::vector<std::size_t> staying() const {
    std::vector<std::size_t> indices = shown();
    std::erase_if(indices, [&](std::size_t i) { return runsAway(*find(i)); });
    return indices.empty() ? shown() : indices;
  }

  [[nodiscard]] const Trajectory& path(std::optional<std::size_t> contender, const std::string& where) const {
    const std::vector<std::size_t> all = shown();
    if (!contender && all.empty()) throw OptionError(where, "there is no path that it could go through");
    const std::size_t index = contender.value_or(all.empty() ? 0 : all.front());
    const Trajectory* found = find(index);
    if (!found) throw OptionError(where, "contender " + std::to_string(index) + " has no path here");
    return *found;
  }

  /// The step of its path that a place names.
  [[nodiscard]] Index step(const PathPlace& place, const Trajectory& path) const {
    if (place.kind == PathPlace::Kind::Start) return 0;
    if (place.kind == PathPlace::Kind::End) return path.steps();
    return std::clamp<Index>(scenario_.display.step, 0, path.steps());
  }

  [[nodiscard]] Vector point(const PathPlace& place, const std::string& where) const {
    if (place.kind == PathPlace::Kind::Start) return start();
    const Trajectory& found = path(place.contender, where);
    return rowOf(found.points, step(place, found));
  }

  /// Of the first path that is shown, else the panel's.
  [[nodiscard]] Vector start() const {
    const std::vector<std::size_t> all = shown();
    return all.empty() ? panelStart() : rowOf(paths_[all.front()]->points, 0);
  }
  [[nodiscard]] Vector panelStart() const {
    const std::vector<double>& own = scenario_.panels[panel_].start;
    return asVector(own.empty() ? objective_.starts().front() : own);
  }

 private:
  [[nodiscard]] const Trajectory* find(std::size_t index) const {
    return index < paths_.size() ? paths_[index] : nullptr;
  }

  const Scenario& scenario_;
  std::size_t panel_;
  const Objective& objective_;
  const std::vector<const Trajectory*>& paths_;
};

Plane randomPlane(const PlaneChoice& choice, const Places& places) {
  const std::vector<double> centre = listOf(places.point(choice.at.value_or(PathPlace{}), "plane.at"));
  const auto drawn = [&](std::uint64_t call) {
    Draws draws({.seed = choice.seed, .call = call, .purpose = Purpose::Direction});
    std::vector<double> direction(centre.size());
    for (double& entry : direction) entry = draws.normal();
    return filterNormalized(std::move(direction), centre, places.objective().shape());
  };
  const std::vector<double> u = drawn(0);
  const std::vector<double> v = drawn(1);
  const auto still = [](double entry) { return entry == 0; };
  if (std::ranges::all_of(u, still))
    throw OptionError("plane.at", "all weights are 0 there, and so are directions of their size");
  try {
    return Plane::spanned(centre, u, v);
  } catch (const std::invalid_argument&) {
    throw OptionError("plane", "too few weights differ from 0 for two random directions");
  }
}

/// What whoever recorded the run has found; null where that is not there.
const RecordedPlane* storedPlane(const std::vector<std::size_t>& chosen, const Places& places) {
  const RecordedObjective* recorded = recordedObjective(places.objective());
  if (!recorded || chosen.size() != 1 || chosen[0] >= places.scenario().contenders.size()) return nullptr;
  const auto& run = places.scenario().contenders[chosen[0]].run;
  if (!run || *run >= recorded->runs().size() || !recorded->runs()[*run].plane) return nullptr;
  return &*recorded->runs()[*run].plane;
}

Plane principalPlane(const PlaneChoice& choice, const Places& places) {
  const std::vector<std::size_t> chosen = choice.contenders.value_or(places.staying());
  if (const RecordedPlane* stored = storedPlane(chosen, places))
    return Plane::spanned(stored->origin, stored->u, stored->v);
  std::vector<const Points*> paths;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const std::string where = choice.contenders ? "plane.contenders[" + std::to_string(i) + "]" : "plane";
    paths.push_back(&places.path(chosen[i], where).points);
  }
  if (paths.empty()) throw OptionError("plane", "there is no path that it could go through");
  const Vector end = rowOf(*paths.front(), paths.front()->rows() - 1);
  const PrincipalDirections principal = principalDirections(paths, end.transpose());
  return Plane::spanned(listOf(end), listOf(principal.u), listOf(principal.v));
}

Plane planeThroughPoints(const PlaneChoice& choice, const Places& places) {
  std::vector<PlaneAnchor> anchors = choice.points;
  if (anchors.empty()) {
    const std::vector<std::size_t> shown = places.shown();
    if (shown.size() < 2) throw OptionError("plane.points", "expected three points, or two paths whose ends are meant");
    anchors = {PathPlace{PathPlace::Kind::Start, {}}, PathPlace{PathPlace::Kind::End, shown[0]},
               PathPlace{PathPlace::Kind::End, shown[1]}};
  }
  std::vector<Vector> points;
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    const auto* place = std::get_if<PathPlace>(&anchors[i]);
    points.push_back(place ? places.point(*place, "plane.points[" + std::to_string(i) + "]")
                           : asVector(std::get<std::vector<double>>(anchors[i])));
  }
  const Vector u = points[1] - points[0];
  const Vector v = u.norm() > 0 ? beside(points[2] - points[0], u.normalized()) : Vector();
  if (v.size() == 0) throw OptionError("plane.points", "expected three points that do not lie on one line");
  return Plane::spanned(listOf(points[0]), listOf(u.normalized()), listOf(v));
}

Plane hessianPlane(const PlaneChoice& choice, const Places& places, const std::stop_token& stop) {
  const Vector centre = places.point(choice.at.value_or(PathPlace{}), "plane.at");
  const LeadingEigen leading =
      leadingCurvatures(places.objective(), centre.transpose().array(), {.count = 2, .tolerance = 1e-10}, stop);
  if (!leading.values.allFinite()) throw OptionError("plane.at", "the Hessian is not finite there");
  const auto axis = [&](Index k) {
    Vector v = leading.vectors.col(k);
    Index largest = 0;
    v.cwiseAbs().maxCoeff(&largest);
    return listOf(v[largest] < 0 ? Vector(-v) : v);
  };
  return Plane::spanned(listOf(centre), axis(0), axis(1));
}

Plane velocityPlane(const PlaneChoice& choice, const Places& places) {
  const PathPlace at = choice.at.value_or(PathPlace{PathPlace::Kind::Cursor, {}});
  const Trajectory& path = places.path(at.contender, "plane.at");
  if (path.steps() < 2) throw OptionError("plane.at", "expected a path of at least two steps");
  const Index step = std::clamp<Index>(places.step(at, path), 1, path.steps() - 1);
  const Vector here = rowOf(path.points, step);
  const Vector velocity = rowOf(path.points, step + 1) - here;
  const Vector acceleration = velocity - (here - rowOf(path.points, step - 1));
  const Vector v = velocity.norm() > 0 ? beside(acceleration, velocity.normalized()) : Vector();
  if (v.size() == 0) throw OptionError("plane.at", "the path is straight there: its steps span no plane");
  return Plane::spanned(listOf(here), listOf(velocity.normalized()), listOf(v));
}

}  // namespace

std::vector<double> filterNormalized(std::vector<double> direction, std::span<const double> point, const Shape& shape) {
  const auto norm = [](std::span<const double> part) {
    return Eigen::Map<const Vector>(part.data(), static_cast<Index>(part.size())).stableNorm();
  };
  const auto scale = [&](std::size_t first, std::size_t size, double wanted) {
    const std::span<double> part(direction.data() + first, size);
    const double found = norm(part);
    for (double& entry : part) entry = found > 0 ? entry * (wanted / found) : 0;
  };
  if (std::ranges::none_of(shape, &Block::isMatrix)) {
    const double wanted = norm(point);
    scale(0, direction.size(), wanted > 0 ? wanted : 1);
    return direction;
  }
  for (const Block& block : shape) {
    const auto first = static_cast<std::size_t>(block.first);
    if (!block.isMatrix()) {
      std::fill_n(direction.begin() + block.first, block.size(), 0.0);
      continue;
    }
    const auto columns = static_cast<std::size_t>(block.columns);
    for (std::size_t row = 0; row < static_cast<std::size_t>(block.rows); ++row)
      scale(first + row * columns, columns, norm(point.subspan(first + row * columns, columns)));
  }
  return direction;
}

PlaneChoice planeChoice(const Panel& panel) { return panel.plane.value_or(PlaneChoice{}); }

Plane chosenPlane(const Scenario& scenario, std::size_t panel, const Objective& objective,
                  const std::vector<const Trajectory*>& paths, const Plane* before, const std::stop_token& stop) {
  const PlaneChoice choice = planeChoice(scenario.panels[panel]);
  const Places places(scenario, panel, objective, paths);
  const auto make = [&] {
    switch (choice.kind) {
      case PlaneKind::Random:
        return randomPlane(choice, places);
      case PlaneKind::Principal:
        return principalPlane(choice, places);
      case PlaneKind::ThroughPoints:
        return planeThroughPoints(choice, places);
      case PlaneKind::Hessian:
        return hessianPlane(choice, places, stop);
      case PlaneKind::Velocity:
        return velocityPlane(choice, places);
      case PlaneKind::Coordinates:
        break;
    }
    const bool whole = objective.dimension() <= 2;  // nothing is left out
    if (!whole && std::max(choice.x, choice.y) >= objective.dimension())
      throw OptionError("plane", "there are only " + std::to_string(objective.dimension()) + " coordinates");
    return Plane::ofCoordinates(choice.x, choice.y, whole ? std::vector<double>() : listOf(places.panelStart()));
  };
  const Plane plane = make();
  const bool computed = choice.kind == PlaneKind::Principal || choice.kind == PlaneKind::Hessian;
  return before && computed ? plane.withSidesOf(*before, objective.dimension()) : plane;
}

}  // namespace thalweg
