#pragma once
/// The nodes of a relief: heights, colours and slopes of a surface over its box.
///
/// Shapes: `columns` × `rows` nodes, row by row from yMin, columns from xMin; the outermost nodes lie on the box's
/// edge. A node where the function is undefined is NaN and leaves a hole. Threads: an immutable value.

#include "core/surfaces/field.h"
#include "ui/scenes/height_scale.h"

#include <vector>

namespace thalweg {

struct ReliefMesh {
  View view;
  Index columns = 0;
  Index rows = 0;
  std::vector<float> height;  ///< [0, 1]
  std::vector<float> color;   ///< position in the colour map, [0, 1]
  std::vector<float> cut;     ///< 1 where the value lies above the scale's top, else 0
  std::vector<float> riseX;   ///< ∂height/∂x and ∂height/∂y, a unit of height over the whole box
  std::vector<float> riseY;
  HeightScale scale;

  [[nodiscard]] double x(Index column) const;
  [[nodiscard]] double y(Index row) const;
  /// The height of the drawn surface at x, y in data: NaN outside the box and in holes. Each cell is two triangles,
  /// parted from its lower left to its upper right corner.
  [[nodiscard]] double at(double x, double y) const;
  /// ∂height/∂x and ∂height/∂y at a node, a unit of height a unit of data.
  void slope(Index column, Index row, double& dx, double& dy) const;
};

/// Nodes a side of a landscape at rest, and of one that turns.
inline constexpr Index restingNodes = 200;
inline constexpr Index turningNodes = 100;

/// At most `most` nodes a side, taken from the field between its own nodes.
ReliefMesh makeReliefMesh(const Field& field, const View& box, const HeightScale& heights, const ValueScale& colors,
                          Index most = restingNodes);

}  // namespace thalweg
