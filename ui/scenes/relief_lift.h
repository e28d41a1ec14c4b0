#pragma once
/// What is drawn round a point of the map's plane (arrows, ellipses), lifted into a landscape: into the plane that
/// touches the drawn surface there. Onto the surface itself: `layOnRelief` in relief_path.h.
/// Threads: pure functions.

#include "ui/scenes/relief_frame.h"
#include "ui/scenes/relief_mesh.h"

#include <QPointF>

#include <optional>

namespace thalweg {

/// Heights are the drawn surface's, on whatever scale it has.
struct TangentPlane {
  QPointF at;         ///< data
  double height = 0;  ///< of the surface there
  double dx = 0;      ///< ∂height/∂x
  double dy = 0;      ///< ∂height/∂y

  [[nodiscard]] double heightAt(const QPointF& p) const {
    return height + dx * (p.x() - at.x()) + dy * (p.y() - at.y());
  }
};

/// None outside the box and in holes.
[[nodiscard]] std::optional<TangentPlane> tangentPlane(const ReliefMesh& mesh, const QPointF& at);
/// The pixel of a point of data, lifted into the plane.
[[nodiscard]] QPointF liftedInto(const TangentPlane& plane, const ReliefFrame& frame, const QPointF& point);

}  // namespace thalweg
