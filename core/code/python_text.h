#pragma once
/// Pieces of Python text.
/// Threads: pure functions.

#include "core/contracts/catalog.h"

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg::python {

/// Columns that lines are kept within where they can be broken.
inline constexpr std::size_t width = 116;

std::string literal(const std::string& text);
/// A number with a point or exponent: "1.0", "1e-08", "math.inf", "math.nan".
std::string real(double value);
/// "[1.0, 2.0]".
std::string reals(std::span<const double> values);
/// An option's value: None, True, 0.1, 5, "cos", (0.9, 0.999), [[1.0]].
std::string value(const OptionDescription& option, const Json& v);
/// `text` with its bracketed list broken into lines that are indented by `indent` columns and end within the width.
/// The first line begins after `used` columns beyond those.
std::string wrapped(const std::string& text, std::size_t indent, std::size_t used = 0);
/// "name(first, second)", broken where too long for a line that begins with `used` columns.
std::string call(const std::string& name, const std::vector<std::string>& arguments, std::size_t indent,
                 std::size_t used);

/// Lines of a template whose features hold, without their marks.
std::string chosenLines(std::string_view text, const std::set<std::string, std::less<>>& features);
/// Whether `name` occurs in `text` as a whole word.
bool mentions(std::string_view text, std::string_view name);

}  // namespace thalweg::python
