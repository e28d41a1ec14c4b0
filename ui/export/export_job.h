#pragma once
/// One export in the background: computing, painting and encoding happen with low priority, so that the window stays
/// usable. Signals come in the GUI thread.
/// Threads: GUI thread only.

#include "ui/background/latest_job.h"
#include "ui/export/export_settings.h"

#include <QObject>

#include <memory>
#include <optional>
#include <stop_token>

namespace thalweg {

class ExportJob : public QObject {
  Q_OBJECT

 public:
  explicit ExportJob(QObject* parent = nullptr);
  /// Ends what runs, and leaves nothing of it.
  ~ExportJob() override;

  /// Writes `path`. Nothing may be running.
  void start(std::shared_ptr<const Scenario> scenario, const ExportSettings& settings, const QString& path);
  /// Ends it for the user at once; a picture that is being painted is thrown away when it is done.
  void cancel();
  [[nodiscard]] bool running() const { return running_; }

 Q_SIGNALS:
  /// Frames; `seconds` is what is left, estimated.
  void progressed(int done, int total, double seconds);
  /// `problem` is empty where the file was written, or where it was cancelled.
  void finished(bool written, const QString& problem);

 private:
  struct Ending {
    bool written = false;
    QString problem;
  };
  /// How far it is, or how it ended.
  struct Update {
    AnimationProgress progress;
    std::optional<Ending> ending;
  };
  void follow(const Update& update);
  void end(const Ending& ending);

  std::stop_source stop_;  // of what is written now
  bool running_ = false;
  LatestJob<Update> job_;  // last: ends before what it delivers to
};

}  // namespace thalweg
