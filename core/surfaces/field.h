#pragma once
/// An objective's values over a rectangle or along a line: what heat maps, contours and curves are made from.
///
/// Shapes: a field has `columns` × `rows` nodes; column 0 lies on view.xMin, the last one on view.xMax, row 0 on
/// view.yMin. Where the objective is undefined the value is NaN or infinite, and stays out of range and ranks.
/// Errors: std::invalid_argument for a request that does not fit the objective. Threads: functions may be called from
/// any thread; results are immutable values.

#include "core/contracts/objective.h"
#include "core/surfaces/plane.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace thalweg {

/// Which rectangle of which plane, and how finely.
struct FieldRequest {
  View view;
  Index columns = 2;  ///< at least 2
  Index rows = 2;     ///< at least 2
  Plane plane;
  bool operator==(const FieldRequest&) const = default;

  /// The same with about 1/`factor` of the nodes each way.
  [[nodiscard]] FieldRequest coarser(Index factor) const;
};

struct Field {
  View view;
  Index columns = 0;
  Index rows = 0;
  Column values;                  ///< columns × rows, row by row from yMin
  double minimum = 0;             ///< of the finite values; 0 where there are none
  double maximum = 0;             ///< likewise
  Index finite = 0;               ///< how many values are finite
  std::vector<double> quantiles;  ///< rising; entry k of n is the k/(n − 1) quantile. Empty where nothing is finite

  [[nodiscard]] double at(Index column, Index row) const { return values[row * columns + column]; }
  [[nodiscard]] double x(Index column) const;
  [[nodiscard]] double y(Index row) const;
  /// Fraction of the view's finite values below `value`, in [0, 1].
  [[nodiscard]] double rank(double value) const;
  /// The value below which the fraction `p` in [0, 1] lies.
  [[nodiscard]] double quantile(double p) const;
};

/// Evaluates on all cores. nullptr after a stop request. `objective` has two or more dimensions.
std::shared_ptr<const Field> evaluateField(const Objective& objective, const FieldRequest& request,
                                           std::stop_token stop = {});

/// ∇f at the nodes of a coarse grid, for a field of arrows.
struct GradientField {
  View view;
  Index columns = 0;
  Index rows = 0;
  Column f;         ///< columns × rows, row by row from yMin
  Points gradient;  ///< likewise: the two components in the plane that is shown
  /// Likewise, in [0, 1]: where log ‖∇f‖ lies between its 5 % and 95 % quantile, so that no arrow is lost among six
  /// decades. NaN where there is no direction: where ∇f is 0 or undefined.
  Column strength;

  [[nodiscard]] double x(Index column) const;
  [[nodiscard]] double y(Index row) const;
};

/// As evaluateField; one column or row stands in the middle of the view.
std::shared_ptr<const GradientField> evaluateGradients(const Objective& objective, const FieldRequest& request,
                                                       std::stop_token stop = {});

/// f along one coordinate.
struct Curve {
  double first = 0;
  double last = 1;
  Column x;
  Column f;
  double minimum = 0;  ///< of the finite values
  double maximum = 0;
};
/// The box that shows `view` of an objective: of a function of one variable, whose box has no height, with the range of
/// its values and a little room beyond; else as it is.
View shownBox(const Objective& objective, const View& view);

/// `samples` ≥ 2 equal steps from `first` to `last` along `coordinate` through `base` (empty: the origin).
std::shared_ptr<const Curve> sampleCurve(const Objective& objective, double first, double last, Index samples,
                                         Index coordinate = 0, const std::vector<double>& base = {});

/// A rising map from values to [0, 1], by which surfaces are coloured.
///   Linear  (f − min) / (max − min)
///   Log     log((f − f*) / l) / log(h / l), f* the known minimum (else the field's), l the 0.1 % quantile above f*,
///           h the field's maximum above f*
///   Rank    0.8 · rank + 0.2 · linear
class ValueScale {
 public:
  ValueScale() = default;
  ValueScale(const Field& field, ColorScale kind, std::optional<double> knownMinimum = {});
  bool operator==(const ValueScale&) const = default;

  /// Clamped to [0, 1]; NaN for NaN.
  [[nodiscard]] double position(double value) const;
  /// The values at 1/n, 2/n … (n − 1)/n: where colour k gives way to colour k + 1.
  [[nodiscard]] std::vector<double> thresholds(Index n) const;
  /// The value at `position` in [0, 1]: the inverse of `position(value)`.
  [[nodiscard]] double value(double position) const;
  /// Values that a legend can name, rising: about `n` short decimals (above `offset()`), spread over the positions.
  [[nodiscard]] std::vector<double> marks(Index n) const;
  [[nodiscard]] ColorScale kind() const { return kind_; }
  /// What is subtracted before the logarithm; 0 for other scales.
  [[nodiscard]] double offset() const { return offset_; }

 private:
  ColorScale kind_ = ColorScale::Linear;
  double low_ = 0;
  double high_ = 1;
  double offset_ = 0;
  std::vector<double> knots_;      // rank scale: values, and
  std::vector<double> positions_;  // their positions
};

}  // namespace thalweg
