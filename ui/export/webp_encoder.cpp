// Animated WebP through libwebp: lossless, of each frame what differs from the one before. WebPAnimEncoder would look
// for those differences itself, but one frame after the other; here frames are encoded side by side.

#include "core/base/file.h"
#include "ui/export/frame_encoder.h"

#include <webp/encode.h>
#include <webp/mux.h>

#include <cstring>

namespace thalweg {

namespace {

constexpr int kMilliseconds = 1000;  // a second
constexpr int kEffort = 2;           // of 9: frames are mostly transparent, so that more gains little
constexpr int kMostWebPLoops = 65535;
constexpr int kMostSide = 16383;

struct MuxDeleter {
  void operator()(WebPMux* mux) const { WebPMuxDelete(mux); }
};

class Image {
 public:
  Image(int width, int height, const std::stop_token& stop) : stop_(stop) {
    if (!WebPPictureInit(&picture_)) throw EncodingError("the WebP library is another one than was built for");
    picture_.use_argb = 1;
    picture_.width = width;
    picture_.height = height;
    if (!WebPPictureAlloc(&picture_)) throw EncodingError("there is not enough memory for the WebP");
    WebPMemoryWriterInit(&writer_);
    picture_.writer = WebPMemoryWrite;
    picture_.custom_ptr = &writer_;
    picture_.user_data = &stop_;
    picture_.progress_hook = [](int /*percent*/, const WebPPicture* picture) {
      return static_cast<const std::stop_token*>(picture->user_data)->stop_requested() ? 0 : 1;
    };
  }
  ~Image() {
    WebPPictureFree(&picture_);
    WebPMemoryWriterClear(&writer_);
  }
  Image(const Image&) = delete;
  Image& operator=(const Image&) = delete;

  [[nodiscard]] std::uint32_t* row(int y) {
    return picture_.argb + static_cast<std::ptrdiff_t>(y) * picture_.argb_stride;
  }
  QByteArray encoded() {
    WebPConfig config;
    if (!WebPConfigInit(&config) || !WebPConfigLosslessPreset(&config, kEffort))
      throw EncodingError("the WebP library is another one than was built for");
    if (WebPEncode(&config, &picture_) == 0 && !stop_.stop_requested())
      throw EncodingError("the WebP could not be encoded");
    return {reinterpret_cast<const char*>(writer_.mem), static_cast<qsizetype>(writer_.size)};
  }

 private:
  std::stop_token stop_;
  WebPPicture picture_{};
  WebPMemoryWriter writer_{};
};

class WebPAnimation : public FrameEncoder {
 public:
  explicit WebPAnimation(const AnimationOutput& output) : output_(output), file_(output.path), mux_(WebPMuxNew()) {
    if (output.size.width() > kMostSide || output.size.height() > kMostSide)
      throw PictureError("WebP holds at most 16383 pixels a side");
    if (output.loops > kMostWebPLoops) throw PictureError("WebP repeats at most 65535 times, or for ever");
    if (!mux_) throw EncodingError("there is not enough memory for the WebP");
  }

  void start(const std::vector<QImage>& /*samples*/, const std::vector<QColor>& /*colors*/) override {}

  [[nodiscard]] Piece encode(const QImage* before, const QImage& frame, int /*index*/) const override {
    QRect rect = before ? changedRect(*before, frame) : frame.rect();
    if (rect.isEmpty()) rect = {0, 0, 1, 1};
    // Offsets are even.
    rect.setLeft(rect.left() & ~1);
    rect.setTop(rect.top() & ~1);
    const bool blend = before && output_.opaque;
    Image image(rect.width(), rect.height(), output_.stop);
    for (int y = 0; y < rect.height(); ++y) {
      std::uint32_t* out = image.row(y);
      const auto* now = reinterpret_cast<const QRgb*>(frame.constScanLine(rect.top() + y)) + rect.left();
      if (!output_.opaque) {
        for (int x = 0; x < rect.width(); ++x) out[x] = qUnpremultiply(now[x]);
        continue;
      }
      const auto* old =
          before ? reinterpret_cast<const QRgb*>(before->constScanLine(rect.top() + y)) + rect.left() : nullptr;
      for (int x = 0; x < rect.width(); ++x) out[x] = old && old[x] == now[x] ? 0 : now[x] | 0xff000000;
    }
    return {rect, image.encoded(), blend};
  }

  void append(const Piece& piece, int index) override {
    WebPMuxFrameInfo frame{};
    frame.bitstream = {reinterpret_cast<const std::uint8_t*>(piece.bytes.constData()),
                       static_cast<std::size_t>(piece.bytes.size())};
    frame.x_offset = piece.rect.left();
    frame.y_offset = piece.rect.top();
    frame.duration = frameDuration(index, output_.fps, kMilliseconds);
    frame.id = WEBP_CHUNK_ANMF;
    frame.dispose_method = WEBP_MUX_DISPOSE_NONE;
    frame.blend_method = piece.blend ? WEBP_MUX_BLEND : WEBP_MUX_NO_BLEND;
    check(WebPMuxPushFrame(mux_.get(), &frame, 1));
  }

  void finish() override {
    if (output_.stop.stop_requested()) return;
    const WebPMuxAnimParams params{0, output_.loops};
    check(WebPMuxSetAnimationParams(mux_.get(), &params));
    check(WebPMuxSetCanvasSize(mux_.get(), output_.size.width(), output_.size.height()));
    WebPData data{};
    check(WebPMuxAssemble(mux_.get(), &data));
    try {
      file_.write({reinterpret_cast<const char*>(data.bytes), data.size});
    } catch (...) {
      WebPDataClear(&data);
      throw;
    }
    WebPDataClear(&data);
    file_.commit();
  }

 private:
  static void check(WebPMuxError result) {
    if (result == WEBP_MUX_MEMORY_ERROR) throw EncodingError("there is not enough memory for the WebP");
    if (result != WEBP_MUX_OK) throw EncodingError("the WebP could not be put together");
  }

  AnimationOutput output_;
  PendingFile file_;
  std::unique_ptr<WebPMux, MuxDeleter> mux_;
};

}  // namespace

std::unique_ptr<FrameEncoder> makeWebPEncoder(const AnimationOutput& output) {
  return std::make_unique<WebPAnimation>(output);
}

}  // namespace thalweg
