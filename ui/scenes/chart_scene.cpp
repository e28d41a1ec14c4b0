#include "ui/scenes/chart_scene.h"

#include "ui/look/contrast.h"
#include "ui/scenes/chart_parts.h"
#include "ui/scenes/panel_scene.h"

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
  if (scene.guess) {
    // While one guesses, all of the way is there, then the guess and the truth.
    const ChartGuess& guess = *scene.guess;
    const auto hold = [&](double value) {
      const double y = valueOnAxis(value, scene.logarithmic);
      if (!std::isfinite(y)) return;
      lows.push_back(y);
      highs.push_back(y);
      heldLow = std::min(heldLow, y);
      heldHigh = std::max(heldHigh, y);
      leastHigh = std::min(leastHigh, y);
    };
    if (guess.open) {
      // A log axis has no zero; what it has below the way's upper end stands for it.
      constexpr double share = 1e-3;
      hold(scene.logarithmic && !(guess.low > 0) ? share * guess.high : guess.low);
      hold(guess.high);
    } else if (guess.value) {
      hold(*guess.value);
    }
    for (const double other : guess.others) hold(other);
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

/// Every name once; none where all lines are whole.
std::vector<ChartKey> chartKeys(const ChartScene& scene) {
  std::vector<ChartKey> keys;
  bool several = false;
  for (const SeriesData& series : scene.series) {
    if (!isDrawn(series) || series.name.isEmpty() || series.labelled) continue;
    const ChartKey key{series.share    ? ChartKey::Line::Dotted
                       : series.faint  ? ChartKey::Line::Thin
                       : series.dashed ? ChartKey::Line::Dashed
                                       : ChartKey::Line::Whole,
                       series.name};
    several = several || series.dashed;
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
  }
  return several ? keys : std::vector<ChartKey>();
}

QString shareTitle(const ChartScene& scene) {
  const auto found =
      std::ranges::find_if(scene.series, [](const SeriesData& series) { return series.share && isDrawn(series); });
  return found == scene.series.end() ? QString() : found->name;
}

}  // namespace

Index lengthOf(const SeriesData& series) {
  if (!series.visible || !series.y) return 0;
  return series.x ? std::min(series.x->size(), series.y->size()) : series.y->size();
}

Index bandLength(const SeriesData& series) {
  if (!series.bandLow || !series.bandHigh) return 0;
  return std::min({lengthOf(series), series.bandLow->size(), series.bandHigh->size()});
}

QPointF ChartFrame::toPixel(double x, double y) const { return {xPixel(x), yPixel(valueOnAxis(y, logarithmic))}; }

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

QColor wholeLineColor(const SeriesData& series, const Theme& theme) {
  return fadedOn(series.color, theme.surface, series.faint ? 0.42 : series.selected || series.dashed ? 0.60 : 0.52);
}

double edgedLine(const Theme& theme) { return theme.plot.chartLine + 1.2 * theme.plot.marks; }

QColor chartBandColor(const QColor& color) { return withAlpha(color, 0.2); }

ChartCache prepareChart(const ChartScene& scene, const QRectF& area, ChartCache previous) {
  const Theme& theme = scene.theme;
  const double left = scene.marginLeft >= 0 ? scene.marginLeft : panelMarginLeft(theme);
  ChartCache cache;
  cache.frame.keys = chartKeys(scene);
  cache.frame.shares =
      std::ranges::any_of(scene.series, [](const SeriesData& series) { return series.share && isDrawn(series); });
  if (cache.frame.shares) cache.frame.shareTitle = shareTitle(scene);
  const double top = std::ceil(theme.px(6)) + (cache.frame.keys.empty() ? 0 : keyRoom(theme) - std::ceil(theme.px(3)));
  const double right = std::max(scene.marginRight >= 0 ? scene.marginRight : panelMarginRight(theme),
                                cache.frame.shares ? shareRoomRight(theme) : 0);
  const QRectF rect = area.adjusted(left, top, -right, -std::ceil(axisHeight(theme) + theme.px(6)));
  cache.frame.rect = QRectF(rect.topLeft(), QSizeF(std::max(1.0, rect.width()), std::max(1.0, rect.height())));
  cache.frame.xMax = scene.xMax > 0 ? scene.xMax : 1;
  cache.frame.logarithmic = scene.logarithmic;
  cache.frame.counts = !scene.still;
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
  if (scene.marginLeft < 0) {
    // Long labels make room for themselves, as far as the plot has it to give.
    const double room = valueLabelRoom(cache.frame, theme);
    if (room > left && room < area.width() / 3) cache.frame.rect.setLeft(area.left() + room);
  }
  const bool sameFrame = cache.frame == previous.frame;
  for (std::size_t k = 0; k < cache.series.size(); ++k) {
    SeriesPixels& pixels = cache.series[k];
    pixels.placed = pixels.placed && sameFrame;
    if (pixels.placed || !scene.series[k].visible) continue;
    placePixels(pixels, scene.series[k], cache.frame);
    placeBand(pixels, scene.series[k], cache.frame);
  }
  cache.names = layOutNames(scene, cache);
  return cache;
}

Index stepReached(const SeriesData& series, double x) {
  const Index length = lengthOf(series);
  if (!series.x) return x >= 0 && x < static_cast<double>(length) ? static_cast<Index>(x) : -1;
  if (length == 0 || x > (*series.x)[length - 1]) return -1;
  return std::upper_bound(series.x->begin(), series.x->begin() + length, x) - series.x->begin() - 1;
}

double cursorX(const ChartScene& scene, const SeriesData& series) {
  if (scene.still) return scene.xMax;
  if (!series.x || lengthOf(series) == 0) return static_cast<double>(scene.cursor);
  return xOf(series, std::clamp<Index>(scene.cursor, 0, lengthOf(series) - 1));
}

double cursorX(const ChartScene& scene, std::int64_t step) {
  if (scene.still) return scene.xMax;
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

}  // namespace thalweg
