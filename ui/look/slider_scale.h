#pragma once
/// How a slider's range is divided: from a position in 0…1 to a value and back, ticks, and steps of keys and wheel.
///
/// A logarithmic way has no zero (a log of 1 − x way no one), although options often allow it. Two things make it
/// reachable:
///  - `min` ≤ 0 on a Log way, or `max` ≥ 1 on a LogOneMinus way, means that this end is the exact value 0 (or 1): it
///    takes the last 4 % of the way, and the rest runs over six decades (to 10⁻⁶ · max, or to 1 − 10⁻⁶);
///  - `zeroNotch` adds such a place at the left end of any Log or LogOneMinus way whose `min` is above 0.
/// A value outside the way has the position of the nearer end and is never changed by being shown.
/// Threads: pure functions.

#include "core/contracts/catalog.h"

#include <vector>

namespace thalweg {

struct SliderScale {
  SliderRange range;
  bool zeroNotch = false;
  bool operator==(const SliderScale&) const = default;
};

/// 0…1; the nearer end for a value beyond the way.
[[nodiscard]] double sliderPosition(const SliderScale& scale, double value);
/// The value at `position`, not rounded; positions beyond 0…1 count as the ends.
[[nodiscard]] double sliderValue(const SliderScale& scale, double position);
/// The same rounded to what a hand can mean: 2 significant digits (3 if `fine`) of the value, or of 1 − value; on a
/// linear way to a power of ten at most 1 / `resolution` of the way.
[[nodiscard]] double sliderRounded(const SliderScale& scale, double position, double resolution, bool fine);
/// Decades; .9, .99, .999 on a LogOneMinus way; round values on a linear one. Only those strictly inside the way.
[[nodiscard]] std::vector<double> sliderTicks(const SliderScale& scale);
/// `value` moved by `steps` key presses (negative: to the left), a hundredth of the way each, ten times finer if
/// `fine`, at least one on an Integer way. A value outside the way is moved only towards it.
[[nodiscard]] double sliderStepped(const SliderScale& scale, double value, double steps, bool fine);

}  // namespace thalweg
