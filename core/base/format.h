#pragma once
/// Numbers as text and back, independent of any locale.
/// Threads: pure functions.

#include <optional>
#include <string>
#include <string_view>

namespace thalweg {

/// The shortest text that reads back to the same bits: "0.1", "1e-08"; "nan", "inf", "-inf".
std::string formatShort(double value);
/// 17 significant digits, which also read back to the same bits.
std::string formatFull(double value);
/// `digits` significant digits, without trailing zeros: "0.08", "1e-8"; all digits before the point up to 999999.
std::string formatSignificant(double value, int digits);
/// The whole text as one number with a point ("1e-3", "+2", "−0.5" with a true minus); none if it is anything else or
/// not finite.
std::optional<double> parseNumber(std::string_view text);

}  // namespace thalweg
