#include "ui/scenes/surface.h"

#include "ui/scenes/panel_scene.h"

namespace thalweg {

std::vector<Landmark> landmarksInPlane(const Objective& objective, const Plane& plane) {
  constexpr double near = 1e-9;
  std::vector<Landmark> landmarks = objective.landmarks();
  if (objective.dimension() > 2)
    std::erase_if(landmarks, [&](const Landmark& landmark) { return !(plane.distance(landmark.point) <= near); });
  return landmarks;
}

ColorScale colorScale(const Display& display, const Objective& objective) {
  if (display.colorScale == "linear") return ColorScale::Linear;
  if (display.colorScale == "log") return ColorScale::Log;
  if (display.colorScale == "rank") return ColorScale::Rank;
  return objective.colorScale();
}

std::shared_ptr<const Surface> makeSurface(std::shared_ptr<const Objective> objective, const FieldRequest& field,
                                           std::optional<FieldRequest> gradients, bool refined,
                                           const std::stop_token& stop) {
  auto surface = std::make_shared<Surface>();
  surface->refined = refined;
  surface->plane = field.plane;
  if (objective->dimension() == 1) {
    surface->curve = sampleCurve(*objective, field.view.xMin, field.view.xMax, field.columns);
  } else {
    surface->field = evaluateField(*objective, field, stop);
    if (!surface->field) return nullptr;
    const LevelRule rule = levelRule(objective->colorScale(), objective->landmarks(), field.view);
    surface->contours =
        traceContours(*surface->field, contourLevels(*surface->field, rule, knownMinimum(*objective)), stop);
    if (!surface->contours) return nullptr;
    if (gradients) {
      surface->gradients = evaluateGradients(*objective, *gradients, stop);
      if (!surface->gradients) return nullptr;
    }
  }
  surface->objective = std::move(objective);
  return surface;
}

void dress(PanelScene& scene, const Display& display) {
  scene.colors = colorMapChoice(display.colorMap);
  scene.equalAxes = display.equalAxes;
  scene.gradientField = display.gradientField;
}

void setSurface(PanelScene& scene, const Surface& surface, const Display& display) {
  scene.ofOneVariable = surface.curve != nullptr;
  scene.curve = surface.curve;
  scene.field = surface.field;
  scene.contours = surface.contours;
  scene.gradients = surface.gradients;
  scene.scale = ValueScale();
  if (surface.field) {
    scene.scale = ValueScale(*surface.field, colorScale(display, *surface.objective), knownMinimum(*surface.objective));
  }
  dress(scene, display);
}

}  // namespace thalweg
