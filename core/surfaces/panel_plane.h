#pragma once
/// The plane that a panel shows of many coordinates, with what it holds of the paths, as windows and pictures need it.
/// Threads: a value; the function may be called from any thread.

#include "core/surfaces/chosen_plane.h"
#include "core/surfaces/movement.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace thalweg {

struct PanelPlane {
  PlaneChoice choice;  ///< that it was made for
  Plane plane;
  MovementShares shares;  ///< of the paths that are shown, but for those that run away
  /// Of a principal plane: the share that a random walk of as many steps in many dimensions has in its own
  /// (randomWalkShare about the end); else 0.
  double randomWalk = 0;
  std::string problem;  ///< why there is no such plane; then it is of the first two coordinates. Empty: there is
};

/// Of panel `panel`; `paths` and `before` as chosenPlane has them. Null in one or two dimensions, where nothing is
/// chosen, and after a stop request.
std::shared_ptr<const PanelPlane> makePanelPlane(const Scenario& scenario, std::size_t panel,
                                                 const Objective& objective,
                                                 const std::vector<const Trajectory*>& paths,
                                                 const PanelPlane* before = nullptr, const std::stop_token& stop = {});

/// f at the orthogonal projection of each point (a row) onto the plane. Empty after a stop request.
Column planeLosses(const Points& points, const Objective& objective, const Plane& plane,
                   const std::stop_token& stop = {});

}  // namespace thalweg
