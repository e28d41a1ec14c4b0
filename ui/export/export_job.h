#pragma once
/// One export in the background: computing, painting and encoding happen on a thread of its own, so that the window
/// stays usable. Signals come in the GUI thread.
/// Threads: GUI thread only.

#include "ui/export/export_settings.h"

#include <QObject>

#include <memory>
#include <thread>
#include <vector>

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
  void end(int run, bool written, const QString& problem);

  std::jthread worker_;
  std::vector<std::jthread> leaving_;  ///< cancelled in the middle of a picture
  int run_ = 0;                        ///< counts what was started and cancelled: what comes late is not delivered
  bool running_ = false;
};

}  // namespace thalweg
