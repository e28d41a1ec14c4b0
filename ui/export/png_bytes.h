#pragma once
/// An image as a PNG file's bytes. Threads: any.

#include <QByteArray>
#include <QImage>

#include <stop_token>

namespace thalweg {

/// Empty after a stop request. Throws EncodingError.
QByteArray pngBytes(const QImage& image, const std::stop_token& stop = {});

}  // namespace thalweg
