#include "core/base/format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace thalweg {

namespace {

template <class... Format>
std::string print(double value, Format... format) {
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format...);
  return {buffer.data(), end.ptr};
}

}  // namespace

std::string formatShort(double value) { return print(value); }

std::string formatFull(double value) { return print(value, std::chars_format::general, 17); }

std::string formatSignificant(double value, int digits) {
  if (value == 0) return "0";
  if (!std::isfinite(value)) return print(value);
  std::string scientific = print(value, std::chars_format::scientific, digits - 1);
  const std::size_t e = scientific.find('e');
  int exponent = 0;
  std::from_chars(scientific.data() + e + (scientific[e + 1] == '+' ? 2 : 1), scientific.data() + scientific.size(),
                  exponent);
  const auto trimmed = [](std::string text) {
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
  };
  if (exponent < -3 || exponent > 5) return trimmed(scientific.substr(0, e)) + "e" + std::to_string(exponent);
  // Rounding has happened above; here the same digits are only written out.
  return trimmed(print(value, std::chars_format::fixed, std::max(0, digits - 1 - exponent)));
}

std::optional<double> parseNumber(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  constexpr std::string_view minus = "\u2212";
  bool negative = false;
  if (text.starts_with(minus) || text.starts_with('-')) {
    negative = true;
    text.remove_prefix(text[0] == '-' ? 1 : minus.size());
  } else if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  // from_chars would take a second sign, and words such as "inf".
  if (text.empty() || (text[0] != '.' && (text[0] < '0' || text[0] > '9'))) return {};
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return negative ? -value : value;
}

}  // namespace thalweg
