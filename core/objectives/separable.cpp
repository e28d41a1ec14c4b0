#include "core/objectives/separable.h"

namespace thalweg {

std::vector<Landmark> separableLandmarks(Index dimension, CriticalPoint lowest, CriticalPoint other,
                                         CriticalPoint hill) {
  using Kind = Landmark::Kind;
  const auto size = static_cast<std::size_t>(dimension);
  const double rest = static_cast<double>(dimension - 1) * lowest.value;
  const auto firstAt = [&](const CriticalPoint& c) {
    std::vector<double> point(size, lowest.at);
    point[0] = c.at;
    return point;
  };
  std::vector<Landmark> all{{Kind::GlobalMinimum, firstAt(lowest), rest + lowest.value},
                            {Kind::LocalMinimum, firstAt(other), rest + other.value}};
  if (dimension == 2) {
    all.push_back({Kind::LocalMinimum, {lowest.at, other.at}, lowest.value + other.value});
    all.push_back({Kind::LocalMinimum, {other.at, other.at}, other.value + other.value});
    for (const CriticalPoint& c : {lowest, other}) {
      all.push_back({Kind::Saddle, {hill.at, c.at}, hill.value + c.value});
      all.push_back({Kind::Saddle, {c.at, hill.at}, c.value + hill.value});
    }
  } else if (dimension > 2) {
    all.push_back({Kind::Saddle, firstAt(hill), rest + hill.value});
  }
  return all;
}

}  // namespace thalweg
