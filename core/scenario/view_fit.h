#pragma once
/// Which boxes can be drawn and mapped: whether doubles have room for the width, for a pixel, and for what equal axes
/// and margins add.
/// Threads: pure functions.

#include "core/contracts/objective.h"

#include <string>
#include <utility>

namespace thalweg {

/// Why no axis can run from `low` to `high`, as "expected …, found …"; empty where one can. Both lie within ±1e100,
/// apart by at least 1e-100 and by a billionth of the larger.
std::string unfitRange(double low, double high);

/// The range nearest to [low, high] for which `unfitRange` has no objection; low ≤ high. For axes that follow values.
std::pair<double, double> fittedRange(double low, double high);

/// Why `view` cannot be shown, empty where it can; `axis` becomes the letter of the axis that is at fault. A missing y
/// (0, 0) is fit.
std::string unfitView(const View& view, char* axis = nullptr);

}  // namespace thalweg
