#include "ui/look/icons.h"

#include "ui/look/theme.h"

#include <QDir>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QPointer>
#include <QSvgRenderer>

#include <cmath>

namespace thalweg {

QColor tintColor(const Theme& t, IconTint tint) {
  switch (tint) {
    case IconTint::Secondary:
      return t.secondary;
    case IconTint::Text:
      return t.text;
    case IconTint::Hint:
      return t.hint;
    case IconTint::Accent:
      return t.accent;
    case IconTint::OnAccent:
      return t.onAccent;
    case IconTint::Error:
      return t.error;
  }
  return t.secondary;
}

namespace {

/// A square picture of `side` device pixels.
QPixmap render(const QString& name, int side, const QColor& color) {
  const QString key = QStringLiteral("icon/%1/%2/%3").arg(name).arg(side).arg(color.rgba(), 0, 16);
  QPixmap pixmap;
  if (QPixmapCache::find(key, &pixmap)) return pixmap;
  pixmap = QPixmap(side, side);
  pixmap.fill(Qt::transparent);
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  if (file.open(QIODevice::ReadOnly)) {
    // Qt's SVG knows no currentColor from outside, so the colour is written into the text.
    QByteArray svg = file.readAll();
    svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(color.alphaF());
    renderer.render(&painter, QRectF(0, 0, side, side));
  }
  QPixmapCache::insert(key, pixmap);
  return pixmap;
}

class TintedIconEngine : public QIconEngine {
 public:
  TintedIconEngine(const ThemeController& themes, QString name, IconTint tint)
      : themes_(&themes), name_(std::move(name)), tint_(tint) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    drawIcon(*painter, name_, rect, color(mode));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override {
    return render(name_, std::min(size.width(), size.height()), color(mode));
  }
  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override {
    return pixmap(size, mode, state);
  }
  QIconEngine* clone() const override { return new TintedIconEngine(*this); }

 private:
  [[nodiscard]] QColor color(QIcon::Mode mode) const {
    const QColor c = themes_ ? tintColor(themes_->theme(), tint_) : QColor(Qt::gray);
    return mode == QIcon::Disabled ? withAlpha(c, 0.6) : c;
  }

  QPointer<const ThemeController> themes_;
  QString name_;
  IconTint tint_;
};

}  // namespace

QIcon themedIcon(const ThemeController& themes, const QString& name, IconTint tint) {
  return QIcon(new TintedIconEngine(themes, name, tint));
}

QStringList iconNames() {
  loadFonts();  // registers the resources
  QStringList names = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name);
  for (QString& n : names) n.chop(4);
  return names;
}

void drawIcon(QPainter& painter, const QString& name, const QRectF& rect, const QColor& color) {
  const qreal side = std::min(rect.width(), rect.height());
  const qreal ratio = painter.device() ? painter.device()->devicePixelRatioF() : 1;
  const int pixels = static_cast<int>(std::lround(side * ratio));
  if (pixels < 1) return;
  QPixmap pixmap = render(name, pixels, color);
  pixmap.setDevicePixelRatio(pixels / side);
  // On a device pixel, else the strokes blur.
  const QPointF corner(rect.center().x() - side / 2, rect.center().y() - side / 2);
  painter.drawPixmap(QPointF(std::round(corner.x() * ratio) / ratio, std::round(corner.y() * ratio) / ratio), pixmap);
}

}  // namespace thalweg
