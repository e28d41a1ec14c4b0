#include "core/objectives/separable.h"

namespace thalweg {

std::vector<Landmark> separableLandmarks(Index dimension, const std::vector<CriticalPoint>& minima,
                                         const std::vector<CriticalPoint>& hills) {
  using Kind = Landmark::Kind;
  const CriticalPoint& lowest = minima.front();
  std::vector<Landmark> all;
  if (dimension == 2) {
    for (const CriticalPoint& a : minima) {
      for (const CriticalPoint& b : minima)
        all.push_back({all.empty() ? Kind::GlobalMinimum : Kind::LocalMinimum, {a.at, b.at}, a.value + b.value});
    }
    for (const CriticalPoint& a : hills) {
      for (const CriticalPoint& b : minima) {
        all.push_back({Kind::Saddle, {a.at, b.at}, a.value + b.value});
        all.push_back({Kind::Saddle, {b.at, a.at}, b.value + a.value});
      }
    }
    return all;
  }
  const double rest = static_cast<double>(dimension - 1) * lowest.value;
  const auto add = [&](Kind kind, const CriticalPoint& first) {
    std::vector<double> point(static_cast<std::size_t>(dimension), lowest.at);
    point[0] = first.at;
    all.push_back({kind, std::move(point), rest + first.value});
  };
  add(Kind::GlobalMinimum, lowest);
  for (std::size_t i = 1; i < minima.size(); ++i) add(Kind::LocalMinimum, minima[i]);
  if (dimension > 1)
    for (const CriticalPoint& hill : hills) add(Kind::Saddle, hill);
  return all;
}

}  // namespace thalweg
