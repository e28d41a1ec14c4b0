// Numbered PNG files in a folder.

#include "core/base/file.h"
#include "ui/export/frame_encoder.h"
#include "ui/export/png_bytes.h"

#include <filesystem>

namespace thalweg {

namespace {

struct NumberedName {
  std::string folder;
  std::string before;
  std::string after;
  int digits = 4;
};

/// "frames/%04d.png", or a folder.
NumberedName parsed(const std::string& path) {
  NumberedName name;
  const std::size_t percent = path.find('%');
  if (percent == std::string::npos) {
    name.folder = path;
    name.after = ".png";
    return name;
  }
  const std::size_t slash = path.rfind('/');
  const std::size_t end = path.find('d', percent);
  const std::string digits = end == std::string::npos ? "" : path.substr(percent + 1, end - percent - 1);
  const bool numbered = digits.find_first_not_of("0123456789") == std::string::npos && digits.size() <= 2 &&
                        (digits.empty() || digits[0] == '0');
  if (end == std::string::npos || !numbered || (slash != std::string::npos && slash > percent) ||
      path.find('%', percent + 1) != std::string::npos)
    throw PictureError("expected one number such as %04d in the name of frames, found \"" + path + "\"");
  name.digits = digits.size() == 2 ? digits[1] - '0' : 1;
  name.folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const std::size_t first = slash == std::string::npos ? 0 : slash + 1;
  name.before = path.substr(first, percent - first);
  name.after = path.substr(end + 1);
  return name;
}

std::string fileName(const NumberedName& name, std::int64_t frame) {
  std::string number = std::to_string(frame);
  const auto digits = static_cast<std::size_t>(name.digits);
  if (number.size() < digits) number.insert(0, digits - number.size(), '0');
  return name.before + number + name.after;
}

/// Frames of an earlier export that the new ones do not replace would be taken for their end; and a folder cannot be
/// replaced by a frame.
void refuseWhatStandsThere(const NumberedName& name, std::int64_t frames) {
  std::error_code none;
  for (std::filesystem::directory_iterator entry(name.folder, none), end; !none && entry != end;
       entry.increment(none)) {
    const std::string found = entry->path().filename().string();
    const std::size_t around = name.before.size() + name.after.size();
    if (found.size() <= around || !found.starts_with(name.before) || !found.ends_with(name.after)) continue;
    const std::string digits = found.substr(name.before.size(), found.size() - around);
    if (digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::int64_t number = std::stoll(digits);
    if (number < 1 || found != fileName(name, number)) continue;
    if (entry->is_directory(none))
      throw EncodingError("\"" + found + "\" is a directory that stands in the frames' way");
    if (number > frames)
      throw EncodingError("\"" + found + "\" of an earlier export would stand behind the last of " +
                          std::to_string(frames) + " frames; remove it or choose another folder");
  }
}

class FrameFolder : public FrameEncoder {
 public:
  explicit FrameFolder(const AnimationOutput& output)
      : stop_(output.stop), name_(parsed(output.path)), folder_(name_.folder) {
    refuseWhatStandsThere(name_, output.frames);
  }

  void start(const std::vector<QImage>& /*samples*/, const std::vector<QColor>& /*colors*/) override {}

  [[nodiscard]] Piece encode(const QImage* /*before*/, const QImage& frame, int /*index*/) const override {
    return {frame.rect(), pngBytes(frame), false};
  }

  void append(const Piece& piece, int index) override {
    folder_.write(fileName(name_, index + 1), {piece.bytes.constData(), static_cast<std::size_t>(piece.bytes.size())});
  }

  void finish() override {
    if (!stop_.stop_requested()) folder_.commit();
  }

 private:
  std::stop_token stop_;
  NumberedName name_;
  PendingFolder folder_;
};

}  // namespace

std::unique_ptr<FrameEncoder> makeFrameFolder(const AnimationOutput& output) {
  return std::make_unique<FrameFolder>(output);
}

}  // namespace thalweg
