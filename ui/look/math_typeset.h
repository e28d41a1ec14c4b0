#pragma once
/// Sets the part of TeX's mathematics that math_text.h names. Threads: as MathText.

#include "ui/look/math_box.h"

#include <QString>

namespace thalweg::math {

/// Never fails: what is not known is drawn as its name, and unbalanced braces end where the text ends.
Box typeset(const QString& tex, const Style& style);

}  // namespace thalweg::math
