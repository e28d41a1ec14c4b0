#include "core/scenario/view_fit.h"

#include "core/base/format.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr double farthest = 1e100;      // squares, and equal axes a thousand times as wide, stay far from overflow
constexpr double narrowest = 1e-100;    // and their inverses
constexpr double leastRelative = 1e-9;  // a pixel of 16 384 is then some hundred steps of a double

}  // namespace

std::string unfitRange(double low, double high) {
  const std::string found = ", found " + formatShort(low) + " to " + formatShort(high);
  if (!(low < high)) return "expected two rising numbers" + found;
  const double largest = std::max(std::abs(low), std::abs(high));
  if (!(largest <= farthest)) return "expected numbers within ±1e100" + found;
  if (high - low < std::max(narrowest, leastRelative * largest))
    return "expected ends that are apart by at least 1e-100 and a billionth of the larger" + found;
  return {};
}

std::pair<double, double> fittedRange(double low, double high) {
  low = std::clamp(low, -farthest, farthest);
  high = std::clamp(high, -farthest, farthest);
  // Twice what is asked for, so that no rounding falls short of it.
  const double least = 2 * std::max(narrowest, leastRelative * std::max(std::abs(low), std::abs(high)));
  if (high - low >= least) return {low, high};
  const double middle = std::clamp(low + (high - low) / 2, least - farthest, farthest - least);
  return {middle - least / 2, middle + least / 2};
}

std::string unfitView(const View& view, char* axis) {
  std::string why = unfitRange(view.xMin, view.xMax);
  if (axis) *axis = 'x';
  if (!why.empty() || (view.yMin == 0 && view.yMax == 0)) return why;
  if (axis) *axis = 'y';
  return unfitRange(view.yMin, view.yMax);
}

}  // namespace thalweg
