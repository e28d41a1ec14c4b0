#pragma once
/// Numbers as the window shows them: never by a locale, with a true minus and the digits that core/base/format.h gives.
/// Threads: pure functions.

#include <QString>

namespace thalweg {

/// `digits` significant digits: "0.07562", "1e−8", "−0.1236"; "∞", "−∞", "nan".
[[nodiscard]] QString shownNumber(double value, int digits = 4);
/// The shortest text that reads back to the same number, with a true minus, for editing.
[[nodiscard]] QString editedNumber(double value);

}  // namespace thalweg
