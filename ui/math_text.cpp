#include "ui/math_text.h"

#include "ui/theme.h"

#include <QFile>
#include <QGlyphRun>
#include <QHash>
#include <QPainter>
#include <QRawFont>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

using Item = MathText::Item;

// TeX's font parameters for Computer Modern, in em (The TeXbook, Appendix G).
constexpr qreal kXHeight = 0.431, kAxis = 0.25, kRule = 0.045;
constexpr qreal kSup = 0.363, kSupDisplay = 0.413, kSub = 0.15, kSubWithSup = 0.247;
constexpr qreal kSupDrop = 0.386, kSubDrop = 0.05;
constexpr qreal kNumerator = 0.677, kNumeratorText = 0.394, kDenominator = 0.686, kDenominatorText = 0.345;
constexpr qreal kScript = 0.7, kScriptScript = 0.5;
constexpr qreal kThin = 3.0 / 18, kMedium = 4.0 / 18, kThick = 5.0 / 18;
/// Nesting beyond this is drawn flat, so that no input exhausts the stack.
constexpr int kMaxDepth = 60;

enum Face { kMain, kMath, kLarge, kFaces };

QRawFont face(int which, qreal pixelSize) {
  static constexpr std::array<const char*, kFaces> files{"KaTeX_Main-Regular", "KaTeX_Math-Italic",
                                                         "KaTeX_Size1-Regular"};
  // A raw font belongs to the thread that made it.
  thread_local QHash<qint64, QRawFont> fonts;
  const qint64 key = qint64(std::lround(pixelSize * 64)) * kFaces + which;
  auto it = fonts.find(key);
  if (it == fonts.end()) {
    if (fonts.size() > 200) fonts.clear();
    QFile file(QStringLiteral(":/fonts/%1.ttf").arg(QLatin1String(files[static_cast<std::size_t>(which)])));
    QRawFont font;
    if (file.open(QIODevice::ReadOnly)) font.loadFromData(file.readAll(), pixelSize, QFont::PreferNoHinting);
    it = fonts.insert(key, font);
  }
  return *it;
}

enum class Class { Ord, Op, Bin, Rel, Open, Close, Punct, Inner, Space };

struct Style {
  qreal size = 13;  ///< the em in pixels
  int level = 0;    ///< 0 text, 1 script, 2 script of a script
  bool display = false;
};

struct Box {
  qreal width = 0, ascent = 0, descent = 0;
  qreal italic = 0;  ///< how far the last glyph leans over its width
  qreal skew = 0;    ///< where an accent sits right of the middle
  bool single = false;
  std::vector<Item> items;
};

struct Atom {
  Class kind = Class::Ord;
  Box box;
  bool limits = false;
};

Item moved(Item item, qreal dx, qreal dy) {
  item.position += QPointF(dx, dy);
  item.rule.translate(dx, dy);
  item.path.translate(dx, dy);
  return item;
}

/// Puts `part` into `box` with its baseline's left end at (dx, dy).
void place(Box& box, const Box& part, qreal dx, qreal dy) {
  for (const Item& item : part.items) box.items.push_back(moved(item, dx, dy));
  box.ascent = std::max(box.ascent, part.ascent - dy);
  box.descent = std::max(box.descent, part.descent + dy);
}

void addRule(Box& box, const QRectF& rect) {
  Item item;
  item.rule = rect;
  box.items.push_back(std::move(item));
}

/// The kerns of Computer Modern's slanted letters against its skew character, in em.
qreal skewOf(char32_t c) {
  struct Entry {
    char32_t letters[16];
    qreal skew;
  };
  static constexpr std::array<Entry, 5> entries{{{U"guvxμαωνι", 0.0278},
                                                 {U"ceorsyzκHIJKTφξ", 0.0556},
                                                 {U"lpqtwθρβεDELSζη", 0.0833},
                                                 {U"dfλψχ", 0.12},
                                                 {U"ABCFGMNOPQRXZV", 0.1}}};
  for (const Entry& e : entries)
    if (std::u32string_view(e.letters).find(c) != std::u32string_view::npos) return e.skew;
  return 0;
}

Box glyphBox(int which, char32_t c, qreal size) {
  Box box;
  const QRawFont font = face(which, size);
  const QString text = QString::fromUcs4(&c, 1);
  const QList<quint32> glyphs = font.isValid() ? font.glyphIndexesForString(text) : QList<quint32>();
  if (glyphs.isEmpty() || glyphs[0] == 0) {
    // Not in the mathematical fonts: the interface's own, as an outline.
    QFont plain;
    plain.setFamilies({QStringLiteral("IBM Plex Sans"), QStringLiteral("Noto Sans Math"), QStringLiteral("Noto Sans")});
    plain.setPixelSize(100);
    QPainterPath outline;
    outline.addText(0, 0, plain, text);
    const qreal scale = size / 100;
    Item item;
    item.kind = Item::Kind::Path;
    item.path = QTransform::fromScale(scale, scale).map(outline);
    const QRectF r = item.path.boundingRect();
    box.width = std::max(QFontMetricsF(plain).horizontalAdvance(text) * scale, r.right());
    box.ascent = -r.top();
    box.descent = r.bottom();
    box.items.push_back(std::move(item));
    return box;
  }
  const QRectF r = font.boundingRect(glyphs[0]);
  box.width = font.advancesForGlyphIndexes({glyphs[0]})[0].x();
  box.ascent = std::max(0.0, -r.top());
  box.descent = std::max(-box.ascent, r.bottom());
  if (which == kMath) {
    box.italic = std::max(0.0, r.right() - box.width);
    box.skew = skewOf(c) * size;
  }
  box.single = true;
  Item item;
  item.kind = Item::Kind::Glyph;
  item.face = which;
  item.glyph = glyphs[0];
  item.pixelSize = size;
  box.items.push_back(std::move(item));
  return box;
}

/// A delimiter or root sign stretched to reach from `ascent` above to `descent` below the baseline. Only the height is
/// stretched, so that strokes keep their width.
Box stretched(char32_t c, qreal size, qreal ascent, qreal descent) {
  const qreal wanted = ascent + descent;
  Box plain = glyphBox(kMain, c, size);
  const bool large = wanted > 1.15 * (plain.ascent + plain.descent);
  const QRawFont font = face(large ? kLarge : kMain, size);
  const QList<quint32> glyphs =
      font.isValid() ? font.glyphIndexesForString(QString::fromUcs4(&c, 1)) : QList<quint32>();
  if (glyphs.isEmpty() || glyphs[0] == 0) return plain;
  QPainterPath outline = font.pathForGlyph(glyphs[0]);
  const QRectF r = outline.boundingRect();
  if (r.height() <= 0) return plain;
  const qreal factor = wanted / r.height();
  Box box;
  Item item;
  item.kind = Item::Kind::Path;
  item.path = QTransform::fromScale(1, factor).map(outline);
  item.path.translate(0, descent - r.bottom() * factor);
  box.items.push_back(std::move(item));
  box.width = font.advancesForGlyphIndexes({glyphs[0]})[0].x();
  box.ascent = ascent;
  box.descent = descent;
  return box;
}

struct Symbol {
  const char* name;
  char32_t c;
  Class kind;
  int font = kMain;
};

constexpr Symbol kSymbols[] = {
    {"alpha", U'α', Class::Ord, kMath},
    {"beta", U'β', Class::Ord, kMath},
    {"gamma", U'γ', Class::Ord, kMath},
    {"delta", U'δ', Class::Ord, kMath},
    {"epsilon", U'ϵ', Class::Ord, kMath},
    {"varepsilon", U'ε', Class::Ord, kMath},
    {"zeta", U'ζ', Class::Ord, kMath},
    {"eta", U'η', Class::Ord, kMath},
    {"theta", U'θ', Class::Ord, kMath},
    {"vartheta", U'ϑ', Class::Ord, kMath},
    {"iota", U'ι', Class::Ord, kMath},
    {"kappa", U'κ', Class::Ord, kMath},
    {"lambda", U'λ', Class::Ord, kMath},
    {"mu", U'μ', Class::Ord, kMath},
    {"nu", U'ν', Class::Ord, kMath},
    {"xi", U'ξ', Class::Ord, kMath},
    {"pi", U'π', Class::Ord, kMath},
    {"rho", U'ρ', Class::Ord, kMath},
    {"varrho", U'ϱ', Class::Ord, kMath},
    {"sigma", U'σ', Class::Ord, kMath},
    {"tau", U'τ', Class::Ord, kMath},
    {"upsilon", U'υ', Class::Ord, kMath},
    {"phi", U'ϕ', Class::Ord, kMath},
    {"varphi", U'φ', Class::Ord, kMath},
    {"chi", U'χ', Class::Ord, kMath},
    {"psi", U'ψ', Class::Ord, kMath},
    {"omega", U'ω', Class::Ord, kMath},
    {"Gamma", U'Γ', Class::Ord},
    {"Delta", U'Δ', Class::Ord},
    {"Theta", U'Θ', Class::Ord},
    {"Lambda", U'Λ', Class::Ord},
    {"Xi", U'Ξ', Class::Ord},
    {"Pi", U'Π', Class::Ord},
    {"Sigma", U'Σ', Class::Ord},
    {"Upsilon", U'Υ', Class::Ord},
    {"Phi", U'Φ', Class::Ord},
    {"Psi", U'Ψ', Class::Ord},
    {"Omega", U'Ω', Class::Ord},
    {"nabla", U'∇', Class::Ord},
    {"partial", U'∂', Class::Ord},
    {"infty", U'∞', Class::Ord},
    {"ell", U'ℓ', Class::Ord},
    {"hbar", U'ℏ', Class::Ord},
    {"forall", U'∀', Class::Ord},
    {"exists", U'∃', Class::Ord},
    {"top", U'⊤', Class::Ord},
    {"bot", U'⊥', Class::Ord},
    {"prime", U'′', Class::Ord},
    {"emptyset", U'∅', Class::Ord},
    {"angle", U'∠', Class::Ord},
    {"Re", U'ℜ', Class::Ord},
    {"Im", U'ℑ', Class::Ord},
    {"%", U'%', Class::Ord},
    {"&", U'&', Class::Ord},
    {"#", U'#', Class::Ord},
    {"$", U'$', Class::Ord},
    {"_", U'_', Class::Ord},
    {"degree", U'°', Class::Ord},
    {"pm", U'±', Class::Bin},
    {"mp", U'∓', Class::Bin},
    {"times", U'×', Class::Bin},
    {"div", U'÷', Class::Bin},
    {"cdot", U'⋅', Class::Bin},
    {"ast", U'∗', Class::Bin},
    {"star", U'⋆', Class::Bin},
    {"circ", U'∘', Class::Bin},
    {"bullet", U'∙', Class::Bin},
    {"odot", U'⊙', Class::Bin},
    {"oplus", U'⊕', Class::Bin},
    {"otimes", U'⊗', Class::Bin},
    {"ominus", U'⊖', Class::Bin},
    {"oslash", U'⊘', Class::Bin},
    {"cap", U'∩', Class::Bin},
    {"cup", U'∪', Class::Bin},
    {"wedge", U'∧', Class::Bin},
    {"vee", U'∨', Class::Bin},
    {"setminus", U'∖', Class::Bin},
    {"le", U'≤', Class::Rel},
    {"leq", U'≤', Class::Rel},
    {"ge", U'≥', Class::Rel},
    {"geq", U'≥', Class::Rel},
    {"ll", U'≪', Class::Rel},
    {"gg", U'≫', Class::Rel},
    {"equiv", U'≡', Class::Rel},
    {"approx", U'≈', Class::Rel},
    {"sim", U'∼', Class::Rel},
    {"simeq", U'≃', Class::Rel},
    {"cong", U'≅', Class::Rel},
    {"propto", U'∝', Class::Rel},
    {"in", U'∈', Class::Rel},
    {"ni", U'∋', Class::Rel},
    {"subset", U'⊂', Class::Rel},
    {"subseteq", U'⊆', Class::Rel},
    {"perp", U'⊥', Class::Rel},
    {"mid", U'∣', Class::Rel},
    {"parallel", U'∥', Class::Rel},
    {"prec", U'≺', Class::Rel},
    {"succ", U'≻', Class::Rel},
    {"to", U'→', Class::Rel},
    {"rightarrow", U'→', Class::Rel},
    {"leftarrow", U'←', Class::Rel},
    {"gets", U'←', Class::Rel},
    {"leftrightarrow", U'↔', Class::Rel},
    {"Rightarrow", U'⇒', Class::Rel},
    {"Leftarrow", U'⇐', Class::Rel},
    {"Leftrightarrow", U'⇔', Class::Rel},
    {"mapsto", U'↦', Class::Rel},
    {"uparrow", U'↑', Class::Rel},
    {"downarrow", U'↓', Class::Rel},
    {"longrightarrow", U'⟶', Class::Rel},
    {"implies", U'⟹', Class::Rel},
    {"iff", U'⟺', Class::Rel},
    {"{", U'{', Class::Open},
    {"}", U'}', Class::Close},
    {"lbrace", U'{', Class::Open},
    {"rbrace", U'}', Class::Close},
    {"langle", U'⟨', Class::Open},
    {"rangle", U'⟩', Class::Close},
    {"lfloor", U'⌊', Class::Open},
    {"rfloor", U'⌋', Class::Close},
    {"lceil", U'⌈', Class::Open},
    {"rceil", U'⌉', Class::Close},
    {"lVert", U'∥', Class::Open},
    {"rVert", U'∥', Class::Close},
    {"lvert", U'∣', Class::Open},
    {"rvert", U'∣', Class::Close},
    {"|", U'∥', Class::Ord},
    {"Vert", U'∥', Class::Ord},
    {"vert", U'∣', Class::Ord},
    {"ldots", U'…', Class::Inner},
    {"dots", U'…', Class::Inner},
    {"cdots", U'⋯', Class::Inner},
    {"vdots", U'⋮', Class::Ord},
    {"ddots", U'⋱', Class::Inner},
    {"colon", U':', Class::Punct},
    {"sum", U'∑', Class::Op, kLarge},
    {"prod", U'∏', Class::Op, kLarge},
    {"int", U'∫', Class::Op, kLarge},
    {"bigcup", U'⋃', Class::Op, kLarge},
    {"bigcap", U'⋂', Class::Op, kLarge},
};

constexpr const char* kFunctions[] = {"min",    "max",    "sup",  "inf",  "lim",    "exp",    "log",    "ln",
                                      "sin",    "cos",    "tan",  "cot",  "sinh",   "cosh",   "tanh",   "arg",
                                      "det",    "dim",    "gcd",  "Pr",   "arcsin", "arccos", "arctan", "deg",
                                      "argmin", "argmax", "sign", "clip", "diag",   "tr",     "Var"};
constexpr const char* kLimitFunctions[] = {"min", "max", "sup", "inf", "lim", "argmin", "argmax"};

struct SpaceCommand {
  const char* name;
  qreal em;
};
constexpr SpaceCommand kSpaces[] = {{",", kThin},     {":", kMedium},      {";", kThick}, {"!", -kThin},
                                    {" ", 0.25},      {"quad", 1},         {"qquad", 2},  {">", kMedium},
                                    {"enspace", 0.5}, {"thinspace", kThin}};

struct Accent {
  const char* name;
  char32_t c;
};
constexpr Accent kAccents[] = {{"hat", U'ˆ'}, {"widehat", U'ˆ'}, {"bar", U'ˉ'}, {"tilde", U'˜'}, {"widetilde", U'˜'},
                               {"dot", U'˙'}, {"ddot", U'¨'},    {"vec", U'⃗'},  {"check", U'ˇ'}, {"breve", U'˘'}};

template <class Table>
auto findNamed(const Table& table, const QString& name) {
  return std::find_if(std::begin(table), std::end(table), [&](const auto& e) { return name == QLatin1String(e.name); });
}
template <class Table>
bool listed(const Table& table, const QString& name) {
  return std::any_of(std::begin(table), std::end(table), [&](const char* n) { return name == QLatin1String(n); });
}

/// TeX's spacing between two classes (The TeXbook, chapter 18), in em; thin space only in scripts.
qreal spaceBetween(Class left, Class right, int level) {
  using C = Class;
  if (left == C::Space || right == C::Space) return 0;
  if (left == C::Op && (right == C::Ord || right == C::Op)) return kThin;
  if (right == C::Op && (left == C::Ord || left == C::Close || left == C::Inner)) return kThin;
  if (level > 0) return 0;
  if (left == C::Punct) return kThin;
  if (left == C::Bin || right == C::Bin) return kMedium;
  if (left == C::Rel && right == C::Rel) return 0;
  if (left == C::Rel) return right == C::Close || right == C::Punct ? 0 : kThick;
  if (right == C::Rel) return left == C::Open ? 0 : kThick;
  if (left == C::Inner && right != C::Close) return kThin;
  if (right == C::Inner && left != C::Open) return kThin;
  return 0;
}

Box joined(std::vector<Atom> atoms, const Style& style) {
  // A binary operator without a left or a right operand is a sign.
  Class previous = Class::Open;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    Atom& a = atoms[i];
    if (a.kind == Class::Space) continue;
    const bool noLeft = previous == Class::Bin || previous == Class::Op || previous == Class::Rel ||
                        previous == Class::Open || previous == Class::Punct;
    std::size_t next = i + 1;
    while (next < atoms.size() && atoms[next].kind == Class::Space) ++next;
    const bool noRight = next >= atoms.size() || atoms[next].kind == Class::Rel || atoms[next].kind == Class::Close ||
                         atoms[next].kind == Class::Punct;
    if (a.kind == Class::Bin && (noLeft || noRight)) a.kind = Class::Ord;
    previous = a.kind;
  }
  Box box;
  Class last = Class::Space;
  for (const Atom& a : atoms) {
    if (a.kind != Class::Space || !box.items.empty()) {
      if (last != Class::Space) box.width += spaceBetween(last, a.kind, style.level) * style.size;
    }
    place(box, a.box, box.width, 0);
    box.width += a.box.width + a.box.italic;
    last = a.kind;
  }
  if (atoms.size() == 1) {
    box.width -= atoms[0].box.italic;
    box.italic = atoms[0].box.italic;
    box.skew = atoms[0].box.skew;
    box.single = atoms[0].box.single;
  }
  return box;
}

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
    if (const auto s = findNamed(kSpaces, name); s != std::end(kSpaces)) {
      atom.kind = Class::Space;
      atom.box.width = s->em * style.size;
      return atom;
    }
    if (const auto s = findNamed(kSymbols, name); s != std::end(kSymbols)) {
      atom.kind = s->kind;
      const bool big = s->font == kLarge;
      atom.box = glyphBox(s->font, s->c, style.size * (big && style.display ? 1.35 : 1.0));
      if (big) centerOnAxis(atom.box, style);
      atom.limits = big && name != QLatin1String("int");
      return atom;
    }
    if (name == QLatin1String("ne") || name == QLatin1String("neq")) return notEqual(style);
    if (const auto a = findNamed(kAccents, name); a != std::end(kAccents)) return accent(a->c, style, depth);
    if (listed(kFunctions, name)) {
      atom.kind = Class::Op;
      atom.box = upright(name, style);
      atom.limits = listed(kLimitFunctions, name);
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
    const auto s = findNamed(kSymbols, commandName());
    return s == std::end(kSymbols) ? 0 : s->c;
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

MathText::MathText(const QString& tex, qreal pixelSize, bool display) : tex_(tex) {
  Style style;
  style.display = display;
  style.size = std::max(1.0, pixelSize);
  const Box box = Parser(tex).parse(style);
  width_ = box.width + box.italic;
  // At least a line of text, so that neighbours share a baseline.
  ascent_ = std::max(box.ascent, 0.72 * style.size);
  descent_ = std::max(box.descent, 0.22 * style.size);
  items_ = box.items;
}

void MathText::draw(QPainter& painter, const QPointF& topLeft, const QColor& color) const {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(topLeft.x(), topLeft.y() + ascent_);
  for (const Item& item : items_) {
    const QColor ink = item.color.isValid() ? item.color : color;
    switch (item.kind) {
      case Item::Kind::Glyph: {
        QGlyphRun run;
        run.setRawFont(face(item.face, item.pixelSize));
        run.setGlyphIndexes({item.glyph});
        run.setPositions({item.position});
        painter.setPen(ink);
        painter.drawGlyphRun({}, run);
        break;
      }
      case Item::Kind::Path:
        painter.fillPath(item.path, ink);
        break;
      case Item::Kind::Rule:
        painter.fillRect(item.rule, ink);
        break;
    }
  }
  painter.restore();
}

QString plainMath(const QString& tex) {
  QString out;
  for (qsizetype i = 0; i < tex.size(); ++i) {
    const QChar c = tex[i];
    if (c == QLatin1Char('\\')) {
      QString name;
      while (i + 1 < tex.size() && tex[i + 1].isLetter() && tex[i + 1].unicode() < 128) name += tex[++i];
      if (name.isEmpty() && i + 1 < tex.size()) name = tex[++i];
      if (const auto s = findNamed(kSymbols, name); s != std::end(kSymbols))
        out += QString::fromUcs4(&s->c, 1);
      else if (listed(kFunctions, name))
        out += name;
      else if (findNamed(kSpaces, name) != std::end(kSpaces))
        out += name == QLatin1String("!") ? QString() : QStringLiteral(" ");
      else if (name == QLatin1String("sqrt"))
        out += QStringLiteral("√");
    } else if (c != QLatin1Char('{') && c != QLatin1Char('}') && c != QLatin1Char('_')) {
      out += c == QLatin1Char('-') ? QChar(u'−') : c;
    }
  }
  return out.simplified();
}

MathLabel::MathLabel(const ThemeController& themes, const QString& tex, QWidget* parent)
    : QWidget(parent), themes_(themes), tex_(tex), role_(TextRole::Body) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setAccessibleName(plainMath(tex));
  connect(&themes, &ThemeController::changed, this, &MathLabel::relayout);
  relayout();
}

void MathLabel::setRole(TextRole role) {
  role_ = role;
  relayout();
}

void MathLabel::setTex(const QString& tex) {
  if (tex == tex_) return;
  tex_ = tex;
  setAccessibleName(plainMath(tex));
  relayout();
}

void MathLabel::setSecondary(bool secondary) {
  secondary_ = secondary;
  update();
}

void MathLabel::setColor(const QColor& color) {
  color_ = color;
  update();
}

void MathLabel::setAlignment(Qt::Alignment alignment) {
  alignment_ = alignment;
  update();
}

void MathLabel::setScale(qreal scale) {
  scale_ = scale;
  relayout();
}

void MathLabel::relayout() {
  text_ = MathText(tex_, themes_.theme().fontSize(role_) * scale_);
  updateGeometry();
  update();
}

QSize MathLabel::sizeHint() const {
  return {static_cast<int>(std::ceil(text_.size().width())) + 1,
          static_cast<int>(std::ceil(text_.size().height())) + 1};
}

void MathLabel::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  QPointF corner(0, (height() - text_.size().height()) / 2);
  if (alignment_ & Qt::AlignRight) corner.setX(width() - text_.size().width());
  if (alignment_ & Qt::AlignHCenter) corner.setX((width() - text_.size().width()) / 2);
  const QColor ink = color_.isValid() ? color_ : secondary_ ? t.secondary : t.text;
  text_.draw(painter, corner, isEnabled() ? ink : withAlpha(ink, 0.6));
}

}  // namespace thalweg
