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

/// `color` over `ground` as a painter lays it with the opacity `share` in 0…1.
[[nodiscard]] QColor blended(const QColor& color, const QColor& ground, qreal share);

/// A fainter line of `color` on `ground`: blended by `share` or as much more as gives it `leastContrast`; a colour that
/// has too little of its own is as `edgeOn` has it.
[[nodiscard]] QColor fadedOn(const QColor& color, const QColor& ground, qreal share);

/// `color` for text on `ground`: mixed with the text's colour until it has 4.5:1.
[[nodiscard]] QColor textInk(const QColor& color, const QColor& ground, const QColor& text);

}  // namespace thalweg
