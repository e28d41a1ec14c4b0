#include "ui/look/math_text.h"

#include "ui/look/math_symbols.h"
#include "ui/look/math_typeset.h"
#include "ui/look/theme.h"

#include <QGlyphRun>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace thalweg {

MathText::MathText(const QString& tex, qreal pixelSize, bool display) : tex_(tex) {
  math::Style style;
  style.display = display;
  style.size = std::max(1.0, pixelSize);
  const math::Box box = math::typeset(tex, style);
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
        run.setRawFont(math::face(item.face, item.pixelSize));
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
      if (const math::Symbol* s = math::findSymbol(name))
        out += QString::fromUcs4(&s->c, 1);
      else if (math::isFunction(name))
        out += name;
      else if (math::findSpace(name))
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
