#include "core/expression/lexer.h"

#include "core/expression/expression.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <system_error>

namespace thalweg::expression {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// What people type or paste, and Python's spelling of it. Longer spellings first.
struct Spelling {
  std::string_view typed;
  std::string_view meant;
};
constexpr std::array<Spelling, 26> spellings = {{
    {"**", "**"}, {"//", "//"}, {"<=", "<="}, {">=", ">="}, {"==", "=="}, {"!=", "!="}, {"+", "+"},
    {"-", "-"},   {"*", "*"},   {"/", "/"},   {"%", "%"},   {"^", "**"},  {"(", "("},   {")", ")"},
    {"[", "["},   {"]", "]"},   {",", ","},   {"<", "<"},   {">", ">"},   {"−", "-"},   {"×", "*"},
    {"·", "*"},   {"⋅", "*"},   {"≤", "<="},  {"≥", ">="},  {"≠", "!="},
}};

/// Bytes of the UTF-8 character that begins at `at`; 0 if none does.
std::size_t characterLength(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xC2 && lead < 0xE0   ? 2
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0u) != 0x80u) return 0;
  }
  return length;
}

std::string describeCharacter(std::string_view text, std::size_t at, std::size_t length) {
  std::array<char, 32> buffer{};
  const auto byte = static_cast<unsigned>(static_cast<unsigned char>(text[at]));
  if (length == 0) {
    std::snprintf(buffer.data(), buffer.size(), "the invalid byte %02X", byte);
  } else if (byte < 0x20 || byte == 0x7F) {
    std::snprintf(buffer.data(), buffer.size(), "the control character %02X", byte);
  } else {
    return inQuotes(text.substr(at, length));
  }
  return buffer.data();
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    if (text_.size() > maxBytes)
      throw ExpressionError(1, "the formula has more than " + std::to_string(maxBytes) + " bytes");
    std::vector<Token> tokens;
    for (;;) {
      while (at_ < text_.size() && isSpace(text_[at_])) advance(1);
      if (tokens.size() >= maxTokens) {
        throw ExpressionError(column_,
                              "the formula has more than " + std::to_string(maxTokens) + " numbers, names and signs");
      }
      tokens.push_back(next());
      if (tokens.back().kind == Token::Kind::End) return tokens;
    }
  }

 private:
  void advance(std::size_t asciiBytes) {
    at_ += asciiBytes;
    column_ += static_cast<int>(asciiBytes);
  }

  Token next() {
    Token token;
    token.column = column_;
    if (at_ == text_.size()) return token;
    const char c = text_[at_];
    if (isDigit(c) || (c == '.' && at_ + 1 < text_.size() && isDigit(text_[at_ + 1]))) {
      number(token);
    } else if (isLetter(c)) {
      const std::size_t from = at_;
      while (at_ < text_.size() && (isLetter(text_[at_]) || isDigit(text_[at_]))) advance(1);
      token.kind = Token::Kind::Name;
      token.text = text_.substr(from, at_ - from);
    } else {
      sign(token);
    }
    return token;
  }

  void sign(Token& token) {
    const std::string_view rest = text_.substr(at_);
    for (const Spelling& spelling : spellings) {
      if (!rest.starts_with(spelling.typed)) continue;
      token.kind = Token::Kind::Symbol;
      token.text = spelling.meant;
      const bool ascii = static_cast<unsigned char>(spelling.typed[0]) < 0x80;
      at_ += spelling.typed.size();
      column_ += ascii ? static_cast<int>(spelling.typed.size()) : 1;
      return;
    }
    const std::size_t length = characterLength(text_, at_);
    if (rest.starts_with("π")) {
      token.kind = Token::Kind::Name;
      token.text = "pi";
    } else {
      token.kind = Token::Kind::Unknown;
      token.text = describeCharacter(text_, at_, length);
    }
    at_ += length == 0 ? 1 : length;
    column_ += 1;
  }

  void number(Token& token) {
    const std::size_t from = at_;
    token.kind = Token::Kind::Number;
    const auto digits = [&] {
      while (at_ < text_.size() && isDigit(text_[at_])) advance(1);
    };
    digits();
    const bool point = at_ < text_.size() && text_[at_] == '.';
    if (point) {
      advance(1);
      digits();
    }
    bool exponent = false;
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      std::size_t after = at_ + 1;
      if (after < text_.size() && (text_[after] == '+' || text_[after] == '-')) ++after;
      if (after < text_.size() && isDigit(text_[after])) {
        exponent = true;
        advance(after - at_);
        digits();
      }
    }
    token.text = text_.substr(from, at_ - from);
    const char* const begin = token.text.data();
    const auto [end, error] = std::from_chars(begin, begin + token.text.size(), token.value);
    if (error == std::errc::result_out_of_range) token.value = isTiny(token.text) ? 0.0 : HUGE_VAL;
    if (std::isinf(token.value)) {
      throw ExpressionError(token.column,
                            "the number " + token.shown() + " is beyond 1.8e308, the largest that can be used");
    }
    token.integer = !point && !exponent && token.value <= 9007199254740992.0;
    if (!point && !exponent && token.text.size() > 1 && token.text[0] == '0' && token.value != 0) {
      throw ExpressionError(token.column, "a whole number does not begin with 0");
    }
  }

  /// Of a number out of range: true if it is too small, not too large. Its size is where its first digit other than 0
  /// stands, plus its exponent.
  static bool isTiny(std::string_view text) {
    const std::size_t e = text.find_first_of("eE");
    const std::string_view mantissa = text.substr(0, e);
    const std::size_t leading = mantissa.find_first_of("123456789");
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    std::int64_t size = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(leading);
    if (e == std::string_view::npos) return size < 0;
    std::string_view digits = text.substr(e + 1);
    const bool negative = digits[0] == '-';
    if (digits[0] == '-' || digits[0] == '+') digits.remove_prefix(1);
    std::int64_t exponent = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    if (error != std::errc{}) return negative;
    size += negative ? -exponent : exponent;
    return size < 0;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int column_ = 1;
};

}  // namespace

std::string inQuotes(std::string_view text) {
  constexpr std::size_t longest = 24;
  std::string quoted = "'";
  quoted.append(text.substr(0, longest)).append(text.size() > longest ? "…'" : "'");
  return quoted;
}

std::string Token::shown() const {
  if (kind == Kind::End) return "the end";
  return kind == Kind::Unknown ? text : inQuotes(text);
}

std::vector<Token> tokenize(std::string_view text) { return Lexer(text).run(); }

}  // namespace thalweg::expression
