#pragma once
/// One export in the background: computing, painting and encoding happen on a thread of its own, so that the window
/// stays usable. Signals come in the GUI thread.
/// Threads: GUI thread only.

#include "ui/export/export_settings.h"

#include <QObject>

#include <memory>
#include <thread>

namespace thalweg {

class ExportJob : public QObject {
  Q_OBJECT

 public:
  explicit ExportJob(QObject* parent = nullptr);
  /// Ends what runs, and leaves nothing of it.
  ~ExportJob() override;

  /// Writes `path`. Nothing may be running.
  void start(std::shared_ptr<const Scenario> scenario, const ExportSettings& settings, const QString& path);
  void cancel();
  [[nodiscard]] bool running() const { return running_; }

 Q_SIGNALS:
  /// Frames; `seconds` is what is left, estimated.
  void progressed(int done, int total, double seconds);
  /// `problem` is empty where the file was written, or where it was cancelled.
  void finished(bool written, const QString& problem);

 private:
  void end(bool written, const QString& problem);

  std::jthread worker_;
  bool running_ = false;
};

}  // namespace thalweg
