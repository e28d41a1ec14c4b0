#include "ui/export/frame_encoder.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace thalweg {

std::unique_ptr<FrameEncoder> makeFrameEncoder(const AnimationOutput& output) {
  switch (output.format) {
    case AnimationFormat::Gif:
      return makeGifEncoder(output);
    case AnimationFormat::WebP:
      return makeWebPEncoder(output);
    case AnimationFormat::Mp4:
      return makeMp4Encoder(output);
    case AnimationFormat::Frames:
      break;
  }
  return makeFrameFolder(output);
}

QRect changedRect(const QImage& before, const QImage& frame) {
  const int width = frame.width();
  const auto row = [](const QImage& image, int y) { return reinterpret_cast<const QRgb*>(image.constScanLine(y)); };
  const auto differs = [&](int y) {
    return std::memcmp(row(before, y), row(frame, y), static_cast<std::size_t>(width) * sizeof(QRgb)) != 0;
  };
  int top = 0;
  while (top < frame.height() && !differs(top)) ++top;
  if (top == frame.height()) return {};
  int bottom = frame.height() - 1;
  while (!differs(bottom)) --bottom;
  int left = width;
  int right = -1;
  for (int y = top; y <= bottom; ++y) {
    const QRgb* a = row(before, y);
    const QRgb* b = row(frame, y);
    left = static_cast<int>(std::mismatch(a, a + left, b).first - a);
    for (int x = width - 1; x > right; --x) {
      if (a[x] != b[x]) right = x;
    }
  }
  return {QPoint(left, top), QPoint(right, bottom)};
}

int frameDuration(int index, double fps, int unitsPerSecond) {
  const auto end = [&](int frames) { return std::llround(frames * unitsPerSecond / fps); };
  return std::max(1, static_cast<int>(end(index + 1) - end(index)));
}

}  // namespace thalweg
