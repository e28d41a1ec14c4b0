#pragma once
/// Formulas as people write them on paper, in Python's spelling. Threads: pure functions.

#include <string>
#include <string_view>

namespace thalweg {

/// `formula` with what is commonly typed in other spellings mended: "f(x, y) = …" loses its left side, |x| becomes
/// abs(x), 2y becomes 2*y, (x)(y) becomes (x)*(y), X and Y become x and y. Whether the result is a formula is for the
/// caller to try; a text without such spellings comes back as it is, trimmed.
[[nodiscard]] std::string mendedFormula(std::string_view formula);

}  // namespace thalweg
