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

QColor blended(const QColor& color, const QColor& ground, qreal share) {
  const auto channel = [share](float over, float under) {
    return static_cast<float>(share * over + (1 - share) * under);
  };
  return QColor::fromRgbF(channel(color.redF(), ground.redF()), channel(color.greenF(), ground.greenF()),
                          channel(color.blueF(), ground.blueF()));
}

QColor fadedOn(const QColor& color, const QColor& ground, qreal share) {
  constexpr qreal step = 0.05;
  for (; share < 1; share += step) {
    const QColor faded = blended(color, ground, share);
    if (contrast(faded, ground) >= leastContrast) return faded;
  }
  return edgeOn(color, ground);
}

QColor textInk(const QColor& color, const QColor& ground, const QColor& text) {
  constexpr qreal step = 0.1;
  constexpr double readable = 4.5;
  QColor ink = color;
  for (qreal share = step; contrast(ink, ground) < readable && share < 1 + step / 2; share += step)
    ink = mixOklab(color, text, share);
  return ink;
}

}  // namespace thalweg
