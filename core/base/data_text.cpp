#include "core/base/data_text.h"

#include "core/base/format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace thalweg {

namespace {

bool follows(char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; }

/// The length of the character that `text` begins with, and its number; length 0 where it is no UTF-8.
std::pair<std::size_t, std::uint32_t> firstCharacter(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {1, lead};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {0, 0};
  std::uint32_t number = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!follows(text[i])) return {0, 0};
    number = number << 6u | (static_cast<unsigned char>(text[i]) & 0x3Fu);
  }
  constexpr std::array<std::uint32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = number >= 0xD800 && number <= 0xDFFF;
  return number < least[length] || number > 0x10FFFF || surrogate ? std::pair<std::size_t, std::uint32_t>{0, 0}
                                                                  : std::pair{length, number};
}

/// Characters that move the cursor or turn the direction of writing.
bool mayDisturb(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x061C || c == 0x200E || c == 0x200F || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
}

std::string escaped(const char* format, std::uint32_t number) {
  std::array<char, 16> out{};
  std::snprintf(out.data(), out.size(), format, number);
  return out.data();
}

}  // namespace

std::string jsonNumber(double value) { return std::isfinite(value) ? formatFull(value) : "null"; }

std::string csvNumber(double value) { return std::isfinite(value) ? formatFull(value) : std::string(); }

std::string csvText(std::string_view text) {
  std::string cell(text);
  if (!cell.empty() &&
      (std::string_view("=+-@").find(cell[0]) != std::string_view::npos || static_cast<unsigned char>(cell[0]) < 0x20))
    cell.insert(0, 1, '\'');
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += c;
    out += c;
  }
  return out += '"';
}

std::string printable(std::string_view text, std::size_t most) {
  constexpr std::string_view gap = " … ";
  if (text.size() > most && most > 2 * gap.size()) {
    std::size_t head = (most - gap.size()) / 2;
    std::size_t tail = text.size() - (most - gap.size() - head);
    while (head > 0 && follows(text[head])) --head;
    while (tail < text.size() && follows(text[tail])) ++tail;
    std::string cut(text.substr(0, head));
    return printable(cut.append(gap).append(text.substr(tail)), std::string_view::npos);
  }
  std::string out;
  while (!text.empty()) {
    const auto [length, number] = firstCharacter(text);
    if (length == 0)
      out += escaped("\\x%02x", static_cast<unsigned char>(text[0]));
    else if (mayDisturb(number))
      out += escaped("\\u%04x", number);
    else
      out.append(text.substr(0, length));
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace thalweg
