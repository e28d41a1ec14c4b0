#pragma once
/// What `thalweg project` writes: a panel's plane, the paths projected into it, and how honest that picture is.
/// Threads: pure functions; `projectPanel` uses all cores.

#include "core/runs/trace.h"
#include "core/scenario/scenario.h"
#include "core/surfaces/movement.h"
#include "core/surfaces/plane.h"

#include <memory>
#include <ostream>
#include <stop_token>
#include <vector>

namespace thalweg {

/// One contender's path in the plane. Columns have an entry a point, the start first.
struct ProjectedRun {
  std::size_t contender = 0;
  std::shared_ptr<const Trajectory> path;
  ProjectedPath projected;
  Column planeLoss;  ///< f at the projection; path->loss is f at the point itself
};

struct Projection {
  std::size_t panel = 0;
  PlaneKind kind = PlaneKind::Coordinates;
  Plane plane;
  Index dimension = 0;
  std::vector<ProjectedRun> runs;
};

/// Runs the panel's contenders and makes its plane; paths of hidden contenders are left out unless the plane names
/// them. Throws OptionError with the place.
Projection projectPanel(const Scenario& scenario, std::size_t panel, const std::stop_token& stop = {});

/// {"panel": 0, "kind": "principal", "origin": […], "directions": [[…], […]], "coordinates": ["W₁[1,1]", …],
/// "paths": [{"contender": 0, "label": "Adam", "share": 0.93, "random_walk": {"end": 0.90, "mean": 0.76},
/// "places": [[x, y], …], "distance": […], "plane_loss": […], "loss": […]}]}. `share` is the part of the movement, seen
/// from the path's end, that the plane's directions hold; `random_walk` the part that a walk of as many steps in many
/// dimensions has in its own two principal components, seen from its end as `share` is, and from its mean.
void writeProjectionJson(const Scenario& scenario, const Projection& projection, std::ostream& out);

/// A row a step: contender, label, step, x, y, distance, plane_loss, loss.
void writeProjectionCsv(const Scenario& scenario, const Projection& projection, std::ostream& out);

}  // namespace thalweg
