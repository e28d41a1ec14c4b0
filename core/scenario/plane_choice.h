#pragma once
/// Which plane a panel shows of an objective with many coordinates, as the scenario says it; the plane itself is made
/// from it and from the paths (core/surfaces/chosen_plane.h).
///
/// In files: {"kind": "coordinates", "x": 0, "y": 1}; {"kind": "random", "seed": 0, "at": "end"};
/// {"kind": "principal", "contenders": [0, 1]}; {"kind": "points", "points": ["start", "end:0", "end:1"]};
/// {"kind": "hessian", "at": "end:0"}; {"kind": "velocity", "at": "cursor"}. A place is "start", "end:1" (of contender
/// 1; without a number of the first one shown) or "cursor:1" (of contender 1 at the display's step); where points are
/// listed, also a list of coordinates. Errors: ScenarioError with the place. Threads: values and pure functions.

#include "core/base/types.h"
#include "core/scenario/json_node.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace thalweg {

enum class PlaneKind {
  Coordinates,    ///< two coordinates; the others are the start's
  Random,         ///< two random directions, filter-normalised
  Principal,      ///< where paths move most
  ThroughPoints,  ///< three of them
  Hessian,        ///< along the two largest curvatures
  Velocity        ///< along a step and the change from the step before
};

/// The ids, in the order of the kinds.
const std::vector<std::string_view>& planeKindIds();
std::string_view planeKindId(PlaneKind kind);
/// none for an unknown id.
std::optional<PlaneKind> planeKind(std::string_view id);

/// A point of a path.
struct PathPlace {
  enum class Kind { Start, End, Cursor };
  Kind kind = Kind::End;
  std::optional<std::size_t> contender = {};  ///< none: the first one that is shown
  bool operator==(const PathPlace&) const = default;
};

/// "start", "end", "end:1", "cursor", "cursor:1"; none for anything else.
std::optional<PathPlace> parsePathPlace(std::string_view text);
std::string pathPlaceText(const PathPlace& place);

using PlaneAnchor = std::variant<PathPlace, std::vector<double>>;

struct PlaneChoice {
  PlaneKind kind = PlaneKind::Coordinates;
  Index x = 0;                                              ///< Coordinates: from 0
  Index y = 1;                                              ///< Coordinates
  std::uint64_t seed = 0;                                   ///< Random
  std::optional<std::vector<std::size_t>> contenders = {};  ///< Principal; none: all that are shown
  std::vector<PlaneAnchor> points = {};  ///< Points: three; empty: the start and the ends of the first two shown
  std::optional<PathPlace> at = {};      ///< Random, Hessian: none is the end; Velocity: none is the cursor
  bool operator==(const PlaneChoice&) const = default;
};

PlaneChoice readPlaneChoice(const JsonNode& node);
/// With the kind, and what differs from the default.
nlohmann::ordered_json writePlaneChoice(const PlaneChoice& choice);
/// Refuses what does not fit an objective's dimension or the number of contenders; `path` is the choice's own.
void checkPlaneChoice(const PlaneChoice& choice, Index dimension, std::size_t contenders, const std::string& path);

}  // namespace thalweg
