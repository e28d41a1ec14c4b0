#pragma once
/// What becomes of an animation's frames: GIF, animated WebP, MP4 or numbered PNG files.
///
/// The work is in `encode`, which several threads call at once; `append` takes the results in order. Files appear under
/// their names in `finish` alone; an encoder that is destroyed before leaves no trace. The same frames give the same
/// bytes. Errors: PictureError, EncodingError, std::system_error.

#include "ui/export/picture.h"

#include <QByteArray>
#include <QImage>
#include <QRect>

#include <memory>
#include <string>
#include <vector>

namespace thalweg {

enum class AnimationFormat { Gif, WebP, Mp4, Frames };

struct AnimationOutput {
  AnimationFormat format = AnimationFormat::Gif;
  std::string path;  ///< of frames: a folder, or a pattern such as "frames/%04d.png"
  QSize size;
  std::int64_t frames = 0;  ///< how many there will be
  double dpi = 96;
  double fps = 30;
  int loops = 0;  ///< how often it is shown; 0: for ever
  bool opaque = true;
};

class FrameEncoder {
 public:
  struct Piece {
    QRect rect;        ///< what of the frame it replaces
    QByteArray bytes;  ///< encoded, in the format's own way
    bool blend = true;
  };

  virtual ~FrameEncoder() = default;
  /// Some of the frames, and the picture's own colours, before the first one.
  virtual void start(const std::vector<QImage>& samples, const std::vector<QColor>& colors) = 0;
  [[nodiscard]] virtual bool wantsSamples() const { return false; }
  /// `before` is null for the first frame.
  [[nodiscard]] virtual Piece encode(const QImage* before, const QImage& frame, int index) const = 0;
  virtual void append(const Piece& piece, int index) = 0;
  virtual void finish() = 0;
};

/// Throws PictureError where a format cannot do what is asked for, or its program is missing.
std::unique_ptr<FrameEncoder> makeFrameEncoder(const AnimationOutput& output);

/// The box of all pixels that differ; empty where none do.
QRect changedRect(const QImage& before, const QImage& frame);
/// How long frame `index` is shown, in units of `unitsPerSecond`: rounded so that the whole lasts as it should.
int frameDuration(int index, double fps, int unitsPerSecond);

std::unique_ptr<FrameEncoder> makeGifEncoder(const AnimationOutput& output);
std::unique_ptr<FrameEncoder> makeWebPEncoder(const AnimationOutput& output);
std::unique_ptr<FrameEncoder> makeMp4Encoder(const AnimationOutput& output);
std::unique_ptr<FrameEncoder> makeFrameFolder(const AnimationOutput& output);

}  // namespace thalweg
