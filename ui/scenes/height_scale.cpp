#include "ui/scenes/height_scale.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

constexpr double spikeShare = 3;    // a top this many times further above the 99 % quantile than that above the minimum
constexpr double spikeRoom = 0.25;  // is cut off, so much above the quantile

}  // namespace

HeightKind heightKind(std::string_view id) {
  if (id == "linear") return HeightKind::Linear;
  if (id == "log") return HeightKind::Log;
  return HeightKind::Auto;
}

HeightScale::HeightScale(const Field& field, HeightKind kind, ColorScale colors, std::optional<double> knownMinimum) {
  if (field.quantiles.empty()) return;
  low_ = field.minimum;
  top_ = field.maximum;
  logarithmic_ = kind == HeightKind::Log || (kind == HeightKind::Auto && colors == ColorScale::Log);
  if (logarithmic_) {
    offset_ = std::min(knownMinimum.value_or(low_), low_);
    const double range = top_ / 2 - offset_ / 2;
    unit_ = field.quantile(0.01) - offset_;
    // A surface that is flat at its foot has no first per cent to speak of.
    if (!(unit_ > 1e-9 * range)) unit_ = std::max(1e-9 * range, std::numeric_limits<double>::min());
    if (!std::isfinite(unit_)) unit_ = range;
    lowLog_ = std::log10(1 + (low_ - offset_) / unit_);
    highLog_ = std::log10(1 + (top_ / unit_ - offset_ / unit_));
    if (std::isfinite(highLog_)) return;
    logarithmic_ = false;
  }
  const double usual = field.quantile(0.99);
  if (top_ / 2 - usual / 2 > spikeShare * (usual / 2 - low_ / 2) && usual > low_) {
    top_ = usual + spikeRoom * (usual - low_);
    cuts_ = true;
  }
}

double HeightScale::height(double value) const {
  if (std::isnan(value)) return value;
  if (!(top_ > low_)) return 0;
  const double clamped = std::clamp(value, low_, top_);
  if (!logarithmic_) return (clamped / 2 - low_ / 2) / (top_ / 2 - low_ / 2);  // halves: no range overflows
  return std::clamp((std::log10(1 + (clamped - offset_) / unit_) - lowLog_) / (highLog_ - lowLog_), 0.0, 1.0);
}

double HeightScale::value(double height) const {
  if (!logarithmic_) return low_ * (1 - height) + top_ * height;
  return offset_ + unit_ * (std::pow(10.0, lowLog_ + height * (highLog_ - lowLog_)) - 1);
}

std::vector<double> HeightScale::marks(Index count) const {
  std::vector<double> result;
  if (!(top_ > low_) || count < 1) return result;
  if (logarithmic_) {
    const double first = std::ceil(std::log10(std::max(value(0.1) - offset_, std::numeric_limits<double>::min())));
    const double last = std::floor(std::log10(top_ - offset_));
    const double every = std::max(1.0, std::ceil((last - first + 1) / static_cast<double>(count)));
    for (double k = last; k >= first; k -= every) result.push_back(offset_ + std::pow(10.0, k));
    std::ranges::reverse(result);
    return result;
  }
  const double rough = (top_ / 2 - low_ / 2) / static_cast<double>(count) * 2;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  const double share = rough / power;
  const double every = power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
  if (!std::isfinite(every) || !(every > 0)) return result;
  const double first = std::ceil(low_ / every);
  for (double k = first; k * every <= top_ && k < first + 32; ++k) result.push_back(k * every);
  return result;
}

}  // namespace thalweg
