#pragma once
/// Boxes of glyphs, paths and rules, and how TeX puts them side by side: what formulas are set from.
/// Sizes are in pixels, positions relative to the baseline's left end, y down. Threads: as MathText.

#include "ui/look/math_text.h"

#include <QRawFont>

#include <vector>

namespace thalweg::math {

// TeX's font parameters for Computer Modern, in em (The TeXbook, Appendix G).
inline constexpr qreal kXHeight = 0.431, kAxis = 0.25, kRule = 0.045;
inline constexpr qreal kSup = 0.363, kSupDisplay = 0.413, kSub = 0.15, kSubWithSup = 0.247;
inline constexpr qreal kSupDrop = 0.386, kSubDrop = 0.05;
inline constexpr qreal kNumerator = 0.677, kNumeratorText = 0.394, kDenominator = 0.686, kDenominatorText = 0.345;
inline constexpr qreal kScript = 0.7, kScriptScript = 0.5;
inline constexpr qreal kThin = 3.0 / 18, kMedium = 4.0 / 18, kThick = 5.0 / 18;
/// Nesting beyond this is drawn flat, so that no input exhausts the stack.
inline constexpr int kMaxDepth = 60;

enum Face { kMain, kMath, kLarge, kFaces };

/// The KaTeX font of a face in a size; one that is not valid if it has not been loaded.
QRawFont face(int which, qreal pixelSize);

enum class Class { Ord, Op, Bin, Rel, Open, Close, Punct, Inner, Space };

struct Style {
  qreal size = 13;  ///< the em in pixels
  int level = 0;    ///< 0 text, 1 script, 2 script of a script
  bool display = false;
};

struct Box {
  qreal width = 0, ascent = 0, descent = 0;
  qreal italic = 0;  ///< how far the last glyph leans over its width
  qreal skew = 0;    ///< where an accent sits right of the middle
  bool single = false;
  std::vector<MathText::Item> items;
};

struct Atom {
  Class kind = Class::Ord;
  Box box;
  bool limits = false;
};
/// Puts `part` into `box` with its baseline's left end at (dx, dy).
void place(Box& box, const Box& part, qreal dx, qreal dy);
void addRule(Box& box, const QRectF& rect);
Box glyphBox(int which, char32_t c, qreal size);
/// A delimiter or root sign stretched to reach from `ascent` above to `descent` below the baseline. Only the height is
/// stretched, so that strokes keep their width.
Box stretched(char32_t c, qreal size, qreal ascent, qreal descent);
/// Atoms side by side with the spaces that their classes ask for.
Box joined(std::vector<Atom> atoms, const Style& style);

}  // namespace thalweg::math
