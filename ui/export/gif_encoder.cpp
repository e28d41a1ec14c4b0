// GIF through giflib: one palette for all frames, and of each frame what differs from the one before.

#include "core/base/file.h"
#include "ui/export/frame_encoder.h"
#include "ui/export/palette.h"

#include <gif_lib.h>

#include <array>
#include <optional>

namespace thalweg {

namespace {

constexpr int kHundredths = 100;  // a second
constexpr double kMostFps = 50;   // readers slow shorter frames down
constexpr int kMostGifLoops = 65536;

struct MapDeleter {
  void operator()(ColorMapObject* map) const { GifFreeMapObject(map); }
};

/// A GIF that giflib writes into memory.
class MemoryGif {
 public:
  MemoryGif() : gif_(EGifOpen(&bytes_, &MemoryGif::store, nullptr)) {
    if (!gif_) throw EncodingError("the GIF library could not be started");
    EGifSetGifVersion(gif_, true);
  }
  ~MemoryGif() {
    if (gif_) EGifCloseFile(gif_, nullptr);
  }
  MemoryGif(const MemoryGif&) = delete;
  MemoryGif& operator=(const MemoryGif&) = delete;

  void check(int result) const {
    if (result == GIF_ERROR) throw EncodingError("the GIF could not be encoded");
  }
  [[nodiscard]] GifFileType* get() const { return gif_; }
  /// What has been written; the file ends with it if `close`.
  QByteArray close() {
    check(EGifCloseFile(std::exchange(gif_, nullptr), nullptr));
    return bytes_;
  }
  [[nodiscard]] qsizetype size() const { return bytes_.size(); }

 private:
  static int store(GifFileType* gif, const GifByteType* data, int length) {
    static_cast<QByteArray*>(gif->UserData)->append(reinterpret_cast<const char*>(data), length);
    return length;
  }
  QByteArray bytes_;
  GifFileType* gif_;
};

class GifEncoder : public FrameEncoder {
 public:
  explicit GifEncoder(const AnimationOutput& output) : output_(output), file_(output.path) {
    if (!output.opaque) throw PictureError("GIF has no half-transparent pixels; PNG frames and WebP have");
    if (output.fps > kMostFps) throw PictureError("GIF shows at most 50 frames a second");
    if (output.loops > kMostGifLoops) throw PictureError("GIF repeats at most 65536 times, or for ever");
  }

  [[nodiscard]] bool wantsSamples() const override { return true; }

  void start(const std::vector<QImage>& samples, const std::vector<QColor>& colors) override {
    palette_.emplace(samples, colors, output_.stop);
    std::array<GifColorType, 256> entries{};
    for (std::size_t k = 0; k < palette_->colors().size(); ++k) {
      const QRgb c = palette_->colors()[k];
      entries[k] = {static_cast<GifByteType>(qRed(c)), static_cast<GifByteType>(qGreen(c)),
                    static_cast<GifByteType>(qBlue(c))};
    }
    map_.reset(GifMakeMapObject(256, entries.data()));
    if (!map_) throw EncodingError("there is not enough memory for the GIF");
  }

  [[nodiscard]] Piece encode(const QImage* before, const QImage& frame, int index) const override {
    QRect rect = before ? changedRect(*before, frame) : frame.rect();
    if (rect.isEmpty()) rect = {0, 0, 1, 1};
    MemoryGif gif;
    gif.check(EGifPutScreenDesc(gif.get(), frame.width(), frame.height(), 8, 0, map_.get()));
    const qsizetype head = gif.size();
    if (!before && output_.loops != 1) repeat(gif);
    GraphicsControlBlock control{DISPOSE_DO_NOT, false, frameDuration(index, output_.fps, kHundredths),
                                 before ? FramePalette::transparent : NO_TRANSPARENT_COLOR};
    std::array<GifByteType, 4> extension{};
    EGifGCBToExtension(&control, extension.data());
    gif.check(EGifPutExtension(gif.get(), GRAPHICS_EXT_FUNC_CODE, 4, extension.data()));
    gif.check(EGifPutImageDesc(gif.get(), rect.left(), rect.top(), rect.width(), rect.height(), false, nullptr));
    std::vector<GifPixelType> line(static_cast<std::size_t>(rect.width()));
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
      if (output_.stop.stop_requested()) return {};
      const auto* now = reinterpret_cast<const QRgb*>(frame.constScanLine(y)) + rect.left();
      const auto* old = before ? reinterpret_cast<const QRgb*>(before->constScanLine(y)) + rect.left() : nullptr;
      for (std::size_t x = 0; x < line.size(); ++x) {
        if (old && old[x] == now[x]) {
          line[x] = FramePalette::transparent;
          continue;
        }
        line[x] = palette_->index(now[x]);
        if (old && palette_->index(old[x]) == line[x]) line[x] = FramePalette::transparent;
      }
      gif.check(EGifPutLine(gif.get(), line.data(), rect.width()));
    }
    const QByteArray whole = gif.close();
    // Of all but the first, what stands between screen descriptor and trailer.
    return {rect, before ? whole.mid(head, whole.size() - head - 1) : whole.chopped(1), true};
  }

  void append(const Piece& piece, int /*index*/) override {
    file_.write({piece.bytes.constData(), static_cast<std::size_t>(piece.bytes.size())});
  }

  void finish() override {
    if (output_.stop.stop_requested()) return;
    file_.write(";");
    file_.commit();
  }

 private:
  /// Netscape's extension; it counts repetitions after the first showing.
  void repeat(MemoryGif& gif) const {
    const int again = output_.loops == 0 ? 0 : output_.loops - 1;
    gif.check(EGifPutExtensionLeader(gif.get(), APPLICATION_EXT_FUNC_CODE));
    gif.check(EGifPutExtensionBlock(gif.get(), 11, "NETSCAPE2.0"));
    const std::array<GifByteType, 3> count = {1, static_cast<GifByteType>(again & 255),
                                              static_cast<GifByteType>(again >> 8)};
    gif.check(EGifPutExtensionBlock(gif.get(), 3, count.data()));
    gif.check(EGifPutExtensionTrailer(gif.get()));
  }

  AnimationOutput output_;
  PendingFile file_;
  std::optional<FramePalette> palette_;
  std::unique_ptr<ColorMapObject, MapDeleter> map_;
};

}  // namespace

std::unique_ptr<FrameEncoder> makeGifEncoder(const AnimationOutput& output) {
  return std::make_unique<GifEncoder>(output);
}

}  // namespace thalweg
