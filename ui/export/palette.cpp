#include "ui/export/palette.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

constexpr std::size_t kMost = 255;
constexpr int kBits = 7;  // a channel; fewer would make bands of a surface's colours
constexpr std::size_t kCells = 1u << 3 * kBits;
constexpr int kRounds = 3;
constexpr double kCommonness = 0.75;  // at 1 thin lines would get no colours, at 0.5 surfaces too few
constexpr std::array<double, 3> kChannelWeight = {2, 4, 1.5};  // how much an eye minds

using Color3 = std::array<double, 3>;

/// Colours that share their first bits: their mean and weight.
struct Cell {
  Color3 mean{};
  double weight = 0;
};

double squareDistance(const Color3& a, const Color3& b) {
  double sum = 0;
  for (std::size_t c = 0; c < 3; ++c) sum += kChannelWeight[c] * (a[c] - b[c]) * (a[c] - b[c]);
  return sum;
}

Color3 channels(QRgb color) {
  return {static_cast<double>(qRed(color)), static_cast<double>(qGreen(color)), static_cast<double>(qBlue(color))};
}

std::vector<Cell> cellsOf(const std::vector<QImage>& samples, const std::stop_token& stop) {
  struct Sum {
    std::array<std::uint64_t, 3> low{};  // of what the cell's number leaves out
    std::uint32_t count = 0;
  };
  constexpr int shift = 8 - kBits;
  std::vector<Sum> sums(kCells);
  for (const QImage& image : samples) {
    for (int y = 0; y < image.height() && !stop.stop_requested(); ++y) {
      const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
      for (int x = 0; x < image.width(); ++x) {
        const std::array<int, 3> color = {qRed(line[x]), qGreen(line[x]), qBlue(line[x])};
        std::size_t index = 0;
        for (const int channel : color) index = index << kBits | static_cast<std::size_t>(channel >> shift);
        for (std::size_t c = 0; c < 3; ++c)
          sums[index].low[c] += static_cast<std::uint64_t>(color[c] & ((1 << shift) - 1));
        ++sums[index].count;
      }
    }
  }
  std::vector<Cell> used;
  for (std::size_t index = 0; index < sums.size(); ++index) {
    const Sum& sum = sums[index];
    if (sum.count == 0) continue;
    Cell cell;
    for (std::size_t c = 0; c < 3; ++c) {
      const std::size_t high = index >> (kBits * (2 - c)) & ((1u << kBits) - 1);
      cell.mean[c] = static_cast<double>(high << shift) + static_cast<double>(sum.low[c]) / sum.count;
    }
    cell.weight = std::pow(static_cast<double>(sum.count), kCommonness);
    used.push_back(cell);
  }
  return used;
}

struct Box {
  std::size_t first = 0;
  std::size_t last = 0;  ///< past the end
  double spread = 0;     ///< weighted sum of squares along the widest channel
  std::size_t channel = 0;
};

Color3 meanOf(const std::vector<Cell>& cells, std::size_t first, std::size_t last) {
  Color3 mean{};
  double weight = 0;
  for (std::size_t k = first; k < last; ++k) {
    for (std::size_t c = 0; c < 3; ++c) mean[c] += cells[k].weight * cells[k].mean[c];
    weight += cells[k].weight;
  }
  for (double& channel : mean) channel /= weight;
  return mean;
}

Box measured(const std::vector<Cell>& cells, std::size_t first, std::size_t last) {
  const Color3 mean = meanOf(cells, first, last);
  Color3 squares{};
  for (std::size_t k = first; k < last; ++k) {
    for (std::size_t c = 0; c < 3; ++c) {
      const double off = cells[k].mean[c] - mean[c];
      squares[c] += kChannelWeight[c] * cells[k].weight * off * off;
    }
  }
  const auto widest = std::max_element(squares.begin(), squares.end());
  return {first, last, last - first > 1 ? *widest : 0, static_cast<std::size_t>(widest - squares.begin())};
}

/// Means of boxes, cut until there are `count` or nothing to cut.
std::vector<Color3> cut(std::vector<Cell>& cells, std::size_t count) {
  std::vector<Box> boxes = {measured(cells, 0, cells.size())};
  while (boxes.size() < count) {
    const auto widest =
        std::max_element(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) { return a.spread < b.spread; });
    if (widest->spread <= 0) break;
    const Box box = *widest;
    const auto begin = cells.begin() + static_cast<std::ptrdiff_t>(box.first);
    const auto end = cells.begin() + static_cast<std::ptrdiff_t>(box.last);
    std::sort(begin, end, [&](const Cell& a, const Cell& b) { return a.mean[box.channel] < b.mean[box.channel]; });
    const double middle = meanOf(cells, box.first, box.last)[box.channel];
    auto half = std::partition_point(begin, end, [&](const Cell& c) { return c.mean[box.channel] <= middle; });
    half = std::clamp(half, begin + 1, end - 1);
    const auto at = static_cast<std::size_t>(half - cells.begin());
    *widest = measured(cells, box.first, at);
    boxes.push_back(measured(cells, at, box.last));
  }
  std::vector<Color3> means;
  for (const Box& box : boxes) means.push_back(meanOf(cells, box.first, box.last));
  return means;
}

}  // namespace

FramePalette::FramePalette(const std::vector<QImage>& samples, const std::vector<QColor>& kept,
                           const std::stop_token& stop) {
  std::vector<Color3> fixed;
  for (const QColor& color : kept) {
    const QRgb rgb = color.rgb() | 0xff000000;
    if (std::ranges::find(colors_, rgb) != colors_.end() || colors_.size() >= kMost / 2) continue;
    colors_.push_back(rgb);
    fixed.push_back(channels(rgb));
  }
  std::vector<Cell> cells = cellsOf(samples, stop);
  std::vector<Color3> means = cells.empty() ? std::vector<Color3>() : cut(cells, kMost - fixed.size());
  for (int round = 0; round < kRounds && !means.empty(); ++round) {
    std::vector<Color3> sums(means.size(), Color3{});
    std::vector<double> weights(means.size(), 0);
    for (const Cell& cell : cells) {
      std::size_t best = 0;
      double least = std::numeric_limits<double>::infinity();
      for (std::size_t k = 0; k < means.size(); ++k) {
        const double distance = squareDistance(cell.mean, means[k]);
        if (distance < least) least = distance, best = k;
      }
      const bool taken =
          std::ranges::any_of(fixed, [&](const Color3& f) { return squareDistance(cell.mean, f) < least; });
      if (taken) continue;
      for (std::size_t c = 0; c < 3; ++c) sums[best][c] += cell.weight * cell.mean[c];
      weights[best] += cell.weight;
    }
    for (std::size_t k = 0; k < means.size(); ++k) {
      if (weights[k] == 0) continue;
      for (std::size_t c = 0; c < 3; ++c) means[k][c] = sums[k][c] / weights[k];
    }
  }
  for (const Color3& mean : means) {
    const auto channel = [](double v) { return static_cast<int>(std::lround(std::clamp(v, 0.0, 255.0))); };
    const QRgb rgb = qRgb(channel(mean[0]), channel(mean[1]), channel(mean[2]));
    if (std::ranges::find(colors_, rgb) == colors_.end()) colors_.push_back(rgb);
  }
  constexpr std::size_t every = 1u << 24;
  known_ = std::make_unique<std::atomic<std::uint8_t>[]>(every);
  for (std::size_t k = 0; k < every; ++k) known_[k].store(transparent, std::memory_order_relaxed);
}

std::uint8_t FramePalette::nearest(QRgb color) const {
  const Color3 wanted = channels(color);
  std::size_t best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < colors_.size(); ++k) {
    const double distance = squareDistance(wanted, channels(colors_[k]));
    if (distance < least) least = distance, best = k;
  }
  return static_cast<std::uint8_t>(best);
}

std::uint8_t FramePalette::index(QRgb color) const {
  std::atomic<std::uint8_t>& known = known_[color & 0xffffff];
  std::uint8_t found = known.load(std::memory_order_relaxed);
  if (found != transparent) return found;
  // Whoever comes second finds the same.
  found = nearest(color);
  known.store(found, std::memory_order_relaxed);
  return found;
}

}  // namespace thalweg
