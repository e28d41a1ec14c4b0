#include "ui/scenes/marker_stamp.h"

#include "ui/look/markers.h"
#include "ui/look/theme.h"
#include "ui/scenes/path_painter.h"

#include <QPainter>
#include <QPixmapCache>

#include <cmath>

namespace thalweg {

MarkerStamp::MarkerStamp(StrokeCanvas& canvas, const QString& marker, const QColor& color, double size,
                         const Theme& theme)
    : canvas_(canvas), marker_(marker), color_(color), size_(size), theme_(theme), half_(std::ceil(size)) {}

void MarkerStamp::draw(const QPointF& at) {
  // Painters ignore a pixmap's ratio below 1.
  if (canvas_.ratio() < 1) {
    drawMarker(canvas_.painter(), marker_, at, size_, color_, theme_.casing, theme_.plot.marks,
               pathEdge(color_, theme_));
    return;
  }
  const double unit = 2 * canvas_.ratio();
  const QPointF origin = canvas_.clip().topLeft();
  const double x = std::round((at.x() - origin.x()) * unit);
  const double y = std::round((at.y() - origin.y()) * unit);
  const int phase = (static_cast<int>(x) & 1) | (static_cast<int>(y) & 1) << 1;
  QPixmap& stamp = stamps_[static_cast<std::size_t>(phase)];
  if (stamp.isNull()) stamp = picture(phase);
  const QPointF corner(std::floor(x / 2) / canvas_.ratio() - half_, std::floor(y / 2) / canvas_.ratio() - half_);
  canvas_.painter().drawPixmap(origin + corner, stamp);
}

/// Kept between frames by all that decides how it looks.
QPixmap MarkerStamp::picture(int phase) const {
  const QColor edge = pathEdge(color_, theme_);
  const QString key = QStringLiteral("thalweg-marker %1 %2 %3 %4 %5 %6 %7 %8")
                          .arg(marker_)
                          .arg(color_.rgba())
                          .arg(theme_.casing.rgba())
                          .arg(theme_.plot.marks)
                          .arg(size_)
                          .arg(canvas_.ratio())
                          .arg(phase)
                          .arg(edge.rgba());
  QPixmap stamp;
  if (QPixmapCache::find(key, &stamp)) return stamp;
  const int pixels = static_cast<int>(std::ceil((2 * half_ + 1) * canvas_.ratio()));
  stamp = QPixmap(pixels, pixels);
  stamp.setDevicePixelRatio(canvas_.ratio());
  stamp.fill(Qt::transparent);
  QPainter painter(&stamp);
  painter.setRenderHint(QPainter::Antialiasing);
  const QPointF shift = QPointF(phase & 1, phase >> 1) / (2 * canvas_.ratio());
  drawMarker(painter, marker_, QPointF(half_, half_) + shift, size_, color_, theme_.casing, theme_.plot.marks, edge);
  painter.end();
  QPixmapCache::insert(key, stamp);
  return stamp;
}

}  // namespace thalweg
