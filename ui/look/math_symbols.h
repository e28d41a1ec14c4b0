#pragma once
/// The commands that stand for a symbol, a function's name, a space or an accent.
/// Threads: constant tables.

#include "ui/look/math_box.h"

#include <QString>

namespace thalweg::math {

struct Symbol {
  const char* name;
  char32_t c;
  Class kind;
  int font = kMain;
};

struct SpaceCommand {
  const char* name;
  qreal em;
};

struct Accent {
  const char* name;
  char32_t c;
};

/// nullptr if there is none of that name (without the backslash).
const Symbol* findSymbol(const QString& name);
const SpaceCommand* findSpace(const QString& name);
const Accent* findAccent(const QString& name);
/// Set upright: \min, \cos …
bool isFunction(const QString& name);
/// A function whose scripts stand above and below in a formula on its own line.
bool hasLimits(const QString& name);

}  // namespace thalweg::math
