#include "ui/scenes/color_map.h"

#include "ui/look/theme.h"
#include "ui/scenes/color_tables.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

ColorMap tabled(const std::array<std::uint32_t, 256>& table) {
  ColorMap map;
  std::ranges::transform(table, map.colors.begin(), [](std::uint32_t rgb) { return 0xFF000000U | rgb; });
  return map;
}

ColorMap straight(const QColor& low, const QColor& high) {
  ColorMap map;
  for (std::size_t k = 0; k < map.colors.size(); ++k) {
    map.colors[k] = mixOklab(low, high, static_cast<double>(k) / 255).rgb();
  }
  return map;
}

/// Relative luminance and contrast ratio of WCAG 2.1.
double luminance(QRgb color) {
  const auto linear = [](int channel) {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(qRed(color)) + 0.7152 * linear(qGreen(color)) + 0.0722 * linear(qBlue(color));
}

double contrast(QRgb a, QRgb b) {
  const double first = luminance(a) + 0.05;
  const double second = luminance(b) + 0.05;
  return std::max(first, second) / std::min(first, second);
}

}  // namespace

QRgb ColorMap::at(double position) const {
  if (std::isnan(position)) return undefined;
  return colors[static_cast<std::size_t>(std::clamp(position * 256, 0.0, 255.0))];
}

ColorMap colorMap(ColorMapChoice choice, const Theme& theme) {
  switch (choice) {
    case ColorMapChoice::Viridis:
      return tabled(viridisTable);
    case ColorMapChoice::Cividis:
      return tabled(cividisTable);
    case ColorMapChoice::Grey:
      return theme.dark ? straight(QColor(0x101010), QColor(0x686868)) : straight(QColor(0x8A8A8A), QColor(0xF6F6F6));
    case ColorMapChoice::Theme:
      break;
  }
  return straight(theme.mapLow, theme.mapHigh);
}

ColorMapChoice colorMapChoice(std::string_view id) {
  if (id == "viridis") return ColorMapChoice::Viridis;
  if (id == "cividis") return ColorMapChoice::Cividis;
  if (id == "grey") return ColorMapChoice::Grey;
  return ColorMapChoice::Theme;
}

QColor inkOn(QRgb ground, const Theme& theme) {
  const QColor own = theme.contourLabel;
  const QColor other = makeTheme(!theme.dark).contourLabel;
  return contrast(own.rgb(), ground) >= contrast(other.rgb(), ground) ? own : other;
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
