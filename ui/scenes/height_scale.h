#pragma once
/// How high a value stands in a relief: a rising map from f to [0, 1].
///
///   Linear  (f − min) / (top − min), `top` the largest value, or a little above the 99 % quantile where a few spikes
///           would flatten all else; what lies above is cut off flat
///   Log     log₁₀(1 + (f − f*) / s), s the 1 % quantile of f − f*, so that there is no pole at the minimum
/// Threads: a value. Errors: none; NaN stays NaN.

#include "core/surfaces/field.h"
#include "ui/scenes/relief_view.h"

#include <optional>
#include <vector>

namespace thalweg {

class HeightScale {
 public:
  HeightScale() = default;
  /// Auto is logarithmic where the surface is coloured so.
  HeightScale(const Field& field, HeightKind kind, ColorScale colors, std::optional<double> knownMinimum = {});

  /// In [0, 1]; NaN for NaN. An infinite value is as high as can be, or as low.
  [[nodiscard]] double height(double value) const;
  /// The value at a height in [0, 1].
  [[nodiscard]] double value(double height) const;
  [[nodiscard]] bool isLogarithmic() const { return logarithmic_; }
  /// What is subtracted before the logarithm; 0 on a linear scale.
  [[nodiscard]] double offset() const { return logarithmic_ ? offset_ : 0; }
  [[nodiscard]] double top() const { return top_; }
  /// Whether values above `top` are cut off.
  [[nodiscard]] bool cuts() const { return cuts_; }
  /// Values for an axis, rising: powers of ten above `offset`, or short decimals; at most about `count`.
  [[nodiscard]] std::vector<double> marks(Index count) const;

 private:
  bool logarithmic_ = false;
  bool cuts_ = false;
  double low_ = 0;
  double top_ = 1;
  double offset_ = 0;
  double unit_ = 1;    // s
  double lowLog_ = 0;  // of low_ and top_
  double highLog_ = 1;
};

}  // namespace thalweg
