#include "ui/export/picture_file.h"

#include "ui/export/png_bytes.h"

#include <QBuffer>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

namespace thalweg {

namespace {

constexpr double kPointsPerInch = 72;

QByteArray svgBytes(const Picture& picture, SvgText text, const std::stop_token& stop) {
  SvgDevice device(picture.size(), QSizeF(picture.pixels()) / picture.dpi(), picture.title(), text);
  QPainter painter(&device);
  paintPicture(painter, picture, picture.step(), stop);
  painter.end();
  return device.document();
}

QByteArray pdfBytes(const Picture& picture, const std::stop_token& stop) {
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
  paintPicture(painter, picture, picture.step(), stop);
  if (!painter.end()) throw EncodingError("the document could not be made");
  return bytes;
}

}  // namespace

void paintPicture(QPainter& painter, const Picture& picture, std::int64_t step, const std::stop_token& stop) {
  picture.paintGround(painter, stop);
  picture.paintStep(painter, step, stop);
}

QByteArray pictureBytes(const Picture& picture, PictureFormat format, SvgText text, const std::stop_token& stop) {
  switch (format) {
    case PictureFormat::Png:
      return pngBytes(picture.frame(picture.groundImage(stop), picture.step(), stop), stop);
    case PictureFormat::Svg:
      return svgBytes(picture, text, stop);
    case PictureFormat::Pdf:
      break;
  }
  return pdfBytes(picture, stop);
}

}  // namespace thalweg
