#pragma once
/// Whether a mark is seen on its ground, in numbers. Threads: pure functions.

#include <QColor>

namespace thalweg {

/// Of marks and lines against their ground, by WCAG 2.1 (1.4.11); a casing counts.
inline constexpr double leastContrast = 3;

/// WCAG 2.1's ratio of two opaque colours, from 1 to 21.
[[nodiscard]] double contrast(const QColor& one, const QColor& other);

/// An edge that shows `color` on `ground`: the colour itself where it is seen, else a darker (on a dark ground a
/// lighter) shade of it that has `leastContrast`.
[[nodiscard]] QColor edgeOn(const QColor& color, const QColor& ground);

}  // namespace thalweg
