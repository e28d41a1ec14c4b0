#include "ui/export/png_bytes.h"

#include "ui/export/picture.h"

#include <QBuffer>

namespace thalweg {

namespace {

/// Large pictures take seconds; a device that takes no more ends that.
class StoppableBuffer : public QBuffer {
 public:
  StoppableBuffer(QByteArray* bytes, const std::stop_token& stop) : QBuffer(bytes), stop_(stop) {}

 protected:
  qint64 writeData(const char* data, qint64 length) override {
    return stop_.stop_requested() ? -1 : QBuffer::writeData(data, length);
  }

 private:
  const std::stop_token& stop_;
};

}  // namespace

QByteArray pngBytes(const QImage& image, const std::stop_token& stop) {
  QByteArray bytes;
  StoppableBuffer buffer(&bytes, stop);
  buffer.open(QIODevice::WriteOnly);
  const bool saved = image.save(&buffer, "PNG");
  if (stop.stop_requested()) return {};
  if (!saved) throw EncodingError("the picture could not be encoded");
  return bytes;
}

}  // namespace thalweg
