#pragma once
/// Landmarks of sums over coordinates, from those of one coordinate.

#include "core/objective.h"

namespace thalweg {

/// A point of one coordinate at which its term's derivative vanishes, and the term there.
struct CriticalPoint {
  double at = 0;
  double value = 0;
};

/// For Σ term(xᵢ) whose term has two minima with a hill between them. In one and two dimensions all minima and saddles;
/// beyond, where there are 3ⁿ, the global minimum, and the local minimum and the saddle next to it in value.
std::vector<Landmark> separableLandmarks(Index dimension, CriticalPoint lowest, CriticalPoint other,
                                         CriticalPoint hill);

}  // namespace thalweg
