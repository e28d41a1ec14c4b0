#pragma once
/// The two array types that everything in core speaks.

#include <Eigen/Core>

namespace thalweg {

using Eigen::Index;

/// Many points at once: a row is a start (or a step of one path), a column a coordinate. Column-major, so that one
/// coordinate of all rows is contiguous and one row of many coordinates is, too.
using Points = Eigen::ArrayXXd;

/// One number a row.
using Column = Eigen::ArrayXd;

}  // namespace thalweg
