#pragma once
/// Where a window opens, so that all of it can be reached. Threads: pure functions.

#include <QList>
#include <QRect>

namespace thalweg {

/// At the base font of 13 px all controls can be reached in it, and panels still show their paths.
inline constexpr QSize leastWindow(960, 500);
inline constexpr int titleHeight = 32;  ///< of a title bar, as long as the window manager has not said

struct Opening {
  QRect box;  ///< of the window without its frame
  bool maximized = false;
};

/// `wanted` brought onto the screen of which it covers most (onto the first one where it covers none), no larger than
/// that screen's available area less a title bar `title` pixels high; maximized where that leaves it less than it
/// wants. `screens` are available areas, the first the primary's; without one `wanted` stays.
[[nodiscard]] Opening openingOn(const QList<QRect>& screens, const QRect& wanted, int title);

/// The base font in pixels: `usual`, or smaller where the least window and its title would be larger than the area
/// `available` on the screen; at least 10.
[[nodiscard]] qreal fittingType(const QSize& available, qreal usual);

}  // namespace thalweg
