#pragma once
/// Colours of a surface: 256 steps from low to high, and the picture of a field in them.
///
/// Sources: viridis by S. van der Walt and N. Smith (2015), cividis by J. Nuñez, C. Anderton and R. Renslow (2018,
/// PLOS ONE 13(7) e0199239), both sampled from matplotlib 3.8's tables at every 17th entry and linear between.
/// Threads: pure functions.

#include "core/field.h"

#include <QColor>
#include <QImage>

#include <array>

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

/// One pixel a node, top row first.
QImage fieldImage(const Field& field, const ValueScale& scale, const ColorMap& map);

}  // namespace thalweg
