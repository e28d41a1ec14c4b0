#include "ui/lessons/rich_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr qreal leading = 20;      // pixels at the base font, from line to line
constexpr qreal mathScale = 1.12;  // so that mathematics looks as large as the text beside it
constexpr qreal displayScale = 1.45;

}  // namespace

RichText::RichText(const ThemeController& themes, const QString& markdown, QWidget* parent)
    : QWidget(parent), themes_(themes), markdown_(markdown), paragraphs_(parsed(markdown)) {
  // Its height is that for its width, which the hint for another width must not keep it above.
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  QString spoken = markdown;
  setAccessibleName(spoken.remove(QStringLiteral("**")));
  connect(&themes, &ThemeController::changed, this, [this] {
    updateGeometry();
    update();
  });
}

void RichText::setStrong(bool strong) {
  strong_ = strong;
  updateGeometry();
  update();
}

std::vector<RichText::Paragraph> RichText::parsed(const QString& markdown) {
  std::vector<Paragraph> paragraphs;
  for (const QString& block : markdown.split(QStringLiteral("\n\n"), Qt::SkipEmptyParts)) {
    const QString whole = block.trimmed();
    if (whole.size() > 4 && whole.startsWith(QStringLiteral("$$")) && whole.endsWith(QStringLiteral("$$"))) {
      paragraphs.push_back({{Kind::Display, whole.mid(2, whole.size() - 4), false}});
      continue;
    }
    Paragraph paragraph;
    bool strong = false;
    bool spaced = false;
    QString word;
    const auto close = [&] {
      if (!word.isEmpty())
        paragraph.push_back({strong ? Kind::Strong : Kind::Plain, word, std::exchange(spaced, false)});
      word.clear();
    };
    for (qsizetype i = 0; i < whole.size(); ++i) {
      const QChar c = whole[i];
      if (c.isSpace()) {
        close();
        spaced = true;
      } else if (whole.mid(i, 2) == QStringLiteral("**")) {
        close();
        strong = !strong;
        ++i;
      } else if (c == QLatin1Char('\\') && i + 1 < whole.size() && whole[i + 1] == QLatin1Char('$')) {
        word += whole[++i];
      } else if (c == QLatin1Char('$') || c == QLatin1Char('`')) {
        const qsizetype end = whole.indexOf(c, i + 1);
        if (end < 0) {
          word += c;
          continue;
        }
        close();
        const QString inside = whole.mid(i + 1, end - i - 1);
        if (c == QLatin1Char('$')) {
          paragraph.push_back({Kind::Math, inside, std::exchange(spaced, false)});
        } else {
          // Code is broken where it has spaces, as words are.
          for (const QString& part : inside.split(QLatin1Char(' '), Qt::SkipEmptyParts))
            paragraph.push_back({Kind::Code, part, std::exchange(spaced, true)});
          spaced = false;
        }
        i = end;
      } else {
        word += c;
      }
    }
    close();
    if (!paragraph.empty()) paragraphs.push_back(std::move(paragraph));
  }
  return paragraphs;
}

QFont RichText::fontOf(Kind kind) const {
  const Theme& theme = themes_.theme();
  QFont font = theme.font(strong_ || kind == Kind::Strong ? TextRole::Strong : TextRole::Body);
  if (kind == Kind::Code) font.setFamily(QStringLiteral("IBM Plex Mono"));
  return font;
}

qreal RichText::arrangeDisplays(std::span<const Paragraph> displays, qreal top, qreal width, QPainter* painter) const {
  const Theme& theme = themes_.theme();
  const qreal margin = theme.px(10);
  const qreal gap = theme.px(8);
  const qreal size = theme.fontSize(TextRole::Body) * displayScale;
  std::vector<MathText> formulas;
  qreal widest = 0;
  for (const Paragraph& display : displays) {
    formulas.emplace_back(display.front().text, size, true);
    widest = std::max(widest, formulas.back().size().width());
  }
  // Side by side as far as the widest one has room in equal cells.
  const auto count = static_cast<qreal>(formulas.size());
  const qreal columns = std::clamp(std::floor((width + gap) / (widest + 2 * margin + gap)), 1.0, count);
  const qreal cell = (width - (columns - 1) * gap) / columns;
  const qreal room = cell - 2 * margin;
  if (widest > room && room > 0) {
    for (std::size_t i = 0; i < formulas.size(); ++i) {
      const qreal own = formulas[i].size().width();
      if (own > room) formulas[i] = MathText(displays[i].front().text, size * std::max(0.55, room / own), true);
    }
  }
  const auto across = static_cast<std::size_t>(columns);
  qreal y = top;
  for (std::size_t first = 0; first < formulas.size(); first += across) {
    const std::size_t end = std::min(formulas.size(), first + across);
    qreal height = 0;
    for (std::size_t i = first; i < end; ++i) height = std::max(height, formulas[i].size().height() + 2 * margin);
    if (first > 0) y += gap;
    for (std::size_t i = first; painter && i < end; ++i) {
      const MathText& math = formulas[i];
      const qreal left = static_cast<qreal>(i - first) * (cell + gap);
      painter->setPen(QPen(theme.border, 1));
      painter->setBrush(theme.surface);
      painter->drawRoundedRect(QRectF(left + 0.5, y + 0.5, cell - 1, height - 1), theme.px(4), theme.px(4));
      math.draw(*painter,
                {left + std::max(margin, (cell - math.size().width()) / 2), y + (height - math.size().height()) / 2},
                theme.text);
    }
    y += height;
  }
  return y - top;
}

qreal RichText::arrangeParagraph(const Paragraph& paragraph, qreal top, qreal width, QPainter* painter) const {
  const Theme& theme = themes_.theme();
  const QFontMetricsF body(fontOf(Kind::Plain));
  const qreal space = body.horizontalAdvance(QLatin1Char(' '));
  /// A piece on its line.
  struct Placed {
    const Piece* piece;
    qreal x;
    qreal wide;
    MathText math;
  };
  std::vector<Placed> line;
  qreal x = 0;
  qreal y = top;
  const auto finish = [&] {
    qreal above = (theme.px(leading) + body.ascent() - body.descent()) / 2;
    qreal below = theme.px(leading) - above;
    for (const Placed& p : line) {
      if (p.piece->kind != Kind::Math) continue;
      above = std::max(above, p.math.baseline() + 1);
      below = std::max(below, p.math.size().height() - p.math.baseline() + 1);
    }
    if (painter) {
      for (const Placed& p : line) {
        if (p.piece->kind == Kind::Math) {
          p.math.draw(*painter, {p.x, y + above - p.math.baseline()}, theme.text);
          continue;
        }
        painter->setFont(fontOf(p.piece->kind));
        painter->setPen(theme.text);
        painter->drawText(QPointF(p.x, y + above), p.piece->text);
      }
    }
    y += above + below;
    line.clear();
    x = 0;
  };
  for (std::size_t i = 0; i < paragraph.size(); ++i) {
    // What no space parts stays together: a formula and the comma after it.
    std::vector<Placed> group;
    qreal wide = 0;
    const bool spaced = paragraph[i].spaced;
    for (;; ++i) {
      const Piece& piece = paragraph[i];
      MathText math;
      qreal own = 0;
      if (piece.kind == Kind::Math) {
        math = MathText(piece.text, theme.fontSize(TextRole::Body) * mathScale);
        own = math.size().width();
      } else {
        own = QFontMetricsF(fontOf(piece.kind)).horizontalAdvance(piece.text);
      }
      group.push_back({&piece, wide, own, std::move(math)});
      wide += own;
      if (i + 1 >= paragraph.size() || paragraph[i + 1].spaced) break;
    }
    const qreal gap = spaced && !line.empty() ? space : 0;
    if (!line.empty() && x + gap + wide > width) finish();
    const qreal at = line.empty() ? 0 : x + gap;
    for (Placed& p : group) {
      p.x += at;
      line.push_back(std::move(p));
    }
    x = at + wide;
  }
  finish();
  return y - top;
}

qreal RichText::arrange(qreal width, QPainter* painter) const {
  const auto isDisplay = [](const Paragraph& paragraph) { return paragraph.front().kind == Kind::Display; };
  qreal y = 0;
  for (auto at = paragraphs_.begin(); at != paragraphs_.end();) {
    if (y > 0) y += themes_.theme().px(8);
    if (isDisplay(*at)) {
      const auto end = std::find_if_not(at, paragraphs_.end(), isDisplay);
      y += arrangeDisplays({at, end}, y, width, painter);
      at = end;
    } else {
      y += arrangeParagraph(*at++, y, width, painter);
    }
  }
  return y;
}

int RichText::heightForWidth(int width) const { return static_cast<int>(std::ceil(arrange(width, nullptr))); }

QSize RichText::sizeHint() const {
  const int wide = themes_.theme().ipx(320);
  return {wide, heightForWidth(wide)};
}

QSize RichText::minimumSizeHint() const { return {themes_.theme().ipx(120), themes_.theme().ipx(20)}; }

void RichText::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  arrange(width(), &painter);
}

}  // namespace thalweg
