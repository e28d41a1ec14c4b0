#pragma once
/// Splits a formula's text into tokens. Threads: pure functions.

#include <string>
#include <string_view>
#include <vector>

namespace thalweg::expression {

/// As messages quote it: long texts shortened.
std::string inQuotes(std::string_view text);

struct Token {
  enum class Kind { Number, Name, Symbol, Unknown, End };
  Kind kind = Kind::End;
  std::string text;  ///< in Python's spelling; of an unknown character a description
  int column = 1;
  double value = 0;      ///< of a number
  bool integer = false;  ///< a number without point and exponent, at most 2^53

  /// True for a symbol or name that reads so.
  [[nodiscard]] bool is(std::string_view s) const { return (kind == Kind::Symbol || kind == Kind::Name) && text == s; }
  /// As a message quotes it.
  [[nodiscard]] std::string shown() const;
};

/// Ends with an End token. Characters that belong to no formula become Unknown tokens. Throws ExpressionError for
/// numbers beyond a double's range and for texts beyond the limits.
std::vector<Token> tokenize(std::string_view text);

}  // namespace thalweg::expression
