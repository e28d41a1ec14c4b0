#include "ui/look/markers.h"

#include "ui/look/contrast.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace thalweg {

namespace {

constexpr double kPi = std::numbers::pi;

/// A regular polygon with a corner straight up, or down.
QPainterPath polygon(int corners, qreal radius, double turn = 0) {
  QPolygonF points;
  for (int i = 0; i < corners; ++i) {
    const double angle = -kPi / 2 + turn + 2 * kPi * i / corners;
    points << QPointF(radius * std::cos(angle), radius * std::sin(angle));
  }
  QPainterPath path;
  path.addPolygon(points);
  path.closeSubpath();
  return path;
}

QPainterPath circle(qreal s) {
  QPainterPath path;
  path.addEllipse(QPointF(), s / 2, s / 2);
  return path;
}

QPainterPath square(qreal s) {
  QPainterPath path;
  const qreal h = 0.45 * s;
  path.addRect(QRectF(-h, -h, 2 * h, 2 * h));
  return path;
}

QPainterPath triangle(qreal s) {
  QPainterPath path;
  path.addPolygon(QPolygonF({{0, -0.56 * s}, {0.57 * s, 0.46 * s}, {-0.57 * s, 0.46 * s}}));
  path.closeSubpath();
  return path;
}

QPainterPath triangleDown(qreal s) { return QTransform::fromScale(1, -1).map(triangle(s)); }

QPainterPath diamond(qreal s) { return polygon(4, 0.645 * s); }

QPainterPath plus(qreal s) {
  QPainterPath path;
  const qreal l = 0.575 * s, w = 0.23 * s;
  path.addPolygon(QPolygonF(
      {{-w, -l}, {w, -l}, {w, -w}, {l, -w}, {l, w}, {w, w}, {w, l}, {-w, l}, {-w, w}, {-l, w}, {-l, -w}, {-w, -w}}));
  path.closeSubpath();
  return path;
}

QPainterPath pentagon(qreal s) { return polygon(5, 0.57 * s); }

QPainterPath hexagon(qreal s) { return polygon(6, 0.55 * s, kPi / 6); }

struct MarkerShape {
  const char* id;
  QPainterPath (*path)(qreal size);
};

constexpr std::array<MarkerShape, 8> kShapes{{{"circle", circle},
                                              {"square", square},
                                              {"triangle", triangle},
                                              {"diamond", diamond},
                                              {"plus", plus},
                                              {"triangle_down", triangleDown},
                                              {"pentagon", pentagon},
                                              {"hexagon", hexagon}}};

/// Strokes below, then fills: half of the stroke shows as a casing, and of a narrower one as an edge within it.
void drawCased(QPainter& p, const QPainterPath& path, const QColor& color, const QColor& casing, qreal casingWidth,
               const QColor& edge = {}) {
  constexpr qreal ofCasing = 0.6;
  if (casingWidth > 0 && casing.isValid())
    p.strokePath(path, QPen(casing, 2 * casingWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  if (edge.isValid() && edge != color)
    p.strokePath(path, QPen(edge, 2 * ofCasing * casingWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  p.fillPath(path, color);
}

class Saved {
 public:
  explicit Saved(QPainter& p) : p_(p) {
    p_.save();
    p_.setRenderHint(QPainter::Antialiasing);
  }
  ~Saved() { p_.restore(); }
  Saved(const Saved&) = delete;
  Saved& operator=(const Saved&) = delete;

 private:
  QPainter& p_;
};

}  // namespace

const QStringList& markerIds() {
  static const QStringList ids = [] {
    QStringList list;
    for (const MarkerShape& s : kShapes) list << QString::fromLatin1(s.id);
    return list;
  }();
  return ids;
}

QPainterPath markerPath(const QString& id, qreal size) {
  const auto* found =
      std::find_if(kShapes.begin(), kShapes.end(), [&](const MarkerShape& s) { return id == QLatin1String(s.id); });
  return found == kShapes.end() ? circle(size) : found->path(size);
}

void drawMarker(QPainter& painter, const QString& id, const QPointF& center, qreal size, const QColor& color,
                const QColor& casing, qreal casingWidth, const QColor& edge) {
  const Saved saved(painter);
  painter.translate(center);
  drawCased(painter, markerPath(id, size), color, casing, casingWidth, edge);
}

void drawMarkerOn(QPainter& painter, const QString& id, const QPointF& center, qreal size, const QColor& color,
                  const QColor& ground) {
  const QColor edge = edgeOn(color, ground);
  drawMarker(painter, id, center, size, color, edge, edge == color ? 0 : size / 9);
}

QPixmap markerPixmap(const QString& id, qreal size, const QColor& color, const QColor& ground, qreal devicePixelRatio) {
  const int side = static_cast<int>(std::ceil(size * 1.35));
  QPixmap pixmap(QSize(side, side) * devicePixelRatio);
  pixmap.setDevicePixelRatio(devicePixelRatio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  drawMarkerOn(painter, id, QPointF(side / 2.0, side / 2.0), size, color, ground);
  return pixmap;
}

QPainterPath starPath(qreal radius) {
  // The inner radius of a pentagram.
  const qreal inner = radius * std::sin(kPi / 10) / std::sin(3 * kPi / 10);
  QPolygonF points;
  for (int i = 0; i < 10; ++i) {
    const double angle = -kPi / 2 + kPi * i / 5;
    const qreal r = i % 2 == 0 ? radius : inner * 1.12;
    points << QPointF(r * std::cos(angle), r * std::sin(angle));
  }
  QPainterPath path;
  path.addPolygon(points);
  path.closeSubpath();
  return path;
}

void drawStar(QPainter& painter, const QPointF& center, qreal radius, bool filled, const QColor& ink,
              const QColor& casing) {
  const Saved saved(painter);
  painter.translate(center);
  if (filled) {
    drawCased(painter, starPath(radius), ink, casing, 1.25);
  } else {
    const QPainterPath path = starPath(radius);
    painter.strokePath(path, QPen(ink, 2.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    QColor solid = casing;
    solid.setAlpha(255);
    painter.fillPath(path, solid);
  }
}

void drawCross(QPainter& painter, const QPointF& center, qreal half, const QColor& ink, const QColor& casing) {
  const Saved saved(painter);
  painter.translate(center);
  QPainterPath path(QPointF(-half, -half));
  path.lineTo(half, half);
  path.moveTo(-half, half);
  path.lineTo(half, -half);
  painter.strokePath(path, QPen(casing, 4.5, Qt::SolidLine, Qt::RoundCap));
  painter.strokePath(path, QPen(ink, 2, Qt::SolidLine, Qt::RoundCap));
}

void drawStartRing(QPainter& painter, const QPointF& center, qreal radius, const QColor& ink, const QColor& casing) {
  const Saved saved(painter);
  QColor solid = casing;
  solid.setAlpha(255);
  painter.setPen(QPen(casing, 5));
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(center, radius, radius);
  painter.setPen(QPen(ink, 2));
  painter.setBrush(solid);
  painter.drawEllipse(center, radius, radius);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ink);
  painter.drawEllipse(center, radius * 0.3, radius * 0.3);
}

QPainterPath arrowHeadPath(qreal length, qreal width) {
  QPainterPath path;
  path.addPolygon(QPolygonF({{0, 0}, {-length, -width / 2}, {-length * 0.76, 0}, {-length, width / 2}}));
  path.closeSubpath();
  return path;
}

void drawArrowHead(QPainter& painter, const QPointF& tip, const QPointF& direction, qreal length, qreal width,
                   const QColor& color, const QColor& casing, qreal casingWidth, const QColor& edge) {
  if (direction.isNull()) return;
  const Saved saved(painter);
  painter.translate(tip);
  painter.rotate(std::atan2(direction.y(), direction.x()) * 180 / kPi);
  drawCased(painter, arrowHeadPath(length, width), color, casing, casingWidth, edge);
}

void drawArrow(QPainter& painter, const QPointF& from, const QPointF& to, qreal width, const QColor& color,
               const QColor& casing) {
  const QPointF d = to - from;
  const qreal length = std::hypot(d.x(), d.y());
  if (!(length > 0)) return;
  const Saved saved(painter);
  const qreal head = std::min(4.2 * width, 0.6 * length);
  painter.translate(from);
  painter.rotate(std::atan2(d.y(), d.x()) * 180 / kPi);
  QPainterPath path;
  const qreal h = width / 2, w = head * 0.42;
  path.addPolygon(QPolygonF({{0, -h},
                             {length - head, -h},
                             {length - head, -w},
                             {length, 0},
                             {length - head, w},
                             {length - head, h},
                             {0, h}}));
  path.closeSubpath();
  drawCased(painter, path, color, casing, casing.isValid() ? 1.25 : 0);
}

}  // namespace thalweg
