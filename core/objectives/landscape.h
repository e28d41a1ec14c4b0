#pragma once
/// Surfaces that are given by their values on a grid (objective `grid`): drawn, measured, or sampled from another one.
/// Row i of values belongs to y from the least on, column j to x. Threads: immutable; pure functions.

#include "core/contracts/matrix_option.h"
#include "core/objectives/spline_surface.h"

#include <memory>
#include <optional>
#include <string>

namespace thalweg {

/// What the objective of such a surface tells beside what every objective does.
class Landscape : public Objective {
 public:
  [[nodiscard]] virtual const SplineSurface& surface() const = 0;
  /// As they were given, before smoothing.
  [[nodiscard]] virtual const Eigen::MatrixXd& values() const = 0;
};

/// nullptr if the objective is none.
inline const Landscape* asLandscape(const Objective& objective) { return dynamic_cast<const Landscape*>(&objective); }

namespace landscape {

inline constexpr const char* id = "grid";
/// Values each way of a sheet that is about to be drawn on.
inline constexpr Index drawn = 129;
inline constexpr double farthestSmoothing = 20;  ///< steps of the grid

/// Options of a surface through `values` over `box`; the others are the defaults.
Options options(const Eigen::MatrixXd& values, const View& box, Packing packing = Packing::Smallest);

/// A Gaussian average of standard deviation `sigma` steps of the grid, mirrored at the edges, cut off at 4 sigma; as
/// scipy.ndimage.gaussian_filter has it by default.
Eigen::MatrixXd smoothed(const Eigen::MatrixXd& values, double sigma);

/// `drawn` by `drawn` values of an objective of two coordinates over `box`. Throws OptionError where it has no finite
/// values there.
Eigen::MatrixXd sampled(const Objective& objective, const View& box);

}  // namespace landscape

}  // namespace thalweg
