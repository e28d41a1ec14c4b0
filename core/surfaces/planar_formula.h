#pragma once
/// Formulas of objectives of any dimension as they read in two, short enough to stand beside a name.
/// Threads: pure functions.

#include <string_view>

namespace thalweg {

/// TeX without the left-hand side, in x, y and the objective's options; empty where sums say it best.
std::string_view planarFormula(std::string_view objective);

}  // namespace thalweg
