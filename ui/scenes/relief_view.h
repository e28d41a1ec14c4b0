#pragma once
/// How a panel is seen in three dimensions. Threads: a value.

#include "core/scenario/display.h"

#include <string_view>

namespace thalweg {

enum class HeightKind { Auto, Linear, Log };

/// By one of "auto", "linear", "log"; Auto for any other.
HeightKind heightKind(std::string_view id);

/// Degrees above the ground of a camera that nobody has turned, and as far as it rises where minima are hidden.
inline constexpr double firstElevation = 46;
inline constexpr double highestFirst = 64;
inline constexpr double elevationStep = 6;

/// Views with a name: the first, from straight above, and along an axis.
enum class NamedView { First, Above, AlongX, AlongY };
[[nodiscard]] constexpr Camera cameraOf(NamedView view) {
  constexpr double lowest = 5;
  switch (view) {
    case NamedView::Above:
      return {.elevation = 90};
    case NamedView::AlongX:
      return {.azimuth = 90, .elevation = lowest};
    case NamedView::AlongY:
      return {.azimuth = 0, .elevation = lowest};
    case NamedView::First:
      break;
  }
  return {};
}

struct ReliefView {
  Camera camera;
  HeightKind height = HeightKind::Auto;
  /// From straight above a landscape is its map.
  [[nodiscard]] bool fromAbove() const { return camera.elevation.value_or(firstElevation) >= 90; }
  bool operator==(const ReliefView&) const = default;
};

}  // namespace thalweg
