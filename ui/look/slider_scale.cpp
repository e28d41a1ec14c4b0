#include "ui/look/slider_scale.h"

#include "core/base/format.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr double kNotch = 0.04;
constexpr double kDecades = 1e-6;

bool logarithmic(Scale s) { return s == Scale::Log || s == Scale::LogOneMinus; }

/// The logarithmic part of a way, and the exact values that stand at its ends.
struct Way {
  double lo = 0, hi = 1;   ///< on the axis: value, log10 value, or −log10(1 − value)
  bool zeroBelow = false;  ///< the left 4 % are the value 0
  bool oneAbove = false;   ///< the right 4 % are the value 1
};

double axis(Scale s, double value) {
  if (s == Scale::Log) return std::log10(value);
  if (s == Scale::LogOneMinus) return -std::log10(1 - value);
  return value;
}

double cleaned(double value, int digits) { return parseNumber(formatSignificant(value, digits)).value_or(value); }

double fromAxis(Scale s, double at) {
  if (s == Scale::Log) return std::pow(10.0, at);
  if (s == Scale::LogOneMinus) return 1 - std::pow(10.0, -at);
  return at;
}

Way wayOf(const SliderScale& scale) {
  const SliderRange& r = scale.range;
  Way w;
  double min = r.min, max = r.max;
  if (r.scale == Scale::Log) {
    w.zeroBelow = min <= 0 || scale.zeroNotch;
    if (max <= 0) max = 1;
    if (min <= 0) min = kDecades * max;
  } else if (r.scale == Scale::LogOneMinus) {
    // A way from 0 needs no notch: 1 − 0 has a logarithm.
    w.zeroBelow = scale.zeroNotch && min > 0;
    w.oneAbove = max >= 1;
    if (max >= 1) max = 1 - kDecades;
  }
  w.lo = axis(r.scale, min);
  w.hi = axis(r.scale, max);
  if (!(w.hi > w.lo)) w.hi = w.lo + 1;
  return w;
}

double begin(const Way& w) { return w.zeroBelow ? kNotch : 0; }
double end(const Way& w) { return w.oneAbove ? 1 - kNotch : 1; }

}  // namespace

double sliderPosition(const SliderScale& scale, double value) {
  const Way w = wayOf(scale);
  const Scale s = scale.range.scale;
  if (std::isnan(value)) return 0;
  if (s == Scale::Log && !(value > 0)) return 0;
  if (s == Scale::LogOneMinus && value >= 1) return 1;
  if (w.zeroBelow && value <= 0) return 0;
  const double t = std::clamp((axis(s, value) - w.lo) / (w.hi - w.lo), 0.0, 1.0);
  return begin(w) + t * (end(w) - begin(w));
}

double sliderValue(const SliderScale& scale, double position) {
  const Way w = wayOf(scale);
  const double p = std::clamp(position, 0.0, 1.0);
  if (w.zeroBelow && p < kNotch / 2) return 0;
  if (w.oneAbove && p > 1 - kNotch / 2) return 1;
  const double t = std::clamp((p - begin(w)) / (end(w) - begin(w)), 0.0, 1.0);
  const double value = fromAxis(scale.range.scale, w.lo + t * (w.hi - w.lo));
  return scale.range.scale == Scale::Integer ? std::round(value) : value;
}

double sliderRounded(const SliderScale& scale, double position, double resolution, bool fine) {
  const double p = std::clamp(position, 0.0, 1.0);
  const SliderRange& r = scale.range;
  const double value = sliderValue(scale, p);
  if (value == 0 || value == 1 || r.scale == Scale::Integer) return value;
  // The ends are exact.
  if (p <= 0) return r.min;
  if (p >= 1) return r.max;
  const int digits = fine ? 3 : 2;
  if (r.scale == Scale::Log) return cleaned(value, digits);
  if (r.scale == Scale::LogOneMinus) return cleaned(1 - cleaned(1 - value, digits), 12);
  const double grain =
      std::pow(10.0, std::floor(std::log10((r.max - r.min) / std::max(2.0, resolution)))) / (fine ? 10 : 1);
  return std::clamp(cleaned(std::round(value / grain) * grain, 12), r.min, r.max);
}

std::vector<double> sliderTicks(const SliderScale& scale) {
  const Way w = wayOf(scale);
  const Scale s = scale.range.scale;
  std::vector<double> ticks;
  if (logarithmic(s)) {
    const double slack = 1e-9;
    for (double d = std::ceil(w.lo + slack); d < w.hi - slack; ++d)
      if (s == Scale::Log || d >= 1) ticks.push_back(cleaned(fromAxis(s, d), 12));
    return ticks;
  }
  const double span = w.hi - w.lo;
  double step = std::pow(10.0, std::floor(std::log10(span)));
  if (span / step < 2)
    step /= 5;
  else if (span / step < 5)
    step /= 2;
  if (s == Scale::Integer) step = std::max(1.0, std::round(step));
  for (double k = std::floor(w.lo / step) + 1; k * step < w.hi - 1e-9 * span; ++k)
    ticks.push_back(cleaned(k * step, 12));
  return ticks;
}

double sliderStepped(const SliderScale& scale, double value, double steps, bool fine) {
  if (steps == 0) return value;
  const SliderRange& r = scale.range;
  // Outside of the way: never pulled back by a step that leads away from it.
  if (value < r.min && steps < 0) return value;
  if (value > r.max && steps > 0) return value;
  const double p = sliderPosition(scale, value);
  double share = steps / (fine ? 1000.0 : 100.0);
  if (r.scale == Scale::Integer) {
    const double span = std::max(1.0, r.max - r.min);
    const double move = std::max(1.0, std::round(std::abs(share) * span));
    return std::clamp(std::round(value) + std::copysign(move, steps), std::min(r.min, value), std::max(r.max, value));
  }
  // Rounding may swallow a small step; then a larger one is tried.
  for (int attempt = 0; attempt < 200; ++attempt, share += steps / (fine ? 1000.0 : 100.0)) {
    const double moved = sliderRounded(scale, p + share, 100, fine);
    if ((steps > 0 && moved > value) || (steps < 0 && moved < value)) return moved;
    if (p + share > 1 || p + share < 0) break;
  }
  return value;
}

}  // namespace thalweg
