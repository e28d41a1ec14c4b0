#pragma once
/// A surface as panels, thumbnails and pictures show it, and how a scene takes it on.
/// Threads: `makeSurface` runs on any thread; results are immutable.

#include "core/scenario/scenario.h"
#include "core/surfaces/contour.h"
#include "core/surfaces/field.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace thalweg {

struct PanelScene;

struct Surface {
  std::shared_ptr<const Objective> objective;
  std::shared_ptr<const Field> field;              ///< two or more dimensions
  std::shared_ptr<const Contours> contours;        ///< likewise
  std::shared_ptr<const GradientField> gradients;  ///< likewise, where it was asked for
  std::shared_ptr<const Curve> curve;              ///< one dimension
  Plane plane;                                     ///< of the field
  bool refined = false;                            ///< as fine as the screen; else a first sketch
};

/// Minima and saddles that lie in a plane: all of them in one or two dimensions.
[[nodiscard]] std::vector<Landmark> landmarksInPlane(const Objective& objective, const Plane& plane);
/// The colour scale that the document asks for; "auto" is the objective's own.
[[nodiscard]] ColorScale colorScale(const Display& display, const Objective& objective);

/// `field` is in nodes; `gradients`: how many arrows each way, none without. nullptr after a stop request.
std::shared_ptr<const Surface> makeSurface(std::shared_ptr<const Objective> objective, const FieldRequest& field,
                                           std::optional<FieldRequest> gradients = {}, bool refined = true,
                                           const std::stop_token& stop = {});

/// Colour map, scale, axes and overlays as the document has them.
void dress(PanelScene& scene, const Display& display);
/// The surface's parts into a scene, coloured as the document says.
void setSurface(PanelScene& scene, const Surface& surface, const Display& display);

}  // namespace thalweg
