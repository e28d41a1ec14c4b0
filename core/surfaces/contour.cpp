#include "core/surfaces/contour.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <unordered_map>

namespace thalweg {

namespace {

constexpr double kLeastArea = 0.03;       // of the view between neighbouring levels
constexpr double kLabelledArea = 0.09;    // of the view between labelled ones that are not round
constexpr double kThinning = 0.04;        // of a cell
constexpr std::size_t kEnoughLevels = 3;  // fewer do not describe a surface

void sortLevels(std::vector<ContourLevel>& levels) {
  std::sort(levels.begin(), levels.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
}

/// Whether `value` keeps `area` of the view between itself and the nearest of `levels` on either side.
bool keepsApart(const Field& field, const std::vector<ContourLevel>& levels, double value, double area,
                bool labelledOnly = false) {
  const double rank = field.rank(value);
  return std::none_of(levels.begin(), levels.end(), [&](const ContourLevel& level) {
    return (level.labelled || !labelledOnly) && std::abs(field.rank(level.value) - rank) < area;
  });
}

/// m · 10^k, exact to the last bit where 10^k is: dividing by an exact power beats multiplying by a rounded one.
double decimal(double m, int k) { return k >= 0 ? m * std::pow(10.0, k) : m / std::pow(10.0, -k); }

std::vector<ContourLevel> levelsAboveMinimum(const Field& field, double minimum) {
  const double low = std::max(field.quantile(0.001), field.minimum) - minimum;
  const double high = field.maximum - minimum;
  std::vector<ContourLevel> levels;
  if (!(high > 0)) return levels;
  const double least = std::max(low, high * 1e-12);
  for (int k = static_cast<int>(std::floor(std::log10(least))); decimal(1, k) < high; ++k) {
    for (const double m : {1.0, 3.0}) {
      const double above = decimal(m, k);
      if (above > least && above < high) levels.push_back({minimum + above, above, m == 1.0});
    }
  }
  return levels;
}

std::vector<ContourLevel> levelsOfBothSigns(const Field& field) {
  std::vector<ContourLevel> levels;
  if (!(field.minimum < 0 && field.maximum > 0)) return levels;
  levels.push_back({0, 0, true});
  constexpr std::array<double, 3> kSteps = {1, 2, 5};
  const auto add = [&](double largest, double sign) {
    const int top = 3 * (static_cast<int>(std::floor(std::log10(largest))) + 1);
    for (int n = top; n > top - 36; --n) {
      const int decade = static_cast<int>(std::floor(n / 3.0));
      const double value = sign * decimal(kSteps[static_cast<std::size_t>(n - 3 * decade)], decade);
      if (std::abs(value) >= largest) continue;
      if (!keepsApart(field, levels, value, kLeastArea)) continue;
      levels.push_back({value, value, n % 2 == 0});
    }
  };
  add(field.maximum, 1);
  add(-field.minimum, -1);
  sortLevels(levels);
  return levels;
}

std::vector<ContourLevel> decimalLevels(const Field& field) {
  std::vector<ContourLevel> levels;
  const double range = field.maximum - field.minimum;
  if (!(range > 0) || !std::isfinite(range)) return levels;
  const int top = static_cast<int>(std::floor(std::log10(range / 3)));
  // Shorter decimals first: whole steps, halves, tenths, and so on down where the view still has room; but what differs
  // by a thousandth of the range is flat.
  constexpr int tiers = 6;
  for (int tier = 0; tier < tiers; ++tier) {
    const double m = tier % 2 == 0 ? 1 : 5;
    const int k = top - (tier + 1) / 2;
    const double step = decimal(m, k);
    // Only where the view still has room can a finer step add anything.
    std::vector<double> bounds = {field.minimum};
    for (const ContourLevel& level : levels) bounds.push_back(level.value);
    bounds.push_back(field.maximum);
    std::vector<ContourLevel> added;
    for (std::size_t gap = 0; gap + 1 < bounds.size(); ++gap) {
      const double area = field.rank(bounds[gap + 1]) - field.rank(bounds[gap]);
      if (area < (gap == 0 || gap + 2 == bounds.size() ? 1 : 2) * kLeastArea) continue;
      // A range that is tiny beside the values has no decimals that doubles could tell apart.
      constexpr double mostSteps = 1e15;
      if (!(std::max(std::abs(bounds[gap]), std::abs(bounds[gap + 1])) < mostSteps * step)) continue;
      const auto first = static_cast<std::int64_t>(std::floor(bounds[gap] / step)) + 1;
      const auto last = static_cast<std::int64_t>(std::ceil(bounds[gap + 1] / step)) - 1;
      if (last - first > 1000) continue;
      for (std::int64_t n = first; n <= last; ++n) {
        const double value = decimal(m * static_cast<double>(n), k);
        if (!keepsApart(field, levels, value, kLeastArea) || !keepsApart(field, added, value, kLeastArea)) continue;
        added.push_back({value, value, tier <= 1});
      }
    }
    for (ContourLevel& level : added) {
      level.labelled = level.labelled || keepsApart(field, levels, level.value, kLabelledArea, true);
      levels.push_back(level);
    }
    sortLevels(levels);
  }
  return levels;
}

/// One piece of a line within a cell, from one cell edge to another, the higher side on the left.
struct Segment {
  std::int64_t from = 0;
  std::int64_t to = 0;
};

enum Edge : int { Bottom = 0, Right = 1, Top = 2, Left = 3 };
struct CellLines {
  int count = 0;
  std::array<std::array<int, 2>, 2> edges{};
};

/// `above`: bits of the corners (bottom left, bottom right, top right, top left) at or over the level.
/// `joined`: in an ambiguous cell the high corners hang together.
CellLines cellLines(int above, bool joined) {
  switch (above) {
    case 1:
      return {1, {{{Bottom, Left}}}};
    case 2:
      return {1, {{{Right, Bottom}}}};
    case 3:
      return {1, {{{Right, Left}}}};
    case 4:
      return {1, {{{Top, Right}}}};
    case 5:
      if (joined) return {2, {{{Bottom, Right}, {Top, Left}}}};
      return {2, {{{Bottom, Left}, {Top, Right}}}};
    case 6:
      return {1, {{{Top, Bottom}}}};
    case 7:
      return {1, {{{Top, Left}}}};
    case 8:
      return {1, {{{Left, Top}}}};
    case 9:
      return {1, {{{Bottom, Top}}}};
    case 10:
      if (joined) return {2, {{{Left, Bottom}, {Right, Top}}}};
      return {2, {{{Right, Bottom}, {Left, Top}}}};
    case 11:
      return {1, {{{Right, Top}}}};
    case 12:
      return {1, {{{Left, Right}}}};
    case 13:
      return {1, {{{Bottom, Right}}}};
    case 14:
      return {1, {{{Left, Bottom}}}};
    default:
      return {};
  }
}

/// Even numbers: the edge to the right of a node; odd ones: the edge above it.
std::int64_t edgeNumber(const Field& field, Index column, Index row, int edge) {
  if (edge == Right) ++column;
  if (edge == Top) ++row;
  return 2 * (row * field.columns + column) + (edge == Left || edge == Right ? 1 : 0);
}

/// Where the level crosses an edge, in cells from the first node.
PlanePoint crossing(const Field& field, std::int64_t edge, double level) {
  const auto node = static_cast<Index>(edge / 2);
  const bool upward = edge % 2 == 1;
  const double a = field.values[node];
  const double b = field.values[node + (upward ? field.columns : 1)];
  const double t = std::clamp((level - a) / (b - a), 0.0, 1.0);
  const auto column = static_cast<double>(node % field.columns);
  const auto row = static_cast<double>(node / field.columns);
  return upward ? PlanePoint{column, row + t} : PlanePoint{column + t, row};
}

double squaredDistance(const PlanePoint& p, const PlanePoint& a, const PlanePoint& b) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  const double length = dx * dx + dy * dy;
  double t = length > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length : 0;
  t = std::clamp(t, 0.0, 1.0);
  const double ex = p.x - a.x - t * dx;
  const double ey = p.y - a.y - t * dy;
  return ex * ex + ey * ey;
}

/// Douglas & Peucker 1973, on the range [first, last].
void thin(const std::vector<PlanePoint>& points, std::size_t first, std::size_t last, std::vector<bool>& kept) {
  std::vector<std::array<std::size_t, 2>> stack = {{first, last}};
  while (!stack.empty()) {
    const auto [a, b] = stack.back();
    stack.pop_back();
    double worst = kThinning * kThinning;
    std::size_t split = 0;
    for (std::size_t k = a + 1; k < b; ++k) {
      const double distance = squaredDistance(points[k], points[a], points[b]);
      if (distance > worst) {
        worst = distance;
        split = k;
      }
    }
    if (split == 0) continue;
    kept[split] = true;
    stack.push_back({a, split});
    stack.push_back({split, b});
  }
}

/// In cells; a closed line repeats its first point here.
std::vector<PlanePoint> thinned(const std::vector<PlanePoint>& points) {
  std::vector<bool> kept(points.size(), false);
  kept.front() = kept.back() = true;
  const std::size_t middle = points.size() / 2;
  if (middle > 0) kept[middle] = true;
  thin(points, 0, middle, kept);
  thin(points, middle, points.size() - 1, kept);
  std::vector<PlanePoint> result;
  for (std::size_t k = 0; k < points.size(); ++k) {
    if (kept[k]) result.push_back(points[k]);
  }
  return result;
}

/// Joins a level's segments end to end.
std::vector<ContourLine> joined(const Field& field, const std::vector<Segment>& segments, std::size_t level,
                                double value) {
  std::unordered_map<std::int64_t, std::size_t> starting;
  std::unordered_map<std::int64_t, std::size_t> ending;
  starting.reserve(segments.size());
  ending.reserve(segments.size());
  for (std::size_t k = 0; k < segments.size(); ++k) {
    starting.emplace(segments[k].from, k);
    ending.emplace(segments[k].to, k);
  }
  std::vector<ContourLine> lines;
  std::vector<bool> used(segments.size(), false);
  const auto follow = [&](std::size_t first) {
    std::vector<PlanePoint> points = {crossing(field, segments[first].from, value)};
    std::size_t k = first;
    bool closed = false;
    while (true) {
      used[k] = true;
      points.push_back(crossing(field, segments[k].to, value));
      const auto next = starting.find(segments[k].to);
      if (next == starting.end()) break;
      if (used[next->second]) {
        closed = next->second == first;
        break;
      }
      k = next->second;
    }
    points = thinned(points);
    if (closed) points.pop_back();
    if (points.size() < 2) return;
    const double dx = (field.view.xMax - field.view.xMin) / static_cast<double>(field.columns - 1);
    const double dy = (field.view.yMax - field.view.yMin) / static_cast<double>(field.rows - 1);
    for (PlanePoint& p : points) p = {field.view.xMin + p.x * dx, field.view.yMin + p.y * dy};
    lines.push_back({level, closed, std::move(points)});
  };
  // Open lines from their ends first; what is left is closed.
  for (std::size_t k = 0; k < segments.size(); ++k) {
    if (!used[k] && ending.find(segments[k].from) == ending.end()) follow(k);
  }
  for (std::size_t k = 0; k < segments.size(); ++k) {
    if (!used[k]) follow(k);
  }
  return lines;
}

/// The pieces in one row of cells, sorted by level.
void collectRow(const Field& field, const std::vector<ContourLevel>& levels, Index row,
                std::vector<std::vector<Segment>>& segments) {
  for (Index column = 0; column + 1 < field.columns; ++column) {
    const double a = field.at(column, row);
    const double b = field.at(column + 1, row);
    const double c = field.at(column + 1, row + 1);
    const double d = field.at(column, row + 1);
    const double lowest = std::min(std::min(a, b), std::min(c, d));
    const double highest = std::max(std::max(a, b), std::max(c, d));
    // Also leaves out cells with a NaN or an infinity among the corners.
    if (!std::isfinite(a + b + c + d)) continue;
    auto level = std::upper_bound(levels.begin(), levels.end(), lowest,
                                  [](double value, const ContourLevel& l) { return value < l.value; });
    for (; level != levels.end() && level->value <= highest; ++level) {
      const double v = level->value;
      const int above = (a >= v ? 1 : 0) | (b >= v ? 2 : 0) | (c >= v ? 4 : 0) | (d >= v ? 8 : 0);
      // The bilinear surface's own saddle says which corners hang together.
      const bool highJoined = (above == 5 || above == 10) && (a * c - b * d) / (a + c - b - d) >= v;
      const CellLines lines = cellLines(above, highJoined);
      for (int k = 0; k < lines.count; ++k) {
        const auto& edges = lines.edges[static_cast<std::size_t>(k)];
        segments[static_cast<std::size_t>(level - levels.begin())].push_back(
            {edgeNumber(field, column, row, edges[0]), edgeNumber(field, column, row, edges[1])});
      }
    }
  }
}

}  // namespace

LevelRule levelRule(ColorScale scale, const std::vector<Landmark>& landmarks, const View& view) {
  if (scale == ColorScale::Log) return LevelRule::AboveMinimum;
  bool saddle = false;
  for (const Landmark& landmark : landmarks) {
    const std::vector<double>& p = landmark.point;
    const bool seen = p.size() == 2 && p[0] >= view.xMin && p[0] <= view.xMax && p[1] >= view.yMin && p[1] <= view.yMax;
    if (!seen) continue;
    if (landmark.kind != Landmark::Kind::Saddle) return LevelRule::Decimal;
    saddle = saddle || landmark.value == 0;
  }
  return saddle ? LevelRule::BothSigns : LevelRule::Decimal;
}

std::vector<ContourLevel> contourLevels(const Field& field, LevelRule rule, std::optional<double> knownMinimum) {
  if (field.finite == 0) return {};
  std::vector<ContourLevel> levels;
  if (rule == LevelRule::AboveMinimum) {
    levels = levelsAboveMinimum(field, std::min(knownMinimum.value_or(field.minimum), field.minimum));
  } else if (rule == LevelRule::BothSigns) {
    levels = levelsOfBothSigns(field);
  }
  return levels.size() < kEnoughLevels ? decimalLevels(field) : levels;
}

std::shared_ptr<const Contours> traceContours(const Field& field, std::vector<ContourLevel> levels,
                                              std::stop_token stop) {
  sortLevels(levels);
  std::vector<std::vector<Segment>> segments(levels.size());
  for (Index row = 0; row + 1 < field.rows; ++row) {
    if (stop.stop_requested()) return nullptr;
    collectRow(field, levels, row, segments);
  }
  std::vector<std::vector<ContourLine>> lines(levels.size());
  const auto join = [&](std::size_t level) {
    lines[level] = joined(field, segments[level], level, levels[level].value);
  };
  if (!parallelFor(levels.size(), join, stop)) return nullptr;
  auto contours = std::make_shared<Contours>();
  for (std::vector<ContourLine>& some : lines) {
    for (ContourLine& line : some) contours->lines.push_back(std::move(line));
  }
  contours->levels = std::move(levels);
  return contours;
}

}  // namespace thalweg
