#pragma once
/// A training run that another program made and wrote down: the weights every few steps, with their losses.
///
/// Shapes: a row a point that was kept, a column a weight. Threads: plain values; share const ones freely.

#include "core/base/types.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace thalweg {

/// A parameter tensor among the weights, in their order.
struct RecordedParameter {
  std::string name;            ///< "0.weight"
  std::vector<Index> lengths;  ///< an axis each
};

/// Two directions from a point, of length 1 and at right angles: where the run moves most.
struct RecordedPlane {
  std::vector<double> origin, u, v;  ///< a number a weight
};

/// The loss on the plane, evaluated by who recorded: at x[i], y[k] it is values(k, i).
struct RecordedGrid {
  std::vector<double> x, y;  ///< rising, at least two each
  Eigen::ArrayXXd values;    ///< a row an entry of y; NaN where it was not finite
};

struct RecordedRun {
  std::string label;                          ///< the file's own, else the optimizer's, else the file's name
  std::string settings;                       ///< "AdamW, lr 0.01"; empty where the file does not say
  Points points;                              ///< finite; at least one row, at least two columns
  Column loss;                                ///< a number a row; all NaN where the file has none
  Points rates;                               ///< a column a parameter group; none where the file has none
  Column gradientNorm;                        ///< NaN where the file has none
  std::vector<std::int64_t> steps;            ///< of the optimizer, that were made before each row; rising
  bool broke = false;                         ///< further rows, or their losses, were not finite, and are left off
  std::vector<RecordedParameter> parameters;  ///< empty: one vector
  std::optional<RecordedPlane> plane;
  std::optional<RecordedGrid> grid;  ///< on the plane

  /// How many of the optimizer's steps lie between two rows; 0 where they are not equal.
  [[nodiscard]] std::int64_t every() const;
};

/// The runs that a scenario names, with one number of weights.
struct RecordedRuns {
  std::vector<std::string> files;  ///< absolute names
  std::vector<RecordedRun> runs;   ///< a file each
};

}  // namespace thalweg
