#pragma once
/// Reads a formula into a tree. Threads: pure function.

#include "core/expression/expression.h"
#include "core/expression/tree.h"

#include <string_view>

namespace thalweg::expression {

/// Throws ExpressionError.
Tree parse(std::string_view text, const Symbols& symbols);

}  // namespace thalweg::expression
