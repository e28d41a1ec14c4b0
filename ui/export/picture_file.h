#pragma once
/// Pictures as the bytes of files: PNG, SVG, PDF.
/// Threads: any one thread at a time; needs a QGuiApplication.

#include "ui/export/picture.h"
#include "ui/export/svg_device.h"

#include <QByteArray>

namespace thalweg {

enum class PictureFormat { Png, Svg, Pdf };

/// Any device and size, in the picture's logical pixels.
void paintPicture(QPainter& painter, const Picture& picture, std::int64_t step, const std::stop_token& stop = {});

/// The picture at its own step. `picture` is built for the format's device: raster for PNG, else vector. The same bytes
/// from run to run, but for a PDF's date. After a stop request they are of no use. Throws PictureError.
QByteArray pictureBytes(const Picture& picture, PictureFormat format, SvgText text = SvgText::Outlines,
                        const std::stop_token& stop = {});

[[nodiscard]] inline Picture::Device deviceOf(PictureFormat format) {
  return format == PictureFormat::Png ? Picture::Device::Raster : Picture::Device::Vector;
}

}  // namespace thalweg
