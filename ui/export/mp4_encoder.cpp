// MP4 (H.264) through the program ffmpeg, which gets the frames through a pipe.

#include "core/base/file.h"
#include "ui/export/frame_encoder.h"

#include <QDeadlineTimer>
#include <QProcess>
#include <QStandardPaths>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

#include <algorithm>
#include <csignal>
#include <filesystem>

namespace thalweg {

namespace {

constexpr int kPatience = 60'000;  // ms without any progress
constexpr int kLook = 100;         // ms between looks whether it is still wanted

class Mp4Encoder : public FrameEncoder {
 public:
  explicit Mp4Encoder(const AnimationOutput& output)
      : output_(output), program_(QStandardPaths::findExecutable(QStringLiteral("ffmpeg"))) {
    if (!output.opaque) throw PictureError("MP4 has no transparent pixels; PNG frames and WebP have");
    if (output.loops != 0) throw PictureError("MP4 files do not say how often they are repeated");
    if (program_.isEmpty())
      throw PictureError("MP4 needs the program ffmpeg, which is not installed; GIF and WebP do not");
    file_ = std::make_unique<PendingFile>(output.path);
  }
  ~Mp4Encoder() override {
    if (process_ && process_->state() != QProcess::NotRunning) {
      process_->kill();
      process_->waitForFinished(-1);
    }
  }

  void start(const std::vector<QImage>& /*samples*/, const std::vector<QColor>& /*colors*/) override {
    process_ = std::make_unique<QProcess>();
    const std::filesystem::path temporary = file_->temporaryPath();
    const auto word = [](const char* text) { return QString::fromLatin1(text); };
    // Without -xerror a full disk is remarked on and then called a success.
    QStringList arguments = {word("-hide_banner"), word("-loglevel"), word("error"),
                             word("-xerror"),      word("-nostdin"),  word("-y")};
    arguments << word("-f") << word("rawvideo") << word("-pixel_format") << word("bgr0") << word("-video_size")
              << QStringLiteral("%1x%2").arg(even(output_.size.width())).arg(even(output_.size.height()))
              << word("-framerate") << QString::number(output_.fps, 'g', 10) << word("-i") << word("pipe:0");
    // Converted to what the file then says, or players guess at the colours by the picture's size.
    arguments << word("-vf") << word("scale=out_color_matrix=bt709:out_range=tv,format=yuv420p") << word("-colorspace")
              << word("bt709") << word("-color_primaries") << word("bt709") << word("-color_trc") << word("bt709")
              << word("-color_range") << word("tv") << word("-c:v") << word("libx264") << word("-preset")
              << word("veryfast") << word("-crf") << word("18") << word("-fflags") << word("+bitexact")
              << word("-flags:v") << word("+bitexact") << word("-movflags") << word("+faststart") << word("-f")
              << word("mp4")
              // Neither an option nor a protocol; and the folder's name, which may be no text, is none of ffmpeg's.
              << word("file:") + QString::fromStdString(temporary.filename().string());
    // An interrupt at the terminal is this program's to handle; when it dies, so does its child: at once, or when it
    // finds its input closed.
#ifdef Q_OS_UNIX
    process_->setChildProcessModifier([folder = temporary.parent_path().string()] {
      ::setpgid(0, 0);
      if (::chdir(folder.c_str()) != 0) ::_exit(1);
#ifdef Q_OS_LINUX
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    });
#else
    process_->setWorkingDirectory(QString::fromStdString(temporary.parent_path().string()));
#endif
    process_->start(program_, arguments);
    if (!process_->waitForStarted(kPatience)) throw EncodingError("ffmpeg could not be started");
  }

  [[nodiscard]] Piece encode(const QImage* /*before*/, const QImage& frame, int /*index*/) const override {
    // Colours are sampled by twos: the last column and row stand twice where their number is odd.
    QByteArray bytes;
    bytes.reserve(4LL * even(frame.width()) * even(frame.height()));
    for (int y = 0; y < even(frame.height()); ++y) {
      const char* line = reinterpret_cast<const char*>(frame.constScanLine(std::min(y, frame.height() - 1)));
      bytes.append(line, static_cast<qsizetype>(frame.width()) * 4);
      if (frame.width() % 2 != 0) bytes.append(line + 4LL * (frame.width() - 1), 4);
    }
    return {frame.rect(), bytes, false};
  }

  void append(const Piece& piece, int /*index*/) override {
    process_->write(piece.bytes);
    for (QDeadlineTimer patience(kPatience); process_->bytesToWrite() > 0;) {
      if (output_.stop.stop_requested()) return;
      if (process_->waitForBytesWritten(kLook))
        patience.setRemainingTime(kPatience);
      else if (process_->state() == QProcess::NotRunning || patience.hasExpired())
        fail();
    }
  }

  void finish() override {
    process_->closeWriteChannel();
    for (QDeadlineTimer patience(kPatience * 10); process_->state() != QProcess::NotRunning;) {
      if (output_.stop.stop_requested()) return;
      if (!process_->waitForFinished(kLook) && patience.hasExpired()) fail();
    }
    if (process_->exitStatus() != QProcess::NormalExit || process_->exitCode() != 0) fail();
    std::error_code unknown;
    if (std::filesystem::file_size(file_->temporaryPath(), unknown) == 0 || unknown) fail();
    file_->commit();
  }

 private:
  static int even(int length) { return length + length % 2; }

  [[noreturn]] void fail() {
    process_->waitForFinished(1000);
    const QString words = QString::fromLocal8Bit(process_->readAllStandardError()).trimmed();
    const QString last = words.section(QLatin1Char('\n'), -1);
    throw EncodingError("ffmpeg failed" + (last.isEmpty() ? std::string() : ": " + last.toStdString()));
  }

  AnimationOutput output_;
  QString program_;
  std::unique_ptr<PendingFile> file_;
  std::unique_ptr<QProcess> process_;
};

}  // namespace

std::unique_ptr<FrameEncoder> makeMp4Encoder(const AnimationOutput& output) {
  return std::make_unique<Mp4Encoder>(output);
}

}  // namespace thalweg
