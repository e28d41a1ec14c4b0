#include "ui/look/math_box.h"

#include <QFile>
#include <QHash>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace thalweg::math {

namespace {

using Item = MathText::Item;

Item moved(Item item, qreal dx, qreal dy) {
  item.position += QPointF(dx, dy);
  item.rule.translate(dx, dy);
  item.path.translate(dx, dy);
  return item;
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

}  // namespace

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

}  // namespace thalweg::math
