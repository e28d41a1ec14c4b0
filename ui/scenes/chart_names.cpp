#include "ui/look/contrast.h"
#include "ui/scenes/chart_parts.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <ranges>
#include <utility>

namespace thalweg {

namespace {

constexpr double kGap = 5;          // px between a line's end and its name
constexpr double kMarker = 8.5;     // px, of plots' marks
constexpr double kPad = 2;          // px round a name
constexpr double kMostHigh = 0.7;   // of the frame that names take one under another
constexpr double kMostWide = 0.4;   // of the frame
constexpr double kMarkerReach = 7;  // px from the cursor that a marker takes

struct End {
  std::size_t series = 0;
  QPointF at;
};

/// What stands at a line's end.
QString nameOf(const SeriesData& series) {
  return series.labelled ? series.name + QStringLiteral(", ") + series.owner : series.owner;
}

/// Of each owner the first whole line and the labelled ones, in the order of being drawn from above.
std::vector<End> endsOf(const ChartScene& scene, const ChartCache& cache) {
  std::vector<End> ends;
  std::vector<std::size_t> order = chartOrder(scene);
  std::ranges::reverse(order);
  for (const std::size_t k : order) {
    const SeriesData& series = scene.series[k];
    if ((series.dashed && !series.labelled) || series.owner.isEmpty() || cache.series[k].points.empty()) continue;
    const auto sameOwner = [&](std::size_t other) {
      return other < k && !scene.series[other].dashed && scene.series[other].owner == series.owner &&
             !cache.series[other].points.empty() && scene.series[other].visible;
    };
    if (!series.labelled && std::ranges::any_of(order, sameOwner)) continue;
    ends.push_back({k, cache.series[k].points.back()});
  }
  return ends;
}

}  // namespace

std::vector<ChartName> layOutNames(const ChartScene& scene, const ChartCache& cache) {
  std::vector<ChartName> names;
  if (!scene.named) return names;
  const Theme& theme = scene.theme;
  const QRectF& frame = cache.frame.rect;
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  const double high = std::ceil(metrics.height());
  // Beside the marker, which grows with the type only so far.
  const double gap = std::max(theme.px(kGap), kMarker / 2 * theme.plot.marks + 1);
  std::vector<End> ends = endsOf(scene, cache);
  const auto most = static_cast<std::size_t>(std::max(0.0, std::floor(frame.height() * kMostHigh / high)));
  if (ends.size() > most) ends.resize(most);
  // Where all of them meet the frame's edge they still stand as their lines do.
  std::ranges::stable_sort(ends, {}, [](const End& end) { return end.at.y(); });
  for (const End& end : ends) {
    const SeriesData& series = scene.series[end.series];
    const double room = frame.width() * (series.labelled ? 2 : theme.presenting ? 1.5 : 1) * kMostWide;
    // Names differ at their ends: "SGD, lr 0.1", "SGD, from step 60".
    const QString text = metrics.elidedText(nameOf(series), Qt::ElideMiddle, room);
    const double wide = std::ceil(metrics.horizontalAdvance(text)) + 2 * theme.px(kPad);
    const double x = std::clamp(end.at.x(), frame.left(), frame.right());
    // Beside an end within the frame, else within the edge and above the line.
    const bool beside = x + gap + wide <= frame.right();
    const double left = beside ? x + gap : frame.right() - wide;
    const double top = end.at.y() - (beside ? high / 2 : high + theme.px(1));
    names.push_back(
        {QRectF(std::round(left), std::round(std::clamp(top, frame.top(), frame.bottom() - high)), wide, high), text,
         textInk(series.color, theme.surface, theme.text)});
  }
  // Each gives way to the one above it, and all of them to the frame's foot.
  std::ranges::stable_sort(names, {}, [](const ChartName& name) { return name.box.top(); });
  for (std::size_t i = 1; i < names.size(); ++i)
    names[i].box.moveTop(std::max(names[i].box.top(), names[i - 1].box.bottom()));
  double foot = frame.bottom();
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    name->box.moveBottom(std::min(name->box.bottom(), foot));
    foot = name->box.top();
  }
  return names;
}

std::vector<ChartName> chartNames(const ChartScene& scene, const ChartCache& cache) {
  std::vector<ChartName> names = cache.names;
  if (scene.still || names.empty()) return names;
  const ChartFrame& frame = cache.frame;
  const double reach = kMarkerReach * scene.theme.plot.marks;
  // What the cursor takes: its line, and the columns of the markers, which may stand apart against evaluations.
  std::vector<std::pair<double, double>> taken;
  const auto take = [&](double x) {
    const double at = frame.xPixel(std::min(x, frame.xMax));
    taken.emplace_back(at - reach, at + reach);
  };
  take(cursorX(scene, scene.cursor));
  for (const SeriesData& series : scene.series)
    if (series.x && !series.dashed && lengthOf(series) > 0) take(cursorX(scene, series));
  std::ranges::sort(taken);
  for (ChartName& name : names) {
    // From the right, so that what has given way to one gives way to the next, too.
    for (const auto& [from, to] : taken | std::views::reverse) {
      if (name.box.right() <= from || name.box.left() >= to) continue;
      if (from - name.box.width() < frame.rect.left()) break;
      name.box.moveRight(std::floor(from));
    }
  }
  return names;
}

void paintChartNames(QPainter& painter, const ChartScene& scene, const ChartCache& cache) {
  if (!scene.named) return;
  const Theme& theme = scene.theme;
  painter.save();
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  const QRectF clip = painter.hasClipping() ? painter.clipBoundingRect() : cache.frame.rect;
  for (const ChartName& name : chartNames(scene, cache)) {
    if (!name.box.intersects(clip)) continue;
    painter.fillRect(name.box, withAlpha(theme.surface, 0.8));
    painter.setPen(name.ink);
    painter.drawText(QPointF(name.box.left() + theme.px(kPad), name.box.top() + metrics.ascent()), name.text);
  }
  painter.restore();
}

}  // namespace thalweg
