#include "ui/look/contrast.h"

#include "ui/look/theme.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

double luminance(const QColor& color) {
  const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

}  // namespace

double contrast(const QColor& one, const QColor& other) {
  const double a = luminance(one);
  const double b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor edgeOn(const QColor& color, const QColor& ground) {
  constexpr double step = 0.05;
  // Where black and white are as far from the ground.
  constexpr double middle = 0.1791;
  const QColor end = luminance(ground) > middle ? Qt::black : Qt::white;
  QColor edge = color;
  for (double share = step; contrast(edge, ground) < leastContrast && share < 1 + step / 2; share += step)
    edge = mixOklab(color, end, share);
  return edge;
}

}  // namespace thalweg
