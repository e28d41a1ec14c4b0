#include "ui/look/math_typeset.h"

#include "ui/look/math_symbols.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg::math {

namespace {

using Item = MathText::Item;

class Parser {
 public:
  explicit Parser(const QString& tex) : text_(tex.toUcs4()) {}

  Box parse(const Style& style) { return rows(style, false, 0); }

 private:
  [[nodiscard]] bool atEnd() const { return at_ >= text_.size(); }
  [[nodiscard]] char32_t peek() const { return atEnd() ? U'\0' : text_[at_]; }

  void skipSpaces() {
    while (!atEnd() && (peek() == U' ' || peek() == U'\t' || peek() == U'\n' || peek() == U'\r')) ++at_;
  }

  /// The name after a backslash: letters, or one other character.
  QString commandName() {
    QString name;
    const auto letter = [](char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); };
    if (atEnd()) return name;
    if (!letter(peek())) {
      const char32_t c = text_[at_++];
      return QString::fromUcs4(&c, 1);
    }
    while (!atEnd() && letter(peek())) name += QChar(static_cast<char16_t>(text_[at_++]));
    return name;
  }

  [[nodiscard]] QString peekCommand() {
    if (peek() != U'\\') return {};
    const qsizetype start = at_++;
    QString name = commandName();
    at_ = start;
    return name;
  }

  /// The raw text of a group in braces, or one character.
  QString rawGroup() {
    skipSpaces();
    QString raw;
    if (peek() != U'{') {
      if (!atEnd()) {
        const char32_t c = text_[at_++];
        raw = QString::fromUcs4(&c, 1);
      }
      return raw;
    }
    ++at_;
    for (int depth = 1; !atEnd(); ++at_) {
      const char32_t c = peek();
      if (c == U'{') ++depth;
      if (c == U'}' && --depth == 0) {
        ++at_;
        break;
      }
      raw += QString::fromUcs4(&c, 1);
    }
    return raw;
  }

  Box upright(const QString& text, const Style& style) {
    Box box;
    for (const char32_t c : text.toUcs4()) {
      if (c == U' ') {
        box.width += 0.28 * style.size;
        continue;
      }
      const Box g = glyphBox(kMain, c, style.size);
      place(box, g, box.width, 0);
      box.width += g.width;
    }
    return box;
  }

  static Style script(const Style& s) {
    Style r = s;
    r.display = false;
    if (s.level < 2) {
      r.size = s.size * (s.level == 0 ? kScript : kScriptScript / kScript);
      ++r.level;
    }
    return r;
  }

  /// What a command or script takes: a group or one atom.
  Box argument(const Style& style, int depth) {
    skipSpaces();
    if (peek() == U'{') {
      ++at_;
      Box box = list(style, depth + 1);
      if (peek() == U'}') ++at_;
      return box;
    }
    std::vector<Atom> one;
    if (!atEnd() && peek() != U'}') one.push_back(nucleus(style, depth + 1));
    return joined(std::move(one), style);
  }

  /// Atoms up to a closing brace, \right, \\, & or \end, none of which is taken.
  Box list(const Style& style, int depth) {
    std::vector<Atom> atoms;
    while (true) {
      skipSpaces();
      if (atEnd() || peek() == U'}' || (peek() == U'&' && tables_ > 0)) break;
      const QString command = peekCommand();
      if (command == QLatin1String("\\") || command == QLatin1String("right") || command == QLatin1String("end")) break;
      atoms.push_back(withScripts(style, depth));
    }
    return joined(std::move(atoms), style);
  }

  Atom withScripts(const Style& style, int depth) {
    Atom atom;
    if (peek() != U'^' && peek() != U'_') atom = nucleus(style, depth);
    Box sub, sup;
    bool hasSub = false, hasSup = false;
    while (true) {
      skipSpaces();
      const QString command = peekCommand();
      if (command == QLatin1String("limits") || command == QLatin1String("nolimits")) {
        ++at_;
        atom.limits = commandName() == QLatin1String("limits");
      } else if (peek() == U'\'') {
        ++at_;
        const Box prime = glyphBox(kMain, U'′', script(style).size);
        place(sup, prime, sup.width, 0);
        sup.width += prime.width;
        hasSup = true;
      } else if (peek() == U'^' || peek() == U'_') {
        const bool up = text_[at_++] == U'^';
        const Box part = depth > kMaxDepth ? Box() : argument(script(style), depth + 1);
        Box& target = up ? sup : sub;
        place(target, part, target.width, 0);
        target.width += part.width + part.italic;
        (up ? hasSup : hasSub) = true;
      } else {
        break;
      }
    }
    if (!hasSub && !hasSup) return atom;
    if (atom.limits && style.display) return withLimits(std::move(atom), hasSub, sub, hasSup, sup, style);
    const qreal em = style.size;
    const Box& base = atom.box;
    qreal up = style.display ? kSupDisplay * em : kSup * em;
    qreal down = hasSup ? kSubWithSup * em : kSub * em;
    if (!base.single) {
      up = std::max(up, base.ascent - kSupDrop * script(style).size);
      down = std::max(down, base.descent + kSubDrop * script(style).size);
    }
    up = std::max(up, sup.descent + kXHeight * em / 4);
    down = std::max(down, sub.ascent - kXHeight * em * 0.8);
    if (hasSub && hasSup) {
      const qreal gap = (up - sup.descent) - (sub.ascent - down);
      if (gap < 4 * kRule * em) down += 4 * kRule * em - gap;
    }
    Box box = base;
    box.width = base.width;
    if (hasSup) place(box, sup, base.width + base.italic, -up);
    if (hasSub) place(box, sub, base.width, down);
    box.width += std::max(hasSup ? base.italic + sup.width : 0.0, hasSub ? sub.width : 0.0) + 0.05 * em;
    box.italic = 0;
    box.single = false;
    atom.box = std::move(box);
    return atom;
  }

  static Atom withLimits(Atom atom, bool hasSub, const Box& sub, bool hasSup, const Box& sup, const Style& style) {
    const Box base = std::move(atom.box);
    const qreal gap = 0.15 * style.size;
    Box box;
    box.width = std::max({base.width, sub.width, sup.width});
    place(box, base, (box.width - base.width) / 2, 0);
    if (hasSup) place(box, sup, (box.width - sup.width) / 2, -(base.ascent + gap + sup.descent));
    if (hasSub) place(box, sub, (box.width - sub.width) / 2, base.descent + gap + sub.ascent);
    atom.box = std::move(box);
    return atom;
  }

  Atom nucleus(const Style& style, int depth) {
    Atom atom;
    const char32_t c = text_[at_++];
    if (c == U'\\') return command(style, depth);
    if (c == U'{') {
      if (depth > kMaxDepth) return atom;
      atom.box = list(style, depth + 1);
      if (peek() == U'}') ++at_;
      return atom;
    }
    const bool letter = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    const bool greek = c >= U'α' && c <= U'ω';
    atom.box = glyphBox(letter || greek ? kMath : kMain,
                        c == U'-'   ? U'−'
                        : c == U'*' ? U'∗'
                        : c == U'|' ? U'∣'
                                    : c,
                        style.size);
    switch (c) {
      case U'+':
      case U'-':
      case U'−':
      case U'*':
      case U'·':
      case U'×':
        atom.kind = Class::Bin;
        break;
      case U'=':
      case U'<':
      case U'>':
      case U':':
      case U'≤':
      case U'≥':
      case U'≈':
      case U'→':
      case U'←':
        atom.kind = Class::Rel;
        break;
      case U'(':
      case U'[':
        atom.kind = Class::Open;
        break;
      case U')':
      case U']':
        atom.kind = Class::Close;
        break;
      case U',':
      case U';':
        atom.kind = Class::Punct;
        break;
      case U'~':
        atom.kind = Class::Space;
        atom.box = Box();
        atom.box.width = 0.25 * style.size;
        break;
      default:
        break;
    }
    return atom;
  }

  Atom command(const Style& style, int depth) {
    Atom atom;
    const QString name = commandName();
    if (depth > kMaxDepth) return atom;
    if (const SpaceCommand* s = findSpace(name)) {
      atom.kind = Class::Space;
      atom.box.width = s->em * style.size;
      return atom;
    }
    if (const Symbol* s = findSymbol(name)) {
      atom.kind = s->kind;
      const bool big = s->font == kLarge;
      atom.box = glyphBox(s->font, s->c, style.size * (big && style.display ? 1.35 : 1.0));
      if (big) centerOnAxis(atom.box, style);
      atom.limits = big && name != QLatin1String("int");
      return atom;
    }
    if (name == QLatin1String("ne") || name == QLatin1String("neq")) return notEqual(style);
    if (const Accent* a = findAccent(name)) return accent(a->c, style, depth);
    if (isFunction(name)) {
      atom.kind = Class::Op;
      atom.box = upright(name, style);
      atom.limits = hasLimits(name);
      return atom;
    }
    if (name == QLatin1String("mathrm") || name == QLatin1String("text") || name == QLatin1String("textrm") ||
        name == QLatin1String("mathbf") || name == QLatin1String("mathtt") || name == QLatin1String("texttt")) {
      atom.box = uprightGroup(style, depth);
      return atom;
    }
    if (name == QLatin1String("operatorname")) {
      atom.kind = Class::Op;
      if (peek() == U'*') {
        ++at_;
        atom.limits = true;
      }
      atom.box = uprightGroup(style, depth);
      return atom;
    }
    if (name == QLatin1String("frac") || name == QLatin1String("tfrac") || name == QLatin1String("dfrac"))
      return fraction(style, depth, name == QLatin1String("dfrac"), name == QLatin1String("tfrac"));
    if (name == QLatin1String("sqrt")) return root(style, depth);
    if (name == QLatin1String("overline")) return overline(style, depth);
    if (name == QLatin1String("left")) return fenced(style, depth);
    if (name == QLatin1String("textcolor") || name == QLatin1String("color")) return colored(style, depth);
    if (name == QLatin1String("begin")) return environment(style, depth);
    if (name == QLatin1String("displaystyle") || name == QLatin1String("textstyle") ||
        name == QLatin1String("middle") || name == QLatin1String("big") || name == QLatin1String("Big") ||
        name == QLatin1String("bigl") || name == QLatin1String("bigr") || name.isEmpty()) {
      atom.kind = Class::Space;
      return atom;
    }
    atom.box = upright(name, style);
    return atom;
  }

  static void centerOnAxis(Box& box, const Style& style) {
    const qreal shift = (box.ascent - box.descent) / 2 - kAxis * style.size;
    Box centered;
    centered.width = box.width;
    place(centered, box, 0, shift);
    centered.ascent = box.ascent - shift;
    centered.descent = box.descent + shift;
    centered.italic = box.italic;
    box = std::move(centered);
  }

  static Atom notEqual(const Style& style) {
    Atom atom;
    atom.kind = Class::Rel;
    const Box equal = glyphBox(kMain, U'=', style.size), slash = glyphBox(kMain, U'/', style.size);
    place(atom.box, equal, 0, 0);
    place(atom.box, slash, (equal.width - slash.width) / 2, 0);
    atom.box.width = equal.width;
    return atom;
  }

  /// The argument in upright type; commands in it keep their meaning.
  Box uprightGroup(const Style& style, int depth) {
    const QString raw = rawGroup();
    if (!raw.contains(QLatin1Char('\\'))) return upright(raw, style);
    Parser inner(raw);
    return depth > kMaxDepth ? Box() : inner.list(style, depth + 1);
  }

  Atom accent(char32_t c, const Style& style, int depth) {
    Atom atom;
    const Box base = argument(style, depth);
    const QRawFont font = face(kMain, style.size);
    const Box mark = glyphBox(kMain, c, style.size);
    const QList<quint32> glyphs = font.glyphIndexesForString(QString::fromUcs4(&c, 1));
    const QRectF ink = glyphs.isEmpty() ? QRectF(0, 0, mark.width, 0) : font.boundingRect(glyphs[0]);
    // The mark was drawn to stand above a letter of x-height.
    const qreal raise = base.ascent - std::min(base.ascent, kXHeight * style.size);
    atom.box = base;
    place(atom.box, mark, base.width / 2 + base.skew - ink.center().x(), -raise);
    atom.box.width = base.width;
    atom.box.single = base.single;
    return atom;
  }

  Atom fraction(const Style& style, int depth, bool display, bool text) {
    Atom atom;
    atom.kind = Class::Inner;
    const bool large = (style.display || display) && !text;
    Style inner = large ? style : script(style);
    inner.display = false;
    const Box above = argument(inner, depth), below = argument(inner, depth);
    const qreal em = style.size, rule = kRule * em, gap = (large ? 3 : 1.4) * rule;
    qreal up = (large ? kNumerator : kNumeratorText) * em, down = (large ? kDenominator : kDenominatorText) * em;
    up = std::max(up, kAxis * em + rule / 2 + gap + above.descent);
    down = std::max(down, -kAxis * em + rule / 2 + gap + below.ascent);
    const qreal width = std::max(above.width + above.italic, below.width + below.italic) + 0.08 * em;
    const qreal side = 0.12 * em;
    Box& box = atom.box;
    place(box, above, side + (width - above.width) / 2, -up);
    place(box, below, side + (width - below.width) / 2, down);
    addRule(box, QRectF(side, -kAxis * em - rule / 2, width, rule));
    box.width = width + 2 * side;
    return atom;
  }

  Atom root(const Style& style, int depth) {
    Atom atom;
    Box index;
    skipSpaces();
    if (peek() == U'[') {
      ++at_;
      QString raw;
      while (!atEnd() && peek() != U']') {
        const char32_t c = text_[at_++];
        raw += QString::fromUcs4(&c, 1);
      }
      if (!atEnd()) ++at_;
      Parser inner(raw);
      index = depth > kMaxDepth ? Box() : inner.list(script(script(style)), depth + 1);
    }
    Box body = argument(style, depth);
    const qreal em = style.size, rule = kRule * em;
    const qreal gap = rule + kXHeight * em / 5;
    const qreal height = std::max(body.ascent, kXHeight * em * 1.3) + gap + rule;
    const qreal drop = std::max(body.descent, 0.04 * em) + 0.08 * em;
    const Box sign = stretched(U'√', em, height, drop);
    Box& box = atom.box;
    const qreal before = std::max(0.0, index.width - sign.width * 0.45);
    if (index.width > 0) place(box, index, 0, -(height - drop) * 0.55 - index.descent);
    place(box, sign, before, 0);
    const qreal right = before + sign.width;
    place(box, body, right, 0);
    // A hair to the left, so that it joins the sign.
    addRule(box, QRectF(right - 0.03 * em, -height, body.width + body.italic + 0.08 * em, rule));
    box.width = right + body.width + body.italic + 0.06 * em;
    box.ascent = std::max(box.ascent, height + rule);
    return atom;
  }

  Atom overline(const Style& style, int depth) {
    Atom atom;
    atom.box = argument(style, depth);
    const qreal rule = kRule * style.size, y = atom.box.ascent + 3 * rule;
    addRule(atom.box, QRectF(0, -y - rule, atom.box.width + atom.box.italic, rule));
    atom.box.ascent = y + 2 * rule;
    atom.box.single = false;
    return atom;
  }

  /// The delimiter after \left or \right; 0 for the invisible one.
  char32_t delimiter() {
    skipSpaces();
    if (atEnd()) return 0;
    if (peek() != U'\\') {
      const char32_t c = text_[at_++];
      return c == U'.' ? 0 : c == U'|' ? U'∣' : c == U'<' ? U'⟨' : c == U'>' ? U'⟩' : c;
    }
    ++at_;
    const Symbol* s = findSymbol(commandName());
    return s == nullptr ? 0 : s->c;
  }

  Atom fenced(const Style& style, int depth) {
    Atom atom;
    atom.kind = Class::Inner;
    const char32_t open = delimiter();
    const Box body = list(style, depth + 1);
    char32_t close = 0;
    if (peekCommand() == QLatin1String("right")) {
      ++at_;
      commandName();
      close = delimiter();
    }
    atom.box = fence(open, body, close, style);
    return atom;
  }

  static Box fence(char32_t open, const Box& body, char32_t close, const Style& style) {
    const qreal em = style.size, axis = kAxis * em;
    // Equally far above and below the axis, and never smaller than the plain sign.
    const qreal half = std::max({body.ascent - axis, body.descent + axis, 0.5 * em}) + 0.02 * em;
    Box box;
    const auto add = [&](char32_t c) {
      if (c == 0) return;
      const bool plain = half < 0.56 * em;
      const Box sign = plain ? glyphBox(kMain, c, em) : stretched(c, em, half + axis, half - axis);
      place(box, sign, box.width, 0);
      box.width += sign.width;
    };
    add(open);
    place(box, body, box.width, 0);
    box.width += body.width + body.italic;
    add(close);
    return box;
  }

  Atom colored(const Style& style, int depth) {
    Atom atom;
    const QColor color(rawGroup());
    atom.box = argument(style, depth);
    for (Item& item : atom.box.items)
      if (!item.color.isValid()) item.color = color;
    return atom;
  }

  Atom environment(const Style& style, int depth) {
    Atom atom;
    const QString name = rawGroup();
    const bool cases = name == QLatin1String("cases");
    Box body = rows(style, true, depth + 1);
    if (peekCommand() == QLatin1String("end")) {
      ++at_;
      commandName();
      rawGroup();
    }
    const bool square = name == QLatin1String("bmatrix"), round = name == QLatin1String("pmatrix");
    atom.kind = Class::Inner;
    atom.box = fence(cases ? U'{' : square ? U'[' : round ? U'(' : 0, body, square ? U']' : round ? U')' : 0, style);
    return atom;
  }

  /// Rows parted by \\, in an environment with columns parted by &; a single row is set as it is.
  Box rows(const Style& style, bool table, int depth) {
    if (depth > kMaxDepth) return {};
    if (table) ++tables_;
    std::vector<std::vector<Box>> grid(1);
    while (true) {
      grid.back().push_back(list(style, depth + 1));
      skipSpaces();
      if (peek() == U'&' && table) {
        ++at_;
      } else if (peekCommand() == QLatin1String("\\")) {
        at_ += 2;
        grid.emplace_back();
      } else if (!table && !atEnd()) {
        // A stray brace or \right: passed over, so that what follows is still shown.
        if (peek() == U'\\') {
          ++at_;
          commandName();
        } else {
          ++at_;
        }
      } else {
        break;
      }
    }
    if (table) --tables_;
    return stacked(grid, style, table);
  }

  static Box stacked(const std::vector<std::vector<Box>>& grid, const Style& style, bool table) {
    std::vector<qreal> widths;
    for (const auto& row : grid)
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (i >= widths.size()) widths.push_back(0);
        widths[i] = std::max(widths[i], row[i].width + row[i].italic);
      }
    const qreal between = table ? style.size : 0;
    Box box;
    qreal y = 0;
    for (std::size_t r = 0; r < grid.size(); ++r) {
      qreal up = 0, down = 0;
      for (const Box& cell : grid[r]) up = std::max(up, cell.ascent), down = std::max(down, cell.descent);
      if (r > 0) y += std::max(up + 0.35 * style.size, 1.0 * style.size);
      qreal x = 0;
      for (std::size_t i = 0; i < grid[r].size(); ++i) {
        place(box, grid[r][i], x, y);
        const bool last = i + 1 == grid[r].size();
        x += (table || !last) ? widths[i] + (last ? 0 : between) : grid[r][i].width + grid[r][i].italic;
      }
      box.width = std::max(box.width, x);
      y += r + 1 < grid.size() ? std::max(down, 0.3 * style.size) : 0;
    }
    if (grid.size() == 1) {
      if (grid[0].size() == 1) box.italic = 0;
      return box;
    }
    centerOnAxis(box, style);
    return box;
  }

  QList<uint> text_;
  qsizetype at_ = 0;
  int tables_ = 0;
};

}  // namespace

Box typeset(const QString& tex, const Style& style) { return Parser(tex).parse(style); }

}  // namespace thalweg::math
