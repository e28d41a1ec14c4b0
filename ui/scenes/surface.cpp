#include "ui/scenes/surface.h"

#include "core/objectives/landscape.h"
#include "ui/scenes/panel_scene.h"

#include <utility>

namespace thalweg {

namespace {

/// What a brush has left level often lies at a round height, and so do levels; rounding would decide where their lines
/// go. They go just above it.
std::vector<ContourLevel> besideLevelGround(std::vector<ContourLevel> levels, const Field& field) {
  constexpr double near = 1e-4;   // of the field's range
  constexpr double share = 0.02;  // of its values
  const double close = near * (field.maximum - field.minimum);
  for (ContourLevel& level : levels) {
    if (field.rank(level.value + close) - field.rank(level.value - close) > share) level.value += 3 * close;
  }
  return levels;
}

}  // namespace

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
    std::vector<ContourLevel> levels = contourLevels(*surface->field, rule, knownMinimum(*objective));
    if (asLandscape(*objective)) levels = besideLevelGround(std::move(levels), *surface->field);
    surface->contours = traceContours(*surface->field, std::move(levels), stop);
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
