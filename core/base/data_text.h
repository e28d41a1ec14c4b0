#pragma once
/// What is read by other programs and what is shown of foreign texts: numbers for JSON and CSV, cells of tables, and
/// words that neither a terminal nor a line can be broken by. Independent of any locale.
/// Threads: pure functions.

#include <string>
#include <string_view>

namespace thalweg {

/// 17 significant digits, which read back to the same bits; "null" for what is not finite, as JSON has no word for it.
std::string jsonNumber(double value);
/// The same; an empty cell for what is not finite.
std::string csvNumber(double value);

/// A cell that holds a text: quoted where commas, quotes or line ends would break the row (RFC 4180). A text that a
/// spreadsheet would take for a formula (it begins with = + - @ or a control character) gets an apostrophe before it.
std::string csvText(std::string_view text);

/// `text` on one line for people: control characters, marks that turn the direction of writing and broken UTF-8 stand
/// as "\u001b" or "\xff", and from what is longer than `most` bytes the middle is left out.
std::string printable(std::string_view text, std::size_t most = 600);

}  // namespace thalweg
