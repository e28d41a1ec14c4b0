#include "ui/look/marker_stamp.h"

#include "ui/look/markers.h"

#include <QHash>
#include <QImage>
#include <QPaintEngine>
#include <QPainter>

#include <cmath>

namespace thalweg {

namespace {

/// All that decides how a stamp looks.
struct StampLook {
  QString id;
  QRgb color, casing, edge;
  qreal size, casingWidth, ratio;
  int phase;  // of half pixels: 1 to the right, 2 downwards
  bool operator==(const StampLook&) const = default;
};

size_t qHash(const StampLook& look, size_t seed) {
  return qHashMulti(seed, look.id, look.color, look.casing, look.edge, look.size, look.casingWidth, look.ratio,
                    look.phase);
}

QImage stampOf(const StampLook& look, qreal half, const QColor& color, const QColor& casing, const QColor& edge) {
  const int pixels = static_cast<int>(std::ceil((2 * half + 1) * look.ratio));
  QImage stamp(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
  stamp.setDevicePixelRatio(look.ratio);
  stamp.fill(Qt::transparent);
  QPainter painter(&stamp);
  const QPointF shift = QPointF(look.phase & 1, look.phase >> 1) / (2 * look.ratio);
  drawMarker(painter, look.id, QPointF(half, half) + shift, look.size, color, casing, look.casingWidth, edge);
  return stamp;
}

}  // namespace

void stampMarker(QPainter& painter, const QString& id, const QPointF& center, qreal size, const QColor& color,
                 const QColor& casing, qreal casingWidth, const QColor& edge) {
  const QTransform& device = painter.deviceTransform();
  const qreal ratio = device.m11();
  const bool pixels = painter.paintEngine()->type() == QPaintEngine::Raster && device.type() <= QTransform::TxScale &&
                      ratio == device.m22() && ratio >= 1;  // painters ignore a picture's ratio below 1
  if (!pixels) return drawMarker(painter, id, center, size, color, casing, casingWidth, edge);
  const qreal half = std::ceil(size);
  const QPointF at = device.map(center);
  const qreal x = std::round(at.x() * 2);
  const qreal y = std::round(at.y() * 2);
  const qreal left = std::floor(x / 2);
  const qreal top = std::floor(y / 2);
  const int phase = static_cast<int>(x - 2 * left) | static_cast<int>(y - 2 * top) << 1;
  const StampLook look{
      id,    color.rgba(), casing.isValid() ? casing.rgba() : 0, edge.isValid() ? edge.rgba() : 0, size, casingWidth,
      ratio, phase};
  thread_local QHash<StampLook, QImage> kept;
  constexpr qsizetype most = 1000;
  auto found = kept.find(look);
  if (found == kept.end()) {
    if (kept.size() >= most) kept.clear();
    found = kept.insert(look, stampOf(look, half, color, casing, edge));
  }
  painter.drawImage(device.inverted().map(QPointF(left - half * ratio, top - half * ratio)), *found);
}

}  // namespace thalweg
