#pragma once
/// Minima and saddles of functions about which nothing is known beforehand, such as typed ones: Newton's method from
/// many places of the viewing box and of a wider one around it.
///
/// Deterministic; the work is bounded (about ten thousand evaluations; a thread needs one to a few milliseconds for
/// functions of the usual length) and none in more than `mostSearchedDimensions` dimensions. What is found need not be
/// all there is: landmarks say that they are `found`. Threads: callable from any thread.

#include "core/contracts/objective.h"

#include <optional>
#include <vector>

namespace thalweg {

inline constexpr Index mostSearchedDimensions = 10;

struct FoundLandmarks {
  /// Minima inside and outside the box, the lowest first and called global unless f is seen lower elsewhere; then
  /// saddles inside the box. Points of a valley whose floor is level are none of them.
  std::vector<Landmark> landmarks;
  /// The value of the lowest minimum, that of a level valley too; none where f is seen lower elsewhere.
  std::optional<double> lowest;
};

/// Searches `f`, whose first coordinates' ranges are `box`; in more than two dimensions all have that of x.
FoundLandmarks searchLandmarks(const Objective& f, const View& box);

}  // namespace thalweg
