#include "ui/views/color_map.h"

#include "ui/theme.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

using Samples = std::array<QRgb, 16>;

constexpr Samples kViridis = {0x440154, 0x481a6c, 0x472f7d, 0x414487, 0x39568c, 0x31688e, 0x2a788e, 0x23888e,
                              0x1f988b, 0x22a884, 0x35b779, 0x54c568, 0x7ad151, 0xa5db36, 0xd2e21b, 0xfde725};
constexpr Samples kCividis = {0x00224e, 0x002e6c, 0x1e3a6f, 0x35456c, 0x47516c, 0x575d6d, 0x666970, 0x757575,
                              0x848279, 0x948e77, 0xa59c74, 0xb7a96e, 0xc8b866, 0xdbc75a, 0xeed649, 0xfee838};

QRgb between(QRgb a, QRgb b, double t) {
  const auto mix = [t](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * t)); };
  return qRgb(mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b)));
}

ColorMap sampled(const Samples& samples) {
  ColorMap map;
  for (std::size_t k = 0; k < map.colors.size(); ++k) {
    const std::size_t below = std::min<std::size_t>(k / 17, samples.size() - 2);
    map.colors[k] = between(samples[below], samples[below + 1], static_cast<double>(k - 17 * below) / 17);
  }
  return map;
}

ColorMap straight(const QColor& low, const QColor& high) {
  ColorMap map;
  for (std::size_t k = 0; k < map.colors.size(); ++k) {
    map.colors[k] = mixOklab(low, high, static_cast<double>(k) / 255).rgb();
  }
  return map;
}

}  // namespace

QRgb ColorMap::at(double position) const {
  if (std::isnan(position)) return undefined;
  return colors[static_cast<std::size_t>(std::clamp(position * 256, 0.0, 255.0))];
}

ColorMap colorMap(ColorMapChoice choice, const Theme& theme) {
  switch (choice) {
    case ColorMapChoice::Viridis:
      return sampled(kViridis);
    case ColorMapChoice::Cividis:
      return sampled(kCividis);
    case ColorMapChoice::Grey:
      return theme.dark ? straight(QColor(0x101010), QColor(0x686868)) : straight(QColor(0x8A8A8A), QColor(0xF6F6F6));
    case ColorMapChoice::Theme:
      break;
  }
  return straight(theme.mapLow, theme.mapHigh);
}

QImage fieldImage(const Field& field, const ValueScale& scale, const ColorMap& map) {
  QImage image(static_cast<int>(field.columns), static_cast<int>(field.rows), QImage::Format_ARGB32_Premultiplied);
  const std::vector<double> thresholds = scale.thresholds(256);
  for (Index row = 0; row < field.rows; ++row) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(static_cast<int>(field.rows - 1 - row)));
    const double* values = field.values.data() + row * field.columns;
    for (Index column = 0; column < field.columns; ++column) {
      // Eight halvings without a jump; NaN falls through to 0 and is told apart below.
      const double value = values[column];
      const double* base = thresholds.data();
      for (std::ptrdiff_t half = 128; half > 0; half /= 2) base += base[half - 1] <= value ? half : 0;
      line[column] = std::isnan(value) ? map.undefined : map.colors[static_cast<std::size_t>(base - thresholds.data())];
    }
  }
  return image;
}

}  // namespace thalweg
