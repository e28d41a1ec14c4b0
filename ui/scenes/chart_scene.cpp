#include "ui/scenes/chart_scene.h"

#include "ui/look/markers.h"
#include "ui/scenes/axis_painter.h"
#include "ui/scenes/panel_scene.h"
#include "ui/scenes/stroke_canvas.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace thalweg {

namespace {

constexpr double kMostDecades = 12;
constexpr double kRunaway = 2.5;       // times the middle series' greatest value, on a linear axis
constexpr double kRunawayDecades = 2;  // above it, on a log axis
constexpr double kLostDecades = 12;    // above the least one's greatest value: diverged, however many they are
constexpr double kPadding = 0.03;
constexpr double kRounding = 0.05;  // of the range: its ends move in such steps

double valueOnAxis(double y, bool logarithmic) { return logarithmic ? (y > 0 ? std::log10(y) : std::nan("")) : y; }

double xOf(const SeriesData& series, Index step) { return series.x ? (*series.x)[step] : static_cast<double>(step); }

Index lengthOf(const SeriesData& series) {
  if (!series.visible || !series.y) return 0;
  return series.x ? std::min(series.x->size(), series.y->size()) : series.y->size();
}

Index bandLength(const SeriesData& series) {
  if (!series.bandLow || !series.bandHigh) return 0;
  return std::min({lengthOf(series), series.bandLow->size(), series.bandHigh->size()});
}

/// The largest of 1, 2, 5 × 10^k that is not above `most`.
double roundStep(double most) {
  const double power = std::pow(10.0, std::floor(std::log10(most)));
  return power * (most >= 5 * power ? 5 : most >= 2 * power ? 2 : 1);
}

void putOnAxis(SeriesPixels& pixels, const SeriesData& series, bool logarithmic) {
  pixels.onAxis.resize(static_cast<std::size_t>(lengthOf(series)));
  pixels.low = std::numeric_limits<double>::infinity();
  pixels.high = -pixels.low;
  const auto widen = [&](double y) {
    if (!std::isfinite(y)) return;
    pixels.low = std::min(pixels.low, y);
    pixels.high = std::max(pixels.high, y);
  };
  for (std::size_t k = 0; k < pixels.onAxis.size(); ++k) {
    const double y = valueOnAxis((*series.y)[static_cast<Index>(k)], logarithmic && !series.share);
    pixels.onAxis[k] = y;
    widen(y);
  }
  for (Index k = 0; k < bandLength(series); ++k) {
    widen(valueOnAxis((*series.bandLow)[k], logarithmic));
    widen(valueOnAxis((*series.bandHigh)[k], logarithmic));
  }
}

/// [low, high] on the axis, padded to round values. It holds all lines but strays, of which it holds as much as leaves
/// the others readable; on a log axis a line's lower end may be cut off, never the whole line.
std::pair<double, double> axisRange(const ChartScene& scene, const std::vector<SeriesPixels>& all) {
  std::vector<double> lows;
  std::vector<double> highs;
  double heldLow = std::numeric_limits<double>::infinity();  // by lines that are no strays
  double heldHigh = -heldLow;
  double leastHigh = heldLow;
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (!scene.series[k].visible || scene.series[k].share || all[k].low > all[k].high) continue;
    lows.push_back(all[k].low);
    highs.push_back(all[k].high);
    if (scene.series[k].stray) continue;
    heldLow = std::min(heldLow, all[k].low);
    heldHigh = std::max(heldHigh, all[k].high);
    leastHigh = std::min(leastHigh, all[k].high);
  }
  if (highs.empty()) return {0, 1};
  std::ranges::sort(lows);
  std::ranges::sort(highs);
  double low = lows.front();
  const auto decade = [&](double value) { return scene.logarithmic ? value : std::log10(value); };
  while ((scene.logarithmic || highs.front() > 0) && decade(highs.back()) > decade(highs.front()) + kLostDecades)
    highs.pop_back();
  const double middle = highs[(highs.size() - 1) / 2];
  const double room = scene.logarithmic ? kRunawayDecades : std::max(std::abs(middle), middle - low) * (kRunaway - 1);
  const double high = std::max(heldHigh, std::min(highs.back(), middle + room));
  if (scene.logarithmic) {
    low = std::max(low, std::min(high - kMostDecades, leastHigh - 1));
  } else {
    const double deep = lows[lows.size() / 2];
    low = std::min(heldLow, std::max(low, deep - std::max(std::abs(deep), high - deep) * (kRunaway - 1)));
  }
  if (!(high - low > 1e-12 * std::abs(high))) {
    const double half = scene.logarithmic ? 0.5 : std::max(std::abs(high) * 0.5, 1e-3);
    return {low - half, low + half};
  }
  const double padding = kPadding * (high - low);
  const double step = roundStep((high - low) * kRounding);
  return {std::floor((low - padding) / step) * step, std::ceil((high + padding) / step) * step};
}

void placePixels(SeriesPixels& result, const SeriesData& series, const ChartFrame& frame) {
  result.points.clear();
  result.steps.clear();
  result.gap.clear();
  result.placed = true;
  result.covered = false;
  const std::vector<double>& values = result.onAxis;
  const auto length = static_cast<Index>(values.size());
  bool gap = true;
  const auto add = [&](Index step) {
    const double value = values[static_cast<std::size_t>(step)];
    result.points.emplace_back(frame.xPixel(xOf(series, step)),
                               series.share ? frame.sharePixel(value) : frame.yPixel(value));
    result.steps.push_back(step);
    result.gap.push_back(gap);
    gap = false;
  };
  // The points of one pixel column: first, lowest, highest, last, in their order.
  struct Column4 {
    Index first = -1, low = -1, high = -1, last = -1;
  } column;
  double columnPixel = 0;
  const auto flush = [&] {
    if (column.first < 0) return;
    std::array<Index, 4> kept = {column.first, column.low, column.high, column.last};
    std::sort(kept.begin(), kept.end());
    Index previous = -1;
    for (const Index k : kept) {
      if (k != previous) add(k);
      previous = k;
    }
    column = {};
  };
  for (Index k = 0; k < length; ++k) {
    const double value = values[static_cast<std::size_t>(k)];
    const double x = frame.xPixel(xOf(series, k));
    if (!std::isfinite(x) || !std::isfinite(value)) {
      flush();
      gap = true;
      continue;
    }
    const double pixel = std::floor(x);
    if (column.first >= 0 && pixel != columnPixel) flush();
    if (column.first < 0) {
      column = {k, k, k, k};
      columnPixel = pixel;
      continue;
    }
    if (value < values[static_cast<std::size_t>(column.low)]) column.low = k;
    if (value > values[static_cast<std::size_t>(column.high)]) column.high = k;
    column.last = k;
  }
  flush();
}

/// What of `polygon` lies above the height `limit`, or below it.
QPolygonF cutAt(const QPolygonF& polygon, double limit, bool above) {
  const auto inside = [&](const QPointF& p) { return above ? p.y() <= limit : p.y() >= limit; };
  QPolygonF kept;
  for (qsizetype k = 0; k < polygon.size(); ++k) {
    const QPointF& a = polygon[k];
    const QPointF& b = polygon[(k + 1) % polygon.size()];
    if (inside(a)) kept << a;
    if (inside(a) != inside(b)) kept << QPointF(a.x() + (limit - a.y()) / (b.y() - a.y()) * (b.x() - a.x()), limit);
  }
  return kept;
}

/// The band of a series, a piece for each stretch in which it has both ends; of each pixel column its extremes.
void placeBand(SeriesPixels& result, const SeriesData& series, const ChartFrame& frame) {
  result.bands.clear();
  constexpr double far = 1e5;  // pixels; farther, numbers lose their decimals
  const auto pixel = [&](double value, double none) {
    const double y = frame.yPixel(valueOnAxis(value, frame.logarithmic));
    return std::isnan(y) ? none : std::clamp(y, -far, far);
  };
  QPolygonF tops;
  QPolygonF bottoms;
  const auto flush = [&] {
    std::reverse(bottoms.begin(), bottoms.end());
    const QPolygonF piece = cutAt(cutAt(tops + bottoms, frame.rect.top(), false), frame.rect.bottom(), true);
    if (tops.size() > 1 && piece.size() > 2) result.bands.push_back(piece);
    tops.clear();
    bottoms.clear();
  };
  for (Index k = 0; k < bandLength(series); ++k) {
    const double x = frame.xPixel(xOf(series, k));
    const double top = pixel((*series.bandHigh)[k], std::nan(""));
    const double low = (*series.bandLow)[k];
    const double bottom = pixel(low, far);
    if (std::isnan(top) || std::isnan(low) || low == std::numeric_limits<double>::infinity()) {
      flush();
      continue;
    }
    const bool sameColumn = !tops.isEmpty() && std::floor(x) == std::floor(tops.back().x());
    if (sameColumn && k + 1 < bandLength(series)) {
      tops.back().setY(std::min(tops.back().y(), top));
      bottoms.back().setY(std::max(bottoms.back().y(), bottom));
    } else {
      tops << QPointF(x, top);
      bottoms << QPointF(x, bottom);
    }
  }
  flush();
}

/// The line up to step `last`.
void addPast(StrokeCanvas& canvas, const SeriesPixels& pixels, std::int64_t last, double width) {
  for (std::size_t k = 1; k < pixels.points.size(); ++k) {
    if (pixels.steps[k] > last) {
      // The piece that the cursor cuts.
      if (pixels.steps[k - 1] < last && !pixels.gap[k]) {
        const double t = static_cast<double>(last - pixels.steps[k - 1]) /
                         static_cast<double>(pixels.steps[k] - pixels.steps[k - 1]);
        canvas.segment(pixels.points[k - 1], pixels.points[k - 1] + t * (pixels.points[k] - pixels.points[k - 1]),
                       width);
      }
      return;
    }
    if (!pixels.gap[k]) canvas.segment(pixels.points[k - 1], pixels.points[k], width);
  }
}

std::vector<Tick> stepTicks(const ChartFrame& frame, const Theme& theme) {
  return linearTicks(0, frame.xMax, frame.rect.width(), 3.3 * theme.em);
}

/// The middle of a tick's label, `half` its width: the last one does not run out of the chart.
double stepLabelPlace(const ChartFrame& frame, const Tick& tick, double half, const Theme& theme) {
  return std::min(frame.xPixel(tick.value), frame.rect.right() + theme.px(6) - half);
}

std::vector<Tick> valueTicks(const ChartFrame& frame, const Theme& theme) {
  const double spacing = 2.9 * theme.em;
  if (!frame.logarithmic) return linearTicks(frame.yMin, frame.yMax, frame.rect.height(), spacing);
  std::vector<Tick> ticks = decadeTicks(frame.yMin, frame.yMax, frame.rect.height(), spacing);
  if (ticks.size() >= 2) return ticks;
  // Less than a decade or so: plain numbers where they lie.
  ticks = linearTicks(std::pow(10, frame.yMin), std::pow(10, frame.yMax), frame.rect.height(), spacing);
  for (Tick& tick : ticks) tick.value = std::log10(tick.value);
  return ticks;
}

}  // namespace

QPointF ChartFrame::toPixel(double x, double y) const { return {xPixel(x), yPixel(valueOnAxis(y, logarithmic))}; }

std::vector<QLineF> linePieces(const SeriesPixels& pixels, const SeriesData& series) {
  const double dash = series.share ? 1 : 5;
  const double period = !series.share ? 9 : series.sparse ? 8 : 4;
  std::vector<QLineF> pieces;
  double along = 0;  // dashes keep their phase along the line
  for (std::size_t k = 1; k < pixels.points.size(); ++k) {
    if (pixels.gap[k]) continue;
    const QPointF a = pixels.points[k - 1];
    const QPointF b = pixels.points[k];
    const double length = std::hypot(b.x() - a.x(), b.y() - a.y());
    if (!series.dashed || series.faint) {
      pieces.emplace_back(a, b);
      continue;
    }
    if (!(length > 0) || length > 1e5) continue;
    for (double start = std::floor(along / period) * period; start < along + length; start += period) {
      const double from = std::max(0.0, start - along);
      const double to = std::min(length, start + dash - along);
      if (from < to) pieces.emplace_back(a + (b - a) * (from / length), a + (b - a) * (to / length));
    }
    along += length;
  }
  return pieces;
}

std::vector<std::size_t> chartOrder(const ChartScene& scene) {
  std::vector<std::size_t> order;
  for (const bool selected : {false, true}) {
    for (std::size_t k = 0; k < scene.series.size(); ++k) {
      if (scene.series[k].visible && scene.series[k].selected == selected) order.push_back(k);
    }
  }
  return order;
}

bool isThick(const SeriesData& series) { return series.dashed && !series.faint; }

QColor wholeLineColor(const SeriesData& series) {
  return withAlpha(series.color, series.faint ? 0.42 : series.selected || series.dashed ? 0.60 : 0.52);
}

QColor chartBandColor(const QColor& color) { return withAlpha(color, 0.2); }

ChartCache prepareChart(const ChartScene& scene, const QRectF& area, ChartCache previous) {
  const Theme& theme = scene.theme;
  const double left = scene.marginLeft >= 0 ? scene.marginLeft : panelMarginLeft(theme);
  const double right = scene.marginRight >= 0 ? scene.marginRight : panelMarginRight(theme);
  const QRectF rect = area.adjusted(left, std::ceil(theme.px(6)), -right, -std::ceil(axisHeight(theme) + theme.px(6)));
  ChartCache cache;
  cache.frame.rect = QRectF(rect.topLeft(), QSizeF(std::max(1.0, rect.width()), std::max(1.0, rect.height())));
  cache.frame.xMax = scene.xMax > 0 ? scene.xMax : 1;
  cache.frame.logarithmic = scene.logarithmic;
  cache.frame.shares = std::ranges::any_of(
      scene.series, [](const SeriesData& series) { return series.share && series.visible && series.y; });
  const bool sameScale = previous.frame.logarithmic == scene.logarithmic;
  for (const SeriesData& series : scene.series) {
    SeriesPixels& pixels = cache.series.emplace_back();
    const auto known = std::ranges::find_if(previous.series, [&](const SeriesPixels& p) {
      return p.y && p.y == series.y && p.x == series.x && p.bandLow == series.bandLow && p.bandHigh == series.bandHigh;
    });
    if (known != previous.series.end() && sameScale) {
      pixels = std::move(*known);
      previous.series.erase(known);
    }
    if (pixels.y || !series.visible || !series.y) continue;
    putOnAxis(pixels, series, scene.logarithmic);
    pixels.x = series.x;
    pixels.y = series.y;
    pixels.bandLow = series.bandLow;
    pixels.bandHigh = series.bandHigh;
  }
  std::tie(cache.frame.yMin, cache.frame.yMax) = axisRange(scene, cache.series);
  const bool sameFrame = cache.frame == previous.frame;
  for (std::size_t k = 0; k < cache.series.size(); ++k) {
    SeriesPixels& pixels = cache.series[k];
    pixels.placed = pixels.placed && sameFrame;
    if (pixels.placed || !scene.series[k].visible) continue;
    placePixels(pixels, scene.series[k], cache.frame);
    placeBand(pixels, scene.series[k], cache.frame);
  }
  return cache;
}

void paintChartAxes(QPainter& painter, const ChartScene& scene, const ChartFrame& frame) {
  const Theme& theme = scene.theme;
  const QRectF& r = frame.rect;
  const std::vector<Tick> values = valueTicks(frame, theme);
  const std::vector<Tick> steps = stepTicks(frame, theme);
  const double base = std::floor(r.bottom()) + 0.5;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QPen(theme.grid, 1));
  for (const Tick& tick : values) {
    const double y = std::floor(frame.yPixel(tick.value)) + 0.5;
    painter.drawLine(QPointF(r.left(), y), QPointF(r.right(), y));
  }
  painter.setPen(QPen(theme.groove, 1));
  painter.drawLine(QPointF(std::floor(r.left()) - 0.5, r.top()), QPointF(std::floor(r.left()) - 0.5, r.bottom()));
  painter.setPen(QPen(theme.axis, 1));
  painter.drawLine(QPointF(r.left() - 1, base), QPointF(r.right(), base));
  painter.setPen(QPen(theme.hint, 1));
  for (const Tick& tick : steps) {
    const double x = std::floor(frame.xPixel(tick.value)) + 0.5;
    painter.drawLine(QPointF(x, base + 1), QPointF(x, base + tickLength(theme) - 1));
  }
  painter.restore();
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  for (const Tick& tick : steps) {
    const double half = metrics.horizontalAdvance(tick.label) / 2;
    paintTickLabelBelow(painter, {stepLabelPlace(frame, tick, half, theme), r.bottom()}, tick.label, theme);
  }
  for (const Tick& tick : values) paintTickLabelLeft(painter, {r.left(), frame.yPixel(tick.value)}, tick.label, theme);
  if (frame.shares) {
    painter.setFont(theme.font(TextRole::Axis));
    painter.setPen(theme.secondary);
    for (const double share : {0.0, 0.5, 1.0}) {
      const QString label = numberText(share);
      painter.drawText(QPointF(r.right() - metrics.horizontalAdvance(label) - theme.px(4),
                               frame.sharePixel(share) + (share > 0 ? metrics.capHeight() / 2 : -theme.px(3))),
                       label);
    }
  }
  if (scene.note.isEmpty()) return;
  painter.setFont(theme.font(TextRole::Secondary));
  painter.setPen(theme.secondary);
  painter.drawText(r, Qt::AlignCenter | Qt::TextWordWrap, scene.note);
}

void paintChartBands(QPainter& painter, const ChartScene& scene, const ChartCache& cache) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  for (const std::size_t k : chartOrder(scene)) {
    painter.setBrush(chartBandColor(scene.series[k].color));
    for (const QPolygonF& piece : cache.series[k].bands) painter.drawPolygon(piece);
  }
  painter.restore();
}

std::pair<double, double> markExtent(const ChartScene& scene, const ChartFrame& frame) {
  const Theme& theme = scene.theme;
  const auto pixel = [&](double x) { return frame.xPixel(std::min(x, frame.xMax)); };
  std::pair<double, double> extent = {pixel(cursorX(scene, scene.cursor)), pixel(cursorX(scene, scene.cursor))};
  for (const SeriesData& series : scene.series) {
    if (lengthOf(series) == 0 || series.dashed) continue;
    const double x = pixel(cursorX(scene, series));
    extent = {std::min(extent.first, x), std::max(extent.second, x)};
  }
  // The box with the step is wider than a marker, kept from running out at the right, and covers labels beside it.
  const double reach = theme.px(12) * (2 + static_cast<double>(QString::number(scene.cursor).size())) + theme.px(28);
  return {extent.first - reach, extent.second + reach};
}

void paintChartMarks(QPainter& painter, const ChartScene& scene, const ChartCache& cache) {
  const Theme& theme = scene.theme;
  const ChartFrame& frame = cache.frame;
  const QRectF& r = frame.rect;
  const double at = cursorX(scene, scene.cursor);
  const double x = std::floor(frame.xPixel(std::min(at, frame.xMax))) + 0.5;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QPen(theme.accent, theme.presenting ? 2 : 1));
  painter.drawLine(QPointF(x, r.top()), QPointF(x, r.bottom()));
  painter.setRenderHint(QPainter::Antialiasing);
  for (const std::size_t k : chartOrder(scene)) {
    const SeriesData& series = scene.series[k];
    const Index length = lengthOf(series);
    if (series.dashed || length == 0) continue;
    const Index step = std::clamp<Index>(scene.cursor, 0, length - 1);
    const QPointF place = frame.toPixel(xOf(series, step), (*series.y)[step]);
    if (!std::isfinite(place.y()) || place.y() < r.top() || place.y() > r.bottom()) continue;
    drawMarker(painter, series.marker, place, 8.5 * theme.plot.marks, series.color, theme.surface, theme.plot.marks);
  }
  QFont font = theme.font(TextRole::Axis);
  font.setWeight(QFont::Medium);
  painter.setFont(font);
  const QFontMetricsF metrics(font);
  const QString text = scene.evaluations ? QString::number(at, 'f', 0) : QString::number(scene.cursor);
  const double advance = metrics.horizontalAdvance(text);
  const double width = std::ceil(advance + theme.px(12));
  const double height = std::round(theme.px(16));
  QRectF box(x - width / 2, std::round(r.bottom() + theme.px(3)), width, height);
  box.moveLeft(std::clamp(box.left(), r.left() - width / 2, r.right() + theme.px(7) - width));
  // No half label stands beside the box.
  QRectF ground = box.adjusted(-theme.px(3), 0, theme.px(3), theme.px(2));
  const QFontMetricsF labels(theme.font(TextRole::Axis));
  for (const Tick& tick : stepTicks(frame, theme)) {
    const double half = labels.horizontalAdvance(tick.label) / 2 + 1;
    const double middle = stepLabelPlace(frame, tick, half - 1, theme);
    if (middle + half <= ground.left() || middle - half >= ground.right()) continue;
    ground.setLeft(std::min(ground.left(), middle - half));
    ground.setRight(std::max(ground.right(), middle + half));
    break;
  }
  painter.fillRect(ground, theme.surface);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.accent);
  painter.drawRoundedRect(box, theme.px(3), theme.px(3));
  painter.setPen(theme.onAccent);
  painter.drawText(QPointF(box.center().x() - advance / 2, box.center().y() + metrics.capHeight() / 2), text);
  painter.restore();
}

std::vector<ChartReading> chartReadings(const ChartScene& scene) {
  const QString at = QString::number(*scene.hover, 'f', 0);
  std::vector<ChartReading> rows = {
      {nullptr, scene.evaluations ? QObject::tr("%1 evaluations").arg(at) : QObject::tr("step %1").arg(at)}};
  for (const SeriesData& series : scene.series) {
    const Index step = stepReached(series, *scene.hover);
    if (step < 0 || std::isnan((*series.y)[step])) continue;
    const auto add = [&](const QString& values, const QString& name) {
      rows.push_back({&series, name.isEmpty() ? values : values + QLatin1Char(' ') + name});
    };
    add(fixedDigits((*series.y)[step]), series.name);
    if (step < bandLength(series))
      add(fixedDigits((*series.bandLow)[step]) + QStringLiteral(" … ") + fixedDigits((*series.bandHigh)[step]),
          series.bandName);
  }
  return rows;
}

void paintChartHover(QPainter& painter, const ChartScene& scene, const ChartCache& cache) {
  if (!scene.hover) return;
  const Theme& theme = scene.theme;
  const QRectF& r = cache.frame.rect;
  const double x = std::floor(cache.frame.xPixel(std::min(*scene.hover, cache.frame.xMax))) + 0.5;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  QPen dots(withAlpha(theme.text, 0.55), 1);
  dots.setDashPattern({1, 2});
  painter.setPen(dots);
  painter.drawLine(QPointF(x, r.top()), QPointF(x, r.bottom()));
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  const std::vector<ChartReading> rows = chartReadings(scene);
  double width = 0;
  for (const ChartReading& row : rows)
    width = std::max(width, metrics.horizontalAdvance(row.text) + (row.series != nullptr ? theme.px(16) : 0));
  const double line = std::round(theme.px(16));
  // As many rows under each other as the frame is high; the rest beside them.
  const auto most = static_cast<std::size_t>(std::max(2.0, std::floor((r.height() - theme.px(16)) / line)));
  const std::size_t columns = (rows.size() + most - 1) / most;
  const std::size_t deep = (rows.size() + columns - 1) / columns;
  const double step = std::ceil(width + theme.px(16));
  QRectF box(0, std::floor(r.top() + theme.px(4)) + 0.5, step * static_cast<double>(columns),
             line * static_cast<double>(deep) + theme.px(8));
  const bool roomRight = x + theme.px(10) + box.width() < r.right();
  box.moveLeft(std::floor(roomRight ? x + theme.px(10) : std::max(r.left(), x - theme.px(10) - box.width())) + 0.5);
  painter.setPen(QPen(theme.border, 1));
  painter.setBrush(theme.surface);
  painter.drawRoundedRect(box, theme.px(4), theme.px(4));
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const SeriesData* series = rows[k].series;
    double left = box.left() + theme.px(8) + step * static_cast<double>(k / deep);
    const double y = box.top() + theme.px(4) + line * (static_cast<double>(k % deep) + 0.5);
    if (series != nullptr) {
      drawMarker(painter, series->marker, {left + theme.px(4), y}, theme.px(8), series->color);
      left += theme.px(16);
    }
    painter.setPen(series != nullptr ? theme.text : theme.secondary);
    painter.drawText(QPointF(left, y + metrics.capHeight() / 2), rows[k].text);
  }
  painter.restore();
}

Index stepReached(const SeriesData& series, double x) {
  const Index length = lengthOf(series);
  if (!series.x) return x >= 0 && x < static_cast<double>(length) ? static_cast<Index>(x) : -1;
  if (length == 0 || x > (*series.x)[length - 1]) return -1;
  return std::upper_bound(series.x->begin(), series.x->begin() + length, x) - series.x->begin() - 1;
}

double cursorX(const ChartScene& scene, const SeriesData& series) {
  if (!series.x || lengthOf(series) == 0) return static_cast<double>(scene.cursor);
  return xOf(series, std::clamp<Index>(scene.cursor, 0, lengthOf(series) - 1));
}

double cursorX(const ChartScene& scene, std::int64_t step) {
  const SeriesData* reference = nullptr;
  for (const SeriesData& series : scene.series) {
    if (!series.x || lengthOf(series) == 0) continue;
    if (reference == nullptr || (series.selected && !reference->selected)) reference = &series;
  }
  if (reference == nullptr) return static_cast<double>(step);
  return xOf(*reference, std::clamp<Index>(step, 0, lengthOf(*reference) - 1));
}

std::int64_t stepAt(const ChartScene& scene, const ChartFrame& frame, double xPixel) {
  const double x = std::clamp((xPixel - frame.rect.left()) / frame.rect.width(), 0.0, 1.0) * frame.xMax;
  std::int64_t low = 0;
  std::int64_t high = 0;
  for (const SeriesData& series : scene.series) high = std::max<std::int64_t>(high, lengthOf(series) - 1);
  // cursorX rises with the step.
  while (low < high) {
    const std::int64_t middle = (low + high) / 2;
    if (cursorX(scene, middle) < x) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low > 0 && x - cursorX(scene, low - 1) < cursorX(scene, low) - x ? low - 1 : low;
}

namespace {

/// Strokes of one frame: pixels of `ratio` a unit or, for 0, lines as they are.
template <class Draw>
void withCanvas(QPainter& painter, const QRectF& frame, double ratio, Draw draw) {
  std::optional<StrokeCanvas> canvas;
  if (ratio > 0)
    canvas.emplace(painter, frame, ratio);
  else
    canvas.emplace(painter, frame);
  draw(*canvas);
}

}  // namespace

void paintChartGround(QPainter& painter, const ChartScene& scene, const ChartCache& cache, double ratio) {
  const PlotMetrics& plot = scene.theme.plot;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  paintChartAxes(painter, scene, cache.frame);
  paintChartBands(painter, scene, cache);
  withCanvas(painter, cache.frame.rect, ratio, [&](StrokeCanvas& canvas) {
    for (const std::size_t k : chartOrder(scene)) {
      const double width = isThick(scene.series[k]) ? plot.chartLine : plot.chartAhead;
      for (const QLineF& piece : linePieces(cache.series[k], scene.series[k]))
        canvas.segment(piece.p1(), piece.p2(), width);
      canvas.stroke(width, wholeLineColor(scene.series[k]));
      canvas.clear();
    }
  });
  painter.restore();
}

void paintChartLines(QPainter& painter, const ChartScene& scene, const ChartCache& cache, double ratio) {
  const double width = scene.theme.plot.chartLine;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  withCanvas(painter, cache.frame.rect, ratio, [&](StrokeCanvas& canvas) {
    for (const std::size_t k : chartOrder(scene)) {
      if (scene.series[k].dashed) continue;
      addPast(canvas, cache.series[k], std::max<std::int64_t>(0, scene.cursor), width);
      canvas.stroke(width, scene.series[k].color);
      canvas.clear();
    }
  });
  painter.restore();
}

void paintChartPast(QPainter& painter, const ChartScene& scene, const ChartCache& cache, double ratio) {
  paintChartLines(painter, scene, cache, ratio);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  paintChartMarks(painter, scene, cache);
  painter.restore();
}

void paintChart(QPainter& painter, const QRectF& area, const ChartScene& scene) {
  const ChartCache cache = prepareChart(scene, area);
  paintChartGround(painter, scene, cache);
  paintChartPast(painter, scene, cache);
  paintChartHover(painter, scene, cache);
}

}  // namespace thalweg
