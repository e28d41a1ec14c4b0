#pragma once
/// Colours of a surface: 256 steps from low to high, and the picture of a field in them.
/// Sources of viridis and cividis: ui/scenes/color_tables.h.
/// Threads: pure functions.

#include "core/surfaces/field.h"

#include <QColor>
#include <QImage>

#include <array>
#include <string_view>

namespace thalweg {

struct Theme;

enum class ColorMapChoice { Theme, Viridis, Cividis, Grey };

struct ColorMap {
  std::array<QRgb, 256> colors{};
  QRgb undefined = 0;  ///< where the field is not a number; transparent shows the ground
  [[nodiscard]] QRgb at(double position) const;
};

/// The theme's own map is a straight line in OKLab between its two colours.
ColorMap colorMap(ColorMapChoice choice, const Theme& theme);

/// By one of the display's "color_map"; the theme's own for any other.
ColorMapChoice colorMapChoice(std::string_view id);

/// What can be read on `ground`: the theme's ink for contours or, where that has less contrast, the other theme's.
QColor inkOn(QRgb ground, const Theme& theme);

/// One pixel a node, top row first.
QImage fieldImage(const Field& field, const ValueScale& scale, const ColorMap& map);

}  // namespace thalweg
