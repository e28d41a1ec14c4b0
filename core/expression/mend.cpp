#include "core/expression/mend.h"

#include <algorithm>
#include <vector>

namespace thalweg {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isSpace(char c) { return c == ' ' || c == '\t'; }

/// A number, a name, or one sign, with the spaces before it.
struct Piece {
  enum class Kind { Number, Name, Sign };
  Kind kind = Kind::Sign;
  std::string space;
  std::string text;
  [[nodiscard]] bool is(char c) const { return text.size() == 1 && text[0] == c; }
};

std::size_t numberEnd(std::string_view s, std::size_t i) {
  while (i < s.size() && (isDigit(s[i]) || s[i] == '.')) ++i;
  std::size_t power = i + 1;
  if (i < s.size() && (s[i] == 'e' || s[i] == 'E')) {
    if (power < s.size() && (s[power] == '+' || s[power] == '-')) ++power;
    if (power < s.size() && isDigit(s[power])) {
      while (power < s.size() && isDigit(s[power])) ++power;
      return power;
    }
  }
  return i;
}

std::vector<Piece> piecesOf(std::string_view s) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < s.size();) {
    Piece piece;
    while (i < s.size() && isSpace(s[i])) piece.space += s[i++];
    if (i == s.size()) break;
    std::size_t end = i + 1;
    if (isDigit(s[i]) || (s[i] == '.' && end < s.size() && isDigit(s[end]))) {
      piece.kind = Piece::Kind::Number;
      end = numberEnd(s, i);
    } else if (isLetter(s[i])) {
      piece.kind = Piece::Kind::Name;
      while (end < s.size() && (isLetter(s[end]) || isDigit(s[end]))) ++end;
    }
    piece.text = s.substr(i, end - i);
    pieces.push_back(std::move(piece));
    i = end;
  }
  return pieces;
}

/// "f(x, y) =", "z =": up to a single equals sign before which nothing is calculated.
void dropLeftSide(std::vector<Piece>& pieces) {
  for (std::size_t k = 0; k < pieces.size(); ++k) {
    const bool plain =
        pieces[k].kind == Piece::Kind::Name || pieces[k].is('(') || pieces[k].is(')') || pieces[k].is(',');
    if (plain) continue;
    const bool twice = k + 1 < pieces.size() && pieces[k + 1].is('=') && pieces[k + 1].space.empty();
    if (k > 0 && pieces[k].is('=') && !twice)
      pieces.erase(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(k) + 1);
    return;
  }
}

/// A bar opens where a value is expected and closes after one.
void replaceBars(std::vector<Piece>& pieces) {
  int open = 0;
  for (std::size_t k = 0; k < pieces.size(); ++k) {
    if (!pieces[k].is('|')) continue;
    const bool afterValue = k > 0 && (pieces[k - 1].kind != Piece::Kind::Sign || pieces[k - 1].is(')'));
    const bool closes = afterValue && open > 0;
    open += closes ? -1 : 1;
    pieces[k].text = closes ? ")" : "abs(";
  }
}

bool isWord(const Piece& piece) {
  static constexpr std::string_view words[] = {"if", "else", "and", "or", "not", "in", "for"};
  return piece.kind == Piece::Kind::Name && std::ranges::find(words, piece.text) != std::end(words);
}

bool wantsProduct(const Piece& before, const Piece& after) {
  if (isWord(before) || isWord(after)) return false;
  const bool closed = before.is(')');
  const bool opens = after.is('(') || after.text == "abs(";
  if (before.kind == Piece::Kind::Number) return after.kind == Piece::Kind::Name || opens;
  return closed && (after.kind != Piece::Kind::Sign || opens);
}

}  // namespace

std::string mendedFormula(std::string_view formula) {
  std::vector<Piece> pieces = piecesOf(formula);
  dropLeftSide(pieces);
  replaceBars(pieces);
  std::string mended;
  for (std::size_t k = 0; k < pieces.size(); ++k) {
    Piece& piece = pieces[k];
    if (piece.is('X') || piece.is('Y')) piece.text = piece.text == "X" ? "x" : "y";
    if (k > 0) mended += wantsProduct(pieces[k - 1], piece) ? "*" : piece.space;
    mended += piece.text;
  }
  return mended;
}

}  // namespace thalweg
