#include "ui/scenes/contour_choice.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <vector>

namespace thalweg {

namespace {

/// Of all lines of every level, the share of the frame that they would cover.
std::vector<double> coverage(const Contours& contours, const PlotFrame& frame) {
  std::vector<double> shares(contours.levels.size());
  const double area = frame.rect.width() * frame.rect.height();
  for (const ContourLine& line : contours.lines) {
    double length = 0;
    for (std::size_t k = 1; k < line.points.size(); ++k) {
      const double dx = (line.points[k].x - line.points[k - 1].x) * frame.xScale();
      const double dy = (line.points[k].y - line.points[k - 1].y) * frame.yScale();
      length += std::hypot(dx, dy);
    }
    shares[line.level] += length / area;
  }
  return shares;
}

}  // namespace

std::shared_ptr<const Contours> sparse(const std::shared_ptr<const Contours>& contours, const PlotFrame& frame,
                                       double most) {
  if (!contours) return contours;
  const std::vector<double> shares = coverage(*contours, frame);
  std::vector<std::size_t> kept(shares.size());
  std::iota(kept.begin(), kept.end(), std::size_t{0});
  const auto covered = [&] {
    return std::accumulate(kept.begin(), kept.end(), 0.0, [&](double sum, std::size_t k) { return sum + shares[k]; });
  };
  if (covered() <= most) return contours;
  std::erase_if(kept, [&](std::size_t k) { return !contours->levels[k].labelled; });
  while (!kept.empty() && covered() > most) {
    std::vector<std::size_t> fewer;
    for (std::size_t k = 1; k < kept.size(); k += 2) fewer.push_back(kept[k]);
    kept = std::move(fewer);
  }
  auto result = std::make_shared<Contours>();
  result->levels = contours->levels;
  std::ranges::copy_if(contours->lines, std::back_inserter(result->lines),
                       [&](const ContourLine& line) { return std::ranges::binary_search(kept, line.level); });
  return result;
}

}  // namespace thalweg
