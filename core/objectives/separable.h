#pragma once
/// Landmarks of sums over coordinates, from those of one coordinate.

#include "core/objectives/facts.h"
#include "core/objectives/jet.h"

#include <cmath>

namespace thalweg {

/// A point of one coordinate at which its term's derivative vanishes, and the term there.
struct CriticalPoint {
  double at = 0;
  double value = 0;
};

/// By Newton's method from `guess`, on the term of coordinate `index`.
template <class F>
CriticalPoint criticalPoint(const F& function, double guess, Index index = 0) {
  const Lanes i(static_cast<double>(index));
  double x = guess;
  for (int step = 0; step < 20; ++step) {
    const auto term = function.own(SecondOrder::x(x), i);
    const double slope = lanes(term.x).v[0];
    if (slope == 0) break;
    x -= slope / lanes(term.xx).v[0];
  }
  return {x, function.own(Lanes(x), i).v[0]};
}

/// For Σ term(xᵢ): `minima` of the term, the lowest first, and hills between two of them. In two dimensions all
/// combinations are listed (two hills are a maximum, no landmark); beyond, where there are too many, the global minimum
/// and those that differ from it in the first coordinate.
std::vector<Landmark> separableLandmarks(Index dimension, const std::vector<CriticalPoint>& minima,
                                         const std::vector<CriticalPoint>& hills);

/// The same from guesses.
template <class F>
std::vector<Landmark> separableLandmarks(const F& function, Index dimension, const std::vector<double>& minima,
                                         const std::vector<double>& hills) {
  std::vector<CriticalPoint> low, high;
  for (const double guess : minima) low.push_back(criticalPoint(function, guess));
  for (const double guess : hills) high.push_back(criticalPoint(function, guess));
  return separableLandmarks(dimension, low, high);
}

}  // namespace thalweg
