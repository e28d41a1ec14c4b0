#include "ui/scenes/relief_mesh.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Between the field's nodes; beyond the outermost ones their own value.
double sample(const Field& field, double x, double y) {
  const double column = std::clamp((x - field.view.xMin) / (field.view.xMax - field.view.xMin), 0.0, 1.0) *
                        static_cast<double>(field.columns - 1);
  const double row = std::clamp((y - field.view.yMin) / (field.view.yMax - field.view.yMin), 0.0, 1.0) *
                     static_cast<double>(field.rows - 1);
  const Index left = std::min(static_cast<Index>(column), field.columns - 2);
  const Index below = std::min(static_cast<Index>(row), field.rows - 2);
  const double u = column - static_cast<double>(left);
  const double v = row - static_cast<double>(below);
  // A node that counts for nothing may be undefined: 0 · NaN would spread it.
  const auto mixed = [](double a, double b, double t) { return t <= 0 ? a : t >= 1 ? b : a * (1 - t) + b * t; };
  return mixed(mixed(field.at(left, below), field.at(left + 1, below), u),
               mixed(field.at(left, below + 1), field.at(left + 1, below + 1), u), v);
}

}  // namespace

double ReliefMesh::x(Index column) const {
  return view.xMin + (view.xMax - view.xMin) * static_cast<double>(column) / static_cast<double>(columns - 1);
}
double ReliefMesh::y(Index row) const {
  return view.yMin + (view.yMax - view.yMin) * static_cast<double>(row) / static_cast<double>(rows - 1);
}

double ReliefMesh::at(double x, double y) const {
  if (height.empty()) return missing;
  const double column = (x - view.xMin) / (view.xMax - view.xMin) * static_cast<double>(columns - 1);
  const double row = (y - view.yMin) / (view.yMax - view.yMin) * static_cast<double>(rows - 1);
  constexpr double slack = 1e-9;  // a point on the edge is inside, whatever the last bit says
  if (!(column >= -slack && row >= -slack && column <= static_cast<double>(columns - 1) + slack &&
        row <= static_cast<double>(rows - 1) + slack))
    return missing;
  const Index left = std::clamp<Index>(static_cast<Index>(column), 0, columns - 2);
  const Index below = std::clamp<Index>(static_cast<Index>(row), 0, rows - 2);
  const double u = column - static_cast<double>(left);
  const double v = row - static_cast<double>(below);
  const auto node = [&](Index dx, Index dy) -> double {
    return height[static_cast<std::size_t>((below + dy) * columns + left + dx)];
  };
  const double low = node(0, 0);
  const double high = node(1, 1);
  if (u >= v) return low + u * (node(1, 0) - low) + v * (high - node(1, 0));
  return low + v * (node(0, 1) - low) + u * (high - node(0, 1));
}

void ReliefMesh::slope(Index column, Index row, double& dx, double& dy) const {
  const auto node = [&](Index c, Index r) -> double { return height[static_cast<std::size_t>(r * columns + c)]; };
  const double here = node(column, row);
  const auto along = [&](double before, double after, double step) {
    const bool hasBefore = !std::isnan(before);
    const bool hasAfter = !std::isnan(after);
    if (hasBefore && hasAfter) return (after - before) / (2 * step);
    if (hasAfter) return (after - here) / step;
    if (hasBefore) return (here - before) / step;
    return 0.0;
  };
  const double xStep = (view.xMax - view.xMin) / static_cast<double>(columns - 1);
  const double yStep = (view.yMax - view.yMin) / static_cast<double>(rows - 1);
  dx = along(column > 0 ? node(column - 1, row) : missing, column + 1 < columns ? node(column + 1, row) : missing,
             xStep);
  dy = along(row > 0 ? node(column, row - 1) : missing, row + 1 < rows ? node(column, row + 1) : missing, yStep);
}

ReliefMesh makeReliefMesh(const Field& field, const View& box, const HeightScale& heights, const ValueScale& colors,
                          Index most) {
  ReliefMesh mesh;
  mesh.view = box;
  mesh.columns = std::clamp<Index>(field.columns, 2, most);
  mesh.rows = std::clamp<Index>(field.rows, 2, most);
  mesh.scale = heights;
  const auto nodes = static_cast<std::size_t>(mesh.columns * mesh.rows);
  mesh.height.resize(nodes);
  mesh.color.resize(nodes);
  mesh.cut.resize(nodes);
  for (Index row = 0; row < mesh.rows; ++row) {
    for (Index column = 0; column < mesh.columns; ++column) {
      const auto i = static_cast<std::size_t>(row * mesh.columns + column);
      const double f = sample(field, mesh.x(column), mesh.y(row));
      mesh.height[i] = static_cast<float>(heights.height(f));
      mesh.color[i] = static_cast<float>(colors.position(f));
      mesh.cut[i] = heights.cuts() && f > heights.top() ? 1.0F : 0.0F;
    }
  }
  mesh.riseX.resize(nodes);
  mesh.riseY.resize(nodes);
  for (Index row = 0; row < mesh.rows; ++row) {
    for (Index column = 0; column < mesh.columns; ++column) {
      const auto i = static_cast<std::size_t>(row * mesh.columns + column);
      double dx = 0, dy = 0;
      mesh.slope(column, row, dx, dy);
      mesh.riseX[i] = static_cast<float>(dx * (box.xMax - box.xMin));
      mesh.riseY[i] = static_cast<float>(dy * (box.yMax - box.yMin));
    }
  }
  return mesh;
}

}  // namespace thalweg
