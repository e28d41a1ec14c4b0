#include "ui/export/svg_device.h"

#include <QBuffer>
#include <QHash>
#include <QImage>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

#include <array>
#include <charconv>
#include <cmath>

namespace thalweg {

namespace {

/// Escaped, and without the characters that XML has no way to write.
QByteArray xmlText(QString text) {
  for (qsizetype i = 0; i < text.size(); ++i) {
    const char16_t c = text[i].unicode();
    const bool pair = (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) ||
                      (text[i].isLowSurrogate() && i > 0 && text[i - 1].isHighSurrogate());
    const bool none = (c < 0x20 && c != u'\t' && c != u'\n' && c != u'\r') || c == 0xFFFE || c == 0xFFFF;
    if (none || (text[i].isSurrogate() && !pair)) text[i] = QChar::ReplacementCharacter;
  }
  return text.toHtmlEscaped().toUtf8();
}

/// Two decimals, shortest form: a hundredth of a pixel is beyond any printer.
QByteArray number(double value) {
  const double rounded = std::round(value * 100) / 100;
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), rounded == 0 ? 0.0 : rounded,
                                 std::chars_format::fixed);
  return {buffer.data(), static_cast<qsizetype>(end.ptr - buffer.data())};
}

/// CSS pixels, 96 an inch.
QByteArray length(double inches) { return QByteArray::number(inches * 96, 'g', 10); }

QByteArray point(const QPointF& p) {
  const QByteArray y = number(p.y());
  return number(p.x()) + (y.startsWith('-') ? "" : " ") + y;
}

QByteArray rectangle(const QRectF& r) {
  return "x=\"" + number(r.x()) + "\" y=\"" + number(r.y()) + "\" width=\"" + number(r.width()) + "\" height=\"" +
         number(r.height()) + '"';
}

QByteArray color(const QColor& c) { return c.name(QColor::HexRgb).toLatin1(); }

QByteArray opacity(const char* attribute, double alpha) {
  if (alpha >= 1) return {};
  return QByteArray(" ") + attribute + "=\"" + number(alpha) + '"';
}

QByteArray pathData(const QPainterPath& path) {
  QByteArray d;
  QPointF first;
  for (int i = 0; i < path.elementCount(); ++i) {
    const QPainterPath::Element e = path.elementAt(i);
    switch (e.type) {
      case QPainterPath::MoveToElement:
        first = e;
        d += 'M' + point(e);
        break;
      case QPainterPath::LineToElement: {
        const bool last = i + 1 == path.elementCount() || path.elementAt(i + 1).isMoveTo();
        d += last && QPointF(e) == first ? QByteArray("Z") : 'L' + point(e);
        break;
      }
      case QPainterPath::CurveToElement:
        d += 'C' + point(e) + ' ' + point(path.elementAt(i + 1)) + ' ' + point(path.elementAt(i + 2));
        i += 2;
        break;
      case QPainterPath::CurveToDataElement:
        break;
    }
  }
  return d;
}

bool isRectangle(const QPainterPath& path) {
  const QRectF box = path.boundingRect();
  QPainterPath rect;
  rect.addRect(box);
  return path == rect;
}

}  // namespace

class SvgDevice::Engine : public QPaintEngine {
 public:
  explicit Engine(SvgText text)
      : QPaintEngine(PrimitiveTransform | Antialiasing | AlphaBlend | PainterPaths | PixmapTransform | ConstantOpacity),
        text_(text) {}

  bool begin(QPaintDevice* /*device*/) override { return true; }
  bool end() override {
    closeGroup();
    return true;
  }
  [[nodiscard]] Type type() const override { return User; }
  [[nodiscard]] const QByteArray& body() const { return body_; }
  [[nodiscard]] const QByteArray& definitions() const { return definitions_; }

  void updateState(const QPaintEngineState& changed) override {
    const QPaintEngine::DirtyFlags dirty = changed.state();
    if (dirty & (DirtyClipPath | DirtyClipRegion | DirtyClipEnabled)) clipChanged_ = true;
  }

  void drawPath(const QPainterPath& path) override { write(path, painter()->brush(), painter()->pen()); }

  void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override {
    QPainterPath path;
    path.setFillRule(mode == WindingMode ? Qt::WindingFill : Qt::OddEvenFill);
    for (int i = 0; i < count; ++i) i == 0 ? path.moveTo(points[i]) : path.lineTo(points[i]);
    if (mode != PolylineMode) path.closeSubpath();
    write(path, mode == PolylineMode ? QBrush() : painter()->brush(), painter()->pen());
  }
  using QPaintEngine::drawPolygon;

  void drawPixmap(const QRectF& target, const QPixmap& pixmap, const QRectF& source) override {
    drawImage(target, pixmap.toImage(), source, Qt::AutoColor);
  }

  void drawImage(const QRectF& target, const QImage& image, const QRectF& source,
                 Qt::ImageConversionFlags /*flags*/) override {
    openGroup();
    QRectF box = painter()->transform().mapRect(target);
    QImage part = image.copy(source.toAlignedRect());
    if (part.height() == 1 && part.width() > 1) return writeStrip(box, part);
    if (clipRectangular_ && !clip_.contains(box)) {
      // Whole pixels within the clip; what is cut off is less than one of them a side.
      const QRectF inside = box & clip_;
      if (inside.isEmpty()) return;
      const double sx = part.width() / box.width();
      const double sy = part.height() / box.height();
      part = part.copy(
          QRectF((inside.x() - box.x()) * sx, (inside.y() - box.y()) * sy, inside.width() * sx, inside.height() * sy)
              .toAlignedRect() &
          part.rect());
      box = inside;
    }
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    part.save(&buffer, "PNG");
    body_ += "<image " + rectangle(box) + " preserveAspectRatio=\"none\" xlink:href=\"data:image/png;base64," +
             png.toBase64() + "\"/>\n";
  }

  void drawTextItem(const QPointF& at, const QTextItem& item) override {
    const QTransform& transform = painter()->transform();
    const QString words = item.text();
    if (words.isEmpty() || text_ == SvgText::Outlines || !item.font().family().startsWith(QLatin1String("IBM Plex"))) {
      label_ = words.trimmed();
      QPaintEngine::drawTextItem(at, item);
      label_.clear();
      return;
    }
    openGroup();
    // Anchored in its middle, so that another font's width errs on both sides by half.
    const QPointF middle = transform.map(at + QPointF(item.width() / 2, 0));
    QByteArray attributes = " x=\"" + number(middle.x()) + "\" y=\"" + number(middle.y()) + '"';
    if (transform.isRotating()) {
      const double angle = std::atan2(transform.m12(), transform.m11()) * 180 / M_PI;
      attributes += " transform=\"rotate(" + number(angle) + ' ' + point(middle) + ")\"";
    }
    const double scale = std::sqrt(std::abs(transform.determinant()));
    const QColor ink = painter()->pen().color();
    body_ += "<text" + attributes + " text-anchor=\"middle\" font-family=\"IBM Plex Sans, Noto Sans, sans-serif\"" +
             " font-size=\"" + number(item.font().pixelSize() * scale) + "\" font-weight=\"" +
             QByteArray::number(item.font().weight()) + "\" textLength=\"" + number(item.width() * scale) +
             "\" fill=\"" + color(ink) + '"' + opacity("fill-opacity", ink.alphaF()) + '>' + xmlText(words) +
             "</text>\n";
  }

 private:
  void write(const QPainterPath& path, const QBrush& brush, const QPen& pen) {
    if (path.isEmpty() || (brush.style() == Qt::NoBrush && pen.style() == Qt::NoPen)) return;
    openGroup();
    const QTransform& transform = painter()->transform();
    const QPainterPath mapped = transform.map(path);
    constexpr double slack = 1e-6;
    if (clipRectangular_ && !clip_.adjusted(-slack, -slack, slack, slack).contains(mapped.boundingRect()))
      return writeCut(mapped, brush, pen);
    QByteArray attributes = " d=\"" + pathData(mapped) + '"';
    if (brush.style() == Qt::NoBrush) {
      attributes += " fill=\"none\"";
    } else {
      attributes += " fill=\"" + color(brush.color()) + '"' + opacity("fill-opacity", brush.color().alphaF());
      if (path.fillRule() == Qt::OddEvenFill) attributes += " fill-rule=\"evenodd\"";
    }
    if (pen.style() != Qt::NoPen) {
      const double scale = pen.isCosmetic() ? 1 : std::sqrt(std::abs(transform.determinant()));
      const double width = (pen.widthF() > 0 ? pen.widthF() : 1) * scale;
      attributes += " stroke=\"" + color(pen.color()) + "\" stroke-width=\"" + number(width) + '"' +
                    opacity("stroke-opacity", pen.color().alphaF());
      if (pen.capStyle() != Qt::FlatCap)
        attributes += pen.capStyle() == Qt::RoundCap ? " stroke-linecap=\"round\"" : " stroke-linecap=\"square\"";
      if (pen.joinStyle() != Qt::MiterJoin && pen.joinStyle() != Qt::SvgMiterJoin)
        attributes += pen.joinStyle() == Qt::RoundJoin ? " stroke-linejoin=\"round\"" : " stroke-linejoin=\"bevel\"";
      if (pen.style() != Qt::SolidLine) {
        QByteArray dashes;
        for (const qreal length : pen.dashPattern()) dashes += (dashes.isEmpty() ? "" : " ") + number(length * width);
        attributes += " stroke-dasharray=\"" + dashes + '"';
      }
    }
    if (!label_.isEmpty()) attributes += " aria-label=\"" + xmlText(label_) + '"';
    body_ += "<path" + attributes + "/>\n";
  }

  /// Mostly marks at a frame's edge: what lies within it, as filled shapes.
  void writeCut(const QPainterPath& path, const QBrush& brush, const QPen& pen) {
    QPainterPath box;
    box.addRect(clip_);
    const auto fill = [&](const QPainterPath& shape, const QColor& ink) {
      const QPainterPath inside = shape.intersected(box);
      if (inside.isEmpty()) return;
      body_ += "<path d=\"" + pathData(inside) + "\" fill=\"" + color(ink) + '"' +
               opacity("fill-opacity", ink.alphaF()) + "/>\n";
    };
    if (brush.style() != Qt::NoBrush) fill(path, brush.color());
    if (pen.style() == Qt::NoPen) return;
    QPainterPathStroker stroker(pen);
    const double scale = pen.isCosmetic() ? 1 : std::sqrt(std::abs(painter()->transform().determinant()));
    stroker.setWidth((pen.widthF() > 0 ? pen.widthF() : 1) * scale);
    fill(stroker.createStroke(path), pen.color());
  }

  /// A row of colours is a gradient.
  void writeStrip(const QRectF& box, const QImage& strip) {
    constexpr int stops = 32;
    const QByteArray id = "strip" + QByteArray::number(++strips_);
    QByteArray gradient = "<linearGradient id=\"" + id + "\">";
    for (int k = 0; k <= stops; ++k) {
      const int column = qRound(k * (strip.width() - 1) / static_cast<double>(stops));
      gradient += "<stop offset=\"" + number(k / static_cast<double>(stops)) + "\" stop-color=\"" +
                  color(strip.pixelColor(column, 0)) + "\"/>";
    }
    definitions_ += gradient + "</linearGradient>\n";
    body_ += "<rect " + rectangle(box) + " fill=\"url(#" + id + ")\"/>\n";
  }

  /// Everything stands in a group with the painter's clip, if it has one.
  void openGroup() {
    if (!clipChanged_) return;
    clipChanged_ = false;
    QByteArray shape;
    clipRectangular_ = false;
    if (painter()->hasClipping()) {
      const QPainterPath path = painter()->transform().map(painter()->clipPath());
      clipRectangular_ = isRectangle(path);
      clip_ = path.boundingRect();
      shape = clipRectangular_ ? "<rect " + rectangle(clip_) + "/>" : "<path d=\"" + pathData(path) + "\"/>";
    }
    if (shape == shape_) return;
    closeGroup();
    shape_ = shape;
    if (shape.isEmpty()) return;
    int& id = clips_[shape];
    if (id == 0) {
      id = static_cast<int>(clips_.size());
      definitions_ += "<clipPath id=\"clip" + QByteArray::number(id) + "\">" + shape + "</clipPath>\n";
    }
    body_ += "<g clip-path=\"url(#clip" + QByteArray::number(id) + ")\">\n";
  }
  void closeGroup() {
    if (!shape_.isEmpty()) body_ += "</g>\n";
    shape_.clear();
  }

  SvgText text_;
  QByteArray body_;
  QByteArray definitions_;
  QHash<QByteArray, int> clips_;
  QByteArray shape_;  // of the open group's clip; empty: there is none
  QRectF clip_;
  QString label_;
  bool clipChanged_ = true;
  bool clipRectangular_ = false;
  int strips_ = 0;
};

SvgDevice::SvgDevice(const QSizeF& size, const QSizeF& physical, const QString& title, SvgText text)
    : size_(size), physical_(physical), title_(title), engine_(std::make_unique<Engine>(text)) {}

SvgDevice::~SvgDevice() = default;

QPaintEngine* SvgDevice::paintEngine() const { return engine_.get(); }

QByteArray SvgDevice::document() const {
  QByteArray out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\"";
  out += " width=\"" + length(physical_.width()) + "px\" height=\"" + length(physical_.height()) + "px\"";
  out += " viewBox=\"0 0 " + number(size_.width()) + ' ' + number(size_.height()) + "\">\n";
  if (!title_.isEmpty()) out += "<title>" + xmlText(title_) + "</title>\n";
  if (!engine_->definitions().isEmpty()) out += "<defs>\n" + engine_->definitions() + "</defs>\n";
  return out + engine_->body() + "</svg>\n";
}

int SvgDevice::metric(PaintDeviceMetric metric) const {
  constexpr int dpi = 96;
  switch (metric) {
    case PdmWidth:
      return qRound(size_.width());
    case PdmHeight:
      return qRound(size_.height());
    case PdmWidthMM:
      return qRound(size_.width() * 25.4 / dpi);
    case PdmHeightMM:
      return qRound(size_.height() * 25.4 / dpi);
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY:
      return dpi;
    case PdmNumColors:
      return 0xffffff;
    case PdmDepth:
      return 24;
    case PdmDevicePixelRatio:
      return 1;
    case PdmDevicePixelRatioScaled:
      return static_cast<int>(devicePixelRatioFScale());
    default:
      // What later releases of Qt ask for; told nothing, they ask for one of the above.
      return 0;
  }
}

}  // namespace thalweg
