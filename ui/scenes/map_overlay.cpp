#include "ui/scenes/map_overlay.h"

#include "core/maps/basin.h"

#include <QFontMetricsF>
#include <QObject>
#include <QPainter>

#include <vector>

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
  const qreal begin = x;
  std::vector<QPointF> places;  // of those that find room
  for (const MapLegendEntry& entry : overlay.legend) {
    const qreal width = swatch + theme.px(4) + metrics.horizontalAdvance(entry.label);
    if (x > place.left() && x + width > place.right()) {
      x = place.left();
      line += metrics.height();
    }
    if (line + metrics.height() > place.bottom() + 1) break;
    places.emplace_back(x, line);
    x += width + theme.px(10);
  }
  painter.setPen(theme.secondary);
  if (places.size() < overlay.legend.size()) {
    // What finds none is counted, in the place of as many others as that takes.
    const auto words = [&] { return QObject::tr("+ %1 more").arg(overlay.legend.size() - places.size()); };
    const auto after = [&] {
      return places.empty() ? begin
                            : places.back().x() + swatch + theme.px(14) +
                                  metrics.horizontalAdvance(overlay.legend[places.size() - 1].label);
    };
    while (!places.empty() && after() + metrics.horizontalAdvance(words()) > place.right()) places.pop_back();
    const qreal top = places.empty() ? place.top() : places.back().y();
    painter.drawText(QPointF(after(), top + metrics.ascent()), words());
  }
  for (std::size_t k = 0; k < places.size(); ++k) {
    const QPointF& at = places[k];
    painter.fillRect(QRectF(std::round(at.x()), std::round(at.y() + (metrics.height() - swatch) / 2), swatch, swatch),
                     overlay.legend[k].color);
    painter.drawText(QPointF(at.x() + swatch + theme.px(4), at.y() + metrics.ascent()), overlay.legend[k].label);
  }
  painter.restore();
}

}  // namespace thalweg
