#include "core/surfaces/panel_plane.h"

#include "core/runs/stability.h"

#include <algorithm>

namespace thalweg {

std::shared_ptr<const PanelPlane> makePanelPlane(const Scenario& scenario, std::size_t panel,
                                                 const Objective& objective,
                                                 const std::vector<const Trajectory*>& paths, const PanelPlane* before,
                                                 const std::stop_token& stop) {
  if (objective.dimension() <= 2) return nullptr;
  auto made = std::make_shared<PanelPlane>();
  made->choice = planeChoice(scenario.panels[panel]);
  const bool follows = before && before->choice == made->choice && before->plane.fits(objective.dimension());
  try {
    made->plane = chosenPlane(scenario, panel, objective, paths, follows ? &before->plane : nullptr, stop);
  } catch (const OptionError& error) {
    made->problem = error.message();
    Scenario plain = scenario;
    plain.panels[panel].plane.reset();
    made->plane = chosenPlane(plain, panel, objective, paths);
  }
  if (stop.stop_requested()) return nullptr;
  // One that runs away would be all that moves.
  std::vector<const Points*> shown;
  std::vector<const Points*> staying;
  Index steps = 0;
  for (std::size_t i = 0; i < std::min(paths.size(), scenario.contenders.size()); ++i) {
    if (!paths[i] || scenario.contenders[i].hidden) continue;
    shown.push_back(&paths[i]->points);
    if (!runsAway(*paths[i])) staying.push_back(&paths[i]->points);
    steps = std::max(steps, paths[i]->steps());
  }
  if (!staying.empty()) shown = staying;
  if (!shown.empty()) made->shares = movementShares(shown, made->plane);
  if (made->choice.kind == PlaneKind::Principal && made->problem.empty())
    made->randomWalk = randomWalkShare(steps, 2, MovementCentre::End);
  return made;
}

Column planeLosses(const Points& points, const Objective& objective, const Plane& plane, const std::stop_token& stop) {
  constexpr Index most = 64;  // rows at once: points may have many coordinates
  Column losses(points.rows());
  Points feet;
  Column f;
  for (Index first = 0; first < points.rows(); first += most) {
    if (stop.stop_requested()) return {};
    const Index count = std::min(most, points.rows() - first);
    Column x(count);
    Column y(count);
    for (Index k = 0; k < count; ++k) {
      const Plane::Place place = plane.project(points, first + k);
      x[k] = place.x;
      y[k] = place.y;
    }
    feet.resize(count, points.cols());
    plane.fill(x, y, feet);
    objective.value(feet, f);
    losses.segment(first, count) = f;
  }
  return losses;
}

}  // namespace thalweg
