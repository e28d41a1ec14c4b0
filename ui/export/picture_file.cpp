#include "ui/export/picture_file.h"

#include <QBuffer>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

namespace thalweg {

namespace {

constexpr double kPointsPerInch = 72;

QByteArray pngBytes(const Picture& picture) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  if (!picture.frame(picture.groundImage(), picture.step()).save(&buffer, "PNG"))
    throw EncodingError("the picture could not be encoded");
  return bytes;
}

QByteArray svgBytes(const Picture& picture, SvgText text) {
  SvgDevice device(picture.size(), QSizeF(picture.pixels()) / picture.dpi(), picture.title(), text);
  QPainter painter(&device);
  paintPicture(painter, picture, picture.step());
  painter.end();
  return device.document();
}

QByteArray pdfBytes(const Picture& picture) {
  // The engine's tables have an order of their own in each process otherwise.
  QHashSeed::setDeterministicGlobalSeed();
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setCreator(QStringLiteral("Thalweg"));
  writer.setTitle(picture.title());
  writer.setPageMargins(QMarginsF());
  const QSizeF page = QSizeF(picture.pixels()) * (kPointsPerInch / picture.dpi());
  writer.setPageSize(QPageSize(page, QPageSize::Point, QString(), QPageSize::ExactMatch));
  constexpr int resolution = 1200;
  writer.setResolution(resolution);
  QPainter painter(&writer);
  const double scale = QSizeF(picture.pixels()).width() / picture.dpi() * resolution / picture.size().width();
  painter.scale(scale, scale);
  painter.setRenderHint(QPainter::LosslessImageRendering);
  paintPicture(painter, picture, picture.step());
  if (!painter.end()) throw EncodingError("the document could not be made");
  return bytes;
}

}  // namespace

void paintPicture(QPainter& painter, const Picture& picture, std::int64_t step) {
  picture.paintGround(painter);
  picture.paintStep(painter, step);
}

QByteArray pictureBytes(const Picture& picture, PictureFormat format, SvgText text) {
  switch (format) {
    case PictureFormat::Png:
      return pngBytes(picture);
    case PictureFormat::Svg:
      return svgBytes(picture, text);
    case PictureFormat::Pdf:
      break;
  }
  return pdfBytes(picture);
}

}  // namespace thalweg
