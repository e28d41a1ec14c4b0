#pragma once
/// Where a plot's data lie on the screen: a rectangle of pixels and the box of data that fills it. A value.

#include "core/contracts/objective.h"

#include <QPointF>
#include <QRectF>

#include <algorithm>

namespace thalweg {

struct PlotFrame {
  QRectF rect;         ///< pixels; y grows downwards
  View view;           ///< data; y grows upwards
  bool footer = true;  ///< below it is room for a colour bar or a legend

  [[nodiscard]] double xScale() const { return rect.width() / (view.xMax - view.xMin); }
  [[nodiscard]] double yScale() const { return rect.height() / (view.yMax - view.yMin); }
  [[nodiscard]] QPointF toPixel(double x, double y) const {
    return {rect.left() + (x - view.xMin) * xScale(), rect.bottom() - (y - view.yMin) * yScale()};
  }
  [[nodiscard]] QPointF toData(const QPointF& pixel) const {
    return {view.xMin + (pixel.x() - rect.left()) / xScale(), view.yMin + (rect.bottom() - pixel.y()) / yScale()};
  }
  bool operator==(const PlotFrame&) const = default;
  /// The pixels of a box of data.
  [[nodiscard]] QRectF toPixels(const View& box) const {
    return QRectF(toPixel(box.xMin, box.yMax), toPixel(box.xMax, box.yMin));
  }
};

/// The smallest box round `view` that fills a rectangle of this size with equal units on both axes.
inline View filled(const View& view, const QSizeF& size) {
  const double width = view.xMax - view.xMin;
  const double height = view.yMax - view.yMin;
  if (size.isEmpty() || !(width > 0) || !(height > 0)) return view;
  const double unit = std::max(width / size.width(), height / size.height());
  const double dx = (unit * size.width() - width) / 2;
  const double dy = (unit * size.height() - height) / 2;
  return {view.xMin - dx, view.xMax + dx, view.yMin - dy, view.yMax + dy};
}

/// As `filled`, but where that would show far more than `view` across or upwards, it gives up of `view` what lies
/// beyond `focus` instead, a box within it that always stays in sight.
inline View filledRound(const View& view, const View& focus, const QSizeF& size) {
  constexpr double most = 1.5;  // times the box's own width or height
  if (size.isEmpty()) return view;
  // The part [low, high] that is `length` long, or longer where [first, last] needs it, as near the middle as can be.
  const auto shorten = [](double& low, double& high, double first, double last, double length) {
    const double wanted = std::max(length, last - first);
    if (!(wanted < high - low)) return;
    low = std::clamp((low + high - wanted) / 2, last - wanted, first);
    high = low + wanted;
  };
  const double aspect = size.width() / size.height();
  const double width = view.xMax - view.xMin;
  const double height = view.yMax - view.yMin;
  View box = view;
  shorten(box.xMin, box.xMax, focus.xMin, focus.xMax, most * height * aspect);
  shorten(box.yMin, box.yMax, focus.yMin, focus.yMax, most * width / aspect);
  return filled(box, size);
}

}  // namespace thalweg
