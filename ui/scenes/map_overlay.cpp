#include "ui/scenes/map_overlay.h"

#include "core/maps/basin.h"

#include <QFontMetricsF>
#include <QPainter>

namespace thalweg {

namespace {

constexpr qreal kOpacity = 0.86;  // what is left of the surface keeps its depth

}  // namespace

std::shared_ptr<const MapOverlay> basinOverlay(const Scenario& scenario, std::size_t contender, const BasinMap& map,
                                               const Objective& objective, const Theme& theme, bool complete) {
  return std::make_shared<const MapOverlay>(MapOverlay{basinImage(map, theme), map.view,
                                                       basinLegend(map, objective.landmarks(), theme), complete,
                                                       basinOwner(scenario, contender)});
}

void paintMapOverlay(QPainter& painter, const MapOverlay& overlay, const PlotFrame& frame) {
  if (overlay.image.isNull()) return;
  painter.save();
  painter.setClipRect(frame.rect);
  painter.setOpacity(kOpacity);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter.drawImage(frame.toPixels(overlay.view), overlay.image);
  painter.restore();
}

void paintMapLegend(QPainter& painter, const MapOverlay& overlay, const QRectF& place, const Theme& theme) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  const qreal swatch = std::round(theme.px(9));
  qreal x = place.left();
  qreal line = place.top();
  if (!overlay.whose.isEmpty()) {
    painter.setPen(theme.text);
    painter.drawText(QPointF(x, line + metrics.ascent()), overlay.whose);
    x += metrics.horizontalAdvance(overlay.whose) + theme.px(8);
  }
  for (const MapLegendEntry& entry : overlay.legend) {
    const qreal width = swatch + theme.px(4) + metrics.horizontalAdvance(entry.label);
    if (x > place.left() && x + width > place.right()) {
      x = place.left();
      line += metrics.height();
    }
    if (line + metrics.height() > place.bottom() + 1) break;
    const QRectF box(std::round(x), std::round(line + (metrics.height() - swatch) / 2), swatch, swatch);
    painter.fillRect(box, entry.color);
    painter.setPen(theme.secondary);
    painter.drawText(QPointF(x + swatch + theme.px(4), line + metrics.ascent()), entry.label);
    x += width + theme.px(10);
  }
  painter.restore();
}

}  // namespace thalweg
