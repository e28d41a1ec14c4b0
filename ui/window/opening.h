#pragma once
/// Where a window opens, so that all of it can be reached. Threads: pure functions.

#include <QList>
#include <QRect>

namespace thalweg {

struct Opening {
  QRect box;  ///< of the window without its frame
  bool maximized = false;
};

/// `wanted` brought onto the screen of which it covers most (onto the first one where it covers none), no larger than
/// that screen's available area less a title bar `title` pixels high; maximized where that leaves it less than it
/// wants. `screens` are available areas, the first the primary's; without one `wanted` stays.
[[nodiscard]] Opening openingOn(const QList<QRect>& screens, const QRect& wanted, int title);

}  // namespace thalweg
