#pragma once
/// One marker many times: on an image as small pictures, one for each half of a pixel, since a stroked shape costs as
/// much as a hundred pixels copied. Threads: that of its canvas.

#include "ui/scenes/stroke_canvas.h"

#include <QColor>
#include <QPixmap>
#include <QPointF>
#include <QString>

#include <array>

namespace thalweg {

struct Theme;

class MarkerStamp {
 public:
  /// `size`: logical pixels across, without the casing; `color`: a path's, with its edge where it needs one.
  MarkerStamp(StrokeCanvas& canvas, const QString& marker, const QColor& color, double size, const Theme& theme);

  void draw(const QPointF& at);

 private:
  [[nodiscard]] QPixmap picture(int phase) const;

  StrokeCanvas& canvas_;
  QString marker_;
  QColor color_;
  double size_;
  const Theme& theme_;
  double half_;
  std::array<QPixmap, 4> stamps_;
};

}  // namespace thalweg
